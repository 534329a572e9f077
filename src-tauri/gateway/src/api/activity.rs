//! Everything that happened or did not, and why; and taking things back.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{Actor, PEOPLE, Undo, request};

/// A part of everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ActivityPart {
    /// What happened.
    Happened,
    /// What did not happen, or not to its end.
    Missed,
    /// What people and the agent said to each other.
    Messages,
}

/// Lists records, newest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActivityList {
    /// Only what is older than this record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<String>,
    /// At most this many (default 50, at most 500).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub limit: Option<u32>,
    /// Only this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub kind: Option<String>,
    /// Only this part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub part: Option<ActivityPart>,
    /// Only what says all of these words, whatever their case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub text: Option<String>,
    /// Also check-ins that had nothing to report or were left out (`ok`, `duplicate`, `skipped`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub beats: Option<bool>,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActivityRow {
    /// Its id.
    pub id: String,
    /// When, ms.
    pub at: i64,
    /// turn, message, delivery, pairing, config, file, channel, hold, secret, recovery, flush, compaction, reset, session.
    pub kind: String,
    /// What it is about.
    pub reference: Option<String>,
    /// done, quiet, failed, skipped, stopped, unknown, set-aside, changed.
    pub outcome: String,
    /// In words.
    pub text: String,
    /// Why, in words, if it did not happen.
    pub reason: Option<String>,
    /// The reason's code.
    pub code: Option<String>,
    /// What a provider said about it, in its own words, where it said something.
    pub detail: Option<String>,
    /// How to take it back.
    pub undo: Option<Undo>,
    /// What the agent said in it, where that is kept beside the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub said: Option<String>,
    /// What its model calls cost, nano-dollars; absent = it made none, or none whose price is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub cost: Option<i64>,
}

/// Records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActivityPage {
    /// Newest first.
    pub activity: Vec<ActivityRow>,
    /// There are older ones.
    pub more: bool,
    /// The events' epoch.
    pub epoch: String,
    /// The event this is true for.
    pub seq: u64,
}

/// Takes a change back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UndoRun {
    /// From an answer or a record; absent = the newest that can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub id: Option<String>,
}

/// What was taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Undone {
    /// Always null: taking back is not itself taken back.
    pub undo: Option<Undo>,
    /// In words.
    pub text: String,
}

request!(ActivityList, "activity.list", Reading, PEOPLE, ActivityPage);
request!(
    UndoRun,
    "undo.run",
    Changing,
    &[Actor::Window, Actor::Cli, Actor::Tray, Actor::ChannelPerson],
    Undone
);
