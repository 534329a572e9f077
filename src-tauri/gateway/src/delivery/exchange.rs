//! Commands and their answers, as the conversation shows them.
//!
//! Owns the table `exchanges`. They stand in no transcript: a command runs beside a turn, whose
//! lane alone may write there, and no model ever reads them. A row is written in the transaction
//! that ends the command, so it is there exactly once.

use std::ops::Range;

use rusqlite::{Connection, OptionalExtension, params};

use crate::clock::Ms;
use crate::storage::StorageError;

/// Most exchanges of one conversation that are shown.
const MOST: u32 = 500;

/// A command and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The id of the message.
    pub id: String,
    /// Where it belongs.
    pub session_key: String,
    /// The session id the key had when it was answered.
    pub session_id: Option<String>,
    /// When it came, ms.
    pub at: Ms,
    /// When it was answered, ms.
    pub answered_at: Ms,
    /// Where from.
    pub channel: String,
    /// The person's words.
    pub typed: String,
    /// The answer; Markdown.
    pub reply: String,
}

/// Stores one unless it is there.
pub fn put_exchange(connection: &Connection, exchange: &Exchange) -> Result<(), StorageError> {
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO exchanges(id, session_key, session_id, at, answered_at, channel, typed, reply)
             VALUES (?1,?2,?3,?4,?5,?6,?7,?8)",
        )?
        .execute(params![
            exchange.id,
            exchange.session_key,
            exchange.session_id,
            exchange.at,
            exchange.answered_at,
            exchange.channel,
            exchange.typed,
            exchange.reply,
        ])?;
    Ok(())
}

/// The newest of a conversation that came at these times (ms), oldest first.
pub fn exchanges(
    connection: &Connection,
    session_id: &str,
    times: Range<Ms>,
) -> Result<Vec<Exchange>, StorageError> {
    let mut select = connection.prepare_cached(
        "SELECT id, session_key, session_id, at, answered_at, channel, typed, reply FROM exchanges
         WHERE session_id = ?1 AND at >= ?2 AND at < ?3 ORDER BY at DESC, id DESC LIMIT ?4",
    )?;
    let rows = select.query_map(params![session_id, times.start, times.end, MOST], |row| {
        Ok(Exchange {
            id: row.get(0)?,
            session_key: row.get(1)?,
            session_id: row.get(2)?,
            at: row.get(3)?,
            answered_at: row.get(4)?,
            channel: row.get(5)?,
            typed: row.get(6)?,
            reply: row.get(7)?,
        })
    })?;
    let mut found = rows.collect::<Result<Vec<_>, _>>()?;
    found.reverse();
    Ok(found)
}

/// What a command was answered.
pub fn reply_of(connection: &Connection, id: &str) -> Result<Option<String>, StorageError> {
    Ok(connection
        .prepare_cached("SELECT reply FROM exchanges WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?)
}

/// Forgets those answered before.
pub fn purge_exchanges(connection: &Connection, before: Ms) -> Result<usize, StorageError> {
    Ok(connection.execute("DELETE FROM exchanges WHERE answered_at < ?1", [before])?)
}
