//! The tables of `cove.db` and how an older file becomes a newer one.
//!
//! Owns the schema; the meaning of a table is its capability's. A file of a newer Cove is left
//! alone.

use std::path::Path;

use rusqlite::Connection;

use super::error::StorageError;

/// The newest schema known here.
pub const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

const MIGRATIONS: &[&str] = &[
    include_str!("schema/001.sql"),
    include_str!("schema/002_commands.sql"),
    include_str!("schema/003_allowance.sql"),
    include_str!("schema/004_cron.sql"),
    include_str!("schema/005_heartbeat.sql"),
    include_str!("schema/006_tool_calls.sql"),
    include_str!("schema/007_delivery.sql"),
    include_str!("schema/008_job_counted.sql"),
    include_str!("schema/009_kept_notices.sql"),
    include_str!("schema/010_groups.sql"),
    include_str!("schema/011_cut_off.sql"),
    include_str!("schema/012_rollup.sql"),
    include_str!("schema/013_drafts.sql"),
    include_str!("schema/014_overheard_ids.sql"),
];

/// Brings the schema up to date, one transaction a step.
pub fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StorageError> {
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > SCHEMA_VERSION {
        return Err(StorageError::Newer {
            path: path.to_owned(),
            found,
            known: SCHEMA_VERSION,
        });
    }
    for (step, sql) in (1..).zip(MIGRATIONS).filter(|(step, _)| *step > found) {
        let tx = connection.transaction()?;
        tx.execute_batch(sql)?;
        tx.pragma_update(None, "user_version", step)?;
        tx.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_of_a_newer_cove_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cove.db");
        let mut connection = Connection::open(&path).unwrap();
        connection
            .pragma_update(None, "user_version", SCHEMA_VERSION + 1)
            .unwrap();
        let before = std::fs::read(&path).unwrap();
        assert!(matches!(
            migrate(&mut connection, &path),
            Err(StorageError::Newer { .. })
        ));
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
}
