//! The manifest: what a backup holds, by whom it was made, what was left out and why.
//!
//! Owns `cove-backup.json`, the last entry of the zip. Unknown fields are passed over, a newer
//! format or newer tables are refused.

use serde::{Deserialize, Serialize};

use super::error::BackupError;
use super::names;
use crate::clock::Ms;
use crate::storage::SCHEMA_VERSION;

/// Its name in the zip.
pub(super) const NAME: &str = "cove-backup.json";
/// The shape known here.
pub(super) const FORMAT: u32 = 1;
/// A manifest is read into memory; a million files fit.
pub(super) const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// The shape of the zip and of this manifest.
    pub format: u32,
    /// The Cove that made it.
    pub cove: String,
    /// The schema of `cove.db`.
    pub schema: i64,
    /// The home.
    pub home_id: String,
    /// When it was begun, ms.
    pub created_at: Ms,
    /// Every file.
    pub files: Vec<FileRow>,
    /// Settings whose secret stands for itself in no backup: to be entered again.
    #[serde(default)]
    pub secrets: Vec<String>,
    /// What lies in the home and not in the backup.
    #[serde(default)]
    pub left_out: Vec<LeftOut>,
}

/// A file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileRow {
    /// Relative to the home, with `/`.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Of its bytes, hex.
    pub sha256: String,
    /// Last change, ms.
    pub modified_at: Ms,
}

/// Something that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// Relative to the home, or a whole path where it lies elsewhere.
    pub path: String,
    /// Why.
    pub why: LeftOutWhy,
}

/// Why something was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeftOutWhy {
    /// It holds keys in plain text.
    Keys,
    /// A link; what it leads to may be anybody's.
    Link,
    /// It could not be read.
    Unreadable,
    /// Its name can't be written on every system.
    Name,
    /// It lies outside the home.
    Outside,
    /// Cove does not know what it is.
    Unknown,
}

impl LeftOutWhy {
    /// Its name in a sentence's selector.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Keys => "keys",
            Self::Link => "link",
            Self::Unreadable => "unreadable",
            Self::Name => "name",
            Self::Outside => "outside",
            Self::Unknown => "unknown",
        }
    }
}

impl Manifest {
    /// Reads a manifest and refuses what this Cove must not restore.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, BackupError> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
            cove: String,
            schema: i64,
        }
        // The head alone first: a newer format may have another shape.
        let head: Head = serde_json::from_slice(bytes).map_err(|_| BackupError::NotOurs)?;
        if head.format > FORMAT || head.schema > SCHEMA_VERSION {
            return Err(BackupError::Newer(head.cove));
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(|_| BackupError::NotOurs)?;
        let mut seen = std::collections::HashSet::new();
        for file in &manifest.files {
            if !names::is_allowed(&file.path) || !seen.insert(file.path.as_str()) {
                return Err(BackupError::Name(file.path.clone()));
            }
        }
        Ok(manifest)
    }
}
