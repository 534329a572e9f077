//! What a call is called in front of a person.
//!
//! Owns the choice of the sentence and its parameters; the words stand in `workspace.ftl`. Made
//! from the call alone where need be, so that a conversation read back says the same.

use serde_json::Value;

use crate::error::{Params, params};
use crate::model::ToolCall;

/// A sentence of the catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Its key.
    pub key: &'static str,
    /// What it needs.
    pub params: Params,
}

/// The past-tense sentence of a call. `count`: files listed or places found, where known.
pub fn sentence(call: &ToolCall, is_error: bool, count: Option<usize>) -> Said {
    let text = |name: &str| {
        let value = call.arguments.get(name).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    let (path, query) = (text("path"), text("query"));
    let whole = matches!(path.as_str(), "" | ".");
    let append = call.arguments.get("append") == Some(&Value::Bool(true));
    let action = text("action");
    let key = match (call.name.as_str(), is_error) {
        ("cron", true) => "tool-cron-failed",
        ("cron", false) => match action.as_str() {
            "add" => "tool-cron-add",
            "update" => "tool-cron-update",
            "remove" => "tool-cron-remove",
            "run" => "tool-cron-run",
            _ => "tool-cron-look",
        },
        ("read", false) => "tool-read",
        ("read", true) => "tool-read-failed",
        ("write", false) if append => "tool-append",
        ("write", false) => "tool-write",
        ("write", true) => "tool-write-failed",
        ("edit", false) => "tool-edit",
        ("edit", true) => "tool-edit-failed",
        ("list", false) if whole => "tool-list-all",
        ("list", false) => "tool-list",
        ("list", true) => "tool-list-failed",
        ("search", false) if count.is_some() => "tool-search-count",
        ("search", false) => "tool-search",
        ("search", true) => "tool-search-failed",
        ("session_status", false) => "tool-session-status",
        ("session_status", true) => "tool-session-status-failed",
        ("memory_append", false) => "tool-memory-append",
        ("heartbeat_state", false) => "tool-heartbeat-state",
        ("shared_state", false) => "tool-shared-state",
        ("message", false) => "tool-message",
        ("message", true) => "tool-message-failed",
        (_, false) => "tool-other",
        (_, true) => "tool-other-failed",
    };
    Said {
        key,
        params: params([
            ("path", path.into()),
            ("query", query.into()),
            ("of", text("name").into()),
            ("name", call.name.as_str().into()),
            ("count", count.unwrap_or_default().into()),
        ]),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::words::{Language, Words};

    fn check(name: &str, arguments: Value, is_error: bool, count: Option<usize>, english: &str) {
        let call = ToolCall {
            id: "c".into(),
            name: name.into(),
            arguments,
        };
        let said = sentence(&call, is_error, count);
        let words = Words::load();
        let text = words.text(Language::English, said.key, &said.params);
        assert_eq!(text, english);
        let text = words.text(Language::Chinese, said.key, &said.params);
        assert!(!text.is_ascii(), "{text}");
    }

    #[test]
    fn each_call_is_told_in_a_sentence_of_the_past() {
        check("read", json!({"path": "a.md"}), false, None, "Read a.md");
        check(
            "read",
            json!({"path": "a.md"}),
            true,
            None,
            "Could not read a.md",
        );
        check("write", json!({"path": "a.md"}), false, None, "Wrote a.md");
        let append = json!({"path": "a.md", "append": true});
        check("write", append, false, None, "Added to a.md");
        check("edit", json!({"path": "a.md"}), false, None, "Changed a.md");
        check(
            "list",
            json!({}),
            false,
            Some(3),
            "Looked through the files",
        );
        let query = || json!({"query": "tea"});
        let found = "Searched for “tea”, found it in 1 place";
        check("search", query(), false, Some(1), found);
        let found = "Searched for “tea”, found it in 3 places";
        check("search", query(), false, Some(3), found);
        let found = "Searched for “tea”, found nothing";
        check("search", query(), false, Some(0), found);
        check("search", query(), false, None, "Searched for “tea”");
        check(
            "session_status",
            json!({}),
            false,
            None,
            "Looked at this conversation's status",
        );
        check("fly", json!(null), true, None, "Could not use fly");
    }
}
