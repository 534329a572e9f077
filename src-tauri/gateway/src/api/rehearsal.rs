//! What would happen by itself from now on.
//!
//! Owns the shapes of this request; the steps are the scheduler's and the heartbeat's own.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{PEOPLE, request};
pub use crate::agent::RehearsedKind;
pub use crate::ledger::EstimatedCost;

/// Runs through the next hours on a fast clock: no model is asked, nothing is sent or written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct RehearseRun {
    /// How many hours; absent = 24, 744 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<u32>,
}

/// Something that would happen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RehearsedItem {
    /// When, ms.
    pub at: i64,
    /// What it is.
    pub kind: RehearsedKind,
    /// The job, the agent or the conversation.
    pub reference: String,
    /// It runs; else it is left out, and `text` says why.
    pub runs: bool,
    /// In words.
    pub text: String,
    /// Dollars; `null` = the model's price is unknown.
    pub cost: Option<EstimatedCost>,
}

/// What would happen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Rehearsed {
    /// From, ms.
    pub from: i64,
    /// Until before, ms.
    pub until: i64,
    /// The person's zone.
    pub zone: String,
    /// In order.
    pub items: Vec<RehearsedItem>,
    /// There is more than is told.
    pub cut: bool,
    /// Things that run.
    pub runs: u32,
    /// Dollars of all of it whose price is known.
    pub cost: EstimatedCost,
    /// Things in it whose price is unknown.
    pub unpriced: u32,
    /// Always `USD`.
    pub currency: String,
}

request!(RehearseRun, "rehearse.run", Reading, PEOPLE, Rehearsed);
