//! What becomes of a job's result in chats, topics and the window; killed at any moment.
//!
//! Owns the moments of walk 2 and the trap of the gym reminder as a job.

use cove_tests::telegram::Fault;
use cove_tests::{Hold, Reply};
use serde_json::{Value, json};

use crate::kill::nothing_twice;
use crate::world::{World, until};

/// 2025-10-09T08:53:20Z.
pub const MORNING: i64 = 1_760_000_000_000;
pub const MINUTE: i64 = 60_000;

/// A home with these jobs; no beat falls into a test on the computer's own clock.
pub async fn with(jobs: Vec<Value>, config: Value) -> World {
    let mut world = World::new().await;
    let home = std::mem::take(&mut world.home);
    let rarely = json!({"agents": {"defaults": {"heartbeat": {"every": "24h"}}}});
    let file = json!({"version": 1, "jobs": jobs}).to_string();
    world.home = home
        .with_config(rarely)
        .with_config(config)
        .with_state_file("cron/jobs.json", file);
    world
}

/// A job a minute behind the morning.
pub fn job(payload: Value, delivery: Value) -> Value {
    json!({
        "id": "j", "name": "Weather", "enabled": true, "createdAtMs": MORNING,
        "schedule": {"kind": "at", "at": cove_time(MORNING + MINUTE)},
        "sessionTarget": "isolated", "payload": payload, "delivery": delivery,
    })
}

fn cove_time(ms: i64) -> String {
    // 08:54:20 of that morning; the tests use no other.
    assert_eq!(ms, MORNING + MINUTE);
    "2025-10-09T08:54:20Z".to_owned()
}

fn turn() -> Value {
    json!({"kind": "agentTurn", "message": "What is the weather?"})
}

pub fn notify(text: &str) -> Value {
    json!({"kind": "notify", "text": text})
}

fn last() -> Value {
    json!({"mode": "announce", "channel": "last"})
}

/// The lines of the job's log.
pub fn logged(world: &World) -> Vec<Value> {
    let path = world.home.state_dir().join("cron/runs/j.jsonl");
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Lets time go on until there is an answer.
pub async fn while_time_passes<T>(
    clock: &cove_tests::clock::DrivenClock,
    what: &str,
    mut look: impl AsyncFnMut() -> Option<T>,
) -> T {
    until(what, async || {
        clock.advance(1_000).await;
        look().await
    })
    .await
}

pub async fn one_line(world: &World, clock: &cove_tests::clock::DrivenClock) -> Value {
    while_time_passes(clock, "a line in the log", async || {
        let mut lines = logged(world);
        (lines.len() == 1).then(|| lines.remove(0))
    })
    .await
}

#[tokio::test]
async fn a_result_goes_to_the_chat_the_person_wrote_in_and_is_noted_in_the_conversation() {
    let world = with(vec![job(turn(), last())], json!({})).await;
    let (_gateway, clock) = world.driven(MORNING).await;
    world.anna().says("hi");
    world.told_while(&clock, "ok: hi").await;
    world.model.push(Reply::text("4 degrees, light rain"));
    world.told_while(&clock, "4 degrees").await;
    let line = one_line(&world, &clock).await;
    assert_eq!(
        (&line["status"], &line["delivered"], &line["summary"]),
        (&json!("ok"), &json!(true), &json!("4 degrees, light rain"))
    );
    while_time_passes(&clock, "a note of it", async || {
        world.transcripts().contains("job-said").then_some(())
    })
    .await;
    // The main conversation knows what its person was told.
    world.anna().says("and tomorrow?");
    world.told_while(&clock, "and tomorrow?").await;
    let asked = world.model.requests().pop().unwrap();
    assert!(asked.prompt_text().contains("4 degrees, light rain"));
    assert_eq!(world.transcripts().matches("job-said").count(), 1);
    nothing_twice(&world).await;
}

#[tokio::test]
async fn a_reminder_for_a_topic_goes_there_once_it_was_tested() {
    let delivery = json!({"mode": "announce", "channel": "telegram", "to": "-1001:topic:7"});
    let mut daily = job(notify("Water the plants"), delivery);
    daily["schedule"] = json!({"kind": "every", "everyMs": MINUTE, "anchorMs": MORNING});
    let world = with(vec![daily], json!({})).await;
    world.telegram.group(-1001, "House").forum(&[7]);
    let (_gateway, clock) = world.driven(MORNING).await;
    let skipped = while_time_passes(&clock, "a slot to be left out", async || {
        let told = world.json(&["activity", "--json"]).await;
        let told = told["activity"].as_array().unwrap().clone();
        told.into_iter().find(|row| row["outcome"] == "skipped")
    })
    .await;
    let why = skipped["text"].as_str().unwrap();
    assert!(why.contains("no chat it could go to"), "{skipped}");
    world.json(&["cron", "test", "j", "--json"]).await;
    while_time_passes(&clock, "the reminder in its topic", async || {
        let sent = world.telegram.sent_to(-1001);
        let there = |sent: &&cove_tests::telegram::Sent| sent.plain == "Water the plants";
        let found = sent.iter().find(there)?;
        assert_eq!(found.thread, Some(7));
        Some(())
    })
    .await;
    world.no_problems();
}

#[tokio::test]
async fn a_quiet_run_sends_nothing_and_is_no_alarm() {
    let world = with(vec![job(turn(), last())], json!({})).await;
    let (_gateway, clock) = world.driven(MORNING).await;
    world.anna().says("hi");
    world.told_while(&clock, "ok: hi").await;
    world.model.push(Reply::text("NO_REPLY"));
    let line = one_line(&world, &clock).await;
    assert_eq!(
        (&line["status"], &line["deliveryStatus"]),
        (&json!("ok"), &json!("not-requested"))
    );
    assert_eq!(world.texts(), ["ok: hi"]);
}

/// Kills in the middle of a run and starts again; the run's result reaches Anna once.
async fn killed_in_a_run(hold_model: bool) {
    let world = with(vec![job(turn(), last())], json!({})).await;
    let (mut gateway, clock) = world.driven(MORNING).await;
    world.anna().says("hi");
    world.told_while(&clock, "ok: hi").await;
    until("the conversation to be written", async || {
        clock.advance(100).await;
        let list = world
            .home
            .state_dir()
            .join("agents/main/sessions/sessions.json");
        let list = std::fs::read_to_string(list).unwrap_or_default();
        list.contains("\"lastTo\"").then_some(())
    })
    .await;
    let hold = Hold::new();
    match hold_model {
        // After the slot, before the answer.
        true => world
            .model
            .push(Reply::text("never heard").hold_headers(&hold)),
        // The answer is there, and Telegram has it; the receipt is not.
        false => {
            world.model.push(Reply::text("4 degrees"));
            world
                .telegram
                .fail_next("sendMessage", Fault::HoldAfter(hold.clone()));
        }
    }
    while_time_passes(&clock, "the hold", async || {
        hold.was_reached().then_some(())
    })
    .await;
    gateway.kill9();
    drop(gateway);
    hold.release();
    world.telegram.wait_until_idle().await;
    world.model.push(Reply::text("4 degrees"));
    let (_gateway, clock) = world.driven(MORNING + 2 * MINUTE).await;
    world.told_while(&clock, "4 degrees").await;
    while_time_passes(&clock, "an attempt that ended well", async || {
        let lines = logged(&world);
        lines
            .iter()
            .any(|line| line["status"] == "ok")
            .then_some(())
    })
    .await;
    let told = world.texts().into_iter().filter(|text| text == "4 degrees");
    assert_eq!(told.count(), 1);
    assert!(!world.transcripts().contains("never heard"));
    nothing_twice(&world).await;
}

#[tokio::test]
async fn a_kill_before_a_run_has_its_answer_is_followed_by_one_result() {
    killed_in_a_run(true).await;
}

#[tokio::test]
async fn a_kill_while_a_result_is_sent_leaves_it_unknown_and_it_is_not_repeated() {
    killed_in_a_run(false).await;
}

/// Seed 001: the job queues an event for the main conversation with wake now, HEARTBEAT.md is empty,
/// and elsewhere nobody ever reads it.
#[tokio::test]
async fn the_gym_reminder_of_a_job_is_said_once_although_heartbeat_md_is_empty() {
    let mut gym = job(
        json!({"kind": "systemEvent", "text": "Remind me: gym"}),
        json!({}),
    );
    gym["sessionTarget"] = "main".into();
    gym["wakeMode"] = "now".into();
    gym["delivery"] = Value::Null;
    gym["deleteAfterRun"] = true.into();
    let mut world = with(vec![gym], json!({})).await;
    let home = std::mem::take(&mut world.home);
    world.home = home.with_workspace_file("HEARTBEAT.md", "# Tasks\n\n- [ ]\n");
    let (_gateway, clock) = world.driven(MORNING).await;
    world.anna().says("hi");
    world.told_while(&clock, "ok: hi").await;
    world.model.answer_with(|request| {
        let asked = request.last_user_text();
        match asked.contains("Remind me: gym") {
            true => Reply::text("Time for the gym!"),
            false => Reply::text(format!("ok: {asked}")),
        }
    });
    world.told_while(&clock, "Time for the gym!").await;
    let line = one_line(&world, &clock).await;
    assert_eq!(
        (&line["status"], &line["summary"]),
        (&json!("ok"), &json!("Time for the gym!"))
    );
    while_time_passes(&clock, "the job to be gone", async || {
        let jobs = world.home.state_dir().join("cron/jobs.json");
        let jobs = std::fs::read_to_string(jobs).unwrap();
        (!jobs.contains("gym")).then_some(())
    })
    .await;
    let told = world
        .texts()
        .into_iter()
        .filter(|text| text.contains("gym"));
    assert_eq!(told.count(), 1);
    nothing_twice(&world).await;
}

#[tokio::test]
async fn a_run_uses_the_tools_it_was_given_and_its_files_stand_in_its_history() {
    let payload = json!({"kind": "agentTurn", "message": "What is the weather?",
        "toolsAllow": ["read"]});
    let mut world = with(vec![job(payload, json!({"mode": "none"}))], json!({})).await;
    let home = std::mem::take(&mut world.home);
    world.home = home.with_workspace_file("weather.md", "rain");
    let read = json!({"path": "weather.md"});
    let write = json!({"path": "notes.md", "content": "rain"});
    world.model.push(Reply::call("read", read));
    world.model.push(Reply::call("write", write));
    world.model.push(Reply::text("done"));
    let (_gateway, clock) = world.driven(MORNING).await;
    let line = one_line(&world, &clock).await;
    assert_eq!(line["status"], "ok");
    let asked = world.model.requests();
    assert_eq!(asked[0].tool_names(), ["read"]);
    let refused = asked[2].tool_results().pop().unwrap();
    assert!(refused.1.contains("not available"), "{refused:?}");
    assert!(!world.home.workspace("notes.md").exists());
    let tables = rusqlite::Connection::open(world.home.state_dir().join("cove.db")).unwrap();
    let files: String = tables
        .query_row("SELECT file_access FROM runs", [], |row| row.get(0))
        .unwrap();
    let files: Value = serde_json::from_str(&files).unwrap();
    assert_eq!(
        (&files["read"], &files["refused"]),
        (&json!(["weather.md"]), &json!(["notes.md"]))
    );
}

#[tokio::test]
async fn what_passed_while_closed_is_told_once_in_one_message() {
    let mut daily = job(turn(), last());
    daily["schedule"] = json!({"kind": "every", "everyMs": 30 * MINUTE, "anchorMs": MORNING});
    let world = with(vec![daily], json!({})).await;
    let (gateway, clock) = world.driven(MORNING).await;
    world.anna().says("hi");
    world.told_while(&clock, "ok: hi").await;
    until("the conversation to be written", async || {
        clock.advance(100).await;
        let list = world
            .home
            .state_dir()
            .join("agents/main/sessions/sessions.json");
        let list = std::fs::read_to_string(list).unwrap_or_default();
        list.contains("\"lastTo\"").then_some(())
    })
    .await;
    drop(gateway);
    world.telegram.wait_until_idle().await;
    // Three slots passed; the newest is ten minutes old and is caught up.
    let (_gateway, clock) = world.driven(MORNING + 100 * MINUTE).await;
    // In small steps: how late it is counts from what the clock says when it runs.
    for part in ["While Cove was closed", "ok: What is the weather?"] {
        until(part, async || {
            clock.advance(100).await;
            let told = world.texts();
            told.iter().any(|text| text.contains(part)).then_some(())
        })
        .await;
    }
    let texts = world.texts();
    let digest: Vec<&String> = texts
        .iter()
        .filter(|text| text.contains("While Cove"))
        .collect();
    assert_eq!(digest.len(), 1);
    assert!(
        digest[0].contains("left out 2 times") && digest[0].contains("10 min late"),
        "{digest:?}"
    );
    // It is told once the run that makes up for them has ended.
    let place = |part: &str| texts.iter().position(|text| text.contains(part));
    assert!(
        place("While Cove") > place("ok: What is the weather?"),
        "{texts:?}"
    );
}
