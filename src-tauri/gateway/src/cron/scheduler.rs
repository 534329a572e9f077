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
use rusqlite::Connection;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::book::JobInbox;
use super::conclude::{failures, tell_dropped, tell_unrun, wait_after_failure};
use super::cut_off::Did;
use super::due::{Absence, Hindrance};
use super::error::CronError;
use super::job::Job;
use super::schedule::Schedule;
use super::slots::{self, Begun};
use super::step::{Planned, begin_waiting, step};
use super::store::{JobStore, MendedJobs};
use crate::activity::{Kind, Record, Scope, current_holds, record};
use crate::clock::{Look, Ms, Passed, SharedClock};
use crate::config::ConfigStore;
use crate::event::{Events, Subject};
use crate::storage::{Db, StorageError, Tx};

mod asked;
mod ended;
mod lost;
mod plan;
mod recovery;
mod saves;

use ended::EndTold;
use lost::never_ran;
pub(super) use plan::rules;
use plan::{Plan, Plans};

/// Looked at again at the latest after this, ms: the wall clock may step.
const LOOK: Ms = 60_000;
/// So many jobs are considered in one transaction: others want to write too.
const AT_ONCE: usize = 200;

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

    /// Of these jobs, those that wait for a test message: nothing ever arrived where they send to.
    ///
    /// # Errors
    /// When the tables can't be read.
    fn untested(
        &self,
        connection: &Connection,
        jobs: &[Arc<Job>],
    ) -> Result<Vec<String>, StorageError>;

    /// An attempt begins: what must be true together with it is written in its transaction.
    ///
    /// # Errors
    /// When the tables can't be written; nothing begins then.
    fn begun(&self, tx: &Tx<'_>, job: &Job, begun: &Begun, now: Ms) -> Result<(), StorageError>;

    /// A job is gone from the list: what waits of its runs waits no more.
    ///
    /// # Errors
    /// When the tables can't be written.
    fn gone(&self, tx: &Tx<'_>, job: &str) -> Result<(), StorageError>;

    /// What a kill has left of a run. Blocks on the disk.
    fn left(&self, job: &Job, run: &str) -> Left;

    /// Runs one attempt to its end and writes that end.
    async fn run(&self, job: Job, begun: Begun);

    /// Stops the turn of a run, where it has begun. Its end is written by [`Self::run`].
    async fn stop(&self, job: &Job, run: &str);
}

/// What a kill has left of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// It had changed nothing: it begins anew.
    Repeat,
    /// It has its answer: its end is written.
    Finish,
    /// It may have changed something: a person decides.
    Interrupt(Did),
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
    /// Facts.
    pub events: Events,
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
        let told = mended.problem();
        let id = format!("recovery:{}:{now}", told.code);
        let told = Record::new(id, now, Kind::Recovery, "done").because(told);
        parts.db.write(move |tx| record(tx, &told)).await?;
    }
    let mut scheduler = Scheduler {
        plans: Plans::default(),
        alive: HashMap::new(),
        ended: Vec::new(),
        unnoted: Vec::new(),
        unfinished_at: None,
        settling: None,
        mended: opened.mended,
        planned: None,
        whole_at: parts.clock.monotonic_ms(),
        wakes_at: now,
        parts,
    };
    scheduler.settle_lost(&store).await?;
    let settling = scheduler.note_start(now).await?;
    scheduler.settling = settling.filter(|_| scheduler.parts.settles);
    let once = store.jobs().all().iter();
    let once = once.filter(|job| job.delete_after_run);
    scheduler.ended = once.map(|job| job.id.clone()).collect();
    scheduler.recover(&store).await?;
    let (folder, wake) = (
        scheduler.parts.folder.clone(),
        Arc::clone(&scheduler.parts.wake),
    );
    let _saves = aside(move || saves::watch(&folder, &wake)).await?;
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
    plans: Plans,
    /// Jobs of which a run has ended since this was looked at.
    ended: Vec<String>,
    /// What runs: the run, by its job, and what says that it has ended.
    alive: HashMap<String, Alive>,
    /// Runs that have ended since the tables were asked what that leaves.
    unnoted: Vec<Alive>,
    /// When runs that ended without their end being written are taken up, elapsed ms.
    unfinished_at: Option<Ms>,
    settling: Option<Ms>,
    /// What was mended at the start.
    mended: Option<MendedJobs>,
    /// The generation of the jobs that the plans are of.
    planned: Option<u64>,
    /// When the file was read last without being touched, elapsed ms.
    whole_at: Ms,
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
        let (mut before, mut zone) = (Look::at(&*clock), clock.zone());
        let mut why = Absence::Down;
        loop {
            let seen = Look::at(&*clock);
            let (now, monotonic) = (seen.wall, seen.awake);
            let moved = Some(clock.zone()).filter(|now| *now != zone);
            match seen.since(&before) {
                Passed::Plainly => {}
                Passed::Asleep => why = Absence::Asleep,
                Passed::Set(by) if by > 0 => why = Absence::ClockStep,
                // What was planned is of a time to come: the cursors say what holds now.
                Passed::Set(_) => self.forget_plans(),
            }
            if let Some(moved) = moved {
                // Jobs without a zone of their own follow the computer's.
                self.forget_plans();
                zone = moved;
            }
            before = seen;
            let planned;
            (store, planned) = self.reread(store).await?;
            let on = self.parts.config.current().cron.enabled;
            let considered = match planned {
                Ok(()) => self.note_ended(&store, monotonic).await,
                Err(error) => Err(error),
            };
            let considered = match (considered, on) {
                (Ok(()), true) => self.pass(now, why).await,
                (considered, _) => considered,
            };
            why = Absence::Late;
            store = self.drop_done(store, now).await?;
            let until = self.plans.earliest().into_iter().chain(self.settling).min();
            let left = match (considered, until) {
                (Err(error), _) => {
                    // Nothing was begun. A minute later the disk may have room again.
                    tracing::error!(%error, "what is due could not be considered");
                    LOOK
                }
                (Ok(()), Some(at)) if on => (at - clock.now_ms()).clamp(0, LOOK),
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

    fn forget_plans(&mut self) {
        (self.plans, self.planned) = (Plans::default(), None);
    }

    /// Looks whether the file was edited and plans what it holds now. What could not be planned is
    /// planned at the next look.
    ///
    /// # Errors
    /// When the file is of a newer program.
    async fn reread(
        &mut self,
        mut store: JobStore,
    ) -> Result<(JobStore, Result<(), CronError>), CronError> {
        let elapsed = self.parts.clock.monotonic_ms();
        let whole = elapsed - self.whole_at >= LOOK;
        if whole {
            self.whole_at = elapsed;
        }
        let (store, change) = aside(move || {
            let change = match whole {
                true => store.reread(),
                false => store.look(),
            };
            (store, change)
        })
        .await?;
        match change {
            Ok(_) => {}
            Err(error @ CronError::Storage(StorageError::Newer { .. })) => return Err(error),
            Err(error) => tracing::warn!(%error, "the jobs stay as they were"),
        }
        let before = self.planned.replace(store.generation());
        if before == self.planned {
            return Ok((store, Ok(())));
        }
        let jobs = store.jobs().all().to_vec();
        let planned = self.replan(jobs, before.is_none()).await;
        if planned.is_err() {
            self.planned = None;
        }
        if before.is_some() {
            self.parts.events.changed(Subject::Jobs, None);
            self.parts.events.changed(Subject::Status, None);
        }
        Ok((store, planned))
    }

    /// Plans these jobs; at the `first` look also what became of them while nobody looked.
    async fn replan(&mut self, jobs: Vec<Arc<Job>>, first: bool) -> Result<(), CronError> {
        if first {
            let (folder, now) = (self.parts.folder.clone(), self.parts.clock.now_ms());
            let off = jobs.iter().filter(|job| !job.enabled);
            let off: Vec<String> = off.map(|job| job.id.clone()).collect();
            let jobs = jobs.clone();
            let unrun = aside(move || never_ran(&folder, &jobs)).await?;
            let write = move |tx: &Tx<'_>| {
                off.iter().try_for_each(|id| slots::switched_off(tx, id))?;
                let begin = |(id, hash, at): &(String, String, Ms)| {
                    slots::begin_unknown(tx, id, hash, at - 1, now)
                };
                unrun.iter().try_for_each(begin)
            };
            self.parts.db.write(write).await?;
        }
        self.plan(jobs).await
    }

    /// Plans these jobs; of those that run by themselves no more what waited is left out.
    async fn plan(&mut self, jobs: Vec<Arc<Job>>) -> Result<(), CronError> {
        let (now, host) = (self.parts.clock.now_ms(), self.parts.clock.zone());
        let before = self.plans.clone();
        let mut sorted = aside(move || before.sort(&jobs)).await?;
        let gone = std::mem::take(&mut sorted.gone);
        if !gone.is_empty() {
            let starter = Arc::clone(&self.parts.starter);
            let forget = move |tx: &Tx<'_>| {
                for (job, listed) in &gone {
                    tell_dropped(tx, job, now)?;
                    slots::forget_job(tx, &job.id)?;
                    if !listed {
                        starter.gone(tx, &job.id)?;
                    }
                }
                Ok(())
            };
            self.parts.db.write(forget).await?;
            // Whoever waits for an event of such a job looks again.
            self.parts.events.changed(Subject::Heartbeat, None);
            self.parts.events.changed(Subject::Activity, None);
        }
        let fresh = sorted.fresh.iter();
        let fresh = fresh
            .map(|(job, hash)| (job.id.clone(), hash.clone()))
            .collect();
        let read = move |tables: &Connection| {
            Ok((
                slots::cursors(tables, &fresh, now)?,
                slots::waiting(tables)?,
            ))
        };
        let (cursors, waiting) = self.parts.db.read(read).await?;
        self.plans = aside(move || sorted.planned(&cursors, &waiting, now, &host)).await?;
        Ok(())
    }

    /// Considers every job that is due or waits.
    async fn pass(&mut self, now: Ms, why: Absence) -> Result<(), CronError> {
        self.settling = self.settling.filter(|until| *until > now);
        for plans in self.plans.due(now).chunks(AT_ONCE) {
            self.consider(plans.to_vec(), now, why).await?;
        }
        Ok(())
    }

    async fn consider(&mut self, plans: Vec<Plan>, now: Ms, why: Absence) -> Result<(), CronError> {
        let (starter, settling) = (Arc::clone(&self.parts.starter), self.settling);
        let most = self.parts.config.current().cron.max_concurrent_runs.max(1);
        let placeless = self.plans.placeless();
        let considered = self.parts.db.write(move |tx| {
            let mut running = alive(tx, &placeless)?;
            let mut done = Vec::new();
            for plan in plans {
                let job = plan.job;
                let due = plan.next.is_some_and(|next| next <= now);
                if !due && running >= most && !placeless.contains(&job.id) {
                    // It waits, and there is no place for it yet.
                    done.push((job, None, plan.next, plan.waits));
                    continue;
                }
                let mut hindrance = starter.hindrance(tx, &job, now)?;
                hindrance.hold = hindrance.hold.or(held(tx, &job.id, now)?);
                hindrance.settling_until = settling;
                hindrance.full = running >= most && !placeless.contains(&job.id);
                let failed = failures(tx, &job.id)?;
                let waits_until = wait_after_failure(tx, &job.id, failed)?;
                let once = matches!(job.schedule, Ok(Schedule::At { .. }));
                hindrance.backoff_until = waits_until.filter(|_| !once);
                let view = Planned {
                    id: &job.id,
                    hash: &plan.hash,
                    timetable: &plan.timetable,
                    rules: rules(&job),
                };
                let before = slots::cursor(tx, view.id, view.hash, now)?;
                let waited = slots::in_state(tx, view.id, "queued")?.first().copied();
                let stepped = step(tx, &view, &hindrance, now, why)?;
                let mut begin = stepped.begin;
                // A second try of what runs once waits its time.
                if begin.is_none() && !(once && waits_until.is_some_and(|until| until > now)) {
                    begin = begin_waiting(tx, &view, &hindrance, now)?;
                }
                // What waited and was left out now lies before the cursor.
                let before = waited.map_or(before, |waited| before.min(waited - 1));
                tell_unrun(tx, &job, before, now)?;
                if let Some(begun) = &begin {
                    starter.begun(tx, &job, begun, now)?;
                    running += u64::from(!placeless.contains(&job.id));
                }
                let waits = slots::in_state(tx, view.id, "queued")?.pop();
                let retry = waits_until.filter(|until| once && waits.is_some() && *until > now);
                let next = stepped.next.or(retry);
                done.push((job, begin, next, waits));
            }
            Ok(done)
        });
        for (job, begin, next, waits) in considered.await? {
            self.plans.note(&job.id, next, waits);
            if let Some(begun) = begin {
                self.begin(Job::clone(&job), begun);
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
        let alive = Alive {
            job: job.clone(),
            run: begun.run.clone(),
            ended: ended.clone(),
        };
        self.alive.insert(job.id.clone(), alive);
        self.parts.tasks.spawn(async move {
            // Told however it ends: after a panic the job must not stand as running for ever.
            let _told = EndTold { ended, wake };
            cancel.run_until_cancelled(starter.run(job, begun)).await;
        });
    }
}

/// Runs at work that take a place.
fn alive(connection: &Connection, placeless: &HashSet<String>) -> Result<u64, StorageError> {
    let mut select =
        connection.prepare_cached("SELECT job_id FROM runs WHERE state = 'running'")?;
    let jobs = select.query_map([], |row| row.get::<_, String>(0))?;
    let mut count = 0;
    for job in jobs {
        count += u64::from(!placeless.contains(&job?));
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
