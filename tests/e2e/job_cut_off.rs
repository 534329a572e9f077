//! A run that a kill cut off: its person sees what it is known to have done, and decides.

use cove_tests::clock::DrivenClock;
use cove_tests::{CoveProcess, Hold, Reply};
use serde_json::{Value, json};

use crate::job_out::{MINUTE, MORNING, job, while_time_passes, with};
use crate::world::World;

/// Killed while the model was asked once more after it had written a file.
async fn cut_off() -> (World, CoveProcess, DrivenClock) {
    let work = json!({"kind": "agentTurn", "message": "Write the report"});
    let world = with(vec![job(work, json!({"mode": "none"}))], json!({})).await;
    let (mut gateway, clock) = world.driven(MORNING).await;
    let write = json!({"path": "report.md", "content": "It rains.\n"});
    world.model.push(Reply::call("write", write));
    let hold = Hold::new();
    world
        .model
        .push(Reply::text("never heard").hold_headers(&hold));
    while_time_passes(&clock, "the second question", async || {
        hold.was_reached().then_some(())
    })
    .await;
    gateway.kill9();
    drop(gateway);
    let (gateway, clock) = world.driven(MORNING + 5 * MINUTE).await;
    (world, gateway, clock)
}

async fn need(world: &World) -> Option<Value> {
    let status = world.json(&["status", "--json"]).await;
    let needs = status["needs"].as_array().unwrap();
    let mut found = needs.iter().filter(|need| need["kind"] == "interrupted");
    found.next().cloned()
}

#[tokio::test]
async fn a_run_that_was_cut_off_says_what_it_did_and_runs_again_on_one_tap() {
    let (world, _gateway, clock) = cut_off().await;
    let asks = while_time_passes(&clock, "the question", async || need(&world).await).await;
    assert_eq!(asks["reference"], "j");
    let text = asks["text"].as_str().unwrap();
    assert!(
        text.contains("“Weather”") && text.contains("It had changed this: report.md"),
        "{text}"
    );
    let runs = world.json(&["cron", "runs", "j", "--json"]).await;
    assert_eq!(runs["rows"][0]["reason"]["code"], "job-cut-off", "{runs}");
    world.json(&["cron", "run", "j", "--force", "--json"]).await;
    assert_eq!(need(&world).await, None);
    while_time_passes(&clock, "its end", async || {
        let runs = world.json(&["cron", "runs", "j", "--json"]).await;
        (runs["rows"][0]["state"] == "done").then_some(())
    })
    .await;
    assert_eq!(need(&world).await, None);
}

#[tokio::test]
async fn a_run_that_was_cut_off_is_left_as_it_is_until_that_is_taken_back() {
    let (world, _gateway, clock) = cut_off().await;
    while_time_passes(&clock, "the question", async || need(&world).await).await;
    let left = world.json(&["cron", "dismiss", "j", "--json"]).await;
    assert_eq!(need(&world).await, None);
    let undo = left["undo"]["id"].as_str().unwrap();
    world.json(&["undo", undo, "--json"]).await;
    assert!(need(&world).await.is_some());
    world.json(&["cron", "dismiss", "j", "--json"]).await;
    let nothing = world.json(&["cron", "dismiss", "j", "--json"]).await;
    assert_eq!(nothing["undo"], Value::Null);
}
