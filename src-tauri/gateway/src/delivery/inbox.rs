//! The inbox: a message is ours, with its session key, before its channel is told so.
//!
//! Owns the tables `inbox` and `cursor` (design.md §1, walks.md walk 1). Rows end as done,
//! skipped or failed, with a reason where they were not answered.

use rusqlite::{Connection, OptionalExtension, params};

use crate::channel::{ChannelKind, Inbound, Route};
use crate::clock::Ms;
use crate::error::Problem;
use crate::session::SessionKey;
use crate::storage::StorageError;

/// A stored message.
#[derive(Debug, Clone, PartialEq)]
pub struct InboxRow {
    /// The message as it came.
    pub message: Inbound,
    /// When it was stored, ms.
    pub received_at: Ms,
    /// Where it belongs.
    pub key: SessionKey,
    /// How often a start found it unfinished.
    pub restarts: u32,
}

/// Stores a message; `false` = it was there already.
pub fn accept(
    connection: &Connection,
    message: &Inbound,
    key: &SessionKey,
    now: Ms,
) -> Result<bool, StorageError> {
    let route = &message.route;
    let added = connection
        .prepare_cached(
            "INSERT OR IGNORE INTO inbox(id, seq, received_at, channel, account, peer, thread, session_key, body, state)
             VALUES (?1, (SELECT coalesce(max(seq), 0) + 1 FROM inbox), ?2,?3,?4,?5,?6,?7,?8,'received')",
        )?
        .execute(params![
            message.id,
            now,
            route.channel.as_str(),
            route.account,
            route.peer,
            route.thread,
            key.as_str(),
            serde_json::to_string(message)?,
        ])?;
    Ok(added == 1)
}

/// Where a channel's account stopped reading.
pub fn cursor(
    connection: &Connection,
    channel: ChannelKind,
    account: &str,
) -> Result<Option<i64>, StorageError> {
    Ok(connection
        .query_row(
            "SELECT value FROM cursor WHERE channel = ?1 AND account = ?2",
            params![channel.as_str(), account],
            |row| row.get(0),
        )
        .optional()?)
}

/// Moves the cursor. It may go down: a channel that was quiet for a week may number anew.
pub fn move_cursor(
    connection: &Connection,
    channel: ChannelKind,
    account: &str,
    value: i64,
) -> Result<(), StorageError> {
    connection
        .prepare_cached(
            "INSERT INTO cursor(channel, account, value) VALUES (?1,?2,?3)
             ON CONFLICT(channel, account) DO UPDATE SET value = ?3",
        )?
        .execute(params![channel.as_str(), account, value])?;
    Ok(())
}

/// What waits, oldest first.
pub fn open_rows(connection: &Connection) -> Result<Vec<InboxRow>, StorageError> {
    let mut select = connection
        .prepare("SELECT body, received_at, session_key, restarts FROM inbox WHERE state = 'received' ORDER BY seq")?;
    let rows = select.query_map([], |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get(1)?,
            row.get::<_, String>(2)?,
            row.get(3)?,
        ))
    })?;
    let mut open = Vec::new();
    for row in rows {
        let (body, received_at, key, restarts) = row?;
        let message = serde_json::from_str(&body)?;
        open.push(InboxRow {
            message,
            received_at,
            key: SessionKey::parse(&key, "main"),
            restarts,
        });
    }
    Ok(open)
}

/// Where somebody wrote in a conversation last, and when it was stored, ms.
pub fn written_last(
    connection: &Connection,
    key: &SessionKey,
) -> Result<Option<(Ms, Route)>, StorageError> {
    let row: Option<(i64, String)> = connection
        .prepare_cached(
            "SELECT received_at, body FROM inbox WHERE session_key = ?1 AND channel <> ''
             ORDER BY seq DESC LIMIT 1",
        )?
        .query_row([key.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((at, body)) = row else {
        return Ok(None);
    };
    let message: Inbound = serde_json::from_str(&body)?;
    Ok(Some((at, message.route)))
}

/// The newest message that came from a chat.
pub fn written_from(
    connection: &Connection,
    channel: ChannelKind,
    peer: &str,
) -> Result<Option<Inbound>, StorageError> {
    let body: Option<String> = connection
        .prepare_cached(
            "SELECT body FROM inbox WHERE channel = ?1 AND peer = ?2 ORDER BY seq DESC LIMIT 1",
        )?
        .query_row([channel.as_str(), peer], |row| row.get(0))
        .optional()?;
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
}

/// Counts a start that found these unfinished and says how often that was by now.
pub fn found_unfinished(connection: &Connection, id: &str) -> Result<u32, StorageError> {
    connection.execute(
        "UPDATE inbox SET restarts = restarts + 1 WHERE id = ?1",
        [id],
    )?;
    Ok(
        connection.query_row("SELECT restarts FROM inbox WHERE id = ?1", [id], |row| {
            row.get(0)
        })?,
    )
}

/// Notes that a transcript shows this message answered; `true` = it waited here until now. One
/// that is not known is noted too, so that its channel can't hand it in again.
pub fn mark_answered(
    connection: &Connection,
    id: &str,
    turn_id: &str,
    key: &str,
) -> Result<bool, StorageError> {
    let ended = connection.execute(
        "UPDATE inbox SET state = 'done', turn_id = ?2 WHERE id = ?1 AND state = 'received'",
        params![id, turn_id],
    )?;
    connection.execute(
        "INSERT OR IGNORE INTO inbox(id, seq, received_at, channel, account, peer, session_key, body, state, turn_id)
         VALUES (?1, (SELECT coalesce(max(seq), 0) + 1 FROM inbox), 0, '', '', '', ?3, '{}', 'done', ?2)",
        params![id, turn_id, key],
    )?;
    Ok(ended == 1)
}

/// Ends messages that a turn took: answered, or failed with the reason.
pub fn finish(
    connection: &Connection,
    ids: &[String],
    turn_id: &str,
    failure: Option<&Problem>,
) -> Result<(), StorageError> {
    let state = if failure.is_some() { "failed" } else { "done" };
    let reason = failure.map(serde_json::to_string).transpose()?;
    let mut update = connection
        .prepare_cached("UPDATE inbox SET state = ?2, turn_id = ?3, reason = ?4 WHERE id = ?1 AND state = 'received'")?;
    for id in ids {
        update.execute(params![id, state, turn_id, reason])?;
    }
    Ok(())
}

/// Marks waiting messages skipped.
pub fn skip_waiting(
    connection: &Connection,
    ids: &[String],
    reason: &Problem,
) -> Result<(), StorageError> {
    let reason = serde_json::to_string(reason)?;
    for id in ids {
        connection.execute(
            "UPDATE inbox SET state = 'skipped', reason = ?2 WHERE id = ?1 AND state = 'received'",
            params![id, reason],
        )?;
    }
    Ok(())
}

/// Forgets messages answered before (ms); the transcript has them. What was not answered stays:
/// it stands nowhere else.
pub fn purge_inbox(connection: &Connection, before: Ms) -> Result<usize, StorageError> {
    let sql = "DELETE FROM inbox WHERE state = 'done' AND received_at > 0 AND received_at < ?1";
    Ok(connection.execute(sql, [before])?)
}

/// Messages stored since `since` (ms) whose turn failed with this code wait again; oldest first.
pub fn reopen_failed(
    connection: &Connection,
    code: &str,
    since: Ms,
) -> Result<Vec<InboxRow>, StorageError> {
    let ids: Vec<String> = connection
        .prepare_cached(
            "UPDATE inbox SET state = 'received', turn_id = NULL, reason = NULL
             WHERE state = 'failed' AND json_extract(reason, '$.code') = ?1 AND received_at > ?2
             RETURNING id",
        )?
        .query_map(params![code, since], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut rows = open_rows(connection)?;
    rows.retain(|row| ids.contains(&row.message.id));
    Ok(rows)
}

/// A message whose turn failed, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct FailedRow {
    /// The message as it came.
    pub message: Inbound,
    /// When it was stored, ms.
    pub received_at: Ms,
    /// The turn that took it.
    pub turn_id: String,
    /// Why it was not answered.
    pub reason: Problem,
}

/// The newest messages of a conversation whose turn failed, oldest first.
pub fn failed_rows(
    connection: &Connection,
    key: &SessionKey,
    limit: u32,
) -> Result<Vec<FailedRow>, StorageError> {
    let mut select = connection.prepare_cached(
        "SELECT body, received_at, turn_id, reason FROM inbox
         WHERE session_key = ?1 AND state = 'failed' AND turn_id IS NOT NULL AND reason IS NOT NULL
         ORDER BY seq DESC LIMIT ?2",
    )?;
    let rows = select.query_map(params![key.as_str(), limit], |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get::<_, String>(3)?,
        ))
    })?;
    let mut failed = Vec::new();
    for row in rows {
        let (body, received_at, turn_id, reason) = row?;
        failed.push(FailedRow {
            message: serde_json::from_str(&body)?,
            received_at,
            turn_id,
            reason: serde_json::from_str(&reason)?,
        });
    }
    failed.reverse();
    Ok(failed)
}

/// Marks those of `ids` skipped that were stored before the command `stop`, in the name of `cause`,
/// and says which.
pub fn skip_older(
    connection: &Connection,
    ids: &[String],
    stop: &str,
    cause: &str,
    reason: &Problem,
) -> Result<Vec<String>, StorageError> {
    let reason = serde_json::to_string(reason)?;
    let mut update = connection.prepare_cached(
        "UPDATE inbox SET state = 'skipped', reason = ?2, turn_id = ?3
         WHERE id = ?1 AND state = 'received' AND seq < (SELECT seq FROM inbox WHERE id = ?4)",
    )?;
    let mut skipped = Vec::new();
    for id in ids {
        if update.execute(params![id, reason, cause, stop])? == 1 {
            skipped.push(id.clone());
        }
    }
    Ok(skipped)
}

/// How far a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InboxState {
    /// It waits or is being answered.
    Received,
    /// Answered.
    Done,
    /// Not answered, and will not be.
    Skipped,
    /// Its turn failed.
    Failed,
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq)]
pub struct InboxEnd {
    /// How far it is.
    pub state: InboxState,
    /// The turn that took it.
    pub turn_id: Option<String>,
    /// Why it was not answered.
    pub reason: Option<Problem>,
    /// Where it belongs.
    pub key: SessionKey,
    /// When it came, ms.
    pub received_at: Ms,
}

/// What became of a message; `None` = not known here.
pub fn outcome_of(connection: &Connection, id: &str) -> Result<Option<InboxEnd>, StorageError> {
    let row = connection
        .query_row(
            "SELECT state, turn_id, reason, session_key, received_at FROM inbox WHERE id = ?1",
            [id],
            |row| {
                let state: String = row.get(0)?;
                let key: String = row.get(3)?;
                let reason: Option<String> = row.get(2)?;
                Ok((state, row.get(1)?, reason, key, row.get(4)?))
            },
        )
        .optional()?;
    let Some((state, turn_id, reason, key, received_at)) = row else {
        return Ok(None);
    };
    Ok(Some(InboxEnd {
        received_at,
        state: state_of(&state),
        turn_id,
        reason: reason
            .map(|reason| serde_json::from_str(&reason))
            .transpose()?,
        key: SessionKey::parse(&key, "main"),
    }))
}

/// A state by its name in the table.
pub(super) fn state_of(name: &str) -> InboxState {
    match name {
        "received" => InboxState::Received,
        "done" => InboxState::Done,
        "skipped" => InboxState::Skipped,
        // The table's CHECK allows no other name.
        _ => InboxState::Failed,
    }
}
