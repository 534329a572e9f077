//! The scheduler: the one task that sees what is due and has it run.
//!
//! Owns when it looks (at the next due instant, at the latest after a minute), the plan of each job
//! and what a kill has left. What a run does stands behind [`StartTurn`]; this knows no model, no
//! session and no channel.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, params};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::book::JobInbox;
use super::conclude::{Ended, conclude, failures, tell_unrun, wait_after_failure};
use super::due::{Absence, Hindrance, settle_until};
use super::error::CronError;
use super::job::Job;
use super::job_parts::SessionTarget;
use super::schedule::Schedule;
use super::slots::{self, Begun, SlotEnd};
use super::step::{Planned, begin_waiting, recover_run, step};
use super::store::{JobStore, Reread, States};
use crate::activity::{Scope, current_holds};
use crate::clock::{Ms, SharedClock};
use crate::config::ConfigStore;
use crate::error::Problem;
use crate::storage::{Db, StorageError, Tx};

mod asked;
mod plan;

use asked::end_left;
pub(super) use plan::rules;
use plan::{Plan, planned};

/// Looked at again at the latest after this, ms: the wall clock may step.
const LOOK: Ms = 60_000;
/// Wall time ahead of elapsed time by more than this was a sleep, ms.
const SLEPT: Ms = 30_000;
/// A slot that a kill took so often is interrupted.
const MOST_ATTEMPTS: u32 = 3;
/// Starts that count for the wait after too many, ms.
const STARTS: Ms = 15 * 60_000;

/// Runs what the scheduler begins.
#[async_trait]
pub trait StartTurn: Send + Sync {
    /// What stands in a job's way that only what runs it knows: a target it can't reach, money.
    ///
    /// # Errors
    /// When the tables can't be read.
    fn hindrance(
        &self,
        connection: &Connection,
        job: &Job,
        now: Ms,
    ) -> Result<Hindrance, StorageError>;

    /// Whether nothing ever arrived where a job sends to, so that it waits for a test message.
    ///
    /// # Errors
    /// When the tables can't be read.
    fn untested(&self, connection: &Connection, job: &Job) -> Result<bool, StorageError> {
        Ok(self.hindrance(connection, job, 0)?.untested)
    }

    /// An attempt begins: what must be true together with it is written in its transaction.
    ///
    /// # Errors
    /// When the tables can't be written; nothing begins then.
    fn begun(&self, tx: &Tx<'_>, job: &Job, begun: &Begun, now: Ms) -> Result<(), StorageError>;

    /// What a kill has left of a run. Blocks on the disk.
    fn left(&self, job: &Job, run: &str) -> Left;

    /// Runs one attempt to its end and writes that end.
    async fn run(&self, job: Job, begun: Begun);

    /// Stops the turn of a run, where it has begun. Its end is written by [`Self::run`].
    async fn stop(&self, job: &Job, run: &str);
}

/// What a kill has left of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// It had changed nothing: it begins anew.
    Repeat,
    /// It has its answer: its end is written.
    Finish,
    /// It may have changed something: a person decides.
    Interrupt,
}

/// What the scheduler works with.
pub struct SchedulerParts {
    /// The tables.
    pub db: Db,
    /// The time.
    pub clock: SharedClock,
    /// Settings.
    pub config: ConfigStore,
    /// Where `jobs.json` lies.
    pub folder: PathBuf,
    /// Rung when a job was changed or a run has ended.
    pub wake: Arc<Notify>,
    /// What it is asked.
    pub inbox: JobInbox,
    /// Runs what is begun.
    pub starter: Arc<dyn StartTurn>,
    /// Jobs wait after too many starts.
    pub settles: bool,
    /// Runs live here.
    pub tasks: TaskTracker,
    /// Ends it all; what runs then is taken up at the next start.
    pub cancel: CancellationToken,
}

/// Runs until it is cancelled.
///
/// # Errors
/// When `jobs.json` is of a newer program or can't be read at all; nothing runs then.
pub async fn schedule(parts: SchedulerParts) -> Result<(), CronError> {
    let (folder, now) = (parts.folder.clone(), parts.clock.now_ms());
    let (store, opened) = aside(move || JobStore::open(&folder, now)).await??;
    if let Some(mended) = &opened.mended {
        tracing::warn!(jobs = mended.jobs, aside = %mended.aside.display(), "jobs.json was mended");
    }
    let mut scheduler = Scheduler {
        plans: HashMap::new(),
        alive: HashMap::new(),
        settling: None,
        asked: false,
        wakes_at: now,
        parts,
    };
    let settling = scheduler.note_start(now).await?;
    scheduler.settling = settling.filter(|_| scheduler.parts.settles);
    scheduler.recover(&store).await?;
    let cancel = scheduler.parts.cancel.clone();
    cancel
        .run_until_cancelled(scheduler.watch(store))
        .await
        .unwrap_or(Ok(()))
}

async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, CronError> {
    let done = tokio::task::spawn_blocking(work).await;
    // The work neither panics nor is cancelled unless the process ends.
    done.map_err(|_| StorageError::Closed.into())
}

struct Scheduler {
    parts: SchedulerParts,
    plans: HashMap<String, Plan>,
    /// What runs: the run, by its job, and what says that it has ended.
    alive: HashMap<String, Alive>,
    settling: Option<Ms>,
    /// Somebody had the jobs since they were planned.
    asked: bool,
    wakes_at: Ms,
}

#[derive(Clone)]
struct Alive {
    job: Job,
    run: String,
    ended: CancellationToken,
}

impl Scheduler {
    async fn watch(&mut self, mut store: JobStore) -> Result<(), CronError> {
        let clock = Arc::clone(&self.parts.clock);
        let (mut wall, mut elapsed) = (clock.now_ms(), clock.monotonic_ms());
        let mut why = Absence::Down;
        loop {
            let (now, monotonic) = (clock.now_ms(), clock.monotonic_ms());
            if (now - wall) - (monotonic - elapsed) > SLEPT {
                why = Absence::Asleep;
            }
            (wall, elapsed) = (now, monotonic);
            store = self.reread(store).await?;
            let on = self.parts.config.current().cron.enabled;
            if on {
                self.pass(now, why).await?;
            }
            why = Absence::Late;
            store = self.drop_done(store, now).await?;
            let next = self.plans.values().filter_map(|plan| plan.next).min();
            let until = next.into_iter().chain(self.settling).min();
            let left = match until {
                Some(at) if on => (at - clock.now_ms()).clamp(0, LOOK),
                _ => LOOK,
            };
            self.wakes_at = clock.now_ms() + left;
            let left = Duration::from_millis(u64::try_from(left).unwrap_or(0));
            let asked = tokio::select! {
                () = self.parts.wake.notified() => None,
                () = clock.sleep(left) => None,
                asked = self.parts.inbox.0.recv() => asked,
            };
            if let Some(asked) = asked {
                store = self.answer(store, asked).await?;
            }
        }
    }

    /// Looks whether the file was edited and plans what it holds now.
    async fn reread(&mut self, mut store: JobStore) -> Result<JobStore, CronError> {
        let (store, change) = aside(move || {
            let change = store.reread();
            (store, change)
        })
        .await?;
        let asked = std::mem::take(&mut self.asked);
        if change? == Reread::Same && !self.plans.is_empty() && !asked {
            return Ok(store);
        }
        let (now, host) = (self.parts.clock.now_ms(), self.parts.clock.zone());
        let mut plans = HashMap::new();
        for job in store.jobs().all() {
            if !job.enabled || !job.can_run() {
                continue;
            }
            let hash = job.schedule_hash();
            let held = self.plans.remove(&job.id).filter(|held| held.hash == hash);
            let plan = match held {
                Some(held) => Plan {
                    job: job.clone(),
                    rules: rules(job, &held.timetable, now),
                    ..held
                },
                None => match planned(job, &hash, now, &host) {
                    Some(plan) => plan,
                    None => continue,
                },
            };
            plans.insert(job.id.clone(), plan);
        }
        let gone: Vec<String> = std::mem::replace(&mut self.plans, plans)
            .into_keys()
            .filter(|id| !self.plans.contains_key(id))
            .collect();
        if !gone.is_empty() {
            self.parts
                .db
                .write(move |tx| gone.iter().try_for_each(|id| slots::forget_job(tx, id)))
                .await?;
        }
        Ok(store)
    }

    /// Considers every job that is due or waits.
    async fn pass(&mut self, now: Ms, why: Absence) -> Result<(), CronError> {
        self.settling = self.settling.filter(|until| *until > now);
        let due = |plan: &&Plan| plan.waits || plan.next.is_some_and(|next| next <= now);
        let plans: Vec<Plan> = self.plans.values().filter(due).cloned().collect();
        if plans.is_empty() {
            return Ok(());
        }
        let (starter, settling) = (Arc::clone(&self.parts.starter), self.settling);
        let most = self.parts.config.current().cron.max_concurrent_runs.max(1);
        let reads = |plan: &&Plan| plan.job.target == SessionTarget::Main;
        let readers = self.plans.values().filter(reads);
        let readers: HashSet<String> = readers.map(|plan| plan.job.id.clone()).collect();
        let considered = self.parts.db.write(move |tx| {
            let mut running = alive(tx, &readers)?;
            let mut done = Vec::new();
            for plan in plans {
                let mut hindrance = starter.hindrance(tx, &plan.job, now)?;
                hindrance.hold = hindrance.hold.or(held(tx, &plan.job.id, now)?);
                hindrance.settling_until = settling;
                hindrance.full = running >= most;
                let failed = failures(tx, &plan.job.id)?;
                let waits_until = wait_after_failure(tx, &plan.job.id, failed)?;
                let once = matches!(plan.job.schedule, Ok(Schedule::At { .. }));
                hindrance.backoff_until = waits_until.filter(|_| !once);
                let view = Planned {
                    id: &plan.job.id,
                    hash: &plan.hash,
                    timetable: &plan.timetable,
                    rules: plan.rules,
                };
                let before = slots::cursor(tx, view.id, view.hash, now)?;
                let stepped = step(tx, &view, &hindrance, now, why)?;
                let mut begin = stepped.begin;
                // A second try of what runs once waits its time.
                if begin.is_none() && !(once && waits_until.is_some_and(|until| until > now)) {
                    begin = begin_waiting(tx, &view, &hindrance, now)?;
                }
                tell_unrun(tx, &plan.job, before, now)?;
                if let Some(begun) = &begin {
                    starter.begun(tx, &plan.job, begun, now)?;
                    running += u64::from(!readers.contains(&plan.job.id));
                }
                let waits = !slots::in_state(tx, view.id, "queued")?.is_empty();
                let retry = waits_until.filter(|until| once && waits && *until > now);
                done.push((plan.job, begin, stepped.next.or(retry), waits));
            }
            Ok(done)
        });
        for (job, begin, next, waits) in considered.await? {
            if let Some(plan) = self.plans.get_mut(&job.id) {
                (plan.next, plan.waits) = (next, waits);
            }
            if let Some(begun) = begin {
                self.begin(job, begun);
            }
        }
        Ok(())
    }

    fn begin(&mut self, job: Job, begun: Begun) {
        let (starter, wake) = (
            Arc::clone(&self.parts.starter),
            Arc::clone(&self.parts.wake),
        );
        let cancel = self.parts.cancel.clone();
        let ended = CancellationToken::new();
        self.alive.retain(|_, alive| !alive.ended.is_cancelled());
        let alive = Alive {
            job: job.clone(),
            run: begun.run.clone(),
            ended: ended.clone(),
        };
        self.alive.insert(job.id.clone(), alive);
        self.parts.tasks.spawn(async move {
            cancel.run_until_cancelled(starter.run(job, begun)).await;
            ended.cancel();
            wake.notify_one();
        });
    }

    /// Takes jobs from the list that were to go once they were done.
    async fn drop_done(&mut self, mut store: JobStore, now: Ms) -> Result<JobStore, CronError> {
        let ids: Vec<String> = store
            .jobs()
            .all()
            .iter()
            .filter(|job| job.delete_after_run)
            .map(|job| job.id.clone())
            .collect();
        if ids.is_empty() {
            return Ok(store);
        }
        let done = self
            .parts
            .db
            .read(move |connection| {
                let mut done = Vec::new();
                for id in ids {
                    let found = connection
                        .prepare_cached("SELECT 1 FROM slots WHERE job_id = ?1 AND state IN ('done','quiet') LIMIT 1")?
                        .exists([&id])?;
                    done.extend(found.then_some(id));
                }
                Ok(done)
            })
            .await?;
        for id in done {
            self.plans.remove(&id);
            let removed;
            (store, removed) = aside(move || {
                let removed = store.remove(&id, &States::new(), now);
                (store, removed)
            })
            .await?;
            removed?;
        }
        Ok(store)
    }

    /// Takes up what a kill has left.
    async fn recover(&mut self, store: &JobStore) -> Result<(), CronError> {
        let now = self.parts.clock.now_ms();
        let jobs = store.jobs().all().to_vec();
        let left = move |tx: &crate::storage::Tx<'_>| end_left(tx, &jobs, now);
        self.parts.db.write(left).await?;
        let found = self.parts.db.read(slots::alive_runs).await?;
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
            let begin = match left {
                Left::Finish => Some(begun),
                _ => {
                    let (known, starter) = (job.clone(), Arc::clone(&self.parts.starter));
                    let write = move |tx: &Tx<'_>| match known {
                        Some(job) if !again => {
                            conclude(tx, &job, &begun, &cut_off(), now).map(|_| None)
                        }
                        known => {
                            let next = recover_run(tx, (&begun.run, &id, slot), again, now)?;
                            if let (Some(job), Some(next)) = (&known, &next) {
                                starter.begun(tx, job, next, now)?;
                            }
                            Ok(next)
                        }
                    };
                    self.parts.db.write(write).await?
                }
            };
            if let (Some(job), Some(begin)) = (job, begin) {
                self.begin(job, begin);
            }
        }
        Ok(())
    }

    /// Notes that Cove started, and until when jobs wait after too many starts.
    async fn note_start(&self, now: Ms) -> Result<Option<Ms>, StorageError> {
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

fn cut_off() -> Ended {
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

/// Runs at work; an event that waits to be read takes nobody's place.
fn alive(connection: &Connection, readers: &HashSet<String>) -> Result<u64, StorageError> {
    let mut select =
        connection.prepare_cached("SELECT job_id FROM runs WHERE state = 'running'")?;
    let jobs = select.query_map([], |row| row.get::<_, String>(0))?;
    let mut count = 0;
    for job in jobs {
        count += u64::from(!readers.contains(&job?));
    }
    Ok(count)
}

/// Why nothing, or not this job, may run by itself: the code of the hold.
pub(super) fn held(
    connection: &Connection,
    job: &str,
    now: Ms,
) -> Result<Option<String>, StorageError> {
    let scopes = [Scope::All, Scope::Autonomous, Scope::Job(job.to_owned())].map(|s| s.to_string());
    let holds = current_holds(connection, now)?;
    let found = holds.into_iter().find(|hold| scopes.contains(&hold.scope));
    Ok(found.map(|hold| hold.reason.code))
}
