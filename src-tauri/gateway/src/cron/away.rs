//! What passed while Cove was closed or the computer slept: what was caught up, what was left out.
//!
//! Owns which slots a person was not told of yet. They are told together, once; how is not decided
//! here.

use rusqlite::{Connection, OptionalExtension, params};

use super::due::ON_TIME;
use crate::clock::Ms;
use crate::storage::StorageError;

/// A slot, or several in a row, that passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwaySlot {
    /// Its job.
    pub job: String,
    /// How many.
    pub count: u64,
    /// How late it was caught up, ms; `None` = it was left out.
    pub late: Option<Ms>,
    /// `down`, `asleep` or `clock-step`, where it was left out.
    pub why: Option<String>,
}

/// What passed and was not told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Away {
    /// In the order it was found.
    pub slots: Vec<AwaySlot>,
    /// For [`told_away`].
    pub until: i64,
}

const TOLD: &str = "away_told";
/// So many slots are looked at again where there was nothing to tell.
const STRIDE: i64 = 500;

/// What passed since a person was told last. The first look finds nothing: what lies before it is
/// not news.
///
/// # Errors
/// When the tables can't be read.
pub fn away(connection: &Connection) -> Result<Option<Away>, StorageError> {
    let told: Option<i64> = connection
        .prepare_cached("SELECT CAST(value AS INTEGER) FROM meta WHERE name = ?1")?
        .query_row([TOLD], |row| row.get(0))
        .optional()?;
    let until = connection
        .prepare_cached("SELECT coalesce(max(rowid), 0) FROM slots")?
        .query_row([], |row| row.get(0))?;
    let Some(told) = told else {
        return Ok(Some(Away {
            slots: Vec::new(),
            until,
        }));
    };
    if told == until {
        return Ok(None);
    }
    let mut select = connection.prepare_cached(
        "SELECT job_id, count, state, reason, late_ms FROM slots WHERE rowid > ?1 AND rowid <= ?2
         AND ((state = 'missed' AND reason IN ('down','asleep','clock-step'))
           OR (state NOT IN ('missed','skipped') AND late_ms > ?3))
         ORDER BY rowid",
    )?;
    let rows = select.query_map(params![told, until, ON_TIME], |row| {
        let missed = row.get::<_, String>(2)? == "missed";
        let late: Ms = row.get(4)?;
        Ok(AwaySlot {
            job: row.get(0)?,
            count: u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0),
            late: (!missed).then_some(late),
            why: row.get::<_, Option<String>>(3)?.filter(|_| missed),
        })
    })?;
    let slots = rows.collect::<Result<Vec<_>, _>>()?;
    // Where there is nothing to tell the mark moves now and then: a write for every slot is too much.
    let idle = slots.is_empty() && until - told < STRIDE;
    Ok((!idle).then_some(Away { slots, until }))
}

/// A person was told up to there.
///
/// # Errors
/// When the table can't be written.
pub fn told_away(connection: &Connection, until: i64) -> Result<(), StorageError> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO meta(name, value) VALUES (?1, ?2)")?
        .execute(params![TOLD, until.to_string()])?;
    Ok(())
}
