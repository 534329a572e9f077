//! A home that is being replaced by a restored one: the note of it, and what a kill left.
//!
//! Owns the note beside the home and finding out, before a home is opened, whether the swap it
//! tells of was finished. A home is whole in one of three places at any moment, so nothing is
//! guessed: what is missing in its place is put there.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::atomic::{replace, sync_folder};
use super::error::StorageError;
use super::lock::StateLock;

/// What is being put in the place of a home; both lie beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SwapNote {
    /// The folder of the restored home, whole when the note is written.
    pub new: String,
    /// What the home that was there is called; `None` = there was none.
    pub kept: Option<String>,
}

/// What became of a swap that was cut off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// The restored home is in its place now.
    Finished {
        /// Where the home that was there lies.
        kept: Option<PathBuf>,
    },
    /// The home that was there is in its place.
    TakenBack,
}

impl SwapNote {
    /// Writes it, before anything is moved.
    pub fn write(&self, root: &Path) -> Result<(), StorageError> {
        replace(&place(root), &serde_json::to_vec(self)?)
    }

    /// Removes it: the swap is done, or was given up.
    pub fn clear(root: &Path) -> Result<(), StorageError> {
        let path = place(root);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StorageError::Io {
                path,
                source: error,
            }),
            _ => Ok(()),
        }
    }
}

/// Finishes or takes back a swap that a kill cut off; `None` = there was none.
///
/// # Errors
/// [`StorageError::Held`] while the swap is at work; where the disk refuses.
pub(super) fn settle(root: &Path) -> Result<Option<Settled>, StorageError> {
    let root = &led_to(root);
    let Some(note) = read(root)? else {
        return Ok(None);
    };
    let new = root.with_file_name(&note.new);
    let kept = note.kept.as_ref().map(|kept| root.with_file_name(kept));
    if new.is_dir() {
        // Whoever restores holds it as long as it is at work.
        drop(StateLock::take(&new)?);
    }
    let there = root.try_exists().map_err(StorageError::io(root))?;
    let settled = match (there, new.is_dir(), kept) {
        // It had not begun: what was unpacked is of no use any more.
        (true, true, _) => {
            std::fs::remove_dir_all(&new).map_err(StorageError::io(&new))?;
            Some(Settled::TakenBack)
        }
        (true, false, _) => None,
        (false, true, kept) => {
            std::fs::rename(&new, root).map_err(StorageError::io(root))?;
            Some(Settled::Finished {
                kept: kept.filter(|kept| kept.is_dir()),
            })
        }
        (false, false, Some(kept)) if kept.is_dir() => {
            std::fs::rename(&kept, root).map_err(StorageError::io(root))?;
            Some(Settled::TakenBack)
        }
        (false, false, _) => None,
    };
    if let Some(folder) = root.parent() {
        sync_folder(folder)?;
    }
    SwapNote::clear(root)?;
    Ok(settled)
}

fn read(root: &Path) -> Result<Option<SwapNote>, StorageError> {
    let path = place(root);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(StorageError::Io { path, source }),
    };
    let plain = |name: &String| {
        Path::new(name)
            .file_name()
            .is_some_and(|own| own == name.as_str())
    };
    let note: Option<SwapNote> = serde_json::from_slice(&bytes).ok();
    // Names of folders beside the home and nothing else: somebody else's file leads nowhere.
    Ok(note.filter(|note| plain(&note.new) && note.kept.iter().all(plain)))
}

/// A linked home: what it leads to is swapped, so the link may lead nowhere for a moment.
fn led_to(root: &Path) -> PathBuf {
    match std::fs::read_link(root) {
        Ok(to) => root
            .parent()
            .map_or_else(|| to.clone(), |parent| parent.join(&to)),
        Err(_) => root.to_owned(),
    }
}

fn place(root: &Path) -> PathBuf {
    let name = root.file_name().unwrap_or_default().to_string_lossy();
    root.with_file_name(format!("{name}.restore.json"))
}
