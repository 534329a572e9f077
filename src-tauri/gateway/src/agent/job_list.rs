//! The list of jobs as people see it: when each runs next, what became of it last, what it waits for.
//!
//! Owns gathering a row from the job, its slots and runs, the holds and the ledger, and saying why
//! in words. Changes nothing.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use super::Parts;
use crate::activity::{Hold, Scope, current_holds};
use crate::clock::Ms;
use crate::cron::{
    Happened, Job, Schedule, describe, history, timetable, under_way, unready, waits_until,
};
use crate::delivery::{OutboxRow, of_cause, shown_peer};
use crate::error::{Problem, params};
use crate::ledger::{SpendingBy, cost_of_turn, spending};
use crate::storage::StorageError;

/// What a job cost is summed up over so long, ms.
const MONTH: Ms = 30 * 24 * 3_600_000;
/// Reasons of slots that are no codes of problems; the sentence is chosen by the word.
const WORDS: [&str; 17] = [
    "down",
    "asleep",
    "clock-step",
    "late",
    "locked",
    "target-untested",
    "allowance",
    "backoff",
    "overlap",
    "superseded",
    "removed",
    "broken",
    "retry",
    "stopped",
    "skip",
    "hold",
    "tables-lost",
];

/// Why something is so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct JobReason {
    /// Stable.
    pub code: String,
    /// In words.
    pub text: String,
}

/// A mistake that keeps a job from running here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct JobMistake {
    /// Dotted, as in the file: `delivery.to`.
    pub field: String,
    /// Stable.
    pub code: String,
    /// What is wrong.
    pub text: String,
    /// What to do.
    pub hint: Option<String>,
}

/// A pause of one job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct JobHold {
    /// Why.
    pub reason: JobReason,
    /// Since, ms.
    pub since: i64,
    /// Until, ms; `null` = until it is lifted.
    pub until: Option<i64>,
}

/// A part of what a run said, on its way to a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobDelivery {
    /// Its id, for sending it again.
    pub id: String,
    /// `telegram`, `desktop`, …
    pub channel: String,
    /// The chat there.
    pub peer: String,
    /// `pending`, `attempting`, `sent`, `unknown`, `refused` or `expired`.
    pub state: String,
    /// The channel's message id: it arrived.
    pub receipt: Option<String>,
    /// Why it did not arrive, in words.
    pub error: Option<String>,
}

/// What became of a slot, or of a run that somebody asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobHappened {
    /// The slot, or when a run by hand began, ms.
    pub at: i64,
    /// The last slot, where several were missed in a row, ms.
    pub through: i64,
    /// So many slots.
    pub count: u64,
    /// `queued`, `running`, `done`, `quiet`, `failed`, `missed`, `skipped`, `interrupted` or
    /// `unknown`.
    pub state: String,
    /// Why it did not run, or not to its end.
    pub reason: Option<JobReason>,
    /// How late it began, ms.
    pub late_ms: i64,
    /// Somebody asked for it.
    pub by_hand: bool,
    /// Its last run; `null` = it did not run.
    pub run_id: Option<String>,
    /// Which attempt that was.
    pub attempt: Option<u32>,
    /// When that began, ms.
    pub started_at: Option<i64>,
    /// When that ended, ms.
    pub ended_at: Option<i64>,
    /// `none`, `pending`, `sent`, `failed` or `unknown`.
    pub delivery: Option<String>,
    /// What it said.
    pub summary: Option<String>,
    /// The session it ran in.
    pub session_id: Option<String>,
    /// Files it read and wrote.
    #[ts(type = "unknown")]
    pub file_access: Option<Value>,
    /// What its calls cost, nano-dollars.
    pub cost: Option<i64>,
    /// What it sent, while that is kept; in the history alone.
    #[serde(default)]
    pub deliveries: Vec<JobDelivery>,
}

/// A job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobRow {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The agent.
    pub agent_id: String,
    /// `agentTurn`, `systemEvent`, `notify`, or a word not known here.
    pub kind: String,
    /// When it runs, in words.
    pub description: String,
    /// The zone of its times; `null` = its schedule can't be read.
    pub zone: Option<String>,
    /// Switched on by a person.
    pub enabled: bool,
    /// It runs as it stands; otherwise it is kept and can't run here.
    pub can_run: bool,
    /// Why not.
    pub mistakes: Vec<JobMistake>,
    /// It is paused.
    pub hold: Option<JobHold>,
    /// Nothing ever arrived where it sends to: it waits for a test message.
    pub needs_test: bool,
    /// The run that is under way.
    pub running: Option<String>,
    /// After a failure it waits until then, ms; no slot before runs.
    #[serde(default)]
    pub waits_until: Option<i64>,
    /// It ran once, or its time passed: it will not run again by itself.
    #[serde(default)]
    pub over: bool,
    /// When it runs next, ms; `null` = it is off, can't run or is over.
    pub next_at: Option<i64>,
    /// What became of it last.
    pub last: Option<JobHappened>,
    /// The agent that made it; `null` = a person.
    pub made_by: Option<String>,
    /// What it cost in the last 30 days, nano-dollars.
    pub cost: i64,
    /// Its record, as in `jobs.json`.
    #[ts(type = "Record<string, unknown>")]
    pub definition: Map<String, Value>,
}

/// What the rows are made of, read in one look.
struct Found {
    holds: Vec<Hold>,
    running: HashMap<String, String>,
    last: HashMap<String, Happened>,
    waits: HashMap<String, Ms>,
    costs: HashMap<String, i64>,
    /// Jobs that wait for a test message, where a scheduler can tell.
    untested: Option<HashSet<String>>,
}

/// Every job, in the order of the file.
///
/// # Errors
/// When the file or the tables can't be read.
pub async fn job_rows(parts: &Parts) -> Result<Vec<JobRow>, Problem> {
    let jobs = parts.jobs.all().await?;
    rows_of(parts, jobs).await
}

/// One of them.
///
/// # Errors
/// As [`job_rows`], and `job-unknown`.
pub async fn job_row(parts: &Parts, id: &str) -> Result<JobRow, Problem> {
    let job = parts.jobs.get(id).await?;
    let row = rows_of(parts, vec![job]).await?.pop();
    row.ok_or_else(|| Problem::new("job-unknown"))
}

async fn rows_of(parts: &Parts, jobs: Vec<Job>) -> Result<Vec<JobRow>, Problem> {
    let (now, zone) = (parts.clock.now_ms(), parts.zone());
    let ids: Vec<String> = jobs.iter().map(|job| job.id.clone()).collect();
    let found = parts
        .db
        .read(move |connection| find(connection, &ids, now, &zone));
    let mut found = found.await?;
    let untested = parts.jobs.untested().await;
    found.untested = untested.map(|ids| ids.into_iter().collect());
    Ok(jobs
        .into_iter()
        .map(|job| row(parts, job, &found, now))
        .collect())
}

fn find(
    connection: &Connection,
    jobs: &[String],
    now: Ms,
    zone: &str,
) -> Result<Found, StorageError> {
    let mut found = Found {
        holds: current_holds(connection, now)?,
        running: under_way(connection)?
            .into_iter()
            .map(|(run, job)| (job, run))
            .collect(),
        last: HashMap::new(),
        waits: HashMap::new(),
        costs: HashMap::new(),
        untested: None,
    };
    let sums = spending(
        connection,
        Some(SpendingBy::Job),
        None,
        (now - MONTH, now + 1),
        zone,
    )?;
    found.costs = sums.into_iter().map(|sum| (sum.key, sum.cost)).collect();
    for job in jobs {
        if let Some(last) = history(connection, job, None, 1)?.pop() {
            found.last.insert(job.clone(), last);
            if let Some(until) = waits_until(connection, job, now)? {
                found.waits.insert(job.clone(), until);
            }
        }
    }
    Ok(found)
}

fn row(parts: &Parts, job: Job, found: &Found, now: Ms) -> JobRow {
    let (words, language, host) = (&parts.words, parts.language(), parts.clock.zone());
    let times = timetable(&job, &host);
    let mut mistakes: Vec<JobMistake> = job
        .problems
        .iter()
        .map(|wrong| (wrong.field, wrong.problem.clone()))
        .chain(unready(&job, &host))
        .map(|(field, problem)| JobMistake {
            field: field.to_owned(),
            text: words.problem(language, &problem),
            hint: words.hint(language, &problem),
            code: problem.code,
        })
        .collect();
    mistakes.dedup();
    let can_run = mistakes.is_empty();
    let scope = Scope::Job(job.id.clone()).to_string();
    let hold = found.holds.iter().find(|hold| hold.scope == scope);
    let description = match (&job.schedule, &times) {
        (Ok(schedule), Some(times)) => describe(schedule, times, words, language),
        _ => words.text(language, "job-schedule-unknown", &params([])),
    };
    let kind = job.record().get("payload").and_then(|payload| {
        let kind = payload.get("kind")?;
        kind.as_str().map(str::to_owned)
    });
    let config = parts.config.current();
    let zone = times.as_ref().map(|times| times.zone().name().to_owned());
    let ahead = times.and_then(|times| times.next(now));
    let last = found.last.get(&job.id);
    // Its time may be over while nobody has looked at it: it is caught up then.
    let over = match (&job.schedule, last) {
        (Ok(Schedule::At { at }), Some(last)) => {
            let open = matches!(last.state.as_str(), "queued" | "running");
            ahead.is_none() && last.at >= *at && !open
        }
        _ => false,
    };
    JobRow {
        description,
        zone,
        over,
        waits_until: found.waits.get(&job.id).copied(),
        next_at: ahead.filter(|_| job.enabled && can_run),
        hold: hold.map(|hold| JobHold {
            reason: JobReason {
                text: words.problem(language, &hold.reason),
                code: hold.reason.code.clone(),
            },
            since: hold.since,
            until: hold.until,
        }),
        needs_test: match &found.untested {
            Some(untested) => untested.contains(&job.id),
            None => told_untested(found.last.get(&job.id)),
        },
        running: found.running.get(&job.id).cloned(),
        last: found
            .last
            .get(&job.id)
            .map(|last| happened(parts, last.clone(), None, Vec::new())),
        cost: found.costs.get(&job.id).copied().unwrap_or(0),
        agent_id: job
            .agent_id
            .clone()
            .unwrap_or_else(|| config.default_agent().to_owned()),
        kind: kind.unwrap_or_default(),
        definition: job.record().clone(),
        made_by: job.made_by,
        enabled: job.enabled,
        name: job.name,
        id: job.id,
        can_run,
        mistakes,
    }
}

/// The last slot was left out for it.
fn told_untested(last: Option<&Happened>) -> bool {
    last.is_some_and(|last| last.reason.as_deref() == Some("target-untested"))
}

/// What happened, with its reason in words.
fn happened(
    parts: &Parts,
    found: Happened,
    cost: Option<i64>,
    sent: Vec<OutboxRow>,
) -> JobHappened {
    let told = |error: &Problem| parts.words.problem(parts.language(), error);
    let deliveries = sent.into_iter().map(|row| JobDelivery {
        error: row.error.as_ref().map(told),
        channel: row.part.route.channel.as_str().to_owned(),
        peer: shown_peer(&row.part.route),
        state: row.state.as_str().to_owned(),
        receipt: row.receipt,
        id: row.id,
    });
    let deliveries = deliveries.collect();
    let problem = found.problem;
    let reason = found.reason.map(|reason| reason_of(parts, reason, problem));
    let run = found.run;
    let of_run = run.as_ref();
    JobHappened {
        at: found.at,
        through: found.through,
        count: found.count,
        state: found.state,
        reason,
        late_ms: found.late,
        by_hand: found.by_hand,
        attempt: of_run.map(|run| run.attempt),
        started_at: of_run.map(|run| run.started),
        ended_at: of_run.and_then(|run| run.ended),
        delivery: of_run.map(|run| run.delivery.clone()),
        file_access: of_run.and_then(|run| serde_json::from_str(run.file_access.as_deref()?).ok()),
        cost,
        deliveries,
        run_id: of_run.map(|run| run.id.clone()),
        session_id: of_run.and_then(|run| run.session_id.clone()),
        summary: run.and_then(|run| run.summary),
    }
}

fn reason_of(parts: &Parts, reason: String, problem: Option<Problem>) -> JobReason {
    let (words, language) = (&parts.words, parts.language());
    if let Some(problem) = problem {
        let text = words.problem(language, &problem);
        return JobReason { code: reason, text };
    }
    // Only the code is kept: a sentence that needs more than that would have gaps.
    let bare = |code: &str| {
        let told = words.problem_whole(language, &Problem::new(code));
        told.unwrap_or_else(|| {
            let told = params([("code", code.into())]);
            words.text(language, "job-why-forgotten", &told)
        })
    };
    let (word, of_hold) = match reason.split_once(':') {
        Some((word, code)) => (word, Some(code)),
        None => (reason.as_str(), None),
    };
    let text = match of_hold {
        Some(code) => bare(code),
        None if WORDS.contains(&word) => {
            words.text(language, "job-why", &params([("why", word.into())]))
        }
        None => bare(word),
    };
    JobReason { code: reason, text }
}

/// What happened to a job, newest first: a page of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobHistory {
    /// Slots and runs by hand.
    pub rows: Vec<JobHappened>,
    /// Ask with this for what came before; `null` = that is all.
    pub before: Option<i64>,
}

/// A page of what happened to a job before `before` (ms; `None` = until now).
///
/// # Errors
/// When the tables can't be read.
pub async fn job_history(
    parts: &Parts,
    job: &str,
    before: Option<Ms>,
    limit: u32,
) -> Result<JobHistory, Problem> {
    let job = job.to_owned();
    let found = parts.db.read(move |connection| {
        let mut rows = history(connection, &job, before, limit + 1)?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let with = |row: Happened| {
            let Some(run) = &row.run else {
                return Ok((row, None, Vec::new()));
            };
            let cause = format!("run:{}", run.id);
            let cost = cost_of_turn(connection, &cause)?;
            Ok((row, cost, of_cause(connection, &cause)?))
        };
        let rows = rows.into_iter().map(with);
        Ok((rows.collect::<Result<Vec<_>, StorageError>>()?, more))
    });
    let (rows, more) = found.await?;
    let next = rows.last().map(|(row, ..)| row.at).filter(|_| more);
    let rows = rows.into_iter();
    Ok(JobHistory {
        rows: rows
            .map(|(row, cost, sent)| happened(parts, row, cost, sent))
            .collect(),
        before: next,
    })
}
