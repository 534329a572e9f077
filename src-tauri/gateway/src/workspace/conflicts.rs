//! The places of a text where both sides of a merge were kept, for a person to settle.
//!
//! Owns the reading of the marks that [`super::three_way`] writes, and the suggestion that keeps
//! both sides. What only looks like a mark is text. Pure.

use std::ops::Range;

use super::Author;

/// A merge never writes shorter marks.
const SHORTEST: usize = 7;

/// Both sides of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Where it stands with its marks, bytes.
    pub at: Range<usize>,
    /// What one side wrote.
    pub mine: String,
    /// Who that is.
    pub mine_by: Author,
    /// What the other wrote.
    pub theirs: String,
    /// Who that is.
    pub theirs_by: Author,
    /// A text with both in it.
    pub both: String,
}

/// The conflicts of a text, in order. Marks that do not belong together are left as text.
pub fn conflicts(text: &str) -> Vec<Conflict> {
    let mut found = Vec::new();
    let mut open: Option<Open> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        let bare = line.trim_end_matches(['\n', '\r']);
        if let Some((length, by)) = named(bare, '<') {
            open = Some(Open {
                start,
                length,
                by,
                mine: end..end,
                theirs: None,
            });
            continue;
        }
        let Some(now) = &mut open else { continue };
        match (&mut now.theirs, named(bare, '>')) {
            (None, _) if run(bare, '=') == bare.len() && bare.len() == now.length => {
                now.mine.end = start;
                now.theirs = Some(end);
            }
            (Some(from), Some((length, by))) if length == now.length => {
                let theirs = &text[*from..start];
                let mine = &text[now.mine.clone()];
                found.push(Conflict {
                    at: now.start..end,
                    both: both(mine, theirs),
                    mine: mine.to_owned(),
                    mine_by: now.by,
                    theirs: theirs.to_owned(),
                    theirs_by: by,
                });
                open = None;
            }
            _ => {}
        }
    }
    found
}

/// A conflict whose end has not been seen.
struct Open {
    start: usize,
    length: usize,
    by: Author,
    mine: Range<usize>,
    /// Where the other side begins, once its mark was seen.
    theirs: Option<usize>,
}

/// A mark with the name of an author behind it: its length and who.
fn named(line: &str, mark: char) -> Option<(usize, Author)> {
    let length = run(line, mark);
    let name = line[length..].strip_prefix(' ')?;
    let authors = [
        Author::Person,
        Author::Agent,
        Author::Cove,
        Author::Elsewhere,
    ];
    let by = authors.into_iter().find(|by| by.as_str() == name)?;
    (length >= SHORTEST).then_some((length, by))
}

/// Characters at the start of the line that are this mark; each is one byte.
fn run(line: &str, mark: char) -> usize {
    line.chars().take_while(|c| *c == mark).count()
}

/// Both sides in one text: two ends of the same line become one line, anything else stands below
/// each other, a line that both have once.
fn both(mine: &str, theirs: &str) -> String {
    let (left, right) = (ending_off(mine), ending_off(theirs));
    if !left.contains('\n')
        && !right.contains('\n')
        && let Some(joined) = one_line(left, right)
    {
        return joined + ending(theirs);
    }
    let mut text = mine.to_owned();
    let held: Vec<&str> = mine.lines().collect();
    for line in theirs.split_inclusive('\n') {
        if !held.contains(&line.trim_end_matches(['\n', '\r'])) {
            text.push_str(line);
        }
    }
    text
}

/// Two lines that begin with the same words, as one line with both ends.
fn one_line(mine: &str, theirs: &str) -> Option<String> {
    let same: usize = mine
        .chars()
        .zip(theirs.chars())
        .take_while(|(left, right)| left == right)
        .map(|(c, _)| c.len_utf8())
        .sum();
    let shared = match mine[..same].rfind(' ') {
        Some(space) => &mine[..=space],
        None => "",
    };
    // A bullet or a heading's mark alone is no shared beginning.
    if shared
        .split_whitespace()
        .filter(|word| is_word(word))
        .count()
        < 2
    {
        return None;
    }
    let (left, right) = (&mine[shared.len()..], &theirs[shared.len()..]);
    if left.trim().is_empty() || right.trim().is_empty() {
        return None;
    }
    Some(match left.ends_with(['.', '!', '?']) {
        true => format!("{shared}{left} {}", capital(right)),
        false => format!("{shared}{}; {right}", left.trim_end()),
    })
}

fn is_word(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

fn capital(text: &str) -> String {
    let mut rest = text.chars();
    match rest.next() {
        Some(first) => first.to_uppercase().chain(rest).collect(),
        None => String::new(),
    }
}

fn ending_off(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}

fn ending(text: &str) -> &str {
    &text[ending_off(text).len()..]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::three_way;
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = conflicts(text);
        let sides = found
            .iter()
            .map(|conflict| (conflict.mine.as_str(), conflict.theirs.as_str()));
        assert_eq!(sides.collect::<Vec<_>>(), expected, "{text}");
    }

    fn check_both(mine: &str, theirs: &str, expected: &str) {
        assert_eq!(both(mine, theirs), expected);
    }

    #[test]
    fn what_a_merge_kept_of_both_sides_is_found_again() {
        let merged = three_way(
            Some("a\nb\nc\n"),
            "a\nmine\nc\n",
            "a\nhis\nc\n",
            ("person", "agent"),
        );
        assert!(merged.conflict);
        let found = conflicts(&merged.text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].mine_by, Author::Person);
        assert_eq!(found[0].theirs_by, Author::Agent);
        assert_eq!(&merged.text[..found[0].at.start], "a\n");
        assert_eq!(&merged.text[found[0].at.end..], "c\n");
        check(&merged.text, &[("mine\n", "his\n")]);
    }

    #[test]
    fn every_merge_in_conflict_has_a_place_to_settle() {
        let cases = [
            (Some("a\n"), "b\n", "c\n"),
            (Some("a\r\nb\r\n"), "x\r\nb\r\n", "y\r\nb\r\n"),
            (Some("<<<<<<< person\n"), "x\n", "y\n"),
            (Some(""), "mine", "his"),
            (
                Some("a\nb\nc\nd\ne\n"),
                "1\nb\nc\nd\n2\n",
                "3\nb\nc\nd\n4\n",
            ),
        ];
        for (base, mine, theirs) in cases {
            let merged = three_way(base, mine, theirs, ("person", "agent"));
            assert!(merged.conflict);
            assert!(!conflicts(&merged.text).is_empty(), "{}", merged.text);
        }
    }

    #[test]
    fn what_only_looks_like_marks_is_text() {
        check("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n", &[]);
        check("<<<<<<< person\na\n=======\nb\n", &[]);
        check("<<<<<< person\na\n======\nb\n>>>>>> agent\n", &[]);
        check("<<<<<<< person\na\n=======\nb\n>>>>>>>> agent\n", &[]);
        check("Title\n=======\n", &[]);
        check(
            "<<<<<<< person\nlost\n<<<<<<< person\na\n=======\nb\n>>>>>>> agent\n",
            &[("a\n", "b\n")],
        );
    }

    #[test]
    fn both_sides_of_a_line_become_one_line() {
        check_both(
            "- Lagom Form: Karin pays late, call her, do not write.\n",
            "- Lagom Form: Karin pays late, first reminder sent 11 March.\n",
            "- Lagom Form: Karin pays late, call her, do not write. First reminder sent 11 March.\n",
        );
        check_both(
            "buy green tea\n",
            "buy green milk\n",
            "buy green tea; milk\n",
        );
    }

    #[test]
    fn lines_that_say_different_things_stand_below_each_other() {
        check_both("- tea\n", "- milk\n", "- tea\n- milk\n");
        check_both(
            "- tea\n- rice\n",
            "- milk\n- tea\n",
            "- tea\n- rice\n- milk\n",
        );
        check_both("", "- milk\n", "- milk\n");
        check_both("买茶\n", "买奶\n", "买茶\n买奶\n");
    }
}
