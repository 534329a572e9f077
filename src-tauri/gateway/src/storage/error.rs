//! What can go wrong with files and tables.
//!
//! Owns the codes; never a sentence.

use std::path::{Path, PathBuf};

use crate::error::{Coded, Params, params};

/// A failure of the disk, the database or the lock.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The database refused.
    #[error("database: {0}")]
    Db(#[from] rusqlite::Error),
    /// What a table holds could not be read as what it should be.
    #[error("a row holds what can't be read: {0}")]
    Row(#[from] serde_json::Error),
    /// Another gateway holds the home.
    #[error("another gateway holds this home (process {pid:?})")]
    Held {
        /// Its process, where it could be told.
        pid: Option<u32>,
    },
    /// The file was written by a newer Cove and is left alone.
    #[error("{path} was written by a newer version ({found}, this one knows {known})")]
    Newer {
        /// Which.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version known here.
        known: i64,
    },
    /// The database has been closed.
    #[error("the database is closed")]
    Closed,
}

impl StorageError {
    /// For `map_err`: names the path.
    pub fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }

    /// The database's bytes are damaged, as opposed to a passing failure.
    pub fn is_damage(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        matches!(self, Self::Db(rusqlite::Error::SqliteFailure(failure, _))
            if matches!(failure.code, DatabaseCorrupt | NotADatabase))
    }
}

impl Coded for StorageError {
    fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "storage-io",
            Self::Db(_) | Self::Row(_) | Self::Closed => "storage-db",
            Self::Held { .. } => "state-locked",
            Self::Newer { .. } => "storage-newer",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Io { path, .. } => params([("path", path.display().to_string().into())]),
            Self::Held { pid } => params([("pid", pid.map_or(0, |pid| pid).into())]),
            Self::Newer { path, found, known } => params([
                ("path", path.display().to_string().into()),
                ("found", (*found).into()),
                ("known", (*known).into()),
            ]),
            Self::Db(_) | Self::Row(_) | Self::Closed => Params::new(),
        }
    }
}
