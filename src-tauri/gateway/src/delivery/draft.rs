//! What a chat shows of an answer before it is whole.
//!
//! Owns the table `drafts`: which message it is, so that a kill leaves neither half an answer nor
//! two. Whoever ends a turn takes its draft in the transaction of the answer.

use rusqlite::{Connection, OptionalExtension, params};

use super::outbox::{NewPart, PartKind, chat_is_busy, enqueue};
use crate::channel::{Carried, Outgoing, Route};
use crate::clock::Ms;
use crate::storage::StorageError;

/// The message that shows the beginning of a turn's answer.
pub fn draft_of(connection: &Connection, turn_id: &str) -> Result<Option<String>, StorageError> {
    let sql = "SELECT message_id FROM drafts WHERE turn_id=?1";
    let mut select = connection.prepare_cached(sql)?;
    Ok(select.query_row([turn_id], |row| row.get(0)).optional()?)
}

/// A message shows the beginning of a turn's answer now.
pub fn put_draft(
    connection: &Connection,
    turn_id: &str,
    route: &Route,
    message_id: &str,
    now: Ms,
) -> Result<(), StorageError> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO drafts(turn_id, route, message_id, at) VALUES (?1,?2,?3,?4)",
        )?
        .execute(params![
            turn_id,
            serde_json::to_string(route)?,
            message_id,
            now
        ])?;
    Ok(())
}

/// Whether the beginning of an answer may be shown: nothing is to come before it.
pub fn may_preview(connection: &Connection, route: &Route) -> Result<bool, StorageError> {
    let sql = "SELECT EXISTS(SELECT 1 FROM outbox WHERE state='unknown' AND told=0
               AND channel=?1 AND account=?2 AND peer=?3)";
    let untold: bool = connection.prepare_cached(sql)?.query_row(
        params![route.channel.as_str(), route.account, route.peer],
        |row| row.get(0),
    )?;
    Ok(!untold && !chat_is_busy(connection, route)?)
}

/// Takes the draft of a turn: the first part of what it says becomes that message, and where it
/// says nothing the message is taken away.
pub fn settle_draft(
    connection: &Connection,
    turn_id: &str,
    route: &Route,
    parts: &mut Vec<NewPart>,
) -> Result<(), StorageError> {
    let Some(message_id) = draft_of(connection, turn_id)? else {
        return Ok(());
    };
    let sql = "DELETE FROM drafts WHERE turn_id=?1";
    connection.prepare_cached(sql)?.execute([turn_id])?;
    match parts.first_mut() {
        Some(first) if first.part.carried.is_none() => {
            first.part.carried = Some(Carried::Draft(message_id));
        }
        // A message with words does not become a file.
        _ => parts.insert(0, taken_away(turn_id, route.clone(), message_id)),
    }
    Ok(())
}

/// Takes away the drafts of turns that nobody will end any more. Says how many.
pub fn drop_stray_drafts(connection: &Connection, now: Ms) -> Result<usize, StorageError> {
    let mut select = connection.prepare(
        "SELECT turn_id, route, message_id FROM drafts WHERE NOT EXISTS(
           SELECT 1 FROM inbox WHERE 'inbox:' || inbox.id = drafts.turn_id AND state='received')",
    )?;
    let rows = select.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?))
    })?;
    let rows: Vec<(String, String, String)> = rows.collect::<Result<_, _>>()?;
    for (turn_id, route, message_id) in &rows {
        let route = serde_json::from_str(route)?;
        let part = taken_away(turn_id, route, message_id.clone());
        enqueue(connection, &[part], now)?;
        connection.execute("DELETE FROM drafts WHERE turn_id=?1", [turn_id])?;
    }
    Ok(rows.len())
}

fn taken_away(turn_id: &str, route: Route, message_id: String) -> NewPart {
    NewPart {
        cause: format!("{turn_id}:draft"),
        kind: PartKind::Reply,
        part: Outgoing {
            route,
            body: String::new(),
            plain: String::new(),
            buttons: Vec::new(),
            silent: true,
            reply_to: None,
            carried: Some(Carried::Draft(message_id)),
        },
    }
}
