//! The backups that lie in a folder, and what each holds.
//!
//! Owns reading their manifests; unpacks nothing. A file that is no backup is listed with the
//! reason, so that nobody wonders where it went.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde_json::Value;
use zip::ZipArchive;

use super::error::BackupError;
use super::manifest::Manifest;
use super::unpack::read_manifest;
use crate::clock::Ms;
use crate::storage::StorageError;

/// Largest list of jobs that is looked into, bytes.
const JOBS: u64 = 16 * 1024 * 1024;

/// One file of the folder.
#[derive(Debug)]
pub struct Shelved {
    /// Where.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// When the file was written last, ms.
    pub modified_at: Ms,
    /// What it holds, or why that can't be told.
    pub contents: Result<Contents, BackupError>,
}

/// What a backup holds, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Transcripts.
    pub conversations: usize,
    /// Files of the agents.
    pub notes: usize,
    /// Jobs; `None` where that can't be told.
    pub jobs: Option<usize>,
    /// The settings are in it.
    pub settings: bool,
}

/// Every `.zip` of a folder, the newest first.
pub fn shelf(folder: &Path) -> Result<Vec<Shelved>, StorageError> {
    let entries = std::fs::read_dir(folder).map_err(StorageError::io(folder))?;
    let mut found: Vec<Shelved> = entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "zip"))
        .map(shelved)
        .collect();
    found.sort_by_key(|one| {
        let made = one.contents.as_ref().map(|held| held.manifest.created_at);
        std::cmp::Reverse(made.unwrap_or(one.modified_at))
    });
    Ok(found)
}

fn shelved(path: PathBuf) -> Shelved {
    let about = std::fs::metadata(&path).ok();
    let modified = about.as_ref().and_then(|about| about.modified().ok());
    let since = modified.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    Shelved {
        bytes: about.map_or(0, |about| about.len()),
        modified_at: since.map_or(0, |since| Ms::try_from(since.as_millis()).unwrap_or(0)),
        contents: look(&path),
        path,
    }
}

/// What one backup holds, as its manifest says.
pub fn look(path: &Path) -> Result<Contents, BackupError> {
    let file = File::open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => BackupError::Missing(path.to_owned()),
        _ => StorageError::io(path)(error).into(),
    })?;
    let mut zip = ZipArchive::new(file).map_err(|_| BackupError::NotOurs)?;
    let manifest = read_manifest(&mut zip)?;
    let count = |fits: fn(&str) -> bool| {
        let names = manifest.files.iter().map(|row| row.path.as_str());
        names.filter(|name| fits(name)).count()
    };
    let (conversations, notes) = (count(is_transcript), count(is_note));
    Ok(Contents {
        conversations,
        notes,
        jobs: jobs(&mut zip),
        settings: count(|name| name == "cove.json") == 1,
        manifest,
    })
}

fn is_transcript(name: &str) -> bool {
    name.starts_with("agents/") && name.contains("/sessions/") && name.ends_with(".jsonl")
}

fn is_note(name: &str) -> bool {
    let top = name.split('/').next().unwrap_or_default();
    let workspace = top == "workspace" || top.starts_with("workspace-");
    let hidden = name.split('/').any(|part| part.starts_with('.'));
    workspace && !hidden && name.contains('/')
}

fn jobs(zip: &mut ZipArchive<File>) -> Option<usize> {
    let mut entry = match zip.by_name("cron/jobs.json") {
        Ok(entry) => entry,
        Err(zip::result::ZipError::FileNotFound) => return Some(0),
        Err(_) => return None,
    };
    let mut bytes = Vec::new();
    (&mut entry).take(JOBS).read_to_end(&mut bytes).ok()?;
    let value: Value = serde_json::from_slice(&bytes).ok()?;
    Some(value.get("jobs")?.as_array()?.len())
}
