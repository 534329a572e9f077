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
    let key = match (call.name.as_str(), is_error) {
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
        (_, false) => "tool-other",
        (_, true) => "tool-other-failed",
    };
    Said {
        key,
        params: params([
            ("path", path.into()),
            ("query", query.into()),
            ("name", call.name.as_str().into()),
            ("count", count.unwrap_or_default().into()),
        ]),
    }
}
