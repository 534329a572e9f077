//! Whether there is a newer Cove.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{PEOPLE, request};
pub use crate::update::Way as UpdateWay;

/// Asks how this installation is brought up to date. Nobody is asked over the network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UpdateLook {}

/// How it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Updates {
    /// This version.
    pub current: String,
    /// Who brings the next.
    pub way: UpdateWay,
    /// This build knows where to ask for the newest version.
    pub asks: bool,
}

/// Asks for the newest version, once, now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UpdateCheck {}

/// What there is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UpdateChecked {
    /// A newer one; null = this is the newest.
    pub newer: Option<NewVersion>,
}

/// A version that is newer than this.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NewVersion {
    /// `1.2.3`.
    pub version: String,
    /// What is new, Markdown.
    pub notes: String,
    /// The day it was made, `2027-03-11`.
    pub date: Option<String>,
    /// The page it is downloaded from.
    pub url: String,
}

request!(UpdateLook, "update.look", Reading, PEOPLE, Updates);
request!(UpdateCheck, "update.check", Gateway, PEOPLE, UpdateChecked);
