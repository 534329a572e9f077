//! Every finding made, found, mended, found no more, and taken back; damage of any kind survived.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod damage;
mod moved;
mod place;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use self::place::{Place, SESSIONS, TALK, calling, entry, list, talk};
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
    // What stands in the way of reading is not damage: nothing may be put in its place.
    check_found(&["database-unopened"], |place| {
        std::fs::create_dir(place.root().join("cove.db")).unwrap();
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
fn a_conversation_that_just_began_stands_beside_the_list_and_is_known() {
    let place = Place::sound();
    place.write(SESSIONS, b"{}");
    assert_eq!(place.codes(), ["transcript-orphan"]);
    let record = json!({ "sessionId": "s1", "updatedAt": 1 }).to_string();
    let line = json!({ "key": "agent:main:main", "record": record });
    let pending = format!("{SESSIONS}.pending");
    place.write(&pending, format!("{line}\n").as_bytes());
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
    "session-stray",
    "session-duplicate",
    "session-unreached",
    "session-former",
    "sessions-old",
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
    "database-unopened",
    "clock-wrong",
    "clock-behind",
    "zone-unknown",
];
