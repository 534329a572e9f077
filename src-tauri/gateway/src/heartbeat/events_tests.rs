//! Events against real tables.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::storage::Db;

const NOW: Ms = 1_767_571_200_000;
const KEY: &str = "agent:main:main";

struct Home {
    db: Db,
    _folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            db: Db::open(&folder.path().join("cove.db")).unwrap(),
            _folder: folder,
        }
    }

    async fn queue(&self, id: &str, wake: WakeMode) -> bool {
        let event = SystemEvent::new(id.into(), "main", KEY, "stretch", wake);
        let write = self.db.write(move |tx| queue_event(tx, &event, NOW));
        write.await.unwrap()
    }

    async fn waiting(&self) -> Vec<SystemEvent> {
        let read = self.db.read(|connection| waiting_events(connection, KEY));
        read.await.unwrap()
    }
}

#[tokio::test]
async fn the_same_event_is_queued_once_even_after_it_was_read() {
    let home = Home::new();
    assert!(home.queue("gym:1", WakeMode::Now).await);
    assert!(!home.queue("gym:1", WakeMode::Now).await);
    assert_eq!(home.waiting().await.len(), 1);
    let read = home
        .db
        .write(|tx| read_events(tx, &["gym:1".into()], "beat:main:1"));
    read.await.unwrap();
    assert_eq!(home.waiting().await, []);
    assert!(!home.queue("gym:1", WakeMode::Now).await);
    assert_eq!(home.waiting().await, []);
    assert!(home.queue("gym:2", WakeMode::NextHeartbeat).await);
    assert_eq!(home.waiting().await[0].wake, WakeMode::NextHeartbeat);
}

#[tokio::test]
async fn an_event_is_taken_back_only_while_nobody_has_read_it() {
    let home = Home::new();
    home.queue("gym:1", WakeMode::Now).await;
    home.queue("gym:2", WakeMode::Now).await;
    let work = home.db.write(|tx| {
        read_events(tx, &["gym:1".into()], "beat:main:1")?;
        Ok((
            drop_event(tx, "gym:1")?,
            drop_event(tx, "gym:2")?,
            drop_event(tx, "gym:2")?,
        ))
    });
    assert_eq!(work.await.unwrap(), (false, true, false));
    assert_eq!(home.waiting().await, []);
}

#[tokio::test]
async fn after_failed_turns_of_its_own_an_event_waits_longer_and_then_for_others() {
    let home = Home::new();
    home.queue("gym:1", WakeMode::Now).await;
    let mut later = Vec::new();
    for _ in 0..3 {
        let events = home.waiting().await;
        let write = home.db.write(move |tx| put_off_events(tx, &events, NOW));
        write.await.unwrap();
        later.push(home.waiting().await[0].next_at - NOW);
    }
    assert_eq!(later[..2], [60_000, 300_000]);
    assert!(later[2] > 1_000 * 365 * 24 * 3_600_000, "{later:?}");
    assert_eq!(home.waiting().await[0].tries, 3);
}
