//! The jobs of a home on disk: read tolerantly, written whole, edits by hand picked up.
//!
//! Owns `cron/jobs.json` and its good copy. Every write begins with the file as it is now, so that
//! an edit by hand is never lost. Blocks on the disk: call it from a blocking task.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::error::CronError;
use super::job::Job;
use super::jobs_file::{JOBS_VERSION, Jobs, JobsChange, ReadJobs};
use super::salvage::salvage;
use crate::clock::Ms;
use crate::error::{Problem, params};
use crate::storage::{StorageError, good_copy, replace, set_aside};

/// Its name in the folder.
pub(super) const FILE: &str = "jobs.json";

/// What opening the file found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenedJobs {
    /// It was damaged: the damaged bytes lie here, so many jobs were saved.
    pub mended: Option<MendedJobs>,
    /// Ids that stood there twice; the newer one stays.
    pub doubled: Vec<String>,
}

/// A damaged file and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MendedJobs {
    /// Where the damaged bytes lie.
    pub aside: PathBuf,
    /// Jobs that were saved.
    pub jobs: usize,
}

impl MendedJobs {
    /// As it is told.
    pub fn problem(&self) -> Problem {
        let path = self.aside.display().to_string();
        let told = [("path", path.into()), ("count", self.jobs.into())];
        Problem::with("jobs-mended", params(told))
    }
}

/// What a look at the file found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reread {
    /// Nothing new.
    Same,
    /// Another program or a person edited it.
    Changed(JobsChange),
    /// It can't be read just now, perhaps since it is being edited: the jobs before stay in force.
    Unreadable,
}

/// What the scheduler tells of its jobs, by id.
pub type States = HashMap<String, Map<String, Value>>;

/// The jobs of a home.
#[derive(Debug)]
pub struct JobStore {
    path: PathBuf,
    jobs: Jobs,
    /// The bytes the jobs were read from.
    seen: Option<Vec<u8>>,
    /// How the file with these bytes looked.
    stamp: Option<Stamp>,
    /// Higher with every change of the jobs.
    generation: u64,
    /// The file can't be read as it is now.
    unreadable: bool,
}

/// How a file looks from outside: another one has other bytes, save for a write of the same length
/// in the same tick of the disk's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp {
    modified: Option<std::time::SystemTime>,
    length: u64,
    /// Another one after a replace, where the system tells.
    node: u64,
}

impl Stamp {
    fn of(path: &Path) -> Result<Option<Self>, StorageError> {
        match std::fs::metadata(path) {
            Ok(found) => Ok(Some(Self {
                modified: found.modified().ok(),
                length: found.len(),
                node: node(&found),
            })),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StorageError::io(path)(error)),
        }
    }
}

#[cfg(unix)]
fn node(found: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(found)
}

#[cfg(not(unix))]
fn node(_: &std::fs::Metadata) -> u64 {
    0
}

impl JobStore {
    /// Opens `jobs.json` in `folder`, mending it where it is damaged. A missing one is no jobs.
    ///
    /// # Errors
    /// When it can't be read or is of a newer program.
    pub fn open(folder: &Path, now: Ms) -> Result<(Self, OpenedJobs), CronError> {
        let path = folder.join(FILE);
        let mut store = Self {
            stamp: Stamp::of(&path)?,
            path,
            jobs: Jobs::default(),
            seen: None,
            generation: 0,
            unreadable: false,
        };
        let mut opened = OpenedJobs::default();
        let Some(bytes) = bytes_of(&store.path)? else {
            return Ok((store, opened));
        };
        match Jobs::read(&bytes) {
            ReadJobs::Whole { jobs, doubled } => {
                store.jobs = jobs;
                store.keep_read(&bytes);
                store.seen = Some(bytes);
                opened.doubled = doubled;
            }
            ReadJobs::Newer(found) => return Err(store.newer(found)),
            ReadJobs::Damaged => {
                let aside = set_aside(&store.path, now)?;
                let good =
                    bytes_of(&good_copy(&store.path))?.or(bytes_of(&folder.join("jobs.json.bak"))?);
                store.jobs = salvage(&bytes, good.as_deref());
                let jobs = store.jobs.all().len();
                store.write(&States::new())?;
                opened.mended = Some(MendedJobs { aside, jobs });
            }
        }
        Ok((store, opened))
    }

    /// Where the file lies.
    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }

    /// Every job.
    pub fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    /// The file can't be read as it is now; the jobs before stay in force.
    pub fn is_unreadable(&self) -> bool {
        self.unreadable
    }

    /// Higher with every change of the jobs, whoever made it.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// As [`Self::reread`], but a file that looks as it was left is not read.
    ///
    /// # Errors
    /// When it can't be read or is of a newer program.
    pub fn look(&mut self) -> Result<Reread, CronError> {
        match Stamp::of(&self.path)? == self.stamp {
            true => Ok(Reread::Same),
            false => self.reread(),
        }
    }

    /// Reads the file and takes over what was edited.
    ///
    /// # Errors
    /// When it can't be read or is of a newer program.
    pub fn reread(&mut self) -> Result<Reread, CronError> {
        // Before the bytes: what is written behind it looks different.
        self.stamp = Stamp::of(&self.path)?;
        let bytes = bytes_of(&self.path)?;
        self.unreadable = false;
        if bytes == self.seen {
            return Ok(Reread::Same);
        }
        let read = match &bytes {
            None => Jobs::default(),
            Some(bytes) => match Jobs::read(bytes) {
                ReadJobs::Whole { jobs, .. } => jobs,
                ReadJobs::Newer(found) => return Err(self.newer(found)),
                ReadJobs::Damaged => {
                    self.unreadable = true;
                    return Ok(Reread::Unreadable);
                }
            },
        };
        if let Some(bytes) = &bytes {
            self.keep_read(bytes);
        }
        let change = read.since(&self.jobs);
        self.jobs = read;
        self.seen = bytes;
        self.generation += 1;
        Ok(match change.is_empty() {
            true => Reread::Same,
            false => Reread::Changed(change),
        })
    }

    /// Makes a job or puts it in the place of the one of its id, which comes back. Durable when it
    /// returns.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn put(&mut self, job: Job, states: &States, now: Ms) -> Result<Option<Job>, CronError> {
        self.before_a_write(now)?;
        let (held, id) = (self.jobs.clone(), job.id.clone());
        self.jobs.put(job);
        self.write_or(&held, states)?;
        Ok(held.get(&id).cloned())
    }

    /// Takes a job away and hands it back. Durable when it returns.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn remove(&mut self, id: &str, states: &States, now: Ms) -> Result<Option<Job>, CronError> {
        self.before_a_write(now)?;
        let held = self.jobs.clone();
        let gone = self.jobs.remove(id);
        if gone.is_some() {
            self.write_or(&held, states)?;
        }
        Ok(gone)
    }

    /// Writes the jobs; where that fails they are what the file holds still.
    fn write_or(&mut self, held: &Jobs, states: &States) -> Result<(), CronError> {
        let written = self.write(states);
        if written.is_err() {
            self.jobs.clone_from(held);
        }
        written
    }

    /// Takes over what was edited meanwhile; an edit that can't be read is kept beside the file.
    fn before_a_write(&mut self, now: Ms) -> Result<(), CronError> {
        if self.reread()? == Reread::Unreadable {
            set_aside(&self.path, now)?;
        }
        Ok(())
    }

    fn write(&mut self, states: &States) -> Result<(), CronError> {
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder).map_err(StorageError::io(folder))?;
        }
        let bytes = self.jobs.print(states);
        // First the copy: where there is no room for it, nothing has changed.
        self.keep_good(&bytes)?;
        replace(&self.path, &bytes)?;
        self.unreadable = false;
        self.seen = Some(bytes);
        self.stamp = Stamp::of(&self.path)?;
        self.generation += 1;
        Ok(())
    }

    /// Keeps the newest jobs that could be read beside the file, so that an edit which damages it
    /// takes none of them away.
    fn keep_good(&self, bytes: &[u8]) -> Result<(), StorageError> {
        let good = good_copy(&self.path);
        match std::fs::read(&good) {
            Ok(held) if held == bytes => Ok(()),
            _ => replace(&good, bytes),
        }
    }

    /// The same for what was read: the jobs themselves are safe.
    fn keep_read(&self, bytes: &[u8]) {
        if let Err(error) = self.keep_good(bytes) {
            tracing::warn!(%error, "the good copy of the jobs could not be written");
        }
    }

    fn newer(&self, found: i64) -> CronError {
        let newer = StorageError::Newer {
            path: self.path.clone(),
            found,
            known: JOBS_VERSION,
        };
        newer.into()
    }
}

/// A job as the file holds it now; `None` = there is none of this id. Changes nothing.
///
/// # Errors
/// When the file can't be read.
pub fn find_job(folder: &Path, id: &str) -> Result<Option<Job>, CronError> {
    let bytes = bytes_of(&folder.join(FILE))?;
    Ok(match bytes.map(|bytes| Jobs::read(&bytes)) {
        Some(ReadJobs::Whole { jobs, .. }) => jobs.get(id).cloned(),
        _ => None,
    })
}

/// The names of all jobs as the file holds them now, by id. Changes nothing.
///
/// # Errors
/// When the file can't be read.
pub fn job_names(folder: &Path) -> Result<HashMap<String, String>, CronError> {
    let bytes = bytes_of(&folder.join(FILE))?;
    Ok(match bytes.map(|bytes| Jobs::read(&bytes)) {
        Some(ReadJobs::Whole { jobs, .. }) => {
            let names = jobs
                .all()
                .iter()
                .map(|job| (job.id.clone(), job.name.clone()));
            names.collect()
        }
        _ => HashMap::new(),
    })
}

fn bytes_of(path: &Path) -> Result<Option<Vec<u8>>, StorageError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StorageError::io(path)(error)),
    }
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
