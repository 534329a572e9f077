//! The first answer to a mutation, given again to the same request id (design.md §2: 24 h).
//!
//! Owns the table `answers`.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use crate::clock::Ms;
use crate::storage::StorageError;

/// How long an answer is kept, ms.
const LIFE: Ms = 24 * 3_600_000;

/// The answer this request id got, if it asked the same method.
pub fn answered(
    connection: &Connection,
    request_id: &str,
    method: &str,
) -> Result<Option<Value>, StorageError> {
    let answer: Option<String> = connection
        .prepare_cached("SELECT answer FROM answers WHERE request_id = ?1 AND method = ?2")?
        .query_row(params![request_id, method], |row| row.get(0))
        .optional()?;
    Ok(answer
        .map(|answer| serde_json::from_str(&answer))
        .transpose()?)
}

/// Keeps an answer and lets old ones go.
pub fn remember_answer(
    connection: &Connection,
    request_id: &str,
    method: &str,
    answer: &Value,
    now: Ms,
) -> Result<(), StorageError> {
    connection.execute(
        "INSERT OR IGNORE INTO answers(request_id, method, answer, at) VALUES (?1,?2,?3,?4)",
        params![request_id, method, answer.to_string(), now],
    )?;
    connection.execute("DELETE FROM answers WHERE at < ?1", [now - LIFE])?;
    Ok(())
}
