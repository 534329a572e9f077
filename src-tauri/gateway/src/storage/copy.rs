//! A copy of some tables in memory, for what must not touch the file.
//!
//! Owns the copying; what the rows mean is their capability's.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::error::StorageError;
use super::schema::migrate;

/// A database in memory with the schema of today and the rows of these tables, each with a
/// condition on its rows.
///
/// # Errors
/// When a table can't be read.
pub fn copied_to_memory(
    live: &Connection,
    tables: &[(&str, &str)],
) -> Result<Connection, StorageError> {
    let mut copy = Connection::open_in_memory()?;
    migrate(&mut copy, std::path::Path::new(":memory:"))?;
    let tx = copy.transaction()?;
    for (table, condition) in tables {
        let mut select = live.prepare(&format!("SELECT * FROM {table} WHERE {condition}"))?;
        let names: Vec<&str> = select.column_names().collect();
        let names = names.join(", ");
        let count = select.column_count();
        let marks = vec!["?"; count].join(", ");
        let mut insert = tx.prepare(&format!("INSERT INTO {table}({names}) VALUES ({marks})"))?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let values: Vec<Value> = (0..count)
                .map(|column| row.get(column))
                .collect::<Result<_, _>>()?;
            insert.execute(params_from_iter(values))?;
        }
    }
    tx.commit()?;
    Ok(copy)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_copy_has_the_rows_that_were_asked_for_and_changing_it_changes_nothing_else() {
        let mut live = Connection::open_in_memory().unwrap();
        migrate(&mut live, std::path::Path::new(":memory:")).unwrap();
        for name in ["a", "b"] {
            let insert = "INSERT INTO job_cursor(job_id, schedule_hash, considered_until) VALUES (?1, '', 7)";
            live.execute(insert, [name]).unwrap();
        }
        let copy = copied_to_memory(&live, &[("job_cursor", "job_id = 'a'")]).unwrap();
        let count = |connection: &Connection| -> i64 {
            let sql = "SELECT count(*) FROM job_cursor";
            connection.query_row(sql, [], |row| row.get(0)).unwrap()
        };
        assert_eq!((count(&copy), count(&live)), (1, 2));
        copy.execute("DELETE FROM job_cursor", []).unwrap();
        assert_eq!((count(&copy), count(&live)), (0, 2));
    }
}
