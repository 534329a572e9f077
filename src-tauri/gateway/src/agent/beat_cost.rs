//! What an agent's beats will cost, and what would save some of it.
//!
//! Owns gathering what the estimate is made of: the settings, the grid, the size of a beat's
//! prompt and the model's price. Starts no beat and calls no model.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::beat_look::{held, text_of};
use super::{Parts, context_report};
use crate::activity::current_holds;
use crate::clock::Ms;
use crate::config::{Heartbeat, Span, TimeOfDay};
use crate::context::{ContextReport, PartKind, estimate_bytes};
use crate::error::{Problem, params};
use crate::heartbeat::{Checklist, Home, Plan, Skip, Wish, checklist};
use crate::ledger::{
    BeatActual, BeatEstimate, BeatTokens, Cause, EstimatedCost, OutputTokens, Rhythm, RunEstimate,
    SpendingBy, compared, day_cost, estimate, estimate_runs, in_dollars, month_of, spending,
};
use crate::model::{ModelRef, Price, practice_model};
use crate::session::SessionKey;
use crate::workspace::TurnClass;

/// Tokens of an answer: “all is well”, and an alert with what led to it (seed 002).
const ANSWER: OutputTokens = OutputTokens {
    low: 170,
    high: 1_000,
};
/// The estimate is set beside what was spent in so many days.
const WEEK: u32 = 7;
const DAY_MS: Ms = 24 * 3_600_000;
/// Times between two beats that are compared; `0m` = off.
const COMPARED: [&str; 7] = ["15m", "30m", "1h", "2h", "6h", "24h", "0m"];
/// The quiet night that is compared with none, minutes: beats from 08:00 to 22:00.
const AWAKE: (TimeOfDay, TimeOfDay) = (TimeOfDay(8 * 60), TimeOfDay(22 * 60));

/// Which beats the estimate is about; what is absent is as the settings say and as things are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BeatQuestion {
    /// The agent; absent = the default one.
    pub agent: Option<String>,
    /// When they fall.
    pub wish: Wish,
    /// `provider/model`, an alias, or a model's own id.
    pub model: Option<String>,
    /// Tokens of the whole prompt.
    pub context_tokens: Option<u64>,
    /// Tokens of the answer.
    pub output_tokens: Option<u64>,
}

impl BeatQuestion {
    /// The same agent, with nothing else than it is.
    fn as_things_are(&self) -> Self {
        Self {
            agent: self.agent.clone(),
            ..Self::default()
        }
    }
}

/// What would cost less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SavingKind {
    /// No beats at night.
    QuietHours,
    /// Only HEARTBEAT.md in the prompt.
    LightContext,
    /// A smaller model.
    SmallerModel,
    /// Half of HEARTBEAT.md.
    ShorterFile,
}

/// Something that would cost less.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Saving {
    /// What.
    pub kind: SavingKind,
    /// The model, for a smaller one.
    pub model: Option<String>,
    /// Dollars a month it would save.
    pub saved_per_month: EstimatedCost,
}

/// What would cost less, most first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BeatSavings {
    /// The model of the beats.
    pub model: String,
    /// Empty where there is nothing to save or the price is unknown.
    pub savings: Vec<Saving>,
}

/// What beats will cost.
///
/// # Errors
/// Words that can't be read, an unknown agent or model, a context that can't be looked at.
pub async fn beat_estimate(
    parts: &Parts,
    question: &BeatQuestion,
) -> Result<BeatEstimate, Problem> {
    let beats = Beats::gather(parts, question).await?;
    let table = COMPARED.into_iter().filter_map(|word| {
        let rhythm = beats.rhythm(Span::parse(word)?);
        // A day is written as 24h here, not as 1d.
        Some(rhythm.map(|rhythm| Rhythm {
            every: word.to_owned(),
            ..rhythm
        }))
    });
    let table = table.collect::<Result<Vec<_>, _>>()?;
    let rhythm = beats.rhythm(beats.settings.every)?;
    let skipped = beats.skipped.map(|skip| skip.as_str().to_owned());
    let price = beats.price.as_ref();
    let mut found = estimate(price, beats.tokens, &rhythm, &table, skipped);
    found.actual = match *question == question.as_things_are() {
        true => actual(parts, &beats).await?,
        false => None,
    };
    Ok(found)
}

/// What the beats of the last week did cost, beside the estimate.
async fn actual(parts: &Parts, beats: &Beats) -> Result<Option<BeatActual>, Problem> {
    let terms = parts.terms();
    let (agent, now) = (beats.agent.clone(), terms.now);
    let read = parts.db.read(move |connection| {
        let by = Some(SpendingBy::Cause);
        let span = (now - Ms::from(WEEK) * DAY_MS, now + 1);
        spending(connection, by, Some(&agent), span, &terms.zone)
    });
    let rows = read.await?;
    let row = rows.iter().find(|row| row.key == Cause::Heartbeat.as_str());
    let (price, input) = (beats.price.as_ref(), beats.tokens.input);
    Ok(row.and_then(|row| compared(price, input, beats.settings.every.0, row, WEEK)))
}

/// What one beat costs with a short and with a long answer, nano-dollars; `None` = the model's
/// price is unknown. With the model.
pub(super) async fn one_beat(
    parts: &Parts,
    agent: &str,
) -> Result<(ModelRef, Option<(i64, i64)>), Problem> {
    let question = BeatQuestion {
        agent: Some(agent.to_owned()),
        ..BeatQuestion::default()
    };
    let beats = Beats::gather(parts, &question).await?;
    let one = Rhythm {
        every: beats.settings.every.to_string(),
        gap: beats.settings.every.0,
        calls: 1,
        days: 7,
        rests: false,
    };
    let cost = day_cost(beats.price.as_ref(), beats.tokens, &one);
    Ok((beats.model, cost))
}

/// A job whose runs are to be estimated.
#[derive(Debug, Clone, PartialEq)]
pub struct RunQuestion {
    /// The agent.
    pub agent: String,
    /// `provider/model`, an alias, or a model's own id; absent = the agent's.
    pub model: Option<String>,
    /// What the job says to the agent.
    pub message: String,
    /// It reads MEMORY.md.
    pub may_read_memory: bool,
    /// Only its message, without the agent's files.
    pub light_context: bool,
    /// How often it runs in a month of 30.44 days.
    pub runs_per_month: f64,
}

/// What the runs of a job with a conversation of its own will cost.
///
/// # Errors
/// An unknown agent or model, files that can't be read.
pub async fn run_estimate(parts: &Parts, question: &RunQuestion) -> Result<RunEstimate, Problem> {
    let home = match parts.agents.get(&question.agent) {
        Some(home) => home?,
        None => return Err(Problem::new("agent-unknown")),
    };
    let named = question.model.as_deref();
    let usual = Heartbeat::default();
    let model = model_of(parts, named, &usual, &question.agent)?;
    let class = TurnClass::Isolated {
        may_read_memory: question.may_read_memory,
    };
    let mut bytes = question.message.len();
    if !question.light_context {
        bytes += parts.instructions(&home, class, &[]).await?.text.len();
    }
    let tools = home.tools.specs(class);
    let sizes = tools
        .iter()
        .map(|tool| tool.name.len() + tool.description.len() + tool.schema.to_string().len());
    bytes += sizes.sum::<usize>();
    let calibration = parts.calibrations.get(&model.to_string());
    let tokens = BeatTokens {
        input: estimate_bytes(bytes as u64, calibration),
        output: ANSWER,
    };
    let price = parts.models.info(&model).price;
    Ok(estimate_runs(
        model.to_string(),
        price.as_ref(),
        tokens,
        question.runs_per_month,
    ))
}

/// What would cost less.
///
/// # Errors
/// As [`beat_estimate`].
pub async fn beat_savings(parts: &Parts, question: &BeatQuestion) -> Result<BeatSavings, Problem> {
    let beats = Beats::gather(parts, question).await?;
    let rhythm = beats.rhythm(beats.settings.every)?;
    let mut savings = Vec::new();
    let mut add = |kind, model: Option<&ModelRef>, less: Option<(i64, i64)>| {
        let now = day_cost(beats.price.as_ref(), beats.tokens, &rhythm);
        let Some((now, less)) = now.zip(less).filter(|(now, less)| less.1 < now.1) else {
            return;
        };
        let saved = in_dollars(((now.0 - less.0).max(0), now.1 - less.1));
        savings.push(Saving {
            kind,
            model: model.map(ToString::to_string),
            saved_per_month: month_of(saved, rhythm.days),
        });
    };
    let price = beats.price.as_ref();
    if let Some(plan) = beats.plan.as_ref().filter(|plan| plan.is_all_day()) {
        let awake = plan.within(AWAKE.0, AWAKE.1)?;
        let rhythm = rhythm_of(beats.settings.every, awake.as_ref());
        add(
            SavingKind::QuietHours,
            None,
            day_cost(price, beats.tokens, &rhythm),
        );
    }
    if let Some(sizes) = &beats.sizes {
        let cost = |input: u64| {
            let tokens = BeatTokens {
                input,
                ..beats.tokens
            };
            day_cost(price, tokens, &rhythm)
        };
        if !beats.settings.light_context {
            add(SavingKind::LightContext, None, cost(sizes.light));
        }
        let shorter = beats.tokens.input.saturating_sub(sizes.file / 2);
        add(SavingKind::ShorterFile, None, cost(shorter));
    }
    if let Some((model, price)) = smaller(parts, &beats) {
        let less = day_cost(Some(&price), beats.tokens, &rhythm);
        add(SavingKind::SmallerModel, Some(&model), less);
    }
    let most = |saving: &Saving| saving.saved_per_month.high;
    savings.sort_by(|one, other| most(other).total_cmp(&most(one)));
    Ok(BeatSavings {
        model: beats.model.to_string(),
        savings,
    })
}

/// What one beat would read and answer, and its dollars; `None` = the model's price is unknown.
///
/// # Errors
/// As [`beat_estimate`].
pub async fn beat_once(
    parts: &Parts,
    agent: &str,
) -> Result<(BeatTokens, Option<EstimatedCost>), Problem> {
    let question = BeatQuestion {
        agent: Some(agent.to_owned()),
        ..BeatQuestion::default()
    };
    let beats = Beats::gather(parts, &question).await?;
    let once = Rhythm {
        every: "24h".to_owned(),
        gap: std::time::Duration::from_secs(24 * 3_600),
        calls: 1,
        days: 7,
        rests: true,
    };
    let cost = day_cost(beats.price.as_ref(), beats.tokens, &once);
    Ok((beats.tokens, cost.map(in_dollars)))
}

/// All that an estimate is made of.
struct Beats {
    agent: String,
    settings: Heartbeat,
    zones: Home,
    plan: Option<Plan>,
    model: ModelRef,
    price: Option<Price>,
    tokens: BeatTokens,
    /// Absent where the prompt's size was given.
    sizes: Option<Sizes>,
    skipped: Option<Skip>,
}

/// Tokens of a beat's prompt and of parts of it.
struct Sizes {
    /// As the settings say.
    whole: u64,
    /// With `lightContext`.
    light: u64,
    /// HEARTBEAT.md.
    file: u64,
}

impl Beats {
    async fn gather(parts: &Parts, question: &BeatQuestion) -> Result<Self, Problem> {
        let config = parts.config.current();
        let agent = question.agent.as_deref();
        let agent = agent.unwrap_or_else(|| config.default_agent());
        let home = match parts.agents.get(agent) {
            Some(home) => home?,
            None => return Err(Problem::new("agent-unknown")),
        };
        let settings = question.wish.over(config.heartbeat_settings(agent))?;
        let zones = parts.zones();
        let plan = Plan::of(&settings, zones.user, zones.host)?;
        let model = model_of(parts, question.model.as_deref(), &settings, agent)?;
        let text = text_of(&home).await?;
        let sizes = match question.context_tokens {
            Some(_) => None,
            None => Some(sizes(parts, agent, &settings, &model, text.as_deref()).await?),
        };
        let whole = sizes.as_ref().map_or(0, |sizes| sizes.whole);
        let tokens = BeatTokens {
            input: question.context_tokens.unwrap_or(whole),
            output: question
                .output_tokens
                .map_or(ANSWER, |tokens| OutputTokens {
                    low: tokens,
                    high: tokens,
                }),
        };
        let skipped = match checklist(text.as_deref()) {
            Checklist::Tasks => paused(parts, agent).await?,
            Checklist::Empty => Some(Skip::EmptyFile),
            Checklist::Missing => Some(Skip::NoFile),
        };
        Ok(Self {
            agent: agent.to_owned(),
            settings,
            zones,
            plan,
            price: parts.models.info(&model).price,
            model,
            tokens,
            sizes,
            skipped,
        })
    }

    /// How often beats would run with another time between two.
    fn rhythm(&self, every: Span) -> Result<Rhythm, Problem> {
        let settings = Heartbeat {
            every,
            ..self.settings.clone()
        };
        let plan = Plan::of(&settings, self.zones.user, self.zones.host)?;
        Ok(rhythm_of(every, plan.as_ref()))
    }
}

/// The pause that leaves beats out as things are.
async fn paused(parts: &Parts, agent: &str) -> Result<Option<Skip>, Problem> {
    let now = parts.clock.now_ms();
    let read = parts
        .db
        .read(move |connection| current_holds(connection, now));
    let held = held(&read.await?, agent).why(now);
    Ok(held.map(|(why, _)| why))
}

fn rhythm_of(every: Span, plan: Option<&Plan>) -> Rhythm {
    Rhythm {
        every: every.to_string(),
        gap: every.0,
        calls: plan.map_or(0, Plan::beats_a_day),
        days: plan.map_or(7, Plan::days_a_week),
        rests: plan.is_some_and(|plan| !plan.is_all_day()),
    }
}

impl Parts {
    /// The person's zone and the computer's.
    pub fn zones(&self) -> Home {
        let zone = |name: String| name.parse().unwrap_or(chrono_tz::UTC);
        Home {
            user: zone(self.zone()),
            host: zone(self.clock.zone()),
        }
    }
}

/// The model that is named, else the beats' own, else the agent's.
fn model_of(
    parts: &Parts,
    named: Option<&str>,
    settings: &Heartbeat,
    agent: &str,
) -> Result<ModelRef, Problem> {
    let config = parts.config.current();
    if let Some(name) = named {
        let by_id = || {
            let all = parts.models.list().into_iter();
            all.into_iter().find(|model| model.model == name.trim())
        };
        let found = config.model_ref(name).or_else(by_id);
        return found.ok_or_else(|| Problem::with("model-unknown", params([("id", name.into())])));
    }
    let own = settings.model.as_deref();
    let own = own.and_then(|name| config.model_ref(name));
    Ok(own
        .or_else(|| config.model_chain(agent).into_iter().next())
        .unwrap_or_else(practice_model))
}

async fn sizes(
    parts: &Parts,
    agent: &str,
    settings: &Heartbeat,
    model: &ModelRef,
    text: Option<&str>,
) -> Result<Sizes, Problem> {
    let key = SessionKey::parse(&settings.session, agent);
    let report = context_report(parts, &key).await?;
    let calibration = parts.calibrations.get(&model.to_string());
    let file = estimate_bytes(text.unwrap_or_default().len() as u64, calibration);
    let of = |kinds: &[PartKind]| part_tokens(&report, kinds);
    let light = of(&[PartKind::Instructions, PartKind::Tools]);
    let whole = match (settings.light_context, settings.isolated_session) {
        (true, _) => light,
        (false, true) => light + of(&[PartKind::Files]),
        (false, false) => report.total_tokens,
    };
    Ok(Sizes {
        whole: whole + file,
        light: light + file,
        file,
    })
}

fn part_tokens(report: &ContextReport, kinds: &[PartKind]) -> u64 {
    let parts = report.parts.iter();
    parts
        .filter(|part| kinds.contains(&part.kind))
        .map(|part| part.tokens)
        .sum()
}

/// The cheapest model of the same provider that can take the prompt: of those the person named,
/// where there are some, else of all.
fn smaller(parts: &Parts, beats: &Beats) -> Option<(ModelRef, Price)> {
    let config = parts.config.current();
    let named = &config.agents.defaults.models;
    let fits = |model: &ModelRef| {
        model.provider == beats.model.provider
            && (named.is_empty() || named.contains_key(&model.to_string()))
            && parts.models.info(model).context_tokens >= beats.tokens.input
    };
    let models = parts.models.list().into_iter().filter(fits);
    models
        .filter_map(|model| Some((parts.models.info(&model).price?, model)))
        .filter(|(price, _)| price.rates.input > 0)
        .min_by_key(|(price, model)| (price.rates.input, price.rates.output, model.clone()))
        .map(|(price, model)| (model, price))
}
