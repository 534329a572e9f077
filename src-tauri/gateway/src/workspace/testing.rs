//! What the tests of the workspace and of its tools share: a database in memory and a home.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;

use super::{Files, Guarded, Workspace};
use crate::clock::ManualClock;
use crate::storage::Db;

/// The table as the migrations of `storage` make it.
const TABLE: &str = "CREATE TABLE file_versions(agent TEXT, path TEXT, n INTEGER, at INTEGER, \
    by TEXT, hash TEXT, content BLOB, turn_id TEXT, PRIMARY KEY(agent, path, n)) STRICT";

/// An empty database.
pub fn connection() -> Connection {
    let conn = Connection::open_in_memory().unwrap();
    conn.execute_batch(TABLE).unwrap();
    conn
}

/// A workspace in a temporary directory.
pub struct Home {
    _dir: tempfile::TempDir,
    pub files: Arc<Files>,
    pub db: Db,
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
    let db = Db::open(&state.join("cove.db")).unwrap();
    let files = Files::new("main", Arc::new(workspace), db.clone(), clock.clone());
    Home {
        _dir: dir,
        files: Arc::new(files),
        db,
        clock,
    }
}
