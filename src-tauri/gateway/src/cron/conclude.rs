//! What is written when a run ends, and of the slots that did not run.
//!
//! Owns failures in a row, the pause after too many and the records. What follows from an end is
//! decided by `outcome.rs`.

use rusqlite::{Connection, OptionalExtension, params};

use super::export::Mirror;
use super::job::Job;
use super::outcome::{AfterRun, RunEnd, after_run, backoff};
use super::slots::{self, Begun, SlotEnd};
use crate::activity::{Hold, Kind, Record, Scope, current_holds, put_hold, record};
use crate::clock::Ms;
use crate::error::Problem;
use crate::storage::StorageError;

/// How a run ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    /// For its slot.
    pub end: SlotEnd,
    /// Why it failed or was cut off.
    pub problem: Option<Problem>,
    /// The same may work a moment later.
    pub passing: bool,
    /// What it said.
    pub summary: Option<String>,
    /// The session it ran in.
    pub session_id: Option<String>,
    /// Files it had to do with, as JSON.
    pub file_access: Option<String>,
    /// `none`, `pending` or `sent`.
    pub delivery: &'static str,
}

/// Writes the end of a run and what follows from it, in the caller's transaction. `None` where it
/// had ended before: nothing else of its end may be written then either.
///
/// # Errors
/// When the tables can't be written.
pub fn conclude(
    connection: &Connection,
    job: &Job,
    begun: &Begun,
    ended: &Ended,
    now: Ms,
) -> Result<Option<AfterRun>, StorageError> {
    let code = ended.problem.as_ref().map(|problem| problem.code.as_str());
    if !slots::end_run(connection, &begun.run, ended.end, code, now)? {
        return Ok(None);
    }
    connection
        .prepare_cached(
            "UPDATE runs SET summary = ?2, session_id = ?3, delivery = ?4, file_access = ?5 WHERE id = ?1",
        )?
        .execute(params![
            begun.run,
            ended.summary,
            ended.session_id,
            ended.delivery,
            ended.file_access
        ])?;
    let failed = failures(connection, &job.id)?;
    let end = match ended.end {
        SlotEnd::Done => RunEnd::Done,
        SlotEnd::Quiet => RunEnd::Quiet,
        SlotEnd::Failed => RunEnd::Failed {
            passing: ended.passing,
        },
        SlotEnd::Interrupted => RunEnd::Interrupted,
    };
    // This failure is counted among them already.
    let before = match ended.end {
        SlotEnd::Failed => failed.saturating_sub(1),
        _ => failed,
    };
    let mut after = match &job.schedule {
        Ok(schedule) => after_run(schedule, job.delete_after_run, before, end, now),
        Err(_) => AfterRun::default(),
    };
    // Run again by a person while it is paused, it stays so: that was told.
    let scope = Scope::Job(job.id.clone());
    after.pause &= !is_held(connection, &scope, now)?;
    if after.retry_at.is_some() {
        slots::set_state(connection, &job.id, begun.slot, "queued", Some("retry"))?;
    }
    let mut told = told(job, format!("job:{}", begun.run), now, ended.end.as_str());
    told.reason.clone_from(&ended.problem);
    record(connection, &told)?;
    if after.pause {
        let reason = Problem::new("job-keeps-failing");
        let id = format!("job:{}:paused:{now}", job.id);
        let pause = self::told(job, id, now, "paused").because(reason.clone());
        record(connection, &pause)?;
        put_hold(
            connection,
            &Hold {
                scope: scope.to_string(),
                reason,
                since: now,
                until: None,
            },
        )?;
    }
    Ok(Some(after))
}

fn is_held(connection: &Connection, scope: &Scope, now: Ms) -> Result<bool, StorageError> {
    let scope = scope.to_string();
    let holds = current_holds(connection, now)?;
    Ok(holds.iter().any(|hold| hold.scope == scope))
}

/// A newer slot of a job takes the place of a run that began at an earlier one and came to nothing.
///
/// # Errors
/// When the tables can't be written.
pub fn supersede(
    connection: &Connection,
    job: &Job,
    run: &str,
    slot: Ms,
    now: Ms,
) -> Result<(), StorageError> {
    let why = Some("superseded");
    if slots::end_run(connection, run, SlotEnd::Interrupted, why, now)? {
        slots::set_state(connection, &job.id, slot, "skipped", why)?;
        let told = told(job, format!("job:{run}"), now, "skipped").with("why", "superseded");
        record(connection, &told)?;
    }
    Ok(())
}

/// What is to be noted in the main conversation once what a run said has arrived elsewhere.
///
/// # Errors
/// When the table can't be written.
pub fn mirror_later(
    connection: &Connection,
    run: &str,
    mirror: &Mirror,
) -> Result<(), StorageError> {
    connection
        .prepare_cached("UPDATE runs SET mirror = ?2 WHERE id = ?1")?
        .execute(params![run, serde_json::to_string(mirror)?])?;
    Ok(())
}

/// Tells of the slots behind `before` (ms) that did not run, each once.
pub(super) fn tell_unrun(
    connection: &Connection,
    job: &Job,
    before: Ms,
    now: Ms,
) -> Result<(), StorageError> {
    let mut query = connection.prepare_cached(
        "SELECT slot_at, count, state, coalesce(reason, '') FROM slots
         WHERE job_id = ?1 AND slot_at > ?2 AND state IN ('missed','skipped')",
    )?;
    let rows = query.query_map(params![job.id, before], |row| {
        Ok((
            row.get::<_, Ms>(0)?,
            row.get::<_, i64>(1)?,
            row.get::<_, String>(2)?,
            row.get::<_, String>(3)?,
        ))
    })?;
    for row in rows {
        let (slot, count, state, reason) = row?;
        let word = reason.split(':').next().unwrap_or_default().to_owned();
        let told = told(job, format!("job:{}@{slot}:{state}", job.id), now, &state)
            .with("count", count)
            .with("why", word)
            .with("slot", slot);
        record(connection, &told)?;
    }
    Ok(())
}

/// Tells of the slots that waited when their job was taken away or switched off.
pub(super) fn tell_dropped(
    connection: &Connection,
    job: &Job,
    now: Ms,
) -> Result<(), StorageError> {
    for slot in slots::in_state(connection, &job.id, "queued")? {
        let id = format!("job:{}@{slot}:skipped", job.id);
        let told = told(job, id, now, "skipped")
            .with("count", 1)
            .with("why", "removed")
            .with("slot", slot);
        record(connection, &told)?;
    }
    Ok(())
}

fn told(job: &Job, id: String, now: Ms, outcome: &str) -> Record {
    Record::new(id, now, Kind::Job, outcome)
        .about(&job.id)
        .with("name", job.name.clone())
}

/// Failures in a row since the job was made, resumed or given another schedule.
pub(super) fn failures(connection: &Connection, job: &str) -> Result<u32, StorageError> {
    Ok(connection
        .prepare_cached(
            "SELECT COUNT(*) FROM runs WHERE job_id = ?1 AND state = 'failed' AND started >
             coalesce((SELECT max(started) FROM runs WHERE job_id = ?1 AND state IN ('done','quiet')), -1)
             AND started >= coalesce((SELECT counted_from FROM job_cursor WHERE job_id = ?1), 0)",
        )?
        .query_row([job], |row| row.get(0))?)
}

/// Until when a job waits after its failures, ms; `None` = it does not wait.
///
/// # Errors
/// When the tables can't be read.
pub fn waits_until(
    connection: &Connection,
    job: &str,
    now: Ms,
) -> Result<Option<Ms>, StorageError> {
    let failed = failures(connection, job)?;
    let until = wait_after_failure(connection, job, failed)?;
    Ok(until.filter(|until| *until > now))
}

/// Until when a job waits after so many failures in a row, ms.
pub(super) fn wait_after_failure(
    connection: &Connection,
    job: &str,
    failed: u32,
) -> Result<Option<Ms>, StorageError> {
    if failed == 0 {
        return Ok(None);
    }
    let last: Option<Ms> = connection
        .prepare_cached("SELECT ended FROM runs WHERE job_id = ?1 AND state = 'failed' ORDER BY started DESC LIMIT 1")?
        .query_row([job], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(last.map(|ended| ended + backoff(failed)))
}
