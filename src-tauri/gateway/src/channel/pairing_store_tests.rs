//! Pairing files on disk.

#![allow(clippy::unwrap_used)]
use super::*;
use crate::clock::ManualClock;

const TELEGRAM: ChannelKind = ChannelKind::Telegram;

fn store(dir: &Path) -> PairingStore {
    PairingStore::new(dir.to_owned(), ManualClock::new(1_795_000_000_000, "UTC"))
}

fn ask(store: &PairingStore, id: &str) -> String {
    let asker = Asker {
        id: id.into(),
        account: "default".into(),
        cause: format!("telegram:default:{id}"),
        ..Asker::default()
    };
    match store.ask(TELEGRAM, &asker).unwrap() {
        Asked::Tell { code } => code,
        other => panic!("expected a code, got {other:?}"),
    }
}

#[test]
fn approval_moves_the_person_from_the_requests_to_the_list() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(&dir.path().join("credentials"));
    let code = ask(&store, "5550199");
    let approved = store.approve(TELEGRAM, &code.to_lowercase()).unwrap();
    assert_eq!(approved.id, "5550199");
    assert_eq!(store.people(TELEGRAM, "default").unwrap(), ["5550199"]);
    assert!(store.people(TELEGRAM, "work").unwrap().is_empty());
    assert!(store.pending(TELEGRAM).unwrap().is_empty());
    let again = store.approve(TELEGRAM, &code).unwrap_err();
    assert_eq!(again.code(), "pairing-no-such-code");
}

#[test]
fn a_person_turned_down_is_not_in_the_list() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(dir.path());
    let code = ask(&store, "1");
    assert_eq!(store.reject(TELEGRAM, &code).unwrap().id, "1");
    assert!(store.people(TELEGRAM, "default").unwrap().is_empty());
    assert!(store.reject(TELEGRAM, &code).is_err());
}

#[test]
fn the_older_file_counts_for_the_default_account_and_removal_reaches_it() {
    let dir = tempfile::tempdir().unwrap();
    let old = dir.path().join("telegram-allowFrom.json");
    std::fs::write(&old, r#"{"version":1,"allowFrom":[7]}"#).unwrap();
    let store = store(dir.path());
    assert_eq!(store.people(TELEGRAM, "default").unwrap(), ["7"]);
    assert!(store.people(TELEGRAM, "work").unwrap().is_empty());
    store.remove(TELEGRAM, "default", "tg:7").unwrap();
    assert!(store.people(TELEGRAM, "default").unwrap().is_empty());
    let again = store.remove(TELEGRAM, "default", "7").unwrap_err();
    assert_eq!(again.code(), "pairing-no-such-person");
}

#[test]
fn a_damaged_file_lets_nobody_in_and_is_kept_aside_before_it_is_written_over() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("telegram-pairing.json");
    std::fs::write(&path, "{\"version\":1,\"requ").unwrap();
    let store = store(dir.path());
    assert!(store.pending(TELEGRAM).unwrap().is_empty());
    ask(&store, "5");
    assert_eq!(store.pending(TELEGRAM).unwrap().len(), 1);
    let aside = dir.path().join("telegram-pairing.json.bak-20261118-110640");
    assert_eq!(
        std::fs::read_to_string(aside).unwrap(),
        "{\"version\":1,\"requ"
    );
}

#[cfg(unix)]
#[test]
fn only_the_owner_of_the_computer_account_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let store = store(dir.path());
    ask(&store, "5");
    let path = dir.path().join("telegram-pairing.json");
    let mode = std::fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
