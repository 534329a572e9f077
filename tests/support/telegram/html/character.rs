//! Character references of HTML mode: four names, decimal and hexadecimal numbers.
//!
//! Never: knows any other name; the server does not either.

/// The character an entity stands for and its length in bytes; the semicolon may be missing.
pub(super) fn decode(text: &str) -> Option<(char, usize)> {
    let body = text.strip_prefix('&')?;
    let (character, length) = match body.strip_prefix('#') {
        Some(number) => {
            let hex = number.strip_prefix('x');
            let (digits, radix, lead) = hex.map_or((number, 10, 2), |digits| (digits, 16, 3));
            let end = digits
                .find(|next: char| !next.is_digit(radix))
                .unwrap_or(digits.len());
            let code = u32::from_str_radix(&digits[..end], radix)
                .ok()
                .filter(|code| *code != 0)?;
            (char::from_u32(code)?, lead + end)
        }
        None => {
            let end = body
                .find(|next: char| !next.is_ascii_alphabetic())
                .unwrap_or(body.len());
            let character = match &body[..end] {
                "lt" => '<',
                "gt" => '>',
                "amp" => '&',
                "quot" => '"',
                _ => return None,
            };
            (character, 1 + end)
        }
    };
    Some((
        character,
        length + usize::from(text[length..].starts_with(';')),
    ))
}
