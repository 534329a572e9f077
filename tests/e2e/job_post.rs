//! What becomes of a job's result that is posted to an address.
//!
//! Owns what a receiver sees: key, proof, retries, refusals, a kill in the middle.

use std::sync::Arc;

use cove_tests::receiver::Answer;
use cove_tests::{CoveProcess, FakeReceiver, Hold};
use serde_json::{Value, json};

use crate::job_out::{MINUTE, MORNING, job, logged, notify, one_line, while_time_passes, with};
use crate::world::{World, until};

fn webhook(receiver: &FakeReceiver, more: Value) -> Value {
    let delivery = json!({"mode": "webhook", "to": receiver.url("/hook?room=1")});
    let mut job = job(notify("done"), delivery);
    job["schedule"] = json!({"kind": "every", "everyMs": MINUTE, "anchorMs": MORNING});
    job["cove"] = more;
    job
}

/// A world whose receiver was tested.
async fn posting(
    more: Value,
    config: Value,
) -> (
    World,
    Arc<FakeReceiver>,
    CoveProcess,
    cove_tests::clock::DrivenClock,
) {
    let receiver = Arc::new(FakeReceiver::start());
    let mut world = with(vec![webhook(&receiver, more)], config).await;
    let home = std::mem::take(&mut world.home);
    world.home = home.with_env("HOOK_TOKEN", "token-of-the-receiver");
    let (gateway, clock) = world.driven(MORNING).await;
    world.json(&["cron", "test", "j", "--json"]).await;
    let posted = receiver.wait_for(1).await;
    assert_eq!(posted[0].json()["action"], "test");
    until("the test to have arrived", async || {
        let rows = world.json(&["deliveries", "--all", "--json"]).await;
        (rows["deliveries"][0]["state"] == "sent").then_some(())
    })
    .await;
    (world, receiver, gateway, clock)
}

/// Waits for the post of a run behind the first `before` posts.
async fn next_post(
    receiver: &FakeReceiver,
    clock: &cove_tests::clock::DrivenClock,
    before: usize,
) -> cove_tests::receiver::Posted {
    while_time_passes(clock, "a post", async || {
        receiver.posted().get(before).cloned()
    })
    .await
}

#[tokio::test]
async fn a_finished_run_is_posted_with_its_key_and_the_proof_of_its_sender() {
    let token = json!({"cron": {"webhookToken": "${HOOK_TOKEN}"}});
    let (world, receiver, _gateway, clock) = posting(json!({}), token).await;
    let posted = next_post(&receiver, &clock, 1).await;
    let body = posted.json();
    assert_eq!(
        (posted.method.as_str(), posted.path.as_str()),
        ("POST", "/hook?room=1")
    );
    assert_eq!(
        (&body["status"], &body["summary"], &body["jobId"]),
        (&json!("ok"), &json!("done"), &json!("j"))
    );
    let key = format!("j@{}", body["slotAtMs"]);
    assert_eq!(posted.header("idempotency-key"), Some(key.as_str()));
    assert_eq!(
        posted.header("authorization"),
        Some("Bearer token-of-the-receiver")
    );
    let logs = one_line(&world, &clock).await;
    assert_eq!(logs["deliveryStatus"], "delivered");
    // The address is shown without what may be a secret.
    let rows = world.json(&["deliveries", "--all", "--json"]).await;
    assert!(!rows.to_string().contains("room=1"), "{rows}");
}

#[tokio::test]
async fn a_signed_post_can_be_checked_by_its_receiver() {
    let token = json!({"cron": {"webhookToken": "${HOOK_TOKEN}"}});
    let (_world, receiver, _gateway, clock) = posting(json!({"proof": "hmac"}), token).await;
    let posted = next_post(&receiver, &clock, 1).await;
    let signature = posted.header("cove-signature").unwrap();
    let (at, mac) = signature
        .strip_prefix("t=")
        .and_then(|rest| rest.split_once(",v1="))
        .unwrap();
    assert!(at.parse::<i64>().unwrap() >= MORNING / 1_000 && mac.len() == 64);
    assert_eq!(posted.header("authorization"), None);
}

#[tokio::test]
async fn a_receiver_that_is_away_or_busy_gets_it_later_and_once() {
    let (world, receiver, _gateway, clock) = posting(json!({}), json!({})).await;
    receiver.answer(Answer::After(503, 30));
    receiver.answer(Answer::Status(429));
    receiver.answer(Answer::Long(300_000));
    let first = next_post(&receiver, &clock, 1).await;
    let second = next_post(&receiver, &clock, 2).await;
    let third = next_post(&receiver, &clock, 3).await;
    let key = |posted: &cove_tests::receiver::Posted| {
        posted.header("idempotency-key").unwrap().to_owned()
    };
    assert_eq!((key(&first), key(&first)), (key(&second), key(&third)));
    receiver.go_offline();
    while_time_passes(&clock, "a try that found nobody", async || {
        let rows = world.json(&["deliveries", "--json"]).await;
        rows.to_string()
            .contains("could not be reached")
            .then_some(())
    })
    .await;
    let before = receiver.posted().len();
    receiver.go_online();
    next_post(&receiver, &clock, before).await;
    let posted = receiver.posted();
    let taken = posted[3..].iter().map(key).collect::<Vec<_>>();
    let mut once = taken.clone();
    once.dedup();
    assert_eq!(taken, once, "each run is taken once");
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_a_refusal_can_be_sent_again() {
    let (world, receiver, _gateway, clock) = posting(json!({}), json!({})).await;
    receiver.answer(Answer::Redirect(receiver.url("/elsewhere")));
    let first = next_post(&receiver, &clock, 1).await;
    assert!(first.path.starts_with("/hook"));
    let row = until("the refusal", async || {
        let rows = world.json(&["deliveries", "--json"]).await;
        let row = rows["deliveries"].get(0).cloned()?;
        (row["state"] == "refused").then_some(row)
    })
    .await;
    assert!(
        row["error"].as_str().unwrap().contains("another address"),
        "{row}"
    );
    let lines = while_time_passes(&clock, "its line", async || {
        let lines = logged(&world);
        (!lines.is_empty()).then_some(lines)
    })
    .await;
    assert_eq!(
        (&lines[0]["deliveryStatus"], &lines[0]["deliveryError"]),
        (&json!("not-delivered"), &json!("webhook-redirect"))
    );
    world
        .json(&["resend", row["id"].as_str().unwrap(), "--json"])
        .await;
    let again = while_time_passes(&clock, "the same once more", async || {
        let key = first.header("idempotency-key");
        let posted = receiver.posted();
        let same = posted.into_iter().skip(2);
        same.into_iter()
            .find(|posted| posted.header("idempotency-key") == key)
    })
    .await;
    assert_eq!(again.body, first.body);
    assert!(
        receiver
            .posted()
            .iter()
            .all(|posted| posted.path.starts_with("/hook"))
    );
}

#[tokio::test]
async fn a_kill_while_it_is_posted_leaves_it_unknown_and_it_is_not_repeated() {
    let (world, receiver, mut gateway, clock) = posting(json!({}), json!({})).await;
    let hold = Hold::new();
    receiver.answer(Answer::Hold(hold.clone()));
    next_post(&receiver, &clock, 1).await;
    hold.arrived().await;
    gateway.kill9();
    drop(gateway);
    hold.release();
    let (_gateway, _clock) = world.driven(MORNING + 2 * MINUTE).await;
    until("the post to be unknown", async || {
        let rows = world.json(&["deliveries", "--json"]).await;
        (rows["deliveries"][0]["state"] == "unknown").then_some(())
    })
    .await;
    let posted = receiver.posted();
    let key = posted[1].header("idempotency-key");
    let same = posted
        .iter()
        .filter(|post| post.header("idempotency-key") == key);
    assert_eq!(same.count(), 1);
}
