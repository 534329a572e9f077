//! Backups of the whole home.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{PEOPLE, request};

/// Makes a backup, also while Cove works.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupCreate {
    /// Where, a whole path; absent = `backups/cove-<time>.zip` in the home.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub file: Option<String>,
}

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupMade {
    /// Where it lies.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// How many files it holds.
    pub files: u32,
    /// Settings whose secret has to be entered again where the backup is restored.
    pub secrets: Vec<String>,
    /// What lies in the home and not in the backup.
    pub left_out: Vec<LeftOutRow>,
    /// Notes in which something that looks like a key stands; they are in the backup as written.
    pub keys_in_notes: Vec<String>,
}

/// Something that was left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LeftOutRow {
    /// Which, relative to the home.
    pub path: String,
    /// Why: keys, link, unreadable, name, outside, unknown.
    pub why: String,
    /// Both in words.
    pub text: String,
}

/// Restores a backup as the home; only without a running gateway.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupRestore {
    /// The backup, a whole path.
    pub file: String,
}

/// A home that was restored. What runs by itself waits until it is taken over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupRestored {
    /// Where the home that was there lies now; null = there was none.
    pub kept: Option<String>,
    /// When the backup was made, ms.
    pub created_at: i64,
    /// The Cove that made it.
    pub build: String,
    /// How many files came back.
    pub files: u32,
    /// Settings whose secret has to be entered again.
    pub secrets: Vec<String>,
}

request!(BackupCreate, "backup.create", Changing, PEOPLE, BackupMade);
request!(
    BackupRestore,
    "backup.restore",
    Changing,
    PEOPLE,
    BackupRestored
);
