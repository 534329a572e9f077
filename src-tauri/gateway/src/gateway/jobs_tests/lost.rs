//! The tables of jobs were lost: what nobody knows is shown, and nothing runs a second time.

use std::path::PathBuf;

use super::*;

const HOUR: Ms = 3_600_000;

/// Each hour from 20:01 on.
fn hourly() -> Value {
    let mut job = turn();
    job["schedule"] = json!({"kind": "every", "everyMs": HOUR, "anchorMs": FIRST});
    job
}

impl Home {
    fn state(&self) -> PathBuf {
        self.dir.path().join("state")
    }

    /// Closed for so many seconds; meanwhile something happens to its files.
    async fn while_closed(self, seconds: u64, what: impl FnOnce(PathBuf)) -> Self {
        let state = self.state();
        self.gateway.stop().await;
        drop(self.gateway);
        what(state);
        self.clock.advance(Duration::from_secs(seconds));
        let gateway = start(&self.dir, &self.clock).await;
        Self { gateway, ..self }
    }

    async fn runs(&self) -> i64 {
        self.read(|tables| count(tables, "SELECT COUNT(*) FROM runs"))
            .await
    }
}

fn hours(rows: &[(Ms, u64, &'static str)]) -> Vec<(Ms, u64, &'static str)> {
    let at = |hour: Ms| FIRST + hour * HOUR;
    rows.iter()
        .map(|(hour, n, state)| (at(*hour), *n, *state))
        .collect()
}

#[tokio::test]
async fn what_nobody_knows_after_the_tables_are_gone_is_shown_and_not_run() {
    let home = Home::new(hourly()).await;
    home.clock.advance(Duration::from_secs(60));
    home.logged(1).await;
    let home = home
        .while_closed(8 * 3_600, |state| {
            for suffix in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(state.join(format!("cove.db{suffix}")));
            }
        })
        .await;
    let mut expected = hours(&[
        (0, 1, "done"),
        (1, 3, "unknown"),
        (4, 1, "unknown"),
        (5, 1, "unknown"),
        (6, 1, "unknown"),
        (7, 1, "unknown"),
        (8, 1, "unknown"),
    ]);
    let now = expected.clone();
    home.until(move |tables| slots(tables) == now).await;
    assert_eq!(home.runs().await, 0);
    let records = home.records().await;
    let told: Vec<&Record> = records
        .iter()
        .filter(|told| told.outcome == "unknown")
        .collect();
    assert_eq!(told.len(), 6);
    // A start behind it finds nothing more, and the next hour runs.
    let home = home.while_closed(0, |_| {}).await;
    home.clock.advance(Duration::from_secs(3_600));
    expected.extend(hours(&[(9, 1, "done")]));
    home.until(move |tables| slots(tables) == expected).await;
    assert_eq!(home.runs().await, 1);
}

#[tokio::test]
async fn what_ran_since_the_copy_of_the_tables_is_not_run_again() {
    let home = Home::new(hourly()).await;
    home.clock.advance(Duration::from_secs(60));
    home.logged(1).await;
    let kept = home.dir.path().join("kept.db");
    let copy = kept.clone();
    // As the copy tells it the first hour was still at work.
    let home = home
        .while_closed(0, move |state| {
            std::fs::copy(state.join("cove.db"), &copy).unwrap();
            let tables = Connection::open(&copy).unwrap();
            for sql in [
                "UPDATE slots SET state = 'running'",
                "UPDATE runs SET state = 'running', ended = NULL, logged = 0",
            ] {
                tables.execute(sql, []).unwrap();
            }
        })
        .await;
    home.clock.advance(Duration::from_secs(3_600));
    home.until(|tables| slots(tables).len() == 2).await;
    home.logged(2).await;
    let home = home
        .while_closed(3 * 3_600, move |state| {
            std::fs::remove_dir_all(state.join("backups")).unwrap();
            std::fs::create_dir_all(state.join("backups")).unwrap();
            std::fs::copy(kept, state.join("backups/cove-20260701-200200.db")).unwrap();
            std::fs::write(state.join("cove.db"), b"not a database at all, really").unwrap();
        })
        .await;
    let expected = hours(&[
        (0, 1, "done"),
        (1, 1, "done"),
        (2, 1, "unknown"),
        (3, 1, "unknown"),
        (4, 1, "unknown"),
    ]);
    home.until(move |tables| slots(tables) == expected).await;
    let running = "SELECT COUNT(*) FROM runs WHERE state IN ('running', 'done')";
    assert_eq!(home.read(move |tables| count(tables, running)).await, 0);
    let holds = "SELECT COUNT(*) FROM holds WHERE scope = 'autonomous'";
    assert_eq!(home.read(move |tables| count(tables, holds)).await, 1);
}
