//! Check-ins and notes for the agent: at their minute, once, and never silently not at all.
//!
//! Owns the gym reminder of the seeds. Time is the driven clock wherever a minute matters.

use cove_tests::clock::DrivenClock;
use cove_tests::launch::cove_binary;
use cove_tests::{CoveProcess, Hold, Reply};
use serde_json::{Value, json};

use crate::kill::nothing_twice;
use crate::world::{ANNA, World, until};

/// 2025-10-09T08:53:20Z; the next half hour is 400 seconds away.
const MORNING: i64 = 1_760_000_000_000;
const TO_NINE: i64 = 400_000;
const HALF_HOUR: i64 = 1_800_000;
/// How every prompt of a check-in is told from a person's words.
const BEAT: &str = "[Heartbeat. This is Cove";

/// So rarely that no minute of the grid falls into a test on the computer's own clock.
fn rarely() -> Value {
    json!({"agents": {"defaults": {"heartbeat": {"every": "24h"}}}})
}

async fn driven(world: &World) -> (CoveProcess, DrivenClock) {
    let clock = DrivenClock::listen(&world.home).await;
    let arguments = ["gateway", "--json", "--clock", clock.socket()];
    let binary = cove_binary();
    let (gateway, ()) = tokio::join!(
        CoveProcess::start(&binary, &arguments, &world.home),
        clock.start(MORNING, "UTC"),
    );
    (gateway, clock)
}

async fn with(config: Value, checklist: &str) -> World {
    let mut world = World::new().await;
    let home = std::mem::take(&mut world.home);
    world.home = home
        .with_config(config)
        .with_workspace_file("HEARTBEAT.md", checklist);
    world
}

/// Answers check-ins like this and people as ever.
fn beats_say(world: &World, answer: &'static str) {
    world.model.answer_with(move |request| {
        let asked = request.last_user_text();
        match asked.contains(BEAT) {
            true => Reply::text(answer),
            false => Reply::text(format!("ok: {asked}")),
        }
    });
}

async fn report(world: &World) -> Value {
    world.json(&["heartbeat", "last", "--json"]).await
}

/// Waits until the last check-in ended like this.
async fn ended(world: &World, outcome: &str) -> Value {
    until(outcome, async || {
        let report = report(world).await;
        (report["last"]["outcome"] == outcome).then_some(report)
    })
    .await
}

fn beats(world: &World) -> usize {
    let asked = world.model.requests();
    let beats = asked
        .iter()
        .filter(|request| request.last_user_text().contains(BEAT));
    beats.count()
}

#[tokio::test]
async fn the_gym_reminder_is_said_although_there_is_nothing_to_do_in_the_file() {
    let world = with(rarely(), "# Tasks\n\n- [ ]\n").await;
    beats_say(&world, "Time for the gym!");
    let _gateway = world.listening().await;
    world.anna().says("hi");
    world.told("ok: hi").await;
    let event = [
        "system",
        "event",
        "--text",
        "Remind me: gym",
        "--mode",
        "now",
        "--json",
    ];
    let queued = world.json(&event).await;
    assert_eq!(queued["sessionKey"], "agent:main:main");
    world.told("Time for the gym!").await;
    let report = ended(&world, "said").await;
    assert_eq!(
        (&report["last"]["occasion"], &report["waiting"]),
        (&json!("event"), &json!(0))
    );
    let asked = world.model.requests();
    assert!(asked[1].last_user_text().contains("Remind me: gym"));
    nothing_twice(&world).await;
    assert_eq!(beats(&world), 1);
}

#[tokio::test]
async fn a_check_in_speaks_at_its_minute_and_leaves_no_line_where_all_is_well() {
    let world = with(json!({}), "- is the rent paid?\n").await;
    beats_say(&world, "The rent is due.");
    let (_gateway, clock) = driven(&world).await;
    world.anna().says("hi");
    world.told_while(&clock, "ok: hi").await;
    clock.advance(TO_NINE).await;
    let said = ended(&world, "said").await;
    assert_eq!(said["last"]["slotAt"], MORNING + TO_NINE);
    world.told_while(&clock, "The rent is due.").await;
    assert!(world.transcripts().contains("The rent is due."));
    // The same once more within a day is not said.
    clock.advance(HALF_HOUR).await;
    ended(&world, "duplicate").await;
    beats_say(&world, "HEARTBEAT_OK");
    let before = world.transcripts();
    clock.advance(HALF_HOUR).await;
    let well = ended(&world, "ok").await;
    assert_eq!(well["last"]["slotAt"], MORNING + TO_NINE + 2 * HALF_HOUR);
    assert_eq!(world.transcripts(), before);
    assert_eq!(world.texts(), ["ok: hi", "The rent is due."]);
    let costs = world.json(&["cost", "--by", "cause", "--json"]).await;
    let rows = costs["rows"].as_array().unwrap();
    let calls = rows
        .iter()
        .find(|row| row["key"] == "heartbeat")
        .map(|row| &row["calls"]);
    assert_eq!(calls, Some(&json!(3)));
    world.no_problems();
}

#[tokio::test]
async fn at_night_check_ins_rest_and_what_was_asked_for_is_said() {
    let hours = json!({"agents": {"defaults": {"heartbeat":
        {"activeHours": {"start": "10:00", "end": "22:00", "timezone": "UTC"}}}}});
    let world = with(hours, "- is the rent paid?\n").await;
    beats_say(&world, "Get up!");
    let (_gateway, clock) = driven(&world).await;
    world.anna().says("hi");
    world.told_while(&clock, "ok: hi").await;
    clock.advance(TO_NINE).await;
    world
        .json(&[
            "system", "event", "--text", "wake me", "--mode", "now", "--json",
        ])
        .await;
    world.told_while(&clock, "Get up!").await;
    let report = ended(&world, "said").await;
    assert_eq!(report["last"]["occasion"], "event");
    assert_eq!(report["nextAt"], MORNING + TO_NINE + 2 * HALF_HOUR);
    assert_eq!(beats(&world), 1);
}

#[tokio::test]
async fn a_note_for_later_is_read_by_the_next_talk_once() {
    let world = with(json!({}), "").await;
    let (_gateway, clock) = driven(&world).await;
    world
        .json(&["system", "event", "--text", "the parcel came", "--json"])
        .await;
    world.anna().says("hi");
    world.told_while(&clock, "ok: ").await;
    world.anna().says("and now?");
    world.told_while(&clock, "and now?").await;
    let asked = world.model.requests();
    assert!(asked[0].last_user_text().contains("the parcel came"));
    assert!(!asked[1].last_user_text().contains("the parcel came"));
    assert_eq!(report(&world).await["waiting"], 0);
    clock.advance(TO_NINE).await;
    let skipped = ended(&world, "skipped").await;
    assert_eq!(
        skipped["last"]["reason"]["code"],
        "beat-empty-heartbeat-file"
    );
    assert_eq!(world.model.requests().len(), 2);
}

#[tokio::test]
async fn a_kill_in_the_middle_of_a_note_is_followed_by_one_message() {
    let world = with(rarely(), "").await;
    let mut gateway = world.listening().await;
    world.anna().says("hi");
    world.told("ok: hi").await;
    let hold = Hold::new();
    world
        .model
        .push(Reply::text("never heard").hold_headers(&hold));
    world
        .json(&[
            "system", "event", "--text", "gym", "--mode", "now", "--json",
        ])
        .await;
    hold.arrived().await;
    gateway.kill9();
    drop(gateway);
    world.telegram.wait_until_idle().await;
    beats_say(&world, "Time for the gym!");
    let _gateway = world.listening().await;
    world.told("Time for the gym!").await;
    ended(&world, "said").await;
    let gym = world
        .texts()
        .into_iter()
        .filter(|text| text.contains("gym"));
    assert_eq!(gym.count(), 1);
    assert!(!world.transcripts().contains("never heard"));
    let activity = world.json(&["activity", "--json"]).await.to_string();
    assert!(activity.contains("\"interrupted\""), "{activity}");
}

#[tokio::test]
async fn a_used_up_allowance_holds_check_ins_and_notes_and_says_so() {
    let world = with(json!({"allowance": {"day": 0}}), "- is the rent paid?\n").await;
    beats_say(&world, "The rent is due.");
    let (_gateway, clock) = driven(&world).await;
    clock.advance(TO_NINE).await;
    let skipped = ended(&world, "skipped").await;
    assert_eq!(skipped["last"]["reason"]["code"], "beat-allowance");
    world
        .json(&[
            "system", "event", "--text", "gym", "--mode", "now", "--json",
        ])
        .await;
    let held = until("the note to be held", async || {
        let report = report(&world).await;
        (report["last"]["occasion"] == "event").then_some(report)
    })
    .await;
    assert_eq!(
        (&held["last"]["outcome"], &held["waiting"]),
        (&json!("skipped"), &json!(1))
    );
    assert_eq!(world.model.requests().len(), 0);
    world.json(&["cost", "extend", "1", "--json"]).await;
    clock.advance(61_000).await;
    ended(&world, "said").await;
    assert_eq!(
        (beats(&world), &report(&world).await["waiting"]),
        (1, &json!(0))
    );
}

#[tokio::test]
async fn check_ins_are_switched_off_and_on_as_they_were() {
    let config = json!({"agents": {"defaults": {"heartbeat": {"every": "45m"}}}});
    let world = with(config, "").await;
    world.json(&["heartbeat", "disable", "--json"]).await;
    let off = report(&world).await;
    assert_eq!(
        (&off["on"], &off["every"], &off["nextAt"]),
        (&json!(false), &json!("0m"), &Value::Null)
    );
    world.json(&["heartbeat", "enable", "--json"]).await;
    assert_eq!(report(&world).await["every"], "45m");
    world.json(&["undo", "--json"]).await;
    assert_eq!(report(&world).await["on"], false);
    assert_eq!(world.telegram.sent_to(ANNA).len(), 0);
}
