//! What can go wrong with a backup.
//!
//! Owns the codes; never a sentence.

use std::path::PathBuf;

use crate::error::{Coded, Params, params};
use crate::storage::StorageError;

/// A failure to make or to restore a backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The disk refused.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// There is a file of this name already.
    #[error("{0} exists")]
    Exists(PathBuf),
    /// There is no such file.
    #[error("{0} is missing")]
    Missing(PathBuf),
    /// The file is no backup of Cove.
    #[error("no backup of Cove")]
    NotOurs,
    /// A newer Cove made it.
    #[error("made by a newer version ({0})")]
    Newer(String),
    /// It holds a name that leads elsewhere or names no place of a home.
    #[error("{0:?} is no place of a home")]
    Name(String),
    /// A file in it is not what the manifest says.
    #[error("{0:?} is not what the manifest says")]
    Damaged(String),
    /// The restored home could not be put in its place; it lies here.
    #[error("the restored home stays in {folder}: {source}")]
    Swap {
        /// Where it lies.
        folder: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl Coded for BackupError {
    fn code(&self) -> &'static str {
        match self {
            Self::Storage(error) => error.code(),
            Self::Exists(_) => "backup-exists",
            Self::Missing(_) => "backup-missing",
            Self::NotOurs => "backup-not-ours",
            Self::Newer(_) => "backup-newer",
            Self::Name(_) => "backup-name",
            Self::Damaged(_) => "backup-damaged",
            Self::Swap { .. } => "backup-swap",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Storage(error) => error.params(),
            Self::Exists(path) | Self::Missing(path) => {
                params([("path", path.display().to_string().into())])
            }
            Self::NotOurs => Params::new(),
            Self::Newer(version) => params([("version", version.as_str().into())]),
            Self::Name(name) | Self::Damaged(name) => params([("name", name.as_str().into())]),
            Self::Swap { folder, .. } => params([("path", folder.display().to_string().into())]),
        }
    }
}
