//! What the targets of jobs did not take, a job at a time.
//!
//! Owns that look at the outbox, so that a job that is always refused needs its person once. Changes
//! nothing.

use rusqlite::Connection;

use super::outbox::{OutboxRow, part};
use crate::storage::StorageError;

/// What a job's target did not take.
#[derive(Debug, Clone, PartialEq)]
pub struct RefusedOfJob {
    /// The job.
    pub job: String,
    /// So many parts.
    pub count: u64,
    /// The newest of them.
    pub newest: OutboxRow,
}

/// Each job whose newest part was refused, with how many were. A part that arrived since, or that
/// the person left as it is, says that they know.
///
/// # Errors
/// When the tables can't be read.
pub fn refused_of_jobs(connection: &Connection) -> Result<Vec<RefusedOfJob>, StorageError> {
    let mut query = connection.prepare_cached(
        "SELECT job, count, id FROM (
           SELECT r.job_id AS job, count(*) AS count, max(o.seq), o.id AS id, r.started AS started
           FROM outbox o JOIN runs r ON r.id = substr(o.cause, 5)
           WHERE o.state = 'refused' AND o.cause LIKE 'run:%' GROUP BY r.job_id) refused
         WHERE NOT EXISTS (SELECT 1 FROM runs later WHERE later.job_id = refused.job
           AND later.started > refused.started AND later.delivery IN ('sent','failed'))",
    )?;
    let rows = query.query_map([], |row| {
        let count: i64 = row.get(1)?;
        Ok((row.get(0)?, count, row.get::<_, String>(2)?))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (job, count, id) = row?;
        found.extend(part(connection, &id)?.map(|newest| RefusedOfJob {
            job,
            count: u64::try_from(count).unwrap_or(0),
            newest,
        }));
    }
    Ok(found)
}
