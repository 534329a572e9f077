//! What became of a job's slots and of the runs somebody asked for.
//!
//! Owns the one list of both, newest first. Reads only.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::slots::Begun;
use crate::clock::Ms;
use crate::error::{Params, Problem};
use crate::storage::StorageError;

/// A slot, or a run that somebody asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Happened {
    /// The slot, or when a run by hand began, ms.
    pub at: Ms,
    /// The last slot, where several were missed in a row, ms.
    pub through: Ms,
    /// So many slots.
    pub count: u64,
    /// See [`super::SlotRow::state`].
    pub state: String,
    /// Why it did not run, or not to its end.
    pub reason: Option<String>,
    /// The same of its last run with what its sentence needs, while its record is kept.
    pub problem: Option<Problem>,
    /// How late it began, ms.
    pub late: Ms,
    /// Its last run.
    pub run: Option<RunRow>,
    /// Somebody asked for it.
    pub by_hand: bool,
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRow {
    /// `<job>@<slot>#<attempt>` or `<job>!<request id>`.
    pub id: String,
    /// From 1.
    pub attempt: u32,
    /// ms.
    pub started: Ms,
    /// ms.
    pub ended: Option<Ms>,
    /// Its session.
    pub session_id: Option<String>,
    /// What it said.
    pub summary: Option<String>,
    /// `none`, `pending`, `sent`, `failed`, `unknown`.
    pub delivery: String,
    /// Files it read and wrote, as JSON.
    pub file_access: Option<String>,
}

/// What happened before `before` (ms; `None` = until now), newest first, so many at most.
///
/// # Errors
/// When the tables can't be read.
pub fn history(
    connection: &Connection,
    job: &str,
    before: Option<Ms>,
    limit: u32,
) -> Result<Vec<Happened>, StorageError> {
    let mut query = connection.prepare_cached(
        "SELECT s.slot_at AS at, s.through_at, s.count, s.state, s.reason, s.late_ms, 0,
                r.id, r.attempt, r.started, r.ended, r.session_id, r.summary, r.delivery, r.file_access,
                (SELECT reason FROM activity WHERE id = 'job:' || r.id)
         FROM (SELECT * FROM slots WHERE job_id = ?1 AND slot_at < ?2
               ORDER BY slot_at DESC LIMIT ?3) s
         LEFT JOIN runs r ON r.id = s.run_id
         UNION ALL
         SELECT started AS at, started, 1, state, error, 0, 1,
                id, attempt, started, ended, session_id, summary, delivery, file_access,
                (SELECT reason FROM activity WHERE id = 'job:' || runs_of_person.id)
         FROM (SELECT * FROM runs INDEXED BY runs_by_hand WHERE job_id = ?1 AND slot_at IS NULL AND started < ?2
               ORDER BY started DESC LIMIT ?3) runs_of_person
         ORDER BY at DESC LIMIT ?3",
    )?;
    let rows = query.query_map(params![job, before.unwrap_or(Ms::MAX), limit], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Happened> {
    let run: Option<String> = row.get(7)?;
    let run = match run {
        None => None,
        Some(id) => Some(RunRow {
            id,
            attempt: row.get(8)?,
            started: row.get(9)?,
            ended: row.get(10)?,
            session_id: row.get(11)?,
            summary: row.get(12)?,
            delivery: row.get(13)?,
            file_access: row.get(14)?,
        }),
    };
    let reason: Option<String> = row.get(4)?;
    let told: Option<String> = row.get(15)?;
    let problem = told.and_then(|told| serde_json::from_str::<Problem>(&told).ok());
    Ok(Happened {
        // What a later attempt or a newer slot wrote into the row is not what the record tells.
        problem: problem.filter(|problem| reason.as_ref() == Some(&problem.code)),
        reason,
        at: row.get(0)?,
        through: row.get(1)?,
        count: u64::try_from(row.get::<_, i64>(2)?).unwrap_or(0),
        state: row.get(3)?,
        late: row.get(5)?,
        by_hand: row.get(6)?,
        run,
    })
}

/// The runs that are under way: each with its job.
///
/// # Errors
/// When the table can't be read.
pub fn under_way(connection: &Connection) -> Result<Vec<(String, String)>, StorageError> {
    let mut query = connection
        .prepare_cached("SELECT id, job_id FROM runs WHERE state = 'running' ORDER BY started")?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What a job was called when it was told of last; `None` = no record tells of it any more.
///
/// # Errors
/// When the table can't be read.
pub fn name_of_job(connection: &Connection, job: &str) -> Result<Option<String>, StorageError> {
    let told: Option<String> = connection
        .prepare_cached(
            "SELECT params FROM activity WHERE kind = 'job' AND ref = ?1 ORDER BY at DESC LIMIT 1",
        )?
        .query_row([job], |row| row.get(0))
        .optional()?;
    let told = told.map(|told| serde_json::from_str::<Params>(&told));
    let name = told.transpose()?.and_then(|mut told| told.remove("name"));
    Ok(name.and_then(|name| name.as_str().map(str::to_owned)))
}

/// The slot a run belongs to, or when it began where somebody asked for it, ms.
///
/// # Errors
/// When the table can't be read.
pub fn slot_of_run(connection: &Connection, run: &str) -> Result<Option<Ms>, StorageError> {
    Ok(connection
        .prepare_cached("SELECT coalesce(slot_at, started) FROM runs WHERE id = ?1")?
        .query_row([run], |row| row.get(0))
        .optional()?)
}

/// Whether a run of this job is under way.
pub(super) fn is_under_way(connection: &Connection, job: &str) -> Result<bool, StorageError> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM runs INDEXED BY runs_open WHERE state = 'running' AND job_id = ?1 LIMIT 1")?
        .exists([job])?)
}

/// Writes a run that somebody asked for; `None` where it was begun before.
pub(super) fn put_by_hand(
    connection: &Connection,
    job: &str,
    run: &str,
    now: Ms,
) -> Result<Option<Begun>, StorageError> {
    let put = connection
        .prepare_cached(
            "INSERT OR IGNORE INTO runs(id, job_id, slot_at, attempt, started, state, delivery)
             VALUES (?1, ?2, NULL, 1, ?3, 'running', 'none')",
        )?
        .execute(params![run, job, now])?;
    Ok((put == 1).then(|| Begun {
        run: run.to_owned(),
        slot: now,
        attempt: 1,
    }))
}

/// Runs by hand that nothing alive may hold: each with its job and when it began, ms.
pub(super) fn left_by_hand(
    connection: &Connection,
) -> Result<Vec<(String, String, Ms)>, StorageError> {
    let mut query = connection.prepare_cached(
        "SELECT id, job_id, started FROM runs WHERE state = 'running' AND slot_at IS NULL",
    )?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether this run was ever begun.
///
/// # Errors
/// When the table can't be read.
pub fn was_begun(connection: &Connection, run: &str) -> Result<bool, StorageError> {
    let found = connection
        .prepare_cached("SELECT 1 FROM runs WHERE id = ?1")?
        .query_row([run], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}
