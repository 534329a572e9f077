//! Shortening a conversation, and what that would do.
//!
//! Owns the shapes of these requests; what they do is the agent's.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{ApiError, PEOPLE, Undo, request};

/// Asks what shortening a conversation would do, without doing it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ContextCompactPreview {
    /// Session key; absent = the main conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub key: Option<String>,
    /// Keep so many messages and leave the rest out without a summary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub keep: Option<u32>,
}

/// What it would do. Sizes are of the next request, tokens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CompactForecast {
    /// Messages that would go into the summary; 0 = nothing is older than what stays.
    pub summarised: u32,
    /// Messages that would stay word for word.
    pub kept: u32,
    /// As it is.
    pub before: u64,
    /// About what it would be.
    pub after: u64,
    /// Notes would be saved first.
    pub saves_notes: bool,
}

/// Shortens a conversation, in its lane, behind what waits there.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ContextCompact {
    /// Session key; absent = the main conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub key: Option<String>,
    /// What is asked of the summary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub instructions: Option<String>,
    /// Keep so many messages and leave the rest out without a summary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub keep: Option<u32>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CompactOutcome {
    /// It is shorter now.
    Done,
    /// Nothing is older than the last messages.
    Nothing,
    /// Nothing changed, and `reason` says why.
    Failed,
}

/// The answer, in figures and in one line. Sizes are of the next request, tokens; 0 where nothing
/// changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CompactResult {
    /// What became of it.
    pub outcome: CompactOutcome,
    /// Before.
    pub before: u64,
    /// After.
    pub after: u64,
    /// Messages in the summary.
    pub summarised: u32,
    /// Messages that stay word for word.
    pub kept: u32,
    /// It in words.
    pub text: String,
    /// Why nothing changed.
    pub reason: Option<ApiError>,
    /// How to take it back, until the person's next message.
    pub undo: Option<Undo>,
}

request!(
    ContextCompactPreview,
    "context.compactPreview",
    Reading,
    PEOPLE,
    CompactForecast
);
request!(
    ContextCompact,
    "context.compact",
    Gateway,
    PEOPLE,
    CompactResult
);
