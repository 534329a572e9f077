//! Jobs and their schedules.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use super::contract::{ANYONE, Changed, PEOPLE, Undo, request};
pub use crate::agent::{
    JobDelivery, JobExplained, JobHappened, JobHistory, JobHold, JobMistake, JobPart, JobPartKind,
    JobReason, JobRow, JobWarning,
};
pub use crate::ledger::EstimatedCost;
use crate::words::Language;

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
    /// No run before this time; absent = that of `job`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub start_at: Option<String>,
    /// No run behind this time; absent = that of `job`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub end_at: Option<String>,
    /// The other fields of a job, as in `jobs.json`: with them the answer says what it will cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "Record<string, unknown>")]
    pub job: Option<Map<String, Value>>,
}

/// What a schedule will do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
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
    /// Dollars a month of 30.44 days; `null` = no job was given, or the price is unknown.
    #[serde(default)]
    pub cost_per_month: Option<EstimatedCost>,
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

/// When a job runs, as a person writes it. At most one of the first four is given; a zone alone
/// changes the zone of what is there, a start or an end alone leaves the rhythm.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct CronWhen {
    /// Five fields, or six with seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cron: Option<String>,
    /// A span such as `30m`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<String>,
    /// A time such as `20m`, `tomorrow 9:00` or ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// RFC 5545; without DTSTART it begins now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rrule: Option<String>,
    /// An IANA name; absent = the computer's zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tz: Option<String>,
    /// No run before this time; empty = no such bound any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_at: Option<String>,
    /// No run behind this time; empty = no such bound any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_at: Option<String>,
}

/// Lists every job, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CronList {}

/// Every job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct JobList {
    /// In the order of the file.
    pub jobs: Vec<JobRow>,
    /// The event this is true for.
    pub seq: u64,
}

/// Shows one job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CronGet {
    /// Which.
    pub id: String,
}

/// Makes a job.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct CronAdd {
    /// Its record, as in `jobs.json`; what is absent is filled in.
    #[ts(type = "Record<string, unknown>")]
    pub job: Map<String, Value>,
    /// When it runs, where the record has no `schedule`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<CronWhen>,
}

/// Changes a job.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct CronEdit {
    /// Which.
    pub id: String,
    /// Fields as in `jobs.json`: `null` takes one away, objects are merged, others stay.
    #[ts(type = "Record<string, unknown>")]
    pub job: Map<String, Value>,
    /// `job` is the whole definition: what it does not name goes.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>")]
    pub whole: bool,
    /// When it runs from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<CronWhen>,
}

/// A job that was made or changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct JobChanged {
    /// As it is now.
    pub job: JobRow,
    /// How to take it back; `null` = nothing is different.
    pub undo: Option<Undo>,
}

/// Takes a job away. Its history stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CronRemove {
    /// Which.
    pub id: String,
}

/// Switches a job on; its slots count from now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CronEnable {
    /// Which.
    pub id: String,
}

/// Switches a job off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CronDisable {
    /// Which.
    pub id: String,
}

/// Lifts the pause of a job; its slots count from now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CronResume {
    /// Which.
    pub id: String,
}

/// Runs a job now; answered when it has begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CronRun {
    /// Which.
    pub id: String,
    /// Also where it is switched off, paused or waits for a test message.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub force: bool,
}

/// It has begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobBegun {
    /// The run's id.
    pub run_id: String,
}

/// Stops the run of a job; answered when it has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CronStop {
    /// Which.
    pub id: String,
}

/// Leaves the runs of a job that were cut off as they are: nobody is asked about them any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CronDismiss {
    /// Which.
    pub id: String,
}

/// Shows what became of a job's slots and runs, newest first. A job that is gone has its history
/// still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct CronRuns {
    /// Which.
    pub id: String,
    /// What came before this, ms; absent = until now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<i64>,
    /// So many, at most 500; absent = 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Asks how jobs are as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CronStatus {}

/// How jobs are as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobsNow {
    /// A gateway runs that wakes them.
    pub running: bool,
    /// The setting `cron.enabled`.
    pub on: bool,
    /// Why none runs by itself; `null` = nothing holds them all.
    pub hold: Option<JobReason>,
    /// The allowance is used up: only what asks no model runs.
    #[serde(default)]
    pub spent: bool,
    /// They wait after too many starts until this time, ms.
    pub settling_until: Option<i64>,
    /// How many there are.
    pub jobs: u32,
    /// Of those, how many are switched on.
    pub enabled: u32,
    /// Runs that are under way.
    pub under_way: Vec<JobUnderWay>,
    /// The next one; `null` = none is planned.
    pub next: Option<NextJob>,
}

/// A run that is under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobUnderWay {
    /// The job.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The run.
    pub run_id: String,
}

/// The job that runs next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NextJob {
    /// Which.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// When, ms.
    pub at: i64,
}

/// Shows what a run of a job would see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CronExplain {
    /// Which.
    pub id: String,
}

/// Says a schedule of a record in words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct CronDescribe {
    /// As in `jobs.json`.
    #[ts(type = "Record<string, unknown>")]
    pub schedule: Map<String, Value>,
}

/// A schedule in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CronDescribed {
    /// In words.
    pub description: String,
    /// The zone of its times.
    pub zone: String,
}

/// Makes a schedule of a sentence, English or Chinese: “weekdays at 9 stand-up notes”.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct CronParse {
    /// The sentence.
    pub text: String,
    /// The language of the answer; absent = the home's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Language>,
    /// An IANA name; absent = the computer's zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// What is now, ms; absent = the gateway's clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<i64>,
}

/// What was understood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct CronParsed {
    /// The schedule; `null` = the sentence says no time.
    pub draft: Option<CronDraft>,
    /// What the sentence says beside; all of it where nothing was understood.
    pub rest: String,
}

/// A schedule out of a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CronDraft {
    /// As in `jobs.json`.
    #[ts(type = "Record<string, unknown>")]
    pub schedule: Value,
    /// In words.
    pub description: String,
    /// The zone of its times.
    pub zone: String,
    /// The next runs, ms.
    pub runs: Vec<i64>,
    /// No time was given: 9:00 is assumed.
    pub time_assumed: bool,
    /// What may surprise.
    pub warnings: Vec<CronWarning>,
}

request!(CronParse, "cron.parse", Nothing, ANYONE, CronParsed);
request!(CronList, "cron.list", Reading, PEOPLE, JobList);
request!(CronGet, "cron.get", Reading, PEOPLE, JobRow);
request!(CronAdd, "cron.add", Changing, PEOPLE, JobChanged);
request!(CronEdit, "cron.edit", Changing, PEOPLE, JobChanged);
request!(CronRemove, "cron.remove", Changing, PEOPLE, Changed);
request!(CronEnable, "cron.enable", Changing, PEOPLE, JobChanged);
request!(CronDisable, "cron.disable", Changing, PEOPLE, JobChanged);
request!(CronResume, "cron.resume", Changing, PEOPLE, Changed);
request!(CronRun, "cron.run", Gateway, PEOPLE, JobBegun);
request!(CronStop, "cron.stop", Gateway, PEOPLE, Changed);
request!(CronDismiss, "cron.dismiss", Changing, PEOPLE, Changed);
request!(CronRuns, "cron.runs", Reading, PEOPLE, JobHistory);
request!(CronStatus, "cron.status", Reading, PEOPLE, JobsNow);
request!(CronExplain, "cron.explain", Reading, PEOPLE, JobExplained);
request!(
    CronDescribe,
    "cron.describe",
    Nothing,
    ANYONE,
    CronDescribed
);
