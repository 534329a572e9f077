//! Session keys: parsing is total, printing canonical (field-reference.md §3).
//!
//! Owns the spelling of a key. Never decides which key a message belongs to: the router does.

use serde::{Deserialize, Serialize};

/// A key in its canonical, agent-prefixed form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionKey(String);

/// What a key names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// An agent's main conversation.
    Main,
    /// One person's own conversation.
    Direct,
    /// A group, topic or thread.
    Group,
    /// A job or one of its runs.
    Cron,
    /// Anything else.
    Other,
}

impl KeyKind {
    /// Its name in lists.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Direct => "direct",
            Self::Group => "group",
            Self::Cron => "cron",
            Self::Other => "other",
        }
    }
}

impl SessionKey {
    /// The main conversation of an agent.
    pub fn main(agent: &str) -> Self {
        Self::parse("", agent)
    }

    /// Reads any text as a key: empty and `main` are the main conversation, what lacks
    /// `agent:<id>:` gets it, `dm` is `direct`, case and blanks do not count.
    pub fn parse(text: &str, default_agent: &str) -> Self {
        let lower = text.trim().to_lowercase();
        let mut parts: Vec<&str> = lower
            .split(':')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        let agent = match parts.as_slice() {
            ["agent", agent, ..] => {
                let agent = agent_id(agent);
                parts.drain(..2);
                agent
            }
            _ => agent_id(default_agent),
        };
        if parts.is_empty() {
            parts.push("main");
        }
        let rest: Vec<&str> = parts
            .into_iter()
            .map(|part| if part == "dm" { "direct" } else { part })
            .collect();
        Self(format!("agent:{agent}:{}", rest.join(":")))
    }

    /// The canonical spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The agent it belongs to.
    pub fn agent(&self) -> &str {
        self.0.split(':').nth(1).unwrap_or("main")
    }

    /// What it names.
    pub fn kind(&self) -> KeyKind {
        let mut parts = self.0.split(':').skip(2);
        match parts.next() {
            Some("main") if parts.next().is_none() => KeyKind::Main,
            Some("cron") => KeyKind::Cron,
            _ => self
                .0
                .split(':')
                .skip(2)
                .find_map(|part| match part {
                    "direct" => Some(KeyKind::Direct),
                    "group" | "channel" | "topic" | "thread" => Some(KeyKind::Group),
                    _ => None,
                })
                .unwrap_or(KeyKind::Other),
        }
    }
}

impl std::fmt::Display for SessionKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// `[a-z0-9][a-z0-9_-]{0,63}`; other runs become `-`, the rest is cut, empty is `main`.
fn agent_id(text: &str) -> String {
    let mut id = String::new();
    for character in text.trim().to_lowercase().chars() {
        if character.is_ascii_lowercase()
            || character.is_ascii_digit()
            || character == '_'
            || character == '-'
        {
            id.push(character);
        } else if !id.ends_with('-') {
            id.push('-');
        }
    }
    let id: String = id.trim_matches(['-', '_']).chars().take(64).collect();
    if id.is_empty() { "main".to_owned() } else { id }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &str, kind: KeyKind) {
        let key = SessionKey::parse(text, "main");
        assert_eq!(key.as_str(), expected, "{text}");
        assert_eq!(key.kind(), kind, "{text}");
    }

    #[test]
    fn any_spelling_becomes_the_canonical_one() {
        check("", "agent:main:main", KeyKind::Main);
        check(" Main ", "agent:main:main", KeyKind::Main);
        check("agent:main:main", "agent:main:main", KeyKind::Main);
        check(
            "agent:Wren:telegram:dm:123",
            "agent:wren:telegram:direct:123",
            KeyKind::Direct,
        );
        check(
            "telegram:group:-100:topic:12",
            "agent:main:telegram:group:-100:topic:12",
            KeyKind::Group,
        );
        check("cron:42:run:7", "agent:main:cron:42:run:7", KeyKind::Cron);
        check("hook:7", "agent:main:hook:7", KeyKind::Other);
        check("agent::main", "agent:main:main", KeyKind::Main);
    }

    proptest! {
        #[test]
        fn printing_and_reading_again_changes_nothing(text in ".{0,60}", agent in ".{0,20}") {
            let key = SessionKey::parse(&text, &agent);
            prop_assert_eq!(SessionKey::parse(key.as_str(), "another"), key.clone());
            prop_assert!(key.as_str().starts_with("agent:"));
        }
    }
}
