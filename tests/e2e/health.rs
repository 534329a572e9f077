//! A home that is damaged, looked at, mended and put back; and one carried to another place.
//!
//! Owns the damages. Every file of the home is held against what it was before.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use cove_tests::process::cove;
use cove_tests::{Hold, Home, Reply};
use serde_json::{Value, json};

use crate::long_talk::records;
use crate::world::{World, home, json as printed, refused, transcript_files, until};

const FOLDER: &str = "agents/main/sessions";
/// 2027, after every file the tests write: none is too young to be judged.
const LATER: i64 = 1_800_000_000_000;
const MINUTE: i64 = 60_000;
/// What [`damage`] is found as.
const FOUND: [&str; 3] = ["lock-stale", "session-entry-broken", "transcript-orphan"];
/// A transcript of a program that knew no keys.
const NOBODYS: &str = concat!(
    "{\"type\":\"session\",\"version\":3,\"id\":\"nobody\"}\n",
    "{\"type\":\"message\",\"id\":\"a\",\"parentId\":null,",
    "\"message\":{\"role\":\"user\",\"content\":\"hello\"}}\n",
);
const LOCK: &str = "{\"pid\":1,\"createdAt\":1}";

/// A conversation of one exchange, and a clean end.
async fn talked(world: &World) {
    let mut gateway = world.start().await;
    world
        .json(&["send", "my cat is called Tim", "--json"])
        .await;
    assert_eq!(gateway.stop().await.code, Some(0));
}

/// A transcript nobody refers to, a lock left behind, a record that names no session.
fn damage(home: &Home) {
    let folder = home.state_dir().join(FOLDER);
    fs::write(folder.join("nobody.jsonl"), NOBODYS).unwrap();
    fs::write(folder.join("nobody.jsonl.lock"), LOCK).unwrap();
    let list = folder.join("sessions.json");
    let mut records: Value = serde_json::from_slice(&fs::read(&list).unwrap()).unwrap();
    records["agent:main:telegram:direct:7"] = json!({"sessionId": null, "transcriptPath": null});
    fs::write(&list, serde_json::to_vec_pretty(&records).unwrap()).unwrap();
    for path in fs::read_dir(folder).unwrap().flatten() {
        aged(&path.path());
    }
}

/// Half a line at the end of a transcript.
fn tear(path: &Path) {
    let text = fs::read_to_string(path).unwrap();
    fs::write(path, format!("{text}{{\"type\":\"mess")).unwrap();
    aged(path);
}

/// Last changed an hour ago.
fn aged(path: &Path) {
    let file = fs::File::options().append(true).open(path).unwrap();
    let hour_ago = SystemTime::now() - Duration::from_secs(3_600);
    file.set_modified(hour_ago).unwrap();
}

/// The conversations' files by name.
fn files(home: &Home) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(home.state_dir().join(FOLDER))
        .unwrap()
        .flatten();
    let files = entries.filter(|entry| entry.path().is_file());
    files
        .map(|file| {
            let name = file.file_name().to_string_lossy().into_owned();
            (name, fs::read(file.path()).unwrap())
        })
        .collect()
}

fn codes(rows: &Value) -> BTreeSet<String> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row["code"].as_str().unwrap().to_owned())
        .collect()
}

async fn found(world: &World) -> Value {
    let output = cove(&["doctor", "--json"], &world.home).await;
    output.json()["findings"].clone()
}

async fn remembers(world: &World) {
    let answer = world
        .json(&["send", "what is my cat called?", "--json"])
        .await;
    assert_eq!(answer["outcome"], "done", "{answer}");
    let prompt = world.model.requests().pop().unwrap().prompt_text();
    assert!(prompt.contains("my cat is called Tim"), "{prompt}");
}

#[tokio::test]
async fn without_a_gateway_damage_is_found_mended_with_a_copy_and_put_back() {
    let world = World::new().await;
    talked(&world).await;
    damage(&world.home);
    tear(&transcript_files(&world.home)[0]);
    let damaged = files(&world.home);
    let findings = found(&world).await;
    let mut expected: BTreeSet<String> = FOUND.map(str::to_owned).into();
    expected.insert("transcript-torn".to_owned());
    assert_eq!(codes(&findings), expected);
    for finding in findings.as_array().unwrap() {
        for words in ["what", "why", "fix"] {
            assert!(!finding[words].as_str().unwrap().is_empty(), "{finding}");
        }
    }
    assert_eq!(files(&world.home), damaged, "a look changes nothing");
    let mended = world.json(&["doctor", "--fix", "--json"]).await;
    assert_eq!(codes(&mended["fixed"]), expected, "{mended}");
    assert_eq!(
        (&mended["failed"], &mended["left"]),
        (&json!([]), &json!([]))
    );
    let again = world.json(&["doctor", "--fix", "--json"]).await;
    assert_eq!(again["fixed"], json!([]), "mended once is mended");
    let sound = cove(&["doctor"], &world.home).await;
    assert_eq!(sound.code, Some(0), "{sound:?}");
    // What was there lies beside it, whole.
    let held: Vec<Vec<u8>> = everything(&world.home);
    for (name, bytes) in &damaged {
        assert!(held.contains(bytes), "no copy of {name}");
    }
    let list = world.json(&["restore", "--list", "--json"]).await;
    for fix in list["fixes"].as_array().unwrap() {
        let id = fix["id"].as_str().unwrap();
        world.json(&["restore", "--fix", id, "--json"]).await;
        refused(&world.home, &["restore", "--fix", id, "--json"], 1).await;
    }
    for (name, bytes) in &damaged {
        assert_eq!(files(&world.home).get(name), Some(bytes), "{name} is back");
    }
    world.json(&["doctor", "--fix", "--json"]).await;
    let _gateway = world.start().await;
    remembers(&world).await;
    world.no_problems();
}

/// The bytes of every file of the home.
fn everything(home: &Home) -> Vec<Vec<u8>> {
    fn below(folder: &Path, into: &mut Vec<Vec<u8>>) {
        for path in fs::read_dir(folder)
            .unwrap()
            .flatten()
            .map(|entry| entry.path())
        {
            match path.is_dir() {
                true => below(&path, into),
                // A socket is no file.
                false if path.is_file() => into.push(fs::read(path).unwrap()),
                false => {}
            }
        }
    }
    let mut found = Vec::new();
    below(&home.state_dir(), &mut found);
    found
}

#[tokio::test]
async fn beside_a_conversation_at_work_damage_is_mended_and_no_word_is_lost() {
    let world = World::new().await;
    talked(&world).await;
    let _gateway = world.start().await;
    remembers(&world).await;
    damage(&world.home);
    let hold = Hold::new();
    world
        .model
        .push(Reply::text("All").hold(&hold).and(" of it."));
    let talking = async { world.json(&["send", "tell me", "--json"]).await };
    let mending = async {
        hold.arrived().await;
        let mended = cove(&["doctor", "--fix", "--json"], &world.home)
            .await
            .json();
        assert_eq!(
            codes(&mended["fixed"]),
            FOUND.map(str::to_owned).into(),
            "{mended}"
        );
        assert_eq!(
            (&mended["failed"], &mended["left"]),
            (&json!([]), &json!([]))
        );
        hold.release();
    };
    let (answer, ()) = tokio::join!(talking, mending);
    assert_eq!(answer["reply"], "All of it.", "{answer}");
    remembers(&world).await;
    assert_eq!(codes(&found(&world).await), BTreeSet::new());
    let text = world.transcripts();
    for said in ["my cat is called Tim", "tell me", "All of it."] {
        assert!(text.contains(said), "{said}");
    }
    world.no_problems();
}

#[tokio::test]
async fn the_check_runs_by_itself_tells_once_and_mends_nothing() {
    let world = World::new().await;
    let (_gateway, clock) = world.driven(LATER).await;
    world
        .json(&["send", "my cat is called Tim", "--json"])
        .await;
    clock.advance(MINUTE).await;
    let at = async || world.json(&["status", "--json"]).await["health"]["checkedAt"].as_i64();
    until("the first check", async || at().await).await;
    let lock = world.home.state_dir().join(FOLDER).join("a.jsonl.lock");
    fs::write(&lock, LOCK).unwrap();
    clock.advance(29 * MINUTE).await;
    assert_eq!(at().await, Some(LATER + MINUTE), "not before its time");
    clock.advance(MINUTE).await;
    for round in 0..2 {
        let next = LATER + (1 + 30 * (round + 1)) * MINUTE;
        until("the next check", async || {
            (at().await == Some(next)).then_some(())
        })
        .await;
        let status = world.json(&["status", "--json"]).await;
        assert_eq!(status["health"]["warnings"], 1, "{status}");
        assert_eq!(records(&world, "health").await.len(), 1, "told once");
        assert!(lock.exists(), "a check mends nothing");
        clock.advance(30 * MINUTE).await;
    }
}

#[tokio::test]
async fn a_backup_made_during_a_turn_is_a_whole_home_that_waits_to_be_taken_over() {
    let world = World::new().await;
    let mut gateway = world.start().await;
    world
        .json(&["send", "my cat is called Tim", "--json"])
        .await;
    fs::write(world.home.workspace("MEMORY.md"), "- Tim is a cat\n").unwrap();
    let hold = Hold::new();
    world
        .model
        .push(Reply::text("All").hold(&hold).and(" of it."));
    let file = world.home.user_dir().join("cove.zip");
    let file = file.to_str().unwrap();
    let talking = async { world.json(&["send", "tell me", "--json"]).await };
    let packing = async {
        hold.arrived().await;
        let made = world.json(&["backup", file, "--json"]).await;
        assert!(made["files"].as_u64() > Some(5), "{made}");
        hold.release();
    };
    let (answer, ()) = tokio::join!(talking, packing);
    assert_eq!(answer["reply"], "All of it.");
    // No home is replaced under a gateway that runs on it.
    let running = refused(&world.home, &["restore", file, "--json"], 1).await;
    assert!(
        running.stdout.contains("backup-restore-running"),
        "{running:?}"
    );

    gateway.stop().await;
    let polls = world.telegram.polls().len();
    // Another computer: what the settings take from the environment is there.
    let variables = world.home.env().iter();
    let moved = variables.fold(home(), |home, (name, value)| home.with_env(name, value));
    let other = World {
        home: moved,
        ..world
    };
    let restored = printed(&other.home, &["restore", file, "--json"]).await;
    assert!(restored["files"].as_u64() > Some(5), "{restored}");
    assert_eq!(other.home.read_workspace("MEMORY.md"), "- Tim is a cat\n");
    let _moved = other.start().await;
    let status = other.json(&["status", "--json"]).await;
    let holds = status["holds"].as_array().unwrap();
    assert!(
        holds.iter().any(|hold| hold["scope"] == "autonomous"),
        "{status}"
    );
    assert_eq!(other.telegram.polls().len(), polls, "nobody listens yet");
    other.json(&["resume", "autonomous", "--json"]).await;
    other.telegram.wait_for_poll().await;
    // It goes on where the backup was made: the open turn, then what is said now.
    other.quiet().await;
    let answer = other
        .json(&["send", "what is my cat called?", "--json"])
        .await;
    assert_eq!(answer["outcome"], "done", "{answer}");
    // The settings came along, and with them the model.
    let prompt = other.model.requests().pop().unwrap().prompt_text();
    assert!(prompt.contains("what is my cat called?"), "{prompt}");
    assert!(prompt.contains("my cat is called Tim"), "{prompt}");
    assert!(other.transcripts().contains("tell me"));
    assert_eq!(codes(&found(&other).await), BTreeSet::new());
}
