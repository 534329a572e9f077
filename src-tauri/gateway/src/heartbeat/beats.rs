//! What became of each beat: ran, or not and why.
//!
//! Owns the table `beats`. A row is *running* while a task works on it; what a kill left is
//! settled at the next start. Decides nothing.

use rusqlite::{Connection, OptionalExtension, Row, params};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::decide::{Occasion, Skip};
use super::reply::AGAIN;
use crate::clock::Ms;
use crate::error::Problem;
use crate::storage::{StorageError, Tx};

/// Rows are kept so long, ms.
const KEPT: Ms = 90 * 24 * 3_600_000;

impl Occasion {
    /// Its word in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Slot => "slot",
            Self::Event => "event",
            Self::Person => "person",
        }
    }

    fn parse(text: &str) -> Self {
        match text {
            "event" => Self::Event,
            "person" => Self::Person,
            _ => Self::Slot,
        }
    }
}

/// What became of a beat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum BeatState {
    /// It is at work.
    Running,
    /// All is well, nothing was said.
    Ok,
    /// It said something.
    Said,
    /// It would have said what it said within a day.
    Duplicate,
    /// It failed.
    Failed,
    /// It was left out.
    Skipped,
    /// Cove ended in it.
    Interrupted,
    /// A person stopped it.
    Stopped,
}

impl BeatState {
    const ALL: [Self; 8] = [
        Self::Running,
        Self::Ok,
        Self::Said,
        Self::Duplicate,
        Self::Failed,
        Self::Skipped,
        Self::Interrupted,
        Self::Stopped,
    ];

    /// Its stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Ok => "ok",
            Self::Said => "said",
            Self::Duplicate => "duplicate",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Interrupted => "interrupted",
            Self::Stopped => "stopped",
        }
    }

    fn parse(text: &str) -> Self {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == text);
        // The table takes no other word.
        found.unwrap_or(Self::Interrupted)
    }
}

/// A beat.
#[derive(Debug, Clone, PartialEq)]
pub struct BeatRow {
    /// Its turn: `beat:<agent>:<slot>`, `event:<key>:<ms>` or `now:<agent>:<ms>`.
    pub id: String,
    /// The agent.
    pub agent: String,
    /// Why it was thought of.
    pub occasion: Occasion,
    /// Its minute of the grid, else when it was thought of, ms.
    pub slot_at: Ms,
    /// The conversation it beats in.
    pub session_key: String,
    /// Beats before it that it stands for.
    pub left_out: u32,
    /// What became of it.
    pub state: BeatState,
    /// Why, where it did not run or failed.
    pub reason: Option<Problem>,
    /// What it said.
    pub text: Option<String>,
    /// When it began or was left out, ms.
    pub started: Ms,
    /// When it ended, ms.
    pub ended: Option<Ms>,
}

impl BeatRow {
    /// The id of the record of what became of it.
    pub fn record_id(&self) -> String {
        format!("heartbeat:{}:{}", self.id, self.state.as_str())
    }

    /// One that begins now.
    pub fn new(occasion: Occasion, agent: &str, session_key: &str, slot_at: Ms) -> Self {
        let source = match occasion {
            Occasion::Slot => "beat",
            Occasion::Event => "event",
            Occasion::Person => "now",
        };
        Self {
            id: match occasion {
                // Two conversations may have theirs in the same moment.
                Occasion::Event => format!("{source}:{session_key}:{slot_at}"),
                _ => format!("{source}:{agent}:{slot_at}"),
            },
            agent: agent.to_owned(),
            occasion,
            slot_at,
            session_key: session_key.to_owned(),
            left_out: 0,
            state: BeatState::Running,
            reason: None,
            text: None,
            started: slot_at,
            ended: None,
        }
    }

    /// The same, left out.
    pub fn skipped(mut self, why: Skip, now: Ms) -> Self {
        self.state = BeatState::Skipped;
        self.reason = Some(why.into());
        (self.started, self.ended) = (now, Some(now));
        self
    }

    /// The same, ended.
    pub fn ended(mut self, state: BeatState, reason: Option<Problem>, now: Ms) -> Self {
        (self.state, self.reason, self.ended) = (state, reason, Some(now));
        self
    }
}

/// Writes a beat as it stands now.
pub fn put_beat(tx: &Tx<'_>, beat: &BeatRow) -> Result<(), StorageError> {
    let reason = beat
        .reason
        .as_ref()
        .map(serde_json::to_string)
        .transpose()?;
    tx.execute(
        "INSERT INTO beats(id, agent, occasion, slot_at, session_key, left_out, state, reason, text, started, ended)
         VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)
         ON CONFLICT(id) DO UPDATE SET state=?7, reason=?8, text=?9, started=?10, ended=?11",
        params![
            beat.id,
            beat.agent,
            beat.occasion.as_str(),
            beat.slot_at,
            beat.session_key,
            beat.left_out,
            beat.state.as_str(),
            reason,
            beat.text,
            beat.started,
            beat.ended,
        ],
    )?;
    Ok(())
}

/// The newest minute of the grid that was thought of, ms.
pub fn last_slot(connection: &Connection, agent: &str) -> Result<Option<Ms>, StorageError> {
    Ok(connection
        .prepare_cached("SELECT max(slot_at) FROM beats WHERE agent = ?1 AND occasion = 'slot'")?
        .query_row([agent], |row| row.get(0))?)
}

/// The newest beat of an agent, whatever became of it.
pub fn last_beat(connection: &Connection, agent: &str) -> Result<Option<BeatRow>, StorageError> {
    let select = format!("{SELECT} WHERE agent = ?1 ORDER BY started DESC, rowid DESC LIMIT 1");
    Ok(connection
        .prepare_cached(&select)?
        .query_row([agent], read)
        .optional()?)
}

/// The newest beats of an agent, newest first, at most so many.
pub fn newest_beats(
    connection: &Connection,
    agent: &str,
    most: u32,
) -> Result<Vec<BeatRow>, StorageError> {
    let select = format!("{SELECT} WHERE agent = ?1 ORDER BY started DESC, rowid DESC LIMIT ?2");
    let mut select = connection.prepare_cached(&select)?;
    let rows = select.query_map(params![agent, most], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Beats of all agents that no record tells of, newest first: those older than a time, ms, and at
/// that time those whose [`BeatRow::record_id`] is smaller.
pub fn unrecorded_beats(
    connection: &Connection,
    (at, id): &(Ms, String),
    most: u32,
) -> Result<Vec<BeatRow>, StorageError> {
    let select = format!(
        "{SELECT} WHERE state IN ('ok','duplicate','skipped')
         AND (started < ?1 OR (started = ?1 AND 'heartbeat:' || id || ':' || state < ?2))
         ORDER BY started DESC, 'heartbeat:' || id || ':' || state DESC LIMIT ?3"
    );
    let mut select = connection.prepare_cached(&select)?;
    let rows = select.query_map(params![at, id, most], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A beat by its turn.
pub fn beat_of(connection: &Connection, turn: &str) -> Result<Option<BeatRow>, StorageError> {
    let select = format!("{SELECT} WHERE id = ?1");
    Ok(connection
        .prepare_cached(&select)?
        .query_row([turn], read)
        .optional()?)
}

/// Beats that are at work, or were when Cove ended.
pub fn running_beats(connection: &Connection) -> Result<Vec<BeatRow>, StorageError> {
    let select = format!("{SELECT} WHERE state = 'running' ORDER BY started");
    let mut select = connection.prepare_cached(&select)?;
    let rows = select.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What an agent's beats said in the day before `now`, and when, ms, newest first.
pub fn said_lately(
    connection: &Connection,
    agent: &str,
    now: Ms,
) -> Result<Vec<(String, Ms)>, StorageError> {
    let mut select = connection.prepare_cached(
        "SELECT text, ended FROM beats WHERE agent = ?1 AND state = 'said' AND text IS NOT NULL
         AND ended > ?2 ORDER BY ended DESC",
    )?;
    let rows = select.query_map(params![agent, now - AGAIN], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The error codes of the newest beats of the grid that ran to an end, newest first; `None` = it
/// did not fail. Those a pause was made of are left out.
pub fn newest_failures(
    connection: &Connection,
    agent: &str,
) -> Result<Vec<Option<String>>, StorageError> {
    let mut select = connection.prepare_cached(
        "SELECT reason FROM beats WHERE agent = ?1 AND occasion = 'slot' AND counted = 1
         AND state IN ('ok','said','duplicate','failed') ORDER BY started DESC LIMIT 3",
    )?;
    let rows = select.query_map([agent], |row| row.get::<_, Option<String>>(0))?;
    let mut codes = Vec::new();
    for reason in rows {
        let problem: Option<Problem> = reason?
            .map(|text| serde_json::from_str(&text))
            .transpose()?;
        codes.push(problem.map(|problem| problem.code));
    }
    Ok(codes)
}

/// A pause was made of the failures so far; they count no more.
pub fn forget_failures(tx: &Tx<'_>, agent: &str) -> Result<(), StorageError> {
    tx.execute("UPDATE beats SET counted = 0 WHERE agent = ?1", [agent])?;
    Ok(())
}

/// Remembers how often beats were before they were turned off.
pub fn remember_every(tx: &Tx<'_>, every: &str) -> Result<(), StorageError> {
    tx.execute(
        "INSERT OR REPLACE INTO meta(name, value) VALUES ('heartbeat.every', ?1)",
        [every],
    )?;
    Ok(())
}

/// How often they were.
pub fn earlier_every(connection: &Connection) -> Result<Option<String>, StorageError> {
    Ok(connection
        .prepare_cached("SELECT value FROM meta WHERE name = 'heartbeat.every'")?
        .query_row([], |row| row.get(0))
        .optional()?)
}

/// Forgets old beats.
pub fn purge_beats(tx: &Tx<'_>, now: Ms) -> Result<(), StorageError> {
    tx.execute(
        "DELETE FROM beats WHERE started < ?1 AND state <> 'running'",
        [now - KEPT],
    )?;
    Ok(())
}

const SELECT: &str = "SELECT id, agent, occasion, slot_at, session_key, left_out, state, reason, text, started, ended FROM beats";

fn read(row: &Row<'_>) -> Result<BeatRow, rusqlite::Error> {
    let (occasion, state): (String, String) = (row.get(2)?, row.get(6)?);
    let reason: Option<String> = row.get(7)?;
    Ok(BeatRow {
        id: row.get(0)?,
        agent: row.get(1)?,
        occasion: Occasion::parse(&occasion),
        slot_at: row.get(3)?,
        session_key: row.get(4)?,
        left_out: row.get(5)?,
        state: BeatState::parse(&state),
        // Written by this file only.
        reason: reason.and_then(|text| serde_json::from_str(&text).ok()),
        text: row.get(8)?,
        started: row.get(9)?,
        ended: row.get(10)?,
    })
}

#[cfg(test)]
#[path = "beats_tests.rs"]
mod tests;
