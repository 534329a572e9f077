//! A new session for a key, whatever the reason (walks.md walk 4).
//!
//! Owns the order: what is worth keeping is saved, the tail of the talk is carried over into a
//! transcript that is whole before the key points to it, and one record with its undo tells of it.
//! The old transcript is never touched. A save that fails replaces nothing and stops nothing.

use std::sync::Arc;

use super::Parts;
use super::flush::{FlushCause, FlushOutcome, flush};
use super::lane::Lane;
use super::open_session::{Open, OpenSession};
use super::operation::Work;
use super::purse::Payer;
use super::reply::for_person;
use super::reset_summary::sum_up;
use super::reset_times::rules_of;
use super::reset_told::tell;
use crate::activity::StoredUndo;
use crate::clock::Ms;
use crate::config::{CarryoverReason, Config, ManualReset};
use crate::error::Problem;
use crate::event::Subject;
use crate::model::{ModelRef, is_practice};
use crate::session::{
    Asker, Carried, CarryoverRules, NextReset, Renewal, ResetMark, ResetReason, Seen, SessionKey,
    Stale, carried_text, carry_over, carryover_entry, clearing, derived_id, last_person,
    matches_key, reset_of, reset_policy, stale, summed_text, type_of,
};

/// A reset that a kill left untold is told for so long, ms; its undo lives no longer.
const TOLD_WITHIN: Ms = 24 * 3_600_000;

/// How a new session is asked for.
#[derive(Debug, Clone)]
pub enum NewSession {
    /// By a person.
    Asked(Asked),
    /// By the clock; judged again when its turn in the lane comes.
    Due,
}

/// A person's wish for a new session.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Through what; decides what of their choices is kept.
    pub asker: Asker,
    /// Keep what is worth keeping first.
    pub save: bool,
    /// It begins with a summary of the one before and its last messages.
    pub sum_up: bool,
    /// The model that answers in it.
    pub model: Option<ModelRef>,
    /// Say in the chat that it began; else who asked says so.
    pub announce: bool,
}

/// A session that began.
#[derive(Debug, Clone)]
pub struct Renewed {
    /// Its id.
    pub session_id: String,
    /// The reset, as its transcript tells it.
    pub mark: ResetMark,
    /// What takes it back.
    pub undo: Option<StoredUndo>,
}

/// What came of saving first.
#[derive(Debug, Clone, Default)]
struct Saved {
    kept: Option<u32>,
    unsaved: Option<Problem>,
    /// A summary, or why there is none, where one was asked for.
    summary: Option<Result<String, Problem>>,
}

/// Carries out the operation; `None` = it was not due any more.
pub(super) async fn renew(
    work: &Work<'_>,
    session: &mut OpenSession,
    how: NewSession,
) -> Result<Option<Renewed>, Problem> {
    let (parts, key) = (work.parts, &work.lane.key);
    let open = opened(parts, work.lane, session).await?;
    match how {
        NewSession::Due => {
            let Some(stale) = judged(parts, key, open) else {
                return Ok(None);
            };
            let saved = match saves_first(parts, key) {
                true => save(work, open, Payer::Allowance).await,
                false => Saved::default(),
            };
            let occasion = Occasion::Stale(stale, None);
            begin(parts, work.lane, session, occasion, saved)
                .await
                .map(Some)
        }
        NewSession::Asked(asked) => {
            // Asked again after a kill: the session it began is the one that is open.
            if let Some((header, mark)) = reset_of(open.transcript.path())
                && mark.cause.as_deref() == Some(work.cause)
            {
                let undo = tell(parts, key, &header.id, &mark, asked.announce).await?;
                return Ok(Some(Renewed {
                    session_id: header.id,
                    mark,
                    undo,
                }));
            }
            let mut saved = match asked.save {
                true => save(work, open, Payer::Person).await,
                false => Saved::default(),
            };
            if asked.sum_up {
                saved.summary = Some(sum_up(work, open).await);
            }
            let occasion = Occasion::Asked(asked, work.cause.to_owned());
            begin(parts, work.lane, session, occasion, saved)
                .await
                .map(Some)
        }
    }
}

/// Before a turn: a session that has had its time is replaced, without keeping anybody waiting.
/// A turn that had begun before a restart stays where it is.
pub(super) async fn before_turn(
    parts: &Arc<Parts>,
    lane: &Lane,
    session: &mut OpenSession,
    turn_id: &str,
) -> Result<(), Problem> {
    let open = opened(parts, lane, session).await?;
    if !open.entries_of(turn_id).is_empty() {
        return Ok(());
    }
    if let Some(stale) = judged(parts, &lane.key, open) {
        let occasion = Occasion::Stale(stale, Some(turn_id.to_owned()));
        begin(parts, lane, session, occasion, Saved::default()).await?;
    }
    take_in(parts, lane, session)
}

/// Takes in, once, what the carryover plugin of another program left for this conversation.
fn take_in(parts: &Parts, lane: &Lane, session: &mut OpenSession) -> Result<(), Problem> {
    let Some(left) = parts.sessions.left_text(&lane.key) else {
        return Ok(());
    };
    let (open, now) = (session.get(parts, &lane.key)?, parts.clock.now_ms());
    let from = |entry: &crate::session::Entry| {
        entry.cove.get("file").and_then(serde_json::Value::as_str) == Some(&left.name)
    };
    // Killed between the entry and the file: it stands there already.
    if !left.text.trim().is_empty() && !open.transcript.entries().iter().any(from) {
        let text = carried_text(&left.text, left.at);
        let entry = carryover_entry(&text, Some(&left.name), open.transcript.leaf(), now);
        open.transcript.append(vec![entry])?;
        open.transcript.sync()?;
    }
    parts.sessions.put_away(&left, now)?;
    Ok(())
}

/// The session of the lane; where it was opened just now, the reset that began it is told if a
/// kill had prevented that.
async fn opened<'a>(
    parts: &Arc<Parts>,
    lane: &Lane,
    session: &'a mut OpenSession,
) -> Result<&'a mut Open, Problem> {
    let known = session.id().map(str::to_owned);
    let open = session.get(parts, &lane.key)?;
    if known.as_deref() != Some(open.session_id.as_str())
        && let Some((header, mark)) = reset_of(open.transcript.path())
        && parts.clock.now_ms() - mark.at < TOLD_WITHIN
    {
        let announce = mark.reason != ResetReason::New;
        tell(parts, &lane.key, &header.id, &mark, announce).await?;
    }
    Ok(open)
}

/// Why a session begins.
enum Occasion {
    /// It has had its time; the turn that found it so, where one did.
    Stale(Stale, Option<String>),
    Asked(Asked, String),
}

impl Occasion {
    fn reason(&self) -> ResetReason {
        match self {
            Self::Stale(stale, _) => stale.reason,
            Self::Asked(..) => ResetReason::New,
        }
    }

    /// What its id is derived from besides key and old id.
    fn name(&self) -> String {
        match self {
            Self::Stale(stale, _) => stale.boundary.to_string(),
            Self::Asked(_, cause) => cause.clone(),
        }
    }

    fn asker(&self) -> Asker {
        match self {
            Self::Stale(..) => Asker::Clock,
            Self::Asked(asked, _) => asked.asker,
        }
    }
}

/// Steps 3 to 6 of the walk.
async fn begin(
    parts: &Arc<Parts>,
    lane: &Lane,
    session: &mut OpenSession,
    occasion: Occasion,
    saved: Saved,
) -> Result<Renewed, Problem> {
    let (key, now) = (&lane.key, parts.clock.now_ms());
    let open = session.get(parts, key)?;
    let config = parts.config.current();
    // A person asked for keeping and it could not be, or for all there is: the tail comes along.
    let asked_for = saved.unsaved.is_some() || saved.summary.is_some();
    let carried = carries(&config, key, occasion.reason(), asked_for).and_then(|rules| {
        carry_over(open.transcript.entries(), rules, |text| {
            for_person(parts, text)
        })
    });
    let record = parts.sessions.record(key).unwrap_or_default();
    let (mut fields, before) = clearing(&record, occasion.asker());
    if let Occasion::Asked(
        Asked {
            model: Some(model), ..
        },
        _,
    ) = &occasion
    {
        fields.insert("providerOverride".into(), model.provider.clone().into());
        fields.insert("modelOverride".into(), model.model.clone().into());
        fields.insert("modelOverrideSource".into(), "user".into());
    }
    let from = open.session_id.clone();
    let (boundary, cause, announce) = match &occasion {
        Occasion::Stale(stale, found_by) => (Some(stale.boundary), found_by.clone(), true),
        Occasion::Asked(asked, cause) => (None, Some(cause.clone()), asked.announce),
    };
    let (summary, unsummed) = match saved.summary {
        Some(Ok(summary)) => (Some(summary), None),
        Some(Err(problem)) => (None, Some(problem)),
        None => (None, None),
    };
    let mark = ResetMark {
        reason: occasion.reason(),
        from: from.clone(),
        at: now,
        boundary,
        cause,
        kept: saved.kept,
        unsaved: saved.unsaved,
        carried: carried.as_ref().map_or(0, |carried| carried.messages),
        summed: summary.is_some(),
        unsummed,
        before,
    };
    let renewal = Renewal {
        session_id: unused_id(parts, key, &from, &occasion.name()),
        mark: mark.clone(),
        entries: first_entries(summary.as_deref(), carried.as_ref(), now),
        fields,
    };
    let made = parts
        .sessions
        .renew(key, &renewal, &parts.cwd(key.agent()))?;
    *session = OpenSession::default();
    if let Err(problem) = super::remeasure(parts, key).await {
        tracing::warn!(code = problem.code, %key, "a new session could not be measured");
    }
    let undo = tell(parts, key, &made.session_id, &mark, announce).await?;
    parts
        .events
        .changed(Subject::Sessions, Some(key.to_string()));
    Ok(Renewed {
        session_id: made.session_id,
        mark,
        undo,
    })
}

/// The summary of the session before, then the end of its talk.
fn first_entries(
    summary: Option<&str>,
    carried: Option<&Carried>,
    now: Ms,
) -> Vec<crate::session::Entry> {
    let summary = summary.map(|summary| carryover_entry(&summed_text(summary), None, None, now));
    let parent = summary.as_ref().map(|entry| entry.id.clone());
    let carried =
        carried.map(|carried| carryover_entry(&carried.text, None, parent.as_deref(), now));
    summary.into_iter().chain(carried).collect()
}

/// The derived id; where its transcript was spoken in (the clock was set back, a session was
/// opened again), another one: nothing that was said is written over.
fn unused_id(parts: &Parts, key: &SessionKey, from: &str, occasion: &str) -> String {
    let mut id = derived_id(key, from, occasion);
    let mut n = 2;
    while parts.sessions.is_spoken(key, &id) {
        id = derived_id(key, from, &format!("{occasion}#{n}"));
        n += 1;
    }
    id
}

/// Whether the session of a key has had its time.
fn judged(parts: &Parts, key: &SessionKey, open: &Open) -> Option<Stale> {
    let record = parts.sessions.record(key)?;
    let began = crate::session::Header::of(open.transcript.path()).map(|header| header.at);
    let seen = Seen::of(&record, began).and_spoke(last_person(open.transcript.entries()));
    let rules = rules_of(&parts.config.current(), &parts.clock.zone(), key, &record);
    stale(rules, seen, parts.clock.now_ms())
}

/// What is carried over by this reset, if anything is.
fn carries(
    config: &Config,
    key: &SessionKey,
    reason: ResetReason,
    asked_for: bool,
) -> Option<CarryoverRules> {
    let settings = config.carryover();
    let named = match reason {
        ResetReason::Daily => CarryoverReason::Daily,
        ResetReason::Idle => CarryoverReason::Idle,
        ResetReason::New => CarryoverReason::New,
    };
    let wanted = settings.reasons.contains(&named) || (reason == ResetReason::New && asked_for);
    let excluded = settings
        .exclude
        .iter()
        .any(|pattern| matches_key(pattern, key));
    (wanted && !excluded).then(|| CarryoverRules {
        messages: usize::try_from(settings.tail_messages).unwrap_or(usize::MAX),
        chars: usize::try_from(settings.max_chars).unwrap_or(usize::MAX),
    })
}

/// How many messages a coming reset carries over, at most.
pub fn kept_by(config: &Config, key: &SessionKey, next: NextReset) -> u32 {
    let rules = carries(config, key, next.reason, false);
    rules.map_or(0, |rules| u32::try_from(rules.messages).unwrap_or(u32::MAX))
}

/// Whether a person's own reset saves first, where they do not say.
pub fn saves_by_hand(parts: &Parts, key: &SessionKey) -> bool {
    let record = parts.sessions.record(key).unwrap_or_default();
    let policy = reset_policy(&parts.config.current().session, key, &record);
    match policy.manual {
        Some(manual) => manual != ManualReset::Plain,
        None => type_of(key) == "direct",
    }
}

/// Whether a reset by the clock saves first: nobody waits, and others read no notes of a group.
fn saves_first(parts: &Parts, key: &SessionKey) -> bool {
    let config = parts.config.current();
    let record = parts.sessions.record(key).unwrap_or_default();
    let model = config.model_chain(key.agent());
    let wanted = reset_policy(&config.session, key, &record)
        .save_first
        .unwrap_or_else(|| type_of(key) == "direct");
    wanted && model.first().is_some_and(|model| !is_practice(model))
}

async fn save(work: &Work<'_>, open: &Open, payer: Payer) -> Saved {
    let why = (FlushCause::Reset, payer);
    let outcome = match work.paused {
        true => FlushOutcome::Skipped(Problem::new("reset-paused")),
        false => flush(work.parts, work.lane, open, why, work.hurry).await,
    };
    match outcome {
        FlushOutcome::Done { notes } => Saved {
            kept: Some(u32::try_from(notes).unwrap_or(u32::MAX)),
            ..Saved::default()
        },
        FlushOutcome::Skipped(problem) if problem.code == "flush-nothing-new" => Saved {
            kept: Some(0),
            ..Saved::default()
        },
        FlushOutcome::Skipped(problem) | FlushOutcome::Failed(problem) => Saved {
            unsaved: Some(problem),
            ..Saved::default()
        },
    }
}
