//! What a kill has left, and starts that come too often.
//!
//! Owns taking up runs that nothing alive holds: again, to their end, or told as cut off. What a run
//! has left is told by whoever runs it.

use std::collections::HashSet;
use std::sync::Arc;

use rusqlite::{OptionalExtension, params};

use super::asked::end_left;
use super::{Left, Scheduler, aside};
use crate::clock::Ms;
use crate::cron::conclude::{Ended, conclude};
use crate::cron::due::settle_until;
use crate::cron::error::CronError;
use crate::cron::slots::{self, Begun, SlotEnd};
use crate::cron::step::recover_run;
use crate::cron::store::JobStore;
use crate::error::Problem;
use crate::storage::{StorageError, Tx};

/// A slot that a kill took so often is interrupted.
const MOST_ATTEMPTS: u32 = 3;
/// Starts that count for the wait after too many, ms.
const STARTS: Ms = 15 * 60_000;

impl Scheduler {
    /// Takes up what nothing alive holds: what a kill has left, or a disk that took no end.
    pub(super) async fn recover(&mut self, store: &JobStore) -> Result<(), CronError> {
        let now = self.parts.clock.now_ms();
        let jobs = store.jobs().all().to_vec();
        let held: HashSet<String> = self.alive.values().map(|alive| alive.run.clone()).collect();
        let mine = held.clone();
        let left = move |tx: &Tx<'_>| end_left(tx, &jobs, &mine, now);
        self.parts.db.write(left).await?;
        let found = self.parts.db.read(slots::alive_runs).await?;
        let found = found.into_iter().filter(|(run, _, _)| !held.contains(run));
        for (run, id, slot) in found {
            let attempt = run.rsplit('#').next().and_then(|n| n.parse().ok());
            let begun = Begun {
                attempt: attempt.unwrap_or(1),
                run,
                slot,
            };
            let job = store.jobs().get(&id).filter(|job| job.can_run()).cloned();
            let mut left = Left::Interrupt;
            if let Some(job) = job.clone() {
                let (starter, run) = (Arc::clone(&self.parts.starter), begun.run.clone());
                left = aside(move || starter.left(&job, &run)).await?;
            }
            let again = left == Left::Repeat && begun.attempt < MOST_ATTEMPTS;
            if let (Some(job), Left::Finish) = (&job, left) {
                self.begin(job.clone(), begun);
                continue;
            }
            let again_at = again.then(|| (id.clone(), slot));
            let write = move |tx: &Tx<'_>| match &job {
                Some(job) if !again => conclude(tx, job, &begun, &cut_off(), now).map(drop),
                _ => recover_run(tx, (&begun.run, &id, slot), again, now),
            };
            self.parts.db.write(write).await?;
            if let Some((id, slot)) = again_at {
                self.plans.wait(&id, slot);
            }
        }
        Ok(())
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

/// The end of a run that a kill took.
pub(super) fn cut_off() -> Ended {
    Ended {
        end: SlotEnd::Interrupted,
        problem: Some(Problem::new("stopped")),
        passing: false,
        summary: None,
        session_id: None,
        file_access: None,
        delivery: "none",
    }
}
