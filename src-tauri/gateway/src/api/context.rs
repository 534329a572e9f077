//! What the next message of a conversation carries along.
//!
//! Owns the shape of the request; the report itself is the context's.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{PEOPLE, request};
pub use crate::context::ContextReport;

/// Asks for the report of a conversation.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ContextLook {
    /// Session key; absent = the main conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub key: Option<String>,
    /// The agent a short key belongs to; absent = the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub agent_id: Option<String>,
}

request!(
    ContextLook,
    "context.report",
    Reading,
    PEOPLE,
    ContextReport
);
