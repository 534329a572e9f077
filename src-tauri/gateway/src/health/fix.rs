//! Mends what a check found, file by file.
//!
//! Owns the order: look again, keep a copy, write, note. A fix whose reason is gone changes
//! nothing. What needs a model or the keychain is done above.

use std::path::{Path, PathBuf};

use super::check::View;
use super::finding::{Finding, Remedy};
use super::journal::{FixRecord, Step, inside};
use super::mend;
use crate::clock::iso;
use crate::error::{Coded, Params, params};
use crate::session::{
    ListChange, SessionError, SessionKey, SessionStore, list_change, list_entries,
};
use crate::storage::{StorageError, replace, set_aside};

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
    /// Another transcript bears the name that one is to get.
    #[error("a transcript of this name is there")]
    Taken(String),
}

impl Coded for FixError {
    fn code(&self) -> &'static str {
        match self {
            Self::Storage(error) => error.code(),
            Self::Session(error) => error.code(),
            Self::Unknown => "fix-unknown",
            Self::Undone => "fix-undone",
            Self::ChangedSince => "undo-changed-since",
            Self::Taken(_) => "transcript-name-taken",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Storage(error) => error.params(),
            Self::Session(error) => error.params(),
            Self::Taken(path) => params([("path", path.as_str().into())]),
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
        Remedy::Stray {
            key,
            belongs: Some(to),
        } => {
            let read = |key: &str| SessionKey::parse(key, agent);
            fixing.relocate(sessions, &read(key), &read(to))?;
        }
        Remedy::Person | Remedy::Secrets | Remedy::Stray { .. } | Remedy::Fresh { .. } => {}
    }
    if fixing.told.steps.is_empty() {
        return Ok(Fixed::Nothing);
    }
    Ok(Fixed::Changed(fixing.told))
}

/// A fix at work.
pub(super) struct Fixing<'a> {
    pub(super) view: &'a View,
    told: FixRecord,
}

impl Fixing<'_> {
    /// Notes a step before it is made: killed in between, the copy is there and named.
    fn note(&mut self, path: &Path, after: Option<&[u8]>) -> Result<(), FixError> {
        self.note_as(Step::of(inside(&self.view.root, path), after))
    }

    fn note_as(&mut self, mut step: Step) -> Result<(), FixError> {
        let root = &self.view.root;
        let path = root.join(&step.path);
        if path.exists() {
            step.backup = Some(inside(root, &set_aside(&path, self.view.now)?));
        }
        self.told.steps.push(step);
        Ok(self.told.keep(root)?)
    }

    pub(super) fn rewrite(
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
        self.write(path, &after)
    }

    /// Writes a file, new or not.
    pub(super) fn write(&mut self, path: &Path, after: &[u8]) -> Result<(), FixError> {
        self.note(path, Some(after))?;
        Ok(replace(path, after)?)
    }

    pub(super) fn remove(&mut self, path: &Path) -> Result<(), FixError> {
        if read(path)?.is_none() {
            return Ok(());
        }
        self.note(path, None)?;
        Ok(std::fs::remove_file(path).map_err(StorageError::io(path))?)
    }

    fn rename(&mut self, path: &Path, to: &Path) -> Result<(), FixError> {
        let Some(bytes) = read(path)? else {
            return Ok(());
        };
        self.write(to, &bytes)?;
        self.remove(path)
    }

    /// Writes the list of an agent anew, without `key` where one is given.
    fn list(
        &mut self,
        sessions: &SessionStore,
        agent: &str,
        key: Option<&str>,
    ) -> Result<(), FixError> {
        self.change_list(sessions, agent, |file, held| {
            let Some(key) = key else {
                let sound = file.is_some_and(|file| list_entries(file, agent).is_some());
                return (!sound).then(|| ListChange {
                    bytes: held.to_vec(),
                    ..ListChange::default()
                });
            };
            let key = SessionKey::parse(key, agent);
            list_change(held, agent, Some(&key), None).or_else(|| {
                // Another program wrote it: what is held takes the file's place.
                let change = list_change(file?, agent, Some(&key), None)?;
                Some(ListChange {
                    bytes: held.to_vec(),
                    ..change
                })
            })
        })
    }

    /// Changes the list of an agent. `work` is handed what the file holds and what it should hold;
    /// `None` = it stays.
    pub(super) fn change_list(
        &mut self,
        sessions: &SessionStore,
        agent: &str,
        work: impl FnOnce(Option<&[u8]>, &[u8]) -> Option<ListChange>,
    ) -> Result<(), FixError> {
        let path = self.view.sessions(agent).join("sessions.json");
        let mut failed = None;
        sessions.rewrite(agent, |file, held| {
            let change = work(file, held)?;
            let step = Step {
                agent: Some(agent.to_owned()),
                records: change.gone,
                made: change.made,
                ..Step::of(inside(&self.view.root, &path), Some(&change.bytes))
            };
            match self.note_as(step) {
                Ok(()) => Some(change.bytes),
                Err(error) => {
                    failed = Some(error);
                    None
                }
            }
        })?;
        failed.map_or(Ok(()), Err)
    }
}

/// The bytes of a file; `None` = there is none.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, StorageError> {
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
