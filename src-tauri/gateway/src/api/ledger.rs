//! Money: what was spent, and how much what runs by itself may spend.
//!
//! Owns the shapes of these requests. Money is in nano-dollars.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{Changed, PEOPLE, request};
pub use crate::ledger::{SpendingBy, SpendingRow};

/// Asks what was spent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct LedgerCost {
    /// What is summed up together; absent = each day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<SpendingBy>,
    /// How many days back, today included; absent = 30.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// Of this agent only; absent = of all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
}

/// A limit and what is used of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AllowanceUse {
    /// With what today was given on top; `null` = none.
    pub limit: Option<i64>,
    /// Spent or set aside by what runs by itself.
    pub spent: i64,
}

/// What runs by itself may spend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AllowanceNow {
    /// Today.
    pub day: AllowanceUse,
    /// This month.
    pub month: AllowanceUse,
    /// What today was given on top.
    pub extra: i64,
}

/// What was spent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Spending {
    /// What is summed up together.
    pub by: SpendingBy,
    /// From, ms.
    pub from: i64,
    /// Until before, ms.
    pub until: i64,
    /// The computer's zone.
    pub zone: String,
    /// Days in their order, all else the dearest first.
    pub rows: Vec<SpendingRow>,
    /// All of it.
    pub total: SpendingRow,
    /// What runs by itself may spend.
    pub allowance: AllowanceNow,
}

/// Gives what runs by itself more for today.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct AllowanceExtend {
    /// How much, nano-dollars; absent = a day's allowance once more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
}

/// Lets a model run by itself whose price nobody knows. It counts as nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AllowanceAccept {
    /// `provider/model`.
    pub model: String,
}

request!(LedgerCost, "ledger.cost", Reading, PEOPLE, Spending);
request!(
    AllowanceExtend,
    "allowance.extend",
    Changing,
    PEOPLE,
    Changed
);
request!(
    AllowanceAccept,
    "allowance.accept",
    Changing,
    PEOPLE,
    Changed
);
