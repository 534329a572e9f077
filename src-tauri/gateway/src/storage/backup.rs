//! Copies of damaged files, named by the time.
//!
//! Owns the name `*.bak-YYYYMMDD-HHMMSS`. Never deletes anything.

use std::path::{Path, PathBuf};

use super::error::StorageError;
use crate::clock::{Ms, utc};

/// `20261121-094733`, UTC.
pub fn stamp(at: Ms) -> String {
    utc(at).format("%Y%m%d-%H%M%S").to_string()
}

/// Copies `path` to `<name>.bak-<stamp>` (with `-2`, `-3` … if that exists) and says where.
pub fn set_aside(path: &Path, at: Ms) -> Result<PathBuf, StorageError> {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let mut target = path.with_file_name(format!("{name}.bak-{}", stamp(at)));
    let mut n = 2;
    while target.exists() {
        target = path.with_file_name(format!("{name}.bak-{}-{n}", stamp(at)));
        n += 1;
    }
    std::fs::copy(path, &target).map_err(StorageError::io(&target))?;
    Ok(target)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn two_copies_in_one_second_do_not_meet() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cove.db");
        std::fs::write(&path, "x").unwrap();
        let first = set_aside(&path, 1_795_254_453_000).unwrap();
        let second = set_aside(&path, 1_795_254_453_000).unwrap();
        assert_eq!(first.file_name().unwrap(), "cove.db.bak-20261121-094733");
        assert_ne!(first, second);
    }
}
