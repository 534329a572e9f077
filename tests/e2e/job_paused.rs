//! A job that keeps failing: paused and told once, and what its person does about it in the chat.
//!
//! Owns the three buttons: why, resume, run again. Each changes something once.

use cove_tests::model::Refusal;
use cove_tests::{CoveProcess, Reply, clock::DrivenClock};
use serde_json::{Value, json};

use crate::job_out::{MINUTE, MORNING, job, logged, with};
use crate::world::{ANNA, World, until};

/// A job of every minute failed five times, and its person was told: the world, and that message.
async fn paused() -> (World, CoveProcess, DrivenClock, cove_tests::telegram::Sent) {
    let turn = json!({"kind": "agentTurn", "message": "What is the weather?"});
    let mut failing = job(turn, json!({"mode": "announce", "channel": "last"}));
    failing["schedule"] = json!({"kind": "every", "everyMs": MINUTE, "anchorMs": MORNING});
    let world = with(vec![failing], json!({})).await;
    let (gateway, clock) = world.driven(MORNING).await;
    world.anna().says("hi");
    world.told_while(&clock, "ok: hi").await;
    world
        .model
        .answer_with(|_| Reply::refuse(Refusal::ContentFilter));
    let told = until("the pause to be told", async || {
        // No minute passes while a run is at work: each ends in a line of the log. Nor does one
        // while the pause is on its way to the chat, whose send would be given up.
        let ended = logged(&world).len();
        if ended < 5 && ended + 1 == world.model.requests().len() {
            clock.advance(30_000).await;
        } else if ended == 5 {
            clock.advance(50).await;
        }
        let sent = world.telegram.sent_to(ANNA);
        sent.into_iter()
            .find(|sent| sent.plain.contains("failed five times"))
    })
    .await;
    world.model.answer_with(|_| Reply::text("4 degrees"));
    (world, gateway, clock, told)
}

/// Presses a button and answers what is shown beside it. Time goes on: after the minutes that passed
/// in one step the channel waits a while before it asks again.
async fn pressed(world: &World, clock: &DrivenClock, message: i64, data: &str) -> String {
    let id = world.anna().presses(message, data);
    until("an answer to the press", async || {
        clock.advance(500).await;
        let answered = world.telegram.answered_callbacks();
        let found = answered.into_iter().find(|answer| answer.id == id)?;
        Some(found.text.unwrap_or_default())
    })
    .await
}

async fn rows(world: &World) -> Vec<Value> {
    let found = world.json(&["cron", "runs", "j", "--json"]).await;
    found["rows"].as_array().unwrap().clone()
}

async fn is_held(world: &World) -> bool {
    let found = world.json(&["cron", "list", "--json"]).await;
    !found["jobs"][0]["hold"].is_null()
}

#[tokio::test]
async fn a_job_that_keeps_failing_is_paused_and_its_person_told_once_why() {
    let (world, _gateway, clock, told) = paused().await;
    let status = world.json(&["status", "--json"]).await;
    assert!(status.to_string().contains("job:j"), "{status}");
    let why = pressed(&world, &clock, told.message_id, "job-why:j").await;
    let (_, last) = told.plain.split_once("The last time: ").unwrap();
    assert!(!last.is_empty() && why.starts_with(last.trim()), "{why:?}");
    // Looking changes nothing and may be done again.
    assert_eq!(
        pressed(&world, &clock, told.message_id, "job-why:j").await,
        why
    );
    assert!(is_held(&world).await);
    let texts = world.texts();
    let paused = texts
        .iter()
        .filter(|text| text.contains("failed five times"));
    assert_eq!(paused.count(), 1);
}

#[tokio::test]
async fn resume_lets_the_next_slot_run_at_once_after_five_failures() {
    let (world, _gateway, clock, told) = paused().await;
    let said = pressed(&world, &clock, told.message_id, "job-resume:j").await;
    assert_eq!(said, "“Weather” goes on.");
    assert!(!is_held(&world).await);
    let newest = rows(&world).await[0]["at"].as_i64().unwrap();
    let again = pressed(&world, &clock, told.message_id, "job-resume:j").await;
    assert_eq!(again, "This job is not paused any more.");
    world.told_while(&clock, "4 degrees").await;
    let all = rows(&world).await;
    let done = all.iter().rev().find(|row| row["state"] == "done").unwrap();
    // The minute behind the press, not an hour later: its failures are counted anew.
    assert!(
        done["at"].as_i64().unwrap() <= newest + 2 * MINUTE,
        "{all:?}"
    );
}

#[tokio::test]
async fn run_again_runs_a_paused_job_once_and_it_stays_paused() {
    let (world, _gateway, clock, told) = paused().await;
    let said = pressed(&world, &clock, told.message_id, "job-again:j").await;
    assert_eq!(said, "“Weather” runs now.");
    world.told_while(&clock, "4 degrees").await;
    let again = pressed(&world, &clock, told.message_id, "job-again:j").await;
    assert_eq!(again, "This button had it run already.");
    let by_hand = rows(&world).await;
    let by_hand = by_hand.iter().filter(|row| row["byHand"] == true);
    assert_eq!(by_hand.count(), 1);
    assert!(is_held(&world).await);
    let heard = world.texts();
    assert_eq!(heard.iter().filter(|text| *text == "4 degrees").count(), 1);
}
