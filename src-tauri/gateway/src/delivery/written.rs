//! Messages found by the number their channel gave them.
//!
//! Owns these looks into `inbox` and `outbox` and the one change of a message that waits. Never
//! ends a message.

use rusqlite::{Connection, OptionalExtension, params};

use super::inbox::{InboxState, state_of};
use crate::channel::{Inbound, Route};
use crate::session::SessionKey;
use crate::storage::StorageError;

/// A message somebody wrote.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// Its id here.
    pub id: String,
    /// How far it is.
    pub state: InboxState,
    /// Where it belongs.
    pub key: SessionKey,
    /// The message as it was stored.
    pub message: Inbound,
}

/// The message a person wrote in a chat under this number; `None` = not known (any more).
pub fn written_as(
    connection: &Connection,
    route: &Route,
    message_id: &str,
) -> Result<Option<Written>, StorageError> {
    let row = connection
        .prepare_cached(
            "SELECT id, state, session_key, body FROM inbox
             WHERE channel = ?1 AND account = ?2 AND peer = ?3
               AND json_extract(body, '$.messageId') = ?4
             ORDER BY seq DESC LIMIT 1",
        )?
        .query_row(
            params![
                route.channel.as_str(),
                route.account,
                route.peer,
                message_id
            ],
            |row| {
                Ok((
                    row.get(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, String>(2)?,
                    row.get::<_, String>(3)?,
                ))
            },
        )
        .optional()?;
    let Some((id, state, key, body)) = row else {
        return Ok(None);
    };
    Ok(Some(Written {
        id,
        state: state_of(&state),
        key: SessionKey::parse(&key, "main"),
        message: serde_json::from_str(&body)?,
    }))
}

/// Puts another wording in the place of a message that waits.
pub fn rewrite(connection: &Connection, id: &str, message: &Inbound) -> Result<(), StorageError> {
    connection.execute(
        "UPDATE inbox SET body = ?2 WHERE id = ?1 AND state = 'received'",
        params![id, serde_json::to_string(message)?],
    )?;
    Ok(())
}

/// An answer that stands in a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What it said, or the file it sent.
    pub text: String,
    /// The topic it stands in.
    pub thread: Option<String>,
}

/// The answer that a chat knows under this number; `None` = it is no answer.
pub fn sent_as(
    connection: &Connection,
    route: &Route,
    message_id: &str,
) -> Result<Option<Answer>, StorageError> {
    Ok(connection
        .prepare_cached(
            "SELECT coalesce(nullif(json_extract(part, '$.plain'), ''),
                    json_extract(part, '$.carried.file.path'), ''), thread FROM outbox
             WHERE channel = ?1 AND account = ?2 AND peer = ?3 AND receipt = ?4 AND kind = 'reply'
             ORDER BY seq DESC LIMIT 1",
        )?
        .query_row(
            params![
                route.channel.as_str(),
                route.account,
                route.peer,
                message_id
            ],
            |row| {
                Ok(Answer {
                    text: row.get(0)?,
                    thread: row.get(1)?,
                })
            },
        )
        .optional()?)
}
