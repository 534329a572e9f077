//! The one notice that the next start shows of how the last run ended.
//!
//! Owns `crashes/notice.json`. It stands until it is put away or is a week old; a newer one takes
//! its place.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::clock::Ms;
use crate::storage::{StorageError, replace};

/// After this nobody asks any more, ms.
const OLD: Ms = 7 * 24 * 3_600_000;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "CrashKind")]
pub enum NoticeKind {
    /// It failed and ended; there is a report.
    Stopped,
    /// It ended without saying why.
    Silent,
    /// A part of it failed, and it was started again in place.
    Restarted,
}

/// What the end cut off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Interrupted {
    /// Messages that are answered now.
    pub messages: usize,
    /// Parts that may or may not have arrived.
    pub unknown: usize,
    /// Check-ins.
    pub beats: usize,
}

/// It.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// What happened.
    pub kind: NoticeKind,
    /// When it was found, ms.
    pub found_at: Ms,
    /// When it happened as far as is known, ms.
    pub at: Option<Ms>,
    /// The report.
    pub report: Option<String>,
    /// What was cut off.
    pub interrupted: Interrupted,
}

fn place(folder: &Path) -> PathBuf {
    folder.join("notice.json")
}

/// Keeps it until it is put away.
///
/// # Errors
/// It can't be written.
pub fn keep(folder: &Path, notice: &Notice) -> Result<(), StorageError> {
    replace(&place(folder), &serde_json::to_vec(notice)?)
}

/// The one that waits; one that can't be read is none.
///
/// # Errors
/// The folder can't be read.
pub fn waiting(folder: &Path, now: Ms) -> Result<Option<Notice>, StorageError> {
    let path = place(folder);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(StorageError::Io { path, source }),
    };
    let notice: Option<Notice> = serde_json::from_slice(&bytes)
        .inspect_err(|error| tracing::warn!(%error, "the notice of a crash can't be read"))
        .ok();
    Ok(notice.filter(|notice| now - notice.found_at < OLD))
}

/// It was read.
///
/// # Errors
/// It can't be removed.
pub fn dismiss(folder: &Path) -> Result<(), StorageError> {
    let path = place(folder);
    match std::fs::remove_file(&path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(StorageError::Io { path, source })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn it_stands_until_it_is_put_away_or_old() {
        let folder = tempfile::tempdir().unwrap();
        let notice = Notice {
            kind: NoticeKind::Silent,
            found_at: 1_000,
            at: None,
            report: None,
            interrupted: Interrupted::default(),
        };
        keep(folder.path(), &notice).unwrap();
        let check = |now: Ms, expected: Option<&Notice>| {
            assert_eq!(waiting(folder.path(), now).unwrap().as_ref(), expected);
        };
        check(2_000, Some(&notice));
        check(1_000 + OLD, None);
        dismiss(folder.path()).unwrap();
        check(2_000, None);
        dismiss(folder.path()).unwrap();
        std::fs::write(place(folder.path()), "{").unwrap();
        check(2_000, None);
    }
}
