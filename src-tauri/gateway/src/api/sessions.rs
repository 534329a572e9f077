//! Conversations and how full they are.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{ANYONE, request};
use crate::context::Meter;

/// Lists conversations, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionsList {
    /// Only those used in the last minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub active_minutes: Option<u32>,
    /// Runs of jobs too.
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

request!(SessionsList, "sessions.list", Reading, ANYONE, Sessions);
