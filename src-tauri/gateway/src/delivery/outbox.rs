//! The outbox: every part on its way to a person, and what is known of it.
//!
//! Owns the table `outbox` (design.md §6). *Unknown* is never sent again by itself; “sent” is
//! said only with the channel's message id.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::channel::{ChannelKind, Outgoing, Route, Urgency};
use crate::clock::Ms;
use crate::error::Problem;
use crate::storage::StorageError;

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// An answer.
    Reply,
    /// Something Cove says by itself: a pairing code, a failure.
    Notice,
}

impl PartKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Notice => "notice",
        }
    }

    /// Reads the name back; what is no answer is a notice.
    fn parse(text: &str) -> Self {
        match text {
            "reply" => Self::Reply,
            _ => Self::Notice,
        }
    }

    /// What it gives way to.
    pub fn urgency(self) -> Urgency {
        match self {
            Self::Reply => Urgency::Answer,
            Self::Notice => Urgency::Notice,
        }
    }
}

/// What is known of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutboxState {
    /// Not tried yet, or surely not taken.
    Pending,
    /// Being handed over.
    Attempting,
    /// The channel gave its message id.
    Sent,
    /// It may have arrived.
    Unknown,
    /// The channel will not take it.
    Refused,
    /// Too old to be sent.
    Expired,
}

impl OutboxState {
    const ALL: [Self; 6] = [
        Self::Pending,
        Self::Attempting,
        Self::Sent,
        Self::Unknown,
        Self::Refused,
        Self::Expired,
    ];

    /// Its name in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Attempting => "attempting",
            Self::Sent => "sent",
            Self::Unknown => "unknown",
            Self::Refused => "refused",
            Self::Expired => "expired",
        }
    }

    /// Reads the name back.
    pub fn parse(text: &str) -> Self {
        // The table's CHECK allows no other name.
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == text)
            .unwrap_or(Self::Unknown)
    }
}

/// A part to be stored.
#[derive(Debug, Clone)]
pub struct NewPart {
    /// What causes it: a turn, a pairing request.
    pub cause: String,
    /// What it is.
    pub kind: PartKind,
    /// The part.
    pub part: Outgoing,
}

/// A stored part.
#[derive(Debug, Clone, PartialEq)]
pub struct OutboxRow {
    /// `<cause>:<n>`.
    pub id: String,
    /// What caused it.
    pub cause: String,
    /// What it is.
    pub kind: PartKind,
    /// When it was written, ms.
    pub created_at: Ms,
    /// The part.
    pub part: Outgoing,
    /// What is known.
    pub state: OutboxState,
    /// The channel's message id.
    pub receipt: Option<String>,
    /// Tries so far.
    pub attempts: u32,
    /// Not before, ms.
    pub next_at: Ms,
    /// Why it did not arrive.
    pub error: Option<Problem>,
}

const COLUMNS: &str = "id, cause, created_at, part, state, receipt, attempts, next_at, error, kind";

/// Stores parts in order. The first is *attempting* at once unless others of the chat wait before
/// it (design.md §6 (c)); ids are derived, so parts stored twice are one.
pub fn enqueue(connection: &Connection, parts: &[NewPart], now: Ms) -> Result<(), StorageError> {
    for (n, new) in parts.iter().enumerate() {
        let route = &new.part.route;
        let waiting = n > 0 || chat_is_busy(connection, route)?;
        let state = if waiting {
            OutboxState::Pending
        } else {
            OutboxState::Attempting
        };
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO outbox(id, cause, seq, created_at, channel, account, peer, thread, kind, part, state, attempts)
                 VALUES (?1, ?2, (SELECT coalesce(max(seq), 0) + 1 FROM outbox), ?3,?4,?5,?6,?7,?8,?9,?10,?11)",
            )?
            .execute(params![
                format!("{}:{n}", new.cause),
                new.cause,
                now,
                route.channel.as_str(),
                route.account,
                route.peer,
                route.thread,
                new.kind.as_str(),
                serde_json::to_string(&new.part)?,
                state.as_str(),
                u32::from(!waiting),
            ])?;
    }
    Ok(())
}

/// The oldest open part of a chat.
pub(super) fn next(
    connection: &Connection,
    chat: &Chat,
) -> Result<Option<OutboxRow>, StorageError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM outbox WHERE channel=?1 AND account=?2 AND peer=?3
         AND state IN ('pending','attempting') ORDER BY seq LIMIT 1"
    );
    let row = connection
        .prepare_cached(&sql)?
        .query_row(
            params![chat.channel.as_str(), chat.account, chat.peer],
            read,
        )
        .optional()?;
    row.map(parse).transpose()
}

/// Every chat with open parts.
pub(super) fn open_chats(connection: &Connection) -> Result<Vec<Chat>, StorageError> {
    let mut select = connection.prepare(
        "SELECT DISTINCT channel, account, peer FROM outbox WHERE state IN ('pending','attempting')",
    )?;
    let rows = select.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?))
    })?;
    let mut chats = Vec::new();
    for row in rows {
        let (channel, account, peer) = row?;
        if let Some(channel) = ChannelKind::parse_any(&channel) {
            chats.push(Chat {
                channel,
                account,
                peer,
            });
        }
    }
    Ok(chats)
}

/// A chat: parts of one go in order, different ones at once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Chat {
    pub(super) channel: ChannelKind,
    pub(super) account: String,
    pub(super) peer: String,
}

impl From<&Route> for Chat {
    fn from(route: &Route) -> Self {
        Self {
            channel: route.channel,
            account: route.account.clone(),
            peer: route.peer.clone(),
        }
    }
}

/// Sets what is known of a part.
pub(super) fn settle(
    connection: &Connection,
    id: &str,
    state: OutboxState,
    receipt: Option<&str>,
    error: Option<&Problem>,
    next_at: Ms,
) -> Result<(), StorageError> {
    connection
        .prepare_cached("UPDATE outbox SET state=?2, receipt=coalesce(?3, receipt), error=?4, next_at=?5 WHERE id=?1")?
        .execute(params![id, state.as_str(), receipt, error.map(serde_json::to_string).transpose()?, next_at])?;
    Ok(())
}

/// Marks a part as being handed over.
pub(super) fn attempt(connection: &Connection, id: &str) -> Result<(), StorageError> {
    connection
        .prepare_cached("UPDATE outbox SET state='attempting', attempts=attempts+1 WHERE id=?1")?
        .execute([id])?;
    Ok(())
}

/// A part was not handed over after all: it waits until `next_at`, and the try does not count.
pub(super) fn put_off(
    connection: &Connection,
    id: &str,
    error: Option<&Problem>,
    next_at: Ms,
) -> Result<(), StorageError> {
    connection
        .prepare_cached(
            "UPDATE outbox SET state='pending', attempts=max(attempts-1, 0), next_at=?2,
             error=coalesce(?3, error) WHERE id=?1",
        )?
        .execute(params![
            id,
            next_at,
            error.map(serde_json::to_string).transpose()?
        ])?;
    Ok(())
}

/// The part is to go as a message of its own.
pub(super) fn without_draft(connection: &Connection, row: &OutboxRow) -> Result<(), StorageError> {
    let part = Outgoing {
        carried: None,
        ..row.part.clone()
    };
    connection
        .prepare_cached("UPDATE outbox SET part=?2 WHERE id=?1")?
        .execute(params![row.id, serde_json::to_string(&part)?])?;
    Ok(())
}

/// After a kill: what was being handed over may have arrived. Says which parts.
pub fn settle_interrupted(connection: &Connection) -> Result<Vec<OutboxRow>, StorageError> {
    // The desktop chat knows what stands in it already: said again it is said once. So is what
    // changes a message that stands in the chat.
    connection.execute(
        "UPDATE outbox SET state='pending', attempts=max(attempts-1, 0)
         WHERE state='attempting'
         AND (channel='desktop' OR json_extract(part, '$.carried.draft') IS NOT NULL)",
        [],
    )?;
    let found = select(connection, "state = 'attempting'", 10_000)?;
    let reason = serde_json::to_string(&Problem::new("delivery-interrupted"))?;
    connection.execute(
        "UPDATE outbox SET state='unknown', error=?1 WHERE state='attempting'",
        [reason],
    )?;
    Ok(found)
}

/// After a clean stop nothing is being handed over: what was only marked goes at the next start.
pub fn unmark(connection: &Connection) -> Result<usize, StorageError> {
    Ok(connection.execute(
        "UPDATE outbox SET state='pending', attempts=max(attempts-1, 0) WHERE state='attempting'",
        [],
    )?)
}

/// A restored table may be behind: what it holds as unsent may have arrived since the copy.
pub fn doubt_all(connection: &Connection) -> Result<usize, StorageError> {
    let reason = serde_json::to_string(&Problem::new("delivery-interrupted"))?;
    Ok(connection.execute(
        "UPDATE outbox SET state='unknown', error=?1 WHERE state IN ('pending','attempting')",
        [reason],
    )?)
}

/// Forgets parts written before (ms) that arrived or will never be sent. Those in trouble stay.
pub fn purge_outbox(connection: &Connection, before: Ms) -> Result<usize, StorageError> {
    let sql = "DELETE FROM outbox WHERE state IN ('sent','expired') AND created_at < ?1";
    Ok(connection.execute(sql, [before])?)
}

/// Parts of a chat that may not have arrived and of which the chat was not told; marks them told.
pub fn untold_unknown(connection: &Connection, route: &Route) -> Result<usize, StorageError> {
    Ok(connection.execute(
        "UPDATE outbox SET told=1 WHERE state='unknown' AND told=0 AND channel=?1 AND account=?2 AND peer=?3",
        params![route.channel.as_str(), route.account, route.peer],
    )?)
}

/// Sends an unknown or refused part again (`Pending`; its age counts from now), or leaves it as
/// it is (`Expired`).
/// `None` = there is no such part in trouble.
pub fn requeue(
    connection: &Connection,
    id: &str,
    state: OutboxState,
    now: Ms,
) -> Result<Option<OutboxRow>, StorageError> {
    let changed = connection.execute(
        "UPDATE outbox SET state=?2, error=NULL, next_at=0, told=1,
         attempts=CASE WHEN ?2='pending' THEN 0 ELSE attempts END,
         created_at=CASE WHEN ?2='pending' THEN ?3 ELSE created_at END WHERE id=?1 AND state IN ('unknown','refused')",
        params![id, state.as_str(), now],
    )?;
    if changed == 0 {
        return Ok(None);
    }
    let sql = format!("SELECT {COLUMNS} FROM outbox WHERE id=?1");
    connection
        .query_row(&sql, [id], read)
        .map_err(StorageError::from)
        .and_then(parse)
        .map(Some)
}

/// A part.
pub fn part(connection: &Connection, id: &str) -> Result<Option<OutboxRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM outbox WHERE id=?1");
    let row = connection.query_row(&sql, [id], read).optional()?;
    row.map(parse).transpose()
}

/// The parts of one cause, in their order.
pub fn of_cause(connection: &Connection, cause: &str) -> Result<Vec<OutboxRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM outbox WHERE cause=?1 ORDER BY seq");
    let mut select = connection.prepare_cached(&sql)?;
    let rows = select.query_map([cause], read)?;
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    rows.into_iter().map(parse).collect()
}

/// Takes back that a part was left as it is; `false` = it is no such part.
pub fn revive(
    connection: &Connection,
    id: &str,
    state: OutboxState,
    error: Option<&Problem>,
) -> Result<bool, StorageError> {
    let error = error.map(serde_json::to_string).transpose()?;
    let changed = connection.execute(
        "UPDATE outbox SET state=?2, error=?3 WHERE id=?1 AND state='expired'",
        params![id, state.as_str(), error],
    )?;
    Ok(changed == 1)
}

/// Parts, oldest first: those in trouble or on their way, or the newest of all.
pub fn list(
    connection: &Connection,
    all: bool,
    limit: u32,
) -> Result<Vec<OutboxRow>, StorageError> {
    if !all {
        return select(
            connection,
            "state IN ('unknown','refused','pending','attempting')",
            limit,
        );
    }
    let newest = format!("seq > (SELECT coalesce(max(seq), 0) FROM outbox) - {limit}");
    select(connection, &newest, limit)
}

fn select(
    connection: &Connection,
    condition: &str,
    limit: u32,
) -> Result<Vec<OutboxRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM outbox WHERE {condition} ORDER BY seq LIMIT {limit}");
    let mut select = connection.prepare_cached(&sql)?;
    let rows = select.query_map([], read)?.collect::<Result<Vec<_>, _>>()?;
    rows.into_iter().map(parse).collect()
}

pub(super) fn chat_is_busy(connection: &Connection, route: &Route) -> Result<bool, StorageError> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS(SELECT 1 FROM outbox WHERE channel=?1 AND account=?2 AND peer=?3 AND state IN ('pending','attempting'))",
        )?
        .query_row(params![route.channel.as_str(), route.account, route.peer], |row| row.get(0))?)
}

/// A row as SQLite gives it; the JSON columns are read by [`parse`].
type RawRow = (OutboxRowHead, String, Option<String>);
struct OutboxRowHead {
    id: String,
    cause: String,
    kind: PartKind,
    created_at: Ms,
    state: OutboxState,
    receipt: Option<String>,
    attempts: u32,
    next_at: Ms,
}

fn read(row: &Row<'_>) -> rusqlite::Result<RawRow> {
    let head = OutboxRowHead {
        id: row.get(0)?,
        cause: row.get(1)?,
        kind: PartKind::parse(&row.get::<_, String>(9)?),
        created_at: row.get(2)?,
        state: OutboxState::parse(&row.get::<_, String>(4)?),
        receipt: row.get(5)?,
        attempts: row.get(6)?,
        next_at: row.get(7)?,
    };
    Ok((head, row.get(3)?, row.get(8)?))
}

fn parse((head, part, error): RawRow) -> Result<OutboxRow, StorageError> {
    Ok(OutboxRow {
        id: head.id,
        cause: head.cause,
        kind: head.kind,
        created_at: head.created_at,
        part: serde_json::from_str(&part)?,
        state: head.state,
        receipt: head.receipt,
        attempts: head.attempts,
        next_at: head.next_at,
        error: error
            .map(|error| serde_json::from_str(&error))
            .transpose()?,
    })
}
