//! A state directory written by the real program, opened and changed as it is.

#![allow(clippy::unwrap_used)]
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::*;
use crate::clock::ManualClock;
use crate::storage::StateDir;

const RUN: &str =
    "agent:main:cron:16bcd304-ea2b-4f22-95f2-6d16f4cb98f5:run:fe18bef7-10fd-4ee3-902c-674350c4d0c3";

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/openclaw-2026.3/sessions")
}

/// A copy of the home to work on.
struct Copy {
    folder: tempfile::TempDir,
}

impl Copy {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sessions = folder.path().join("agents/main/sessions");
        std::fs::create_dir_all(&sessions).unwrap();
        for file in std::fs::read_dir(fixture()).unwrap().flatten() {
            std::fs::copy(file.path(), sessions.join(file.file_name())).unwrap();
        }
        Self { folder }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("agents/main/sessions").join(name)
    }

    fn list(&self) -> String {
        std::fs::read_to_string(self.file("sessions.json")).unwrap()
    }

    fn store(&self) -> SessionStore {
        let state = StateDir::open(self.folder.path().to_owned()).unwrap();
        SessionStore::open(state, ManualClock::new(1_000, "UTC"))
            .unwrap()
            .0
    }
}

fn fields(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

#[test]
fn every_conversation_is_listed_with_its_key_and_found_with_its_transcript() {
    let home = Copy::new();
    let store = home.store();
    let before: Map<String, Value> = serde_json::from_str(&home.list()).unwrap();
    let listed: Vec<String> = store.all().iter().map(|(key, _)| key.to_string()).collect();
    let keys: Vec<&String> = before.keys().collect();
    assert_eq!(listed.iter().collect::<Vec<_>>(), keys);
    for (key, record) in store.all() {
        let found = store.find(&key).unwrap();
        assert_eq!(
            Some(found.session_id.as_str()),
            record.session_id(),
            "{key}"
        );
        let archived = ["40ea3c3c", "slash"]
            .iter()
            .any(|part| key.as_str().contains(part));
        assert_eq!(found.path.is_file(), !archived, "{key}");
    }
    assert_eq!(home.list(), serde_json::to_string_pretty(&before).unwrap());
}

#[test]
fn a_change_of_one_field_leaves_every_other_byte() {
    let home = Copy::new();
    let before = home.list();
    let odd = before.replacen(
        "\"updatedAt\": 1795249714104,",
        "\"updatedAt\": 1795249714104,\n    \"estimatedCostUsd\": 0.10,\n    \"goal\": { \"at\":1e5,\"n\": 12345678901234567890123 },",
        1,
    );
    assert_ne!(odd, before);
    std::fs::write(home.file("sessions.json"), &odd).unwrap();
    let store = home.store();
    store.project(
        &SessionKey::main("main"),
        &fields(&json!({ "label": "Anna" })),
    );
    store.flush().unwrap();
    let expected = odd.replacen("\n  },", ",\n    \"label\": \"Anna\"\n  },", 1);
    assert_eq!(home.list(), expected);
}

#[test]
fn a_run_and_its_job_share_one_transcript_and_a_new_key_changes_no_other_record() {
    let home = Copy::new();
    let store = home.store();
    let (run, before) = (SessionKey::parse(RUN, "main"), home.list());
    let job = SessionKey::parse(RUN.split(":run:").next().unwrap(), "main");
    assert_eq!(
        store.find(&run).unwrap().path,
        store.find(&job).unwrap().path
    );
    let new = SessionKey::parse("telegram:direct:7", "main");
    store.resolve(&new, home.folder.path()).unwrap();
    store.flush().unwrap();
    let after = home.list();
    assert!(after.starts_with(before.strip_suffix("\n}").unwrap()));
}

#[test]
fn every_line_is_a_typed_entry_and_keeps_its_bytes() {
    let home = Copy::new();
    let mut count = 0;
    for file in std::fs::read_dir(home.file("")).unwrap().flatten() {
        let path = file.path();
        if !path.to_string_lossy().contains(".jsonl") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().skip(1).collect();
        let entries = read_transcript(&path).unwrap();
        let raw: Vec<&str> = entries.iter().map(|entry| entry.raw.as_str()).collect();
        assert_eq!(raw, lines, "{}", path.display());
        for entry in &entries {
            let untyped = matches!(entry.body, EntryBody::Other { .. });
            let unsaid = entry
                .message()
                .is_some_and(|said| said.role == MessageRole::Other || said.blocks.is_empty());
            let failed = entry
                .message()
                .is_some_and(|said| said.stop == Some(Stop::Error));
            assert!(!untyped && (!unsaid || failed), "{}", entry.raw);
        }
        count += entries.len();
    }
    assert_eq!(count, 123);
}

#[test]
fn opening_one_for_writing_changes_no_byte_and_what_is_said_follows() {
    let home = Copy::new();
    let found = home.store().find(&SessionKey::main("main")).unwrap();
    let before = std::fs::read(&found.path).unwrap();
    let (mut transcript, opened) = Transcript::open(&found.path).unwrap();
    assert_eq!(opened.unreadable, 0);
    assert_eq!(std::fs::read(&found.path).unwrap(), before);
    let said = UserEntry {
        text: "and now?".into(),
        turn: "inbox:1".into(),
        inbox: vec!["1".into()],
        shown: "and now?".into(),
        channel: "cli".into(),
        events: Vec::new(),
        pictures: Vec::new(),
    };
    let entry = said.print(transcript.leaf(), 2_000);
    transcript.append(vec![entry]).unwrap();
    let after = std::fs::read(&found.path).unwrap();
    assert_eq!(&after[..before.len()], before);
    assert_eq!(read_transcript(&found.path).unwrap().len(), 58);
}
