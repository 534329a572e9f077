//! Jobs every second for two minutes with the computer's own clock, killed five times.
//!
//! Owns the count: nothing reaches a chat twice, every second stands in exactly one record. Too long
//! for every day: `cargo xtask soak` runs it and prints the figures.
#![allow(clippy::print_stdout)] // the figures are what it is for

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use cove_tests::{Home, Reply};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::seeded::Seeded;
use crate::world::{World, until};

const SECOND: i64 = 1_000;
const LASTS: Duration = Duration::from_secs(120);
const KILLS: u64 = 5;
/// Fixed words, a chat each.
const REMINDERS: [i64; 4] = [101, 102, 103, 104];
/// A turn each second, a chat each.
const TURNS: [i64; 2] = [201, 202];

fn jobs(enabled: bool) -> String {
    let job = |chat: &i64, payload: Value| {
        json!({
            "id": format!("job-{chat}"), "name": format!("Job {chat}"), "enabled": enabled,
            "createdAtMs": 1_760_000_000_000_i64,
            "schedule": {"kind": "every", "everyMs": SECOND, "anchorMs": 1_760_000_000_000_i64},
            "sessionTarget": "isolated", "payload": payload, "cove": {"mirror": false},
            "delivery": {"mode": "announce", "channel": "telegram", "to": chat.to_string()},
        })
    };
    let words = |chat: &i64| job(chat, json!({"kind": "notify", "text": "tick"}));
    let turn = |chat: &i64| job(chat, json!({"kind": "agentTurn", "message": "tock"}));
    let all: Vec<Value> = REMINDERS
        .iter()
        .map(words)
        .chain(TURNS.iter().map(turn))
        .collect();
    json!({"version": 1, "jobs": all}).to_string()
}

fn write_jobs(home: &Home, enabled: bool) {
    let folder = home.state_dir().join("cron");
    std::fs::create_dir_all(&folder).unwrap();
    // As an editor saves: never half a file.
    std::fs::write(folder.join("jobs.new"), jobs(enabled)).unwrap();
    std::fs::rename(folder.join("jobs.new"), folder.join("jobs.json")).unwrap();
}

async fn world() -> World {
    let chats: Vec<i64> = REMINDERS.into_iter().chain(TURNS).collect();
    let mut world = World::allowing(&chats).await;
    let home = std::mem::take(&mut world.home);
    world.home = home
        .with_env("COVE_TEST_NO_SETTLING", "1")
        .with_config(json!({
            "allowance": {"day": 1_000.0, "month": 1_000.0},
            "cron": {"maxConcurrentRuns": 16},
            "agents": {"defaults": {"heartbeat": {"every": "24h"}}},
        }));
    world.model.answer_with({
        let count = std::sync::atomic::AtomicU64::new(0);
        move |_| {
            let n = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            Reply::text(format!("answer {n}"))
        }
    });
    world
}

#[tokio::test]
#[ignore = "two minutes; cargo xtask soak"]
async fn jobs_every_second_with_five_kills_double_and_lose_nothing() {
    let world = world().await;
    let mut gateway = Some(world.listening().await);
    for chat in REMINDERS.into_iter().chain(TURNS) {
        world.telegram.user(chat, "Somebody").says("hi");
        world
            .telegram
            .wait_for_message("an answer", move |sent| sent.chat_id == chat)
            .await;
    }
    world.quiet().await;
    write_jobs(&world.home, true);
    let (began, mut random) = (Instant::now(), Seeded::new(5));
    for kill in 1..=KILLS {
        let span = LASTS.as_millis() as u64 / (KILLS + 1);
        let at = Duration::from_millis(span * kill + random.below(3_000));
        tokio::time::sleep(at.saturating_sub(began.elapsed())).await;
        // Dropped = SIGKILL.
        drop(gateway.take());
        world.telegram.wait_until_idle().await;
        gateway = Some(world.start().await);
    }
    tokio::time::sleep(LASTS.saturating_sub(began.elapsed())).await;
    write_jobs(&world.home, false);
    until("everything to be sent", async || {
        let rows = world.json(&["deliveries", "--json"]).await;
        let rows = rows["deliveries"].as_array().unwrap().clone();
        let open = |row: &Value| row["state"] == "pending" || row["state"] == "attempting";
        let status = world.json(&["status", "--json"]).await;
        (!rows.iter().any(open) && status["working"] == 0).then_some(())
    })
    .await;
    let mut stopped = gateway.take().unwrap();
    stopped.kill9();
    drop(stopped);
    let tables = Connection::open(world.home.state_dir().join("cove.db")).unwrap();
    let unrecorded = each_second_once(&tables);
    let doubled = doubled(&world, &tables);
    let states = pairs(
        &tables,
        "SELECT state || coalesce(': ' || reason, ''), sum(count) FROM slots GROUP BY 1",
    );
    let deliveries = pairs(&tables, "SELECT delivery, count(*) FROM runs GROUP BY 1");
    println!(
        "soak: {} s, {KILLS} kills, {} jobs every second",
        LASTS.as_secs(),
        REMINDERS.len() + TURNS.len()
    );
    println!("soak: slots {states:?}");
    println!("soak: runs' deliveries {deliveries:?}");
    println!("soak: doubled {doubled}, seconds in no record or in two: {unrecorded}");
    assert_eq!((doubled, unrecorded), (0, 0));
    let unknown = "SELECT peer, count(*) FROM outbox WHERE state = 'unknown' GROUP BY 1";
    for (chat, count) in pairs(&tables, unknown) {
        assert!(count <= KILLS as i64, "{count} unknown in {chat}");
    }
    let open = "SELECT state, count(*) FROM slots WHERE state IN ('queued','running') GROUP BY 1";
    assert!(pairs(&tables, open).is_empty(), "a slot has no end");
    let none = "SELECT 1, count(*) FROM slots WHERE state IN ('missed','skipped') AND reason IS NULL HAVING count(*) > 0";
    assert!(pairs(&tables, none).is_empty(), "a slot has no reason");
    world.no_problems();
}

fn pairs(tables: &Connection, sql: &str) -> BTreeMap<String, i64> {
    let mut select = tables.prepare(sql).unwrap();
    let rows = select.query_map([], |row| {
        let name: rusqlite::types::Value = row.get(0)?;
        let name = match name {
            rusqlite::types::Value::Text(text) => text,
            other => format!("{other:?}"),
        };
        Ok((name, row.get(1)?))
    });
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

/// Seconds between a job's first and last slot that stand in no row or in several.
fn each_second_once(tables: &Connection) -> usize {
    let mut wrong = 0;
    for chat in REMINDERS.into_iter().chain(TURNS) {
        let mut select = tables
            .prepare(
                "SELECT slot_at, through_at, count FROM slots WHERE job_id = ?1 ORDER BY slot_at",
            )
            .unwrap();
        let rows = select.query_map([format!("job-{chat}")], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, i64>(2)?,
            ))
        });
        let rows: Vec<(i64, i64, i64)> = rows.unwrap().collect::<Result<_, _>>().unwrap();
        assert!(rows.len() > 60, "job-{chat} hardly ran: {}", rows.len());
        let mut expected = rows[0].0;
        for (at, through, count) in rows {
            wrong += usize::from(at != expected || (through - at) / SECOND + 1 != count);
            expected = through + SECOND;
        }
    }
    wrong
}

/// Messages that reached a chat more often than they should.
fn doubled(world: &World, tables: &Connection) -> usize {
    let mut doubled = 0;
    for chat in REMINDERS {
        let taken = world
            .telegram
            .sent_to(chat)
            .iter()
            .filter(|sent| sent.plain == "tick")
            .count();
        let of = |state: &str| {
            let sql = format!(
                "SELECT count(*) FROM outbox WHERE peer = '{chat}' AND cause LIKE 'run:%' AND kind = 'reply' AND state = '{state}'"
            );
            tables
                .query_row(&sql, [], |row| row.get::<_, u32>(0))
                .unwrap() as usize
        };
        let (sent, unknown) = (of("sent"), of("unknown"));
        assert!(
            taken >= sent,
            "{chat}: {sent} are said to be sent, {taken} arrived"
        );
        doubled += taken.saturating_sub(sent + unknown);
    }
    for chat in TURNS {
        let mut texts: Vec<String> = world
            .telegram
            .sent_to(chat)
            .into_iter()
            .map(|sent| sent.plain)
            .collect();
        let all = texts.len();
        texts.sort();
        texts.dedup();
        doubled += all - texts.len();
    }
    doubled
}
