//! What would happen by itself from now on: the real steps on a fast clock.
//!
//! Owns putting jobs, beats, events, resets and quiet hours into one row of time, each paid from a
//! copy of the ledger. No model is asked, nothing is sent and nothing of the home is written.

use std::sync::Arc;

use rusqlite::Connection;

use super::beat_cost::{RunQuestion, one_beat, run_estimate};
use super::reset_times::coming_resets;
use super::{BeatLook, Parts};
use crate::clock::Ms;
use crate::cron::{
    Foreseen, ForeseenSlot, Job, Payload, Rehearsal, SessionTarget, StartTurn, WakeMode,
};
use crate::error::{Problem, params};
use crate::heartbeat::{Decision, Lane, Occasion, SystemEvent, WakeMode as Wakes};
use crate::ledger::{Admission, Call, Cause, Terms, Who, admit, extra_today, reserve, spent};
use crate::model::ModelRef;
use crate::session::KeyKind;
use crate::storage::{StorageError, copied_to_memory};

/// Most things that are told.
const MOST: usize = 5_000;
/// What the steps look at, with the rows that matter: a month of the ledger, jobs with what is open
/// or new.
const TABLES: [(&str, &str); 8] = [
    ("holds", "1"),
    ("reached", "1"),
    ("job_cursor", "1"),
    (
        "slots",
        "slot_at > (SELECT coalesce(max(considered_until), 0) - 604800000 FROM job_cursor) OR state IN ('queued','running')",
    ),
    (
        "runs",
        "started > (SELECT coalesce(max(started), 0) - 604800000 FROM runs)",
    ),
    (
        "ledger",
        "by_itself = 1 AND at > (SELECT coalesce(max(at), 0) - 2764800000 FROM ledger)",
    ),
    ("allowance_extra", "1"),
    ("unpriced_models", "1"),
];

/// What something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum RehearsedKind {
    /// A slot of a job.
    Job,
    /// A beat.
    Beat,
    /// Events get a turn of their own.
    Event,
    /// A conversation begins anew.
    Reset,
    /// Quiet hours begin.
    QuietBegins,
    /// Quiet hours end.
    QuietEnds,
    /// A pause of beats ends.
    PauseEnds,
}

/// Something that would happen.
#[derive(Debug, Clone, PartialEq)]
pub struct Rehearsed {
    /// When, ms.
    pub at: Ms,
    /// What it is.
    pub kind: RehearsedKind,
    /// The job, the agent or the conversation.
    pub reference: String,
    /// It runs; else it is left out.
    pub runs: bool,
    /// The key of its sentence, with parameters.
    pub told: Problem,
    /// Why it is left out, as a sentence's key, where there is one beside that.
    pub why: Option<Problem>,
    /// Nano-dollars, low and high; `None` = the model's price is unknown.
    pub cost: Option<(i64, i64)>,
}

/// A model call of it and what it costs.
type Priced = (ModelRef, Option<(i64, i64)>);

/// Runs through `until` (ms); in order. `true`: there is more than is told.
///
/// # Errors
/// Files or tables that can't be read.
pub async fn rehearse(
    parts: &Parts,
    jobs: &[Job],
    starter: Arc<dyn StartTurn>,
    until: Ms,
) -> Result<(Vec<Rehearsed>, bool), Problem> {
    let from = parts.clock.now_ms();
    let config = parts.config.current();
    let mut agents = Vec::new();
    for agent in config.agents() {
        let look = BeatLook::gather(parts, &agent, None).await?;
        agents.push(Agent {
            cost: one_beat(parts, &agent).await?,
            look,
            name: agent,
        });
    }
    let mut costs = Vec::new();
    for job in jobs {
        costs.push(run_cost(parts, job, config.default_agent()).await);
    }
    let copy = parts
        .db
        .read(|live| copied_to_memory(live, &TABLES))
        .await?;
    let mut items = edges(&agents, from, until);
    for (key, next) in coming_resets(parts) {
        if next.at < until {
            items.push(Rehearsed {
                at: next.at.max(from),
                kind: RehearsedKind::Reset,
                told: match key.kind() {
                    KeyKind::Main => named("rehearsed-reset-main", key.agent()),
                    _ => named("rehearsed-reset", key.spoken()),
                },
                reference: key.to_string(),
                runs: true,
                why: None,
                cost: Some((0, 0)),
            });
        }
    }
    let stage = Stage {
        rehearsal: Rehearsal::new(jobs, from, &parts.clock.zone()),
        jobs: jobs.to_vec(),
        main: config.default_agent().to_owned(),
        terms: parts.terms(),
        costs,
        agents,
        copy,
        starter,
    };
    let ran = tokio::task::spawn_blocking(move || stage.run(from, until)).await;
    // The work neither panics nor is cancelled unless the process ends.
    items.extend(ran.map_err(|_| Problem::new("gateway-gone"))??);
    items.sort_by_key(|item| item.at);
    let cut = items.len() > MOST;
    items.truncate(MOST);
    Ok((items, cut))
}

/// What a run of a job costs; nothing where no model is asked. `None`: it can't be said.
async fn run_cost(parts: &Parts, job: &Job, main: &str) -> Option<Priced> {
    let Payload::AgentTurn { message, model, .. } = &job.payload else {
        return None;
    };
    let question = RunQuestion {
        agent: job.agent_id.clone().unwrap_or_else(|| main.to_owned()),
        model: model.clone(),
        message: message.clone(),
        may_read_memory: job.may_read_memory,
        light_context: false,
        runs_per_month: 1.0,
    };
    let found = run_estimate(parts, &question).await.ok()?;
    let model = ModelRef::parse(&found.model)?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "an estimate of a call is small"
    )]
    let nano = |dollars: f64| (dollars * 1e9).round() as i64;
    let cost = found.cost_per_run;
    Some((model, cost.map(|cost| (nano(cost.low), nano(cost.high)))))
}

fn edges(agents: &[Agent], from: Ms, until: Ms) -> Vec<Rehearsed> {
    let of = |agent: &Agent| {
        let plan = agent.look.plan.as_ref();
        let edges = plan.map_or_else(Vec::new, |plan| plan.edges(from, until));
        let name = agent.name.clone();
        let edges = edges.into_iter().map(|(at, ends)| match ends {
            true => (at, RehearsedKind::QuietEnds, "rehearsed-quiet-ends"),
            false => (at, RehearsedKind::QuietBegins, "rehearsed-quiet-begins"),
        });
        let goes_on = agent.look.goes_on(from).filter(|at| *at < until);
        let goes_on = goes_on
            .filter(|_| plan.is_some())
            .map(|at| (at, RehearsedKind::PauseEnds, "rehearsed-pause-ends"));
        edges.chain(goes_on).map(move |(at, kind, key)| Rehearsed {
            at,
            kind,
            reference: name.clone(),
            runs: true,
            told: Problem::new(key),
            why: None,
            cost: Some((0, 0)),
        })
    };
    agents.iter().flat_map(of).collect()
}

fn named(key: &str, name: &str) -> Problem {
    Problem::with(key, params([("name", name.into())]))
}

struct Agent {
    name: String,
    look: BeatLook,
    cost: Priced,
}

/// Everything on the fast clock.
struct Stage {
    rehearsal: Rehearsal,
    jobs: Vec<Job>,
    /// The default agent.
    main: String,
    terms: Terms,
    costs: Vec<Option<Priced>>,
    agents: Vec<Agent>,
    copy: Connection,
    starter: Arc<dyn StartTurn>,
}

impl Stage {
    fn run(mut self, from: Ms, until: Ms) -> Result<Vec<Rehearsed>, StorageError> {
        let mut items = Vec::new();
        let mut beats = self.beats(from, until);
        beats.reverse();
        let mut now = from;
        while items.len() <= MOST {
            let beat = beats.last().map(|(at, _)| *at);
            let event = self.next_event(now);
            let job = self.rehearsal.next();
            let next = [beat, event, job].into_iter().flatten().min();
            let Some(at) = next.filter(|at| *at < until) else {
                break;
            };
            now = at.max(now);
            if job.is_some_and(|job| job <= now) {
                let spent = self.is_spent(now)?;
                let found = self
                    .rehearsal
                    .step(&self.copy, self.starter.as_ref(), now, spent)?;
                for slot in found {
                    items.push(self.slot(slot, now)?);
                }
            }
            while let Some((at, agent)) = beats.pop_if(|(at, _)| *at <= now) {
                items.push(self.beat(agent, Occasion::Slot, at)?);
            }
            for agent in 0..self.agents.len() {
                let wakes = self.agents[agent].look.event_wakes(now);
                if wakes.is_some_and(|at| at <= now) {
                    items.push(self.beat(agent, Occasion::Event, now)?);
                    // Held or read: this rehearsal is through with them.
                    self.agents[agent].look.events.clear();
                }
            }
        }
        Ok(items)
    }

    /// Beats of all agents in order.
    fn beats(&self, from: Ms, until: Ms) -> Vec<(Ms, usize)> {
        let agents = self.agents.iter().enumerate();
        let of = |(n, agent): (usize, &Agent)| {
            let plan = agent.look.plan.as_ref();
            let beats = plan.map_or_else(Vec::new, |plan| plan.beats(from, until));
            beats.into_iter().map(move |at| (at, n))
        };
        let mut beats: Vec<(Ms, usize)> = agents.flat_map(of).collect();
        beats.sort_unstable();
        beats
    }

    fn next_event(&self, now: Ms) -> Option<Ms> {
        let looks = self.agents.iter().map(|agent| &agent.look);
        looks.filter_map(|look| look.event_wakes(now)).min()
    }

    fn slot(&mut self, slot: ForeseenSlot, now: Ms) -> Result<Rehearsed, StorageError> {
        let ForeseenSlot { job, slot, what } = slot;
        let mut item = Rehearsed {
            at: slot.max(now),
            kind: RehearsedKind::Job,
            reference: job.id.clone(),
            runs: true,
            told: named("rehearsed-job", &job.name),
            why: None,
            cost: Some((0, 0)),
        };
        if let Foreseen::Left {
            state,
            reason,
            count,
        } = what
        {
            let word = reason.split(':').next().unwrap_or_default().to_owned();
            let told = params([
                ("name", job.name.into()),
                ("why", word.into()),
                ("count", count.into()),
            ]);
            item.at = slot;
            item.runs = false;
            item.told = Problem::with(&format!("activity-job-{state}"), told);
            return Ok(item);
        }
        if let Payload::SystemEvent { text } = &job.payload
            && job.target == SessionTarget::Main
        {
            // It is read by a beat, which is paid for itself.
            self.queue(&job, text, now);
            return Ok(item);
        }
        let place = self.jobs.iter().position(|held| held.id == job.id);
        let priced = place.and_then(|place| self.costs[place].clone());
        let cause = Cause::Job(job.id.clone());
        if let Some(priced) = priced {
            self.pay(&mut item, cause, &priced)?;
        }
        Ok(item)
    }

    fn queue(&mut self, job: &Job, text: &str, now: Ms) {
        let agent = job.agent_id.as_deref().unwrap_or(&self.main);
        let Some(found) = self.agents.iter_mut().find(|held| held.name == agent) else {
            return;
        };
        let wakes = match job.wake {
            WakeMode::Now => Wakes::Now,
            WakeMode::NextHeartbeat => Wakes::NextHeartbeat,
        };
        let key = found.look.key.to_string();
        let mut event = SystemEvent::new(format!("job:{}@{now}", job.id), agent, &key, text, wakes);
        (event.created, event.next_at) = (now, now);
        found.look.events.push(event);
    }

    fn beat(
        &mut self,
        agent: usize,
        occasion: Occasion,
        at: Ms,
    ) -> Result<Rehearsed, StorageError> {
        let spent = self.is_spent(at)?;
        let agent = &mut self.agents[agent];
        agent.look.spent = spent;
        let mut item = Rehearsed {
            at,
            kind: match occasion {
                Occasion::Event => RehearsedKind::Event,
                Occasion::Slot | Occasion::Person => RehearsedKind::Beat,
            },
            reference: agent.name.clone(),
            runs: true,
            told: match occasion {
                Occasion::Event => {
                    let count = agent.look.events.len();
                    Problem::with("rehearsed-event", params([("count", count.into())]))
                }
                Occasion::Slot | Occasion::Person => Problem::new("rehearsed-beat"),
            },
            why: None,
            cost: Some((0, 0)),
        };
        match agent.look.decide(occasion, Lane::default(), at) {
            Decision::Skip(why) => {
                item.runs = false;
                item.why = Some(why.into());
            }
            Decision::Beat(_) => {
                agent.look.events.clear();
                let priced = agent.cost.clone();
                self.pay(&mut item, Cause::Heartbeat, &priced)?;
            }
        }
        Ok(item)
    }

    /// Takes its likely cost from the copy of the ledger, or finds why it can't be paid.
    fn pay(
        &mut self,
        item: &mut Rehearsed,
        cause: Cause,
        (model, cost): &Priced,
    ) -> Result<(), StorageError> {
        let terms = self.at(item.at);
        let call = Call {
            id: format!("rehearsal:{:?}:{}:{}", item.kind, item.reference, item.at),
            at: item.at,
            cause,
            agent: self.main.clone(),
            session_id: String::new(),
        };
        let row = call.reserved(model, cost.map(|(low, _)| low));
        let tx = self.copy.transaction()?;
        let paid = reserve(&tx, &row, &terms)?;
        tx.commit()?;
        match paid {
            Ok(()) => item.cost = *cost,
            Err(why) => {
                item.runs = false;
                item.why = Some(why);
            }
        }
        Ok(())
    }

    fn is_spent(&self, now: Ms) -> Result<bool, StorageError> {
        let terms = self.at(now);
        let limits = terms.limits.with_extra(extra_today(&self.copy, &terms)?);
        let admission = admit(&limits, spent(&self.copy, &terms)?, Who::Itself, None);
        Ok(admission != Admission::Go)
    }

    fn at(&self, now: Ms) -> Terms {
        Terms {
            now,
            ..self.terms.clone()
        }
    }
}
