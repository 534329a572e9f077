//! The gateway's own process.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{PEOPLE, request};

/// Stops the gateway cleanly: running turns finish or save.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GatewayStop {}

/// It stops.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GatewayStopping {
    /// Turns it waits for.
    pub running: u32,
    /// How long it waits for them at most, ms; what is not finished then is continued at the next
    /// start.
    pub grace_ms: u64,
}

/// The newest lines of the log, secrets removed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LogsTail {
    /// At most this many (default 100).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub lines: Option<u32>,
}

/// Lines of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LogLines {
    /// Oldest first.
    pub lines: Vec<String>,
    /// The file they are from.
    pub file: String,
}

request!(
    GatewayStop,
    "gateway.stop",
    Gateway,
    PEOPLE,
    GatewayStopping
);
request!(LogsTail, "logs.tail", Reading, PEOPLE, LogLines);
