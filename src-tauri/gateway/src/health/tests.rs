//! Every finding made, found, mended, found no more, and taken back; damage of any kind survived.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::clock::ManualClock;
use crate::config::{InForce, Report};
use crate::secret::Redactor;
use crate::session::{Entry, SessionStore};
use crate::storage::StateDir;
use crate::workspace::{Guarded, Limits, Workspace};

/// Long after every entry the tests write, and after the files were made.
const NOW: i64 = 4_000_000_000_000;
const KEY: &str = "sk-live-0123456789abcdefghij";
const HEADER: &str = "{\"type\":\"session\",\"version\":3,\"id\":\"s1\"}\n";

struct Place {
    folder: tempfile::TempDir,
    plain_secrets: Vec<String>,
    now: i64,
    newest: Option<i64>,
    zone: String,
}

impl Place {
    /// A sound home: one conversation, its files.
    fn sound() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        StateDir::open(root).unwrap();
        let place = Self {
            folder,
            plain_secrets: Vec::new(),
            now: NOW,
            newest: None,
            zone: "UTC".into(),
        };
        place.write("workspace/SOUL.md", b"kind\n");
        place.write(SESSIONS, list(json!({})).as_bytes());
        place.write(TALK, talk().as_bytes());
        place
    }

    fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.root().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    fn store(&self) -> SessionStore {
        let state = StateDir::open(self.root()).unwrap();
        SessionStore::open(state, ManualClock::new(NOW, "UTC"))
            .unwrap()
            .0
    }

    fn view(&self) -> View {
        let guarded = Guarded {
            state_dir: self.root(),
            home_dir: None,
        };
        let workspace = Workspace::open(&self.root().join("workspace"), &guarded).unwrap();
        View {
            root: self.root(),
            now: self.now,
            zone: self.zone.clone(),
            agents: vec![ViewAgent {
                id: "main".into(),
                workspace: Ok(Arc::new(workspace)),
                limits: Limits::default(),
            }],
            settings: Report {
                file: self.root().join("cove.json"),
                in_force: InForce::File,
                problems: Vec::new(),
                warnings: Vec::new(),
                plain_secrets: self.plain_secrets.clone(),
            },
            redactor: Redactor::default(),
            busy: Default::default(),
            newest: self.newest,
            tables: true,
            window: 200_000,
        }
    }

    fn findings(&self) -> Vec<Finding> {
        check(&self.view(), &mut Cache::default())
    }

    fn codes(&self) -> Vec<&'static str> {
        self.findings().iter().map(|found| found.code).collect()
    }

    /// Every file that is no copy and no journal, with its bytes.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.root(), &mut files);
        files.retain(|path, _| {
            let name = path.display().to_string();
            !name.contains(".bak-") && !name.contains("/backups/") && !name.ends_with(".good")
        });
        files
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => collect(&path, files),
            false => {
                files.insert(path.clone(), std::fs::read(&path).unwrap());
            }
        }
    }
}

const SESSIONS: &str = "agents/main/sessions/sessions.json";
const TALK: &str = "agents/main/sessions/s1.jsonl";

/// The list with one sound conversation and what is given.
fn list(more: serde_json::Value) -> String {
    let mut list = json!({ "agent:main:main": { "sessionId": "s1", "updatedAt": 1 } });
    let own = list.as_object_mut().unwrap();
    own.extend(more.as_object().unwrap().clone());
    serde_json::to_string_pretty(&list).unwrap()
}

fn entry(id: &str, parent: Option<&str>, message: serde_json::Value) -> String {
    let line = json!({ "type": "message", "id": id, "parentId": parent,
        "timestamp": "2026-03-11T14:12:00.000Z", "message": message });
    format!("{line}\n")
}

fn talk() -> String {
    let user = entry("a", None, json!({ "role": "user", "content": "hi" }));
    let answer = json!({ "role": "assistant", "content": [{ "type": "text", "text": "yes" }] });
    format!("{HEADER}{user}{}", entry("b", Some("a"), answer))
}

fn calling() -> String {
    let call = json!({ "type": "toolCall", "id": "c1", "name": "write", "arguments": {} });
    let ask = json!({ "role": "assistant", "content": [call], "stopReason": "toolUse" });
    format!("{}{}", talk(), entry("c", Some("b"), ask))
}

/// With `damage` this is found; a fix ends it and changes nothing the second time; taken back,
/// every byte is as it was.
fn check_fix(code: &str, damage: impl FnOnce(&Place)) {
    let place = Place::sound();
    assert_eq!(place.codes(), Vec::<&str>::new(), "{code}: sound before");
    damage(&place);
    // Open as a gateway has it, before the damage is looked at.
    let found = place.findings();
    let codes: Vec<&str> = found.iter().map(|found| found.code).collect();
    assert_eq!(codes, [code]);
    let before = place.files();
    let store = place.store();
    assert_eq!(place.files(), before, "{code}: a look changes nothing");

    let Fixed::Changed(told) = fix(&place.view(), &store, &found[0]).unwrap() else {
        panic!("{code}: nothing was mended");
    };
    assert_eq!(place.codes(), Vec::<&str>::new(), "{code}: found no more");
    let mended = place.files();
    assert_eq!(
        fix(&place.view(), &store, &found[0]).unwrap(),
        Fixed::Nothing,
        "{code}"
    );
    assert_eq!(place.files(), mended, "{code}: mended once is mended");

    let root = place.root();
    restore_fix(&root, &store, &told.id, NOW).unwrap();
    assert_eq!(place.files(), before, "{code}: every byte is back");
    assert_eq!(place.codes(), [code]);
    assert!(matches!(
        restore_fix(&root, &store, &told.id, NOW),
        Err(FixError::Undone)
    ));
    assert!(list_fixes(&root)[0].undone);
}

#[test]
fn a_record_without_a_session_is_mended_and_comes_back() {
    for broken in [
        json!({ "x": 1 }),
        json!({ "sessionId": "s1", "transcriptPath": null }),
        json!({ "sessionId": " " }),
        json!({ "sessionId": 7 }),
    ] {
        check_fix("session-entry-broken", |place| {
            let list = list(json!({ "agent:main:telegram:direct:7": broken }));
            place.write(SESSIONS, list.as_bytes());
        });
    }
}

#[test]
fn a_record_whose_transcript_is_gone_is_mended_and_comes_back() {
    check_fix("session-transcript-missing", |place| {
        let gone = json!({ "agent:main:telegram:direct:7": { "sessionId": "s2", "updatedAt": 1 } });
        place.write(SESSIONS, list(gone).as_bytes());
    });
}

#[test]
fn half_a_last_line_is_mended_and_comes_back() {
    check_fix("transcript-torn", |place| {
        place.write(TALK, format!("{}{{\"type\":\"mess", talk()).as_bytes());
    });
}

#[test]
fn lines_that_cannot_be_read_are_mended_and_come_back() {
    check_fix("transcript-damaged", |place| {
        let text = talk().replace("\"id\":\"a\"", "\"id\":\u{0}\u{0}");
        place.write(TALK, text.as_bytes());
    });
    check_fix("transcript-damaged", |place| {
        place.write(TALK, &[talk().as_bytes(), b"\xff\xfe\n"].concat());
    });
}

#[test]
fn a_missing_first_line_is_mended_and_comes_back() {
    check_fix("transcript-headless", |place| {
        place.write(TALK, talk().strip_prefix(HEADER).unwrap().as_bytes());
    });
    check_fix("transcript-headless", |place| place.write(TALK, b""));
}

#[test]
fn a_call_nobody_answered_is_mended_and_comes_back() {
    check_fix("transcript-open-calls", |place| {
        place.write(TALK, calling().as_bytes());
    });
}

#[test]
fn a_transcript_nobody_refers_to_is_put_away_and_comes_back() {
    check_fix("transcript-orphan", |place| {
        place.write("agents/main/sessions/s9.jsonl", talk().as_bytes());
    });
}

#[test]
fn locks_another_program_left_are_removed_and_come_back() {
    check_fix("lock-stale", |place| {
        let lock = json!({ "pid": 1, "createdAt": 1 }).to_string();
        place.write("agents/main/sessions/s1.jsonl.lock", lock.as_bytes());
    });
    check_fix("lock-stale", |place| {
        place.write("agents/main/sessions/sessions.json.lock", b"");
    });
}

#[test]
fn a_note_in_another_form_becomes_text_and_comes_back() {
    check_fix("file-unreadable", |place| {
        place.write("workspace/SOUL.md", b"\xff\xfek\0i\0n\0d\0");
    });
}

#[test]
fn a_list_that_is_none_is_written_anew_and_comes_back() {
    let place = Place::sound();
    let store = place.store();
    place.write(SESSIONS, b"{ half");
    let found = place.findings();
    assert_eq!(found[0].code, "session-list-invalid");
    let Fixed::Changed(told) = fix(&place.view(), &store, &found[0]).unwrap() else {
        panic!("nothing was mended");
    };
    assert_eq!(place.codes(), Vec::<&str>::new());
    assert_eq!(
        fix(&place.view(), &store, &found[0]).unwrap(),
        Fixed::Nothing
    );
    restore_fix(&place.root(), &store, &told.id, NOW).unwrap();
    assert_eq!(
        std::fs::read(place.root().join(SESSIONS)).unwrap(),
        b"{ half"
    );
}

#[test]
fn a_list_that_went_on_gets_its_record_back_and_keeps_what_is_new() {
    let place = Place::sound();
    let gone = json!({ "agent:main:telegram:direct:7": { "sessionId": "s2", "updatedAt": 1 } });
    place.write(SESSIONS, list(gone).as_bytes());
    let store = place.store();
    let found = place.findings();
    let Fixed::Changed(told) = fix(&place.view(), &store, &found[0]).unwrap() else {
        panic!("nothing was mended");
    };
    let key = crate::session::SessionKey::main("main");
    let mut fields = serde_json::Map::new();
    fields.insert("totalTokens".into(), 9.into());
    store.project(&key, &fields);
    store.flush().unwrap();
    restore_fix(&place.root(), &store, &told.id, NOW).unwrap();
    assert_eq!(store.record(&key).unwrap().number("totalTokens"), Some(9));
    let back = crate::session::SessionKey::parse("telegram:direct:7", "main");
    assert_eq!(store.record(&back).unwrap().session_id(), Some("s2"));
}

#[test]
fn a_file_changed_after_the_fix_is_not_put_back() {
    let place = Place::sound();
    let store = place.store();
    place.write(TALK, calling().as_bytes());
    let found = place.findings();
    let Fixed::Changed(told) = fix(&place.view(), &store, &found[0]).unwrap() else {
        panic!("nothing was mended");
    };
    place.write(TALK, talk().as_bytes());
    assert!(matches!(
        restore_fix(&place.root(), &store, &told.id, NOW),
        Err(FixError::ChangedSince)
    ));
    assert_eq!(
        std::fs::read(place.root().join(TALK)).unwrap(),
        talk().as_bytes()
    );
}

/// What a change of a sound home makes a check find.
fn check_found(expected: &[&str], change: impl FnOnce(&mut Place)) {
    let mut place = Place::sound();
    change(&mut place);
    assert_eq!(place.codes(), expected);
}

#[test]
fn what_only_the_person_can_mend_is_found() {
    check_found(&["file-cut"], |place| {
        place.write("workspace/SOUL.md", "long ".repeat(10_000).as_bytes());
    });
    check_found(&["secret-in-note"], |place| {
        let note = format!("the key is {KEY}\n");
        place.write("workspace/memory/2026-03-11.md", note.as_bytes());
    });
    check_found(&["secret-in-file"], |place| {
        let profiles = format!("{{\"key\":\"{KEY}\"}}");
        place.write("agents/main/agent/auth-profiles.json", profiles.as_bytes());
    });
    check_found(&["secret-in-settings"], |place| {
        place.plain_secrets = vec!["models.providers.a.apiKey".into()];
    });
    check_found(&["database-damaged"], |place| {
        place.write("cove.db", b"no database at all");
    });
    check_found(&["lock-held"], |place| {
        let lock = json!({ "pid": std::process::id(), "createdAt": NOW - 1_000 }).to_string();
        place.write("agents/main/sessions/s1.jsonl.lock", lock.as_bytes());
    });
    check_found(&["clock-behind"], |place| {
        place.newest = Some(NOW + 3_600_000);
    });
    check_found(&["zone-unknown"], |place| place.zone = "Nowhere".into());
}

#[test]
fn long_conversations_are_told_by_their_kind_and_window() {
    let with = |key: &str, tokens: u64, window: u64| {
        let record = json!({ "sessionId": "s2", "updatedAt": 1, "totalTokens": tokens,
            "contextTokens": window });
        let listed = list(json!({ key: record }));
        move |place: &mut Place| {
            place.write(SESSIONS, listed.as_bytes());
            place.write("agents/main/sessions/s2.jsonl", talk().as_bytes());
        }
    };
    let group = "agent:main:telegram:group:-1";
    check_found(&[], with(group, 40_000, 200_000));
    check_found(&["session-long"], with(group, 60_000, 200_000));
    check_found(&["session-very-long"], with(group, 160_000, 200_000));
    check_found(&["session-long"], with(group, 9_000, 32_000));
    let direct = "agent:main:telegram:direct:7";
    check_found(&[], with(direct, 60_000, 200_000));
    check_found(&["session-large"], |place| {
        let filler = entry(
            "x",
            None,
            json!({ "role": "user", "content": "x".repeat(600_000) }),
        );
        place.write(TALK, format!("{}{filler}", talk()).as_bytes());
    });
}

#[test]
fn what_is_young_or_at_work_is_left_alone() {
    check_found(&[], |place| {
        let young = json!({ "agent:main:telegram:direct:7": {
            "sessionId": "s2", "updatedAt": NOW - 1_000 } });
        place.write(SESSIONS, list(young).as_bytes());
    });
    let mut place = Place::sound();
    place.write(TALK, calling().as_bytes());
    // The call was made a minute ago.
    place.now = 1_773_238_320_000 + 60_000;
    assert_eq!(place.codes(), Vec::<&str>::new());
    let place = Place::sound();
    place.write(TALK, format!("{}{{\"type\"", talk()).as_bytes());
    let mut view = place.view();
    view.busy.insert("s1".into());
    assert_eq!(check(&view, &mut Cache::default()), []);
}

#[test]
fn the_home_of_another_program_is_sound_but_for_its_keys() {
    let place = Place::sound();
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/openclaw-2026.3");
    let target = place.root().join("agents/main/sessions");
    for file in std::fs::read_dir(home.join("sessions")).unwrap().flatten() {
        std::fs::copy(file.path(), target.join(file.file_name())).unwrap();
    }
    std::fs::remove_file(place.root().join(TALK)).unwrap();
    assert_eq!(place.codes(), Vec::<&str>::new());
}

#[test]
fn a_second_check_reads_only_what_changed() {
    let place = Place::sound();
    let mut cache = Cache::default();
    assert_eq!(check(&place.view(), &mut cache), []);
    place.write(TALK, calling().as_bytes());
    let codes: Vec<&str> = check(&place.view(), &mut cache)
        .iter()
        .map(|found| found.code)
        .collect();
    assert_eq!(codes, ["transcript-open-calls"]);
}

#[test]
fn every_finding_has_its_sentences_in_every_language() {
    let words = crate::words::Words::load();
    for language in crate::words::Language::ALL {
        for code in CODES {
            for part in ["", ".why", ".hint"] {
                let key = format!("error-{code}{part}");
                let text = words.text(language, &key, &Default::default());
                assert_ne!(text, key, "{language:?}");
            }
        }
    }
}

/// Every code a check can find.
const CODES: &[&str] = &[
    "session-list-invalid",
    "session-entry-broken",
    "session-transcript-missing",
    "session-long",
    "session-very-long",
    "session-large",
    "transcript-headless",
    "transcript-torn",
    "transcript-damaged",
    "transcript-open-calls",
    "transcript-orphan",
    "transcript-unopened",
    "lock-stale",
    "lock-held",
    "file-cut",
    "file-unreadable",
    "files-unopened",
    "secret-in-settings",
    "secret-in-note",
    "secret-in-file",
    "settings-wrong",
    "settings-unknown",
    "database-damaged",
    "database-newer",
    "clock-wrong",
    "clock-behind",
    "zone-unknown",
];

/// Damages bytes: flips some, or cuts the end off.
fn damaged(
    bytes: &[u8],
    flips: &[(prop::sample::Index, u8)],
    cut: Option<prop::sample::Index>,
) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (at, with) in flips {
        let at = at.index(bytes.len());
        bytes[at] ^= with;
    }
    if let Some(cut) = cut {
        bytes.truncate(cut.index(bytes.len()));
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_damage_is_reported_and_mended_and_the_bytes_are_kept(
        flips in prop::collection::vec((any::<prop::sample::Index>(), 1_u8..), 0..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
        of_list in any::<bool>(),
    ) {
        let place = Place::sound();
        let (name, whole) = match of_list {
            true => (SESSIONS, list(json!({})).into_bytes()),
            false => (TALK, calling().into_bytes()),
        };
        let bytes = damaged(&whole, &flips, cut);
        place.write(name, &bytes);
        // Never panics, never changes anything.
        let found = place.findings();
        prop_assert_eq!(&std::fs::read(place.root().join(name)).unwrap(), &bytes);
        let store = place.store();
        for finding in &found {
            let fixed = fix(&place.view(), &store, finding).unwrap();
            if let Fixed::Changed(told) = fixed {
                let kept = told.steps.iter().filter_map(|step| step.backup.as_ref());
                for copy in kept {
                    prop_assert!(place.root().join(copy).is_file());
                }
            }
        }
        // The bytes as they were found lie in a copy, unless nothing was wrong with them.
        let copies = std::fs::read_dir(place.root().join("agents/main/sessions")).unwrap();
        let kept = copies.flatten().any(|file| std::fs::read(file.path()).unwrap_or_default() == bytes);
        prop_assert!(kept);
        // What a line still says is still said, in its own bytes.
        if !of_list {
            let now = std::fs::read_to_string(place.root().join(TALK)).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            for line in text.split('\n').filter(|line| Entry::read(line).is_some()) {
                prop_assert!(now.contains(line), "{}", line);
            }
        }
        let left: Vec<&str> = place.findings().iter().filter(|found| {
            !matches!(found.remedy, Remedy::Person | Remedy::Orphan | Remedy::Entry { .. })
        }).map(|found| found.code).collect();
        prop_assert!(left.is_empty() || found.is_empty(), "{:?}", left);
    }
}
