//! Conversations and how full they are.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{ANYONE, ApiError, Changed, PEOPLE, Undo, request};
use crate::context::Meter;

/// Lists conversations, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionsList {
    /// Only those used in the last minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub active_minutes: Option<u32>,
    /// Runs of jobs and archived ones too.
    #[serde(default)]
    pub all: bool,
}

/// A conversation. Names are the field's where it has them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionRow {
    /// Session key.
    pub key: String,
    /// Session id.
    pub session_id: String,
    /// Last change, ms.
    pub updated_at: i64,
    /// main, direct, group, cron, other.
    pub kind: String,
    /// What a person calls it.
    pub label: Option<String>,
    /// Provider last used.
    pub model_provider: Option<String>,
    /// Model last used.
    pub model: Option<String>,
    /// Window use: size of the next request, tokens.
    pub total_tokens: u64,
    /// False where it is an estimate (shown with ≈).
    pub total_tokens_fresh: bool,
    /// The window or its cap, tokens.
    pub context_tokens: u64,
    /// Of the window.
    pub percent_used: u32,
    /// Of the mark where compaction starts.
    pub meter: Meter,
    /// Finished compactions.
    pub compaction_count: u32,
    /// When its session began or was opened again, ms.
    pub last_reset: i64,
    /// When it will be replaced if nobody speaks until then, ms; in the past = before the next
    /// turn; null = never by itself.
    pub next_reset_at: Option<i64>,
    /// The same in words.
    pub next_reset: Option<String>,
    /// How many messages come along then, at most; 0 = none.
    pub next_reset_keeps: u32,
    /// When a person put it into the archive, ms.
    pub archived_at: Option<i64>,
    /// Where the last message came from.
    pub last_channel: Option<String>,
}

/// Conversations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Sessions {
    /// Newest first.
    pub sessions: Vec<SessionRow>,
    /// The events' epoch.
    pub epoch: String,
    /// The event this list is true for.
    pub seq: u64,
}

/// How a person's reset begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ResetMode {
    /// Keep what is worth keeping first.
    Save,
    /// Just start anew.
    Plain,
}

/// Begins a conversation anew; the session it had stays among the earlier ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionsReset {
    /// The conversation; absent = the main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub key: Option<String>,
    /// The agent; absent = the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub agent_id: Option<String>,
    /// Absent = as `session.reset.manual` says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub mode: Option<ResetMode>,
    /// The model that answers in it: `provider/model` or an alias.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub model: Option<String>,
    /// Its first message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub text: Option<String>,
}

/// A conversation that began anew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionReset {
    /// The conversation.
    pub session_key: String,
    /// Its session id now.
    pub session_id: String,
    /// The one before.
    pub previous: String,
    /// The line for the chat.
    pub text: String,
    /// Notes kept first; null where nothing was to be saved.
    pub kept: Option<u32>,
    /// Why nothing could be saved.
    pub unsaved: Option<ApiError>,
    /// Messages carried over.
    pub carried: u32,
    /// Of the first message, for `chat.wait`.
    pub inbox_id: Option<String>,
    /// Opens the one before again.
    pub undo: Option<Undo>,
}

/// Lists the sessions a conversation had, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionsHistory {
    /// The conversation; absent = the main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub key: Option<String>,
    /// The agent; absent = the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub agent_id: Option<String>,
}

/// A session a conversation has or had.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PastSession {
    /// Its id.
    pub session_id: String,
    /// When it began, ms.
    pub started_at: i64,
    /// When something was last written into it, ms.
    pub ended_at: i64,
    /// What ended it: new, daily, idle; null where that is not told.
    pub ended_by: Option<String>,
    /// What was said first in it, cut.
    pub first_words: String,
    /// Bytes of its transcript.
    pub bytes: u64,
    /// It is the one in use.
    pub current: bool,
}

/// Sessions of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PastSessions {
    /// The conversation.
    pub session_key: String,
    /// Newest first, the one in use before all.
    pub sessions: Vec<PastSession>,
}

/// Opens an earlier session of a conversation again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionsReopen {
    /// The conversation.
    pub key: String,
    /// Which, from `sessions.history`.
    pub session_id: String,
}

/// Moves a conversation with all its sessions, or one earlier session, to the trash (30 days).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionsDelete {
    /// The conversation.
    pub key: String,
    /// Only this earlier session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub session_id: Option<String>,
}

/// Puts a conversation into the archive: lists leave it out. The next message takes it out again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionsArchive {
    /// The conversation.
    pub key: String,
    /// False = takes it out.
    pub archived: bool,
}

request!(SessionsList, "sessions.list", Reading, ANYONE, Sessions);
request!(
    SessionsReset,
    "sessions.reset",
    Gateway,
    PEOPLE,
    SessionReset
);
request!(
    SessionsHistory,
    "sessions.history",
    Reading,
    PEOPLE,
    PastSessions
);
request!(SessionsReopen, "sessions.reopen", Changing, PEOPLE, Changed);
request!(SessionsDelete, "sessions.delete", Changing, PEOPLE, Changed);
request!(
    SessionsArchive,
    "sessions.archive",
    Changing,
    PEOPLE,
    Changed
);
