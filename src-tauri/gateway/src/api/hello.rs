//! The first message of every carrier.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{PEOPLE, request};
pub use crate::config::FirstStep;
use crate::words::Language;
/// Who is calling.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Hello {
    /// The caller's contract version.
    pub contract: String,
    /// The caller's build.
    pub build: String,
}

/// Who answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Welcome {
    /// The contract version of the gateway.
    pub contract: String,
    /// The gateway's build.
    pub build: String,
    /// The home's id.
    pub home_id: String,
    /// New at each start of the gateway.
    pub epoch: String,
    /// The home's language.
    pub language: Language,
    /// The gateway lives in the desktop app.
    pub embedded: bool,
    /// No model is connected: a rehearsal without AI.
    pub practice: bool,
    /// The step of the welcome that waits; null = the window opens as usual.
    pub first_steps: Option<FirstStep>,
}

request!(Hello, "hello", Nothing, PEOPLE, Welcome);
