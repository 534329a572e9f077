//! The heartbeat: when beats fall and what they will cost.
//!
//! Owns the shapes of these requests; the grid is the heartbeat's, the sums the ledger's.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{PEOPLE, request};
pub use crate::agent::{BeatSavings, Saving, SavingKind};
pub use crate::ledger::{BeatEstimate, BeatTokens, EstimateRow, EstimatedCost, OutputTokens};

/// When beats are wished for; what is absent is as the settings say.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct BeatTimes {
    /// The agent; absent = the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// `30m`; `0m` = off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<String>,
    /// `HH:MM`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// `HH:MM`; 24:00 = the end of the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// An IANA name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
}

/// Asks when beats fall. With `every` it is about these words alone, without it about the settings
/// with the other words over them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct HeartbeatPlan {
    /// When they are wished for.
    #[serde(flatten)]
    pub times: BeatTimes,
    /// ISO 8601; without an offset in that zone. Absent = now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// How far to look; absent = 24.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<u32>,
}

/// When beats fall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlannedBeats {
    /// Instants, ms, in order.
    pub beats: Vec<i64>,
    /// The zone the day is counted in.
    pub timezone: String,
}

/// Asks what beats will cost.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct HeartbeatEstimate {
    /// When they are wished for.
    #[serde(flatten)]
    pub times: BeatTimes,
    /// `provider/model`, an alias, or a model's own id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The whole prompt; nothing is added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context_tokens: Option<u64>,
    /// The answer, short and long alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_tokens: Option<u64>,
}

/// Asks what would make beats cheaper.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct HeartbeatSavings {
    /// The same question as for the estimate.
    #[serde(flatten)]
    pub about: HeartbeatEstimate,
}

request!(
    HeartbeatPlan,
    "heartbeat.plan",
    Reading,
    PEOPLE,
    PlannedBeats
);
request!(
    HeartbeatEstimate,
    "heartbeat.estimate",
    Reading,
    PEOPLE,
    BeatEstimate
);
request!(
    HeartbeatSavings,
    "heartbeat.savings",
    Reading,
    PEOPLE,
    BeatSavings
);
