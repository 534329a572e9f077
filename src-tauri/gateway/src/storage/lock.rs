//! One gateway per state directory: an OS lock that dies with its process.
//!
//! Owns `gateway.lock` and the holder's process id beside it. Never breaks a lock.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::error::StorageError;

/// Held as long as this lives.
#[derive(Debug)]
pub struct StateLock {
    _file: File,
}

impl StateLock {
    /// Takes the lock of `state_dir` or says who holds it.
    pub fn take(state_dir: &Path) -> Result<Self, StorageError> {
        let path = state_dir.join("gateway.lock");
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).read(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(StorageError::io(&path))?;
        // The pid stands in a neighbour: on Windows nobody can read a locked file.
        let pid_path = state_dir.join("gateway.pid");
        match file.try_lock() {
            Ok(()) => {
                let pid = std::process::id().to_string();
                std::fs::write(&pid_path, pid).map_err(StorageError::io(&pid_path))?;
                Ok(Self { _file: file })
            }
            Err(TryLockError::WouldBlock) => {
                let pid = std::fs::read_to_string(&pid_path).ok();
                Err(StorageError::Held {
                    pid: pid.and_then(|pid| pid.trim().parse().ok()),
                })
            }
            Err(TryLockError::Error(source)) => Err(StorageError::Io { path, source }),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_second_holder_is_told_who_the_first_is() {
        let folder = tempfile::tempdir().unwrap();
        let first = StateLock::take(folder.path()).unwrap();
        match StateLock::take(folder.path()) {
            Err(StorageError::Held { pid }) => assert_eq!(pid, Some(std::process::id())),
            other => panic!("{other:?}"),
        }
        drop(first);
        StateLock::take(folder.path()).unwrap();
    }
}
