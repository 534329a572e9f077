//! Puts a restored home in its place; the one that was there is kept beside it.
//!
//! Owns the new folder, its last check and the two renames. The home waits for *Take over here*
//! afterwards. Never touches the old home's files.

use std::path::{Path, PathBuf};

use super::error::BackupError;
use super::manifest::Manifest;
use super::unpack::unpack;
use crate::clock::Ms;
use crate::storage::{
    StateLock, StorageError, SwapNote, check_database, mark_restored, stamp, sync_folder,
};

/// What a restore did.
#[derive(Debug)]
pub struct Restored {
    /// Where the home that was there lies now.
    pub kept: Option<PathBuf>,
    /// What was restored.
    pub manifest: Manifest,
}

/// Restores `backup` as the home in `root`.
///
/// # Errors
/// Where a gateway holds the home, the backup can't be trusted or is of a newer Cove, or the disk
/// refuses. The home that is there stays as it is then.
pub fn restore(backup: &Path, root: &Path, now: Ms) -> Result<Restored, BackupError> {
    let root = whole(root)?;
    let lock = match root.is_dir() {
        true => Some(StateLock::take(&root)?),
        false => None,
    };
    swap(prepare(backup, &root, now)?, lock)
}

/// A restored home that is whole and lies beside the one it is to replace. Dropped, it is gone.
#[derive(Debug)]
pub struct Prepared {
    root: PathBuf,
    new: PathBuf,
    kept: Option<PathBuf>,
    /// What it holds.
    pub manifest: Manifest,
    done: bool,
}

impl Prepared {
    /// Where the home that is there will lie.
    pub fn kept(&self) -> Option<&Path> {
        self.kept.as_deref()
    }

    /// Puts it in its place; nobody holds the home by now.
    ///
    /// # Errors
    /// Where somebody does, or the disk refuses. The home that is there stays as it is then.
    pub fn put_in_place(self) -> Result<Restored, BackupError> {
        let lock = match self.root.is_dir() {
            true => Some(StateLock::take(&self.root)?),
            false => None,
        };
        swap(self, lock)
    }
}

impl Drop for Prepared {
    fn drop(&mut self) {
        if !self.done {
            // It was made here and holds nothing but what the backup brought.
            let _ = std::fs::remove_dir_all(&self.new);
        }
    }
}

/// Unpacks `backup` beside the home in `root` and looks it over. Touches nothing of the home, so
/// it may be at work.
///
/// # Errors
/// Where the backup can't be trusted or is of a newer Cove, or the disk refuses.
pub fn prepare(backup: &Path, root: &Path, now: Ms) -> Result<Prepared, BackupError> {
    let root = whole(root)?;
    let new = free(&root, "restoring", now);
    let manifest = fill(&new, backup).inspect_err(|_| {
        // It was made here a moment ago and holds nothing but what the backup brought.
        let _ = std::fs::remove_dir_all(&new);
    })?;
    let there = root.is_dir();
    Ok(Prepared {
        kept: there.then(|| free(&root, "before-restore", now)),
        root,
        new,
        manifest,
        done: false,
    })
}

/// A linked home stays linked: what it leads to is swapped.
fn whole(root: &Path) -> Result<PathBuf, BackupError> {
    let root = std::path::absolute(root).map_err(StorageError::io(root))?;
    Ok(root.canonicalize().unwrap_or(root))
}

fn swap(mut prepared: Prepared, lock: Option<StateLock>) -> Result<Restored, BackupError> {
    // Whoever starts the moment after the swap finds the new home held as well.
    let _held = StateLock::take(&prepared.new)?;
    // From here on it is the disk's: what goes wrong names where it lies.
    prepared.done = true;
    let (root, new) = (prepared.root.clone(), prepared.new.clone());
    let (kept, manifest) = (prepared.kept.clone(), prepared.manifest.clone());
    let swap = |source| BackupError::Swap {
        folder: new.clone(),
        source,
    };
    // From here on a start after a kill finishes it, or takes it back.
    SwapNote {
        new: name_of(&new),
        kept: kept.as_deref().map(name_of),
    }
    .write(&root)?;
    if let (Some(lock), Some(kept)) = (lock, &kept) {
        let lock = match cfg!(windows) {
            // Windows renames no folder in which a file is open.
            true => None,
            false => Some(lock),
        };
        if let Err(error) = std::fs::rename(&root, kept) {
            SwapNote::clear(&root)?;
            return Err(swap(error));
        }
        drop(lock);
    }
    if let Err(error) = std::fs::rename(&new, &root) {
        if let Some(kept) = &kept {
            // Nothing can be done where even this fails; the sentence says where both lie.
            let _ = std::fs::rename(kept, &root);
        }
        SwapNote::clear(&root)?;
        return Err(swap(error));
    }
    if let Some(folder) = root.parent() {
        sync_folder(folder)?;
    }
    SwapNote::clear(&root)?;
    if let Some(kept) = &kept {
        bring_backups(kept, &root);
    }
    Ok(Restored { kept, manifest })
}

/// The backups that lay in the home before lie in this one too: whoever went back too far can go
/// forward again.
fn bring_backups(kept: &Path, root: &Path) {
    let (from, to) = (kept.join("backups"), root.join("backups"));
    let Ok(entries) = std::fs::read_dir(&from) else {
        return;
    };
    for entry in entries.flatten() {
        let target = to.join(entry.file_name());
        let brought = std::fs::create_dir_all(&to)
            .and_then(|()| std::fs::hard_link(entry.path(), &target))
            .or_else(|_| std::fs::copy(entry.path(), &target).map(drop));
        if let Err(error) = brought {
            let file = entry.path();
            tracing::warn!(%error, file = %file.display(), "a backup stays in the home before");
        }
    }
}

fn fill(new: &Path, backup: &Path) -> Result<Manifest, BackupError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(new).map_err(StorageError::io(new))?;
    let manifest = unpack(backup, new)?;
    let tables = new.join("cove.db");
    if check_database(&tables).is_err() {
        return Err(BackupError::Damaged("cove.db".into()));
    }
    let home = BackupError::Damaged("home.json".into());
    mark_restored(new, manifest.created_at).map_err(|_| home)?;
    Ok(manifest)
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// A name beside the home that is not taken, so that the renames stay on one disk.
fn free(root: &Path, word: &str, now: Ms) -> PathBuf {
    let name = name_of(root);
    let mut path = root.with_file_name(format!("{name}.{word}-{}", stamp(now)));
    let mut n = 2;
    while path.exists() {
        path = root.with_file_name(format!("{name}.{word}-{}-{n}", stamp(now)));
        n += 1;
    }
    path
}
