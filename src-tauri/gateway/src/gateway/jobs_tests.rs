//! Jobs that really run, with a whole gateway in this process: real files and tables, the practice
//! agent, a clock moved by hand.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use serde_json::{Value, json};

use super::{Gateway, Options};
use crate::activity::{Hold, Record, Scope, page, put_hold};
use crate::api::serve::Contract;
use crate::clock::{ManualClock, Ms};
use crate::cron::slots_of;
use crate::error::Problem;

/// 2026-07-01 20:00 in Berlin.
const EVENING: Ms = 1_782_928_800_000;
/// The job's first slot: it runs at 20:01 each day.
const FIRST: Ms = EVENING + 60_000;
const DAY: u64 = 24 * 3_600;

struct Home {
    dir: tempfile::TempDir,
    gateway: Gateway,
    clock: Arc<ManualClock>,
}

fn turn() -> Value {
    json!({
        "payload": { "kind": "agentTurn", "message": "Good evening" },
        "delivery": { "mode": "none" },
    })
}

fn reminder() -> Value {
    json!({
        "payload": { "kind": "notify", "text": "Take the bins out" },
        "delivery": { "mode": "announce", "channel": "telegram", "to": "7" },
    })
}

async fn start(dir: &tempfile::TempDir, clock: &Arc<ManualClock>) -> Gateway {
    let options = Options {
        state_dir: Some(dir.path().join("state")),
        env: Some(Arc::new(|_| None)),
        clock: Some(clock.clone()),
        ..Options::default()
    };
    Gateway::build(options, Arc::new(Contract)).await.unwrap()
}

impl Home {
    /// A home with this job at 20:01, considered from 20:00 on.
    async fn new(mut job: Value) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("state/cron");
        std::fs::create_dir_all(&folder).unwrap();
        job["id"] = "j".into();
        job["name"] = "Evening".into();
        job["sessionTarget"] = "isolated".into();
        job["schedule"] = json!({ "kind": "cron", "expr": "1 20 * * *", "tz": "Europe/Berlin" });
        let jobs = json!({ "version": 1, "jobs": [job] }).to_string();
        std::fs::write(folder.join("jobs.json"), jobs).unwrap();
        let clock = ManualClock::new(EVENING, "Europe/Berlin");
        let gateway = start(&dir, &clock).await;
        let home = Self {
            dir,
            gateway,
            clock,
        };
        let planned = "SELECT COUNT(*) FROM job_cursor";
        home.until(move |tables| count(tables, planned) == 1).await;
        home
    }

    /// Closed for so many seconds, then started again. `left` is written while it is closed.
    async fn closed(self, seconds: u64, left: &'static [&'static str]) -> Self {
        let db = self.gateway.host().db().clone();
        db.write(move |tx| {
            for sql in left {
                tx.execute(sql, [])?;
            }
            Ok(())
        })
        .await
        .unwrap();
        self.gateway.stop().await;
        drop(self.gateway);
        self.clock.advance(Duration::from_secs(seconds));
        let gateway = start(&self.dir, &self.clock).await;
        Self { gateway, ..self }
    }

    async fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Connection) -> T + Send + 'static,
    ) -> T {
        let db = self.gateway.host().db();
        db.read(move |tables| Ok(look(tables))).await.unwrap()
    }

    /// Waits until the tables say so.
    async fn until(&self, holds: impl Fn(&Connection) -> bool + Send + Sync + Clone + 'static) {
        let looking = async {
            while !self.read(holds.clone()).await {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), looking)
            .await
            .expect("it never came to this");
    }

    async fn until_slots(&self, expected: &'static [(Ms, u64, &'static str)]) {
        self.until(move |tables| slots(tables) == expected).await;
    }

    async fn records(&self) -> Vec<Record> {
        self.read(|tables| page(tables, None, Some("job"), 100).unwrap())
            .await
    }
}

fn count(tables: &Connection, sql: &str) -> i64 {
    tables.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Each slot: when, how many, what became of it.
fn slots(tables: &Connection) -> Vec<(Ms, u64, &'static str)> {
    const STATES: [&str; 8] = [
        "queued",
        "running",
        "done",
        "quiet",
        "failed",
        "missed",
        "skipped",
        "interrupted",
    ];
    let rows = slots_of(tables, "j").unwrap().into_iter();
    rows.map(|row| {
        let state = STATES.into_iter().find(|state| *state == row.state);
        (row.at, row.count, state.unwrap())
    })
    .collect()
}

#[tokio::test]
async fn a_job_runs_once_at_its_minute_in_a_session_of_its_own() {
    let home = Home::new(turn()).await;
    home.clock.advance(Duration::from_secs(60));
    home.until_slots(&[(FIRST, 1, "done")]).await;
    let runs = "SELECT COUNT(*) FROM runs WHERE state = 'done' AND summary <> '' AND session_id IS NOT NULL";
    assert_eq!(home.read(move |tables| count(tables, runs)).await, 1);
    let booked =
        "SELECT COUNT(*) FROM ledger WHERE job_id = 'j' AND by_itself = 1 AND state = 'settled'";
    assert_eq!(home.read(move |tables| count(tables, booked)).await, 1);
    let sessions = home.gateway.host().parts.sessions.all();
    let of_run = |key: &str| key.starts_with("agent:main:cron:j:run:");
    assert_eq!(
        sessions
            .iter()
            .filter(|(key, _)| of_run(key.as_str()))
            .count(),
        1
    );
    assert_eq!(home.records().await[0].outcome, "done");
    // A start behind it runs nothing again.
    let home = home.closed(10, &[]).await;
    home.clock.advance(Duration::from_secs(DAY - 10));
    home.until_slots(&[(FIRST, 1, "done"), (FIRST + 86_400_000, 1, "done")])
        .await;
}

#[tokio::test]
async fn a_reminder_goes_out_once_and_asks_no_model() {
    let home = Home::new(reminder()).await;
    home.clock.advance(Duration::from_secs(60));
    home.until_slots(&[(FIRST, 1, "done")]).await;
    let home = home.closed(60, &[]).await;
    let out = "SELECT COUNT(*) FROM outbox WHERE peer = '7'";
    assert_eq!(home.read(move |tables| count(tables, out)).await, 1);
    let calls = "SELECT COUNT(*) FROM ledger";
    assert_eq!(home.read(move |tables| count(tables, calls)).await, 0);
}

#[tokio::test]
async fn what_was_missed_while_closed_is_one_record_and_one_run() {
    let home = Home::new(turn()).await;
    // 20:01 of three days passes; it opens an hour behind the third.
    let home = home.closed(2 * DAY + 3_660, &[]).await;
    home.until_slots(&[(FIRST, 2, "missed"), (FIRST + 2 * 86_400_000, 1, "done")])
        .await;
    let records = home.records().await;
    let missed = records
        .iter()
        .find(|told| told.outcome == "missed")
        .unwrap();
    assert_eq!(
        (&missed.params["count"], &missed.params["why"]),
        (&json!(2), &json!("down"))
    );
}

#[tokio::test]
async fn a_pause_leaves_a_slot_out_and_says_why() {
    let home = Home::new(turn()).await;
    let hold = Hold {
        scope: Scope::Autonomous.to_string(),
        reason: Problem::new("hold-paused"),
        since: 0,
        until: None,
    };
    let db = home.gateway.host().db();
    db.write(move |tx| put_hold(tx, &hold)).await.unwrap();
    home.clock.advance(Duration::from_secs(60));
    home.until_slots(&[(FIRST, 1, "skipped")]).await;
    let told = home.records().await.remove(0);
    assert_eq!(
        (told.outcome.as_str(), &told.params["why"]),
        ("skipped", &json!("hold"))
    );
}

/// What a kill leaves of a run that had begun.
const BEGUN: [&str; 3] = [
    "INSERT INTO slots VALUES ('j', 1782928860000, 1782928860000, 1, 'running', NULL, 0, 'j@1782928860000#1')",
    "INSERT INTO runs(id, job_id, slot_at, attempt, started, state, delivery) VALUES ('j@1782928860000#1', 'j', 1782928860000, 1, 1782928860000, 'running', 'none')",
    "UPDATE job_cursor SET considered_until = 1782928860000",
];

#[tokio::test]
async fn a_run_that_a_kill_took_before_it_said_anything_is_the_next_attempt_of_its_slot() {
    for job in [turn(), reminder()] {
        let home = Home::new(job).await.closed(120, &BEGUN).await;
        home.until_slots(&[(FIRST, 1, "done")]).await;
        let runs = "SELECT group_concat(state) FROM (SELECT state FROM runs ORDER BY id)";
        let states = home.read(move |tables| {
            tables
                .query_row(runs, [], |row| row.get::<_, String>(0))
                .unwrap()
        });
        assert_eq!(states.await, "interrupted,done");
        let out = "SELECT COUNT(*) FROM outbox";
        assert!(home.read(move |tables| count(tables, out)).await <= 1);
    }
}
