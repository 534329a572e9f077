//! Places in a text as an editor counts them.
//!
//! Owns the unit: UTF-16 units from the start, a line end being one of them however it is
//! written. Pure.

use std::ops::Range;

/// A place, counted as an editor does, of a place in bytes. A byte inside a character, or behind
/// the text, is that of the character's start or of the end.
pub fn place(text: &str, byte: usize) -> usize {
    let end = byte.min(text.len());
    let ends = (0..=end).rev().find(|at| text.is_char_boundary(*at));
    let before = &text[..ends.unwrap_or(0)];
    super::chars(before) - before.matches("\r\n").count()
}

/// [`place`] of both ends.
pub fn places(text: &str, bytes: &Range<usize>) -> Range<usize> {
    place(text, bytes.start)..place(text, bytes.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, byte: usize, expected: usize) {
        assert_eq!(place(text, byte), expected, "{text:?} at {byte}");
    }

    #[test]
    fn a_place_is_counted_as_an_editor_does() {
        check("abc", 2, 2);
        check("é日x", 5, 2);
        check("𝄞x", 4, 2);
        check("a\r\nb\r\nc", 6, 4);
        check("é", 1, 0);
        check("ab", 9, 2);
    }
}
