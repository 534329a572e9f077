//! Session keys: parsing is total, printing canonical (field-reference.md §3).
//!
//! Owns the spelling of a key. Never decides which key a message belongs to: the router does.

use serde::{Deserialize, Serialize};

use super::key_source::{Source, split_thread};
use crate::config::normal_id;

/// A key in its canonical, agent-prefixed form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionKey(String);

/// What a key names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// The owner's own conversation: the main one, or one the owner named.
    Main,
    /// One person's own conversation.
    Direct,
    /// A group, or a topic in it.
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
    /// The conversation of an agent that is called `main`.
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
                let agent = normal_id(agent);
                parts.drain(..2);
                agent
            }
            _ => normal_id(default_agent),
        };
        if parts.is_empty() {
            parts.push("main");
        }
        if let Some(at) = old_marker(&parts) {
            parts[at] = "direct";
        }
        Self(format!("agent:{agent}:{}", parts.join(":")))
    }

    /// The canonical spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The agent it belongs to.
    pub fn agent(&self) -> &str {
        self.0.split(':').nth(1).unwrap_or("main")
    }

    /// What stands behind `agent:<id>:`.
    pub fn rest(&self) -> &str {
        self.0.splitn(3, ':').nth(2).unwrap_or("main")
    }

    /// As people say it: a job's key without its agent, every other one whole.
    pub fn spoken(&self) -> &str {
        if self.kind() == KeyKind::Cron {
            self.rest()
        } else {
            &self.0
        }
    }

    /// Where its conversation takes place.
    pub fn source(&self) -> Source<'_> {
        Source::of(split_thread(self.rest()).0)
    }

    /// The topic or thread it is about.
    pub fn thread(&self) -> Option<&str> {
        split_thread(self.rest()).1
    }

    /// What it names.
    pub fn kind(&self) -> KeyKind {
        match self.source() {
            Source::Own(_) => KeyKind::Main,
            Source::Direct { .. } => KeyKind::Direct,
            Source::Group { .. } => KeyKind::Group,
            Source::Job { .. } | Source::Run { .. } => KeyKind::Cron,
            Source::Subagent | Source::Hook | Source::Other => KeyKind::Other,
        }
    }

    /// It is one run of a job; lists leave those out.
    pub fn is_run(&self) -> bool {
        matches!(self.source(), Source::Run { .. })
    }

    /// The key of a conversation that had this one and lost it to a newer one.
    pub(super) fn former(&self, session_id: &str) -> Self {
        Self::parse(&format!("{self}:former:{session_id}"), self.agent())
    }

    /// It lost its key to a newer conversation.
    pub fn is_former(&self) -> bool {
        self.rest().contains(":former:")
    }
}

impl std::fmt::Display for SessionKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Where an older program wrote `dm` for `direct`. A person or a group may be called `dm` too.
fn old_marker(parts: &[&str]) -> Option<usize> {
    let old = |at: usize| parts.get(at) == Some(&"dm") && parts.len() > at + 1;
    match parts {
        [
            "cron" | "hook" | "subagent" | "direct" | "group" | "channel",
            ..,
        ]
        | [_, "direct" | "group" | "channel", ..] => None,
        // An account may be called so.
        [_, _, "direct", _, ..] => None,
        [_, "dm", "dm", next, ..] if *next != "thread" && *next != "topic" => Some(2),
        _ => [1, 2, 0].into_iter().find(|at| old(*at)),
    }
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
        check("agent::main", "agent:main:main", KeyKind::Main);
        check("global", "agent:main:global", KeyKind::Main);
        check(
            "agent:Wren:telegram:dm:123",
            "agent:wren:telegram:direct:123",
            KeyKind::Direct,
        );
        check("dm:Alice", "agent:main:direct:alice", KeyKind::Direct);
        check(
            "telegram:work:dm:5",
            "agent:main:telegram:work:direct:5",
            KeyKind::Direct,
        );
        check(
            "telegram:group:-100:topic:12",
            "agent:main:telegram:group:-100:topic:12",
            KeyKind::Group,
        );
        check(
            "discord:channel:7:thread:9",
            "agent:main:discord:channel:7:thread:9",
            KeyKind::Group,
        );
        check("main:thread:9", "agent:main:main:thread:9", KeyKind::Main);
        check("cron:42:run:7", "agent:main:cron:42:run:7", KeyKind::Cron);
        check("cron:dm:run:7", "agent:main:cron:dm:run:7", KeyKind::Cron);
        check("hook:7", "agent:main:hook:7", KeyKind::Other);
        check("subagent:7", "agent:main:subagent:7", KeyKind::Other);
        check(
            "telegram:slash:5",
            "agent:main:telegram:slash:5",
            KeyKind::Other,
        );
        check("unknown", "agent:main:unknown", KeyKind::Other);
    }

    #[test]
    fn who_is_called_dm_keeps_the_name() {
        for key in [
            "agent:main:telegram:direct:dm",
            "agent:main:telegram:group:dm:topic:4",
            "agent:main:telegram:dm:direct:5",
            "agent:main:direct:dm",
        ] {
            assert_eq!(SessionKey::parse(key, "main").as_str(), key);
        }
        let old = SessionKey::parse("telegram:dm:dm", "main");
        assert_eq!(old.as_str(), "agent:main:telegram:direct:dm");
    }

    #[test]
    fn a_job_is_spoken_of_without_its_agent() {
        let run = SessionKey::parse("cron:42:run:7", "main");
        assert_eq!((run.spoken(), run.is_run()), ("cron:42:run:7", true));
        let job = SessionKey::parse("agent:main:cron:42", "main");
        assert_eq!((job.spoken(), job.is_run()), ("cron:42", false));
        assert_eq!(SessionKey::main("main").spoken(), "agent:main:main");
    }

    proptest! {
        #[test]
        fn printing_and_reading_again_changes_nothing(
            text in "(.{0,60}|((agent|dm|direct|group|cron|run|topic|a|7| )?:){0,7}(dm|x)?)", agent in ".{0,20}"
        ) {
            let key = SessionKey::parse(&text, &agent);
            prop_assert_eq!(SessionKey::parse(key.as_str(), "another"), key.clone());
            prop_assert!(key.as_str().starts_with("agent:"));
            prop_assert_eq!(format!("agent:{}:{}", key.agent(), key.rest()), key.to_string());
        }
    }
}
