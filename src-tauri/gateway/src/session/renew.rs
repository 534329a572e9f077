//! A key gets another session id: the writes of a reset and of a re-opening (walks.md walk 4).
//!
//! Owns which fields of a record a reset clears (field-reference.md §5) and the order of the two
//! writes: the new transcript whole, then `sessions.json`, which is the commit point. Decides
//! neither when nor why.

use std::path::Path;

use serde_json::{Map, Value};

use super::entry::EntryView;
use super::error::SessionError;
use super::header::{Header, ResetMark};
use super::key::SessionKey;
use super::line::Entry;
use super::store::{Resolved, SessionStore};
use crate::clock::Ms;
use crate::storage::{StorageError, replace};

/// A session to be begun.
#[derive(Debug, Clone)]
pub struct Renewal {
    /// Its id.
    pub session_id: String,
    /// The reset as its header tells it.
    pub mark: ResetMark,
    /// Its first entries.
    pub entries: Vec<Entry>,
    /// Fields to set in the record.
    pub fields: Map<String, Value>,
}

/// Derived, so that a reset begun again after a kill writes the same file: `occasion` is the
/// boundary or what asked for it.
pub fn derived_id(key: &SessionKey, from: &str, occasion: &str) -> String {
    let name = format!("cove:session:{key}\n{from}\n{occasion}");
    uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, name.as_bytes()).to_string()
}

/// Whether a person keeps more than by `/new`: the window and the API keep these as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// A slash command.
    Command,
    /// The window, the command line, the API.
    Request,
    /// The clock.
    Clock,
}

/// Counts and caches of one session id.
const OF_ONE_ID: &[&str] = &[
    "inputTokens",
    "outputTokens",
    "totalTokens",
    "totalTokensFresh",
    "cacheRead",
    "cacheWrite",
    "estimatedCostUsd",
    "compactionCount",
    "memoryFlushAt",
    "memoryFlushCompactionCount",
    "memoryFlushHash",
    "systemSent",
    "abortedLastRun",
    "lastInteractionAt",
    "systemPromptReport",
    "compactionCheckpoints",
];
/// How messages of the chat are treated, set by hand.
const OF_THE_CHAT: &[&str] = &["sendPolicy", "responseUsage"];
const OF_THE_QUEUE: &[&str] = &["queueMode", "queueDebounceMs", "queueCap", "queueDrop"];
const LEVELS: &[&str] = &["thinkingLevel", "verboseLevel", "reasoningLevel", "ttsAuto"];
const MODEL: &[&str] = &["providerOverride", "modelOverride", "modelOverrideSource"];

/// The change of a record that a reset makes (`null` clears a field), and what its plain fields
/// said before.
pub fn clearing(record: &EntryView, asker: Asker) -> (Map<String, Value>, Map<String, Value>) {
    let names = cleared(record, asker);
    let plain = |name: &&str| {
        let value = record.0.get(*name)?;
        (!value.is_object() && !value.is_array()).then(|| ((*name).to_owned(), value.clone()))
    };
    let before = names.iter().filter_map(plain).collect();
    let change = names.iter().map(|name| ((*name).to_owned(), Value::Null));
    (change.collect(), before)
}

fn cleared(record: &EntryView, asker: Asker) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = [OF_ONE_ID, OF_THE_QUEUE].concat();
    if asker != Asker::Request {
        names.extend(OF_THE_CHAT);
    }
    if asker == Asker::Clock {
        names.extend(LEVELS);
    }
    if asker == Asker::Clock || record.text("modelOverrideSource") == Some("auto") {
        names.extend(MODEL);
    }
    names.retain(|name| record.0.contains_key(*name));
    names
}

impl SessionStore {
    /// Begins a session: its transcript whole and durable, then the key points to it, durably.
    /// Begun again with the same id it writes the same.
    ///
    /// # Errors
    /// The disk refused; the key keeps the session it had.
    pub fn renew(
        &self,
        key: &SessionKey,
        renewal: &Renewal,
        cwd: &Path,
    ) -> Result<Resolved, SessionError> {
        let before = self.find(key);
        let path = self
            .folder(key.agent())?
            .join(format!("{}.jsonl", renewal.session_id));
        let header = Header {
            id: renewal.session_id.clone(),
            at: renewal.mark.at,
            key: Some(key.to_string()),
            parent: before.map(|before| before.path),
            reset: Some(renewal.mark.clone()),
        };
        let mut text = format!("{}\n", header.print(cwd));
        for entry in &renewal.entries {
            text.push_str(&entry.raw);
            text.push('\n');
        }
        replace(&path, text.as_bytes())?;
        let mut fields = renewal.fields.clone();
        fields.insert("compactionCount".into(), 0.into());
        fields.insert("sessionStartedAt".into(), renewal.mark.at.into());
        self.point(key, &renewal.session_id, &path, fields, None)?;
        Ok(Resolved {
            session_id: renewal.session_id.clone(),
            path,
            new: true,
        })
    }

    /// Makes an earlier session the one of its key again. `fields` are what its record said of
    /// it; being opened again counts as its start, or it would be stale at once.
    ///
    /// # Errors
    /// `session-unknown` where its transcript is gone; the disk refused.
    pub fn reopen(
        &self,
        key: &SessionKey,
        session_id: &str,
        fields: &Map<String, Value>,
        now: Ms,
    ) -> Result<Resolved, SessionError> {
        let path = self.transcript_of(key, session_id)?;
        let Some(header) = Header::of(&path) else {
            return Err(SessionError::Unknown(session_id.to_owned()));
        };
        let mut patch: Map<String, Value> = OF_ONE_ID
            .iter()
            .map(|name| ((*name).to_owned(), Value::Null))
            .collect();
        patch.insert("sessionStartedAt".into(), header.at.into());
        patch.extend(fields.clone());
        self.point(key, session_id, &path, patch, Some(now))?;
        Ok(Resolved {
            session_id: session_id.to_owned(),
            path,
            new: false,
        })
    }

    /// Whether something was said in the transcript of this id: it must not be written anew.
    pub fn is_spoken(&self, key: &SessionKey, session_id: &str) -> bool {
        self.transcript_of(key, session_id)
            .and_then(|path| {
                Ok(std::fs::read_to_string(path).map_err(StorageError::io(Path::new("")))?)
            })
            .is_ok_and(|text| text.contains("\"type\":\"message\""))
    }

    /// The transcript of an id that once was a key's.
    pub fn transcript_of(
        &self,
        key: &SessionKey,
        session_id: &str,
    ) -> Result<std::path::PathBuf, SessionError> {
        let plain = !session_id.is_empty()
            && session_id
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        let path = self
            .folder(&self.home_of(key))?
            .join(format!("{session_id}.jsonl"));
        if plain && path.is_file() {
            Ok(path)
        } else {
            Err(SessionError::Unknown(session_id.to_owned()))
        }
    }

    fn point(
        &self,
        key: &SessionKey,
        session_id: &str,
        path: &Path,
        mut fields: Map<String, Value>,
        reopened: Option<Ms>,
    ) -> Result<(), SessionError> {
        let own = self
            .record(key)
            .and_then(|record| record.0.get("cove").cloned());
        let mut cove = own
            .as_ref()
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        cove.shift_remove("meter");
        cove.shift_remove("reopenedAt");
        if let Some(at) = reopened {
            cove.insert("reopenedAt".into(), at.into());
        }
        let cove = if cove.is_empty() {
            Value::Null
        } else {
            Value::Object(cove)
        };
        fields.insert("cove".into(), cove);
        fields.insert("sessionId".into(), session_id.into());
        fields.insert("sessionFile".into(), path.display().to_string().into());
        self.set(key, &fields)
    }
}

/// The reset whose trace a transcript's header bears, with the id and key it is of.
pub fn reset_of(path: &Path) -> Option<(Header, ResetMark)> {
    let header = Header::of(path)?;
    let mark = header.reset.clone()?;
    Some((header, mark))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::super::header::ResetReason;
    use super::*;
    use crate::clock::ManualClock;
    use crate::session::Transcript;
    use crate::storage::StateDir;

    fn record(fields: Value) -> EntryView {
        EntryView(fields.as_object().unwrap().clone())
    }

    fn check(asker: Asker, fields: Value, kept: &[&str]) {
        let record = record(fields);
        let cleared = cleared(&record, asker);
        let left: Vec<&str> = record
            .0
            .keys()
            .map(String::as_str)
            .filter(|name| !cleared.contains(name))
            .collect();
        assert_eq!(left, kept, "{asker:?}");
    }

    #[test]
    fn what_a_person_chose_survives_as_the_field_keeps_it() {
        let all = json!({ "label": "x", "groupActivation": "always", "thinkingLevel": "high",
            "modelOverride": "m", "modelOverrideSource": "user", "responseUsage": "full",
            "sendPolicy": "deny", "queueMode": "steer", "compactionCount": 3, "systemSent": true });
        check(
            Asker::Command,
            all.clone(),
            &[
                "label",
                "groupActivation",
                "thinkingLevel",
                "modelOverride",
                "modelOverrideSource",
            ],
        );
        check(
            Asker::Request,
            all.clone(),
            &[
                "label",
                "groupActivation",
                "thinkingLevel",
                "modelOverride",
                "modelOverrideSource",
                "responseUsage",
                "sendPolicy",
            ],
        );
        check(Asker::Clock, all, &["label", "groupActivation"]);
        let auto = json!({ "modelOverride": "m", "modelOverrideSource": "auto", "label": "x" });
        check(Asker::Command, auto, &["label"]);
    }

    fn store(folder: &Path) -> SessionStore {
        let state = StateDir::open(folder.to_owned()).unwrap();
        SessionStore::open(state, ManualClock::new(1_000, "UTC"))
            .unwrap()
            .0
    }

    fn renewal(from: &str, at: Ms) -> Renewal {
        Renewal {
            session_id: derived_id(&SessionKey::main("main"), from, "4"),
            mark: ResetMark {
                reason: ResetReason::Daily,
                from: from.to_owned(),
                at,
                boundary: Some(4),
                cause: None,
                kept: None,
                unsaved: None,
                carried: 0,
                summed: false,
                unsummed: None,
                before: Map::new(),
            },
            entries: Vec::new(),
            fields: Map::new(),
        }
    }

    #[test]
    fn a_reset_begun_again_after_a_kill_makes_the_same_session_and_no_orphan() {
        let folder = tempfile::tempdir().unwrap();
        let key = SessionKey::main("main");
        let store = store(folder.path());
        let old = store.resolve(&key, folder.path()).unwrap();
        let first = renewal(&old.session_id, 5);
        // Killed between the file and the commit point: the file is there, the key is not moved.
        let path = old
            .path
            .with_file_name(format!("{}.jsonl", first.session_id));
        std::fs::write(&path, "half").unwrap();
        let new = store
            .renew(&key, &renewal(&old.session_id, 9), folder.path())
            .unwrap();
        assert_eq!(new.session_id, first.session_id);
        assert_eq!(store.find(&key).unwrap().session_id, first.session_id);
        let (header, mark) = reset_of(&new.path).unwrap();
        assert_eq!((header.parent, mark.at), (Some(old.path), 9));
        let (_, opened) = Transcript::open(&new.path).unwrap();
        assert_eq!(opened.unreadable, 0);
    }

    #[test]
    fn a_session_opened_again_counts_as_begun_then_and_a_lost_one_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let key = SessionKey::main("main");
        let store = store(folder.path());
        let old = store.resolve(&key, folder.path()).unwrap();
        store
            .renew(&key, &renewal(&old.session_id, 5), folder.path())
            .unwrap();
        let fields = record(json!({ "compactionCount": 2 })).0;
        let again = store.reopen(&key, &old.session_id, &fields, 77).unwrap();
        assert_eq!(again.path, old.path);
        let record = store.record(&key).unwrap();
        assert_eq!(record.session_id(), Some(old.session_id.as_str()));
        assert_eq!(record.0["cove"]["reopenedAt"], 77);
        assert_eq!(record.number("compactionCount"), Some(2));
        for lost in ["nowhere", "../cove", ""] {
            assert!(store.reopen(&key, lost, &Map::new(), 78).is_err(), "{lost}");
        }
    }
}
