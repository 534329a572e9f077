//! Runs that have ended: what waits behind them, and jobs that are done.
//!
//! Owns that an end is noticed however it came, also after a panic or where the disk would not take
//! it. What an end is worth is written by whoever runs the job.

use std::sync::Arc;

use rusqlite::Connection;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{Alive, LOOK, Scheduler, aside};
use crate::clock::Ms;
use crate::cron::error::CronError;
use crate::cron::job::Job;
use crate::cron::slots;
use crate::cron::store::{JobStore, States};

/// Says that a run has ended, when it is dropped.
pub(super) struct EndTold {
    pub ended: CancellationToken,
    pub wake: Arc<Notify>,
}

impl Drop for EndTold {
    fn drop(&mut self) {
        self.ended.cancel();
        self.wake.notify_one();
    }
}

impl Scheduler {
    /// Takes note of the runs that have ended: what waits behind one is looked at again, and one
    /// whose end could not be written is taken up once more, a minute later at the earliest.
    pub(super) async fn note_ended(
        &mut self,
        store: &JobStore,
        elapsed: Ms,
    ) -> Result<(), CronError> {
        let ended: Vec<Alive> = self
            .alive
            .extract_if(|_, alive| alive.ended.is_cancelled())
            .map(|(_, alive)| alive)
            .collect();
        self.ended
            .extend(ended.iter().map(|alive| alive.job.id.clone()));
        self.unnoted.extend(ended);
        if self.unnoted.is_empty() && self.unfinished_at.is_none_or(|at| elapsed < at) {
            return Ok(());
        }
        let jobs: Vec<String> = self
            .unnoted
            .iter()
            .map(|alive| alive.job.id.clone())
            .collect();
        let runs: Vec<String> = self.unnoted.iter().map(|alive| alive.run.clone()).collect();
        let look = move |tables: &Connection| {
            let mut waits = Vec::new();
            for id in jobs {
                let waiting = slots::in_state(tables, &id, "queued")?.pop();
                waits.push((id, waiting));
            }
            let open = slots::open_runs(tables)?;
            Ok((waits, runs.iter().any(|run| open.contains(run))))
        };
        let (waits, unfinished) = self.parts.db.read(look).await?;
        self.unnoted.clear();
        for (id, waits) in waits {
            let next = self.plans.get(&id).map(|plan| plan.next);
            if let Some(next) = next {
                self.plans.note(&id, next, waits);
            }
        }
        if self.unfinished_at.is_some_and(|at| elapsed >= at) {
            self.unfinished_at = None;
            self.recover(store).await?;
        } else if unfinished {
            self.unfinished_at.get_or_insert(elapsed + LOOK);
        }
        Ok(())
    }

    /// Takes jobs from the list that were to go once they were done.
    pub(super) async fn drop_done(
        &mut self,
        mut store: JobStore,
        now: Ms,
    ) -> Result<JobStore, CronError> {
        let ended = std::mem::take(&mut self.ended).into_iter();
        let once: Vec<Arc<Job>> = ended
            .filter_map(|id| store.jobs().shared(&id).cloned())
            .filter(|job| job.delete_after_run)
            .collect();
        if once.is_empty() {
            return Ok(store);
        }
        let asked: Vec<String> = once.iter().map(|job| job.id.clone()).collect();
        let look = move |tables: &Connection| {
            let mut done = Vec::new();
            for job in once {
                if slots::succeeded_since(tables, &job.id, job.updated_at)? {
                    done.push(job.id.clone());
                }
            }
            Ok(done)
        };
        let done = match self.parts.db.read(look).await {
            Ok(done) => done,
            Err(error) => {
                tracing::warn!(%error, "whether jobs are done could not be looked up");
                self.ended.extend(asked);
                return Ok(store);
            }
        };
        for id in done {
            let (job, removed);
            (store, job, removed) = aside(move || {
                let removed = store.remove(&id, &States::new(), now);
                (store, id, removed)
            })
            .await?;
            if let Err(error) = removed {
                tracing::warn!(%error, "a job that is done could not be taken off the list");
                self.ended.push(job);
            }
        }
        Ok(store)
    }
}
