//! The one owner of `sessions.json` of every agent.
//!
//! Owns which session id a key has at the moment. That a key gets a new id is durable before its
//! transcript is used; everything else in a record is a projection written within a second
//! (design.md §3). Never reads a transcript's entries for a list.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};
use tokio::sync::Notify;

use super::entry::EntryView;
use super::error::SessionError;
use super::key::SessionKey;
use super::reader::header_of;
use super::record::Record;
use super::records::Records;
use super::transcript::Transcript;
use crate::clock::{Ms, SharedClock};
use crate::storage::{StateDir, StorageError, replace_keeping, set_aside};

/// The conversations of a home.
#[derive(Debug)]
pub struct SessionStore {
    state: StateDir,
    clock: SharedClock,
    // Held for a look-up or a change in memory only, never over I/O of a transcript or an await.
    agents: Mutex<BTreeMap<String, Records>>,
    dirty: Mutex<BTreeSet<String>>,
    nudge: Notify,
}

/// The conversation a key has now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// Its session id.
    pub session_id: String,
    /// Its transcript.
    pub path: PathBuf,
    /// It was made just now.
    pub new: bool,
}

/// A file that could not be read, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// Where the damaged bytes lie.
    pub aside: PathBuf,
    /// Conversations brought back.
    pub sessions: usize,
}

impl SessionStore {
    /// Reads `sessions.json` of each agent that has a folder.
    pub fn open(state: StateDir, clock: SharedClock) -> Result<(Self, Vec<Mended>), SessionError> {
        let mut agents = BTreeMap::new();
        let mut mended = Vec::new();
        let folder = state.root().join("agents");
        for agent in std::fs::read_dir(&folder)
            .map_err(StorageError::io(&folder))?
            .flatten()
        {
            let id = agent.file_name().to_string_lossy().into_owned();
            let (records, repair) = read_records(&state, &id, clock.now_ms())?;
            mended.extend(repair);
            agents.insert(id, records);
        }
        let store = Self {
            state,
            clock,
            agents: Mutex::new(agents),
            dirty: Mutex::default(),
            nudge: Notify::new(),
        };
        Ok((store, mended))
    }

    /// The conversation of a key; a key without one gets it, durably, before this returns.
    pub fn resolve(
        &self,
        key: &SessionKey,
        cwd: &std::path::Path,
    ) -> Result<Resolved, SessionError> {
        if let Some(found) = self.find(key) {
            return Ok(Resolved {
                new: false,
                ..found
            });
        }
        let session_id = uuid::Uuid::new_v4().to_string();
        let now = self.clock.now_ms();
        let record = record_of([
            ("sessionId", session_id.as_str().into()),
            ("updatedAt", now.into()),
            ("sessionStartedAt", now.into()),
        ]);
        let folder = self.state.sessions(key.agent())?;
        {
            let mut agents = self.records();
            let own = agents.entry(key.agent().to_owned()).or_default();
            own.put(key, record);
        }
        self.write(key.agent())?;
        let path = folder.join(format!("{session_id}.jsonl"));
        Transcript::create(&path, &session_id, key.as_str(), cwd, now)?;
        Ok(Resolved {
            session_id,
            path,
            new: true,
        })
    }

    /// The conversation of a key, if it has one whose transcript is there or can be made.
    pub fn find(&self, key: &SessionKey) -> Option<Resolved> {
        let (agent, record) = self.held(key)?;
        let session_id = record.session_id()?.to_owned();
        let folder = self
            .state
            .root()
            .join("agents")
            .join(agent)
            .join("sessions");
        let own = match key.thread() {
            // A topic's file carries its number where the record does not name it.
            Some(thread) => Some(folder.join(format!("{session_id}-topic-{thread}.jsonl")))
                .filter(|file| file.is_file()),
            None => None,
        };
        let own = own.unwrap_or_else(|| folder.join(format!("{session_id}.jsonl")));
        let named = record.text("sessionFile").map(PathBuf::from);
        let path = named
            .into_iter()
            .flat_map(|file| {
                // The home may lie elsewhere than where its program wrote absolute paths.
                let here = folder.join(file.file_name().unwrap_or_default());
                [here, file]
            })
            .find(|file| file.is_file() && file.starts_with(self.state.root()))
            .unwrap_or(own);
        Some(Resolved {
            session_id,
            path,
            new: false,
        })
    }

    /// The record of a key.
    pub fn record(&self, key: &SessionKey) -> Option<EntryView> {
        self.held(key).map(|(_, record)| record)
    }

    /// The record of a key and the agent whose file holds it.
    fn held(&self, key: &SessionKey) -> Option<(String, EntryView)> {
        let agents = self.records();
        let agent = holder(&agents, key)?;
        let view = agents.get(&agent)?.get(key)?.view()?;
        Some((agent, view))
    }

    /// Every record, by key.
    pub fn all(&self) -> Vec<(SessionKey, EntryView)> {
        let records = self.records();
        let every = records.iter().flat_map(|(agent, records)| {
            records.iter().filter_map(move |(key, record)| {
                Some((SessionKey::parse(key, agent), record.view()?))
            })
        });
        every.collect()
    }

    /// Changes fields of a record (`null` removes one); on disk within a second.
    pub fn project(&self, key: &SessionKey, fields: &Map<String, Value>) {
        let now = self.clock.now_ms();
        let agent = {
            let mut agents = self.records();
            let Some(agent) = holder(&agents, key) else {
                return;
            };
            if let Some(records) = agents.get_mut(&agent) {
                let updated = records.get(key).map_or(0, Record::updated_at).max(now);
                let mut changes = fields.clone();
                changes.insert("updatedAt".into(), updated.into());
                records.patch(key, &changes);
            }
            agent
        };
        lock(&self.dirty).insert(agent);
        self.nudge.notify_one();
    }

    /// Writes what [`SessionStore::project`] changed.
    pub fn flush(&self) -> Result<(), SessionError> {
        let dirty = std::mem::take(&mut *lock(&self.dirty));
        for agent in dirty {
            self.write(&agent)?;
        }
        Ok(())
    }

    /// Waits for changes and writes them together, until `cancel`.
    pub async fn keep_written(&self, cancel: tokio_util::sync::CancellationToken) {
        const COALESCE: std::time::Duration = std::time::Duration::from_millis(500);
        loop {
            tokio::select! {
                () = cancel.cancelled() => return,
                () = self.nudge.notified() => {}
            }
            tokio::select! {
                () = cancel.cancelled() => return,
                () = self.clock.sleep(COALESCE) => {}
            }
            if let Err(error) = self.flush() {
                tracing::error!(%error, "sessions.json could not be written");
            }
        }
    }

    fn write(&self, agent: &str) -> Result<(), SessionError> {
        let path = self.state.sessions(agent)?.join("sessions.json");
        // Serialised and written under the lock: two writers must not swap an older state in.
        let records = self.records();
        let Some(own) = records.get(agent) else {
            return Ok(());
        };
        Ok(replace_keeping(&path, &own.print())?)
    }

    fn records(&self) -> MutexGuard<'_, BTreeMap<String, Records>> {
        lock(&self.agents)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads one agent's file; an unreadable one is set aside and replaced by the previous good copy,
/// else by what the transcripts' headers tell.
fn read_records(
    state: &StateDir,
    agent: &str,
    now: Ms,
) -> Result<(Records, Option<Mended>), SessionError> {
    let folder = state.sessions(agent)?;
    let path = folder.join("sessions.json");
    match std::fs::read(&path) {
        Ok(bytes) => {
            if let Some(records) = parse(&bytes, agent) {
                return Ok((records, None));
            }
            let aside = set_aside(&path, now)?;
            let records = rebuilt(&folder, agent);
            let sessions = records.len();
            replace_keeping(&path, &records.print())?;
            Ok((records, Some(Mended { aside, sessions })))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            // A new agent has nothing; otherwise the list was lost and its conversations were not.
            let records = rebuilt(&folder, agent);
            let sessions = records.len();
            if sessions == 0 {
                return Ok((records, None));
            }
            replace_keeping(&path, &records.print())?;
            Ok((
                records,
                Some(Mended {
                    aside: path,
                    sessions,
                }),
            ))
        }
        Err(source) => Err(StorageError::Io { path, source }.into()),
    }
}

/// What the previous good copy and the transcripts' headers tell.
fn rebuilt(folder: &std::path::Path, agent: &str) -> Records {
    let good = std::fs::read(folder.join("sessions.json.good")).ok();
    let mut records = good
        .and_then(|bytes| parse(&bytes, agent))
        .unwrap_or_default();
    for (key, record) in from_headers(folder) {
        records.add(key, record);
    }
    records
}

fn parse(bytes: &[u8], agent: &str) -> Option<Records> {
    Records::read(std::str::from_utf8(bytes).ok()?, agent)
}

/// The agent whose file holds a key: its own as a rule. A record that other programs left in
/// another agent's file is found there.
fn holder(agents: &BTreeMap<String, Records>, key: &SessionKey) -> Option<String> {
    let own = agents.get_key_value(key.agent());
    let other = || agents.iter().find(|(_, records)| records.holds(key));
    own.filter(|(_, records)| records.holds(key))
        .or_else(other)
        .map(|(agent, _)| agent.clone())
}

fn record_of<const N: usize>(fields: [(&str, Value); N]) -> Record {
    let named = fields.map(|(name, value)| (name.to_owned(), value));
    Record::new(&Map::from_iter(named))
}

fn from_headers(folder: &std::path::Path) -> Vec<(String, Record)> {
    let mut found: BTreeMap<String, (Ms, Record)> = BTreeMap::new();
    for file in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = file.path();
        if path
            .extension()
            .is_none_or(|extension| extension != "jsonl")
        {
            continue;
        }
        let Some((id, Some(key))) = header_of(&path) else {
            continue;
        };
        let changed = file.metadata().and_then(|meta| meta.modified()).ok();
        let changed = changed
            .and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok())
            .and_then(|since| Ms::try_from(since.as_millis()).ok())
            .unwrap_or(0);
        let record = record_of([("sessionId", id.into()), ("updatedAt", changed.into())]);
        match found.get(&key) {
            Some((held, _)) if *held >= changed => {}
            _ => {
                found.insert(key, (changed, record));
            }
        }
    }
    found
        .into_iter()
        .map(|(key, (_, record))| (key, record))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::Path;

    use super::*;
    use crate::clock::ManualClock;

    fn store(root: &Path) -> (SessionStore, Vec<Mended>) {
        let state = StateDir::open(root.to_owned()).unwrap();
        SessionStore::open(state, ManualClock::new(1_000, "UTC")).unwrap()
    }

    #[test]
    fn a_key_keeps_its_session_over_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let key = SessionKey::main("main");
        let first = store(folder.path()).0.resolve(&key, folder.path()).unwrap();
        let again = store(folder.path()).0.resolve(&key, folder.path()).unwrap();
        assert!(first.new && !again.new);
        assert_eq!(first.path, again.path);
        assert!(first.path.is_file());
    }

    #[test]
    fn an_unreadable_file_is_rebuilt_and_the_damaged_bytes_are_kept() {
        let bytes_of = |text: &[u8]| {
            let folder = tempfile::tempdir().unwrap();
            let key = SessionKey::main("main");
            let made = store(folder.path()).0.resolve(&key, folder.path()).unwrap();
            let path = made.path.with_file_name("sessions.json");
            std::fs::write(&path, text).unwrap();
            let (store, mended) = store(folder.path());
            assert_eq!(store.find(&key).unwrap().session_id, made.session_id);
            assert_eq!(std::fs::read(&mended[0].aside).unwrap(), text);
        };
        bytes_of(b"");
        bytes_of(b"{\"agent:main:main\": {\"sessi");
        bytes_of(b"\xff\xfe garbage");
    }
}
