//! Backups of the whole home.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{ApiError, PEOPLE, request};

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

/// Lists the backups in the home's own folder for them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupList {}

/// Those backups, the newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupShelf {
    /// The folder.
    pub folder: String,
    /// Each.
    pub backups: Vec<BackupRow>,
}

/// One backup.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupRow {
    /// Where it lies, a whole path.
    pub file: String,
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// When it was made, ms; of what is no backup when the file was written.
    pub created_at: i64,
    /// What it holds; null where that can't be told.
    pub contents: Option<BackupContents>,
    /// Why not.
    pub problem: Option<ApiError>,
}

/// What a backup holds, counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupContents {
    /// The Cove that made it.
    pub build: String,
    /// All files.
    pub files: u32,
    /// Conversations, earlier parts of them counted too.
    pub conversations: u32,
    /// The agents' files.
    pub notes: u32,
    /// Jobs; null where that can't be told.
    pub jobs: Option<u32>,
    /// The settings are in it.
    pub settings: bool,
    /// Settings whose secret has to be entered again after a restore.
    pub secrets: Vec<String>,
    /// What lay in the home and is not in it, in words.
    pub left_out: Vec<String>,
}

/// Restores a backup as the home. A running gateway makes a backup of the home first, looks the
/// backup over, then ends, puts it in place and begins anew; refused while a turn runs.
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

request!(BackupList, "backup.list", Reading, PEOPLE, BackupShelf);
request!(BackupCreate, "backup.create", Changing, PEOPLE, BackupMade);
request!(
    BackupRestore,
    "backup.restore",
    Changing,
    PEOPLE,
    BackupRestored
);
