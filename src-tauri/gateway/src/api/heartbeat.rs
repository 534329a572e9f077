//! The heartbeat: when beats fall, what became of them, what they will cost, and what waits for one.
//!
//! Owns the shapes of these requests; the grid is the heartbeat's, the sums the ledger's.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{ApiError, Changed, PEOPLE, Undo, request};
pub use crate::agent::{BeatSavings, Saving, SavingKind};
pub use crate::heartbeat::{BeatState, Occasion, WakeMode};
pub use crate::ledger::{
    BeatActual, BeatEstimate, BeatTokens, EstimateRow, EstimatedCost, OutputTokens,
};

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

/// A time in which a quiet day or a pause leaves beats out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct BeatsLeftOut {
    /// From, ms; not before the look begins.
    pub from: i64,
    /// Until before, ms; not after the look ends.
    pub until: i64,
    /// Why.
    pub why: ApiError,
}

/// When beats fall.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlannedBeats {
    /// Instants, ms, in order.
    pub beats: Vec<i64>,
    /// Quiet days and pauses in that time. Where the beats are only wished for there is none.
    pub left_out: Vec<BeatsLeftOut>,
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

/// Asks what became of the last beat and when the next is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct HeartbeatLast {
    /// The agent; absent = the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
}

/// What became of a beat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BeatSeen {
    /// Its turn's id.
    pub id: String,
    /// Why it was thought of.
    pub occasion: Occasion,
    /// Its minute of the grid, else when it was thought of, ms.
    pub slot_at: i64,
    /// Beats before it that it stands for.
    pub left_out: u32,
    /// When it began or was left out, ms.
    pub started_at: i64,
    /// When it ended, ms.
    pub ended_at: Option<i64>,
    /// What became of it.
    pub outcome: BeatState,
    /// Why, where it did not run or failed.
    pub reason: Option<ApiError>,
    /// What it said.
    pub text: Option<String>,
}

/// How an agent's heartbeat is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BeatReport {
    /// The agent.
    pub agent_id: String,
    /// It is on.
    pub on: bool,
    /// Time between two; `0m` = off.
    pub every: String,
    /// The last one; null = none yet.
    pub last: Option<BeatSeen>,
    /// When the next is, ms; null = none is planned.
    pub next_at: Option<i64>,
    /// Why that one would be left out as things are now.
    pub next_skipped: Option<ApiError>,
    /// What pauses them now.
    pub paused: Option<ApiError>,
    /// Until when, ms; null = until a person lets them go on.
    pub paused_until: Option<i64>,
    /// Events that nobody has read.
    pub waiting: u32,
}

/// Turns beats on, as often as they were before, or off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeartbeatSet {
    /// On or off.
    pub on: bool,
}

/// Asks for a beat now; answered when it has ended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct HeartbeatNow {
    /// The agent; absent = the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
}

/// Queues something the agent is to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct SystemEventAdd {
    /// What.
    pub text: String,
    /// When it is to be read.
    pub mode: WakeMode,
    /// The conversation; absent = the one the heartbeat beats in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_key: Option<String>,
    /// The agent; absent = the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
}

/// It is queued.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EventQueued {
    /// Its id.
    pub id: String,
    /// The conversation that will read it.
    pub session_key: String,
    /// What it waits for, where nothing else is to come before; `null` = its time alone.
    #[serde(default)]
    pub waits: Option<ApiError>,
    /// How to take it back while nobody has read it.
    pub undo: Option<Undo>,
}

request!(HeartbeatLast, "heartbeat.last", Reading, PEOPLE, BeatReport);
request!(HeartbeatSet, "heartbeat.set", Changing, PEOPLE, Changed);
request!(HeartbeatNow, "heartbeat.now", Gateway, PEOPLE, BeatSeen);
request!(
    SystemEventAdd,
    "system.event",
    Changing,
    PEOPLE,
    EventQueued
);

/// Asks how the heartbeat is set.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct HeartbeatSettings {
    /// The agent; absent = the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
}

/// Something the agent will be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EventWaiting {
    /// Its id.
    pub id: String,
    /// What.
    pub text: String,
    /// When it is to be read.
    pub mode: WakeMode,
    /// Since, ms.
    pub since: i64,
}

/// How an agent's heartbeat is set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BeatSettings {
    /// The agent.
    pub agent_id: String,
    /// It is on.
    pub on: bool,
    /// Time between two; while it is off, what it is once it is on again.
    pub every: String,
    /// `HH:MM`: when beats begin, and quiet hours end.
    pub start: String,
    /// `HH:MM`: when beats end, and quiet hours begin; 00:00 to 24:00 = no quiet hours.
    pub end: String,
    /// As the settings say: an IANA name, `local`, `user`; null = nothing said.
    pub timezone: Option<String>,
    /// The zone that comes to, an IANA name.
    pub zone: String,
    /// The computer's zone.
    pub host_zone: String,
    /// Days without beats: `sat`, `12-25` (each year), `2026-12-24`, `2026-12-24..2027-01-02`.
    pub quiet_days: Vec<String>,
    /// Only HEARTBEAT.md is read, not the conversation.
    pub light_context: bool,
    /// Where it writes: `last`, `none` or a channel.
    pub target: String,
    /// What the model that is asked is called.
    pub model: String,
    /// What waits to be told at the next beat, oldest first.
    pub waiting: Vec<EventWaiting>,
}

/// Changes how the heartbeat is set; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct HeartbeatChange {
    /// `30m`. While it is off it stays off, and this is how often it will be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<String>,
    /// `HH:MM`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// `HH:MM`; 24:00 = the end of the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// An IANA name, `local` or `user`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// All days without beats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet_days: Option<Vec<String>>,
    /// Only HEARTBEAT.md is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub light_context: Option<bool>,
    /// `last` or `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The model beats ask: `provider/model`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

/// Asks when beats are kept quiet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct HeartbeatQuiet {
    /// The agent; absent = the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// From, ms; absent = now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<i64>,
    /// How far to look; absent = 24, at most 744.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<u32>,
}

/// A time without beats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuietTime {
    /// From, ms.
    pub from: i64,
    /// Until before, ms.
    pub until: i64,
}

/// When beats are kept quiet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuietTimes {
    /// In order; cut off where the look ends.
    pub quiet: Vec<QuietTime>,
}

/// Lists beats, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct HeartbeatList {
    /// The agent; absent = the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// At most so many; absent = 20, at most 500.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A beat and what it cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct BeatDecision {
    /// What became of it.
    pub beat: BeatSeen,
    /// Nano-dollars; null = no model was asked, or its price is unknown.
    pub cost: Option<i64>,
}

/// Beats.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct BeatDecisions {
    /// Newest first.
    pub beats: Vec<BeatDecision>,
    /// There are older ones.
    pub more: bool,
}

/// Asks what a beat now would be, without one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct HeartbeatPreview {
    /// The agent; absent = the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
}

/// What a beat now would be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BeatPreview {
    /// Why it would be left out.
    pub skipped: Option<ApiError>,
    /// What the model it would ask is called.
    pub model: String,
    /// What the model would read and answer.
    pub tokens: BeatTokens,
    /// Dollars; null = the model's price is unknown.
    pub cost: Option<EstimatedCost>,
    /// Events it would hand over.
    pub waiting: u32,
    /// Only HEARTBEAT.md is read, not the conversation.
    pub light_context: bool,
    /// Where it would write: `last`, `none` or a channel.
    pub target: String,
}

request!(
    HeartbeatSettings,
    "heartbeat.settings",
    Reading,
    PEOPLE,
    BeatSettings
);
request!(
    HeartbeatChange,
    "heartbeat.change",
    Changing,
    PEOPLE,
    Changed
);
request!(
    HeartbeatQuiet,
    "heartbeat.quiet",
    Reading,
    PEOPLE,
    QuietTimes
);
request!(
    HeartbeatList,
    "heartbeat.list",
    Reading,
    PEOPLE,
    BeatDecisions
);
request!(
    HeartbeatPreview,
    "heartbeat.preview",
    Reading,
    PEOPLE,
    BeatPreview
);
