//! What a transcript means: the active path, and the conversation the model gets (pure).
//!
//! Owns the rules of field-reference.md §4: walk from the last line by `parentId`, the last
//! compaction's summary stands for what came before it, failed answers are not sent again.

use std::collections::HashMap;

use super::line::{Entry, EntryBody, MessageRole, Stop};
use crate::model::{Block, Role, Turn};

/// The type of the entry that holds the end of the conversation before a reset.
const CARRYOVER: &str = "session-carryover";

/// The active path, oldest first.
pub fn path_of(entries: &[Entry]) -> Vec<&Entry> {
    let by_id: HashMap<&str, usize> = entries
        .iter()
        .enumerate()
        .map(|(n, entry)| (entry.id.as_str(), n))
        .collect();
    let mut path = Vec::new();
    let mut at = entries.len().checked_sub(1);
    while let Some(n) = at {
        let entry = &entries[n];
        path.push(entry);
        // A parent that stands later in the file would walk in a circle.
        at = entry
            .parent
            .as_deref()
            .and_then(|parent| by_id.get(parent))
            .copied()
            .filter(|parent| *parent < n);
    }
    path.reverse();
    path
}

/// What a piece of the conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// What stands for what was summarised.
    Summary,
    /// The end of the conversation before a reset.
    Carryover,
    /// Other text that nobody typed.
    Note,
    /// Something said, or a tool's answer.
    Message,
}

/// A turn as the model gets it, and what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// The turn.
    pub turn: Turn,
}

/// The conversation as the model gets it, without the system prompt.
pub fn conversation(entries: &[Entry]) -> Vec<Turn> {
    conversation_of(&path_of(entries))
}

/// The conversation of a path, or of its end.
pub fn conversation_of(path: &[&Entry]) -> Vec<Turn> {
    pieces(path).into_iter().map(|piece| piece.turn).collect()
}

/// The same with what each turn is, one piece a turn.
pub fn pieces(path: &[&Entry]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let compaction = path
        .iter()
        .rposition(|entry| matches!(entry.body, EntryBody::Compaction { .. }));
    let mut rest = path;
    if let Some(at) = compaction
        && let EntryBody::Compaction {
            summary,
            first_kept,
        } = &path[at].body
    {
        pieces.push(Piece {
            kind: PieceKind::Summary,
            turn: user(format!(
                "The conversation before this was summarised:\n\n<summary>\n{summary}\n</summary>"
            )),
        });
        let kept = first_kept
            .as_deref()
            .and_then(|id| path[..at].iter().position(|entry| entry.id == id));
        if let Some(from) = kept {
            pieces.extend(path[from..at].iter().filter_map(|entry| piece(entry)));
        }
        rest = &path[at + 1..];
    }
    pieces.extend(rest.iter().filter_map(|entry| piece(entry)));
    pieces
}

/// A person's own words in a stored user text: OpenClaw puts event lines and metadata blocks
/// before them.
pub fn own_words(entry: &Entry) -> String {
    if let Some(shown) = entry.cove.get("shown").and_then(serde_json::Value::as_str) {
        return shown.to_owned();
    }
    let text = entry
        .message()
        .map(super::line::Message::text)
        .unwrap_or_default();
    let mut rest = text.trim_start();
    loop {
        let before = rest;
        if rest.starts_with("System: [") {
            rest = rest
                .split_once('\n')
                .map_or("", |(_, after)| after)
                .trim_start();
        }
        let first = rest.lines().next().unwrap_or_default();
        if first.contains("(untrusted metadata)")
            && let Some((_, after)) = rest.split_once("```")
            && let Some((_, after)) = after.split_once("```")
        {
            rest = after.trim_start();
        }
        if rest == before {
            return rest.trim_end().to_owned();
        }
    }
}

fn piece(entry: &Entry) -> Option<Piece> {
    let kind = match &entry.body {
        EntryBody::CustomMessage { kind, .. } if kind == CARRYOVER => PieceKind::Carryover,
        EntryBody::CustomMessage { .. } | EntryBody::BranchSummary { .. } => PieceKind::Note,
        _ => PieceKind::Message,
    };
    turn(entry).map(|turn| Piece { kind, turn })
}

/// What the model gets of one entry; a compaction is seen to by [`conversation_of`].
pub fn turn(entry: &Entry) -> Option<Turn> {
    match &entry.body {
        EntryBody::Message(message) => {
            if matches!(message.stop, Some(Stop::Error | Stop::Aborted))
                && message.calls().next().is_none()
            {
                return None;
            }
            let role = match message.role {
                MessageRole::User | MessageRole::Custom => Role::User,
                MessageRole::Assistant => Role::Assistant,
                MessageRole::ToolResult => Role::Tool,
                MessageRole::Other => return None,
            };
            // Gateway mirrors are texts of Cove's own, told to the model as what was sent.
            (!message.blocks.is_empty()).then(|| Turn {
                role,
                blocks: message.blocks.clone(),
            })
        }
        EntryBody::CustomMessage { text, .. } => Some(user(text.clone())),
        EntryBody::BranchSummary { summary } => Some(user(summary.clone())),
        EntryBody::Compaction { .. }
        | EntryBody::Custom { .. }
        | EntryBody::Setting(_)
        | EntryBody::Other { .. } => None,
    }
}

fn user(text: String) -> Turn {
    Turn {
        role: Role::User,
        blocks: vec![Block::Text { text }],
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn entry(id: &str, parent: Option<&str>, body: serde_json::Value) -> Entry {
        let mut value = body;
        value["id"] = id.into();
        value["parentId"] = parent.map_or(serde_json::Value::Null, Into::into);
        value["timestamp"] = "2026-03-11T14:12:00.000Z".into();
        Entry::read(&value.to_string()).unwrap()
    }

    fn said(id: &str, parent: Option<&str>, role: &str, text: &str) -> Entry {
        let message =
            serde_json::json!({ "role": role, "content": [{ "type": "text", "text": text }] });
        entry(
            id,
            parent,
            serde_json::json!({ "type": "message", "message": message }),
        )
    }

    fn texts(entries: &[Entry]) -> Vec<String> {
        let text = |turn: Turn| match &turn.blocks[0] {
            Block::Text { text } => text.clone(),
            other => format!("{other:?}"),
        };
        conversation(entries).into_iter().map(text).collect()
    }

    #[test]
    fn a_branch_leaves_the_other_one_out() {
        let entries = [
            said("a", None, "user", "one"),
            said("b", Some("a"), "assistant", "first answer"),
            said("c", Some("a"), "assistant", "second answer"),
        ];
        assert_eq!(texts(&entries), ["one", "second answer"]);
    }

    #[test]
    fn the_last_summary_stands_for_what_came_before_and_what_was_kept_follows() {
        let compaction = serde_json::json!({ "type": "compaction", "summary": "they met", "firstKeptEntryId": "b" });
        let entries = [
            said("a", None, "user", "one"),
            said("b", Some("a"), "user", "two"),
            entry("c", Some("b"), compaction),
            said("d", Some("c"), "user", "three"),
        ];
        let texts = texts(&entries);
        assert!(texts[0].contains("<summary>\nthey met\n</summary>"));
        assert_eq!(texts[1..], ["two", "three"]);
    }

    #[test]
    fn an_unknown_parent_ends_the_walk_and_a_circle_does_too() {
        let entries = [
            said("a", Some("z"), "user", "one"),
            said("b", Some("a"), "user", "two"),
        ];
        assert_eq!(texts(&entries), ["one", "two"]);
        let entries = [
            said("a", Some("b"), "user", "one"),
            said("b", Some("a"), "user", "two"),
        ];
        assert_eq!(texts(&entries), ["one", "two"]);
    }

    #[test]
    fn a_failed_answer_is_not_sent_again() {
        let failed = serde_json::json!({ "type": "message", "message": {
            "role": "assistant", "content": [{ "type": "text", "text": "half" }], "stopReason": "error" } });
        let entries = [
            said("a", None, "user", "one"),
            entry("b", Some("a"), failed),
            said("c", Some("b"), "user", "two"),
        ];
        assert_eq!(texts(&entries), ["one", "two"]);
    }

    #[test]
    fn people_see_their_own_words_alone() {
        let text = "System: [2026-03-11 14:00:00 CET] Plants\n\nConversation info (untrusted metadata):\n```json\n{\"a\":1}\n```\n\nhello\nthere";
        assert_eq!(own_words(&said("a", None, "user", text)), "hello\nthere");
        assert_eq!(
            own_words(&said("a", None, "user", "```\ncode\n```")),
            "```\ncode\n```"
        );
    }
}
