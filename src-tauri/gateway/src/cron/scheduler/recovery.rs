//! What a kill has left, and starts that come too often.
//!
//! Owns taking up runs that nothing alive holds: again, to their end, or told as cut off. What a run
//! has left is told by whoever runs it.

use std::collections::HashSet;
use std::sync::Arc;

use rusqlite::{OptionalExtension, params};

use super::{Left, Scheduler, aside};
use crate::clock::Ms;
use crate::cron::cut_off::{Did, cut_off};
use crate::cron::due::settle_until;
use crate::cron::error::CronError;
use crate::cron::history::left_by_hand;
use crate::cron::job::Job;
use crate::cron::slots::{self, Begun};
use crate::cron::step::recover_run;
use crate::cron::store::JobStore;
use crate::event::Subject;
use crate::storage::{StorageError, Tx};

/// A slot that a kill took so often is interrupted.
const MOST_ATTEMPTS: u32 = 3;
/// Starts that count for the wait after too many, ms.
const STARTS: Ms = 15 * 60_000;

impl Scheduler {
    /// Takes up what nothing alive holds: what a kill has left, or a disk that took no end.
    pub(super) async fn recover(&mut self, store: &JobStore) -> Result<(), CronError> {
        let now = self.parts.clock.now_ms();
        let held: HashSet<String> = self.alive.values().map(|alive| alive.run.clone()).collect();
        // Who asked for one by hand no longer waits for it: it does not begin again by itself.
        let by_hand = self.parts.db.read(left_by_hand).await?;
        for (run, id, slot) in by_hand.into_iter().filter(|left| !held.contains(&left.0)) {
            let attempt = 1;
            let begun = Begun { run, slot, attempt };
            self.take_up(store, &id, begun, true, now).await?;
        }
        let found = self.parts.db.read(slots::alive_runs).await?;
        for (run, id, slot) in found.into_iter().filter(|left| !held.contains(&left.0)) {
            let attempt = run.rsplit('#').next().and_then(|n| n.parse().ok());
            let begun = Begun {
                attempt: attempt.unwrap_or(1),
                run,
                slot,
            };
            self.take_up(store, &id, begun, false, now).await?;
        }
        Ok(())
    }

    async fn take_up(
        &mut self,
        store: &JobStore,
        id: &str,
        begun: Begun,
        by_hand: bool,
        now: Ms,
    ) -> Result<(), CronError> {
        let job = store.jobs().get(id).filter(|job| job.can_run()).cloned();
        let left = match &job {
            Some(job) => self.left_of(job.clone(), &begun.run).await?,
            None => Left::Interrupt(Did::default()),
        };
        let again = left == Left::Repeat && begun.attempt < MOST_ATTEMPTS && !by_hand;
        if let (Some(job), Left::Finish) = (&job, &left) {
            self.begin(job.clone(), begun);
            return Ok(());
        }
        let (name, slot) = (id.to_owned(), begun.slot);
        let write = move |tx: &Tx<'_>| match (&job, left) {
            (Some(job), Left::Interrupt(did)) => cut_off(tx, job, &begun, &did, now),
            (Some(job), _) if !again => cut_off(tx, job, &begun, &Did::default(), now),
            _ => recover_run(tx, (&begun.run, &name, slot), again, now),
        };
        self.parts.db.write(write).await?;
        for subject in [Subject::Jobs, Subject::Activity, Subject::Status] {
            self.parts.events.changed(subject, None);
        }
        if again {
            self.plans.wait(id, slot);
        }
        Ok(())
    }

    async fn left_of(&self, job: Job, run: &str) -> Result<Left, CronError> {
        let (starter, run) = (Arc::clone(&self.parts.starter), run.to_owned());
        aside(move || starter.left(&job, &run)).await
    }

    /// Notes that Cove started, and until when jobs wait after too many starts.
    pub(super) async fn note_start(&self, now: Ms) -> Result<Option<Ms>, StorageError> {
        let write = move |tx: &Tx<'_>| {
            let held: Option<String> = tx
                .query_row("SELECT value FROM meta WHERE name = 'starts'", [], |row| {
                    row.get(0)
                })
                .optional()?;
            let mut starts: Vec<Ms> = held
                .and_then(|held| serde_json::from_str(&held).ok())
                .unwrap_or_default();
            starts.retain(|at| now - at < STARTS && *at <= now);
            starts.push(now);
            tx.execute(
                "INSERT OR REPLACE INTO meta(name, value) VALUES ('starts', ?1)",
                params![serde_json::to_string(&starts)?],
            )?;
            Ok(settle_until(&starts, now))
        };
        self.parts.db.write(write).await
    }
}
