//! Passwords a person wrote down in words: “Wi-Fi password: …”.
//!
//! Owns the words that announce one. It is a hint for the person who writes a note; nothing is
//! masked or refused because of it.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// A word that announces a password, at most a few more, a colon or the like, and one unbroken
/// word with a digit or a sign in it. The last three words are Chinese: password, passphrase, key.
const ANNOUNCED: &str = concat!(
    r"(?i)(?:\b(?:password|passphrase|passwd|passcode|pass code|pin code|api[ _-]?key|secret key|access token)\b",
    r"|\x{5BC6}\x{7801}|\x{53E3}\x{4EE4}|\x{5BC6}\x{94A5})",
    r"[^\n:：=]{0,24}[:：=][ \t]*[`\x22']?(?P<word>[^\s`\x22'，。；]{6,})",
);

/// A fixed text; a test compiles it.
static FINDER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(ANNOUNCED).ok());

/// Where they stand, bytes.
pub(super) fn places(text: &str) -> Vec<Range<usize>> {
    let Some(finder) = FINDER.as_ref() else {
        return Vec::new();
    };
    let found = finder.captures_iter(text);
    found
        .filter_map(|captures| captures.name("word"))
        .filter(|word| is_no_plain_word(word.as_str()))
        .map(|word| word.range())
        .collect()
}

/// A word of a language has neither digits nor signs inside; a reference is not the secret itself.
fn is_no_plain_word(word: &str) -> bool {
    let inside = word.trim_end_matches(|c: char| c.is_ascii_punctuation());
    !word.starts_with("$secret")
        && !word.contains("://")
        && inside
            .chars()
            .any(|c| c.is_ascii_digit() || c.is_ascii_punctuation())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = places(text).into_iter().map(|at| &text[at]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_fixed_text_compiles() {
        assert!(FINDER.is_some());
    }

    #[test]
    fn what_is_announced_as_a_password_is_found() {
        check("- Wi-Fi password: tr0ub4dor&3", &["tr0ub4dor&3"]);
        check("Password of the studio = `hunter-2222`", &["hunter-2222"]);
        check("无线网密码：abc12345", &["abc12345"]);
        check("API key: 9f8e7d6c5b4a", &["9f8e7d6c5b4a"]);
    }

    #[test]
    fn talk_about_passwords_is_not_one() {
        check("Passwords: never write them here", &[]);
        check("password: forgotten.", &[]);
        check("Change the password by 12:30", &[]);
        check("API key: $secret:models.providers.x.apiKey", &[]);
        check("password: https://example.org/reset1", &[]);
        check("密码：在保险箱里，问安娜", &[]);
    }
}
