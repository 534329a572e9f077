//! Pausing.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{Changed, PEOPLE, Undo, request};

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
    /// In its place how long: `1h`, `tomorrow` (when check-ins begin then), or a date and time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub lasts: Option<String>,
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

/// Pauses an agent's beats; they keep their minutes. Events with *now* are still read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct HeartbeatPause {
    /// The agent; absent = the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// `2h`, `tomorrow`, or a date and time (ISO 8601; without an offset in the zone of the
    /// hours); absent = until a person lets them go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// They are paused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HeartbeatPaused {
    /// Until when, ms; null = until a person lets them go on.
    pub until: Option<i64>,
    /// How to take it back.
    pub undo: Option<Undo>,
}

/// Ends the pause of an agent's beats.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct HeartbeatResume {
    /// The agent; absent = the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
}

request!(
    HeartbeatPause,
    "heartbeat.pause",
    Changing,
    PEOPLE,
    HeartbeatPaused
);
request!(
    HeartbeatResume,
    "heartbeat.resume",
    Changing,
    PEOPLE,
    Changed
);
