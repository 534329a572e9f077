//! What the last check read of each transcript.
//!
//! Owns that memory: a file whose size and time did not change is not read again, so that a check
//! every half hour does not read a home of ten thousand conversations each time.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::transcript::{Judged, judge};

/// The memory of one home's checks.
#[derive(Debug, Default)]
pub struct Cache {
    held: HashMap<PathBuf, (u64, Option<SystemTime>, Judged)>,
}

impl Cache {
    /// The judgement of a transcript, read only where it changed.
    pub(super) fn judged(&mut self, path: &Path) -> std::io::Result<(u64, Judged)> {
        let metadata = std::fs::metadata(path)?;
        let (bytes, changed) = (metadata.len(), metadata.modified().ok());
        if let Some((held, at, judged)) = self.held.get(path)
            && *held == bytes
            && *at == changed
        {
            return Ok((bytes, judged.clone()));
        }
        let judged = judge(&std::fs::read(path)?);
        self.held
            .insert(path.to_owned(), (bytes, changed, judged.clone()));
        Ok((bytes, judged))
    }

    /// Forgets files that are gone.
    pub(super) fn forget_gone(&mut self) {
        self.held.retain(|path, _| path.exists());
    }
}
