//! A job's run: its turn or its fixed words, and where what it says goes.
//!
//! Owns the end of a run, which is one transaction: run, slot, what goes out, record (walks.md,
//! walk 2). The scheduler knows nothing of it but the port.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use rusqlite::Connection;

use super::own_turn::{LeftBehind, OwnTurn, OwnTurnEnd, left_behind};
use super::reply::{for_person, parts_of};
use super::{Lanes, Parts};
use crate::channel::{ChannelKind, ChatType, Route};
use crate::clock::Ms;
use crate::cron::{
    Begun, DeliveryMode, Ended, Hindrance, Job, Left, Payload, SessionTarget, SlotEnd, StartTurn,
    conclude,
};
use crate::delivery::{PartKind, enqueue};
use crate::error::Problem;
use crate::event::{Outcome, Subject};
use crate::ledger::{Admission, Cause, Who, admit, extra_today, spent};
use crate::model::ModelRef;
use crate::session::{SessionKey, derived_id};
use crate::storage::StorageError;
use crate::workspace::TurnClass;

/// Codes of failures after which the same may work a moment later.
const PASSING: [&str; 4] = [
    "model-network",
    "model-rate-limit",
    "model-overloaded",
    "turn-timeout",
];

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

    /// Where its result goes; `None` = nowhere Cove can send to.
    fn route(&self, job: &Job) -> Option<Route> {
        if job.delivery.mode != DeliveryMode::Announce {
            return None;
        }
        let main = SessionKey::main(&self.agent(job));
        let record = self.parts.sessions.record(&main);
        let last = |field: &str| record.as_ref()?.text(field).map(str::to_owned);
        let (channel, to, account, thread) = match job.delivery.channel.as_deref() {
            None | Some("last") => (
                last("lastChannel")?,
                last("lastTo"),
                last("lastAccountId"),
                last("lastThreadId"),
            ),
            Some(channel) => (
                channel.to_owned(),
                job.delivery.to.clone(),
                job.delivery.account.clone(),
                None,
            ),
        };
        let channel = ChannelKind::parse(&channel)?;
        if channel != ChannelKind::Telegram {
            return None;
        }
        let to = to?;
        let to = to.strip_prefix("telegram:").unwrap_or(&to);
        let (peer, topic) = match to.split_once(":topic:") {
            Some((peer, topic)) => (peer, Some(topic.to_owned())),
            None => (to, None),
        };
        let group = peer.starts_with('-');
        Some(Route {
            channel,
            account: account.unwrap_or_else(|| "default".to_owned()),
            peer: peer.to_owned(),
            thread: topic.or(thread),
            chat_type: if group {
                ChatType::Group
            } else {
                ChatType::Direct
            },
        })
    }

    async fn turn(&self, job: &Job, run: &str) -> Result<OwnTurnEnd, Problem> {
        let Payload::AgentTurn {
            message,
            model,
            thinking,
            timeout,
        } = &job.payload
        else {
            return Err(Problem::new("job-payload-missing"));
        };
        let model = model.as_deref().and_then(|model| {
            let aliases = self.parts.config.current().aliases();
            aliases
                .get(model)
                .cloned()
                .or_else(|| ModelRef::parse(model))
        });
        let limit = timeout.filter(|timeout| *timeout > 0);
        let turn = OwnTurn {
            cause: format!("run:{run}"),
            booked: Cause::Job(job.id.clone()),
            class: TurnClass::Isolated {
                may_read_memory: job.may_read_memory,
            },
            prompt: message.clone(),
            channel: "cron",
            model,
            thinking: thinking.clone(),
            limit: limit
                .and_then(|ms| u64::try_from(ms).ok())
                .map(Duration::from_millis),
            silence: None,
        };
        self.lanes.run_own(&self.key(job, run), turn).await
    }

    async fn finish(&self, job: Job, begun: Begun, mut ended: Ended) -> Result<(), StorageError> {
        let route = self.route(&job);
        let mut out = Vec::new();
        if let (SlotEnd::Done, Some(route), Some(text)) = (ended.end, &route, &ended.summary) {
            let cause = format!("run:{}", begun.run);
            out = parts_of(&self.parts, &cause, PartKind::Reply, route, text, None);
            ended.delivery = "pending";
        }
        let now = self.parts.clock.now_ms();
        let write = move |tx: &crate::storage::Tx<'_>| {
            if conclude(tx, &job, &begun, &ended, now)?.is_some() {
                enqueue(tx, &out, now)?;
            }
            Ok(())
        };
        self.parts.db.write(write).await?;
        if let Some(route) = &route {
            self.parts.sender.nudge(route);
        }
        self.parts.events.changed(Subject::Activity, None);
        Ok(())
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
        let here = matches!(
            job.target,
            SessionTarget::Isolated | SessionTarget::Session(_)
        ) || matches!(job.payload, Payload::Notify { .. });
        let reached = match job.delivery.mode {
            DeliveryMode::None => !matches!(job.payload, Payload::Notify { .. }),
            DeliveryMode::Announce => self.route(job).is_some(),
            DeliveryMode::Webhook | DeliveryMode::Other(_) => false,
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
            hindrance.allowance = admission != Admission::Go;
        }
        Ok(hindrance)
    }

    fn left(&self, job: &Job, run: &str) -> Left {
        if matches!(job.payload, Payload::Notify { .. }) {
            // Its end and what goes out are one transaction: nothing had left.
            return Left::Repeat;
        }
        let found = left_behind(&self.parts, &self.key(job, run), &format!("run:{run}"), 0);
        match found {
            Ok(LeftBehind::Nothing) => Left::Repeat,
            Ok(LeftBehind::Finished) => Left::Finish,
            Ok(LeftBehind::Changes) => Left::Interrupt,
            Err(problem) => {
                tracing::warn!(
                    code = problem.code,
                    run,
                    "the transcript of a run could not be read"
                );
                Left::Interrupt
            }
        }
    }

    async fn stop(&self, job: &Job, run: &str) {
        self.lanes
            .stop_own(&self.key(job, run), &format!("run:{run}"));
    }

    async fn run(&self, job: Job, begun: Begun) {
        let mut ended = Ended {
            end: SlotEnd::Done,
            problem: None,
            passing: false,
            summary: None,
            session_id: None,
            delivery: "none",
        };
        if let Payload::Notify { text } = &job.payload {
            ended.summary = for_person(&self.parts, text);
        } else {
            match self.turn(&job, &begun.run).await {
                // The next start takes it up.
                Err(problem) if problem.code == "gateway-gone" => return,
                Err(problem) => {
                    // Nothing was asked yet: that is no failure of the job.
                    ended.end = match problem.code.as_str() {
                        "own-turn-held" => SlotEnd::Interrupted,
                        _ => SlotEnd::Failed,
                    };
                    ended.problem = Some(problem);
                }
                Ok(end) => {
                    ended.end = match end.outcome {
                        Outcome::Done => SlotEnd::Done,
                        Outcome::Quiet => SlotEnd::Quiet,
                        Outcome::Stopped => SlotEnd::Interrupted,
                        Outcome::Failed => SlotEnd::Failed,
                    };
                    ended.summary = Some(end.reply).filter(|reply| !reply.is_empty());
                    ended.session_id = Some(end.session_id);
                    ended.problem = end.problem;
                }
            }
        }
        let code = ended.problem.as_ref().map(|problem| problem.code.as_str());
        ended.passing = code.is_some_and(|code| PASSING.contains(&code));
        let run = begun.run.clone();
        if let Err(error) = self.finish(job, begun, ended).await {
            // It stands as running; the next start takes it up.
            tracing::error!(%error, run, "the end of a run could not be written");
        }
    }
}
