//! Tables that were lost: what nobody knows any more is called unknown, and none of it runs.
//!
//! Owns how that is known (whoever opened the tables noted it, or the logs of runs know of a Cove
//! these tables know nothing of), from when on nobody knows, and which jobs for one moment no file
//! tells a run of. It is done once, before anything that a kill has left is taken up.

use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params};

use super::{Scheduler, aside};
use crate::activity::{Kind, Record, record};
use crate::clock::Ms;
use crate::cron::due::last_in;
use crate::cron::edit::timetable;
use crate::cron::error::CronError;
use crate::cron::job::Job;
use crate::cron::run_log::{RunLine, has_run, read_runs};
use crate::cron::schedule::Schedule;
use crate::cron::slots;
use crate::cron::store::JobStore;
use crate::cron::timetable::Timetable;
use crate::event::Subject;
use crate::storage::{StorageError, TABLES_LOST, Tx};

/// So many of a job's slots have a row of their own; those before share one.
const EACH: usize = 5;
/// So many lines of a job's log are looked at.
const LOGGED: usize = 50;
/// Outcomes as a line has them.
const ENDS: [&str; 4] = ["done", "quiet", "failed", "interrupted"];
/// Why.
const REASON: &str = "tables-lost";

/// A job that runs again and again, and what its files know of it.
struct Recurring {
    job: Arc<Job>,
    hash: String,
    timetable: Timetable,
    /// When a file says that it ran last, or else when it was made, ms.
    known: Ms,
    /// Slots that its log tells the outcome of.
    logged: Vec<(Ms, &'static str)>,
}

/// Slots in a row of which nobody knows what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Unknown {
    first: Ms,
    through: Ms,
    count: u64,
}

impl Scheduler {
    /// Writes what is unknown after the tables were lost, once. Nothing of it runs.
    pub(super) async fn settle_lost(&self, store: &JobStore) -> Result<(), CronError> {
        let (noted, begun) = self.parts.db.read(marks).await?;
        let (folder, host) = (self.parts.folder.clone(), self.parts.clock.zone());
        let jobs = store.jobs().all().to_vec();
        let found = aside(move || {
            if !noted && (begun || !jobs.iter().any(|job| ran_here(&folder, &job.id))) {
                return None;
            }
            Some(recurring(&folder, &jobs, &host))
        });
        let Some(recurring) = found.await? else {
            return Ok(());
        };
        let now = self.parts.clock.now_ms();
        let write = move |tx: &Tx<'_>| {
            doubt_open(tx, now)?;
            for found in &recurring {
                settle(tx, found, now)?;
            }
            tx.execute("DELETE FROM meta WHERE name = ?1", [TABLES_LOST])?;
            Ok(())
        };
        self.parts.db.write(write).await?;
        for subject in [Subject::Jobs, Subject::Activity] {
            self.parts.events.changed(subject, None);
        }
        Ok(())
    }
}

/// Whether the loss was noted, and whether these tables ever saw a start.
fn marks(connection: &Connection) -> Result<(bool, bool), StorageError> {
    let mut select = connection.prepare_cached("SELECT 1 FROM meta WHERE name = ?1")?;
    Ok((select.exists([TABLES_LOST])?, select.exists(["starts"])?))
}

/// Whether Cove itself has logged a run of this job. Blocks on the disk.
fn ran_here(folder: &Path, id: &str) -> bool {
    let newest = lines(folder, id, 1).pop();
    newest.is_some_and(|line| line.rest.contains_key("cove"))
}

fn lines(folder: &Path, id: &str, limit: usize) -> Vec<RunLine> {
    read_runs(&folder.join("runs"), id, limit).unwrap_or_else(|error| {
        tracing::warn!(%error, id, "the log of a job can't be read");
        Vec::new()
    })
}

/// The slot of a line and what became of it, where Cove wrote it.
fn slot_of(line: &RunLine) -> Option<(Ms, &'static str)> {
    let own = line.rest.get("cove")?;
    let state = own.get("state")?.as_str()?;
    let state = ENDS.into_iter().find(|end| *end == state)?;
    Some((own.get("slotAt")?.as_i64()?, state))
}

/// Blocks on the disk.
fn recurring(folder: &Path, jobs: &[Arc<Job>], host: &str) -> Vec<Recurring> {
    let on = jobs.iter().filter(|job| job.enabled && job.can_run());
    let found = on.filter_map(|job| {
        let timetable = timetable(job, host).filter(|timetable| !timetable.is_once())?;
        let lines = lines(folder, &job.id, LOGGED);
        let ran = lines.iter().filter_map(|line| line.run_at_ms);
        let ran = ran.chain(job.last_run()).max();
        Some(Recurring {
            job: Arc::clone(job),
            hash: job.schedule_hash(),
            timetable,
            known: ran.unwrap_or(job.created_at).max(job.created_at),
            logged: lines.iter().filter_map(slot_of).collect(),
        })
    });
    found.collect()
}

/// Jobs for one moment of which no file says that they ran: each with its schedule's hash and that
/// moment, ms. Blocks on the disk.
pub(super) fn never_ran(folder: &Path, jobs: &[Arc<Job>]) -> Vec<(String, String, Ms)> {
    let on = jobs.iter().filter(|job| job.enabled);
    let unrun = on.filter_map(|job| match job.schedule {
        Ok(Schedule::At { at }) if job.last_run().is_none() && !has_run(folder, &job.id) => {
            Some((job.id.clone(), job.schedule_hash(), at))
        }
        _ => None,
    });
    unrun.collect()
}

/// What waited or ran when the copy was made may have ended since.
fn doubt_open(connection: &Connection, now: Ms) -> Result<(), StorageError> {
    connection.execute(
        "UPDATE runs SET state = 'interrupted', error = ?1, ended = ?2 WHERE state = 'running'",
        params![REASON, now],
    )?;
    connection.execute(
        "UPDATE slots SET state = 'unknown', reason = ?1 WHERE state IN ('queued','running')",
        [REASON],
    )?;
    Ok(())
}

fn settle(tx: &Tx<'_>, found: &Recurring, now: Ms) -> Result<(), StorageError> {
    for (slot, state) in &found.logged {
        tx.prepare_cached(
            "INSERT INTO slots(job_id, slot_at, through_at, count, state, late_ms)
             VALUES (?1, ?2, ?2, 1, ?3, 0)
             ON CONFLICT DO UPDATE SET state = ?3, reason = NULL WHERE slots.state = 'unknown'",
        )?
        .execute(params![found.job.id, slot, state])?;
    }
    let held: Option<(String, Ms)> = tx
        .prepare_cached("SELECT schedule_hash, considered_until FROM job_cursor WHERE job_id = ?1")?
        .query_row([&found.job.id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let known = match held {
        Some((hash, considered)) if hash == found.hash => considered.max(found.known),
        // It ran at other times then.
        Some((_, considered)) => considered.max(found.known).max(found.job.updated_at),
        None => found.known,
    };
    for unknown in unknown(&found.timetable, known, now) {
        put(tx, &found.job, unknown, now)?;
    }
    slots::begin_cursor(tx, &found.job.id, &found.hash, now.max(known), now)
}

/// The slots behind `known` that passed until `now`: the newest one by one, those before together.
fn unknown(timetable: &Timetable, known: Ms, now: Ms) -> Vec<Unknown> {
    let Some(first) = timetable.next(known).filter(|first| *first <= now) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    let mut until = now;
    while rows.len() < EACH && until >= first {
        let at = last_in(timetable, first, until);
        rows.push(Unknown {
            first: at,
            through: at,
            count: 1,
        });
        until = at - 1;
    }
    if until >= first {
        rows.push(Unknown {
            first,
            through: last_in(timetable, first, until),
            count: timetable.count(known, until),
        });
    }
    rows
}

fn put(tx: &Tx<'_>, job: &Job, unknown: Unknown, now: Ms) -> Result<(), StorageError> {
    let Unknown {
        first,
        through,
        count,
    } = unknown;
    let rows = i64::try_from(count).unwrap_or(i64::MAX);
    let put = tx
        .prepare_cached(
            "INSERT OR IGNORE INTO slots(job_id, slot_at, through_at, count, state, reason, late_ms)
             VALUES (?1, ?2, ?3, ?4, 'unknown', ?5, 0)",
        )?
        .execute(params![job.id, first, through, rows, REASON])?;
    if put == 0 {
        return Ok(());
    }
    let id = format!("job:{}@{first}:unknown", job.id);
    let told = Record::new(id, now, Kind::Job, "unknown")
        .about(&job.id)
        .with("name", job.name.clone())
        .with("count", count)
        .with("slot", first);
    record(tx, &told)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const HOUR: Ms = 3_600_000;

    #[test]
    fn the_newest_stand_alone_and_those_before_them_together() {
        let hourly = Schedule::Every {
            every: HOUR,
            anchor: Some(0),
        };
        let timetable = Timetable::new(&hourly, 0, "UTC").unwrap();
        let check = |known: Ms, now: Ms, expected: &[(Ms, Ms, u64)]| {
            let found = unknown(&timetable, known * HOUR, now * HOUR + 1);
            let found: Vec<(Ms, Ms, u64)> = found
                .iter()
                .map(|row| (row.first / HOUR, row.through / HOUR, row.count))
                .collect();
            assert_eq!(found, expected, "{known} {now}");
        };
        check(10, 10, &[]);
        check(10, 11, &[(11, 11, 1)]);
        check(10, 13, &[(13, 13, 1), (12, 12, 1), (11, 11, 1)]);
        let newest = [
            (100, 100, 1),
            (99, 99, 1),
            (98, 98, 1),
            (97, 97, 1),
            (96, 96, 1),
        ];
        let all: Vec<(Ms, Ms, u64)> = newest.into_iter().chain([(11, 95, 85)]).collect();
        check(10, 100, &all);
        check(94, 100, &[&newest[..], &[(95, 95, 1)]].concat());
        // A clock that was put back: nothing has passed.
        check(100, 10, &[]);
    }
}
