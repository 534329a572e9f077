//! Whether the home is sound.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{ApiError, Changed, PEOPLE, Undo, request};
use crate::health::Severity;

/// Looks at everything and changes nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HealthCheck {}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HealthReport {
    /// When, ms.
    pub checked_at: i64,
    /// Worst first.
    pub findings: Vec<FindingRow>,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingRow {
    /// The same as long as it lasts.
    pub id: String,
    /// Stable code of its kind.
    pub code: String,
    /// How bad.
    pub severity: Severity,
    /// A file, a conversation or a setting.
    pub subject: String,
    /// The agent it is about.
    pub agent_id: Option<String>,
    /// What is wrong.
    pub what: String,
    /// Why that matters.
    pub why: String,
    /// What the fix does, or what you can do.
    pub fix: String,
    /// Cove can mend it when asked to mend everything.
    pub fixable: bool,
    /// Cove can mend it when asked for this one; it does more than repair.
    pub on_request: bool,
    /// Of a conversation no message reaches: the key it can be moved to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub moves_to: Option<String>,
}

/// Mends findings: one by its id, all of a code, or everything that is only a repair.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HealthFix {
    /// One finding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub id: Option<String>,
    /// All of a kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub code: Option<String>,
    /// Every repair.
    #[serde(default)]
    pub all: bool,
    /// What is done with a conversation no message reaches; absent = it is archived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub stray: Option<StrayWay>,
}

/// What is done with a conversation no message reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum StrayWay {
    /// It goes to the archive.
    Archive,
    /// It becomes a conversation of the key its messages go to now.
    Move,
}

/// What was mended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HealthFixed {
    /// Mended now.
    pub fixed: Vec<FixedRow>,
    /// Could not be mended.
    pub failed: Vec<FixFailure>,
    /// What a check still finds.
    pub left: Vec<FindingRow>,
}

/// A finding that was mended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FixedRow {
    /// Of the fix, for taking it back also later than the undo lasts; null = by other means.
    pub fix_id: Option<String>,
    /// The kind of finding.
    pub code: String,
    /// What it was about.
    pub subject: String,
    /// What was wrong.
    pub what: String,
    /// What came of it, where there is more to say.
    pub done: Option<String>,
    /// How to take it back.
    pub undo: Option<Undo>,
}

/// A finding that could not be mended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FixFailure {
    /// The finding.
    pub id: String,
    /// Why not.
    pub error: ApiError,
}

/// Lists fixes that were made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HealthFixes {}

/// Fixes that were made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HealthFixList {
    /// Newest first.
    pub fixes: Vec<FixRow>,
}

/// A fix that was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FixRow {
    /// Its id.
    pub id: String,
    /// When, ms.
    pub at: i64,
    /// The kind of finding.
    pub code: String,
    /// What it was about.
    pub subject: String,
    /// What was wrong.
    pub what: String,
    /// It was taken back.
    pub undone: bool,
}

/// Takes a fix back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HealthRestore {
    /// Of the fix.
    pub id: String,
}

/// How sound the home was at the last check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HealthSummary {
    /// When, ms.
    pub checked_at: i64,
    /// Things that do not work or may be lost.
    pub errors: u32,
    /// Things that will go wrong.
    pub warnings: u32,
    /// Good to know.
    pub infos: u32,
    /// All of it in a sentence.
    pub text: String,
}

request!(HealthCheck, "health.check", Reading, PEOPLE, HealthReport);
request!(HealthFix, "health.fix", Changing, PEOPLE, HealthFixed);
request!(HealthFixes, "health.fixes", Reading, PEOPLE, HealthFixList);
request!(HealthRestore, "health.restore", Changing, PEOPLE, Changed);
