//! Jobs and their schedules.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{ANYONE, request};

/// What a schedule would do, as a person writes it. Exactly one of `cron`, `every`, `at` and
/// `rrule` is given. Changes nothing and needs no gateway.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CronPreview {
    /// Five fields, or six with seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub cron: Option<String>,
    /// A span such as `30m`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub every: Option<String>,
    /// A time such as `20m`, `tomorrow 9:00` or ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub at: Option<String>,
    /// RFC 5545; without DTSTART it begins at `from`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub rrule: Option<String>,
    /// An IANA name; absent = the computer's zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub tz: Option<String>,
    /// Runs strictly behind this time; absent = now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub from: Option<String>,
    /// So many runs, at most 1,000; absent = 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub count: Option<u32>,
}

/// What a schedule will do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CronPreviewed {
    /// The next runs, ms.
    pub runs: Vec<i64>,
    /// The zone of its times.
    pub zone: String,
    /// In words.
    pub description: String,
    /// What may surprise.
    pub warnings: Vec<CronWarning>,
}

/// Something about a schedule that may surprise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CronWarning {
    /// `never`, `past`, `often`, `dst-gap`, `day-31`.
    pub code: String,
    /// In words.
    pub text: String,
}

request!(CronPreview, "cron.preview", Nothing, ANYONE, CronPreviewed);
