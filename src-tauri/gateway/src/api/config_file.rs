//! The settings file as text.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them. No text
//! here holds a secret: `${kept:…}` stands in its place.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{ApiError, PEOPLE, Undo, request};
use super::workspace::TextPlace;

/// Reads the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigFileRead {}

/// The file as it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigFileText {
    /// Its path.
    pub file: String,
    /// Its text, `${kept:…}` for each secret in it.
    pub text: String,
    /// Names this state of it.
    pub hash: String,
}

/// Looks at a text that is being written; changes nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigFileCheck {
    /// The text.
    pub text: String,
    /// Where the cursor is.
    pub at: u32,
}

/// What is to be said of a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigFileLook {
    /// Mistakes and hints, in the order of the text.
    pub remarks: Vec<ConfigRemark>,
    /// About the setting at the cursor; null where there is none.
    pub help: Option<ConfigHelp>,
}

/// Something about a text, at its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigRemark {
    /// Where.
    pub at: TextPlace,
    /// Its line, from 1.
    pub line: u32,
    /// It keeps the text from being saved; otherwise it is only a hint.
    pub mistake: bool,
    /// What was found and what is allowed.
    pub error: ApiError,
}

/// About one setting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigHelp {
    /// Its path.
    pub path: String,
    /// What it does; null where Cove does not use it.
    pub says: Option<String>,
    /// What it allows, in words; null where it allows anything.
    pub allowed: Option<String>,
    /// What holds where it is not written, as it would be written; null = nothing.
    pub default: Option<String>,
    /// What is in force now, as it would be written, a secret as its reference; null = nothing.
    pub in_force: Option<String>,
    /// Settings that can stand in it.
    pub inside: Vec<String>,
}

/// Saves a text, keeping the one before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigFileSave {
    /// The new text.
    pub text: String,
    /// The state it began with.
    pub base: String,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigFileSaved {
    /// It is written. False: the file was changed meanwhile, and nothing was written.
    pub written: bool,
    /// The file as it stands now.
    pub file: ConfigFileText,
    /// How to take it back.
    pub undo: Option<Undo>,
}

request!(
    ConfigFileRead,
    "config.file",
    Reading,
    PEOPLE,
    ConfigFileText
);
request!(
    ConfigFileCheck,
    "config.fileCheck",
    Reading,
    PEOPLE,
    ConfigFileLook
);
request!(
    ConfigFileSave,
    "config.fileSave",
    Changing,
    PEOPLE,
    ConfigFileSaved
);
