//! The redactor: knows every live secret and what secrets look like.
//!
//! Owns the masks. Stands before logs, events, exports, the gate, tool results and model text
//! before they are stored. Text without a secret comes back as it is, without a copy.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use aho_corasick::{AhoCorasick, MatchKind};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use regex::Regex;
use secrecy::{ExposeSecret, SecretString};

/// What stands where a secret stood.
pub const MASK: &str = "[secret]";

/// Shorter secrets are not looked for: they would mask ordinary words.
const SHORTEST: usize = 8;

/// Beginnings of what looks like a secret; text without one needs no regular expression.
const BEGINNINGS: &[&str] = &[
    "sk-",
    "ghp_",
    "gho_",
    "ghs_",
    "ghu_",
    "ghr_",
    "github_pat_",
    "xoxb-",
    "xoxa-",
    "xoxp-",
    "xoxr-",
    "xoxs-",
    "xapp-",
    "AKIA",
    "ASIA",
    "AIza",
    "gsk_",
    "xai-",
    "bearer ",
    "AGE-SECRET-KEY-",
];

const SHAPES: &str = concat!(
    r"\bsk-[A-Za-z0-9_-]{16,}",
    r"|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}",
    r"|\bxox[abprs]-[A-Za-z0-9-]{10,}|\bxapp-[A-Za-z0-9-]{10,}",
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    r"|\bAIza[0-9A-Za-z_-]{35}",
    r"|\b(?:gsk_|xai-)[A-Za-z0-9]{20,}",
    r"|\bAGE-SECRET-KEY-1[0-9A-Z]{20,}",
    r"|(?P<keep>(?i:bearer) +)[A-Za-z0-9._~+/=-]{16,}",
    r"|(?:\b|bot)\d{6,12}:[A-Za-z0-9_-]{30,}",
);

/// Both are fixed texts; a test compiles them.
static SHAPE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(SHAPES).ok());
static BEGINNING: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(BEGINNINGS)
        .ok()
});

#[derive(Default)]
struct Known {
    forms: BTreeSet<String>,
    finder: Option<AhoCorasick>,
}

/// Masks secrets in text. Clones share what they know.
#[derive(Clone, Default)]
pub struct Redactor {
    known: Arc<RwLock<Known>>,
}

impl std::fmt::Debug for Redactor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Redactor")
    }
}

impl Redactor {
    /// Knows this secret from now on, also as base64, in an address and in JSON.
    pub fn register(&self, secret: &SecretString) {
        let secret = secret.expose_secret();
        if secret.len() < SHORTEST {
            return;
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.forms.contains(secret) {
            return;
        }
        known.forms.extend(forms(secret));
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&known.forms);
        match finder {
            Ok(finder) => known.finder = Some(finder),
            Err(error) => tracing::error!(%error, "the redactor could not take a secret in"),
        }
    }

    /// `text` with every secret masked.
    pub fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let live = self.live(text);
        if !suspicious(&live) {
            return live;
        }
        let Some(shape) = SHAPE.as_ref() else {
            return live;
        };
        let masked = shape.replace_all(&live, |found: &regex::Captures<'_>| {
            let keep = found.name("keep").map_or("", |kept| kept.as_str());
            format!("{keep}{MASK}")
        });
        match masked {
            Cow::Borrowed(_) => live,
            Cow::Owned(masked) => Cow::Owned(masked),
        }
    }

    /// Where `text` holds a secret: one that is live, or what looks like one. In order, bytes.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = super::pasted::places(text);
        if let Some(shape) = SHAPE.as_ref().filter(|_| suspicious(text)) {
            found.extend(shape.captures_iter(text).filter_map(|captures| {
                let whole = captures.get(0)?;
                let kept = captures.name("keep").map_or(0, |kept| kept.len());
                Some(whole.start() + kept..whole.end())
            }));
        }
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(finder) = &known.finder {
            found.extend(finder.find_iter(text).map(|found| found.range()));
        }
        apart(found)
    }

    fn live<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let Some(finder) = &known.finder else {
            return Cow::Borrowed(text);
        };
        let mut masked = String::new();
        let mut from = 0;
        for found in finder.find_iter(text) {
            masked.push_str(&text[from..found.start()]);
            masked.push_str(MASK);
            from = found.end();
        }
        if from == 0 {
            return Cow::Borrowed(text);
        }
        masked.push_str(&text[from..]);
        Cow::Owned(masked)
    }
}

/// In order; where two overlap, one that covers both.
fn apart(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in found {
        match apart.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

/// Whether a shape could match: a known beginning, or six digits before a colon.
fn suspicious(text: &str) -> bool {
    let begins = BEGINNING
        .as_ref()
        .is_some_and(|finder| finder.is_match(text));
    let bytes = text.as_bytes();
    begins
        || bytes.iter().enumerate().any(|(at, byte)| {
            *byte == b':' && at >= 6 && bytes[at - 6..at].iter().all(u8::is_ascii_digit)
        })
}

/// The forms a secret takes in text.
fn forms(secret: &str) -> Vec<String> {
    let mut forms = vec![
        secret.to_owned(),
        in_address(secret, u8::to_ascii_uppercase),
        in_address(secret, u8::to_ascii_lowercase),
    ];
    let json = serde_json::Value::from(secret).to_string();
    forms.push(json[1..json.len() - 1].to_owned());
    for shift in 0..3 {
        forms.push(base64_core(&STANDARD_NO_PAD, secret, shift));
        forms.push(base64_core(&URL_SAFE_NO_PAD, secret, shift));
    }
    forms.retain(|form| form.len() >= SHORTEST);
    forms
}

/// Percent-encoded; the hex digits in the given case.
fn in_address(secret: &str, case: fn(&u8) -> u8) -> String {
    let mut encoded = String::new();
    for byte in secret.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let hex = format!("{byte:02X}");
            encoded.push('%');
            encoded.extend(hex.bytes().map(|digit| char::from(case(&digit))));
        }
    }
    encoded
}

/// The characters of base64 that depend on the secret alone when `shift` (mod 3) other bytes
/// stand before it, as in `user:secret` of HTTP's basic authentication.
fn base64_core(engine: &impl Engine, secret: &str, shift: usize) -> String {
    let mut bytes = vec![0; shift];
    bytes.extend_from_slice(secret.as_bytes());
    let encoded = engine.encode(&bytes);
    let start = (shift * 8).div_ceil(6);
    let end = bytes.len() * 8 / 6;
    encoded[start..end.max(start)].to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    const KEY: &str = "hunter2hunter2";

    fn check(text: &str, expected: &str) {
        let redactor = Redactor::default();
        redactor.register(&KEY.into());
        assert_eq!(redactor.redact(text), expected);
    }

    #[test]
    fn the_fixed_texts_compile() {
        assert!(SHAPE.is_some() && BEGINNING.is_some());
    }

    #[test]
    fn what_looks_like_a_secret_is_masked() {
        check(
            "key sk-ant-api03-AbCdEfGhIjKlMnOpQr-_x end",
            "key [secret] end",
        );
        check("OPENAI=sk-proj-1234567890abcdefghij", "OPENAI=[secret]");
        check(
            "https://api.telegram.org/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe",
            "https://api.telegram.org/[secret]/getMe",
        );
        check(
            "t 42123456:FAKE-TOKEN-FOR-FIXTURES-0000000000.",
            "t [secret].",
        );
        check("ghp_0123456789abcdefghijABCDEFGHIJ012345", "[secret]");
        check("xoxb-123456789012-abcdefghij", "[secret]");
        check("AKIAIOSFODNN7EXAMPLE", "[secret]");
        check(
            "Authorization: Bearer abcdefghijklmnop1234",
            "Authorization: Bearer [secret]",
        );
        check("BEARER abcdefghijklmnop1234", "BEARER [secret]");
    }

    #[test]
    fn ordinary_text_is_left_alone_and_not_copied() {
        for text in [
            "at 12:30 the task-force met",
            "ask-me-anything-about-this-long-word",
            "sk-short",
            "123456:too-short",
            "bearer of good news",
            "会议在 09:00",
        ] {
            let redactor = Redactor::default();
            redactor.register(&KEY.into());
            assert!(matches!(redactor.redact(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn secrets_are_found_where_they_stand() {
        let redactor = Redactor::default();
        redactor.register(&KEY.into());
        let check = |text: &str, expected: &[&str]| {
            let places = redactor.places(text);
            let found: Vec<&str> = places.into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("no secret, at 12:30", &[]);
        check("it is hunter2hunter2.", &["hunter2hunter2"]);
        check(
            "Bearer abcdefghijklmnop1234 and ghp_0123456789abcdefghijABCDEFGHIJ012345",
            &[
                "abcdefghijklmnop1234",
                "ghp_0123456789abcdefghijABCDEFGHIJ012345",
            ],
        );
        check("password: hunter2hunter2!", &["hunter2hunter2!"]);
    }

    #[test]
    fn a_secret_too_short_to_tell_from_a_word_is_not_looked_for() {
        let redactor = Redactor::default();
        redactor.register(&"secret".into());
        assert_eq!(redactor.redact("no secret here"), "no secret here");
    }

    #[test]
    fn clones_learn_from_each_other() {
        let redactor = Redactor::default();
        let clone = redactor.clone();
        redactor.register(&KEY.into());
        assert_eq!(clone.redact("x hunter2hunter2 y"), "x [secret] y");
    }

    proptest! {
        #[test]
        fn a_live_secret_never_comes_through_in_any_dressing(
            secret in r#"[A-Za-z0-9+/="\\ é-]{8,40}"#,
            before in ".{0,12}",
            after in ".{0,12}",
        ) {
            let redactor = Redactor::default();
            redactor.register(&secret.as_str().into());
            let joined = format!("{before}{secret}{after}");
            let json = serde_json::to_string(&joined).unwrap();
            let dressed = [
                joined.clone(),
                json.clone(),
                STANDARD_NO_PAD.encode(&joined),
                URL_SAFE_NO_PAD.encode(&joined),
                in_address(&joined, u8::to_ascii_uppercase),
            ];
            for text in dressed {
                let masked = redactor.redact(&text);
                prop_assert!(masked.contains(MASK), "{text} -> {masked}");
                for form in forms(&secret) {
                    prop_assert!(!masked.contains(&form), "{form} is in {masked}");
                }
            }
        }

        #[test]
        fn redacting_twice_changes_nothing_more(text in ".{0,80}") {
            let redactor = Redactor::default();
            redactor.register(&KEY.into());
            let once = redactor.redact(&text).into_owned();
            prop_assert_eq!(redactor.redact(&once).into_owned(), once);
        }
    }
}
