//! A test of where a job's result goes.
//!
//! Owns the shape of this request; what it does is done by the capability behind it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{Changed, PEOPLE, request};

/// Sends a word to where a job's result will go. Once it has arrived, the job runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CronTest {
    /// Which job.
    pub id: String,
}

request!(CronTest, "cron.test", Gateway, PEOPLE, Changed);
