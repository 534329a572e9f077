//! The store, tried with real files.
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
    first.project(&new, &tokens(7));
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
    first.project(&key, &tokens(7));
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

fn tokens(count: u64) -> Map<String, Value> {
    Map::from_iter([("totalTokens".to_owned(), count.into())])
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

#[test]
fn a_hundred_at_once_begin_one_session() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path()).0;
    let key = SessionKey::parse("telegram:direct:7", "main");
    let gate = std::sync::Barrier::new(100);
    let ids: BTreeSet<String> = std::thread::scope(|scope| {
        let begin = || {
            gate.wait();
            store.resolve(&key, folder.path()).unwrap().session_id
        };
        let all: Vec<_> = (0..100).map(|_| scope.spawn(begin)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(ids.len(), 1);
    let sessions = folder.path().join("agents/main/sessions");
    let files = std::fs::read_dir(sessions).unwrap().flatten();
    let transcripts = files.filter(|file| file.file_name().to_string_lossy().ends_with("jsonl"));
    assert_eq!(transcripts.count(), 1);
}

#[test]
fn a_record_without_a_session_keeps_what_else_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let sessions = folder.path().join("agents/main/sessions");
    std::fs::create_dir_all(&sessions).unwrap();
    let list = r#"{"agent:main:main": {"label": "Anna", "price": 0.10}, "agent:main:work": null}"#;
    std::fs::write(sessions.join("sessions.json"), list).unwrap();
    let store = store(folder.path()).0;
    store
        .resolve(&SessionKey::main("main"), folder.path())
        .unwrap();
    let work = SessionKey::parse("work", "main");
    assert!(store.resolve(&work, folder.path()).unwrap().new);
    let written = std::fs::read_to_string(sessions.join("sessions.json")).unwrap();
    assert!(
        written.contains("\"label\": \"Anna\"") && written.contains("0.10"),
        "{written}"
    );
}

#[test]
fn a_record_in_another_agents_file_is_found_and_changed_there() {
    let folder = tempfile::tempdir().unwrap();
    let sessions = folder.path().join("agents/main/sessions");
    std::fs::create_dir_all(&sessions).unwrap();
    let list = r#"{"agent:fun:telegram:group:-1": {"sessionId": "s"}}"#;
    std::fs::write(sessions.join("sessions.json"), list).unwrap();
    std::fs::write(sessions.join("s.jsonl"), "").unwrap();
    let store = store(folder.path()).0;
    let key = SessionKey::parse("agent:fun:telegram:group:-1", "main");
    assert_eq!(store.find(&key).unwrap().path, sessions.join("s.jsonl"));
    store.project(&key, &fields_of([("label", "x".into())]));
    store.flush().unwrap();
    let written = std::fs::read_to_string(sessions.join("sessions.json")).unwrap();
    assert!(written.contains("\"label\": \"x\""), "{written}");
}

#[test]
fn a_home_that_called_its_main_conversation_main_keeps_it_under_the_new_name() {
    let folder = tempfile::tempdir().unwrap();
    let key = SessionKey::main("main");
    let id = store(folder.path())
        .0
        .resolve(&key, folder.path())
        .unwrap()
        .session_id;
    let named = config::config_of("{session: {mainKey: 'home'}}").session;
    let store = store(folder.path()).0;
    store.adopt_main(&named);
    assert_eq!(
        store.find(&main_key("main", &named)).unwrap().session_id,
        id
    );
    assert_eq!(store.find(&key), None);
    // With a conversation under the new name, the old one stays where it is.
    let other = store.resolve(&key, folder.path()).unwrap().session_id;
    store.adopt_main(&named);
    assert_eq!(store.find(&key).unwrap().session_id, other);
}

#[test]
fn of_two_who_write_at_once_neither_returns_before_the_bytes_are_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let key = SessionKey::main("main");
    let (store, _) = store(folder.path());
    let list = store.resolve(&key, folder.path()).unwrap().path;
    let list = list.with_file_name("sessions.json");
    store.flush().unwrap();
    let store = std::sync::Arc::new(store);
    // Nobody gets to the disk for the moment.
    let disk = super::lock(&store.disk);
    store.project(&key, &tokens(4711));
    let writers: Vec<_> = (0..2)
        .map(|_| {
            let (store, list) = (std::sync::Arc::clone(&store), list.clone());
            std::thread::spawn(move || {
                store.flush().unwrap();
                std::fs::read_to_string(list).unwrap().contains("4711")
            })
        })
        .collect();
    // Time for one that does not wait to be wrong; nothing else depends on it.
    let until = std::time::Instant::now() + std::time::Duration::from_millis(300);
    while std::time::Instant::now() < until && !writers.iter().any(|one| one.is_finished()) {
        std::thread::yield_now();
    }
    drop(disk);
    let seen: Vec<bool> = writers.into_iter().map(|one| one.join().unwrap()).collect();
    assert_eq!(seen, [true, true]);
}
