//! What the scheduler is asked between its looks: something with the jobs, a run now, a stop.
//!
//! Owns the answers. Whether a run may begin is decided by `by_hand.rs`.

use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::super::book::{Ask, ByHand, Coming, SchedulerLook, unknown};
use super::super::by_hand::may_begin;
use super::super::cut_off::settle_cut_off;
use super::super::edit::timetable;
use super::super::error::CronError;
use super::super::history;
use super::super::job::Job;
use super::super::store::JobStore;
use super::{Scheduler, aside, held};
use crate::activity::{Scope, current_holds};
use crate::error::Problem;

/// A stop is asked for again after this: the turn may just be about to begin.
const STOP_AGAIN: Duration = Duration::from_millis(100);
/// Jobs that are told as the next ones.
const MOST_COMING: usize = 50;
/// So often.
const MOST_STOPS: u32 = 100;

impl Scheduler {
    /// Answers a question.
    pub(super) async fn answer(
        &mut self,
        mut store: JobStore,
        ask: Ask,
    ) -> Result<JobStore, CronError> {
        match ask {
            Ask::Work(work) => {
                store = aside(move || {
                    work(&mut store);
                    store
                })
                .await?;
            }
            Ask::Run(wish, answer) => {
                let planned;
                (store, planned) = self.reread(store).await?;
                let begun = match planned {
                    Ok(()) => self.run_by_hand(&store, wish).await,
                    Err(error) => Err(Problem::from(error)),
                };
                // Whoever asked may be gone.
                let _ = answer.send(begun);
            }
            Ask::Stop(job, answer) => self.stop(&job, answer),
            Ask::Untested(answer) => {
                let jobs: Vec<Arc<Job>> = self.plans.jobs().cloned().collect();
                let starter = Arc::clone(&self.parts.starter);
                let look = move |tables: &Connection| starter.untested(tables, &jobs);
                match self.parts.db.read(look).await {
                    Ok(untested) => drop(answer.send(untested)),
                    // Whoever asked is told that there is no answer.
                    Err(error) => tracing::warn!(%error, "untested jobs could not be looked up"),
                }
            }
            Ask::Look(answer) => {
                let now = self.parts.clock.now_ms();
                let coming = self.plans.coming().filter_map(|plan| {
                    Some(Coming {
                        id: plan.job.id.clone(),
                        name: plan.job.name.clone(),
                        // One that is due has begun by the time this is read.
                        at: match plan.next {
                            Some(next) if next > now => next,
                            _ => plan.timetable.next(now)?,
                        },
                    })
                });
                let mut coming: Vec<Coming> = coming.take(MOST_COMING).collect();
                coming.sort_by_key(|coming| coming.at);
                let on = store.jobs().all().iter().filter(|job| job.enabled);
                let broken = on.filter(|job| self.plans.get(&job.id).is_none());
                let broken = broken.map(|job| (job.id.clone(), job.name.clone()));
                let _ = answer.send(SchedulerLook {
                    settling_until: self.settling,
                    wakes_at: Some(self.wakes_at),
                    coming,
                    broken: broken.collect(),
                    unreadable: store.is_unreadable(),
                    mended: self.mended.clone(),
                });
            }
        }
        Ok(store)
    }

    async fn run_by_hand(&mut self, store: &JobStore, wish: ByHand) -> Result<(), Problem> {
        let Some(job) = store.jobs().get(&wish.job).cloned() else {
            return Err(unknown(&wish.job));
        };
        let (starter, now) = (Arc::clone(&self.parts.starter), self.parts.clock.now_ms());
        let (asked, host) = (job.clone(), self.parts.clock.zone());
        let begun = self.parts.db.write(move |tx| {
            if history::was_begun(tx, &wish.run)? {
                return Ok(Ok(None));
            }
            let mut hindrance = starter.hindrance(tx, &asked, now)?;
            hindrance.broken |= !asked.can_run() || timetable(&asked, &host).is_none();
            hindrance.running = history::is_under_way(tx, &asked.id)?;
            hindrance.hold = held(tx, &asked.id, now)?;
            let all = [Scope::All, Scope::Autonomous].map(|scope| scope.to_string());
            let holds = current_holds(tx, now)?;
            let everything = holds.iter().any(|hold| all.contains(&hold.scope));
            match may_begin(&hindrance, asked.enabled, everything, wish.force) {
                Err(problem) => Ok(Err(problem)),
                Ok(()) => {
                    let begun = history::put_by_hand(tx, &asked.id, &wish.run, now)?;
                    if let Some(begun) = &begun {
                        settle_cut_off(tx, &asked.id)?;
                        starter.begun(tx, &asked, begun, now)?;
                    }
                    Ok(Ok(begun))
                }
            }
        });
        if let Some(begun) = begun.await?? {
            self.begin(job, begun);
        }
        Ok(())
    }

    /// Stops what runs of a job and answers once it has ended.
    fn stop(&self, job: &str, answer: oneshot::Sender<Result<(), Problem>>) {
        let found = self.alive.get(job);
        let Some(alive) = found.filter(|alive| !alive.ended.is_cancelled()).cloned() else {
            let _ = answer.send(Err(Problem::new("job-not-running")));
            return;
        };
        let starter = Arc::clone(&self.parts.starter);
        self.parts.tasks.spawn(async move {
            for _ in 0..MOST_STOPS {
                starter.stop(&alive.job, &alive.run).await;
                let ended = tokio::time::timeout(STOP_AGAIN, alive.ended.cancelled());
                if ended.await.is_ok() {
                    let _ = answer.send(Ok(()));
                    return;
                }
            }
            let _ = answer.send(Err(Problem::new("job-not-stopped")));
        });
    }
}
