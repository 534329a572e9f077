//! Opens the database of a home, and brings it back where it is damaged.
//!
//! Owns the copies (`backups/cove-<stamp>.db`, three kept) and the order of rescue: the damaged
//! file is set aside, the newest good copy takes its place, without one an empty database does.
//! What the loss means is said by the caller.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::backup::{set_aside, stamp};
use super::db::Db;
use super::error::StorageError;
use super::state_dir::StateDir;
use crate::clock::Ms;

const COPIES: usize = 3;

/// The name in `meta` under which it stands that the tables were lost, until every capability
/// that has to know it has drawn its conclusions.
pub const TABLES_LOST: &str = "tables_lost";

/// How the database was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// As it was left.
    Fine,
    /// It was damaged; a copy took its place.
    Restored {
        /// Where the damaged file lies now.
        aside: PathBuf,
        /// The copy used.
        from: PathBuf,
        /// When that was made, ms.
        made_at: Option<Ms>,
    },
    /// It was damaged and there was no copy.
    Rebuilt {
        /// Where the damaged file lies now.
        aside: PathBuf,
    },
}

/// Opens `cove.db`, rescuing it where its bytes are damaged.
pub fn open_or_recover(state: &StateDir, now: Ms) -> Result<(Db, Opened), StorageError> {
    let path = state.db();
    match checked(&path) {
        Ok(db) => Ok((db, Opened::Fine)),
        Err(error) if error.is_damage() => rescue(state, &path, now),
        Err(error) => Err(error),
    }
}

/// Writes a copy beside the others and lets the oldest go. Runs on the reading connection, so
/// writers are not kept waiting.
pub async fn copy_now(db: &Db, state: &StateDir, now: Ms) -> Result<PathBuf, StorageError> {
    let folder = state.backups();
    let target = folder.join(format!("cove-{}.db", stamp(now)));
    copy_to(db, &target).await?;
    let copies = copies(&folder);
    for old in copies.iter().take(copies.len().saturating_sub(COPIES)) {
        std::fs::remove_file(old).map_err(StorageError::io(old))?;
    }
    Ok(target)
}

/// Writes a consistent copy of the tables to `target` while others write.
pub async fn copy_to(db: &Db, target: &Path) -> Result<(), StorageError> {
    let file = target.to_owned();
    db.read(move |connection| {
        let mut copy = Connection::open(&file)?;
        Backup::new(connection, &mut copy)?.run_to_completion(
            256,
            std::time::Duration::ZERO,
            None,
        )?;
        Ok(())
    })
    .await
}

/// Reads every page of a database that nobody has open.
///
/// # Errors
/// Where it is no database, is damaged, or is of a newer Cove.
pub fn check_database(path: &Path) -> Result<(), StorageError> {
    has_header(path)?;
    let connection = Connection::open(path)?;
    known_version(&connection, path)?;
    whole(&connection)
}

fn checked(path: &Path) -> Result<Db, StorageError> {
    if path.exists() {
        quick_check(path)?;
    }
    Db::open(path)
}

fn quick_check(path: &Path) -> Result<(), StorageError> {
    has_header(path)?;
    let connection = Connection::open(path)?;
    known_version(&connection, path)?;
    // The whole check reads every page; after a clean stop the cheap look at the schema is enough.
    let clean = connection
        .query_row("SELECT value FROM meta WHERE name = 'clean'", [], |row| {
            row.get::<_, String>(0)
        })
        .is_ok_and(|value| value == "1");
    if clean {
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
            row.get::<_, i64>(0)
        })?;
        return Ok(());
    }
    whole(&connection)
}

/// Looked at before SQLite does: it throws the log beside a file away that is no database.
fn has_header(path: &Path) -> Result<(), StorageError> {
    use std::io::Read;
    const HEADER: &[u8; 16] = b"SQLite format 3\0";
    let mut start = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(16).read_to_end(&mut start))
        .map_err(StorageError::io(path))?;
    if start.is_empty() || start == HEADER {
        return Ok(());
    }
    let foreign = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_NOTADB);
    Err(rusqlite::Error::SqliteFailure(foreign, None).into())
}

fn known_version(connection: &Connection, path: &Path) -> Result<(), StorageError> {
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = super::schema::SCHEMA_VERSION;
    if found > known {
        let path = path.to_owned();
        return Err(StorageError::Newer { path, found, known });
    }
    Ok(())
}

fn whole(connection: &Connection) -> Result<(), StorageError> {
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        return Ok(());
    }
    let corrupt = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
    Err(StorageError::Db(rusqlite::Error::SqliteFailure(
        corrupt,
        Some(verdict),
    )))
}

fn rescue(state: &StateDir, path: &Path, now: Ms) -> Result<(Db, Opened), StorageError> {
    let aside = set_aside(path, now)?;
    // What was not yet written into the file itself may be all that is left of the last minutes;
    // beside the copy and under its name SQLite finds it.
    for suffix in ["-wal", "-shm"] {
        let (file, kept) = (beside(path, suffix), beside(&aside, suffix));
        match std::fs::rename(&file, &kept) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(source) => return Err(StorageError::Io { path: file, source }),
        }
    }
    std::fs::remove_file(path).map_err(StorageError::io(path))?;
    for copy in copies(&state.backups()).into_iter().rev() {
        if quick_check(&copy).is_err() {
            continue;
        }
        let made_at = std::fs::metadata(&copy).and_then(|metadata| metadata.modified());
        let made_at = made_at
            .ok()
            .and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok())
            .and_then(|since| Ms::try_from(since.as_millis()).ok());
        std::fs::copy(&copy, path).map_err(StorageError::io(path))?;
        let restored = Opened::Restored {
            aside,
            from: copy,
            made_at,
        };
        return Ok((Db::open(path)?, restored));
    }
    Ok((Db::open(path)?, Opened::Rebuilt { aside }))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Oldest first: the stamp sorts by time.
fn copies(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("cove-") && name.ends_with(".db")
        })
        .collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    async fn note(db: &Db, value: &str) {
        let value = value.to_owned();
        db.write(move |tx| {
            tx.execute(
                "INSERT OR REPLACE INTO meta(name, value) VALUES ('note', ?1)",
                [value],
            )?;
            Ok(())
        })
        .await
        .unwrap();
    }

    async fn noted(db: &Db) -> Option<String> {
        db.read(|connection| {
            Ok(connection
                .query_row("SELECT value FROM meta WHERE name='note'", [], |row| {
                    row.get(0)
                })
                .ok())
        })
        .await
        .unwrap()
    }

    fn damage(state: &StateDir) {
        for suffix in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", state.db().display()));
        }
        std::fs::write(
            state.db(),
            b"this is no database, and it is long enough to be looked at",
        )
        .unwrap();
    }

    #[tokio::test]
    async fn a_damaged_database_is_set_aside_and_the_newest_copy_takes_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let state = StateDir::open(folder.path().to_owned()).unwrap();
        let (db, opened) = open_or_recover(&state, 0).unwrap();
        assert_eq!(opened, Opened::Fine);
        note(&db, "old").await;
        copy_now(&db, &state, 1_000).await.unwrap();
        note(&db, "new").await;
        copy_now(&db, &state, 2_000).await.unwrap();
        db.close().await;
        damage(&state);
        let (db, opened) = open_or_recover(&state, 3_000).unwrap();
        assert!(matches!(opened, Opened::Restored { .. }), "{opened:?}");
        assert_eq!(noted(&db).await.as_deref(), Some("new"));
    }

    #[tokio::test]
    async fn without_a_copy_it_begins_empty_and_the_damaged_bytes_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let state = StateDir::open(folder.path().to_owned()).unwrap();
        damage(&state);
        let (db, opened) = open_or_recover(&state, 3_000).unwrap();
        let Opened::Rebuilt { aside } = opened else {
            panic!("{opened:?}")
        };
        assert!(
            std::fs::read_to_string(aside)
                .unwrap()
                .starts_with("this is no database")
        );
        assert_eq!(noted(&db).await, None);
    }

    #[tokio::test]
    async fn what_was_not_yet_written_into_a_damaged_file_is_kept_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let state = StateDir::open(folder.path().to_owned()).unwrap();
        damage(&state);
        std::fs::write(beside(&state.db(), "-wal"), "the last minutes").unwrap();
        let (_db, opened) = open_or_recover(&state, 3_000).unwrap();
        let Opened::Rebuilt { aside } = opened else {
            panic!("{opened:?}")
        };
        assert_eq!(
            std::fs::read_to_string(beside(&aside, "-wal")).unwrap(),
            "the last minutes"
        );
    }

    #[tokio::test]
    async fn three_copies_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let state = StateDir::open(folder.path().to_owned()).unwrap();
        let (db, _) = open_or_recover(&state, 0).unwrap();
        for hour in 0..5 {
            copy_now(&db, &state, hour * 3_600_000).await.unwrap();
        }
        assert_eq!(copies(&state.backups()).len(), COPIES);
    }
}
