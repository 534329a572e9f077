//! Reads a backup into a new folder, believing nothing it says without looking.
//!
//! Owns the checks: plain names of known places, no links, not a byte more than the manifest says,
//! each file as it was. Stops at the first thing that is wrong.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::error::BackupError;
use super::manifest::{self, FileRow, Manifest};
use crate::storage::{StorageError, hex};

/// The kind bits of a Unix mode, and those of an ordinary file.
const KIND: u32 = 0o170_000;
const ORDINARY: u32 = 0o100_000;

/// Writes every file of the backup below `folder`, which exists and is empty.
pub fn unpack(backup: &Path, folder: &Path) -> Result<Manifest, BackupError> {
    let file = File::open(backup).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => BackupError::Missing(backup.to_owned()),
        _ => StorageError::io(backup)(error).into(),
    })?;
    let mut zip = ZipArchive::new(file).map_err(|_| BackupError::NotOurs)?;
    let manifest = read_manifest(&mut zip)?;
    // A zip may name a file twice; what is counted is what was written into it.
    if zip.len() != manifest.files.len() + 1 {
        let known = |name: &str| {
            name == manifest::NAME || manifest.files.iter().any(|row| row.path == name)
        };
        let stranger = (0..zip.len()).find_map(|at| {
            let entry = zip.by_index(at).ok()?;
            let name = entry.name().ok()?.into_owned();
            (!known(&name)).then_some(name)
        });
        return Err(BackupError::Name(stranger.unwrap_or_default()));
    }
    for row in &manifest.files {
        write(&mut zip, row, folder)?;
    }
    Ok(manifest)
}

pub(super) fn read_manifest(zip: &mut ZipArchive<File>) -> Result<Manifest, BackupError> {
    let mut entry = zip
        .by_name(manifest::NAME)
        .map_err(|_| BackupError::NotOurs)?;
    let mut bytes = Vec::new();
    let read = (&mut entry)
        .take(manifest::MAX_BYTES + 1)
        .read_to_end(&mut bytes);
    if read.is_err() || bytes.len() as u64 > manifest::MAX_BYTES {
        return Err(BackupError::NotOurs);
    }
    Manifest::read(&bytes)
}

fn write(zip: &mut ZipArchive<File>, row: &FileRow, folder: &Path) -> Result<(), BackupError> {
    let damaged = || BackupError::Damaged(row.path.clone());
    let entry = zip.by_name(&row.path).map_err(|_| damaged())?;
    let ordinary = entry
        .unix_mode()
        .is_none_or(|mode| mode & KIND == ORDINARY || mode & KIND == 0);
    if !ordinary || entry.is_symlink() || entry.is_dir() || entry.encrypted() {
        return Err(BackupError::Name(row.path.clone()));
    }
    let target = folder.join(&row.path);
    let mut out = create(&target)?;
    let (mut hasher, mut count) = (Sha256::new(), 0_u64);
    let mut buffer = vec![0; 64 * 1024];
    // One byte more than it may be tells that there is more.
    let mut bytes = entry.take(row.bytes.saturating_add(1));
    loop {
        let read = bytes.read(&mut buffer).map_err(|_| damaged())?;
        if read == 0 {
            break;
        }
        count += read as u64;
        if count > row.bytes {
            return Err(damaged());
        }
        hasher.update(&buffer[..read]);
        out.write_all(&buffer[..read])
            .map_err(StorageError::io(&target))?;
    }
    if count != row.bytes || hex(&hasher.finalize()) != row.sha256 {
        return Err(damaged());
    }
    if let Ok(ms) = u64::try_from(row.modified_at) {
        // What is newer than the tables is found by this after the restore; failing to set it
        // only makes that look longer.
        let _ = out.set_modified(UNIX_EPOCH + Duration::from_millis(ms));
    }
    Ok(out.sync_all().map_err(StorageError::io(&target))?)
}

fn create(target: &Path) -> Result<File, StorageError> {
    if let Some(folder) = target.parent() {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(StorageError::io(folder))?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(target).map_err(StorageError::io(target))
}
