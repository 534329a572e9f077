//! One record for each thing that happened or did not.
//!
//! Owns the table `activity`. Ids are derived from what is told, so a record written twice is one.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use crate::clock::Ms;
use crate::error::{Params, Problem};
use crate::storage::StorageError;

/// What a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A turn.
    Turn,
    /// An inbound message that became no turn.
    Message,
    /// A part on its way out.
    Delivery,
    /// Somebody asked to be let in, or was.
    Pairing,
    /// A setting.
    Config,
    /// A file of the agent.
    File,
    /// A channel.
    Channel,
    /// A pause.
    Hold,
    /// A secret.
    Secret,
    /// Something was mended at the start.
    Recovery,
    /// What a check of the home found or mended.
    Health,
    /// A backup.
    Backup,
    /// Notes were written down before a conversation was shortened or replaced.
    Flush,
    /// A conversation was shortened.
    Compaction,
    /// A conversation began anew.
    Reset,
    /// A conversation was opened again, archived or removed.
    Session,
    /// The allowance is nearly or wholly used, or was changed for a day.
    Allowance,
    /// A job ran, or did not.
    Job,
    /// A beat.
    Heartbeat,
    /// Something the agent is to be told.
    Event,
}

impl Kind {
    /// Its name in lists.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Turn => "turn",
            Self::Message => "message",
            Self::Delivery => "delivery",
            Self::Pairing => "pairing",
            Self::Config => "config",
            Self::File => "file",
            Self::Channel => "channel",
            Self::Hold => "hold",
            Self::Secret => "secret",
            Self::Recovery => "recovery",
            Self::Health => "health",
            Self::Backup => "backup",
            Self::Flush => "flush",
            Self::Compaction => "compaction",
            Self::Reset => "reset",
            Self::Session => "session",
            Self::Allowance => "allowance",
            Self::Job => "job",
            Self::Heartbeat => "heartbeat",
            Self::Event => "event",
        }
    }
}

/// A record. Its sentence is `activity-<kind>-<outcome>` with `params`.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Derived: the same for the same happening.
    pub id: String,
    /// When, ms.
    pub at: Ms,
    /// What about, see [`Kind`].
    pub kind: String,
    /// The id of what it is about.
    pub reference: Option<String>,
    /// How it ended.
    pub outcome: String,
    /// Why, where it did not happen.
    pub reason: Option<Problem>,
    /// Parameters of its sentence.
    pub params: Params,
    /// The undo that takes it back.
    pub undo: Option<String>,
}

impl Record {
    /// A record without reason, parameters and undo.
    pub fn new(id: String, at: Ms, kind: Kind, outcome: &str) -> Self {
        Self {
            id,
            at,
            kind: kind.as_str().to_owned(),
            reference: None,
            outcome: outcome.to_owned(),
            reason: None,
            params: Params::new(),
            undo: None,
        }
    }

    /// Says what it is about.
    pub fn about(mut self, reference: &str) -> Self {
        self.reference = Some(reference.to_owned());
        self
    }

    /// Says why.
    pub fn because(mut self, reason: Problem) -> Self {
        self.reason = Some(reason);
        self
    }

    /// Adds a parameter of its sentence.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }
}

/// Writes a record unless its id is there already.
pub fn record(connection: &Connection, record: &Record) -> Result<(), StorageError> {
    let reason = record
        .reason
        .as_ref()
        .map(serde_json::to_string)
        .transpose()?;
    let mut insert = connection.prepare_cached(
        "INSERT OR IGNORE INTO activity(id, at, kind, ref, outcome, reason, params, undo) VALUES (?1,?2,?3,?4,?5,?6,?7,?8)",
    )?;
    insert.execute(params![
        record.id,
        record.at,
        record.kind,
        record.reference,
        record.outcome,
        reason,
        serde_json::to_string(&record.params)?,
        record.undo,
    ])?;
    Ok(())
}

/// Whether a record of this id is there.
pub fn is_recorded(connection: &Connection, id: &str) -> Result<bool, StorageError> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM activity WHERE id = ?1")?
        .exists([id])?)
}

/// A page of records, newest first, older than the record `before`.
pub fn page(
    connection: &Connection,
    before: Option<&str>,
    kind: Option<&str>,
    limit: u32,
) -> Result<Vec<Record>, StorageError> {
    let from = match before {
        Some(id) => place_of(connection, id)?,
        None => None,
    };
    page_from(connection, &from.unwrap_or_else(newest), kind, limit)
}

/// Where a list begins, ms and id: everything is older.
pub fn newest() -> (Ms, String) {
    (Ms::MAX, String::new())
}

/// Where a record stands in the list, ms and id.
pub fn place_of(connection: &Connection, id: &str) -> Result<Option<(Ms, String)>, StorageError> {
    Ok(connection
        .query_row("SELECT at, id FROM activity WHERE id = ?1", [id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?)
}

/// A page of records, newest first, older than a place in the list.
pub fn page_from(
    connection: &Connection,
    (at, id): &(Ms, String),
    kind: Option<&str>,
    limit: u32,
) -> Result<Vec<Record>, StorageError> {
    select(
        connection,
        "WHERE (at < ?1 OR (at = ?1 AND id < ?2)) AND (?3 IS NULL OR kind = ?3)
         ORDER BY at DESC, id DESC LIMIT ?4",
        params![at, id, kind, limit],
    )
}

/// The newest of the records `id` and `id:…`.
pub fn newest_under(connection: &Connection, id: &str) -> Result<Option<Record>, StorageError> {
    // `;` follows `:`, so the range holds exactly what begins with `id:`.
    let found = select(
        connection,
        "WHERE id = ?1 OR (id > ?1 || ':' AND id < ?1 || ';') ORDER BY at DESC, id DESC LIMIT 1",
        params![id],
    )?;
    Ok(found.into_iter().next())
}

fn select(
    connection: &Connection,
    condition: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<Record>, StorageError> {
    let mut select = connection.prepare_cached(&format!(
        "SELECT id, at, kind, ref, outcome, reason, params, undo FROM activity {condition}"
    ))?;
    let rows = select.query_map(values, |row| {
        Ok((
            Record {
                id: row.get(0)?,
                at: row.get(1)?,
                kind: row.get(2)?,
                reference: row.get(3)?,
                outcome: row.get(4)?,
                reason: None,
                params: Params::new(),
                undo: row.get(7)?,
            },
            row.get::<_, Option<String>>(5)?,
            row.get::<_, String>(6)?,
        ))
    })?;
    let mut records = Vec::new();
    for row in rows {
        let (mut record, reason, params) = row?;
        record.reason = reason
            .map(|reason| serde_json::from_str(&reason))
            .transpose()?;
        record.params = serde_json::from_str(&params)?;
        records.push(record);
    }
    Ok(records)
}

/// Forgets records older than `before`, ms.
pub fn purge(connection: &Connection, before: Ms) -> Result<usize, StorageError> {
    Ok(connection.execute("DELETE FROM activity WHERE at < ?1", [before])?)
}
