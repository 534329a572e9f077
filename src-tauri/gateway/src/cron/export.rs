//! What is still to be done of a run that has ended: its line in the log, its note in the main
//! conversation.
//!
//! Owns which runs those are, from their rows: a kill in between leaves them to be done again.
//! Writes no file and no conversation.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

use super::run_log::RunLine;
use crate::clock::Ms;
use crate::storage::StorageError;

/// A line waits so long for what becomes of the message, ms.
const WAITS: Ms = 3_600_000;
/// So many at once.
const MOST: u32 = 200;
/// Most characters of a summary in the log.
const SUMMARY: usize = 2_000;

/// A run that ended and its line.
#[derive(Debug, Clone, PartialEq)]
pub struct Finished {
    /// Its id.
    pub run: String,
    /// Its line, as far as the tables of jobs know it.
    pub line: RunLine,
}

/// What is noted of a run in the main conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mirror {
    /// Whose main conversation.
    pub agent: String,
    /// The job's name.
    pub name: String,
}

/// Runs whose line is to be written, oldest first.
///
/// # Errors
/// When the tables can't be read.
pub fn to_log(connection: &Connection, now: Ms) -> Result<Vec<Finished>, StorageError> {
    let sql = format!(
        "SELECT id, job_id, slot_at, session_id, started, ended, state, error, summary, delivery
         FROM runs WHERE logged = 0 AND ended IS NOT NULL AND (delivery <> 'pending' OR ended < ?1)
         ORDER BY ended, id LIMIT {MOST}"
    );
    let mut select = connection.prepare_cached(&sql)?;
    let rows = select.query_map([now - WAITS], |row| {
        let run: String = row.get(0)?;
        let (started, ended): (Ms, Ms) = (row.get(4)?, row.get(5)?);
        let state: String = row.get(6)?;
        let (status, delivered) = (status(&state), delivered(&row.get::<_, String>(9)?));
        let mut own = json!({ "run": run, "state": state });
        if let Some(slot) = row.get::<_, Option<Ms>>(2)? {
            own["slotAt"] = slot.into();
        }
        let mut rest = Map::new();
        rest.insert("cove".to_owned(), own);
        let line = RunLine {
            ts: ended,
            job_id: row.get(1)?,
            action: "finished".to_owned(),
            status: status.to_owned(),
            error: row.get(7)?,
            summary: row.get::<_, Option<String>>(8)?.map(|text| short(&text)),
            delivered: delivered.0,
            delivery_status: Some(delivered.1.to_owned()),
            session_id: row.get(3)?,
            run_at_ms: Some(started),
            duration_ms: Some((ended - started).max(0)),
            rest,
            ..RunLine::default()
        };
        Ok(Finished { run, line })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The line of this run is written.
///
/// # Errors
/// When the table can't be written.
pub fn mark_logged(connection: &Connection, run: &str) -> Result<(), StorageError> {
    connection
        .prepare_cached("UPDATE runs SET logged = 1 WHERE id = ?1")?
        .execute([run])?;
    Ok(())
}

/// Runs of which a note is to be made, with what they said: their message has arrived.
///
/// # Errors
/// When the tables can't be read.
pub fn to_mirror(
    connection: &Connection,
) -> Result<Vec<(String, String, String, Mirror)>, StorageError> {
    let sql = format!(
        "SELECT id, job_id, coalesce(summary, ''), mirror FROM runs
         WHERE mirror IS NOT NULL AND delivery = 'sent' ORDER BY ended, id LIMIT {MOST}"
    );
    let mut select = connection.prepare_cached(&sql)?;
    let rows = select.query_map([], |row| {
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get::<_, String>(3)?,
        ))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (run, job, said, mirror) = row?;
        found.push((run, job, said, serde_json::from_str(&mirror)?));
    }
    Ok(found)
}

/// The note of this run is made.
///
/// # Errors
/// When the table can't be written.
pub fn mirrored(connection: &Connection, run: &str) -> Result<(), StorageError> {
    connection
        .prepare_cached("UPDATE runs SET mirror = NULL WHERE id = ?1")?
        .execute(params![run])?;
    Ok(())
}

/// The field's words for how a run ended.
fn status(state: &str) -> &'static str {
    match state {
        "done" | "quiet" => "ok",
        _ => "error",
    }
}

/// The field's words for what became of its message.
fn delivered(delivery: &str) -> (Option<bool>, &'static str) {
    match delivery {
        "sent" => (Some(true), "delivered"),
        "failed" => (Some(false), "not-delivered"),
        "none" => (None, "not-requested"),
        _ => (None, "unknown"),
    }
}

fn short(text: &str) -> String {
    match text.char_indices().nth(SUMMARY) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_words_for_an_end_and_a_delivery_stand_in_this_table() {
        let words = ["done", "quiet", "failed", "interrupted"].map(status);
        assert_eq!(words, ["ok", "ok", "error", "error"]);
        let words = ["none", "sent", "failed", "unknown", "pending"].map(delivered);
        let expected = [
            (None, "not-requested"),
            (Some(true), "delivered"),
            (Some(false), "not-delivered"),
            (None, "unknown"),
            (None, "unknown"),
        ];
        assert_eq!(words, expected);
    }

    #[test]
    fn a_long_summary_is_cut_between_characters() {
        let long = "é".repeat(SUMMARY + 1);
        assert_eq!(short(&long).chars().count(), SUMMARY + 1);
        assert!(short(&long).ends_with("é…"));
        assert_eq!(short("short"), "short");
    }
}
