//! What Cove says by itself while it is quiet: kept until that is over, then told in one message.
//!
//! Owns the table `kept_notices`. When it is quiet and what the message says is decided by others.

use rusqlite::{Connection, params};

use super::outbox::{NewPart, enqueue};
use crate::clock::Ms;
use crate::storage::StorageError;

/// Something that waits to be told.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptNotice {
    /// What caused it; kept twice it is told once.
    pub id: String,
    /// Whose person it is for.
    pub agent: String,
    /// Since, ms.
    pub at: Ms,
    /// What it says.
    pub text: String,
    /// Rows of buttons: label and data.
    pub buttons: Vec<Vec<(String, String)>>,
}

/// Keeps it.
///
/// # Errors
/// When the table can't be written.
pub fn keep_notice(connection: &Connection, notice: &KeptNotice) -> Result<(), StorageError> {
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO kept_notices(id, agent, at, text, buttons) VALUES (?1,?2,?3,?4,?5)",
        )?
        .execute(params![
            notice.id,
            notice.agent,
            notice.at,
            notice.text,
            serde_json::to_string(&notice.buttons)?
        ])?;
    Ok(())
}

/// What is kept, oldest first.
///
/// # Errors
/// When the table can't be read.
pub fn kept_notices(connection: &Connection) -> Result<Vec<KeptNotice>, StorageError> {
    let mut select = connection
        .prepare_cached("SELECT id, agent, at, text, buttons FROM kept_notices ORDER BY at, id")?;
    let rows = select.query_map([], |row| {
        let buttons: String = row.get(4)?;
        let notice = KeptNotice {
            id: row.get(0)?,
            agent: row.get(1)?,
            at: row.get(2)?,
            text: row.get(3)?,
            buttons: Vec::new(),
        };
        Ok((notice, buttons))
    })?;
    let mut kept = Vec::new();
    for row in rows {
        let (notice, buttons) = row?;
        kept.push(KeptNotice {
            buttons: serde_json::from_str(&buttons)?,
            ..notice
        });
    }
    Ok(kept)
}

/// Puts what is kept on its way, told by these parts, and keeps it no more.
///
/// # Errors
/// When the tables can't be written: then all of it is still kept.
pub fn tell_kept(
    connection: &Connection,
    kept: &[KeptNotice],
    parts: &[NewPart],
    now: Ms,
) -> Result<(), StorageError> {
    enqueue(connection, parts, now)?;
    let mut delete = connection.prepare_cached("DELETE FROM kept_notices WHERE id = ?1")?;
    for notice in kept {
        delete.execute([&notice.id])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::storage::Db;

    fn notice(id: &str, at: Ms) -> KeptNotice {
        KeptNotice {
            id: id.into(),
            agent: "main".into(),
            at,
            text: format!("{id} failed"),
            buttons: vec![vec![("Why".into(), format!("job-why:{id}"))]],
        }
    }

    #[tokio::test]
    async fn what_is_kept_twice_is_told_once_in_its_order() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("cove.db")).unwrap();
        let told = db.write(|tx| {
            for (id, at) in [("b", 2), ("a", 1), ("b", 3)] {
                keep_notice(tx, &notice(id, at))?;
            }
            let kept = kept_notices(tx)?;
            tell_kept(tx, &kept, &[], 4)?;
            Ok((kept, kept_notices(tx)?))
        });
        let (kept, left) = told.await.unwrap();
        assert_eq!(kept, [notice("a", 1), notice("b", 2)]);
        assert_eq!(left, []);
    }
}
