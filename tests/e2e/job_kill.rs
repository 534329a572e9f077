//! A kill between two writes of a job's end (walks.md, walk 2, steps 8 and 10).
//!
//! Owns how each is reached: the note waits for a conversation that is at work, the list can't be
//! written. What is left then is done once at the next start.

use cove_tests::{Hold, Reply};
use serde_json::json;

use crate::job_out::{MINUTE, MORNING, job, logged, notify, one_line, while_time_passes, with};
use crate::kill::nothing_twice;
use crate::world::{World, until};

/// One value of the home's tables; `None` = no such row yet.
fn value<T: rusqlite::types::FromSql>(world: &World, sql: &str) -> Option<T> {
    let path = world.home.state_dir().join("cove.db");
    let tables = rusqlite::Connection::open(path).ok()?;
    tables.query_row(sql, [], |row| row.get(0)).ok()
}

#[tokio::test]
async fn a_kill_between_the_receipt_and_the_note_leaves_exactly_one_note() {
    let world = with(Vec::new(), json!({})).await;
    let (mut gateway, clock) = world.driven(MORNING).await;
    world.anna().says("hi");
    world.told_while(&clock, "ok: hi").await;
    // The main conversation is at work, so the note has to wait for it.
    let hold = Hold::new();
    world
        .model
        .push(Reply::text("never heard").hold_headers(&hold));
    world.anna().says("think long");
    while_time_passes(&clock, "the model to be asked", async || {
        hold.was_reached().then_some(())
    })
    .await;
    let to = crate::world::ANNA.to_string();
    let reminder = [
        "cron",
        "add",
        "--json",
        "--name",
        "Bins",
        "--at",
        "10s",
        "--notify",
        "Take the bins out",
        "--announce",
        "--channel",
        "telegram",
        "--to",
        &to,
    ];
    world.json(&reminder).await;
    clock.advance(10_000).await;
    until("the receipt", async || {
        let waits = "SELECT count(*) FROM runs WHERE delivery = 'sent' AND mirror IS NOT NULL";
        (value::<i64>(&world, waits) == Some(1)).then_some(())
    })
    .await;
    gateway.kill9();
    drop(gateway);
    assert!(!world.transcripts().contains("job-said"));
    hold.release();
    world.telegram.wait_until_idle().await;
    let (_gateway, clock) = world.driven(MORNING + 5 * MINUTE).await;
    world.told_while(&clock, "ok: think long").await;
    while_time_passes(&clock, "the note", async || {
        world.transcripts().contains("job-said").then_some(())
    })
    .await;
    world.quiet().await;
    // It is looked for again each minute.
    clock.advance(MINUTE).await;
    clock.advance(MINUTE).await;
    let left = "SELECT count(*) FROM runs WHERE mirror IS NOT NULL";
    until("nothing left to note", async || {
        (value::<i64>(&world, left) == Some(0)).then_some(())
    })
    .await;
    assert_eq!(world.transcripts().matches("job-said").count(), 1);
    let texts = world.texts();
    assert_eq!(texts.iter().filter(|text| text.contains("bins")).count(), 1);
    nothing_twice(&world).await;
}

#[tokio::test]
async fn a_kill_before_a_done_job_is_off_the_list_takes_it_off_later_and_runs_nothing_twice() {
    let mut once = job(
        notify("Take the bins out"),
        json!({"mode": "announce", "channel": "desktop"}),
    );
    once["deleteAfterRun"] = true.into();
    let world = with(vec![once], json!({})).await;
    let folder = world.home.state_dir().join("cron");
    // The list can't be written: there is no room for the copy of it that is kept.
    let blocked = folder.join("jobs.json.good");
    std::fs::create_dir_all(blocked.join("full")).unwrap();
    let (mut gateway, clock) = world.driven(MORNING).await;
    one_line(&world, &clock).await;
    clock.advance(MINUTE).await;
    let listed = || {
        std::fs::read_to_string(folder.join("jobs.json"))
            .unwrap()
            .contains("\"j\"")
    };
    assert!(listed());
    // The scheduler goes on all the same.
    let status = world.json(&["cron", "status", "--json"]).await;
    assert_eq!(
        (&status["running"], &status["jobs"]),
        (&json!(true), &json!(1))
    );
    gateway.kill9();
    drop(gateway);
    std::fs::remove_dir_all(&blocked).unwrap();
    let (_gateway, clock) = world.driven(MORNING + 5 * MINUTE).await;
    while_time_passes(&clock, "the job to be gone", async || {
        (!listed()).then_some(())
    })
    .await;
    clock.advance(2 * MINUTE).await;
    assert_eq!(logged(&world).len(), 1);
    assert_eq!(value::<i64>(&world, "SELECT count(*) FROM runs"), Some(1));
    assert_eq!(world.transcripts().matches("job-said").count(), 1);
}
