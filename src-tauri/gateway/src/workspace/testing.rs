//! What the tests of the workspace and of its tools share: a database in memory and a home.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use rusqlite::Connection;

use super::{DbFailed, Files, Guarded, VersionDb, Work, Workspace};
use crate::clock::ManualClock;

/// The table as the migrations of `storage` make it.
const TABLE: &str = "CREATE TABLE file_versions(agent TEXT, path TEXT, n INTEGER, at INTEGER, \
    by TEXT, hash TEXT, content BLOB, turn_id TEXT, PRIMARY KEY(agent, path, n)) STRICT";

/// An empty database.
pub fn connection() -> Connection {
    let conn = Connection::open_in_memory().unwrap();
    conn.execute_batch(TABLE).unwrap();
    conn
}

/// A database in memory behind the port.
#[derive(Debug)]
pub struct MemoryDb(Mutex<Connection>);

#[async_trait]
impl VersionDb for MemoryDb {
    async fn write(&self, work: Work) -> Result<(), DbFailed> {
        let mut conn = self.0.lock().unwrap();
        let failed = |error: rusqlite::Error| DbFailed {
            detail: error.to_string(),
        };
        let tx = conn.transaction().map_err(failed)?;
        work(&tx).map_err(failed)?;
        tx.commit().map_err(failed)
    }

    async fn read(&self, work: Work) -> Result<(), DbFailed> {
        work(&self.0.lock().unwrap()).map_err(|error| DbFailed {
            detail: error.to_string(),
        })
    }
}

/// A workspace in a temporary directory.
pub struct Home {
    pub dir: tempfile::TempDir,
    pub files: Arc<Files>,
    pub clock: Arc<ManualClock>,
}

impl Home {
    pub fn root(&self) -> &Path {
        self.files.workspace().root()
    }

    /// Writes as another program does.
    pub fn outside(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn on_disk(&self, path: &str) -> String {
        std::fs::read_to_string(self.root().join(path)).unwrap()
    }
}

pub fn home() -> Home {
    let dir = tempfile::tempdir().unwrap();
    let state = dir.path().join("state");
    std::fs::create_dir_all(&state).unwrap();
    let guarded = Guarded {
        state_dir: state.clone(),
        home_dir: None,
    };
    let workspace = Workspace::open(&state.join("workspace"), &guarded).unwrap();
    let clock = ManualClock::new(1_790_000_000_000, "Europe/Berlin");
    let db = Arc::new(MemoryDb(Mutex::new(connection())));
    let files = Files::new("main", Arc::new(workspace), db, clock.clone());
    Home {
        dir,
        files: Arc::new(files),
        clock,
    }
}
