//! The one owner of `sessions.json` of every agent.
//!
//! Owns which session id a key has at the moment. That a key gets a new id is durable before its
//! transcript is used, as one pending line; the file itself, and everything else in a record, is
//! written within a second, many changes together (design.md §3). Never reads a transcript's
//! entries for a list.

mod change;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};
use tokio::sync::Notify;

use super::entry::EntryView;
use super::error::SessionError;
use super::header::Header;
use super::key::SessionKey;
use super::key_rules::main_key;
use super::list_file::{Mended, fields_of, read_records, transcript_files};
use super::pending::{self, Change};
use super::record::Record;
use super::records::Records;
use super::transcript::Transcript;
use crate::clock::{Ms, SharedClock};
use crate::config;
use crate::storage::{StateDir, StorageError, replace_keeping};

/// The conversations of a home.
#[derive(Debug)]
pub struct SessionStore {
    state: StateDir,
    clock: SharedClock,
    // Held for a look-up or a change in memory only, never over I/O of a transcript or an await.
    agents: Mutex<BTreeMap<String, Records>>,
    dirty: Mutex<BTreeSet<String>>,
    // Held while a file is written, so that no older state is swapped in; taken before `agents`.
    disk: Mutex<()>,
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
            disk: Mutex::default(),
            nudge: Notify::new(),
        };
        Ok((store, mended))
    }

    /// Takes over what a program that called every main conversation `main` has left: where the
    /// settings call it otherwise and no conversation has that key, the old one gets it.
    pub fn adopt_main(&self, session: &config::Session) {
        let mut renamed = Vec::new();
        for (agent, records) in self.records().iter_mut() {
            let (old, new) = (SessionKey::main(agent), main_key(agent, session));
            if old != new && records.holds(&old) && !records.holds(&new) {
                records.rename(&old, &new);
                renamed.push(agent.clone());
            }
        }
        lock(&self.dirty).extend(renamed);
    }

    /// The conversation of a key; a key without one gets it, durably, before this returns.
    pub fn resolve(
        &self,
        key: &SessionKey,
        cwd: &std::path::Path,
    ) -> Result<Resolved, SessionError> {
        if let Some(found) = self.find(key) {
            return Ok(found);
        }
        let session_id = uuid::Uuid::new_v4().to_string();
        let now = self.clock.now_ms();
        let fields = fields_of([
            ("sessionId", session_id.as_str().into()),
            ("updatedAt", now.into()),
            ("sessionStartedAt", now.into()),
        ]);
        let folder = self.state.sessions(key.agent())?;
        let Some(agent) = self.begin(key, &fields) else {
            let found = self.find(key);
            return found.ok_or_else(|| SessionError::Unknown(key.to_string()));
        };
        self.commit(&agent, key)?;
        let path = folder.join(format!("{session_id}.jsonl"));
        Transcript::create(&path, &session_id, key.as_str(), cwd, now)?;
        Ok(Resolved {
            session_id,
            path,
            new: true,
        })
    }

    /// Gives a key its first session, in one look and change: whoever comes at the same instant
    /// finds it. Answers whose file holds it; `None` = it has one. A record without a session keeps
    /// what else it says.
    fn begin(&self, key: &SessionKey, fields: &Map<String, Value>) -> Option<String> {
        let mut agents = self.records();
        let held = holder(&agents, key).unwrap_or_else(|| key.agent().to_owned());
        let records = agents.entry(held.clone()).or_default();
        let view = records.get(key).and_then(Record::view);
        if view.is_some_and(|view| view.session_id().is_some()) {
            return None;
        }
        if !records.patch(key, fields) {
            records.put(key, Record::new(fields));
        }
        Some(held)
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
        self.used_since(Ms::MIN)
    }

    /// The records that were used at `since` or later (ms), by key. Of all others it reads nothing
    /// but that.
    pub fn used_since(&self, since: Ms) -> Vec<(SessionKey, EntryView)> {
        let records = self.records();
        let every = records.iter().flat_map(|(agent, records)| {
            records.iter().filter_map(move |(key, record)| {
                let used = since == Ms::MIN || record.updated_at() >= since;
                let view = used.then(|| record.view())??;
                Some((SessionKey::parse(key, agent), view))
            })
        });
        every.collect()
    }

    /// Transcripts changed at `since` (ms) or later, each with the key it was written for.
    pub fn transcripts_since(&self, since: Ms) -> Vec<(String, PathBuf)> {
        let agents: Vec<String> = self.records().keys().cloned().collect();
        let folders = agents.iter().map(|agent| {
            self.state
                .root()
                .join("agents")
                .join(agent)
                .join("sessions")
        });
        folders
            .flat_map(|folder| transcript_files(&folder))
            .filter(|(_, changed)| *changed >= since)
            .filter_map(|(path, _)| Some((Header::of(&path)?.key.unwrap_or_default(), path)))
            .collect()
    }

    /// Changes the bytes of an agent's list. `work` is handed what the file holds and what it
    /// should hold, and answers what it shall hold; `None` = it stays.
    pub fn rewrite(
        &self,
        agent: &str,
        work: impl FnOnce(Option<&[u8]>, &[u8]) -> Option<Vec<u8>>,
    ) -> Result<(), SessionError> {
        let folder = self.state.sessions(agent)?;
        let path = folder.join("sessions.json");
        let _disk = lock(&self.disk);
        // Nobody changes a record between the look and the write.
        let mut agents = self.records();
        let held = agents
            .get(agent)
            .map_or_else(|| b"{}".to_vec(), Records::print);
        let file = std::fs::read(&path).ok();
        let Some(after) = work(file.as_deref(), &held) else {
            return Ok(());
        };
        replace_keeping(&path, &after)?;
        pending::clear(&folder)?;
        // Bytes that are no list (a fix taken back) stay on disk; what is known stays in memory.
        let read = std::str::from_utf8(&after).ok();
        if let Some(records) = read.and_then(|text| Records::read(text, agent)) {
            agents.insert(agent.to_owned(), records);
        }
        Ok(())
    }

    /// Changes fields of a record (`null` removes one); on disk within a second.
    pub fn project(&self, key: &SessionKey, fields: &Map<String, Value>) {
        self.change(key, fields, Some(self.clock.now_ms()));
    }

    /// The same for what is known better now, though nothing happened: `updatedAt` stays.
    pub fn amend(&self, key: &SessionKey, fields: &Map<String, Value>) {
        self.change(key, fields, None);
    }

    fn change(&self, key: &SessionKey, fields: &Map<String, Value>, used_at: Option<Ms>) {
        let agent = {
            let mut agents = self.records();
            let Some(agent) = holder(&agents, key) else {
                return;
            };
            if let Some(records) = agents.get_mut(&agent) {
                let mut changes = fields.clone();
                if let Some(now) = used_at {
                    let updated = records.get(key).map_or(0, Record::updated_at).max(now);
                    changes.insert("updatedAt".into(), updated.into());
                }
                records.patch(key, &changes);
            }
            agent
        };
        self.mark(&agent);
    }

    /// Changes fields of a record (`null` removes one), durably before this returns.
    pub fn keep(&self, key: &SessionKey, fields: &Map<String, Value>) -> Result<(), SessionError> {
        self.amend(key, fields);
        self.flush()
    }

    /// Moves a record to another key of the same agent, in memory; `false` = there is none, or the
    /// other key has one.
    pub(super) fn renamed(&self, from: &SessionKey, to: &SessionKey) -> bool {
        let agent = {
            let mut agents = self.records();
            let Some(agent) = holder(&agents, from) else {
                return false;
            };
            match agents.get_mut(&agent) {
                Some(records) if !records.holds(to) => records.rename(from, to),
                _ => return false,
            }
            agent
        };
        self.mark(&agent);
        true
    }

    /// Takes records away, durably.
    pub(super) fn remove(&self, keys: &[SessionKey]) -> Result<(), SessionError> {
        let mut changed = BTreeSet::new();
        {
            let mut agents = self.records();
            for key in keys {
                if let Some(agent) = holder(&agents, key)
                    && let Some(records) = agents.get_mut(&agent)
                {
                    records.remove(key);
                    changed.insert(agent);
                }
            }
        }
        changed.iter().try_for_each(|agent| self.write(agent))
    }

    /// Writes what [`SessionStore::project`] changed. What another caller is writing at the moment
    /// is on disk as well when this returns.
    pub fn flush(&self) -> Result<(), SessionError> {
        // Taken first: whoever comes second finds nothing changed only once it is written.
        let disk = lock(&self.disk);
        let dirty = std::mem::take(&mut *lock(&self.dirty));
        let mut failed = Ok(());
        for agent in dirty {
            if let Err(error) = self.write_under(&disk, &agent) {
                // Tried again with the next change.
                lock(&self.dirty).insert(agent);
                failed = Err(error);
            }
        }
        failed
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

    /// Makes the record that a key has now in an agent's file durable without writing all others:
    /// for a change of its session id.
    fn commit(&self, agent: &str, key: &SessionKey) -> Result<(), SessionError> {
        let folder = self.state.sessions(agent)?;
        let _disk = lock(&self.disk);
        let record = {
            let agents = self.records();
            let own = agents.get(agent).and_then(|own| own.get(key));
            own.map(|record| record.text().to_owned())
        };
        let change = Change {
            key: key.to_string(),
            record,
        };
        pending::append(&folder, &change)?;
        self.mark(agent);
        Ok(())
    }

    fn mark(&self, agent: &str) {
        lock(&self.dirty).insert(agent.to_owned());
        self.nudge.notify_one();
    }

    /// Writes an agent's file whole; what was pending is in it.
    fn write(&self, agent: &str) -> Result<(), SessionError> {
        self.write_under(&lock(&self.disk), agent)
    }

    /// The same for who holds the disk.
    fn write_under(&self, _: &MutexGuard<'_, ()>, agent: &str) -> Result<(), SessionError> {
        let folder = self.state.sessions(agent)?;
        let bytes = match self.records().get(agent) {
            Some(own) => own.print(),
            None => return Ok(()),
        };
        replace_keeping(&folder.join("sessions.json"), &bytes)?;
        Ok(pending::clear(&folder)?)
    }

    fn records(&self) -> MutexGuard<'_, BTreeMap<String, Records>> {
        lock(&self.agents)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
