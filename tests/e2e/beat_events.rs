//! Notes for the agent, in every case there is: each is read, and each once.
//!
//! Owns that table: what stands in HEARTBEAT.md × whether check-ins run × when the note is read.
//! One agent a case, all in one gateway on a driven clock.

use cove_tests::Reply;
use serde_json::json;

use crate::world::{World, until};

/// 2025-10-09T08:53:20Z; nine is 400 seconds away.
const MORNING: i64 = 1_760_000_000_000;
const MINUTE: i64 = 60_000;
const TO_NINE: i64 = 400_000;
const HOUR: i64 = 3_600_000;

/// What stands in HEARTBEAT.md; `None` = there is none.
const FILES: [(&str, Option<&str>); 3] = [
    ("empty", Some("# Tasks\n\n- [ ]\n")),
    ("missing", None),
    ("comments", Some("<!-- nothing\n yet -->\n")),
];
const STATES: [&str; 4] = ["on", "off", "paused", "quiet"];

fn agents() -> impl Iterator<Item = (String, Option<&'static str>, &'static str)> {
    let of_state = |state: &'static str| {
        let named = move |(file, text): &(&str, Option<&'static str>)| {
            (format!("{file}-{state}"), *text, state)
        };
        FILES.iter().map(named).collect::<Vec<_>>()
    };
    STATES.into_iter().flat_map(of_state)
}

async fn world() -> World {
    let mut world = World::new().await;
    let mut list = vec![json!({"id": "main", "default": true})];
    for (id, text, state) in agents() {
        let folder = world.home.state_dir().join(format!("workspace-{id}"));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("AGENTS.md"), "Be brief.\n").unwrap();
        if let Some(text) = text {
            std::fs::write(folder.join("HEARTBEAT.md"), text).unwrap();
        }
        let beats = match state {
            "off" => json!({"every": "0m"}),
            "quiet" => json!({"every": "30m",
                "activeHours": {"start": "10:00", "end": "22:00", "timezone": "UTC"}}),
            _ => json!({"every": "30m"}),
        };
        list.push(json!({"id": id, "heartbeat": beats}));
    }
    let home = std::mem::take(&mut world.home);
    world.home = home.with_config(json!({"agents": {"list": list}}));
    world
        .model
        .answer_with(|request| Reply::text(format!("told: {}", request.last_user_text().len())));
    world
}

/// How often a turn was told of the note.
fn read(world: &World, note: &str) -> usize {
    let asked = world.model.requests();
    let told = asked
        .iter()
        .filter(|request| request.last_user_text().contains(note));
    told.count()
}

async fn leave(world: &World, mode: &str) {
    for (id, ..) in agents() {
        let (note, key) = (format!("<{id} {mode}>"), format!("agent:{id}:main"));
        let event = [
            "system",
            "event",
            "--text",
            &note,
            "--mode",
            mode,
            "--session",
            &key,
            "--json",
        ];
        assert_eq!(world.json(&event).await["sessionKey"], key);
    }
}

/// Waits until the agents in these states have read their notes of this mode.
async fn are_read(world: &World, mode: &str, states: &[&str]) {
    for (id, _, state) in agents() {
        if states.contains(&state) {
            let note = format!("<{id} {mode}>");
            until(&note, async || (read(world, &note) > 0).then_some(())).await;
        }
    }
}

fn times(world: &World, mode: &str, states: &[&str]) -> Vec<(String, usize)> {
    let all = agents().filter(|(_, _, state)| states.contains(state));
    all.map(|(id, ..)| {
        let count = read(world, &format!("<{id} {mode}>"));
        (id, count)
    })
    .collect()
}

#[tokio::test]
async fn every_note_is_read_once_whatever_the_file_says_and_whether_check_ins_run() {
    let world = world().await;
    let (_gateway, clock) = world.driven(MORNING).await;
    for (id, _, state) in agents() {
        if state == "paused" {
            world
                .json(&["pause", &format!("heartbeat:{id}"), "--json"])
                .await;
        }
    }
    leave(&world, "now").await;
    are_read(&world, "now", &STATES).await;
    world.quiet().await;

    leave(&world, "next-heartbeat").await;
    clock.advance(MINUTE).await;
    // Where no check-in comes within a day, a minute is waited for others.
    are_read(&world, "next-heartbeat", &["off", "paused"]).await;
    let early = times(&world, "next-heartbeat", &["on", "quiet"]);
    assert!(early.iter().all(|(_, count)| *count == 0), "{early:?}");
    clock.advance(TO_NINE - MINUTE).await;
    are_read(&world, "next-heartbeat", &["on"]).await;
    let early = times(&world, "next-heartbeat", &["quiet"]);
    assert!(early.iter().all(|(_, count)| *count == 0), "{early:?}");
    clock.advance(HOUR).await;
    are_read(&world, "next-heartbeat", &["quiet"]).await;

    world.quiet().await;
    clock.advance(HOUR).await;
    world.quiet().await;
    for mode in ["now", "next-heartbeat"] {
        let found = times(&world, mode, &STATES);
        assert!(
            found.iter().all(|(_, count)| *count == 1),
            "{mode}: {found:?}"
        );
    }
    world.no_problems();
}
