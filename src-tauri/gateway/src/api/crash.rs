//! What is kept of a crash on this computer.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{Changed, PEOPLE, request};
pub use crate::crash::NoticeKind as CrashKind;

/// Asks how the last run ended, where nobody has read it yet, and for the reports there are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CrashGet {}

/// What there is to be said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Crashes {
    /// What waits to be read; null = nothing.
    pub notice: Option<CrashNotice>,
    /// Reports, newest first.
    pub reports: Vec<CrashRow>,
}

/// How the last run ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CrashNotice {
    /// What happened.
    pub kind: CrashKind,
    /// When, as far as is known, ms.
    pub at: Option<i64>,
    /// The report, for `crash.read`.
    pub report: Option<String>,
    /// Messages it cut off, which are answered now.
    pub messages: u32,
    /// Parts of answers that may or may not have arrived.
    pub unknown: u32,
    /// Check-ins it cut off.
    pub beats: u32,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CrashRow {
    /// For `crash.read`.
    pub id: String,
    /// When, ms.
    pub at: i64,
    /// Cove ended with it; otherwise it went on.
    pub fatal: bool,
}

/// Reads a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CrashRead {
    /// Which.
    pub id: String,
}

/// A report, secrets masked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CrashReport {
    /// All of it.
    pub text: String,
}

/// Puts the notice away. The reports stay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CrashDismiss {}

request!(CrashGet, "crash.get", Reading, PEOPLE, Crashes);
request!(CrashRead, "crash.read", Reading, PEOPLE, CrashReport);
request!(CrashDismiss, "crash.dismiss", Changing, PEOPLE, Changed);
