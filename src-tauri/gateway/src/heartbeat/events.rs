//! System events: what the agent is to be told, kept until a turn has read it.
//!
//! Owns the table `system_events`. The id of an event names where it comes from and which one it
//! is, so the same is queued once; it is done in the transaction of the turn that read it, so it
//! is handed over once. Says nothing to anybody.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::waiting::{Waiting, WakeMode};
use crate::clock::Ms;
use crate::storage::{StorageError, Tx};

/// Most characters of an event.
pub const MOST_CHARS: usize = 8_000;
/// After a turn of its own that failed, the next comes this much later, ms; then it waits for a
/// beat or a talk.
const AGAIN: [Ms; 2] = [60_000, 5 * 60_000];
/// A time that never comes.
const NEVER: Ms = Ms::MAX / 4;
/// From when on an event that only talks and beats for other reasons read gets a turn of its own.
const WITH_A_TALK: Ms = NEVER + 1;
/// Read and dropped events are kept so long, so that the same is not queued again, ms.
const KEPT: Ms = 90 * 24 * 3_600_000;

impl WakeMode {
    /// The field's own name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::NextHeartbeat => "next-heartbeat",
        }
    }

    /// Reads it back.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Now, Self::NextHeartbeat]
            .into_iter()
            .find(|mode| mode.as_str() == text)
    }
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemEvent {
    /// `<source>:<slot or id>`.
    pub id: String,
    /// The agent.
    pub agent: String,
    /// The conversation that is to read it.
    pub session_key: String,
    /// What the agent is told.
    pub text: String,
    /// When it is to be read.
    pub wake: WakeMode,
    /// When it was queued, ms.
    pub created: Ms,
    /// From when on it may get a turn of its own, ms.
    pub next_at: Ms,
    /// Turns of its own that failed.
    pub tries: u32,
}

impl SystemEvent {
    /// A new one.
    pub fn new(id: String, agent: &str, session_key: &str, text: &str, wake: WakeMode) -> Self {
        Self {
            id,
            agent: agent.to_owned(),
            session_key: session_key.to_owned(),
            text: text.to_owned(),
            wake,
            created: 0,
            next_at: 0,
            tries: 0,
        }
    }

    /// The same, read by the next turn there is: it never begins one.
    #[must_use]
    pub fn with_a_talk(mut self) -> Self {
        self.next_at = WITH_A_TALK;
        self
    }

    /// Whether it never begins a turn, not even a planned beat that has nothing else to do.
    pub fn waits_for_a_talk(&self) -> bool {
        self.next_at == WITH_A_TALK
    }

    /// As the decision looks at it.
    pub fn waiting(&self) -> Waiting {
        Waiting {
            wake: self.wake,
            since: self.next_at,
        }
    }
}

/// Queues an event; `false` = it was queued before.
pub fn queue_event(tx: &Tx<'_>, event: &SystemEvent, now: Ms) -> Result<bool, StorageError> {
    let rows = tx.execute(
        "INSERT OR IGNORE INTO system_events(id, agent, session_key, text, wake, created, next_at, state)
         VALUES (?1,?2,?3,?4,?5,?6,?7,'waiting')",
        params![
            event.id,
            event.agent,
            event.session_key,
            event.text,
            event.wake.as_str(),
            now,
            event.next_at.max(now)
        ],
    )?;
    Ok(rows > 0)
}

/// Takes an event back; `false` = it was read already.
pub fn drop_event(tx: &Tx<'_>, id: &str) -> Result<bool, StorageError> {
    let update = "UPDATE system_events SET state = 'dropped' WHERE id = ?1 AND state = 'waiting'";
    Ok(tx.execute(update, [id])? > 0)
}

/// How far an event got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventState {
    /// Nobody has read it; it got a turn of its own so often that failed, and gets no other where
    /// `alone` is false.
    Waiting {
        /// It will get a turn of its own.
        alone: bool,
    },
    /// This turn has read it.
    Read(String),
    /// It was taken back.
    Dropped,
}

/// How far an event got; `None` = there is no such event.
pub fn event_state(connection: &Connection, id: &str) -> Result<Option<EventState>, StorageError> {
    let found = connection
        .prepare_cached("SELECT state, turn_id, next_at FROM system_events WHERE id = ?1")?
        .query_row([id], |row| {
            let (state, turn): (String, Option<String>) = (row.get(0)?, row.get(1)?);
            Ok(match state.as_str() {
                "waiting" => EventState::Waiting {
                    alone: row.get::<_, Ms>(2)? < NEVER,
                },
                "done" => EventState::Read(turn.unwrap_or_default()),
                _ => EventState::Dropped,
            })
        })
        .optional()?;
    Ok(found)
}

/// Events of a conversation that nobody has read, oldest first.
pub fn waiting_events(
    connection: &Connection,
    key: &str,
) -> Result<Vec<SystemEvent>, StorageError> {
    let mut select = connection.prepare_cached(
        "SELECT id, agent, session_key, text, wake, created, next_at, tries FROM system_events
         WHERE session_key = ?1 AND state = 'waiting' ORDER BY created, id",
    )?;
    let rows = select.query_map([key], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// All events that nobody has read, oldest first.
pub fn all_waiting_events(connection: &Connection) -> Result<Vec<SystemEvent>, StorageError> {
    let mut select = connection.prepare_cached(
        "SELECT id, agent, session_key, text, wake, created, next_at, tries FROM system_events
         WHERE state = 'waiting' ORDER BY created, id",
    )?;
    let rows = select.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A turn has read these.
pub fn read_events(tx: &Tx<'_>, ids: &[String], turn_id: &str) -> Result<(), StorageError> {
    let mut update = tx.prepare_cached(
        "UPDATE system_events SET state = 'done', turn_id = ?2 WHERE id = ?1 AND state = 'waiting'",
    )?;
    for id in ids {
        update.execute([id.as_str(), turn_id])?;
    }
    Ok(())
}

/// A turn of their own that should have read these failed: later again, and a few times only.
pub fn put_off_events(tx: &Tx<'_>, events: &[SystemEvent], now: Ms) -> Result<(), StorageError> {
    let mut update = tx.prepare_cached(
        "UPDATE system_events SET next_at = ?2, tries = ?3 WHERE id = ?1 AND state = 'waiting'",
    )?;
    for event in events {
        let tries = usize::try_from(event.tries).unwrap_or(usize::MAX);
        let next = AGAIN.get(tries).map_or(NEVER, |later| now + later);
        update.execute(params![event.id, next, event.tries.saturating_add(1)])?;
    }
    Ok(())
}

/// Forgets what was read long ago.
pub fn purge_events(tx: &Tx<'_>, now: Ms) -> Result<(), StorageError> {
    tx.execute(
        "DELETE FROM system_events WHERE state <> 'waiting' AND created < ?1",
        [now - KEPT],
    )?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<SystemEvent, rusqlite::Error> {
    let wake: String = row.get(4)?;
    Ok(SystemEvent {
        id: row.get(0)?,
        agent: row.get(1)?,
        session_key: row.get(2)?,
        text: row.get(3)?,
        // The table takes no other word.
        wake: WakeMode::parse(&wake).unwrap_or(WakeMode::Now),
        created: row.get(5)?,
        next_at: row.get(6)?,
        tries: row.get(7)?,
    })
}

#[cfg(test)]
#[path = "events_tests.rs"]
mod tests;
