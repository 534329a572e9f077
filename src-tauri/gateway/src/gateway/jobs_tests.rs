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
use crate::event::Subject;

mod journey;
mod lost;
mod taken_back;

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
        "cove": { "mirror": false },
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
        if job.get("sessionTarget").is_none() {
            job["sessionTarget"] = "isolated".into();
        }
        if job.get("schedule").is_none() {
            job["schedule"] =
                json!({ "kind": "cron", "expr": "1 20 * * *", "tz": "Europe/Berlin" });
        }
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

    /// Something arrived in the chat of the reminder.
    async fn reached(self) -> Self {
        let reached = "INSERT INTO reached(channel, account, peer, at) VALUES ('telegram', 'default', '7', 0)";
        let db = self.gateway.host().db().clone();
        let write = move |tx: &crate::storage::Tx<'_>| Ok(tx.execute(reached, [])?);
        db.write(write).await.unwrap();
        self
    }

    async fn texts(&self, sql: &'static str) -> Vec<String> {
        self.read(move |tables| {
            let mut select = tables.prepare(sql).unwrap();
            let rows = select.query_map([], |row| row.get(0)).unwrap();
            rows.collect::<Result<_, _>>().unwrap()
        })
        .await
    }

    /// The lines of the job's log, once there are so many.
    async fn logged(&self, lines: i64) -> Vec<Value> {
        self.until(move |tables| {
            count(tables, "SELECT COUNT(*) FROM runs WHERE logged = 1") == lines
        })
        .await;
        let path = self.dir.path().join("state/cron/runs/j.jsonl");
        let text = std::fs::read_to_string(path).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// Entries of the main conversation that tell what the job said.
    fn notes(&self) -> Vec<Value> {
        let folder = self.dir.path().join("state/agents/main/sessions");
        let files = std::fs::read_dir(folder).unwrap().flatten();
        let texts = files.filter_map(|file| std::fs::read_to_string(file.path()).ok());
        let lines: Vec<Value> = texts
            .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
            .filter_map(|line| serde_json::from_str(&line).ok())
            .collect();
        let told = |line: &Value| line["customType"] == "job-said";
        lines.into_iter().filter(told).collect()
    }

    /// As after a kill: what ran is not awaited, and the tables hold what a kill has left.
    async fn closed_hard(self, left: &'static [&'static str]) -> Self {
        let folder = self.dir.path().join("state");
        self.gateway.stop().await;
        drop(self.gateway);
        let tables = Connection::open(folder.join("cove.db")).unwrap();
        for sql in left {
            tables.execute(sql, []).unwrap();
        }
        drop(tables);
        let gateway = start(&self.dir, &self.clock).await;
        Self { gateway, ..self }
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
    const STATES: [&str; 9] = [
        "queued",
        "running",
        "done",
        "quiet",
        "failed",
        "missed",
        "skipped",
        "interrupted",
        "unknown",
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
    let home = Home::new(reminder()).await.reached().await;
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
    "INSERT INTO slots(job_id, slot_at, through_at, count, state, late_ms, run_id) VALUES ('j', 1782928860000, 1782928860000, 1, 'running', 0, 'j@1782928860000#1')",
    "INSERT INTO runs(id, job_id, slot_at, attempt, started, state, delivery) VALUES ('j@1782928860000#1', 'j', 1782928860000, 1, 1782928860000, 'running', 'none')",
    "UPDATE job_cursor SET considered_until = 1782928860000",
];

#[tokio::test]
async fn a_run_that_a_kill_took_before_it_said_anything_is_the_next_attempt_of_its_slot() {
    for job in [turn(), reminder()] {
        let home = Home::new(job)
            .await
            .reached()
            .await
            .closed(120, &BEGUN)
            .await;
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

#[tokio::test]
async fn a_job_whose_chat_was_never_reached_waits_and_says_so() {
    let home = Home::new(reminder()).await;
    home.clock.advance(Duration::from_secs(60));
    home.until_slots(&[(FIRST, 1, "skipped")]).await;
    assert_eq!(
        home.records().await[0].params["why"],
        json!("target-untested")
    );
    // Anything that arrives there releases it.
    let sent = [
        "INSERT INTO outbox(id, cause, seq, created_at, channel, account, peer, kind, part, state) VALUES ('x:0', 'x', 1, 1782928860000, 'telegram', 'default', '7', 'notice', '{}', 'attempting')",
        "UPDATE outbox SET state = 'sent', receipt = '1' WHERE id = 'x:0'",
    ];
    let db = home.gateway.host().db().clone();
    let write = move |tx: &crate::storage::Tx<'_>| {
        sent.iter()
            .try_for_each(|sql| tx.execute(sql, []).map(drop))?;
        Ok(())
    };
    db.write(write).await.unwrap();
    home.clock.advance(Duration::from_secs(DAY));
    home.until_slots(&[(FIRST, 1, "skipped"), (FIRST + 86_400_000, 1, "done")])
        .await;
}

fn desktop(mut job: Value) -> Value {
    job["delivery"] = json!({ "mode": "announce", "channel": "desktop" });
    job
}

#[tokio::test]
async fn a_result_for_the_window_is_an_entry_there_and_then_it_is_delivered() {
    let home = Home::new(desktop(reminder())).await;
    home.clock.advance(Duration::from_secs(60));
    home.until(|tables| count(tables, "SELECT COUNT(*) FROM runs WHERE delivery = 'sent'") == 1)
        .await;
    let notes = home.notes();
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0]["cove"]["shown"], "Take the bins out");
    assert_eq!(notes[0]["cove"]["here"], true);
    let content = notes[0]["content"].as_str().unwrap();
    assert!(
        content.starts_with("[Scheduled job \"Evening\""),
        "{content}"
    );
    let receipt = home.texts("SELECT receipt FROM outbox").await;
    assert_eq!(
        receipt,
        [format!("desktop:{}", notes[0]["id"].as_str().unwrap())]
    );
    let lines = home.logged(1).await;
    assert_eq!(
        (
            &lines[0]["status"],
            &lines[0]["deliveryStatus"],
            &lines[0]["summary"]
        ),
        (
            &json!("ok"),
            &json!("delivered"),
            &json!("Take the bins out")
        )
    );
    // As after a kill before the receipt: it is said again, once.
    const BEFORE: [&str; 2] = [
        "UPDATE outbox SET state = 'attempting', receipt = NULL",
        "UPDATE runs SET logged = 0",
    ];
    let home = home.closed_hard(&BEFORE).await;
    home.until(|tables| count(tables, "SELECT COUNT(*) FROM runs WHERE delivery = 'sent'") == 1)
        .await;
    assert_eq!((home.notes().len(), home.logged(1).await.len()), (1, 1));
}

#[tokio::test]
async fn a_run_is_logged_in_the_fields_shape_with_its_session_and_its_tokens() {
    let home = Home::new(turn()).await;
    home.clock.advance(Duration::from_secs(60));
    let line = home.logged(1).await.remove(0);
    assert_eq!(
        (
            &line["jobId"],
            &line["action"],
            &line["status"],
            &line["deliveryStatus"]
        ),
        (
            &json!("j"),
            &json!("finished"),
            &json!("ok"),
            &json!("not-requested")
        )
    );
    let key = line["sessionKey"].as_str().unwrap();
    assert!(key.starts_with("agent:main:cron:j:run:"), "{key}");
    assert!(line["usage"]["total_tokens"].is_u64() && line["model"].is_string());
    assert_eq!(line["cove"]["slotAt"], FIRST);
}

fn event(wake: &str) -> Value {
    json!({
        "sessionTarget": "main", "wakeMode": wake,
        "payload": { "kind": "systemEvent", "text": "Remind me: gym" },
    })
}

#[tokio::test]
async fn a_slot_of_the_main_conversation_runs_from_its_event_to_the_end_of_the_turn_that_read_it() {
    let home = Home::new(event("now")).await;
    home.clock.advance(Duration::from_secs(60));
    home.until_slots(&[(FIRST, 1, "running")]).await;
    // A talk reads it: the practice agent has no turns by itself.
    let host = home.gateway.host();
    let read = "UPDATE system_events SET state = 'done', turn_id = 'inbox:x'";
    let write = move |tx: &crate::storage::Tx<'_>| Ok(tx.execute(read, [])?);
    host.db().write(write).await.unwrap();
    host.events().changed(Subject::Sessions, None);
    home.until_slots(&[(FIRST, 1, "done")]).await;
    let events = home
        .texts("SELECT id || ' ' || state FROM system_events")
        .await;
    assert_eq!(events, [format!("cron:j@{FIRST} done")]);
    let runs = home.texts("SELECT state FROM runs").await;
    assert_eq!(runs, ["done"]);
    assert_eq!(home.records().await.len(), 1);
}

#[tokio::test]
async fn a_newer_slot_takes_the_place_of_an_event_that_nobody_has_read() {
    let mut job = event("next-heartbeat");
    job["schedule"] = json!({ "kind": "cron", "expr": "*/30 * 20 * * *", "tz": "Europe/Berlin" });
    let home = Home::new(job).await;
    // No beat comes: an event waits a minute for others.
    let hold = Hold {
        scope: Scope::Heartbeat("main".to_owned()).to_string(),
        reason: Problem::new("hold-paused"),
        since: 0,
        until: None,
    };
    let db = home.gateway.host().db();
    db.write(move |tx| put_hold(tx, &hold)).await.unwrap();
    let half = Duration::from_secs(30);
    home.clock.advance(half);
    home.until_slots(&[(EVENING + 30_000, 1, "running")]).await;
    // A kill in between changes nothing.
    let home = home.closed_hard(&[]).await;
    home.until_slots(&[(EVENING + 30_000, 1, "running")]).await;
    home.clock.advance(half);
    home.until_slots(&[(EVENING + 30_000, 1, "skipped"), (FIRST, 1, "running")])
        .await;
    let events = home
        .texts("SELECT state FROM system_events ORDER BY id")
        .await;
    assert_eq!(events, ["dropped", "waiting"]);
    assert_eq!(home.records().await[0].params["why"], json!("superseded"));
}
