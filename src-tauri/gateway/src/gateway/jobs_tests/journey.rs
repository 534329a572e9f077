//! The computer goes to another zone, and its clock is set while it is awake.

use super::*;

const DAY_MS: Ms = 24 * 3_600_000;
const HOUR: Ms = 3_600_000;

async fn told(home: &Home, outcome: &'static str) -> Record {
    home.until(move |tables| found(tables, outcome).is_some())
        .await;
    home.read(move |tables| found(tables, outcome).unwrap())
        .await
}

fn found(tables: &Connection, outcome: &str) -> Option<Record> {
    let records = page(tables, None, Some("recovery"), 100).unwrap();
    records.into_iter().find(|told| told.outcome == outcome)
}

#[tokio::test]
async fn a_job_without_a_zone_follows_the_computer_into_another_within_a_minute() {
    let mut job = turn();
    job["schedule"] = json!({ "kind": "cron", "expr": "1 20 * * *" });
    let home = Home::new(job).await;
    home.clock.move_to("America/New_York");
    home.clock.advance(Duration::from_secs(60));
    let record = told(&home, "zone").await;
    assert_eq!(
        (&record.params["from"], &record.params["to"]),
        (&json!("Europe/Berlin"), &json!("America/New_York"))
    );
    home.until_slots(&[]).await;
    home.clock.advance(Duration::from_secs(6 * 3_600));
    home.until_slots(&[(FIRST + 6 * HOUR, 1, "done")]).await;
}

#[tokio::test]
async fn a_clock_put_forward_while_awake_is_told_and_what_lies_between_was_missed() {
    let home = Home::new(turn()).await;
    home.clock.stays_awake();
    let home = home.closed(0, &[]).await;
    // It has looked at the clock once.
    home.gateway.host().parts.jobs.look().await.unwrap();
    home.clock.step_to(FIRST + 2 * DAY_MS + HOUR);
    home.clock.advance(Duration::from_secs(60));
    home.until_slots(&[(FIRST, 2, "missed"), (FIRST + 2 * DAY_MS, 1, "done")])
        .await;
    let reasons = home.texts("SELECT reason FROM slots WHERE state = 'missed'");
    assert_eq!(reasons.await, ["clock-step"]);
    let record = told(&home, "clock").await;
    assert_eq!(record.params["direction"], "forward");
    home.clock.step_to(FIRST);
    home.clock.advance(Duration::from_secs(60));
    let back = |tables: &Connection| {
        let records = page(tables, None, Some("recovery"), 100).unwrap();
        let mut clocks = records.iter().filter(|told| told.outcome == "clock");
        clocks.any(|told| told.params["direction"] == "back")
    };
    home.until(back).await;
}
