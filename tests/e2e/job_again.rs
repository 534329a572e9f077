//! What is tried again, and what is told of what could not be tried.
//!
//! Owns a job for one moment that meets a fault which passes.

use cove_tests::model::Refusal;
use cove_tests::{Reply, clock::DrivenClock};
use serde_json::{Value, json};

use crate::job_out::{MINUTE, MORNING, job, with};
use crate::world::{World, until};

async fn rows(world: &World) -> Vec<Value> {
    let found = world.json(&["cron", "runs", "j", "--json"]).await;
    found["rows"].as_array().unwrap().clone()
}

/// Moves time on in small steps until the newest row reads like this.
async fn ended(world: &World, clock: &DrivenClock, state: &str) -> Value {
    until(state, async || {
        clock.advance(1_000).await;
        let first = rows(world).await.into_iter().next()?;
        (first["state"] == state).then_some(first)
    })
    .await
}

#[tokio::test]
async fn a_job_for_one_moment_is_tried_again_after_a_fault_that_passes() {
    let turn = json!({"kind": "agentTurn", "message": "What is the weather?"});
    let mut once = job(turn, json!({"mode": "none"}));
    once["schedule"] = json!({"kind": "at", "at": "2025-10-09T08:54:20Z"});
    let world = with(vec![once], json!({})).await;
    world
        .model
        .answer_with(|_| Reply::refuse(Refusal::Overloaded));
    let (_gateway, clock) = world.driven(MORNING).await;
    until("the first call", async || {
        clock.advance(1_000).await;
        (!world.model.requests().is_empty()).then_some(())
    })
    .await;
    let waits = ended(&world, &clock, "queued").await;
    assert_eq!(waits["at"], MORNING + MINUTE);
    world.model.answer_with(|_| Reply::text("4 degrees"));
    let done = ended(&world, &clock, "done").await;
    assert_eq!(done["at"], MORNING + MINUTE, "the same slot");
    assert!(
        done["attempt"].as_u64().is_none_or(|attempt| attempt > 1),
        "{done}"
    );
    assert_eq!(rows(&world).await.len(), 1);
}
