//! Where a message would go.
//!
//! Owns the shape of this request; the decision is the router's, the same that messages take.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{ANYONE, request};
use crate::channel::ChatType;

/// Which agent and which conversation a message would belong to. Sends nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RouteExplain {
    /// The channel's name.
    pub channel: String,
    /// Its account; absent = `default`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub account: Option<String>,
    /// Direct or group.
    #[serde(default)]
    pub chat_type: ChatType,
    /// The person or the group.
    pub peer: String,
    /// The topic or thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub topic: Option<String>,
    /// Who writes; absent = in a direct chat the person, in a group somebody let in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub sender: Option<String>,
}

/// Where it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RouteExplained {
    /// The agent.
    pub agent_id: String,
    /// The conversation.
    pub session_key: String,
    /// What decided about the agent: `bindings[n]`, the path of a topic's setting, or `default`.
    pub binding: String,
}

request!(
    RouteExplain,
    "route.explain",
    Reading,
    ANYONE,
    RouteExplained
);
