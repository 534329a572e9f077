//! Jobs that were removed: each lies in the trash with its record and its log, and comes back whole.
//!
//! Owns `trash/job-<id>/`. The record is written before the job goes from the list, its log moves
//! behind it; what a kill leaves between is harmless. The tables keep what ran. Blocks on the disk.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::error::CronError;
use super::job::Job;
use super::run_log::file_name;
use crate::clock::Ms;
use crate::storage::{StorageError, replace};

/// They lie there so long, ms (design.md §2).
const KEEP: Ms = 30 * 24 * 3_600_000;
const PREFIX: &str = "job-";
const RECORD: &str = "job.json";
const LOG: &str = "runs.jsonl";

/// What is kept beside the log.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    /// When it was removed, ms.
    at: Ms,
    /// The job as it stood in the list.
    job: Map<String, Value>,
}

/// The place of a job; `None` for an id that is no file name. `folder` is that of `jobs.json`.
fn place_of(folder: &Path, id: &str) -> Option<PathBuf> {
    file_name(id)?;
    Some(folder.parent()?.join("trash").join(format!("{PREFIX}{id}")))
}

fn log_of(folder: &Path, id: &str) -> Option<PathBuf> {
    Some(folder.join("runs").join(file_name(id)?))
}

/// Keeps the record of a job that is about to go. Durable when it returns.
///
/// # Errors
/// When it can't be written.
pub(super) fn keep(folder: &Path, job: &Job, now: Ms) -> Result<(), CronError> {
    let Some(place) = place_of(folder, &job.id) else {
        return Ok(());
    };
    std::fs::create_dir_all(&place).map_err(StorageError::io(&place))?;
    let kept = Kept {
        at: now,
        job: job.record().clone(),
    };
    let bytes = serde_json::to_vec_pretty(&kept).map_err(StorageError::from)?;
    Ok(replace(&place.join(RECORD), &bytes)?)
}

/// Moves the log of a job that is gone to its record.
///
/// # Errors
/// When it can't be moved.
pub(super) fn take_log(folder: &Path, id: &str) -> Result<(), CronError> {
    match (place_of(folder, id), log_of(folder, id)) {
        (Some(place), Some(log)) => Ok(join(&log, &place.join(LOG))?),
        _ => Ok(()),
    }
}

/// The job as it was when it was removed; `None` = it does not lie there.
pub(super) fn held(folder: &Path, id: &str) -> Option<Job> {
    let kept = kept(&place_of(folder, id)?)?;
    Job::read(&Value::Object(kept.job)).filter(|job| job.id == id)
}

/// Moves the log of a job that is in the list again back to its place.
///
/// # Errors
/// When it can't be moved.
pub(super) fn bring_back(folder: &Path, id: &str) -> Result<(), CronError> {
    let (Some(place), Some(log)) = (place_of(folder, id), log_of(folder, id)) else {
        return Ok(());
    };
    if !place.exists() {
        return Ok(());
    }
    // A run that was under way when the job was removed has written since.
    join(&log, &place.join(LOG))?;
    join(&place.join(LOG), &log)?;
    Ok(std::fs::remove_dir_all(&place).map_err(StorageError::io(&place))?)
}

/// Lets go what has lain in the trash for 30 days. `folder` is that of `jobs.json`.
///
/// # Errors
/// When it can't be removed.
pub fn empty_trash(folder: &Path, now: Ms) -> Result<(), CronError> {
    let trash = folder.parent().map(|root| root.join("trash"));
    let places = trash.and_then(|trash| std::fs::read_dir(trash).ok());
    for place in places.into_iter().flatten().flatten() {
        let own = place.file_name().to_string_lossy().starts_with(PREFIX);
        let path = place.path();
        if own && kept(&path).is_some_and(|kept| kept.at + KEEP < now) {
            std::fs::remove_dir_all(&path).map_err(StorageError::io(&path))?;
        }
    }
    Ok(())
}

fn kept(place: &Path) -> Option<Kept> {
    serde_json::from_slice(&std::fs::read(place.join(RECORD)).ok()?).ok()
}

/// Moves a file behind another one's bytes, or to its place where there is none.
fn join(from: &Path, to: &Path) -> Result<(), StorageError> {
    let behind = match std::fs::read(from) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StorageError::io(from)(error)),
    };
    match std::fs::read(to) {
        Ok(mut bytes) => {
            bytes.extend(behind);
            replace(to, &bytes)?;
            std::fs::remove_file(from).map_err(StorageError::io(from))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if let Some(folder) = to.parent() {
                std::fs::create_dir_all(folder).map_err(StorageError::io(folder))?;
            }
            std::fs::rename(from, to).map_err(StorageError::io(to))
        }
        Err(error) => Err(StorageError::io(to)(error)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    const NOW: Ms = 1_795_278_600_000;

    fn job() -> Job {
        Job::read(&json!({
            "id": "tea", "name": "Tea", "state": {"lastStatus": "ok"}, "moon": "full",
            "schedule": {"kind": "cron", "expr": "0 8 * * *"},
            "payload": {"kind": "notify", "text": "tea"},
        }))
        .unwrap()
    }

    #[test]
    fn a_removed_job_lies_in_the_trash_whole_and_comes_back_with_what_was_logged_since() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("cron");
        let log = folder.join("runs/tea.jsonl");
        std::fs::create_dir_all(folder.join("runs")).unwrap();
        std::fs::write(&log, "1\n2\n").unwrap();
        keep(&folder, &job(), NOW).unwrap();
        take_log(&folder, "tea").unwrap();
        assert!(!log.exists());
        assert_eq!(held(&folder, "tea").unwrap(), job());
        std::fs::write(&log, "3\n").unwrap();
        bring_back(&folder, "tea").unwrap();
        assert_eq!(std::fs::read_to_string(&log).unwrap(), "1\n2\n3\n");
        assert!(held(&folder, "tea").is_none());
        // Done again, nothing is different.
        bring_back(&folder, "tea").unwrap();
        assert_eq!(std::fs::read_to_string(&log).unwrap(), "1\n2\n3\n");
    }

    #[test]
    fn it_is_let_go_after_thirty_days_and_nothing_else_is() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("cron");
        let other = root.path().join("trash/session-a");
        std::fs::create_dir_all(&other).unwrap();
        keep(&folder, &job(), NOW).unwrap();
        empty_trash(&folder, NOW + KEEP).unwrap();
        assert!(held(&folder, "tea").is_some());
        empty_trash(&folder, NOW + KEEP + 1).unwrap();
        assert!(held(&folder, "tea").is_none());
        assert!(other.exists());
    }

    #[test]
    fn an_id_that_is_no_file_name_leads_nowhere() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("cron");
        for id in ["../x", "a/b", ".x", ""] {
            assert!(held(&folder, id).is_none());
            take_log(&folder, id).unwrap();
            bring_back(&folder, id).unwrap();
        }
        assert_eq!(std::fs::read_dir(root.path()).unwrap().count(), 0);
    }
}
