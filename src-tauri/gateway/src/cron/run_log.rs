//! `cron/runs/<jobId>.jsonl`: finished runs in the field's shape, one a line.
//!
//! Owns the line, its file's name and how long the file grows. An export: the tables are the truth
//! about what ran, and nothing here is read to decide.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::error::CronError;
use crate::clock::Ms;
use crate::storage::{JsonlLog, StorageError, replace};

/// A file larger than this is cut to its newest lines, bytes.
const MOST_BYTES: u64 = 2_000_000;
/// So many stay.
const LINES_KEPT: usize = 2_000;

/// A finished run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RunLine {
    /// When it was written, ms.
    pub ts: Ms,
    /// Its job.
    pub job_id: String,
    /// `finished`.
    pub action: String,
    /// `ok`, `error` or `skipped`.
    pub status: String,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What it said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// It arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered: Option<bool>,
    /// `delivered`, `not-delivered`, `unknown` or `not-requested`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_status: Option<String>,
    /// Why it did not arrive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_error: Option<String>,
    /// Its session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// Its session's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_key: Option<String>,
    /// When it began, ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_at_ms: Option<Ms>,
    /// How long it took, ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<Ms>,
    /// The job's next slot, ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_run_at_ms: Option<Ms>,
    /// The model that answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Its provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Tokens, in the field's names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage: Option<Value>,
    /// Fields not known here, and Cove's own under `cove`.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Whether a job's file holds a run.
pub(super) fn has_run(folder: &Path, id: &str) -> bool {
    let path = file_name(id).map(|name| folder.join("runs").join(name));
    let size = path.and_then(|path| path.metadata().ok());
    size.is_some_and(|file| file.len() > 0)
}

/// The file of a job; `None` for an id that would lead out of the folder.
pub(super) fn file_name(id: &str) -> Option<String> {
    let plain = !id.is_empty()
        && id.len() <= 200
        && !id.starts_with('.')
        && !id.contains(['/', '\\', '\0', ':']);
    plain.then(|| format!("{id}.jsonl"))
}

fn path_of(folder: &Path, id: &str) -> Result<PathBuf, CronError> {
    let name = file_name(id).ok_or_else(|| CronError::BadId(id.to_owned()))?;
    Ok(folder.join(name))
}

/// Appends a run to its job's file in `folder` (`cron/runs`). Durable when it returns.
///
/// # Errors
/// When the id is no file name or the file can't be written.
pub fn append_run(folder: &Path, line: &RunLine) -> Result<(), CronError> {
    let path = path_of(folder, &line.job_id)?;
    std::fs::create_dir_all(folder).map_err(StorageError::io(folder))?;
    let (mut log, _) = JsonlLog::open(&path)?;
    log.append(&[serde_json::to_string(line).map_err(StorageError::from)?])?;
    log.sync()?;
    drop(log);
    let length = std::fs::metadata(&path)
        .map_err(StorageError::io(&path))?
        .len();
    if length > MOST_BYTES {
        let text = std::fs::read_to_string(&path).map_err(StorageError::io(&path))?;
        let lines: Vec<&str> = text.lines().collect();
        let kept = &lines[lines.len().saturating_sub(LINES_KEPT)..];
        replace(&path, format!("{}\n", kept.join("\n")).as_bytes())?;
    }
    Ok(())
}

/// The newest runs of a job's file, oldest first. Lines that can't be read are left out.
///
/// # Errors
/// When the id is no file name or the file can't be read.
pub fn read_runs(folder: &Path, id: &str, limit: usize) -> Result<Vec<RunLine>, CronError> {
    let path = path_of(folder, id)?;
    let text = match std::fs::read(&path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StorageError::io(&path)(error).into()),
    };
    let mut newest: Vec<RunLine> = text
        .lines()
        .rev()
        .filter_map(|line| serde_json::from_str(line).ok())
        .take(limit)
        .collect();
    newest.reverse();
    Ok(newest)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn line(n: i64) -> RunLine {
        RunLine {
            ts: n,
            job_id: "j".into(),
            action: "finished".into(),
            status: "ok".into(),
            summary: Some("s".repeat(1_500)),
            ..RunLine::default()
        }
    }

    #[test]
    fn runs_are_appended_and_a_long_file_keeps_its_newest_lines() {
        let folder = tempfile::tempdir().unwrap();
        let runs = folder.path().join("runs");
        for n in 0..3 {
            append_run(&runs, &line(n)).unwrap();
        }
        let found: Vec<Ms> = read_runs(&runs, "j", 2)
            .unwrap()
            .iter()
            .map(|run| run.ts)
            .collect();
        assert_eq!(found, [1, 2]);

        let long: String = (0..2_500)
            .map(|n| format!("{{\"ts\":{n},\"summary\":\"{}\"}}\n", "x".repeat(900)))
            .collect();
        std::fs::write(runs.join("j.jsonl"), long).unwrap();
        append_run(&runs, &line(9_999)).unwrap();
        let found = read_runs(&runs, "j", 5_000).unwrap();
        assert_eq!((found.len(), found.last().unwrap().ts), (LINES_KEPT, 9_999));
        assert_eq!(read_runs(&runs, "other", 5).unwrap(), []);
    }

    #[test]
    fn an_id_that_leads_out_of_the_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for id in ["../x", "a/b", "a\\b", "", "a\0b", ".."] {
            let wrong = RunLine {
                job_id: id.into(),
                ..line(1)
            };
            assert!(
                matches!(append_run(folder.path(), &wrong), Err(CronError::BadId(_))),
                "{id}"
            );
        }
    }

    #[test]
    fn lines_of_the_field_are_read_and_printed_as_they_were() {
        let written = include_str!(
            "../../../../tests/fixtures/openclaw-2026.3/cron/runs/cf260c13-8db7-4c1a-9383-d5c7baa33f02.jsonl"
        );
        let read: RunLine = serde_json::from_str(written.trim()).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), written.trim());
    }
}
