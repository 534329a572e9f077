//! Going back: what is appended so that a conversation goes on from an earlier entry.
//!
//! Owns the one primitive for undo, retry and re-opening (design.md §3). Nothing that was written
//! is changed: the rule “walk from the last line by `parentId`” does the rest, in OpenClaw too.

use serde_json::{Map, Value, json};

use super::line::{Entry, EntryBody, MessageRole};
use super::write::entry;
use crate::clock::Ms;

/// The type of the entry that goes back.
pub const REWIND: &str = "cove.rewind";

/// What a rewind is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewind<'a> {
    /// The entry the conversation goes on from; `None` = its beginning.
    pub to: Option<&'a str>,
    /// Why: `undo`, `retry`.
    pub why: &'a str,
    /// The entry that no longer counts.
    pub of: &'a str,
    /// What asked for it, so that a repeat after a crash finds it.
    pub cause: &'a str,
}

impl Rewind<'_> {
    /// The entries to append in one write: the rewind, and behind it copies of `kept`, so that
    /// what was said since stays in the path.
    pub fn print(&self, kept: &[&Entry], at: Ms) -> Vec<Entry> {
        let data = json!({ "why": self.why, "of": self.of });
        let cove = json!({ "cause": self.cause });
        let fields = [
            ("customType", REWIND.into()),
            ("data", data),
            ("cove", cove),
        ];
        let mut entries = vec![entry("custom", self.to, at, fields)];
        for original in kept {
            let parent = entries.last().map(|last| last.id.clone());
            entries.extend(copy(original, parent.as_deref()));
        }
        entries
    }
}

/// The person's message that can be said anew: it stands in the path, and nothing was summed up
/// since. `path` is the active one, oldest first.
pub fn said_anew<'a>(path: &'a [Entry], id: &str) -> Option<&'a Entry> {
    let since = path
        .iter()
        .rposition(|entry| matches!(entry.body, EntryBody::Compaction { .. }))
        .map_or(0, |at| at + 1);
    path.get(since..)?.iter().find(|entry| {
        let said = entry.message();
        entry.id == id && said.is_some_and(|said| said.role == MessageRole::User)
    })
}

/// What goes back to before the message that is said anew, if one is. Where that one can't be
/// reached any more, nothing does: the words follow all the others.
pub fn go_back(path: &[Entry], anew: Option<&str>, cause: &str, at: Ms) -> Vec<Entry> {
    let Some(old) = anew.and_then(|id| said_anew(path, id)) else {
        return Vec::new();
    };
    let rewind = Rewind {
        to: old.parent.as_deref(),
        why: "retry",
        of: &old.id,
        cause,
    };
    rewind.print(&[], at)
}

/// Whether the conversation goes on behind this entry because something is said anew.
pub fn goes_back(entry: &Entry) -> bool {
    matches!(&entry.body, EntryBody::Custom { kind, data } if kind == REWIND && data["why"] == "retry")
}

/// The message that is said anew behind this entry, as it was said before.
pub fn said_before(entry: &Entry) -> Option<&str> {
    match &entry.body {
        EntryBody::Custom { data, .. } if goes_back(entry) => data["of"].as_str(),
        _ => None,
    }
}

/// Whether this rewind was asked for already.
pub fn rewound(path: &[&Entry], cause: &str) -> bool {
    path.iter().any(|entry| {
        matches!(&entry.body, EntryBody::Custom { kind, .. } if kind == REWIND)
            && entry.cove.get("cause").and_then(Value::as_str) == Some(cause)
    })
}

/// The same entry once more, under a new id, with the id of the first one.
fn copy(original: &Entry, parent: Option<&str>) -> Option<Entry> {
    let mut object: Map<String, Value> = serde_json::from_str(&original.raw).ok()?;
    object.insert("id".into(), super::write::new_id().into());
    object.insert("parentId".into(), parent.map_or(Value::Null, Value::from));
    let mut cove = original.cove.clone();
    cove.entry("copyOf")
        .or_insert_with(|| original.id.as_str().into());
    object.insert("cove".into(), cove.into());
    Entry::read(&Value::Object(object).to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::session::{conversation, path_of};

    fn line(text: &str) -> Entry {
        Entry::read(text).unwrap()
    }

    fn conversation_with_compaction() -> Vec<Entry> {
        [
            r#"{"type":"message","id":"a","parentId":null,"timestamp":"2026-03-11T14:12:00.000Z","message":{"role":"user","content":"one"}}"#,
            r#"{"type":"message","id":"b","parentId":"a","timestamp":"2026-03-11T14:12:00.000Z","message":{"role":"assistant","content":[{"type":"text","text":"two"}]}}"#,
            r#"{"type":"compaction","id":"c","parentId":"b","timestamp":"2026-03-11T14:12:00.000Z","summary":"they met","firstKeptEntryId":"b"}"#,
            r#"{"type":"message","id":"d","parentId":"c","timestamp":"2026-03-11T14:12:00.000Z","message":{"role":"assistant","content":[{"type":"text","text":"three"}]},"future":{"x":1.50},"cove":{"turn":"inbox:1"}}"#,
        ]
        .map(line)
        .to_vec()
    }

    #[test]
    fn what_was_said_before_and_since_is_there_and_the_summary_is_not() {
        let mut entries = conversation_with_compaction();
        let before: Vec<String> = entries.iter().map(|entry| entry.raw.clone()).collect();
        let rewind = Rewind {
            to: Some("b"),
            why: "undo",
            of: "c",
            cause: "undo:1",
        };
        let path = path_of(&entries);
        assert!(!rewound(&path, "undo:1"));
        let added = rewind.print(&path[3..], 1_000);
        assert_eq!(added[0].parent.as_deref(), Some("b"));
        entries.extend(added);
        let texts: Vec<String> = conversation(&entries)
            .iter()
            .map(|turn| format!("{:?}", turn.blocks))
            .collect();
        assert_eq!(texts.len(), 3);
        assert!(texts[0].contains("one") && texts[2].contains("three"));
        let path = path_of(&entries);
        assert!(rewound(&path, "undo:1") && !rewound(&path, "undo:2"));
        let copied = path.last().unwrap();
        assert_eq!(copied.cove["copyOf"], "d");
        assert_eq!(copied.turn(), Some("inbox:1"));
        assert!(
            copied.raw.contains(r#""future":{"x":1.5"#),
            "{}",
            copied.raw
        );
        assert!(
            entries
                .iter()
                .zip(&before)
                .all(|(entry, raw)| entry.raw == *raw)
        );
    }

    #[test]
    fn only_what_a_person_said_since_the_summary_can_be_said_anew() {
        let mut entries = conversation_with_compaction();
        entries.push(line(r#"{"type":"message","id":"e","parentId":"d","timestamp":"2026-03-11T14:12:00.000Z","message":{"role":"user","content":"four"}}"#));
        let check = |id: &str, expected: bool| {
            assert_eq!(said_anew(&entries, id).is_some(), expected, "{id}");
        };
        check("a", false);
        check("d", false);
        check("e", true);
        check("x", false);
    }

    #[test]
    fn a_copy_of_a_copy_names_the_first() {
        let entries = conversation_with_compaction();
        let once = copy(&entries[3], Some("x")).unwrap();
        let twice = copy(&once, Some("y")).unwrap();
        assert_eq!(twice.cove["copyOf"], "d");
        assert_ne!(once.id, twice.id);
    }

    #[test]
    fn to_the_beginning_leaves_nothing_before() {
        let mut entries = conversation_with_compaction();
        let rewind = Rewind {
            to: None,
            why: "undo",
            of: "a",
            cause: "undo:1",
        };
        entries.extend(rewind.print(&[], 1_000));
        assert!(conversation(&entries).is_empty());
    }
}
