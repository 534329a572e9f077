//! How everything is: the one status, computed once.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{ANYONE, ApiError, request};
use super::cron::NextJob;
use super::health::HealthSummary;
pub use super::shortcut::ShortcutState;
use crate::channel::ChannelStatus;
use crate::error::Problem;
use crate::words::Language;
/// Asks for the status.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StatusGet {}

/// The agent's state, for icon and sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Mood {
    /// Waiting for you.
    Well,
    /// A turn runs.
    Working,
    /// Everything is paused.
    Paused,
    /// Something waits for the person.
    NeedsYou,
}

/// The model that answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ModelInUse {
    /// `provider/model`; `cove/practice` for the practice agent.
    pub id: String,
    /// Its name.
    pub label: String,
    /// A rehearsal without AI.
    pub practice: bool,
    /// Its window or cap, tokens.
    pub context_tokens: u64,
}

/// Why something does not run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HoldRow {
    /// all, autonomous, job:…, heartbeat:…, channel:….
    pub scope: String,
    /// Why.
    pub reason: Problem,
    /// The same in words.
    pub text: String,
    /// Since, ms.
    pub since: i64,
    /// Until, ms; null = until it is lifted.
    pub until: Option<i64>,
}

/// A channel and its state in words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChannelRow {
    /// The state.
    pub status: ChannelStatus,
    /// In words.
    pub text: String,
}

/// How the check-ins of the default agent stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeartbeatRow {
    /// They are on.
    pub on: bool,
    /// When the next is, ms.
    pub next_at: Option<i64>,
    /// As things are now it would be left out.
    pub skipped: bool,
    /// The same in words, and why the next will be left out.
    pub text: String,
}

/// What needs the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum NeedKind {
    /// Somebody asks to be let in.
    Pairing,
    /// A message may not have arrived.
    Undelivered,
    /// A channel does not work.
    Channel,
    /// The settings file has a mistake.
    Config,
    /// A key is missing or locked.
    Secret,
    /// The home was moved or damaged.
    Home,
    /// A message could not be answered.
    Failed,
    /// A job is paused after failures, waits for a test message or can't run here.
    Job,
    /// Runs of a job were cut off; `reference` is the job.
    Interrupted,
    /// The allowance is used up.
    Allowance,
    /// A group waits to be allowed; `reference` is the bot's account and the group.
    Group,
    /// A group takes no messages of the bot any more; `reference` as above.
    GroupLost,
    /// Nobody knows what a model costs that would run by itself; `reference` is the model.
    Price,
}

/// One thing that needs the person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Need {
    /// Stable while it lasts.
    pub id: String,
    /// What.
    pub kind: NeedKind,
    /// In words.
    pub text: String,
    /// The id a button acts on.
    pub reference: Option<String>,
}

/// What the desktop around the window is to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_excessive_bools)]
pub struct DesktopRow {
    /// It is quiet: what Cove says by itself waits.
    pub quiet: bool,
    /// Answers are notified.
    pub answers: bool,
    /// What jobs and check-ins say is notified.
    pub jobs: bool,
    /// That something needs the person is notified.
    pub notices: bool,
    /// Notifications have a sound.
    pub sound: bool,
    /// Cove starts at login; null = nobody said yet.
    pub start_at_login: Option<bool>,
    /// The keys that open Cove from anywhere; absent = none are set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub shortcut: Option<ShortcutRow>,
}

/// Keys that open Cove from anywhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ShortcutRow {
    /// `Ctrl+Alt+Space`.
    pub keys: String,
    /// What the desktop said of them; null = it was not asked yet, or no window runs.
    pub state: Option<ShortcutState>,
}

/// The gateway that answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GatewayRow {
    /// Its process.
    pub pid: u32,
    /// It lives in the desktop app; otherwise the window is attached to a gateway of its own.
    pub embedded: bool,
}

/// How everything is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// The events' epoch.
    pub epoch: String,
    /// The event this is true for.
    pub seq: u64,
    /// The agent's state.
    pub mood: Mood,
    /// The same in a sentence.
    pub sentence: String,
    /// The default agent.
    pub agent_id: String,
    /// What it is called.
    pub agent_name: String,
    /// The home's language.
    pub language: Language,
    /// The gateway that answers; null = none runs, and the home was read without one.
    pub gateway: Option<GatewayRow>,
    /// The gateway's build.
    pub build: String,
    /// The home.
    pub home_id: String,
    /// When the gateway started, ms.
    pub started_at: i64,
    /// The gateway's clock, ms.
    pub now: i64,
    /// The computer's zone.
    pub zone: String,
    /// The model that answers.
    pub model: ModelInUse,
    /// The agent's check-ins.
    pub heartbeat: HeartbeatRow,
    /// Channels that are set up.
    pub channels: Vec<ChannelRow>,
    /// What is held and why.
    pub holds: Vec<HoldRow>,
    /// What needs the person, worst first.
    pub needs: Vec<Need>,
    /// Turns that run.
    pub working: u32,
    /// Messages that wait.
    pub waiting: u32,
    /// Nano-dollars since local midnight.
    pub cost_today: i64,
    /// The job that runs next; null = none is planned, or no gateway runs.
    pub next_job: Option<NextJob>,
    /// What the desktop around the window is to do.
    pub desktop: DesktopRow,
    /// Mistakes in the settings file.
    pub config_problems: Vec<ApiError>,
    /// How sound the home was at the last check; null = not looked at since the start.
    pub health: Option<HealthSummary>,
}

request!(StatusGet, "status.get", Reading, ANYONE, Status);
