//! What may stand in a tag: addresses of links and languages of code.
//!
//! Owns which addresses Telegram and Cove let be clicked. Never looks at the words.

use pulldown_cmark::CodeBlockKind;

use super::rich::{escape, utf16_len};

/// Longer addresses are written out: their tag would leave a part no room for words.
const LONGEST_LINK: usize = 1_500;

/// An address a person may click: the web and Telegram itself.
pub fn is_linkable(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    let scheme = ["http://", "https://", "tg://"].iter().any(|scheme| {
        lower
            .strip_prefix(scheme)
            .is_some_and(|rest| !rest.is_empty())
    });
    scheme
        && !url.contains(|letter: char| letter.is_whitespace() || letter.is_control())
        && utf16_len(&escape(url)) <= LONGEST_LINK
}

/// The language of a fence, as far as it can stand in a class name.
pub fn language(kind: &CodeBlockKind<'_>) -> Option<String> {
    let CodeBlockKind::Fenced(info) = kind else {
        return None;
    };
    let word: String = info
        .split(|letter: char| letter.is_whitespace() || letter == ',')
        .next()?
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || "+-#._".contains(*letter))
        .take(40)
        .collect();
    (!word.is_empty()).then_some(word)
}
