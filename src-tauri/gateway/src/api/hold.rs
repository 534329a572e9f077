//! Pausing.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{Changed, PEOPLE, request};

/// Pauses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HoldSet {
    /// `all` (Pause everything), `autonomous`, `channel:telegram:default`.
    pub scope: String,
    /// Until when, ms; absent = until it is lifted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub until: Option<i64>,
}

/// Lifts a pause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HoldClear {
    /// Which.
    pub scope: String,
}

request!(HoldSet, "hold.set", Changing, PEOPLE, Changed);
request!(HoldClear, "hold.clear", Changing, PEOPLE, Changed);
