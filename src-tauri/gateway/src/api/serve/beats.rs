//! What became of beats, beats switched on and off or asked for, and events queued for one.

use std::sync::Arc;

use super::Caller;
use super::change::{Told, publish, shown, tell, unchanged};
use super::config::{SUBJECTS, write};
use crate::activity::{Inverse, Kind};
use crate::agent::{BeatLook, Operation, OperationAnswer, beat_once};
use crate::api::contract::{ApiError, Changed};
use crate::api::heartbeat::{
    BeatDecision, BeatDecisions, BeatPreview, BeatReport, BeatSeen, EventQueued, HeartbeatLast,
    HeartbeatList, HeartbeatNow, HeartbeatPreview, HeartbeatSet, SystemEventAdd,
};
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::gateway::Host;
use crate::heartbeat::{
    BeatRow, Decision, Lane, MOST_CHARS, Occasion, Skip, SystemEvent, earlier_every, last_beat,
    newest_beats, queue_event, remember_every,
};
use crate::ledger::cost_of_turn;
use crate::model::practice_model;
use crate::session::SessionKey;
use crate::storage::StorageError;

/// The setting.
pub(super) const EVERY: &str = "agents.defaults.heartbeat.every";
/// How often they are where nothing was said before.
pub(super) const USUAL: &str = "30m";
/// Beats listed where nothing is said, and at most.
const LISTED: u32 = 20;
const MOST_LISTED: u32 = 500;

/// The last one and the next.
pub async fn last(
    host: &Arc<Host>,
    _: &Caller,
    request: HeartbeatLast,
) -> Result<BeatReport, Problem> {
    report(host, request.agent_id).await
}

/// How the heartbeat of an agent is.
pub(super) async fn report(host: &Host, agent: Option<String>) -> Result<BeatReport, Problem> {
    let agent = known(host, agent)?;
    let look = BeatLook::gather(&host.parts, &agent, None).await?;
    let name = agent.clone();
    let last = host
        .db()
        .read(move |connection| last_beat(connection, &name));
    let (now, last) = (host.now(), last.await?);
    let next = look.next(now);
    let skipped = next.and_then(
        |at| match look.decide(Occasion::Slot, Lane::default(), at) {
            Decision::Beat(_) => None,
            Decision::Skip(why) => Some(rendered(host, &why.into())),
        },
    );
    let paused = look.held.why(now);
    Ok(BeatReport {
        paused: paused.map(|(why, _)| rendered(host, &why.into())),
        paused_until: paused.and_then(|(_, until)| until),
        on: look.plan.is_some(),
        every: look.settings.every.to_string(),
        last: last.map(|row| seen(host, row)),
        next_at: next,
        next_skipped: skipped,
        waiting: u32::try_from(look.events.len()).unwrap_or(u32::MAX),
        agent_id: agent,
    })
}

/// On or off.
pub async fn set(
    host: &Arc<Host>,
    caller: &Caller,
    request: HeartbeatSet,
) -> Result<Changed, Problem> {
    let config = host.config().current();
    let every = config.agents.defaults.heartbeat.every;
    if every.is_zero() != request.on {
        return Ok(unchanged());
    }
    let (value, outcome) = match request.on {
        true => {
            let earlier = host.db().read(earlier_every).await?;
            (earlier.unwrap_or_else(|| USUAL.to_owned()), "enabled")
        }
        false => {
            let before = every.to_string();
            host.db()
                .write(move |tx| remember_every(tx, &before))
                .await?;
            ("0m".to_owned(), "disabled")
        }
    };
    let (_, kept) = write(host, EVERY.to_owned(), Some(value.clone().into())).await?;
    let told = Told::new(host, caller, Kind::Heartbeat, outcome)
        .about(EVERY)
        .with("path", EVERY)
        .with("every", value)
        .undone_by(
            Inverse::RevertConfig { edits: vec![kept] },
            &format!("undo-heartbeat-{outcome}"),
        );
    tell(host, told, SUBJECTS).await
}

/// A beat now.
pub async fn now(host: &Arc<Host>, _: &Caller, request: HeartbeatNow) -> Result<BeatSeen, Problem> {
    let agent = known(host, request.agent_id)?;
    let look = BeatLook::gather(&host.parts, &agent, None).await?;
    let row = BeatRow::new(Occasion::Person, &agent, look.key.as_str(), host.now());
    let (operation, cause) = (Operation::Beat(Box::new(row.clone())), row.id.clone());
    let done = host
        .live()?
        .lanes
        .operate(&look.key, operation, cause)
        .await?;
    Ok(match done {
        OperationAnswer::Beat(row) => seen(host, *row),
        _ => seen(host, row),
    })
}

/// Queues an event.
pub async fn event(
    host: &Arc<Host>,
    caller: &Caller,
    request: SystemEventAdd,
) -> Result<EventQueued, Problem> {
    let text = request.text.trim().to_owned();
    if text.is_empty() {
        return Err(Problem::new("event-empty"));
    }
    if text.chars().count() > MOST_CHARS {
        let most = params([("most", MOST_CHARS.into())]);
        return Err(Problem::with("event-long", most));
    }
    let agent = known(host, request.agent_id)?;
    let key = match request.session_key {
        Some(named) => {
            let key = SessionKey::parse(&named, &agent);
            // A main conversation begins with what is first told in it.
            let begins = key == SessionKey::main(key.agent());
            if !begins && host.parts.sessions.record(&key).is_none() {
                let told = params([("key", named.into())]);
                return Err(Problem::with("session-unknown", told));
            }
            key
        }
        None => {
            let config = host.config().current();
            SessionKey::parse(&config.heartbeat_settings(&agent).session, &agent)
        }
    };
    let agent = known(host, Some(key.agent().to_owned()))?;
    let told = Told::new(host, caller, Kind::Event, "queued").about(key.as_str());
    let id = told.record.id.clone();
    let told = told.undone_by(Inverse::DropEvent { id: id.clone() }, "undo-event-queued");
    let event = SystemEvent::new(id.clone(), &agent, key.as_str(), &text, request.mode);
    let now = host.now();
    let queued = host.db().write(move |tx| {
        queue_event(tx, &event, now)?;
        told.write(tx)
    });
    let undo = queued.await?;
    publish(host, &[Subject::Heartbeat], None);
    Ok(EventQueued {
        id,
        session_key: key.to_string(),
        waits: waits(host, &agent, &key).await?,
        undo: undo.map(|undo| shown(host, &undo)),
    })
}

/// What keeps an event from being read when its time has come.
async fn waits(host: &Host, agent: &str, key: &SessionKey) -> Result<Option<ApiError>, Problem> {
    if host.live.is_none() {
        return Ok(Some(rendered(host, &Problem::new("event-no-gateway"))));
    }
    let look = BeatLook::gather(&host.parts, agent, Some(key)).await?;
    Ok(
        match look.decide(Occasion::Event, Lane::default(), host.now()) {
            Decision::Skip(why @ (Skip::PausedAll | Skip::Allowance | Skip::NoModel)) => {
                Some(rendered(host, &why.into()))
            }
            Decision::Skip(_) | Decision::Beat(_) => None,
        },
    )
}

/// The newest beats and what each cost.
pub async fn list(
    host: &Arc<Host>,
    _: &Caller,
    request: HeartbeatList,
) -> Result<BeatDecisions, Problem> {
    let agent = known(host, request.agent_id)?;
    let limit = request.limit.unwrap_or(LISTED).clamp(1, MOST_LISTED);
    let read = host.db().read(move |connection| {
        let rows = newest_beats(connection, &agent, limit + 1)?;
        let priced = rows.into_iter().map(|row| {
            let cost = cost_of_turn(connection, &row.id)?;
            Ok((row, cost))
        });
        priced.collect::<Result<Vec<_>, StorageError>>()
    });
    let mut rows = read.await?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    let beats = rows.into_iter().map(|(row, cost)| BeatDecision {
        beat: seen(host, row),
        cost,
    });
    Ok(BeatDecisions {
        beats: beats.collect(),
        more,
    })
}

/// What a beat now would be.
pub async fn preview(
    host: &Arc<Host>,
    _: &Caller,
    request: HeartbeatPreview,
) -> Result<BeatPreview, Problem> {
    let agent = known(host, request.agent_id)?;
    let look = BeatLook::gather(&host.parts, &agent, None).await?;
    let skipped = match look.decide(Occasion::Person, Lane::default(), host.now()) {
        Decision::Beat(_) => None,
        Decision::Skip(why) => Some(rendered(host, &why.into())),
    };
    let (tokens, cost) = beat_once(&host.parts, &agent).await?;
    Ok(BeatPreview {
        skipped,
        model: model_label(host, &look),
        tokens,
        cost,
        waiting: u32::try_from(look.events.len()).unwrap_or(u32::MAX),
        light_context: look.settings.light_context,
        target: look.settings.target,
    })
}

/// What the model a beat asks is called.
pub(super) fn model_label(host: &Host, look: &BeatLook) -> String {
    let model = look.chain.first().cloned().unwrap_or_else(practice_model);
    host.parts.models.info(&model).label
}

pub(super) fn known(host: &Host, agent: Option<String>) -> Result<String, Problem> {
    let config = host.config().current();
    let agent = agent.unwrap_or_else(|| config.default_agent().to_owned());
    match config.agents().contains(&agent) {
        true => Ok(agent),
        false => Err(Problem::new("agent-unknown")),
    }
}

pub(super) fn rendered(host: &Host, problem: &Problem) -> ApiError {
    ApiError::render(problem, &host.parts.words, host.language())
}

fn seen(host: &Host, row: BeatRow) -> BeatSeen {
    BeatSeen {
        reason: row.reason.as_ref().map(|reason| rendered(host, reason)),
        id: row.id,
        occasion: row.occasion,
        slot_at: row.slot_at,
        left_out: row.left_out,
        started_at: row.started,
        ended_at: row.ended,
        outcome: row.state,
        text: row.text,
    }
}
