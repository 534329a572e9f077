//! The earlier sessions of a key: the transcripts that resets have left.
//!
//! Owns finding them. Nothing keeps a list of them: the headers say whose a transcript is and
//! which one it follows, so a list can't be wrong. Transcripts of other programs name no key; they
//! are found by those that follow them.

use std::collections::BTreeMap;
use std::io::{BufRead, Read};
use std::path::{Path, PathBuf};

use super::error::SessionError;
use super::header::{Header, ResetReason};
use super::history::own_words;
use super::key::SessionKey;
use super::line::{Entry, MessageRole};
use super::store::SessionStore;
use crate::clock::Ms;
use crate::storage::StorageError;

/// Bytes of a transcript that are read for its first words.
const LOOK: u64 = 64 * 1024;
/// Characters shown of them.
const WORDS: usize = 80;

/// A transcript of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastSession {
    /// Its id.
    pub session_id: String,
    /// Its file.
    pub path: PathBuf,
    /// When it began, ms.
    pub started: Ms,
    /// When it was last written, ms.
    pub ended: Ms,
    /// Its size.
    pub bytes: u64,
    /// What ended it; `None` = not told.
    pub ended_by: Option<ResetReason>,
    /// It is the one the key has now.
    pub current: bool,
}

impl PastSession {
    /// What a person first said in it, cut; empty where nobody did.
    pub fn first_words(&self) -> String {
        let Ok(file) = std::fs::File::open(&self.path) else {
            return String::new();
        };
        let lines = std::io::BufReader::new(file.take(LOOK)).lines();
        let said = lines.map_while(Result::ok).find_map(|line| {
            let entry = Entry::read(&line)?;
            let person = entry.message()?.role == MessageRole::User;
            person.then(|| own_words(&entry))
        });
        let said = said.unwrap_or_default();
        let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
        words.chars().take(WORDS).collect()
    }
}

/// A transcript in the folder.
struct Found {
    header: Header,
    path: PathBuf,
    ended: Ms,
    bytes: u64,
}

impl SessionStore {
    /// The transcripts of a key, newest first, the current one among them.
    ///
    /// # Errors
    /// The folder can't be read.
    pub fn past(&self, key: &SessionKey) -> Result<Vec<PastSession>, SessionError> {
        Ok(self
            .past_of(&self.home_of(key))?
            .remove(key)
            .unwrap_or_default())
    }

    /// The transcripts of every key of an agent, newest first.
    ///
    /// # Errors
    /// The folder can't be read.
    pub fn past_of(
        &self,
        agent: &str,
    ) -> Result<BTreeMap<SessionKey, Vec<PastSession>>, SessionError> {
        let named = self.scan(&["sessionId"], |key, record| {
            Some((record.session_id()?.to_owned(), key.clone()))
        });
        let current: BTreeMap<String, SessionKey> = named
            .into_iter()
            .filter(|(_, key)| self.home_of(key) == agent)
            .collect();
        let found = transcripts(&self.folder(agent)?)?;
        let keys = owners(&found, &current);
        let mut ended_by: BTreeMap<&str, ResetReason> = BTreeMap::new();
        for mark in found
            .values()
            .filter_map(|found| found.header.reset.as_ref())
        {
            ended_by.insert(&mark.from, mark.reason);
        }
        let mut past: BTreeMap<SessionKey, Vec<PastSession>> = BTreeMap::new();
        for (id, key) in keys {
            let Some(file) = found.get(&id) else { continue };
            past.entry(key).or_default().push(PastSession {
                path: file.path.clone(),
                started: file.header.at,
                ended: file.ended,
                bytes: file.bytes,
                ended_by: ended_by.get(id.as_str()).copied(),
                current: current.contains_key(&id),
                session_id: id,
            });
        }
        for sessions in past.values_mut() {
            sessions.sort_by_key(|session| std::cmp::Reverse((session.current, session.started)));
        }
        Ok(past)
    }
}

fn transcripts(folder: &Path) -> Result<BTreeMap<String, Found>, SessionError> {
    let mut found = BTreeMap::new();
    for file in std::fs::read_dir(folder)
        .map_err(StorageError::io(folder))?
        .flatten()
    {
        let path = file.path();
        if path
            .extension()
            .is_none_or(|extension| extension != "jsonl")
        {
            continue;
        }
        let id = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let Some(header) = Header::of(&path).filter(|header| header.id == id) else {
            continue;
        };
        let about = file.metadata().ok();
        let ended = about
            .as_ref()
            .and_then(|about| about.modified().ok())
            .and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok())
            .and_then(|since| Ms::try_from(since.as_millis()).ok());
        let file = Found {
            ended: ended.unwrap_or(header.at),
            bytes: about.map_or(0, |about| about.len()),
            header,
            path,
        };
        found.insert(id, file);
    }
    Ok(found)
}

/// Whose each transcript is: by its own header, by the record that names it, or by one that
/// follows it.
fn owners(
    found: &BTreeMap<String, Found>,
    current: &BTreeMap<String, SessionKey>,
) -> BTreeMap<String, SessionKey> {
    let mut owners: BTreeMap<String, SessionKey> = current.clone();
    for (id, file) in found {
        if let Some(key) = &file.header.key {
            owners
                .entry(id.clone())
                .or_insert_with(|| SessionKey::parse(key, "main"));
        }
    }
    let mut todo: Vec<String> = owners.keys().cloned().collect();
    while let Some(id) = todo.pop() {
        let Some(key) = owners.get(&id).cloned() else {
            continue;
        };
        let parent = found
            .get(&id)
            .and_then(|file| file.header.parent.as_deref());
        let Some(parent) = parent.and_then(Path::file_stem) else {
            continue;
        };
        let parent = parent.to_string_lossy().into_owned();
        if !owners.contains_key(&parent) {
            owners.insert(parent.clone(), key);
            todo.push(parent);
        }
    }
    owners
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::Map;

    use super::*;
    use crate::clock::ManualClock;
    use crate::session::{Renewal, ResetMark, Transcript, UserEntry};
    use crate::storage::StateDir;

    #[test]
    fn every_session_a_reset_left_is_found_also_those_of_other_programs() {
        let folder = tempfile::tempdir().unwrap();
        let state = StateDir::open(folder.path().to_owned()).unwrap();
        let sessions = state.sessions("main").unwrap();
        // As OpenClaw leaves them: no key, one follows the other.
        let theirs = |id: &str, parent: Option<&str>| {
            let parent = parent.map_or(String::new(), |p| {
                format!(r#","parentSession":"/elsewhere/{p}.jsonl""#)
            });
            let line = format!(
                r#"{{"type":"session","version":3,"id":"{id}","timestamp":"2026-03-11T14:12:00.000Z","cwd":"/w"{parent}}}"#
            );
            std::fs::write(sessions.join(format!("{id}.jsonl")), line + "\n").unwrap();
        };
        theirs("a", None);
        theirs("b", Some("a"));
        theirs("orphan", None);
        std::fs::write(
            sessions.join("sessions.json"),
            r#"{"agent:main:main":{"sessionId":"b","updatedAt":1}}"#,
        )
        .unwrap();
        let (store, _) = SessionStore::open(state, ManualClock::new(9, "UTC")).unwrap();
        let key = SessionKey::main("main");
        let (mut transcript, _) = Transcript::open(&store.find(&key).unwrap().path).unwrap();
        let said = UserEntry {
            text: "good  morning".into(),
            turn: "inbox:1".into(),
            inbox: vec!["1".into()],
            shown: "good  morning".into(),
            channel: "desktop".into(),
            events: Vec::new(),
            pictures: Vec::new(),
        };
        transcript.append(vec![said.print(None, 1)]).unwrap();
        let mark = ResetMark {
            reason: ResetReason::Daily,
            from: "b".into(),
            at: 1_900_000_000_000,
            boundary: None,
            cause: None,
            kept: None,
            unsaved: None,
            carried: 0,
            summed: false,
            unsummed: None,
            before: Map::new(),
        };
        let renewal = Renewal {
            session_id: "c".into(),
            mark,
            entries: Vec::new(),
            fields: Map::new(),
        };
        store.renew(&key, &renewal, folder.path()).unwrap();
        let past = store.past(&key).unwrap();
        let ids: Vec<&str> = past.iter().map(|past| past.session_id.as_str()).collect();
        assert_eq!(ids.len(), 3, "{ids:?}");
        assert_eq!(ids[0], "c");
        assert!(past[0].current && !past[1].current);
        let left = past.iter().find(|past| past.session_id == "b").unwrap();
        assert_eq!(left.ended_by, Some(ResetReason::Daily));
        assert_eq!(left.first_words(), "good morning");
    }
}
