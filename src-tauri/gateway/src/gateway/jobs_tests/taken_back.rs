//! What is taken back before anybody read or heard it.

use super::*;
use crate::event::Fact;

fn event() -> Value {
    json!({
        "sessionTarget": "main", "wakeMode": "next-heartbeat",
        "payload": { "kind": "systemEvent", "text": "Look at the rent" },
    })
}

const EVENTS: &str = "SELECT state FROM system_events";

#[tokio::test]
async fn the_waiting_event_of_a_job_that_is_removed_is_not_said_any_more() {
    let home = Home::new(event()).await;
    home.clock.advance(Duration::from_secs(60));
    home.until_slots(&[(FIRST, 1, "running")]).await;
    assert_eq!(home.texts(EVENTS).await, ["waiting"]);
    let file = home.dir.path().join("state/cron/jobs.json");
    std::fs::write(file, json!({ "version": 1, "jobs": [] }).to_string()).unwrap();
    home.clock.advance(Duration::from_secs(60));
    home.until_slots(&[(FIRST, 1, "interrupted")]).await;
    assert_eq!(home.texts(EVENTS).await, ["dropped"]);
}

#[tokio::test]
async fn a_running_slot_whose_event_nobody_has_read_can_be_stopped() {
    let home = Home::new(event()).await;
    home.clock.advance(Duration::from_secs(60));
    home.until_slots(&[(FIRST, 1, "running")]).await;
    home.gateway.host().parts.jobs.stop("j").await.unwrap();
    home.until_slots(&[(FIRST, 1, "interrupted")]).await;
    assert_eq!(home.texts(EVENTS).await, ["dropped"]);
}

#[tokio::test]
async fn a_job_that_is_silent_raises_no_notification() {
    for silent in [false, true] {
        let mut job = reminder();
        job["delivery"] = json!({ "mode": "announce", "channel": "desktop" });
        job["cove"] = json!({ "silent": silent });
        let home = Home::new(job).await;
        let mut heard = home.gateway.host().events().subscribe(None).receiver;
        home.clock.advance(Duration::from_secs(60));
        home.until(|tables| {
            count(tables, "SELECT COUNT(*) FROM runs WHERE delivery = 'sent'") == 1
        })
        .await;
        let mut notified = false;
        while let Ok(numbered) = heard.try_recv() {
            notified |= matches!(numbered.fact, Fact::TurnEnded { .. });
        }
        assert_eq!(notified, !silent, "silent: {silent}");
        assert_eq!(home.notes().len(), 1);
    }
}

#[tokio::test]
async fn a_slot_that_waited_when_its_job_was_removed_is_told() {
    let mut job = turn();
    job["cove"] = json!({ "overlap": "queue" });
    let home = Home::new(job).await;
    let db = home.gateway.host().db().clone();
    let waits = "INSERT INTO slots(job_id, slot_at, through_at, count, state, late_ms)
                 VALUES ('j', 1, 1, 1, 'queued', 0)";
    db.write(move |tx| Ok(tx.execute(waits, [])?))
        .await
        .unwrap();
    let file = home.dir.path().join("state/cron/jobs.json");
    std::fs::write(file, json!({ "version": 1, "jobs": [] }).to_string()).unwrap();
    home.clock.advance(Duration::from_secs(59));
    home.until_slots(&[(1, 1, "skipped")]).await;
    let told = home.records().await.remove(0);
    assert_eq!(
        (
            told.outcome.as_str(),
            &told.params["why"],
            &told.params["name"]
        ),
        ("skipped", &json!("removed"), &json!("Evening"))
    );
}
