//! Taking a change back: its inverse, stored with the record of the change.
//!
//! Owns the table `undo`. What an inverse does is done by the one request `undo.run`.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::record::Kind;
use crate::clock::Ms;
use crate::error::Problem;
use crate::storage::StorageError;

/// How long a change can be taken back, ms (design.md §2).
const LIFE: Ms = 24 * 3_600_000;

/// A change of one setting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConfigEdit {
    /// Its path.
    pub path: String,
    /// What stood there; a secret only as its reference.
    pub before: Option<Value>,
    /// What was written.
    pub after: Option<Value>,
}

/// Why and until when something is held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeldAs {
    /// Why.
    pub reason: Problem,
    /// Until, ms.
    pub until: Option<Ms>,
}

/// What takes a change back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Inverse {
    /// Sets settings back, unless one was changed since.
    RevertConfig {
        /// In the order they were made.
        edits: Vec<ConfigEdit>,
    },
    /// Puts the settings file back as it was, unless it was changed since.
    RestoreConfigFile {
        /// The copy of it, in the folder of the backups.
        copy: String,
        /// The hash of what was written.
        after: String,
    },
    /// Takes a change of a file back, unless it was changed since.
    RevertFile {
        /// The agent.
        agent: String,
        /// The file.
        path: String,
        /// The version the change made.
        version: u32,
        /// The version before; `None` = there was no file.
        previous: Option<u32>,
    },
    /// Sets a hold back to what it was, unless it was changed since.
    RestoreHold {
        /// What is held.
        scope: String,
        /// How it was held before.
        before: Option<HeldAs>,
        /// How the change left it.
        after: Option<HeldAs>,
    },
    /// Takes a person off the list.
    RemovePerson {
        /// The channel.
        channel: String,
        /// The account.
        account: String,
        /// The person's id.
        id: String,
    },
    /// Puts a person on the list again.
    AddPerson {
        /// The channel.
        channel: String,
        /// The account.
        account: String,
        /// The person's id.
        id: String,
    },
    /// Lets a request that was turned down wait again.
    AskAgain {
        /// The channel.
        channel: String,
        /// The account.
        account: String,
        /// The person's id.
        id: String,
        /// The code.
        code: String,
        /// The name to show.
        name: Option<String>,
        /// Language tag.
        language: Option<String>,
        /// When the person asked, ms.
        created_at: Ms,
    },
    /// Puts back what a repair of the home changed.
    RestoreFix {
        /// The fix.
        id: String,
    },
    /// Lets a conversation be as it was before it was shortened.
    RewindCompaction {
        /// Its key.
        key: String,
        /// The session it was in.
        session_id: String,
        /// The entry of the compaction.
        entry: String,
    },
    /// Opens an earlier session of a conversation again, unless somebody has spoken since.
    ReopenSession {
        /// The conversation.
        key: String,
        /// The session that the change began.
        from: String,
        /// The one to open again.
        to: String,
        /// What the conversation's record said of it.
        fields: serde_json::Map<String, Value>,
    },
    /// Brings a conversation, or an earlier session of it, back from the trash.
    RestoreSession {
        /// The conversation.
        key: String,
        /// Where it lies in the trash.
        name: String,
    },
    /// Puts a conversation into the archive or takes it out again.
    ArchiveSession {
        /// The conversation.
        key: String,
        /// When it was archived, ms; `None` = it was not.
        at: Option<Ms>,
    },
    /// Takes back what the allowance was given for a day.
    EndExtension {
        /// Which.
        id: String,
    },
    /// Takes an event back that nobody has read.
    DropEvent {
        /// Which.
        id: String,
    },
    /// Puts a job back as it was, unless it was changed since.
    RestoreJob {
        /// Which.
        id: String,
        /// Its definition before; `None` = there was none.
        before: Option<Map<String, Value>>,
        /// The same after.
        after: Option<Map<String, Value>>,
    },
    /// A model without a price may no longer run by itself.
    AskPriceAgain {
        /// `provider/model`.
        model: String,
    },
    /// Asks again about runs that were cut off.
    AskCutOff {
        /// Of this job.
        job: String,
        /// Which.
        runs: Vec<String>,
    },
    /// Shows a part that was left as it is as trouble again.
    ReviveDelivery {
        /// The part.
        id: String,
        /// What was known of it.
        state: String,
        /// Why it did not arrive.
        error: Option<Problem>,
    },
    /// Sets what was chosen for a conversation back, unless it was changed since.
    RestoreChoice {
        /// The conversation.
        key: String,
        /// Fields of its entry before; null = absent.
        before: Map<String, Value>,
        /// The same fields after.
        after: Map<String, Value>,
    },
}

impl Inverse {
    /// The conversation the change belongs to; `None` = the home.
    pub fn session_key(&self) -> Option<&str> {
        match self {
            Self::RestoreChoice { key, .. }
            | Self::RewindCompaction { key, .. }
            | Self::ReopenSession { key, .. }
            | Self::RestoreSession { key, .. }
            | Self::ArchiveSession { key, .. } => Some(key),
            Self::RevertConfig { .. }
            | Self::RestoreConfigFile { .. }
            | Self::RevertFile { .. }
            | Self::RestoreHold { .. }
            | Self::RemovePerson { .. }
            | Self::AddPerson { .. }
            | Self::AskAgain { .. }
            | Self::RestoreFix { .. }
            | Self::EndExtension { .. }
            | Self::DropEvent { .. }
            | Self::RestoreJob { .. }
            | Self::AskPriceAgain { .. }
            | Self::AskCutOff { .. }
            | Self::ReviveDelivery { .. } => None,
        }
    }
}

/// An undo as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredUndo {
    /// Its id.
    pub id: String,
    /// The record it belongs to.
    pub activity_id: String,
    /// Until when, ms.
    pub expires_at: Ms,
    /// What it does.
    pub inverse: Inverse,
    /// What it does in words: a code and parameters.
    pub label: Problem,
    /// It was used.
    pub used: bool,
}

impl StoredUndo {
    /// The id of the undo of a record.
    pub fn id_of(activity_id: &str) -> String {
        format!("undo:{activity_id}")
    }
}

/// Stores an undo beside its record, in the same transaction.
pub fn add_undo(
    connection: &Connection,
    activity_id: &str,
    at: Ms,
    inverse: &Inverse,
    label: Problem,
) -> Result<StoredUndo, StorageError> {
    let id = StoredUndo::id_of(activity_id);
    connection.execute(
        "INSERT OR REPLACE INTO undo(id, activity_id, at, expires_at, inverse, label, session_key)
         VALUES (?1,?2,?3,?4,?5,?6,?7)",
        params![
            id,
            activity_id,
            at,
            at + LIFE,
            serde_json::to_string(inverse)?,
            serde_json::to_string(&label)?,
            inverse.session_key(),
        ],
    )?;
    connection.execute(
        "UPDATE activity SET undo = ?1 WHERE id = ?2",
        params![id, activity_id],
    )?;
    Ok(StoredUndo {
        id,
        activity_id: activity_id.to_owned(),
        expires_at: at + LIFE,
        inverse: inverse.clone(),
        label,
        used: false,
    })
}

/// The undo of an id.
pub fn undo_of(connection: &Connection, id: &str) -> Result<Option<StoredUndo>, StorageError> {
    select(connection, "WHERE id = ?1", params![id])
}

/// The newest one that can still be used.
pub fn newest_undo(connection: &Connection, now: Ms) -> Result<Option<StoredUndo>, StorageError> {
    select(
        connection,
        "WHERE used_at IS NULL AND expires_at > ?1 ORDER BY at DESC LIMIT 1",
        params![now],
    )
}

/// Those that can still be used and are older than the one of this id, newest first.
pub fn older_undos(
    connection: &Connection,
    than: &str,
    now: Ms,
    limit: u32,
) -> Result<Vec<StoredUndo>, StorageError> {
    let mut select = connection.prepare_cached(
        "SELECT id FROM undo WHERE used_at IS NULL AND expires_at > ?2 AND id <> ?1
         AND at <= (SELECT at FROM undo WHERE id = ?1) ORDER BY at DESC LIMIT ?3",
    )?;
    let ids = select.query_map(params![than, now, limit], |row| row.get::<_, String>(0))?;
    let ids = ids.collect::<Result<Vec<_>, _>>()?;
    let mut older = Vec::new();
    for id in ids {
        older.extend(undo_of(connection, &id)?);
    }
    Ok(older)
}

/// The newest one of a conversation or of the home that can still be used.
pub fn newest_undo_of(
    connection: &Connection,
    key: &str,
    now: Ms,
) -> Result<Option<StoredUndo>, StorageError> {
    select(
        connection,
        "WHERE used_at IS NULL AND expires_at > ?1 AND (session_key IS NULL OR session_key = ?2)
         ORDER BY at DESC LIMIT 1",
        params![now, key],
    )
}

/// The one a command has claimed.
pub fn claimed_undo(connection: &Connection, by: &str) -> Result<Option<StoredUndo>, StorageError> {
    select(connection, "WHERE used_by = ?1", params![by])
}

/// Claims one for a command (`None` lets it go), before what it changes is touched: carried out
/// again after a kill, the command finds it.
pub fn claim_undo(connection: &Connection, id: &str, by: Option<&str>) -> Result<(), StorageError> {
    let sql = "UPDATE undo SET used_by = ?2 WHERE id = ?1 AND used_at IS NULL";
    connection.execute(sql, params![id, by])?;
    Ok(())
}

/// Marks it used; `false` = it was already.
pub fn use_undo(connection: &Connection, id: &str, now: Ms) -> Result<bool, StorageError> {
    Ok(connection.execute(
        "UPDATE undo SET used_at = ?2 WHERE id = ?1 AND used_at IS NULL",
        params![id, now],
    )? == 1)
}

/// Ends the undo of what was recorded of this kind about `reference` before `before`: something
/// that depends on it has happened since.
pub fn end_undo(
    connection: &Connection,
    kind: Kind,
    reference: &str,
    before: Ms,
) -> Result<usize, StorageError> {
    Ok(connection
        .prepare_cached(
            "UPDATE undo SET expires_at = ?3 WHERE used_at IS NULL AND expires_at > ?3 AND activity_id IN
             (SELECT id FROM activity WHERE kind = ?1 AND ref = ?2 AND at < ?3)",
        )?
        .execute(params![kind.as_str(), reference, before])?)
}

/// Forgets those that ended before `now`.
pub fn expire_undo(connection: &Connection, now: Ms) -> Result<usize, StorageError> {
    Ok(connection.execute("DELETE FROM undo WHERE expires_at < ?1", [now])?)
}

fn select(
    connection: &Connection,
    condition: &str,
    values: impl rusqlite::Params,
) -> Result<Option<StoredUndo>, StorageError> {
    let sql = format!(
        "SELECT id, activity_id, expires_at, inverse, label, used_at FROM undo {condition}"
    );
    let row = connection
        .prepare_cached(&sql)?
        .query_row(values, |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, String>(1)?,
                row.get(2)?,
                row.get::<_, String>(3)?,
                row.get::<_, String>(4)?,
                row.get::<_, Option<Ms>>(5)?,
            ))
        })
        .optional()?;
    let Some((id, activity_id, expires_at, inverse, label, used_at)) = row else {
        return Ok(None);
    };
    Ok(Some(StoredUndo {
        id,
        activity_id,
        expires_at,
        inverse: serde_json::from_str(&inverse)?,
        label: serde_json::from_str(&label)?,
        used: used_at.is_some(),
    }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::activity::{Record, record};

    #[test]
    fn a_message_ends_the_undo_of_what_came_before_it_in_its_conversation_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cove.db");
        let mut connection = Connection::open(&path).unwrap();
        crate::storage::migrate(&mut connection, &path).unwrap();
        let about = "one";
        for (id, at, about) in [("a", 10, about), ("b", 20, about), ("c", 10, "two")] {
            let told = Record::new(id.into(), at, Kind::Compaction, "done").about(about);
            record(&connection, &told).unwrap();
            let inverse = Inverse::RewindCompaction {
                key: about.into(),
                session_id: "s".into(),
                entry: id.into(),
            };
            add_undo(
                &connection,
                id,
                at,
                &inverse,
                Problem::new("undo-compaction-done"),
            )
            .unwrap();
        }
        assert_eq!(
            end_undo(&connection, Kind::Compaction, about, 15).unwrap(),
            1
        );
        assert_eq!(end_undo(&connection, Kind::Turn, about, 100).unwrap(), 0);
        let open = |id: &str| {
            undo_of(&connection, &StoredUndo::id_of(id))
                .unwrap()
                .unwrap()
                .expires_at
                > 1_000
        };
        assert_eq!(["a", "b", "c"].map(open), [false, true, true]);
    }
}
