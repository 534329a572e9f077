//! Mends what a check found, file by file.
//!
//! Owns the order: look again, keep a copy, write, note. A fix whose reason is gone changes
//! nothing. What needs a model or the keychain is done above.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::check::View;
use super::finding::{Finding, Remedy};
use super::journal::{FixRecord, Step, inside};
use super::mend;
use crate::clock::iso;
use crate::error::{Coded, Params};
use crate::session::{SessionError, SessionStore, list_entries, list_without};
use crate::storage::{StorageError, replace, set_aside, sha256};

/// A fix can't be made or taken back.
#[derive(Debug, thiserror::Error)]
pub enum FixError {
    /// The disk refused.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The list of conversations could not be written.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// There is no fix of this id.
    #[error("no such fix")]
    Unknown,
    /// It was taken back already.
    #[error("taken back already")]
    Undone,
    /// What it changed was changed again.
    #[error("changed since")]
    ChangedSince,
}

impl Coded for FixError {
    fn code(&self) -> &'static str {
        match self {
            Self::Storage(error) => error.code(),
            Self::Session(error) => error.code(),
            Self::Unknown => "fix-unknown",
            Self::Undone => "fix-undone",
            Self::ChangedSince => "undo-changed-since",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Storage(error) => error.params(),
            Self::Session(error) => error.params(),
            Self::Unknown | Self::Undone | Self::ChangedSince => Params::new(),
        }
    }
}

/// What a fix did.
#[derive(Debug, Clone, PartialEq)]
pub enum Fixed {
    /// It changed this.
    Changed(FixRecord),
    /// There was nothing left to mend.
    Nothing,
}

/// Mends a finding whose remedy is one of files. The caller sees to it that nobody writes the
/// transcript meanwhile.
pub fn fix(view: &View, sessions: &SessionStore, finding: &Finding) -> Result<Fixed, FixError> {
    let mut fixing = Fixing {
        view,
        told: FixRecord::new(&view.root, view.now, finding.code, &finding.subject),
    };
    let agent = finding.agent.as_deref().unwrap_or_default();
    let path = view.root.join(&finding.subject);
    match &finding.remedy {
        Remedy::List => fixing.list(sessions, agent, None)?,
        Remedy::Entry { key } => fixing.list(sessions, agent, Some(key))?,
        Remedy::Tail => fixing.rewrite(&path, mend::tail)?,
        Remedy::Lines => fixing.rewrite(&path, |bytes| mend::unreadable(bytes, view.now))?,
        Remedy::Calls => fixing.rewrite(&path, |bytes| mend::calls(bytes, view.now))?,
        Remedy::Text => fixing.rewrite(&path, mend::text)?,
        Remedy::Header => {
            let id = session_id(&path);
            let cwd = view.root.display().to_string();
            fixing.rewrite(&path, |bytes| mend::header(bytes, &id, &cwd, view.now))?;
        }
        Remedy::Orphan => {
            let at = iso(view.now).replace(':', "-");
            fixing.rename(&path, &with_ending(&path, &format!(".deleted.{at}")))?;
        }
        Remedy::Lock => fixing.remove(&path)?,
        Remedy::Person | Remedy::Secrets | Remedy::Archive { .. } | Remedy::Fresh { .. } => {}
    }
    if fixing.told.steps.is_empty() {
        return Ok(Fixed::Nothing);
    }
    Ok(Fixed::Changed(fixing.told))
}

struct Fixing<'a> {
    view: &'a View,
    told: FixRecord,
}

impl Fixing<'_> {
    /// Notes a step before it is made: killed in between, the copy is there and named.
    fn note(
        &mut self,
        path: &Path,
        after: Option<&[u8]>,
        records: BTreeMap<String, String>,
    ) -> Result<(), FixError> {
        let root = &self.view.root;
        let backup = match path.exists() {
            true => Some(inside(root, &set_aside(path, self.view.now)?)),
            false => None,
        };
        self.told.steps.push(Step {
            path: inside(root, path),
            backup,
            after: after.map(sha256),
            records,
        });
        Ok(self.told.keep(root)?)
    }

    fn rewrite(
        &mut self,
        path: &Path,
        work: impl FnOnce(&[u8]) -> Option<Vec<u8>>,
    ) -> Result<(), FixError> {
        let Some(before) = read(path)? else {
            return Ok(());
        };
        let Some(after) = work(&before) else {
            return Ok(());
        };
        self.note(path, Some(&after), BTreeMap::new())?;
        Ok(replace(path, &after)?)
    }

    fn remove(&mut self, path: &Path) -> Result<(), FixError> {
        if read(path)?.is_none() {
            return Ok(());
        }
        self.note(path, None, BTreeMap::new())?;
        Ok(std::fs::remove_file(path).map_err(StorageError::io(path))?)
    }

    fn rename(&mut self, path: &Path, to: &Path) -> Result<(), FixError> {
        let Some(bytes) = read(path)? else {
            return Ok(());
        };
        self.note(to, Some(&bytes), BTreeMap::new())?;
        replace(to, &bytes)?;
        self.note(path, None, BTreeMap::new())?;
        Ok(std::fs::remove_file(path).map_err(StorageError::io(path))?)
    }

    /// Writes the list of an agent anew, without `key` where one is given.
    fn list(
        &mut self,
        sessions: &SessionStore,
        agent: &str,
        key: Option<&str>,
    ) -> Result<(), FixError> {
        let path = self.view.sessions(agent).join("sessions.json");
        self.told.agent = Some(agent.to_owned());
        let mut failed = None;
        sessions.rewrite(agent, |file, held| {
            let (after, records) = match key {
                Some(key) => {
                    let (after, gone) = list_without(held, agent, key).or_else(|| {
                        // Another program wrote it: what is held takes the file's place.
                        let (_, gone) = list_without(file?, agent, key)?;
                        Some((held.to_vec(), gone))
                    })?;
                    (after, BTreeMap::from([(key.to_owned(), gone)]))
                }
                None if file.is_some_and(|file| list_entries(file, agent).is_some()) => {
                    return None;
                }
                None => (held.to_vec(), BTreeMap::new()),
            };
            let noted = self.note(&path, Some(&after), records);
            match noted {
                Ok(()) => Some(after),
                Err(error) => {
                    failed = Some(error);
                    None
                }
            }
        })?;
        failed.map_or(Ok(()), Err)
    }
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, StorageError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StorageError::Io {
            path: path.to_owned(),
            source,
        }),
    }
}

/// `<sessionId>.jsonl` and `<sessionId>-topic-<n>.jsonl`.
fn session_id(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let id = stem.split_once("-topic-").map_or(&*stem, |(id, _)| id);
    id.to_owned()
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}
