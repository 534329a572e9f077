//! Runs of jobs are kept for a while and then dropped.
//!
//! Owns which are due (pure) and what dropping one removes. A transcript that another key still
//! names stays: the job's own key shares that of its last run.

use super::entry::EntryView;
use super::error::SessionError;
use super::key::SessionKey;
use super::store::SessionStore;
use crate::clock::Ms;
use crate::storage::StorageError;

/// The runs that were last used more than `keep` ms ago; `None` keeps them for ever.
pub fn expired_runs(
    entries: &[(SessionKey, EntryView)],
    keep: Option<Ms>,
    now: Ms,
) -> Vec<SessionKey> {
    let Some(keep) = keep else {
        return Vec::new();
    };
    let due = entries
        .iter()
        .filter(|(key, entry)| key.is_run() && entry.updated_at().saturating_add(keep) < now);
    due.map(|(key, _)| key.clone()).collect()
}

impl SessionStore {
    /// Drops these runs: their records, durably, then the transcripts nobody names any more.
    ///
    /// # Errors
    /// The disk refused; what was not removed is removed the next time.
    pub fn drop_runs(&self, runs: &[SessionKey]) -> Result<(), SessionError> {
        let files: Vec<_> = runs.iter().filter_map(|run| self.find(run)).collect();
        self.remove(runs)?;
        let left: Vec<_> = self
            .all()
            .iter()
            .filter_map(|(key, _)| self.find(key))
            .collect();
        for file in files {
            let shared = left.iter().any(|other| other.path == file.path);
            if shared || !file.path.exists() {
                continue;
            }
            std::fs::remove_file(&file.path).map_err(StorageError::io(&file.path))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;
    use crate::clock::ManualClock;
    use crate::storage::StateDir;

    fn entry(key: &str, updated_at: Ms) -> (SessionKey, EntryView) {
        let fields = json!({ "updatedAt": updated_at });
        let view = EntryView(fields.as_object().unwrap().clone());
        (SessionKey::parse(key, "main"), view)
    }

    fn check(keep: Option<Ms>, now: Ms, expected: &[&str]) {
        let entries = [
            entry("cron:a:run:1", 1_000),
            entry("cron:a:run:2", 2_000),
            entry("cron:a", 0),
            entry("main", 0),
        ];
        let due = expired_runs(&entries, keep, now);
        let spoken: Vec<&str> = due.iter().map(SessionKey::spoken).collect();
        assert_eq!(spoken, expected, "{keep:?} {now}");
    }

    #[test]
    fn only_runs_are_dropped_and_only_after_their_time() {
        check(Some(500), 1_500, &[]);
        check(Some(500), 1_501, &["cron:a:run:1"]);
        check(Some(500), 9_999, &["cron:a:run:1", "cron:a:run:2"]);
        check(None, Ms::MAX, &[]);
        check(Some(Ms::MAX), Ms::MAX, &[]);
    }

    #[test]
    fn a_dropped_run_leaves_no_file_unless_its_job_names_it_too() {
        let folder = tempfile::tempdir().unwrap();
        let sessions = folder.path().join("agents/main/sessions");
        std::fs::create_dir_all(&sessions).unwrap();
        let list = json!({
            "agent:main:cron:a": { "sessionId": "last" },
            "agent:main:cron:a:run:2": { "sessionId": "last" },
            "agent:main:cron:a:run:1": { "sessionId": "first" },
        });
        std::fs::write(sessions.join("sessions.json"), list.to_string()).unwrap();
        for id in ["last", "first"] {
            std::fs::write(sessions.join(format!("{id}.jsonl")), "{}\n").unwrap();
        }
        let state = StateDir::open(folder.path().to_owned()).unwrap();
        let store = SessionStore::open(state, ManualClock::new(1, "UTC"))
            .unwrap()
            .0;
        let runs = expired_runs(&store.all(), Some(0), 1);
        assert_eq!(runs.len(), 2);
        store.drop_runs(&runs).unwrap();
        let keys: Vec<String> = store.all().iter().map(|(key, _)| key.to_string()).collect();
        assert_eq!(keys, ["agent:main:cron:a"]);
        assert!(sessions.join("last.jsonl").exists() && !sessions.join("first.jsonl").exists());
        let written = std::fs::read_to_string(sessions.join("sessions.json")).unwrap();
        assert!(!written.contains(":run:"));
    }
}
