//! Backups made, restored, and zips of people who mean harm.
#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::json;
use sha2::{Digest, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::storage::{
    HomeOrigin, SCHEMA_VERSION, Settled, StateDir, StateLock, StorageError, SwapNote, hex, migrate,
};

const NOW: i64 = 1_795_254_453_000;

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.home().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// A home with a database, a conversation and a note.
    fn made() -> Self {
        let place = Self::new();
        StateDir::open(place.home()).unwrap();
        let mut db = rusqlite::Connection::open(place.home().join("cove.db")).unwrap();
        migrate(&mut db, Path::new("cove.db")).unwrap();
        place.write("cove.json", "{ secret: 'sk-live-0123456789abcdefghij' }");
        place.write("cove.json.last-good", "sk-live-0123456789abcdefghij");
        place.write("agents/main/sessions/sessions.json", "{}");
        place.write(
            "agents/main/sessions/a.jsonl",
            "{\"type\":\"session\"}\n{\"half",
        );
        place.write("agents/main/sessions/b.jsonl", "{\"type\":\"session\"}");
        place.write(
            "agents/main/agent/auth-profiles.json",
            "sk-live-0123456789abcdefghij",
        );
        place.write("agents/main/sessions/sessions.json.lock", "{}");
        place.write("workspace/memory/晨.md", "你好\n");
        place.write("logs/cove.log", "said");
        place.write("stranger/file", "?");
        place
    }

    fn pack(&self) -> Packed {
        let home = self.home();
        let state = StateDir::open(home.clone()).unwrap();
        let sources = Sources {
            tables: home.join("cove.db"),
            root: home,
            home_id: state.home_id().to_owned(),
            build: "0.1.0",
            now: NOW,
            settings: Some("{}".into()),
            secrets: vec!["a.apiKey".into()],
            outside: vec![PathBuf::from("/elsewhere")],
        };
        pack(sources, &self.folder.path().join("backup.zip")).unwrap()
    }

    fn restore(&self, into: &str) -> Result<Restored, BackupError> {
        let backup = self.folder.path().join("backup.zip");
        restore(&backup, &self.folder.path().join(into), NOW)
    }

    /// What lies beside the home, but for the zip.
    fn beside(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter(|name| name != "backup.zip").collect();
        names.sort();
        names
    }
}

#[test]
fn a_home_comes_back_whole_without_secrets_and_waits_to_be_taken_over() {
    let place = Place::made();
    let packed = place.pack();
    let zip = std::fs::read(&packed.path).unwrap();
    assert_eq!(packed.bytes, zip.len() as u64);
    let left: Vec<(&str, LeftOutWhy)> = packed
        .manifest
        .left_out
        .iter()
        .map(|left| (left.path.as_str(), left.why))
        .collect();
    assert_eq!(
        left,
        [
            ("agents/main/agent", LeftOutWhy::Keys),
            ("stranger", LeftOutWhy::Unknown),
            ("/elsewhere", LeftOutWhy::Outside),
        ]
    );

    let restored = place.restore("elsewhere").unwrap();
    assert_eq!(restored.kept, None);
    let there = place.folder.path().join("elsewhere");
    let read = |name: &str| std::fs::read_to_string(there.join(name)).unwrap();
    assert_eq!(read("workspace/memory/晨.md"), "你好\n");
    assert_eq!(
        read("agents/main/sessions/a.jsonl"),
        "{\"type\":\"session\"}\n",
        "half a line stays out"
    );
    assert_eq!(
        read("agents/main/sessions/b.jsonl"),
        "{\"type\":\"session\"}"
    );
    assert_eq!(read("cove.json"), "{}");
    for gone in [
        "agents/main/agent",
        "logs/cove.log",
        "cove.json.last-good",
        "agents/main/sessions/sessions.json.lock",
    ] {
        assert!(!there.join(gone).exists(), "{gone}");
    }
    let state = StateDir::open(there).unwrap();
    assert_eq!(state.origin(), HomeOrigin::Backup(NOW));
    assert_eq!(state.home_id(), packed.manifest.home_id);
}

#[test]
fn the_home_that_was_there_is_kept_beside() {
    let place = Place::made();
    place.pack();
    place.write("workspace/later.md", "written after the backup");
    let restored = place.restore("home").unwrap();
    let kept = restored.kept.unwrap();
    assert!(kept.join("workspace/later.md").is_file());
    assert!(!place.home().join("workspace/later.md").exists());
    assert_eq!(
        place.beside(),
        [
            "home".to_owned(),
            kept.file_name().unwrap().to_string_lossy().into_owned()
        ]
    );
}

/// A home and its backup, where a restore was killed with these folders in these places: `home`
/// is what was there before, `kept` its other name, `new` what was restored.
fn killed(stands_at: &str, restored_at: &str) -> (Place, SwapNote) {
    let place = Place::made();
    place.pack();
    place.write("workspace/later.md", "written after the backup");
    let (kept, new) = ("home.before-restore-1", "home.restoring-1");
    place.restore(new).unwrap();
    let note = SwapNote {
        new: new.to_owned(),
        kept: Some(kept.to_owned()),
    };
    note.write(&place.home()).unwrap();
    let at = |name: &str| place.folder.path().join(name);
    for (from, to) in [("home", stands_at), (new, restored_at)] {
        if from != to {
            std::fs::rename(at(from), at(to)).unwrap();
        }
    }
    (place, note)
}

#[test]
fn a_swap_that_was_killed_is_finished_or_taken_back_by_the_next_start() {
    let (kept, new) = ("home.before-restore-1", "home.restoring-1");
    let check = |at: (&str, &str), restored: bool, beside: &[&str]| {
        let (place, _) = killed(at.0, at.1);
        let opened = StateDir::open(place.home()).unwrap();
        let later = place.home().join("workspace/later.md").is_file();
        assert_eq!(later, !restored, "{at:?}");
        assert_eq!(place.beside(), beside, "{at:?}");
        let told = match (restored, at.1 == "home") {
            // It was done but for the note.
            (true, true) => None,
            (true, false) => Some(Settled::Finished {
                kept: Some(place.folder.path().join(kept)),
            }),
            (false, _) => Some(Settled::TakenBack),
        };
        assert_eq!(opened.settled(), told.as_ref(), "{at:?}");
        assert_eq!(opened.moved(), restored, "{at:?}: a restored home waits");
        assert_eq!(StateDir::open(place.home()).unwrap().settled(), None);
    };
    check(("home", new), false, &["home"]);
    check((kept, new), true, &["home", kept]);
    check((kept, "home"), true, &["home", kept]);
    // What was restored is gone: somebody tidied up before the next start.
    let (place, _) = killed(kept, "elsewhere");
    let opened = StateDir::open(place.home()).unwrap();
    assert_eq!(opened.settled(), Some(&Settled::TakenBack));
    assert!(place.home().join("workspace/later.md").is_file());
}

#[test]
fn a_swap_at_work_is_left_alone_and_a_strange_note_leads_nowhere() {
    let (kept, new) = ("home.before-restore-1", "home.restoring-1");
    let (place, note) = killed(kept, new);
    let lock = StateLock::take(&place.folder.path().join(new)).unwrap();
    let refused = StateDir::open(place.home()).unwrap_err();
    assert!(matches!(refused, StorageError::Held { .. }));
    assert!(!place.home().exists());
    drop(lock);
    let strange = SwapNote {
        new: format!("../{}", note.new),
        ..note
    };
    strange.write(&place.home()).unwrap();
    assert_eq!(StateDir::open(place.home()).unwrap().settled(), None);
}

#[test]
fn a_home_that_is_held_is_not_replaced() {
    let place = Place::made();
    place.pack();
    let _lock = StateLock::take(&place.home()).unwrap();
    let refused = place.restore("home").unwrap_err();
    assert!(matches!(
        refused,
        BackupError::Storage(crate::storage::StorageError::Held { .. })
    ));
    assert_eq!(place.beside(), ["home"]);
}

#[test]
fn a_file_that_is_there_is_not_written_over() {
    let place = Place::made();
    std::fs::write(place.folder.path().join("backup.zip"), "mine").unwrap();
    let sources = Sources {
        root: place.home(),
        home_id: String::new(),
        build: "",
        now: NOW,
        tables: place.home().join("cove.db"),
        settings: None,
        secrets: Vec::new(),
        outside: Vec::new(),
    };
    let target = place.folder.path().join("backup.zip");
    assert!(matches!(
        pack(sources, &target),
        Err(BackupError::Exists(_))
    ));
    assert_eq!(std::fs::read(target).unwrap(), b"mine");
}

/// An entry of a zip made by hand: name, mode, bytes.
type Raw<'a> = (&'a str, u32, &'a [u8]);

/// A zip with these entries and a manifest that says `rows`.
fn forged(place: &Place, entries: &[Raw<'_>], rows: serde_json::Value, schema: i64, format: u32) {
    let file = std::fs::File::create(place.folder.path().join("backup.zip")).unwrap();
    let mut zip = ZipWriter::new(file);
    for (name, mode, bytes) in entries {
        let options = SimpleFileOptions::default().unix_permissions(*mode & 0o777);
        if mode & 0o170_000 == 0o120_000 {
            zip.add_symlink(*name, std::str::from_utf8(bytes).unwrap(), options)
                .unwrap();
        } else {
            zip.start_file(*name, options).unwrap();
            zip.write_all(bytes).unwrap();
        }
    }
    let manifest = json!({ "format": format, "cove": "9.9.9", "schema": schema, "homeId": "h",
        "createdAt": NOW, "files": rows });
    zip.start_file("cove-backup.json", SimpleFileOptions::default())
        .unwrap();
    zip.write_all(manifest.to_string().as_bytes()).unwrap();
    zip.finish().unwrap();
}

fn row(path: &str, bytes: &[u8]) -> serde_json::Value {
    json!({ "path": path, "bytes": bytes.len(), "sha256": hex(&Sha256::digest(bytes)), "modifiedAt": 0 })
}

/// Restoring this is refused with `code`, and nothing is left behind anywhere.
fn check(entries: &[Raw<'_>], rows: serde_json::Value, code: &str) {
    let place = Place::new();
    forged(&place, entries, rows, SCHEMA_VERSION, 1);
    let refused = place.restore("a/b/home").unwrap_err();
    assert_eq!(crate::error::Coded::code(&refused), code, "{entries:?}");
    let left = place.folder.path().join("a/b");
    let left: Vec<_> = std::fs::read_dir(left).into_iter().flatten().collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(!place.folder.path().join("a/evil").exists());
    assert!(!place.folder.path().join("evil").exists());
}

#[test]
fn zips_that_mean_harm_are_refused_and_leave_nothing() {
    let file = 0o100_644;
    // Leads out of the home.
    check(
        &[("../evil", file, b"x")],
        json!([row("../evil", b"x")]),
        "backup-name",
    );
    check(
        &[("/tmp/evil", file, b"x")],
        json!([row("/tmp/evil", b"x")]),
        "backup-name",
    );
    check(
        &[("workspace/..\\..\\evil", file, b"x")],
        json!([row("workspace/..\\..\\evil", b"x")]),
        "backup-name",
    );
    // No place of a home.
    check(
        &[("hooks/evil.sh", file, b"x")],
        json!([row("hooks/evil.sh", b"x")]),
        "backup-name",
    );
    // A link in a known place, and a file through it.
    check(
        &[("workspace/link", 0o120_777, b"/tmp")],
        json!([row("workspace/link", b"/tmp")]),
        "backup-name",
    );
    // Something the manifest does not know, and something that is not there.
    check(
        &[("workspace/a", file, b"x"), ("workspace/b", file, b"x")],
        json!([row("workspace/a", b"x")]),
        "backup-name",
    );
    check(
        &[("workspace/b", file, b"x")],
        json!([row("workspace/a", b"x")]),
        "backup-damaged",
    );
    // Named twice in the manifest.
    check(
        &[("workspace/a", file, b"x"), ("workspace/c", file, b"x")],
        json!([row("workspace/a", b"x"), row("workspace/a", b"x")]),
        "backup-name",
    );
    // More bytes than the manifest says: a bomb.
    let bomb = vec![0_u8; 4_000_000];
    check(
        &[("workspace/a", file, &bomb)],
        json!([row("workspace/a", &bomb[..1_000])]),
        "backup-damaged",
    );
    // Other bytes, fewer bytes.
    check(
        &[("workspace/a", file, b"y")],
        json!([row("workspace/a", b"x")]),
        "backup-damaged",
    );
    check(
        &[("workspace/a", file, b"")],
        json!([row("workspace/a", b"x")]),
        "backup-damaged",
    );
    // A file where a folder is needed.
    check(
        &[("workspace/a", file, b"x"), ("workspace/a/b", file, b"x")],
        json!([row("workspace/a", b"x"), row("workspace/a/b", b"x")]),
        "storage-io",
    );
    // Whole, but without tables.
    check(
        &[("workspace/a", file, b"x")],
        json!([row("workspace/a", b"x")]),
        "backup-damaged",
    );
}

#[test]
fn what_is_no_backup_or_of_a_newer_cove_is_refused_by_name() {
    let place = Place::new();
    std::fs::write(place.folder.path().join("backup.zip"), "no zip at all").unwrap();
    assert!(matches!(place.restore("home"), Err(BackupError::NotOurs)));
    forged(&place, &[], json!([]), SCHEMA_VERSION + 1, 1);
    assert!(
        matches!(place.restore("home"), Err(BackupError::Newer(version)) if version == "9.9.9")
    );
    forged(
        &place,
        &[],
        json!({ "another": "shape" }),
        SCHEMA_VERSION,
        2,
    );
    assert!(matches!(place.restore("home"), Err(BackupError::Newer(_))));
    assert!(place.beside().is_empty());
}

#[test]
fn a_backup_cut_or_changed_at_any_byte_restores_the_same_or_is_refused() {
    let place = Place::made();
    let packed = place.pack();
    let whole = std::fs::read(&packed.path).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 60) {
        for damage in [Some(at), None] {
            let mut bytes = whole.clone();
            match damage {
                Some(at) => bytes[at] ^= 0x55,
                None => bytes.truncate(at),
            }
            std::fs::write(&packed.path, &bytes).unwrap();
            let into = format!("try-{at}-{}", damage.is_some());
            if place.restore(&into).is_ok() {
                let note = place
                    .folder
                    .path()
                    .join(&into)
                    .join("workspace/memory/晨.md");
                assert_eq!(std::fs::read_to_string(note).unwrap(), "你好\n");
            }
        }
    }
}
