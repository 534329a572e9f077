//! The settings file.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{ApiError, PEOPLE, Undo, request};
use serde_json::Value;
/// Reads a setting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigGet {
    /// Dotted path, `agents.defaults.model`; absent = everything written in the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub path: Option<String>,
}

/// A setting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigValue {
    /// Its path.
    pub path: String,
    /// What is in force.
    #[ts(type = "unknown")]
    pub value: Value,
    /// It stands in the file; otherwise this is the default.
    pub written: bool,
}

/// Changes one setting, keeping comments and order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigSet {
    /// Dotted path.
    pub path: String,
    /// The new value.
    #[ts(type = "unknown")]
    pub value: Value,
}

/// Removes one setting, so that its default holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigUnset {
    /// Dotted path.
    pub path: String,
}

/// Checks the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigValidate {}

/// Which settings hold at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum InForce {
    /// The file.
    File,
    /// The last good copy, since the file has mistakes.
    LastGood,
    /// Neither could be read: nothing runs by itself until it is mended.
    Nothing,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigReport {
    /// The file's path.
    pub file: String,
    /// Which settings hold.
    pub in_force: InForce,
    /// Mistakes, each with its path, what was found and what is allowed.
    pub problems: Vec<ApiError>,
    /// What keeps nothing from working: keys Cove does not know, secrets in plain text.
    pub warnings: Vec<ApiError>,
}

/// A change of a setting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigChanged {
    /// How to take it back.
    pub undo: Option<Undo>,
    /// The mistake elsewhere in the file that keeps the change from holding: it is written, but
    /// the last good settings stay in force until that is mended. Null = the change holds.
    pub held_up: Option<ApiError>,
    /// What is odd about what was written, an unknown name for instance; it is written all the
    /// same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub warning: Option<ApiError>,
}

request!(ConfigGet, "config.get", Reading, PEOPLE, ConfigValue);
request!(ConfigSet, "config.set", Changing, PEOPLE, ConfigChanged);
request!(ConfigUnset, "config.unset", Changing, PEOPLE, ConfigChanged);
request!(
    ConfigValidate,
    "config.validate",
    Reading,
    PEOPLE,
    ConfigReport
);
