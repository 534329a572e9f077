//! Reading conversations: shown, written out, searched.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::chat::ChatMessage;
use super::contract::{PEOPLE, request};

/// Shows a conversation, an ended one too.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionsShow {
    /// Session key or session id; absent = the main conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub session: Option<String>,
    /// Only what is older than this place, from the answer before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<String>,
    /// At most this many (default 50, at most 200).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// A piece of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionShown {
    /// Its key, where one is known.
    pub session_key: Option<String>,
    /// Its session id.
    pub session_id: String,
    /// Oldest first.
    pub messages: Vec<ChatMessage>,
    /// Where older ones begin; null where there are none.
    pub older: Option<String>,
    /// What it has cost so far, nano-dollars.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub cost: Option<i64>,
}

/// How a conversation is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum ExportFormat {
    /// For people: what was said.
    #[default]
    Markdown,
    /// For programs: the lines of the transcript as they are.
    Jsonl,
}

/// Writes a conversation out, a piece at a time.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionsExport {
    /// Session key or session id; absent = the main conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub session: Option<String>,
    /// How.
    #[serde(default)]
    pub format: ExportFormat,
    /// From here, bytes: `next` of the piece before.
    #[serde(default)]
    pub from: u64,
}

/// A piece of an export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportPiece {
    /// Its session id.
    pub session_id: String,
    /// The text.
    pub text: String,
    /// Where the next piece begins; null after the last.
    pub next: Option<u64>,
}

/// Looks for words in all conversations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionsSearch {
    /// The words; all of them must be there.
    pub query: String,
    /// Only in this conversation (session key).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub session_key: Option<String>,
    /// At most this many (default 20, at most 200).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchHit {
    /// Its conversation, where a key is known.
    pub session_key: Option<String>,
    /// Its session id.
    pub session_id: String,
    /// Its entry.
    pub entry_id: String,
    /// When it was said, ms.
    pub at: i64,
    /// person, agent or summary.
    pub speaker: String,
    /// The text before what was found.
    pub before: String,
    /// What was found.
    pub found: String,
    /// The text behind it.
    pub after: String,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchHits {
    /// Newest first.
    pub hits: Vec<SearchHit>,
}

request!(SessionsShow, "sessions.show", Reading, PEOPLE, SessionShown);
request!(
    SessionsExport,
    "sessions.export",
    Reading,
    PEOPLE,
    ExportPiece
);
request!(
    SessionsSearch,
    "sessions.search",
    Reading,
    PEOPLE,
    SearchHits
);
