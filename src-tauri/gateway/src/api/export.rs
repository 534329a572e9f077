//! Files a person takes with them: the log, a conversation.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{PEOPLE, request};
use super::transcripts::ExportFormat;

/// Saves the whole log as one file, secrets removed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LogsExport {
    /// The folder, a whole path; absent = the person's downloads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub folder: Option<String>,
}

/// Saves a conversation as a file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionsSave {
    /// Session key or session id; absent = the main conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub session: Option<String>,
    /// How.
    #[serde(default)]
    pub format: ExportFormat,
    /// The folder, a whole path; absent = the person's downloads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub folder: Option<String>,
}

/// A file that was saved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Saved {
    /// Where it lies.
    pub file: String,
    /// Its size.
    pub bytes: u64,
}

request!(LogsExport, "logs.export", Changing, PEOPLE, Saved);
request!(SessionsSave, "sessions.save", Changing, PEOPLE, Saved);
