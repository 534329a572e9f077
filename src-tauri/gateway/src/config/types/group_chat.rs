//! `groupChat`, of `messages` and of an agent: by which names it is called where many talk.
//!
//! Owns the patterns, compiled once while the settings are read, so that a wrong one is a mistake
//! of the settings and never of a message. Never looks at a message.

use regex::{Regex, RegexBuilder};
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::config::field::{Field, Findings, Rest, Section};
use crate::config::path::ConfigPath;
use crate::config::problem::Allowed;

/// Largest compiled pattern, bytes: a pattern is a name, not a program.
const LARGEST: usize = 1 << 18;

/// A name by which the agent is called: a regular expression in which case does not count.
#[derive(Debug, Clone)]
pub struct Pattern {
    written: String,
    regex: Regex,
}

impl Pattern {
    /// Reads it; `None` where it is none, or one that every text would fit.
    pub fn parse(written: &str) -> Option<Self> {
        let regex = RegexBuilder::new(written)
            .case_insensitive(true)
            .size_limit(LARGEST)
            .build()
            .ok()
            .filter(|regex| !regex.is_match(""))?;
        Some(Self {
            written: written.to_owned(),
            regex,
        })
    }

    /// Whether a text calls by this name.
    pub fn found_in(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.written.serialize(serializer)
    }
}

impl Field for Pattern {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        let read = value.as_str().and_then(Self::parse);
        read.or_else(|| findings.refuse(path, &value, Allowed::Pattern))
    }
}

/// `groupChat`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupChat {
    /// Names the agent is called by; absent = only its name in the channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mention_patterns: Option<Vec<Pattern>>,
    /// Waiting group messages handed in with a mention, where the channel does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history_limit: Option<u64>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Field for GroupChat {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        let mut section = Section::open(value, path.clone(), findings);
        Some(Self {
            mention_patterns: section.maybe("mentionPatterns"),
            history_limit: section.whole("historyLimit", 0, 10_000),
            rest: section.rest(),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_name_is_found_in_any_case_and_a_pattern_that_fits_everything_is_none() {
        let check = |pattern: &str, text: &str, expected: Option<bool>| {
            let found = Pattern::parse(pattern).map(|pattern| pattern.found_in(text));
            assert_eq!(found, expected, "{pattern} in {text}");
        };
        check(r"\bwren\b", "Wren, are you there?", Some(true));
        check(r"\bwren\b", "wrench", Some(false));
        check("小雀", "你好，小雀", Some(true));
        check("(wren", "wren", None);
        check("", "anything", None);
        check("wren|.*", "anything", None);
        check(r"(?=wren)", "wren", None);
    }
}
