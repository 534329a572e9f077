//! Sessions go to the trash and come back from it.
//!
//! Owns what lies under `trash/session-…`: a manifest that names everything, written first, and
//! the files. The record leaves `sessions.json` before its files move; what a kill leaves between
//! is finished at the next start, so no transcript is left that nothing names.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::SessionError;
use super::key::SessionKey;
use super::store::SessionStore;
use crate::clock::Ms;
use crate::storage::{StorageError, replace};

/// Deleted sessions stay in the trash so long, ms (design.md §2).
const KEEP: Ms = 30 * 24 * 3_600_000;
const MANIFEST: &str = "manifest.json";
const PREFIX: &str = "session-";

/// What lies in one folder of the trash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    key: String,
    /// In whose folder.
    agent: String,
    at: Ms,
    /// The record, where the whole conversation was removed.
    record: Option<Value>,
    /// Names in the sessions folder of the agent.
    files: Vec<String>,
}

impl SessionStore {
    /// Moves a conversation with all its sessions, or one earlier session of it, to the trash, in
    /// the folder `session-<name>`. Done again with the same name it is done once.
    ///
    /// # Errors
    /// `session-unknown`; `session-current` for the session that is open; the disk refused.
    pub fn discard(
        &self,
        key: &SessionKey,
        session_id: Option<&str>,
        name: &str,
        now: Ms,
    ) -> Result<(), SessionError> {
        let place = self.trash().join(format!("{PREFIX}{name}"));
        if place.join(MANIFEST).exists() {
            self.finish_removal(&place)?;
            // Where a kill came before the record was dropped nothing has happened yet.
            if place.exists() {
                return Ok(());
            }
        }
        let past = self.past(key)?;
        let record = self.record(key);
        let chosen: Vec<_> = match session_id {
            None => past.iter().collect(),
            Some(id) => past.iter().filter(|past| past.session_id == id).collect(),
        };
        if session_id.is_some() && chosen.iter().any(|past| past.current) {
            return Err(SessionError::Current);
        }
        if chosen.is_empty() && (session_id.is_some() || record.is_none()) {
            return Err(SessionError::Unknown(
                session_id.unwrap_or(key.as_str()).to_owned(),
            ));
        }
        let agent = self.home_of(key);
        let folder = self.folder(&agent)?;
        let mut files = Vec::new();
        for past in chosen {
            let file = past
                .path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let torn = format!("{file}.torn");
            files.push(file);
            files.extend(folder.join(&torn).is_file().then_some(torn));
        }
        let manifest = Manifest {
            key: key.to_string(),
            agent,
            at: now,
            record: session_id
                .is_none()
                .then(|| record.map_or(Value::Null, |record| Value::Object(record.0))),
            files,
        };
        std::fs::create_dir_all(&place).map_err(StorageError::io(&place))?;
        let bytes = serde_json::to_vec_pretty(&manifest).map_err(StorageError::from)?;
        replace(&place.join(MANIFEST), &bytes)?;
        if session_id.is_none() {
            self.remove(std::slice::from_ref(key))?;
        }
        self.finish_removal(&place)
    }

    /// Brings back what was moved to the trash under this name.
    ///
    /// # Errors
    /// `session-unknown` where it is gone; `session-taken` where the key has another conversation
    /// by now; the disk refused.
    pub fn bring_back(&self, name: &str) -> Result<SessionKey, SessionError> {
        let place = self.trash().join(format!("{PREFIX}{name}"));
        let manifest = manifest_of(&place).ok_or_else(|| SessionError::Unknown(name.to_owned()))?;
        let key = SessionKey::parse(&manifest.key, "main");
        let record = manifest.record.as_ref().and_then(Value::as_object);
        if record.is_some() && self.record(&key).is_some() {
            return Err(SessionError::Taken(key.to_string()));
        }
        let folder = self.folder(&manifest.agent)?;
        for file in &manifest.files {
            move_file(&place.join(file), &folder.join(file))?;
        }
        if let Some(record) = record {
            self.set(&key, record)?;
        }
        std::fs::remove_dir_all(&place).map_err(StorageError::io(&place))?;
        Ok(key)
    }

    /// Finishes the removals that a kill cut off. At a start only: beside a removal at work it
    /// would take that for one that has not happened.
    ///
    /// # Errors
    /// The disk refused.
    pub fn finish_removals(&self) -> Result<(), SessionError> {
        self.removed()
            .into_iter()
            .try_for_each(|(place, _)| self.finish_removal(&place))
    }

    /// Lets go what has lain in the trash for 30 days.
    ///
    /// # Errors
    /// The disk refused.
    pub fn empty_trash(&self, now: Ms) -> Result<(), SessionError> {
        let old = self.removed().into_iter();
        let mut old = old.filter(|(_, manifest)| manifest.at + KEEP < now);
        old.try_for_each(|(place, _)| {
            Ok(std::fs::remove_dir_all(&place).map_err(StorageError::io(&place))?)
        })
    }

    /// What lies in the trash.
    fn removed(&self) -> Vec<(PathBuf, Manifest)> {
        let places = std::fs::read_dir(self.trash())
            .into_iter()
            .flatten()
            .flatten();
        let own = places.filter(|place| place.file_name().to_string_lossy().starts_with(PREFIX));
        own.filter_map(|place| Some((place.path(), manifest_of(&place.path())?)))
            .collect()
    }

    fn finish_removal(&self, place: &Path) -> Result<(), SessionError> {
        let Some(manifest) = manifest_of(place) else {
            return Ok(());
        };
        let key = SessionKey::parse(&manifest.key, "main");
        let id_of = |record: &Value| record["sessionId"].as_str().map(str::to_owned);
        let named = manifest.record.as_ref().and_then(id_of);
        let now = self
            .record(&key)
            .and_then(|record| record.session_id().map(str::to_owned));
        if named.is_some() && named == now {
            // The record was not dropped: the removal has not happened.
            std::fs::remove_dir_all(place).map_err(StorageError::io(place))?;
            return Ok(());
        }
        let folder = self.folder(&manifest.agent)?;
        for file in &manifest.files {
            move_file(&folder.join(file), &place.join(file))?;
        }
        Ok(())
    }

    fn trash(&self) -> PathBuf {
        self.root().join("trash")
    }
}

fn manifest_of(place: &Path) -> Option<Manifest> {
    let bytes = std::fs::read(place.join(MANIFEST)).ok()?;
    let manifest: Manifest = serde_json::from_slice(&bytes).ok()?;
    // Names alone: a manifest must not reach out of its folders.
    let plain = |file: &String| {
        Path::new(file)
            .file_name()
            .is_some_and(|name| name == file.as_str())
    };
    manifest.files.iter().all(plain).then_some(manifest)
}

/// Moves a file; one that is not there has been moved before.
fn move_file(from: &Path, to: &Path) -> Result<(), StorageError> {
    match std::fs::rename(from, to) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StorageError::Io {
            path: from.to_owned(),
            source: error,
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clock::ManualClock;
    use crate::storage::StateDir;

    fn store(folder: &Path) -> SessionStore {
        let state = StateDir::open(folder.to_owned()).unwrap();
        SessionStore::open(state, ManualClock::new(1_000, "UTC"))
            .unwrap()
            .0
    }

    fn transcripts(folder: &Path) -> usize {
        let sessions = folder.join("agents/main/sessions");
        let files = std::fs::read_dir(sessions).unwrap().flatten();
        files
            .filter(|file| file.path().extension().is_some_and(|e| e == "jsonl"))
            .count()
    }

    #[test]
    fn a_deleted_conversation_leaves_no_orphan_and_comes_back_whole() {
        let folder = tempfile::tempdir().unwrap();
        let (store, key) = (store(folder.path()), SessionKey::main("main"));
        let made = store.resolve(&key, folder.path()).unwrap();
        let before = store.record(&key).unwrap();
        store.discard(&key, None, "r1", 5).unwrap();
        store.discard(&key, None, "r1", 6).unwrap();
        assert_eq!((store.record(&key), transcripts(folder.path())), (None, 0));
        assert_eq!(store.bring_back("r1").unwrap(), key);
        let back = store.record(&key).unwrap();
        assert_eq!(back.session_id(), before.session_id());
        assert!(made.path.is_file());
        assert!(store.bring_back("r1").is_err(), "it is back already");
    }

    #[test]
    fn what_was_begun_anew_since_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let (store, key) = (store(folder.path()), SessionKey::main("main"));
        store.resolve(&key, folder.path()).unwrap();
        store.discard(&key, None, "r1", 5).unwrap();
        let new = store.resolve(&key, folder.path()).unwrap();
        assert!(matches!(
            store.bring_back("r1"),
            Err(SessionError::Taken(_))
        ));
        assert_eq!(store.find(&key).unwrap().session_id, new.session_id);
        let open = store.discard(&key, Some(&new.session_id), "r2", 6);
        assert!(matches!(open, Err(SessionError::Current)));
    }

    #[test]
    fn a_removal_that_a_kill_cut_is_finished_or_has_not_happened() {
        let folder = tempfile::tempdir().unwrap();
        let key = SessionKey::main("main");
        let made = store(folder.path()).resolve(&key, folder.path()).unwrap();
        let place = folder.path().join("trash/session-r1");
        let manifest = |id: &str| {
            let file = made
                .path
                .file_name()
                .unwrap()
                .to_string_lossy()
                .into_owned();
            let manifest = Manifest {
                key: key.to_string(),
                agent: "main".into(),
                at: 5,
                record: Some(serde_json::json!({ "sessionId": id })),
                files: vec![file],
            };
            std::fs::create_dir_all(&place).unwrap();
            std::fs::write(place.join(MANIFEST), serde_json::to_vec(&manifest).unwrap()).unwrap();
        };
        // Killed before the record was dropped.
        manifest(&made.session_id);
        let again = store(folder.path());
        again.finish_removals().unwrap();
        assert!(made.path.is_file() && !place.exists());
        // Killed between the record and its files.
        manifest(&made.session_id);
        again.remove(std::slice::from_ref(&key)).unwrap();
        again.finish_removals().unwrap();
        assert!(!made.path.exists() && place.exists());
        again.empty_trash(5 + KEEP).unwrap();
        assert!(place.exists());
        again.empty_trash(6 + KEEP).unwrap();
        assert!(!place.exists());
    }

    #[test]
    fn asked_again_after_a_kill_before_the_record_was_dropped_it_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let (store, key) = (store(folder.path()), SessionKey::main("main"));
        let made = store.resolve(&key, folder.path()).unwrap();
        let place = folder.path().join("trash/session-r1");
        std::fs::create_dir_all(&place).unwrap();
        let manifest = Manifest {
            key: key.to_string(),
            agent: "main".into(),
            at: 5,
            record: Some(serde_json::json!({ "sessionId": made.session_id })),
            files: Vec::new(),
        };
        std::fs::write(place.join(MANIFEST), serde_json::to_vec(&manifest).unwrap()).unwrap();
        store.discard(&key, None, "r1", 6).unwrap();
        assert_eq!((store.record(&key), transcripts(folder.path())), (None, 0));
        assert_eq!(store.bring_back("r1").unwrap(), key);
    }
}
