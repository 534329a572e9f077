//! What every fix changed, so that it can be taken back.
//!
//! Owns `backups/fixes/<id>.json`: for each file the copy of what it held and what it held
//! afterwards. Taking back refuses where a file was changed since; a list of conversations that
//! went on gets its records back one by one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::fix::FixError;
use crate::clock::Ms;
use crate::session::{SessionStore, list_restored};
use crate::storage::{StorageError, replace, set_aside, sha256, stamp};

/// A fix that was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FixRecord {
    /// Its id.
    pub id: String,
    /// When, ms.
    pub at: Ms,
    /// The finding's code.
    pub code: String,
    /// What the finding was about.
    pub subject: String,
    /// The agent whose list it changed, in records that do not say so step by step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// Each file it changed.
    pub steps: Vec<Step>,
    /// The session a conversation left that began anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<Left>,
    /// It was taken back.
    #[serde(default)]
    pub undone: bool,
}

/// A session that a conversation left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Left {
    /// The conversation's key.
    pub key: String,
    /// The session's id.
    pub session_id: String,
}

/// A file a fix changed. Paths inside the home are relative to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// The file.
    pub path: PathBuf,
    /// The copy of what it held; `None` = it did not exist.
    pub backup: Option<PathBuf>,
    /// SHA-256 of what it held afterwards; `None` = it was removed.
    pub after: Option<String>,
    /// Of a list of conversations: its agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// Of a list of conversations: the records that were changed, as they were.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub records: BTreeMap<String, String>,
    /// Of a list of conversations: the records that came instead, as they were made.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub made: BTreeMap<String, String>,
}

impl Step {
    /// A file, relative to the home, that holds this afterwards (`None` = it is gone).
    pub(super) fn of(path: PathBuf, after: Option<&[u8]>) -> Self {
        Self {
            path,
            backup: None,
            after: after.map(sha256),
            agent: None,
            records: BTreeMap::new(),
            made: BTreeMap::new(),
        }
    }

    /// The keys of the records it changed.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.records.keys().chain(self.made.keys())
    }

    /// The list as it was before this step, of the one that is held; `None` = it went on.
    fn list_before(&self, held: &[u8], agent: &str) -> Option<Vec<u8>> {
        self.keys().next()?;
        list_restored(held, agent, &self.records, &self.made)
    }
}

impl FixRecord {
    /// A record without steps.
    pub(super) fn new(root: &Path, now: Ms, code: &str, subject: &str) -> Self {
        let mut id = stamp(now);
        let mut n = 2;
        while file(root, &id).exists() {
            id = format!("{}-{n}", stamp(now));
            n += 1;
        }
        Self {
            id,
            at: now,
            code: code.to_owned(),
            subject: subject.to_owned(),
            agent: None,
            steps: Vec::new(),
            left: None,
            undone: false,
        }
    }

    pub(super) fn keep(&self, root: &Path) -> Result<(), StorageError> {
        let path = file(root, &self.id);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(StorageError::io(folder))?;
        }
        replace(&path, &serde_json::to_vec_pretty(self)?)
    }
}

/// Every fix of a home, newest first. One that can't be read is passed over.
pub fn list(root: &Path) -> Vec<FixRecord> {
    let entries = std::fs::read_dir(folder(root)).into_iter().flatten();
    let mut found: Vec<FixRecord> = entries
        .flatten()
        .filter_map(|entry| serde_json::from_slice(&std::fs::read(entry.path()).ok()?).ok())
        .collect();
    found.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
    found
}

/// Notes that a start set a list of conversations aside and wrote it anew, so that this can be
/// taken back as any other fix.
pub fn note_mended(
    root: &Path,
    list: &Path,
    aside: &Path,
    now: Ms,
) -> Result<String, StorageError> {
    let mut told = FixRecord::new(root, now, "session-list-invalid", &named(root, list));
    // `agents/<id>/sessions/sessions.json`
    let agent = list.ancestors().nth(2).and_then(Path::file_name);
    let bytes = std::fs::read(list).map_err(StorageError::io(list))?;
    told.steps.push(Step {
        backup: Some(inside(root, aside)),
        agent: agent.map(|agent| agent.to_string_lossy().into_owned()),
        ..Step::of(inside(root, list), Some(&bytes))
    });
    told.keep(root)?;
    Ok(told.id)
}

/// Takes a fix back. What the files hold now is kept aside first.
///
/// # Errors
/// `fix-unknown`, `fix-undone`, `undo-changed-since`, or where the disk refuses.
pub fn restore(
    root: &Path,
    sessions: &SessionStore,
    id: &str,
    now: Ms,
) -> Result<FixRecord, FixError> {
    let mut told = open_fix(root, id)?;
    // All or nothing: a fix that moved a file changed two places.
    for step in &told.steps {
        let agent = step.agent.as_ref().or(told.agent.as_ref());
        look(root, sessions, agent, step)?;
    }
    // The other way round: nothing that is still named goes before what names it.
    for step in told.steps.iter().rev() {
        let agent = step.agent.as_ref().or(told.agent.as_ref());
        take_back(root, sessions, agent, step, now)?;
    }
    told.undone = true;
    told.keep(root)?;
    Ok(told)
}

/// A fix that was not taken back yet.
pub(super) fn open_fix(root: &Path, id: &str) -> Result<FixRecord, FixError> {
    let mut all = list(root).into_iter();
    let told = all.find(|told| told.id == id).ok_or(FixError::Unknown)?;
    match told.undone {
        true => Err(FixError::Undone),
        false => Ok(told),
    }
}

/// The record of a fix that was not made.
pub(super) fn drop_record(root: &Path, id: &str) -> Result<(), StorageError> {
    let path = file(root, id);
    std::fs::remove_file(&path).map_err(StorageError::io(&path))
}

/// Whether a step can be taken back: the file holds what the step made of it, or, where a kill cut
/// the fix or its undoing off, what it held before.
fn look(
    root: &Path,
    sessions: &SessionStore,
    agent: Option<&String>,
    step: &Step,
) -> Result<(), FixError> {
    let now = now_holds(root, step)?;
    if now == step.after || now == held_before(root, step)? {
        return Ok(());
    }
    let mut possible = false;
    if let Some(agent) = agent {
        sessions.rewrite(agent, |_, held| {
            possible = step.list_before(held, agent).is_some();
            None
        })?;
    }
    possible.then_some(()).ok_or(FixError::ChangedSince)
}

fn take_back(
    root: &Path,
    sessions: &SessionStore,
    agent: Option<&String>,
    step: &Step,
    now: Ms,
) -> Result<(), FixError> {
    let path = root.join(&step.path);
    let before = backup_of(root, step)?;
    let holds = now_holds(root, step)?;
    if let Some(agent) = agent.filter(|_| before.is_some() || step.agent.is_some()) {
        let mut refused = false;
        sessions.rewrite(agent, |_, held| {
            if holds == step.after && before.is_some() {
                return before.clone();
            }
            let back = step.list_before(held, agent);
            // Before this step it was not there, or holds already what it held then.
            refused = back.is_none() && holds != before.as_deref().map(sha256);
            back
        })?;
        return if refused {
            Err(FixError::ChangedSince)
        } else {
            Ok(())
        };
    }
    if holds == before.as_deref().map(sha256) {
        return Ok(());
    }
    if path.exists() {
        set_aside(&path, now)?;
    }
    match before {
        Some(bytes) => replace(&path, &bytes)?,
        None => std::fs::remove_file(&path).map_err(StorageError::io(&path))?,
    }
    Ok(())
}

fn backup_of(root: &Path, step: &Step) -> Result<Option<Vec<u8>>, StorageError> {
    let Some(backup) = &step.backup else {
        return Ok(None);
    };
    let backup = root.join(backup);
    Ok(Some(
        std::fs::read(&backup).map_err(StorageError::io(&backup))?,
    ))
}

fn held_before(root: &Path, step: &Step) -> Result<Option<String>, StorageError> {
    Ok(backup_of(root, step)?.as_deref().map(sha256))
}

fn now_holds(root: &Path, step: &Step) -> Result<Option<String>, StorageError> {
    let path = root.join(&step.path);
    match std::fs::read(&path) {
        Ok(bytes) => Ok(Some(sha256(&bytes))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StorageError::Io { path, source }),
    }
}

fn folder(root: &Path) -> PathBuf {
    root.join("backups").join("fixes")
}

fn file(root: &Path, id: &str) -> PathBuf {
    folder(root).join(format!("{id}.json"))
}

/// A home that moves takes its fixes along.
pub(super) fn inside(root: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(root).unwrap_or(path).to_owned()
}

fn named(root: &Path, path: &Path) -> String {
    inside(root, path).display().to_string().replace('\\', "/")
}
