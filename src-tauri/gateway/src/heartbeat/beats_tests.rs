//! Beats against real tables.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::storage::Db;

const NOW: Ms = 1_767_571_200_000;

fn beat(n: i64, occasion: Occasion) -> BeatRow {
    BeatRow::new(occasion, "main", "agent:main:main", NOW + n)
}

fn failed(n: i64, code: &str) -> BeatRow {
    beat(n, Occasion::Slot).ended(BeatState::Failed, Some(Problem::new(code)), NOW + n)
}

async fn with<T: Send + 'static>(
    rows: Vec<BeatRow>,
    look: impl FnOnce(&Tx<'_>) -> Result<T, StorageError> + Send + 'static,
) -> T {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&folder.path().join("cove.db")).unwrap();
    let work = db.write(move |tx| {
        for row in &rows {
            put_beat(tx, row)?;
        }
        look(tx)
    });
    work.await.unwrap()
}

#[tokio::test]
async fn the_grid_goes_on_after_the_newest_minute_that_was_thought_of() {
    let rows = vec![
        beat(1, Occasion::Slot).skipped(Skip::EmptyFile, NOW),
        beat(2, Occasion::Slot).ended(BeatState::Ok, None, NOW + 3),
        beat(9, Occasion::Event).ended(BeatState::Ok, None, NOW + 9),
    ];
    let found = with(rows, |tx| {
        Ok((last_slot(tx, "main")?, last_slot(tx, "work")?))
    })
    .await;
    assert_eq!(found, (Some(NOW + 2), None));
}

#[tokio::test]
async fn a_beat_reads_back_as_it_was_written() {
    let mut said = beat(1, Occasion::Person).ended(BeatState::Said, None, NOW + 5);
    said.text = Some("The rent is due.".into());
    let skipped = beat(2, Occasion::Slot).skipped(Skip::NoFile, NOW + 2);
    let (rows, expected) = (vec![said, skipped.clone()], skipped);
    let (last, text) = with(rows, |tx| {
        Ok((last_beat(tx, "main")?, said_lately(tx, "main", 40)?))
    })
    .await;
    assert_eq!(last, Some(expected));
    assert_eq!(text, [("The rent is due.".to_owned(), NOW + 5)]);
}

#[tokio::test]
async fn failures_count_newest_first_without_skips_and_only_until_a_pause() {
    let rows = vec![
        failed(1, "model-auth"),
        beat(2, Occasion::Slot).skipped(Skip::QuietHours, NOW + 2),
        failed(3, "model-network"),
        beat(4, Occasion::Event).ended(BeatState::Failed, Some(Problem::new("x")), NOW),
        beat(5, Occasion::Slot).ended(BeatState::Ok, None, NOW + 5),
    ];
    let (before, after) = with(rows, |tx| {
        let before = newest_failures(tx, "main")?;
        forget_failures(tx, "main")?;
        Ok((before, newest_failures(tx, "main")?))
    })
    .await;
    let code = |code: &str| Some(code.to_owned());
    assert_eq!(before, [None, code("model-network"), code("model-auth")]);
    assert_eq!(after, Vec::<Option<String>>::new());
}
