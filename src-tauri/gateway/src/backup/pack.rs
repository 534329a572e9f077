//! Writes a backup.
//!
//! Owns the zip. A log that grows meanwhile is taken up to its last whole line; every byte that
//! goes in is hashed on its way, so the manifest tells what is in the zip and not what was meant.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::collect::collect;
use super::error::BackupError;
use super::manifest::{self, FileRow, LeftOut, LeftOutWhy, Manifest};
use crate::clock::Ms;
use crate::storage::{SCHEMA_VERSION, StorageError, hex, stamp};

/// What a backup is made from.
#[derive(Debug)]
pub struct Sources {
    /// The home.
    pub root: PathBuf,
    /// Its id.
    pub home_id: String,
    /// This build.
    pub build: &'static str,
    /// When it was begun, ms.
    pub now: Ms,
    /// A consistent copy of the tables, taken before the plain files are read.
    pub tables: PathBuf,
    /// The settings without secrets; `None` where they can't be read.
    pub settings: Option<String>,
    /// Settings whose plain secret was taken out.
    pub secrets: Vec<String>,
    /// Folders of the agents that lie outside the home.
    pub outside: Vec<PathBuf>,
}

/// A backup that was made.
#[derive(Debug)]
pub struct Packed {
    /// Where.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// What it holds.
    pub manifest: Manifest,
}

/// `cove-20261121-094733.zip`.
pub fn default_name(now: Ms) -> String {
    format!("cove-{}.zip", stamp(now))
}

/// Writes the backup to `target`, readable by its owner alone. Nothing is left there if it fails.
///
/// # Errors
/// Where `target` exists, or the disk refuses.
pub fn pack(sources: Sources, target: &Path) -> Result<Packed, BackupError> {
    if target.exists() {
        return Err(BackupError::Exists(target.to_owned()));
    }
    let folder = target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let io = || StorageError::io(target);
    let temporary = tempfile::Builder::new()
        .prefix(".cove-")
        .suffix(".tmp")
        .tempfile_in(folder)
        .map_err(io())?;
    let mut packer = Packer {
        zip: ZipWriter::new(temporary.reopen().map_err(io())?),
        files: Vec::new(),
        target,
    };
    let collected = collect(&sources.root);
    let mut left_out = collected.left_out;
    packer.add("cove.db", &mut open(&sources.tables)?, sources.now)?;
    match sources.settings {
        Some(text) => packer.add("cove.json", &mut text.as_bytes(), sources.now)?,
        None => left_out.push(LeftOut {
            path: "cove.json".into(),
            why: LeftOutWhy::Unreadable,
        }),
    }
    for (name, path) in collected.files {
        match read(&path) {
            Ok((mut bytes, modified_at)) => packer.add(&name, &mut bytes, modified_at)?,
            // A file that goes away while the backup is made is no failure of the backup.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(_) => left_out.push(LeftOut {
                path: name,
                why: LeftOutWhy::Unreadable,
            }),
        }
    }
    left_out.extend(sources.outside.iter().map(|path| LeftOut {
        path: path.display().to_string(),
        why: LeftOutWhy::Outside,
    }));
    let manifest = Manifest {
        format: manifest::FORMAT,
        cove: sources.build.to_owned(),
        schema: SCHEMA_VERSION,
        home_id: sources.home_id,
        created_at: sources.now,
        files: std::mem::take(&mut packer.files),
        secrets: sources.secrets,
        left_out,
    };
    packer.finish(&manifest)?;
    temporary.as_file().sync_all().map_err(io())?;
    let file = temporary
        .persist_noclobber(target)
        .map_err(|error| StorageError::io(target)(error.error))?;
    Ok(Packed {
        path: target.to_owned(),
        bytes: file.metadata().map_err(io())?.len(),
        manifest,
    })
}

struct Packer<'a> {
    zip: ZipWriter<File>,
    files: Vec<FileRow>,
    target: &'a Path,
}

impl Packer<'_> {
    fn add(
        &mut self,
        name: &str,
        bytes: &mut dyn Read,
        modified_at: Ms,
    ) -> Result<(), BackupError> {
        self.begin(name)?;
        let (mut hasher, mut count) = (Sha256::new(), 0_u64);
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = bytes
                .read(&mut buffer)
                .map_err(StorageError::io(Path::new(name)))?;
            if read == 0 {
                break;
            }
            hasher.update(&buffer[..read]);
            count += read as u64;
            self.zip
                .write_all(&buffer[..read])
                .map_err(StorageError::io(self.target))?;
        }
        self.files.push(FileRow {
            path: name.to_owned(),
            bytes: count,
            sha256: hex(&hasher.finalize()),
            modified_at,
        });
        Ok(())
    }

    fn begin(&mut self, name: &str) -> Result<(), BackupError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .unix_permissions(0o600)
            // The size is not known beforehand.
            .large_file(true);
        let begun = self.zip.start_file(name, options);
        Ok(begun.map_err(|error| StorageError::io(self.target)(error.into()))?)
    }

    fn finish(mut self, manifest: &Manifest) -> Result<(), BackupError> {
        let text = serde_json::to_vec_pretty(manifest).map_err(StorageError::from)?;
        self.begin(manifest::NAME)?;
        self.zip
            .write_all(&text)
            .map_err(StorageError::io(self.target))?;
        let done = self.zip.finish();
        done.map_err(|error| StorageError::io(self.target)(error.into()))?;
        Ok(())
    }
}

fn open(path: &Path) -> Result<File, StorageError> {
    File::open(path).map_err(StorageError::io(path))
}

/// A file as far as it is whole, and when it was changed.
fn read(path: &Path) -> std::io::Result<(Box<dyn Read>, Ms)> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    let modified = metadata
        .modified()
        .ok()
        .and_then(|at| at.duration_since(UNIX_EPOCH).ok())
        .and_then(|since| Ms::try_from(since.as_millis()).ok())
        .unwrap_or(0);
    let is_log = path
        .file_name()
        .is_some_and(|name| name.to_string_lossy().contains(".jsonl"));
    let end = match is_log {
        true => whole_lines(&mut file, metadata.len())?,
        // What grows meanwhile is taken as it was.
        false => metadata.len(),
    };
    file.seek(SeekFrom::Start(0))?;
    Ok((Box::new(file.take(end)), modified))
}

/// How much of a log are whole lines. A last line without a line break counts if it is whole.
fn whole_lines(file: &mut File, length: u64) -> std::io::Result<u64> {
    const BLOCK: u64 = 64 * 1024;
    let (mut end, mut tail) = (length, Vec::new());
    while end > 0 {
        let start = end.saturating_sub(BLOCK);
        let mut block = vec![0; usize::try_from(end - start).unwrap_or(usize::MAX)];
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(&mut block)?;
        let at = block.iter().rposition(|byte| *byte == b'\n');
        let rest = block.split_off(at.map_or(0, |at| at + 1));
        tail.splice(0..0, rest);
        if at.is_some() {
            break;
        }
        end = start;
    }
    let is_whole = serde_json::from_slice::<serde::de::IgnoredAny>(&tail).is_ok();
    Ok(match is_whole {
        true => length,
        false => length - tail.len() as u64,
    })
}
