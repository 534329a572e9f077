//! Commands and mentions in what people write, marked as Telegram's clients mark them.
//!
//! Never: marks links, hashtags or anything a bot does not act on.

use serde_json::{Value, json};

/// Commands and mentions, as Telegram's clients mark them; offsets in UTF-16 units.
pub(crate) fn entities(text: &str) -> Vec<Value> {
    let mut found = Vec::new();
    let mut offset = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let trimmed = word.trim_end();
        let name = trimmed.trim_end_matches(|last: char| !last.is_alphanumeric() && last != '_');
        let kind = match name.chars().next() {
            Some('/') if name.len() > 1 => Some("bot_command"),
            Some('@') if name.len() > 1 => Some("mention"),
            _ => None,
        };
        if let Some(kind) = kind {
            let length = name.encode_utf16().count();
            found.push(json!({"type": kind, "offset": offset, "length": length}));
        }
        offset += word.encode_utf16().count();
    }
    found
}
