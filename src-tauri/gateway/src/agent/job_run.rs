//! A job's run: its turn, its event or its fixed words.
//!
//! Owns what a run is for each kind of payload, what stands in its way and what a kill has left of
//! it. How it ends is `job_end.rs`. The scheduler knows nothing of it but the port.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use rusqlite::Connection;

use super::job_end::finish;
use super::job_event;
use super::job_target::{JobTarget, job_target};
use super::own_turn::{LeftBehind, OwnTurn, OwnTurnEnd, left_behind};
use super::purse::is_unpaid;
use super::reply::for_person;
use super::{Lanes, Parts};
use crate::channel::Route;
use crate::clock::Ms;
use crate::cron::{
    Begun, Did, Ended, Hindrance, Job, Left, Payload, SessionTarget, SlotEnd, StartTurn,
};
use crate::delivery::{Reached, reached};
use crate::error::Problem;
use crate::event::{Outcome, Subject};
use crate::ledger::{Admission, Cause, Who, admit, extra_today, price_is_asked, spent};
use crate::model::ModelRef;
use crate::session::{SessionKey, derived_id};
use crate::storage::{StorageError, Tx};
use crate::workspace::TurnClass;

/// Codes of failures after which the same may work a moment later.
const PASSING: [&str; 4] = [
    "model-network",
    "model-rate-limit",
    "model-overload",
    "turn-timeout",
];

/// A run without a bound ends after this all the same, ms.
const NO_LIMIT: Ms = 7 * 24 * 3_600_000;

/// Nothing could be asked: that is no failure of the job.
fn not_begun(problem: &Problem) -> bool {
    let code = problem.code.as_str();
    matches!(code, "own-turn-held" | "secret-passphrase-locked") || is_unpaid(problem)
}

/// Whether a job's target was ever reached.
enum Reach {
    Known,
    Never,
    /// The tables say it.
    Through(Route),
}

/// Runs jobs in the lanes.
pub struct JobRuns {
    parts: Arc<Parts>,
    lanes: Lanes,
}

impl JobRuns {
    /// Over these lanes.
    pub fn new(parts: Arc<Parts>, lanes: Lanes) -> Self {
        Self { parts, lanes }
    }

    fn agent(&self, job: &Job) -> String {
        let config = self.parts.config.current();
        job.agent_id
            .clone()
            .unwrap_or_else(|| config.default_agent().to_owned())
    }

    /// The conversation of a run: a fresh one each time, or the one it names.
    fn key(&self, job: &Job, run: &str) -> SessionKey {
        let agent = self.agent(job);
        let named = match &job.target {
            SessionTarget::Session(id) => id.clone(),
            _ => {
                let id = derived_id(&SessionKey::main(&agent), &job.id, run);
                format!("agent:{agent}:cron:{}:run:{id}", job.id)
            }
        };
        SessionKey::parse(&named, &agent)
    }

    /// Whether the result of a job has ever arrived where it goes.
    fn reach(&self, job: &Job) -> Reach {
        // What is said in the main conversation goes where that goes.
        if job.target == SessionTarget::Main && matches!(job.payload, Payload::SystemEvent { .. }) {
            return Reach::Known;
        }
        match job_target(&self.parts, job, &self.agent(job)) {
            JobTarget::Desktop | JobTarget::Chat { known: true, .. } => Reach::Known,
            // Fixed words that go nowhere are of no use to anybody.
            JobTarget::Nowhere if matches!(job.payload, Payload::Notify { .. }) => Reach::Never,
            JobTarget::Nowhere => Reach::Known,
            JobTarget::Unknown => Reach::Never,
            target => target.route().map_or(Reach::Never, Reach::Through),
        }
    }

    /// The model a job names.
    fn own_model(&self, job: &Job) -> Option<ModelRef> {
        let Payload::AgentTurn { model, .. } = &job.payload else {
            return None;
        };
        let model = model.as_deref()?;
        let aliases = self.parts.config.current().aliases();
        let named = aliases.get(model).cloned();
        named.or_else(|| ModelRef::parse(model))
    }

    /// The model a run asks first.
    fn model(&self, job: &Job) -> Option<ModelRef> {
        let key = match &job.target {
            SessionTarget::Session(id) => SessionKey::parse(id, &self.agent(job)),
            _ => SessionKey::main(&self.agent(job)),
        };
        let chosen = || self.parts.model_chain(&key).first().cloned();
        self.own_model(job).or_else(chosen)
    }

    async fn turn(&self, job: &Job, run: &str) -> Result<OwnTurnEnd, Problem> {
        let Payload::AgentTurn {
            message,
            thinking,
            timeout,
            tools,
            ..
        } = &job.payload
        else {
            return Err(Problem::new("job-payload-missing"));
        };
        let limit = timeout.map(|timeout| match timeout {
            0 => NO_LIMIT,
            limit => limit,
        });
        let turn = OwnTurn {
            cause: format!("run:{run}"),
            booked: Cause::Job(job.id.clone()),
            class: TurnClass::Isolated {
                may_read_memory: job.may_read_memory,
            },
            prompt: message.clone(),
            channel: "cron",
            model: self.own_model(job),
            thinking: thinking.clone(),
            limit: limit
                .and_then(|ms| u64::try_from(ms).ok())
                .map(Duration::from_millis),
            tools: tools.clone(),
            silence: None,
        };
        self.lanes.run_own(&self.key(job, run), turn).await
    }

    /// What its payload comes to; `None` = the next start takes it up.
    async fn ended(&self, job: &Job, begun: &Begun) -> Option<Ended> {
        let mut ended = Ended {
            end: SlotEnd::Done,
            problem: None,
            passing: false,
            summary: None,
            session_id: None,
            file_access: None,
            delivery: "none",
        };
        let mut changed = false;
        match &job.payload {
            Payload::Notify { text } => ended.summary = for_person(&self.parts, text),
            Payload::SystemEvent { .. } => {
                let agent = self.agent(job);
                match job_event::read(&self.parts, &agent, &job.id, begun.slot).await {
                    Ok(reading) => {
                        (ended.end, ended.summary) = (reading.end, reading.said);
                        ended.problem = reading.problem;
                    }
                    Err(error) => {
                        tracing::error!(%error, run = begun.run, "an event could not be looked at");
                        return None;
                    }
                }
            }
            _ => match self.turn(job, &begun.run).await {
                Err(problem) if problem.code == "gateway-gone" => return None,
                Err(problem) => {
                    // Nothing was asked yet: that is no failure of the job.
                    ended.end = match not_begun(&problem) {
                        true => SlotEnd::Interrupted,
                        false => SlotEnd::Failed,
                    };
                    ended.problem = Some(problem);
                }
                Ok(end) => {
                    // What changed something is not done a second time.
                    changed = end.changed;
                    ended.end = match end.outcome {
                        Outcome::Done => SlotEnd::Done,
                        Outcome::Quiet => SlotEnd::Quiet,
                        Outcome::Stopped => SlotEnd::Interrupted,
                        Outcome::Failed if end.problem.as_ref().is_some_and(not_begun) => {
                            SlotEnd::Interrupted
                        }
                        Outcome::Failed => SlotEnd::Failed,
                    };
                    ended.summary = Some(end.reply).filter(|reply| !reply.is_empty());
                    ended.session_id = Some(end.session_id);
                    ended.problem = end.problem;
                    let files = Some(end.files).filter(|files| !files.is_empty());
                    ended.file_access = files.and_then(|files| serde_json::to_string(&files).ok());
                }
            },
        }
        let code = ended.problem.as_ref().map(|problem| problem.code.as_str());
        ended.passing = !changed && code.is_some_and(|code| PASSING.contains(&code));
        Some(ended)
    }
}

#[async_trait]
impl StartTurn for JobRuns {
    fn hindrance(
        &self,
        connection: &Connection,
        job: &Job,
        _now: Ms,
    ) -> Result<Hindrance, StorageError> {
        let here = !matches!(
            (&job.target, &job.payload),
            (
                SessionTarget::Current | SessionTarget::Other(_),
                Payload::AgentTurn { .. }
            )
        );
        let reached = match self.reach(job) {
            Reach::Known => true,
            Reach::Never => false,
            Reach::Through(route) => reached(connection, &route)?,
        };
        let mut hindrance = Hindrance {
            broken: !here,
            untested: !reached,
            ..Hindrance::default()
        };
        if matches!(job.payload, Payload::AgentTurn { .. }) {
            let terms = self.parts.terms();
            let limits = terms.limits.with_extra(extra_today(connection, &terms)?);
            let admission = admit(&limits, spent(connection, &terms)?, Who::Itself, None);
            let unpriced = match self.parts.unpriced(self.model(job).as_ref()) {
                Some(model) => price_is_asked(connection, &model)?,
                None => false,
            };
            hindrance.allowance = admission != Admission::Go || unpriced;
        }
        Ok(hindrance)
    }

    fn untested(
        &self,
        connection: &Connection,
        jobs: &[Arc<Job>],
    ) -> Result<Vec<String>, StorageError> {
        // One look for all of them.
        let reached = Reached::read(connection)?;
        let untested = jobs.iter().filter(|job| match self.reach(job) {
            Reach::Known => false,
            Reach::Never => true,
            Reach::Through(route) => !reached.holds(&route),
        });
        Ok(untested.map(|job| job.id.clone()).collect())
    }

    fn begun(&self, tx: &Tx<'_>, job: &Job, begun: &Begun, now: Ms) -> Result<(), StorageError> {
        match job.payload {
            Payload::SystemEvent { .. } => job_event::queue(tx, &self.agent(job), job, begun, now),
            _ => Ok(()),
        }
    }

    fn gone(&self, tx: &Tx<'_>, job: &str) -> Result<(), StorageError> {
        job_event::drop_unread(tx, job)
    }

    fn left(&self, job: &Job, run: &str) -> Left {
        match job.payload {
            // Its end and what goes out are one transaction: nothing had left.
            Payload::Notify { .. } => return Left::Repeat,
            // Its event waits, or was read: the end follows from that.
            Payload::SystemEvent { .. } => return Left::Finish,
            _ => {}
        }
        let found = left_behind(&self.parts, &self.key(job, run), &format!("run:{run}"), 0);
        match found {
            Ok(LeftBehind::Nothing) => Left::Repeat,
            Ok(LeftBehind::Finished) => Left::Finish,
            Ok(LeftBehind::Changes(did)) => Left::Interrupt(did),
            Err(problem) => {
                tracing::warn!(
                    code = problem.code,
                    run,
                    "the transcript of a run could not be read"
                );
                Left::Interrupt(Did {
                    lost: true,
                    ..Did::default()
                })
            }
        }
    }

    async fn stop(&self, job: &Job, run: &str) {
        if matches!(job.payload, Payload::SystemEvent { .. }) {
            let (id, run) = (job.id.clone(), run.to_owned());
            let unread = move |tx: &Tx<'_>| job_event::drop_of_run(tx, &id, &run);
            if let Err(error) = self.parts.db.write(unread).await {
                tracing::error!(%error, job = job.id, "an event could not be taken back");
            }
            // Whoever waits for its reader looks again.
            self.parts.events.changed(Subject::Heartbeat, None);
            return;
        }
        self.lanes
            .stop_own(&self.key(job, run), &format!("run:{run}"));
    }

    async fn run(&self, job: Job, begun: Begun) {
        let Some(ended) = self.ended(&job, &begun).await else {
            return;
        };
        let (agent, run) = (self.agent(&job), begun.run.clone());
        if let Err(error) = finish(&self.parts, &agent, job, begun, ended).await {
            // It stands as running; the next start takes it up.
            tracing::error!(%error, run, "the end of a run could not be written");
        }
    }
}
