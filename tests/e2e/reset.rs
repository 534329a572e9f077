//! A conversation that begins anew at a bad moment: saving that hangs, a message that comes in
//! between, a kill. Nothing is lost, nothing is done twice, and what was not saved is said.

use cove_tests::clock::DrivenClock;
use cove_tests::{CoveProcess, Hold, Reply};
use serde_json::{Value, json};

use crate::long_talk::*;
use crate::world::{World, messages, transcript_files, until};

/// 2025-10-09 20:00 UTC.
const EVENING: i64 = 1_760_040_000_000;
const HOUR: i64 = 3_600_000;

/// A talk of an evening.
async fn evening() -> (World, CoveProcess, DrivenClock) {
    let mut world = World::new().await;
    world.home = std::mem::take(&mut world.home).with_config(small());
    patient(&world);
    let (gateway, clock) = world.driven(EVENING).await;
    world.telegram.wait_for_poll().await;
    world.anna().says("my cat is called Tim");
    world.told_while(&clock, "ok: my cat is called").await;
    world.quiet().await;
    (world, gateway, clock)
}

/// The next request that saves notes stands still.
fn holds_notes(world: &World) -> Hold {
    let hold = Hold::new();
    let reply = Reply::text("late").hold_headers(&hold);
    world.model.push_when(for_notes, reply);
    hold
}

async fn session(world: &World) -> String {
    let list = world.json(&["sessions", "--json"]).await;
    list["sessions"][0]["sessionId"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// The only record of a kind.
async fn only(world: &World, kind: &str) -> Value {
    let mut found = records(world, kind).await;
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn said_in(world: &World, session: &str) -> String {
    let file = world
        .home
        .read(&format!("agents/main/sessions/{session}.jsonl"));
    let people = messages(&file)
        .into_iter()
        .filter(|line| line["message"]["role"] == "user");
    people
        .map(|line| line["message"]["content"].to_string())
        .collect()
}

/// Killed, and back at `now`.
async fn back(world: &World, mut gateway: CoveProcess, now: i64) -> (CoveProcess, DrivenClock) {
    gateway.kill9();
    drop(gateway);
    world.telegram.wait_until_idle().await;
    let back = world.driven(now).await;
    world.telegram.wait_for_poll().await;
    back
}

#[tokio::test]
async fn a_message_at_four_is_answered_at_once_and_the_saving_is_dropped() {
    let (world, _gateway, clock) = evening().await;
    let old = session(&world).await;
    let hold = holds_notes(&world);
    clock.advance(8 * HOUR).await;
    hold.arrived().await;
    let answer = send(&world, "good morning").await;
    assert_eq!(answer["reply"], "ok: good morning", "{answer}");
    let flush = only(&world, "flush").await;
    assert_eq!(
        (&flush["outcome"], &flush["code"]),
        (&json!("skipped"), &json!("flush-dropped"))
    );
    assert_eq!(only(&world, "reset").await["outcome"], "done");
    let new = session(&world).await;
    assert_ne!(old, new);
    let (before, after) = (said_in(&world, &old), said_in(&world, &new));
    assert!(
        before.contains("called Tim") && !before.contains("morning"),
        "{before}"
    );
    assert!(after.contains("good morning"), "{after}");
    let prompt = world.model.requests().pop().unwrap().prompt_text();
    assert!(
        prompt.contains("[Session carryover]") && prompt.contains("called Tim"),
        "{prompt}"
    );
}

#[tokio::test]
async fn a_fresh_start_waits_a_minute_for_saving_and_then_says_that_nothing_was_saved() {
    let (world, _gateway, clock) = evening().await;
    let old = session(&world).await;
    let hold = holds_notes(&world);
    world.anna().says("/new");
    hold.arrived().await;
    clock.advance(59_000).await;
    assert_eq!(session(&world).await, old);
    clock.advance(1_000).await;
    world.told_while(&clock, "nothing was saved").await;
    let flush = only(&world, "flush").await;
    assert_eq!(
        (&flush["outcome"], &flush["code"]),
        (&json!("failed"), &json!("flush-timeout"))
    );
    // What could not be saved came along.
    let answer = send(&world, "go on").await;
    assert_eq!(answer["outcome"], "done");
    let prompt = world.model.requests().pop().unwrap().prompt_text();
    assert!(
        prompt.contains("[Session carryover]") && prompt.contains("called Tim"),
        "{prompt}"
    );
    assert_eq!(only(&world, "reset").await["outcome"], "done");
}

#[tokio::test]
async fn a_kill_while_new_saves_is_followed_by_one_fresh_start() {
    let (world, gateway, _clock) = evening().await;
    let old = session(&world).await;
    let hold = holds_notes(&world);
    world.anna().says("/new");
    hold.arrived().await;
    let (_gateway, clock) = back(&world, gateway, EVENING + HOUR).await;
    world.told_while(&clock, "Fresh start.").await;
    world.quiet().await;
    clock.advance(5_000).await;
    let told = world
        .texts()
        .iter()
        .filter(|text| text.contains("Fresh start"))
        .count();
    assert_eq!(told, 1, "{:?}", world.texts());
    assert_eq!(only(&world, "reset").await["outcome"], "done");
    assert_eq!(only(&world, "flush").await["outcome"], "done");
    assert_eq!(transcript_files(&world.home).len(), 2, "no orphan");
    assert_ne!(session(&world).await, old);
    let notes = world.home.read_workspace("memory/2025-10-09.md");
    assert_eq!(notes.matches("- The garden is 12 m long").count(), 1);
    world.anna().says("/undo");
    world.told_while(&clock, "was opened again").await;
    assert_eq!(session(&world).await, old);
}

#[tokio::test]
async fn a_kill_between_the_notes_and_their_record_writes_them_once() {
    let (world, gateway, _clock) = evening().await;
    let hold = Hold::new();
    let written = |asked: &cove_tests::model::ModelRequest| {
        let results = asked.tool_results();
        for_notes(asked) && results.iter().any(|(_, text)| text.contains("Written"))
    };
    let reply = Reply::text("late").hold_headers(&hold);
    world.model.push_when(written, reply);
    world.anna().says("/new");
    hold.arrived().await;
    assert!(records(&world, "flush").await.is_empty());
    let (_gateway, clock) = back(&world, gateway, EVENING + HOUR).await;
    world
        .told_while(&clock, "Kept one note. Fresh start.")
        .await;
    assert_eq!(only(&world, "flush").await["outcome"], "done");
    let notes = world.home.read_workspace("memory/2025-10-09.md");
    assert_eq!(notes.matches("- The garden is 12 m long").count(), 1);
    let asked = world.model.requests();
    let asked = asked.iter().filter(|request| for_notes(request)).count();
    assert_eq!(asked, 2, "the model is not asked again");
}

#[tokio::test]
async fn notes_that_cannot_be_read_are_told_and_the_fresh_start_comes_all_the_same() {
    let (world, _gateway, clock) = evening().await;
    std::fs::create_dir_all(world.home.workspace("memory")).unwrap();
    let file = world.home.workspace("memory/2025-10-09.md");
    std::fs::write(&file, b"\xff\xfe\x00").unwrap();
    world.anna().says("/new");
    world.told_while(&clock, "nothing was saved").await;
    assert_eq!(only(&world, "flush").await["outcome"], "failed");
    assert_eq!(only(&world, "reset").await["outcome"], "done");
    assert_eq!(std::fs::read(&file).unwrap(), b"\xff\xfe\x00");
}

#[tokio::test]
async fn a_kill_while_the_night_saves_replaces_nothing_until_somebody_speaks() {
    let (world, gateway, clock) = evening().await;
    let old = session(&world).await;
    let hold = holds_notes(&world);
    clock.advance(8 * HOUR).await;
    hold.arrived().await;
    let (_gateway, _clock) = back(&world, gateway, EVENING + 9 * HOUR).await;
    assert_eq!(session(&world).await, old);
    assert!(records(&world, "reset").await.is_empty());
    let answer = send(&world, "good morning").await;
    assert_eq!(answer["outcome"], "done");
    let new = session(&world).await;
    assert_ne!(old, new);
    assert_eq!(only(&world, "reset").await["outcome"], "done");
    assert_eq!(transcript_files(&world.home).len(), 2, "no orphan");
    let prompt = world.model.requests().pop().unwrap().prompt_text();
    assert!(
        prompt.contains("[Session carryover]") && prompt.contains("called Tim"),
        "{prompt}"
    );
}

#[tokio::test]
async fn a_kill_while_it_is_summed_up_is_followed_by_one_summary_and_one_answer() {
    let (world, gateway) = world().await;
    filled(&world).await;
    let before = std::fs::read(transcript_files(&world.home).remove(0)).unwrap();
    let hold = Hold::new();
    let reply = Reply::text("late").hold_headers(&hold);
    world.model.push_when(for_summary, reply);
    world.anna().says(&long(6_000, "one more"));
    hold.arrived().await;
    let mut gateway = gateway;
    gateway.kill9();
    drop(gateway);
    world.telegram.wait_until_idle().await;
    let _gateway = world.listening().await;
    world.told("ok: one more").await;
    world.quiet().await;
    let told = world
        .texts()
        .iter()
        .filter(|text| text.contains("ok: one more"))
        .count();
    assert_eq!(told, 1, "{:?}", world.texts());
    assert_eq!(compactions(&world).len(), 1);
    assert_eq!(only(&world, "compaction").await["outcome"], "done");
    assert_eq!(
        only(&world, "flush").await["outcome"],
        "done",
        "one flush a compaction"
    );
    let after = std::fs::read(transcript_files(&world.home).remove(0)).unwrap();
    assert!(after.starts_with(&before));
    world.no_problems();
}

#[tokio::test]
async fn a_kill_while_compact_works_is_followed_by_one_summary_and_one_line() {
    let (world, gateway) = world().await;
    filled(&world).await;
    let hold = Hold::new();
    let reply = Reply::text("late").hold_headers(&hold);
    world.model.push_when(for_summary, reply);
    world.anna().says("/compact");
    hold.arrived().await;
    let mut gateway = gateway;
    gateway.kill9();
    drop(gateway);
    world.telegram.wait_until_idle().await;
    let _gateway = world.listening().await;
    world.told("Shortened:").await;
    world.quiet().await;
    let told = world
        .texts()
        .iter()
        .filter(|text| text.contains("Shortened:"))
        .count();
    assert_eq!(
        (told, compactions(&world).len()),
        (1, 1),
        "{:?}",
        world.texts()
    );
    assert_eq!(only(&world, "compaction").await["outcome"], "done");
}

#[tokio::test]
async fn new_with_a_model_and_words_begins_with_that_model_and_those_words() {
    let (world, _gateway, clock) = evening().await;
    world.anna().says("/new! fake/big what is new?");
    world.told_while(&clock, "ok: what is new?").await;
    world.quiet().await;
    let asked = world.model.requests().pop().unwrap();
    assert_eq!(asked.model(), "big");
    assert!(!asked.prompt_text().contains("called Tim"));
    // A model's name that is an ordinary word is one here.
    world.anna().says("/new! small talk, please");
    world.told_while(&clock, "ok: small talk, please").await;
    world.quiet().await;
    assert_eq!(
        world.model.requests().pop().unwrap().model(),
        "big",
        "a choice is kept"
    );
    until("both resets told", async || {
        (records(&world, "reset").await.len() == 2).then_some(())
    })
    .await;
}
