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
    /// Why nobody was there: `down`, `asleep` or `clock-step`.
    pub why: String,
    /// What became of it, see [`super::SlotRow::state`].
    pub state: String,
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
/// What is caught up is waited for so long, so that its outcome can be told, ms.
const PATIENCE: Ms = 3_600_000;
/// So many slots are looked at again where there was nothing to tell.
const STRIDE: i64 = 500;

/// What passed since a person was told last. The first look finds nothing: what lies before it is
/// not news. While something is still being caught up there is nothing to tell yet.
///
/// # Errors
/// When the tables can't be read.
pub fn away(connection: &Connection, now: Ms) -> Result<Option<Away>, StorageError> {
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
        "SELECT job_id, count, state, coalesce(absence, reason), late_ms, slot_at FROM slots
         WHERE rowid > ?1 AND rowid <= ?2
         AND ((state = 'missed' AND reason IN ('down','asleep','clock-step'))
           OR (state NOT IN ('missed','skipped') AND late_ms > ?3
               AND absence IN ('down','asleep','clock-step')))
         ORDER BY rowid",
    )?;
    let mut at_work = false;
    let rows = select.query_map(params![told, until, ON_TIME], |row| {
        let state: String = row.get(2)?;
        let (late, slot): (Ms, Ms) = (row.get(4)?, row.get(5)?);
        let open = matches!(state.as_str(), "queued" | "running");
        at_work |= open && now - (slot + late) < PATIENCE;
        Ok(AwaySlot {
            job: row.get(0)?,
            count: u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0),
            late: (state != "missed").then_some(late),
            why: row.get(3)?,
            state,
        })
    })?;
    let slots = rows.collect::<Result<Vec<_>, _>>()?;
    if at_work {
        return Ok(None);
    }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::storage::Db;

    #[tokio::test]
    async fn what_was_caught_up_is_told_with_its_reason_and_its_outcome() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("cove.db")).unwrap();
        let run = |sql: &'static str| db.write(move |tx| Ok(tx.execute(sql, [])?));
        let look = |now: Ms| db.read(move |tables| away(tables, now));
        let first = look(0).await.unwrap().unwrap();
        db.write(move |tx| told_away(tx, first.until))
            .await
            .unwrap();
        run(
            "INSERT INTO slots(job_id, slot_at, through_at, count, state, late_ms, absence)
             VALUES ('j', 1000, 1000, 1, 'running', 600000, 'asleep')",
        )
        .await
        .unwrap();
        // One that only waited for a place was not missed by anybody.
        run(
            "INSERT INTO slots(job_id, slot_at, through_at, count, state, late_ms)
             VALUES ('k', 1000, 1000, 1, 'done', 600000)",
        )
        .await
        .unwrap();
        assert_eq!(look(601_000).await.unwrap(), None, "it is still at work");
        let late = look(601_000 + PATIENCE).await.unwrap().unwrap();
        assert_eq!(late.slots[0].state, "running");
        run("UPDATE slots SET state = 'failed' WHERE job_id = 'j'")
            .await
            .unwrap();
        let found = look(602_000).await.unwrap().unwrap();
        let expected = AwaySlot {
            job: "j".into(),
            count: 1,
            late: Some(600_000),
            why: "asleep".into(),
            state: "failed".into(),
        };
        assert_eq!(found.slots, [expected]);
        db.write(move |tx| told_away(tx, found.until))
            .await
            .unwrap();
        assert_eq!(look(603_000).await.unwrap(), None);
    }
}
