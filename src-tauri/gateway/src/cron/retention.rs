//! What is kept of slots and runs.
//!
//! Owns which rows may go: none whose absence would make a slot due again, none that waits for a
//! person or for its message, and of each job the newest, so that a job is never taken for one these
//! tables know nothing of.

use crate::clock::Ms;
use crate::storage::{StorageError, Tx};

/// So many at once: others want to write too.
const MOST: u32 = 5_000;

/// Forgets slots that passed before `before` (ms) and runs that ended before it. Answers how many
/// of both.
///
/// # Errors
/// When the tables can't be written.
pub fn purge_runs(tx: &Tx<'_>, before: Ms) -> Result<usize, StorageError> {
    // The newest row of all stays: the place it has tells what a person was told of.
    let slots = tx
        .prepare_cached(
            "DELETE FROM slots WHERE rowid IN (
               SELECT s.rowid FROM slots s
               LEFT JOIN job_cursor c ON c.job_id = s.job_id
               LEFT JOIN runs r ON r.id = s.run_id
               WHERE s.through_at < ?1 AND s.state NOT IN ('queued','running')
                 AND s.through_at <= coalesce(c.considered_until, s.through_at)
                 AND (r.id IS NULL OR (coalesce(r.ended, ?1) < ?1 AND r.asks = 0))
                 AND s.slot_at < (SELECT max(slot_at) FROM slots n WHERE n.job_id = s.job_id)
                 AND s.rowid < (SELECT max(rowid) FROM slots)
               LIMIT ?2)",
        )?
        .execute([before, Ms::from(MOST)])?;
    let runs = tx
        .prepare_cached(
            "DELETE FROM runs WHERE rowid IN (
               SELECT r.rowid FROM runs r
               WHERE r.ended < ?1 AND r.state <> 'running' AND r.logged = 1
                 AND r.mirror IS NULL AND r.asks = 0 AND r.delivery IN ('none','sent')
                 AND r.id NOT LIKE '%!press:%'
                 AND NOT EXISTS (SELECT 1 FROM slots s
                                 WHERE s.job_id = r.job_id AND s.slot_at = r.slot_at)
               LIMIT ?2)",
        )?
        .execute([before, Ms::from(MOST)])?;
    Ok(slots + runs)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::storage::Db;

    #[tokio::test]
    async fn what_is_old_goes_and_what_is_needed_stays() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("cove.db")).unwrap();
        let put = |tx: &Tx<'_>| {
            let slot = |job: &str, at: Ms, state: &str| {
                let run = format!("{job}@{at}#1");
                tx.execute(
                    "INSERT INTO slots(job_id, slot_at, through_at, count, state, late_ms, run_id)
                     VALUES (?1, ?2, ?2, 1, ?3, 0, ?4)",
                    rusqlite::params![job, at, state, run],
                )?;
                tx.execute(
                    "INSERT INTO runs(id, job_id, slot_at, attempt, started, ended, state, delivery, logged)
                     VALUES (?1, ?2, ?3, 1, ?3, ?3, 'done', 'sent', 1)",
                    rusqlite::params![run, job, at],
                )?;
                Ok::<_, StorageError>(())
            };
            for at in [10, 20, 30, 110] {
                slot("daily", at, "done")?;
            }
            // Its only slot, long ago.
            slot("once", 15, "done")?;
            // One waits, one is asked about, one did not arrive.
            for at in [10, 20, 30, 40] {
                slot("odd", at, if at == 10 { "queued" } else { "done" })?;
            }
            tx.execute("UPDATE runs SET asks = 1 WHERE id = 'odd@20#1'", [])?;
            tx.execute(
                "UPDATE runs SET delivery = 'failed' WHERE id = 'odd@30#1'",
                [],
            )?;
            // Not considered as far as this.
            slot("ahead", 50, "done")?;
            slot("ahead", 120, "done")?;
            let cursor = "INSERT INTO job_cursor(job_id, schedule_hash, considered_until) VALUES (?1, 'h', ?2)";
            tx.execute(cursor, rusqlite::params!["daily", 110])?;
            tx.execute(cursor, rusqlite::params!["ahead", 40])?;
            let by_hand = "INSERT INTO runs(id, job_id, slot_at, attempt, started, ended, state, delivery, logged)
                 VALUES (?1, 'daily', NULL, 1, 5, 6, 'done', 'none', 1)";
            for run in ["daily!r1", "daily!press:7:8"] {
                tx.execute(by_hand, [run])?;
            }
            Ok(())
        };
        db.write(put).await.unwrap();
        let purge = || db.write(|tx| purge_runs(tx, 100));
        assert!(purge().await.unwrap() > 0);
        assert_eq!(purge().await.unwrap(), 0);
        let texts = |sql: &'static str| {
            db.read(move |tables| {
                let mut select = tables.prepare(sql)?;
                let rows = select.query_map([], |row| row.get::<_, String>(0))?;
                Ok(rows.collect::<Result<Vec<_>, _>>()?)
            })
        };
        let slots = texts("SELECT job_id || '@' || slot_at FROM slots ORDER BY 1").await;
        assert_eq!(
            slots.unwrap(),
            [
                "ahead@120",
                "ahead@50",
                "daily@110",
                "odd@10",
                "odd@20",
                "odd@40",
                "once@15"
            ]
        );
        let runs = texts("SELECT id FROM runs ORDER BY 1").await;
        assert_eq!(
            runs.unwrap(),
            [
                "ahead@120#1",
                "ahead@50#1",
                "daily!press:7:8",
                "daily@110#1",
                "odd@10#1",
                "odd@20#1",
                "odd@30#1",
                "odd@40#1",
                "once@15#1"
            ]
        );
    }
}
