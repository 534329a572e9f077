//! What decides whether an agent beats now, gathered from where it stands.
//!
//! Owns the gathering alone: who wakes, the lane, a status and a person's question look at the same
//! things. The decision is the heartbeat's.

use super::Parts;
use super::homes::AgentHome;
use crate::activity::{Hold, Scope, current_holds};
use crate::clock::{Ms, local_minute};
use crate::config::Heartbeat;
use crate::error::{Problem, params};
use crate::heartbeat::{
    Decision, Held, Lane, Occasion, Pause, Plan, SystemEvent, View, Waiting, decide,
    waiting_events, wakes_at,
};
use crate::ledger::{Admission, Who, admit, extra_today, price_is_asked, spent};
use crate::model::{ModelRef, is_practice};
use crate::session::SessionKey;
use crate::words::Language;
use crate::workspace::RelPath;

/// The file.
const CHECKLIST: &str = "HEARTBEAT.md";

/// All that is looked at.
#[derive(Debug, Clone)]
pub struct BeatLook {
    /// As the settings say.
    pub settings: Heartbeat,
    /// The conversation.
    pub key: SessionKey,
    /// When beats fall; `None` = off.
    pub plan: Option<Plan>,
    /// HEARTBEAT.md; `None` = there is none.
    pub file: Option<String>,
    /// Events of this conversation that nobody has read.
    pub events: Vec<SystemEvent>,
    /// What is held.
    pub held: Held,
    /// The allowance is used up.
    pub spent: bool,
    /// The price of the model is not known, and a person was asked about it.
    pub unpriced: bool,
    /// Beats of the grid happen in this conversation.
    pub beats_here: bool,
    /// The models a beat asks, in order.
    pub chain: Vec<ModelRef>,
}

/// The next beat, for a status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeatLine {
    /// When it is, ms; `None` = none is planned.
    pub next_at: Option<Ms>,
    /// As things are now it would be left out.
    pub skipped: bool,
    /// In words.
    pub text: String,
}

impl BeatLook {
    /// Looks. `key`: the conversation, where it is not the one the settings name.
    ///
    /// # Errors
    /// Why the agent's files or the tables can't be read.
    pub async fn gather(
        parts: &Parts,
        agent: &str,
        key: Option<&SessionKey>,
    ) -> Result<Self, Problem> {
        let home = match parts.agents.get(agent) {
            Some(home) => home?,
            None => return Err(Problem::new("agent-unknown")),
        };
        let config = parts.config.current();
        let settings = config.heartbeat_settings(agent).clone();
        let zones = parts.zones();
        let plan = match config.heartbeat(agent) {
            Some(settings) => Plan::of(settings, zones.user, zones.host)?,
            None => None,
        };
        let beats_in = SessionKey::parse(&settings.session, agent);
        let key = key.cloned().unwrap_or_else(|| beats_in.clone());
        let chain = parts.beat_chain(&settings, &key);
        let unpriced = parts.unpriced(chain.first());
        let (name, owner, terms) = (key.to_string(), agent.to_owned(), parts.terms());
        let read = parts.db.read(move |connection| {
            let holds = current_holds(connection, terms.now)?;
            let limits = terms.limits.with_extra(extra_today(connection, &terms)?);
            let used = spent(connection, &terms)?;
            let refused = admit(&limits, used, Who::Itself, None) != Admission::Go;
            let unpriced = match &unpriced {
                Some(model) => price_is_asked(connection, model)?,
                None => false,
            };
            Ok((holds, refused, unpriced, waiting_events(connection, &name)?))
        });
        let (holds, spent, unpriced, events) = read.await?;
        Ok(Self {
            chain,
            unpriced,
            beats_here: key == beats_in,
            file: text_of(&home).await?,
            held: held(&holds, &owner),
            settings,
            key,
            plan,
            events,
            spent,
        })
    }

    /// Decides.
    pub fn decide(&self, occasion: Occasion, lane: Lane, now: Ms) -> Decision {
        let waiting = self.events.iter().filter(|event| !event.waits_for_a_talk());
        let waiting: Vec<Waiting> = waiting.map(SystemEvent::waiting).collect();
        decide(&View {
            occasion,
            now,
            plan: match occasion {
                Occasion::Event => self.plan_here(),
                Occasion::Slot | Occasion::Person => self.plan.as_ref(),
            },
            file: self.file.as_deref(),
            waiting: &waiting,
            lane,
            skip_when_busy: self.settings.skip_when_busy,
            held: self.held,
            spent: self.spent,
            unpriced: self.unpriced,
            practice: self.chain.first().is_none_or(is_practice),
        })
    }

    /// When the next beat of the grid is that no pause leaves out, ms.
    pub fn next(&self, now: Ms) -> Option<Ms> {
        let from = self.goes_on(now).unwrap_or(now);
        self.plan.as_ref()?.next(from.max(now + 1))
    }

    /// When the last pause ends of those that leave beats out now, ms; `None` = nothing is paused, or
    /// it is until a person lets it go on.
    pub fn goes_on(&self, now: Ms) -> Option<Ms> {
        let held = [self.held.all, self.held.autonomous, self.held.heartbeat];
        if held.contains(&Pause::UntilResumed) {
            return None;
        }
        let until = held.into_iter().filter_map(|pause| match pause {
            Pause::Until(until) if until > now => Some(until),
            _ => None,
        });
        until.max()
    }

    /// When the next one is, and a line about it for a person: why it will be left out, or that
    /// there is none.
    pub fn line(&self, parts: &Parts, language: Language) -> BeatLine {
        let next = self.next(parts.clock.now_ms());
        let decided = next.map(|at| self.decide(Occasion::Slot, Lane::default(), at));
        let skipped = match decided {
            Some(Decision::Skip(why)) => parts.words.problem(language, &why.into()),
            _ => String::new(),
        };
        let is_skipped = !skipped.is_empty();
        let at = next.map_or_else(String::new, |at| local_minute(at, &parts.zone()));
        let told = params([
            ("on", next.is_some().to_string().into()),
            ("at", at.into()),
            ("skipped", is_skipped.to_string().into()),
            ("why", skipped.into()),
        ]);
        BeatLine {
            next_at: next,
            skipped: is_skipped,
            text: parts
                .words
                .text(language, "command-status-heartbeat", &told),
        }
    }

    /// When an event of this conversation gets a turn of its own, ms.
    pub fn event_wakes(&self, now: Ms) -> Option<Ms> {
        let plan = self.plan_here();
        let wakes = |event: &SystemEvent| wakes_at(&event.waiting(), plan, &self.held, now);
        self.events.iter().filter_map(wakes).min()
    }

    /// The beats that read the events of this conversation.
    fn plan_here(&self) -> Option<&Plan> {
        self.plan.as_ref().filter(|_| self.beats_here)
    }
}

impl Parts {
    /// This model, where nobody knows its price.
    pub(super) fn unpriced(&self, model: Option<&ModelRef>) -> Option<String> {
        let model = model.filter(|model| self.models.info(model).price.is_none());
        model.map(ToString::to_string)
    }

    /// The beats' own model first, then the conversation's.
    fn beat_chain(&self, settings: &Heartbeat, key: &SessionKey) -> Vec<ModelRef> {
        let config = self.config.current();
        let own = settings.model.as_deref();
        let own = own.and_then(|name| config.model_ref(name));
        let mut chain: Vec<ModelRef> = own.into_iter().collect();
        for model in self.model_chain(key) {
            if !chain.contains(&model) {
                chain.push(model);
            }
        }
        chain
    }
}

/// The text of HEARTBEAT.md; `None` = there is no such file.
pub(super) async fn text_of(home: &AgentHome) -> Result<Option<String>, Problem> {
    let found = home.files.read(&RelPath::parse(CHECKLIST)?).await?;
    Ok(found.exists.then_some(found.text))
}

/// What of these leaves the beats of an agent out.
pub(super) fn held(holds: &[Hold], agent: &str) -> Held {
    let of = |scope: Scope| {
        let hold = holds.iter().find(|hold| hold.scope == scope.to_string());
        match hold {
            None => Pause::No,
            Some(hold) => hold.until.map_or(Pause::UntilResumed, Pause::Until),
        }
    };
    Held {
        all: of(Scope::All),
        autonomous: of(Scope::Autonomous),
        heartbeat: of(Scope::Heartbeat(agent.to_owned())),
    }
}
