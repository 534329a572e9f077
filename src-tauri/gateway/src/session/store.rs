//! The one owner of `sessions.json` of every agent.
//!
//! Owns which session id a key has at the moment. That a key gets a new id is durable before its
//! transcript is used, as one pending line; the file itself, and everything else in a record, is
//! written within a second, many changes together (design.md §3). Never reads a transcript's
//! entries for a list.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};
use tokio::sync::Notify;

use super::entry::EntryView;
use super::error::SessionError;
use super::key::SessionKey;
use super::pending::{self, Change};
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
            disk: Mutex::default(),
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
        self.commit(key)?;
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

    /// Writes what [`SessionStore::project`] changed.
    pub fn flush(&self) -> Result<(), SessionError> {
        let dirty = std::mem::take(&mut *lock(&self.dirty));
        let mut failed = Ok(());
        for agent in dirty {
            if let Err(error) = self.write(&agent) {
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

    /// Makes the record that a key has now durable, without writing all others: for a change of
    /// its session id.
    pub(super) fn commit(&self, key: &SessionKey) -> Result<(), SessionError> {
        let folder = self.state.sessions(key.agent())?;
        let _disk = lock(&self.disk);
        let record = {
            let agents = self.records();
            let own = agents.get(key.agent()).and_then(|own| own.get(key));
            own.map(|record| record.text().to_owned())
        };
        let change = Change {
            key: key.to_string(),
            record,
        };
        pending::append(&folder, &change)?;
        self.mark(key.agent());
        Ok(())
    }

    fn mark(&self, agent: &str) {
        lock(&self.dirty).insert(agent.to_owned());
        self.nudge.notify_one();
    }

    /// Writes an agent's file whole; what was pending is in it.
    fn write(&self, agent: &str) -> Result<(), SessionError> {
        let folder = self.state.sessions(agent)?;
        let _disk = lock(&self.disk);
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

/// Reads one agent's file and what is pending; an unreadable file is set aside and replaced by the
/// previous good copy, else by what the transcripts' headers tell.
fn read_records(
    state: &StateDir,
    agent: &str,
    now: Ms,
) -> Result<(Records, Option<Mended>), SessionError> {
    let folder = state.sessions(agent)?;
    let path = folder.join("sessions.json");
    // First: a gateway that writes the file meanwhile takes them away after it.
    let pending = pending::read(&folder)?;
    let aside = match std::fs::read(&path) {
        Ok(bytes) => match parse(&bytes, agent) {
            Some(mut records) => {
                apply(&mut records, pending, agent);
                return Ok((records, None));
            }
            None => set_aside(&path, now)?,
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => path.clone(),
        Err(source) => return Err(StorageError::Io { path, source }.into()),
    };
    let (mut records, mut found) = (rebuilt(&folder, agent), Records::default());
    apply(&mut records, pending.clone(), agent);
    apply(&mut found, pending, agent);
    // Nothing was lost where a new agent has nothing, or all it has was still to be written.
    if aside == path && records.len() == found.len() {
        return Ok((found, None));
    }
    replace_keeping(&path, &records.print())?;
    let sessions = records.len();
    Ok((records, Some(Mended { aside, sessions })))
}

/// Brings what is pending into the records. Where the file has the id already its record is the
/// newer one.
fn apply(records: &mut Records, pending: Vec<Change>, agent: &str) {
    for change in pending {
        let key = SessionKey::parse(&change.key, agent);
        let Some(record) = change.record.as_deref().and_then(Record::of_text) else {
            records.remove(&key);
            continue;
        };
        let id = |record: &Record| Some(record.view()?.session_id()?.to_owned());
        if records.get(&key).and_then(id) != id(&record) {
            records.put(&key, record);
        }
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
    fn a_new_key_is_durable_at_once_and_in_the_file_with_the_next_write() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (
            SessionKey::main("main"),
            SessionKey::parse("telegram:direct:7", "main"),
        );
        let (first, _) = store(folder.path());
        first.resolve(&old, folder.path()).unwrap();
        first.flush().unwrap();
        let made = first.resolve(&new, folder.path()).unwrap();
        let list = made.path.with_file_name("sessions.json");
        let holds = || {
            std::fs::read_to_string(&list)
                .unwrap()
                .contains(&made.session_id)
        };
        assert!(!holds(), "all other records were written for one new key");

        let (again, mended) = store(folder.path());
        assert_eq!(mended, []);
        assert_eq!(again.find(&new).unwrap().session_id, made.session_id);
        first.project(
            &new,
            &Map::from_iter([("totalTokens".to_owned(), 7.into())]),
        );
        first.flush().unwrap();
        assert!(holds());
        assert!(!list.with_file_name("sessions.json.pending").exists());
    }

    #[test]
    fn what_was_pending_is_taken_once_and_never_over_a_newer_record() {
        let folder = tempfile::tempdir().unwrap();
        let key = SessionKey::main("main");
        let (first, _) = store(folder.path());
        let made = first.resolve(&key, folder.path()).unwrap();
        let pending = made.path.with_file_name("sessions.json.pending");
        let line = std::fs::read_to_string(&pending).unwrap();
        first.project(
            &key,
            &Map::from_iter([("totalTokens".to_owned(), 7.into())]),
        );
        first.flush().unwrap();
        // As after a power cut that brought the removed lines back, the last one torn.
        std::fs::write(&pending, format!("{line}{}", &line[..line.len() / 2])).unwrap();
        let (again, mended) = store(folder.path());
        assert_eq!(mended, []);
        assert_eq!(again.record(&key).unwrap().number("totalTokens"), Some(7));

        // A home killed before its first write has nothing but pending lines.
        std::fs::remove_file(made.path.with_file_name("sessions.json")).unwrap();
        let (again, mended) = store(folder.path());
        assert_eq!(mended, []);
        assert_eq!(again.find(&key).unwrap().session_id, made.session_id);
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
