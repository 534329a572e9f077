//! Changes of session ids that `sessions.json` does not hold yet.
//!
//! Owns `sessions.json.pending`: one line a change, synced before the new id is used. So a new
//! conversation costs one short line, however many others there are; `sessions.json` follows
//! within a second, many changes in one write, and the lines are gone then. Never holds what is
//! only a projection.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::entry::EntryView;
use crate::storage::{JsonlLog, LinesForward, StorageError, sync_folder};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Change {
    /// The key in its canonical spelling.
    pub key: String,
    /// Its record as it stands in the file; `None` = it has none any more.
    pub record: Option<String>,
}

/// Adds a change, durable when this returns.
pub(super) fn append(folder: &Path, change: &Change) -> Result<(), StorageError> {
    let path = file(folder);
    let new = !path.exists();
    let (mut log, _) = JsonlLog::open(&path)?;
    log.append(&[serde_json::to_string(change)?])?;
    log.sync()?;
    if new {
        sync_folder(folder)?;
    }
    Ok(())
}

/// The last change of each key, in the order of their first ones. A line that can't be read was
/// never said to be durable.
pub(super) fn read(folder: &Path) -> Result<Vec<Change>, StorageError> {
    let mut changes: Vec<Change> = Vec::new();
    for line in LinesForward::open(&file(folder))? {
        let Ok(change) = serde_json::from_str::<Change>(&line?.text) else {
            continue;
        };
        match changes.iter_mut().find(|held| held.key == change.key) {
            Some(held) => *held = change,
            None => changes.push(change),
        }
    }
    Ok(changes)
}

/// What a folder's list does not say yet, by key: the record, or that there is none any more. For
/// who looks at the files without opening the home.
pub fn pending_records(folder: &Path) -> Vec<(String, Option<EntryView>)> {
    let changes = read(folder).unwrap_or_default().into_iter();
    let records = changes.filter_map(|Change { key, record }| match record {
        Some(text) => Some((key, Some(EntryView(serde_json::from_str(&text).ok()?)))),
        None => Some((key, None)),
    });
    records.collect()
}

/// `sessions.json` holds all of them now.
pub(super) fn clear(folder: &Path) -> Result<(), StorageError> {
    let path = file(folder);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StorageError::Io {
            path,
            source: error,
        }),
        _ => Ok(()),
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("sessions.json.pending")
}
