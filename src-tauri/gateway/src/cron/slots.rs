//! The tables of jobs: slots, runs and how far each job was considered.
//!
//! Owns `slots`, `runs` and `job_cursor`. `(job, slot)` is the idempotency key: a slot is written
//! once and ends in one outcome. Decides nothing; `step.rs` composes these in one transaction.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::due::MissedRange;
use crate::clock::Ms;
use crate::storage::StorageError;

/// A slot as it is stored; a run of missed ones is one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotRow {
    /// The first slot, ms.
    pub at: Ms,
    /// The last, ms.
    pub through: Ms,
    /// How many.
    pub count: u64,
    /// `queued`, `running`, `done`, `quiet`, `failed`, `missed`, `skipped`, `interrupted`, `unknown`.
    pub state: String,
    /// Why it did not run, or not to its end.
    pub reason: Option<String>,
    /// How late it began, ms.
    pub late: Ms,
}

/// A run that began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// `<job>@<slot>#<attempt>`.
    pub run: String,
    /// Its slot, ms.
    pub slot: Ms,
    /// From 1.
    pub attempt: u32,
}

/// How a run ended, for its slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotEnd {
    /// It did what it should.
    Done,
    /// It had nothing to say.
    Quiet,
    /// It failed.
    Failed,
    /// It was cut off.
    Interrupted,
}

impl SlotEnd {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Quiet => "quiet",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
        }
    }
}

/// A cursor further ahead than this was set by a clock that was wrong, ms.
const CLOCK_WAS_WRONG: Ms = 26 * 3_600_000;

/// More cursors than this are read all at once.
const ONE_BY_ONE: usize = 100;

/// How far a job's slots were considered, ms. A job that is new here, or whose schedule is another
/// one now, begins at `now`, so that an edit invents no missed slots. A clock that was put back a
/// little waits for the cursor; after one that was wrong by more than a day the job begins again at
/// `now`, and what was called missed in that future is not missed.
pub(super) fn cursor(
    connection: &Connection,
    job: &str,
    hash: &str,
    now: Ms,
) -> Result<Ms, StorageError> {
    let held: Option<(String, Ms)> = connection
        .prepare_cached("SELECT schedule_hash, considered_until FROM job_cursor WHERE job_id = ?1")?
        .query_row([job], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let begins = match held {
        Some((_, considered)) if considered - now > CLOCK_WAS_WRONG => {
            connection
                .prepare_cached(
                    "DELETE FROM slots WHERE job_id = ?1 AND slot_at > ?2 AND state = 'missed'",
                )?
                .execute(params![job, now])?;
            now
        }
        Some((held, considered)) if held == hash => return Ok(considered),
        Some((_, considered)) => considered.max(now),
        None => now,
    };
    begin_cursor(connection, job, hash, begins, now)?;
    Ok(begins)
}

/// Where the tables know nothing of a job, its slots are counted from `begins` on, ms.
pub(super) fn begin_unknown(
    connection: &Connection,
    job: &str,
    hash: &str,
    begins: Ms,
    now: Ms,
) -> Result<(), StorageError> {
    let known = connection
        .prepare_cached(
            "SELECT 1 WHERE EXISTS (SELECT 1 FROM job_cursor WHERE job_id = ?1)
             OR EXISTS (SELECT 1 FROM runs WHERE job_id = ?1)
             OR EXISTS (SELECT 1 FROM slots WHERE job_id = ?1)",
        )?
        .exists([job])?;
    match known {
        true => Ok(()),
        false => begin_cursor(connection, job, hash, begins.min(now), now),
    }
}

/// A job that was found switched off: on again, it counts from then.
pub(super) fn switched_off(connection: &Connection, job: &str) -> Result<(), StorageError> {
    let known = connection
        .prepare_cached("SELECT 1 FROM job_cursor WHERE job_id = ?1")?
        .exists([job])?;
    match known {
        true => forget_job(connection, job),
        false => Ok(()),
    }
}

/// Counts a job's slots from `begins` on and its failures from `now`, ms.
pub(super) fn begin_cursor(
    connection: &Connection,
    job: &str,
    hash: &str,
    begins: Ms,
    now: Ms,
) -> Result<(), StorageError> {
    move_cursor(connection, job, hash, begins)?;
    connection
        .prepare_cached("UPDATE job_cursor SET counted_from = ?2 WHERE job_id = ?1")?
        .execute(params![job, now])?;
    Ok(())
}

/// Of these jobs, with their schedules, how far their slots were considered, ms: those of which
/// [`cursor`] would say so without changing anything.
pub(super) fn cursors(
    connection: &Connection,
    jobs: &HashMap<String, String>,
    now: Ms,
) -> Result<HashMap<String, Ms>, StorageError> {
    let read = |row: &Row<'_>| -> rusqlite::Result<(String, String, Ms)> {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    };
    let mut found = HashMap::new();
    let mut keep = |(job, hash, considered): (String, String, Ms)| {
        if jobs.get(&job) == Some(&hash) && considered - now <= CLOCK_WAS_WRONG {
            found.insert(job, considered);
        }
    };
    const EACH: &str = "SELECT job_id, schedule_hash, considered_until FROM job_cursor";
    if jobs.len() > ONE_BY_ONE {
        let mut query = connection.prepare_cached(EACH)?;
        for row in query.query_map([], read)? {
            keep(row?);
        }
    } else {
        let mut query = connection.prepare_cached(&format!("{EACH} WHERE job_id = ?1"))?;
        for job in jobs.keys() {
            if let Some(row) = query.query_row([job], read).optional()? {
                keep(row);
            }
        }
    }
    Ok(found)
}

/// Jobs of which a slot waits, each with the newest of them, ms.
pub(super) fn waiting(connection: &Connection) -> Result<HashMap<String, Ms>, StorageError> {
    let mut query = connection.prepare_cached(
        "SELECT job_id, max(slot_at) FROM slots
         WHERE state = 'queued' AND state IN ('queued','running') GROUP BY job_id",
    )?;
    let found = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Whether a job did what it should since it was made what it is, ms.
pub(super) fn succeeded_since(
    connection: &Connection,
    job: &str,
    since: Ms,
) -> Result<bool, StorageError> {
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM slots s JOIN runs r ON r.id = s.run_id
             WHERE s.job_id = ?1 AND s.state IN ('done','quiet') AND r.ended >= ?2 LIMIT 1",
        )?
        .exists(params![job, since])?)
}

/// Moves a job's cursor, ms.
pub(super) fn move_cursor(
    connection: &Connection,
    job: &str,
    hash: &str,
    considered: Ms,
) -> Result<(), StorageError> {
    connection
        .prepare_cached(
            "INSERT INTO job_cursor(job_id, schedule_hash, considered_until) VALUES (?1, ?2, ?3)
             ON CONFLICT(job_id) DO UPDATE SET schedule_hash = ?2, considered_until = ?3",
        )?
        .execute(params![job, hash, considered])?;
    Ok(())
}

/// Writes slots in a row that did not run.
pub(super) fn put_missed(
    connection: &Connection,
    job: &str,
    range: &MissedRange,
) -> Result<(), StorageError> {
    let count = i64::try_from(range.count).unwrap_or(i64::MAX);
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO slots(job_id, slot_at, through_at, count, state, reason, late_ms)
             VALUES (?1, ?2, ?3, ?4, 'missed', ?5, 0)",
        )?
        .execute(params![job, range.first, range.through, count, range.why.code()])?;
    Ok(())
}

/// Writes one slot; `false` where it was written before. `absence`: why nobody was there at its time,
/// where it is caught up.
pub(super) fn put_slot(
    connection: &Connection,
    job: &str,
    at: Ms,
    (late, absence): (Ms, Option<&str>),
    state: &str,
    reason: Option<&str>,
) -> Result<bool, StorageError> {
    let written = connection
        .prepare_cached(
            "INSERT OR IGNORE INTO slots(job_id, slot_at, through_at, count, state, reason, late_ms, absence)
             VALUES (?1, ?2, ?2, 1, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![job, at, state, reason, late, absence])?;
    Ok(written == 1)
}

/// Slots of a job in a state, oldest first, ms.
pub(super) fn in_state(
    connection: &Connection,
    job: &str,
    state: &str,
) -> Result<Vec<Ms>, StorageError> {
    // The word stands in the statement: a bound one decides about the index, and the statement would
    // be prepared anew each time.
    const EACH: [(&str, &str); 2] = [
        (
            "queued",
            "SELECT slot_at FROM slots WHERE job_id = ?1 AND state = 'queued'
             AND state IN ('queued','running') ORDER BY slot_at",
        ),
        (
            "running",
            "SELECT slot_at FROM slots WHERE job_id = ?1 AND state = 'running'
             AND state IN ('queued','running') ORDER BY slot_at",
        ),
    ];
    let Some((_, sql)) = EACH.iter().find(|(open, _)| *open == state) else {
        return Ok(Vec::new());
    };
    let mut query = connection.prepare_cached(sql)?;
    let found = query.query_map([job], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Gives a slot another state.
pub(super) fn set_state(
    connection: &Connection,
    job: &str,
    at: Ms,
    state: &str,
    reason: Option<&str>,
) -> Result<(), StorageError> {
    connection
        .prepare_cached(
            "UPDATE slots SET state = ?3, reason = ?4 WHERE job_id = ?1 AND slot_at = ?2",
        )?
        .execute(params![job, at, state, reason])?;
    Ok(())
}

/// Notes how late a slot that waited began, ms.
pub(super) fn set_late(
    connection: &Connection,
    job: &str,
    at: Ms,
    late: Ms,
) -> Result<(), StorageError> {
    connection
        .prepare_cached("UPDATE slots SET late_ms = ?3 WHERE job_id = ?1 AND slot_at = ?2")?
        .execute(params![job, at, late])?;
    Ok(())
}

/// Writes the next attempt of a slot as a run that begins `now`, ms.
pub(super) fn put_run(
    connection: &Connection,
    job: &str,
    slot: Ms,
    now: Ms,
) -> Result<Begun, StorageError> {
    // By the key: a look through every run of the job would cost more with each year. Attempts are
    // behind `#`, and `$` is the sign after it.
    let (from, to) = (format!("{job}@{slot}#"), format!("{job}@{slot}$"));
    let before: u32 = connection
        .prepare_cached("SELECT COUNT(*) FROM runs WHERE id > ?1 AND id < ?2")?
        .query_row([from, to], |row| row.get(0))?;
    let attempt = before + 1;
    let run = format!("{job}@{slot}#{attempt}");
    connection
        .prepare_cached(
            "INSERT INTO runs(id, job_id, slot_at, attempt, started, state, delivery)
             VALUES (?1, ?2, ?3, ?4, ?5, 'running', 'none')",
        )?
        .execute(params![run, job, slot, attempt, now])?;
    connection
        .prepare_cached("UPDATE slots SET run_id = ?3 WHERE job_id = ?1 AND slot_at = ?2")?
        .execute(params![job, slot, run])?;
    Ok(Begun { run, slot, attempt })
}

/// How late a slot began, ms.
///
/// # Errors
/// When the table can't be read.
pub fn late_of(connection: &Connection, job: &str, slot: Ms) -> Result<Ms, StorageError> {
    let late = connection
        .prepare_cached("SELECT late_ms FROM slots WHERE job_id = ?1 AND slot_at = ?2")?
        .query_row(params![job, slot], |row| row.get(0))
        .optional()?;
    Ok(late.unwrap_or(0))
}

/// Runs that are at work: each with its job and its slot.
///
/// # Errors
/// When the table can't be read.
pub fn alive_runs(connection: &Connection) -> Result<Vec<(String, String, Ms)>, StorageError> {
    let mut query = connection.prepare_cached(
        "SELECT id, job_id, slot_at FROM runs WHERE state = 'running' AND slot_at IS NOT NULL ORDER BY id",
    )?;
    let found = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Every run at work, for a slot or asked for.
pub(super) fn open_runs(connection: &Connection) -> Result<HashSet<String>, StorageError> {
    let mut query = connection
        .prepare_cached("SELECT id FROM runs INDEXED BY runs_open WHERE state = 'running'")?;
    let found = query.query_map([], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Ends a run, and its slot with it where this was its last attempt. `false` where it had ended.
///
/// # Errors
/// When the tables can't be written.
pub fn end_run(
    connection: &Connection,
    run: &str,
    end: SlotEnd,
    reason: Option<&str>,
    now: Ms,
) -> Result<bool, StorageError> {
    let ended = connection
        .prepare_cached(
            "UPDATE runs SET state = ?2, error = ?3, ended = ?4 WHERE id = ?1 AND state = 'running'",
        )?
        .execute(params![run, end.as_str(), reason, now])?;
    connection
        .prepare_cached(
            // By the key: a look through every slot would cost more with each year.
            "UPDATE slots SET state = ?2, reason = ?3
             WHERE (job_id, slot_at) = (SELECT job_id, slot_at FROM runs WHERE id = ?1)
             AND run_id = ?1 AND state = 'running'",
        )?
        .execute(params![run, end.as_str(), reason])?;
    Ok(ended == 1)
}

/// Ends all that runs, as if it had gone well: of a copy of the tables.
pub(super) fn end_all(copy: &Connection, now: Ms) -> Result<(), StorageError> {
    copy.execute(
        "UPDATE runs SET state = 'done', ended = ?1 WHERE state = 'running'",
        [now],
    )?;
    copy.execute(
        "UPDATE slots SET state = 'done' WHERE state = 'running'",
        [],
    )?;
    Ok(())
}

/// Every slot of a job, oldest first.
///
/// # Errors
/// When the table can't be read.
pub fn slots_of(connection: &Connection, job: &str) -> Result<Vec<SlotRow>, StorageError> {
    let mut query = connection.prepare_cached(
        "SELECT slot_at, through_at, count, state, reason, late_ms FROM slots
         WHERE job_id = ?1 ORDER BY slot_at",
    )?;
    let found = query.query_map([job], |row| {
        Ok(SlotRow {
            at: row.get(0)?,
            through: row.get(1)?,
            count: u64::try_from(row.get::<_, i64>(2)?).unwrap_or(0),
            state: row.get(3)?,
            reason: row.get(4)?,
            late: row.get(5)?,
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// A job that is gone waits for nothing: what was queued is skipped. Its history stays.
///
/// # Errors
/// When the tables can't be written.
pub fn forget_job(connection: &Connection, job: &str) -> Result<(), StorageError> {
    connection
        .prepare_cached(
            "UPDATE slots SET state = 'skipped', reason = 'removed'
             WHERE job_id = ?1 AND state = 'queued'",
        )?
        .execute([job])?;
    connection
        .prepare_cached("DELETE FROM job_cursor WHERE job_id = ?1")?
        .execute([job])?;
    Ok(())
}
