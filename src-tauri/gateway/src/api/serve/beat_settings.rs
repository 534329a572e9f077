//! How the heartbeat is set: read, and changed as one step that can be taken back.
//!
//! Owns which keys of the settings file such a change writes. Never decides when a beat runs.

use std::sync::Arc;

use chrono::Weekday;
use serde::Serialize;
use serde_json::{Value, json};

use super::Caller;
use super::beats::{EVERY, USUAL, known, model_label};
use super::change::{Told, publish, tell, unchanged};
use super::config::{SUBJECTS, revert, write};
use crate::activity::{ConfigEdit, Inverse, Kind};
use crate::agent::BeatLook;
use crate::api::contract::Changed;
use crate::api::heartbeat::{BeatSettings, EventWaiting, HeartbeatChange, HeartbeatSettings};
use crate::config::QuietDay;
use crate::error::Problem;
use crate::event::Subject;
use crate::gateway::Host;
use crate::heartbeat::{SystemEvent, Wish, earlier_every, remember_every};

const HOURS: &str = "agents.defaults.heartbeat.activeHours";
const QUIET_DAYS: &str = "agents.defaults.heartbeat.cove.quietDays";
const LIGHT: &str = "agents.defaults.heartbeat.lightContext";
const TARGET: &str = "agents.defaults.heartbeat.target";
const MODEL: &str = "agents.defaults.heartbeat.model";
/// The edges of a day without quiet hours.
const DAY: (&str, &str) = ("00:00", "24:00");

/// How it is set.
pub async fn settings(
    host: &Arc<Host>,
    _: &Caller,
    request: HeartbeatSettings,
) -> Result<BeatSettings, Problem> {
    let agent = known(host, request.agent_id)?;
    let look = BeatLook::gather(&host.parts, &agent, None).await?;
    let earlier = host.db().read(earlier_every).await?;
    let model = model_label(host, &look);
    let zones = host.parts.zones();
    let set = look.settings;
    let hours = set.active_hours.clone().unwrap_or_default();
    let edge = |time: Option<Value>, otherwise: &str| {
        let text = time.as_ref().and_then(Value::as_str);
        text.unwrap_or(otherwise).to_owned()
    };
    let timezone = hours.timezone.and_then(word);
    let zone = Wish::default().zone(&set, zones)?;
    Ok(BeatSettings {
        agent_id: agent,
        on: !set.every.is_zero(),
        every: match set.every.is_zero() {
            true => earlier.unwrap_or_else(|| USUAL.to_owned()),
            false => set.every.to_string(),
        },
        start: edge(hours.start.and_then(word), DAY.0),
        end: edge(hours.end.and_then(word), DAY.1),
        timezone: timezone.and_then(|zone| zone.as_str().map(str::to_owned)),
        zone: zone.name().to_owned(),
        host_zone: zones.host.name().to_owned(),
        quiet_days: day_by_day(&set.cove.quiet_days),
        light_context: set.light_context,
        target: set.target,
        model,
        waiting: look.events.into_iter().map(waiting).collect(),
    })
}

/// Changes it. Words that no plan can be made of are refused before anything is written.
pub async fn change(
    host: &Arc<Host>,
    caller: &Caller,
    request: HeartbeatChange,
) -> Result<Changed, Problem> {
    let config = host.config().current();
    let now = &config.agents.defaults.heartbeat;
    let wish = Wish {
        every: request.every.clone(),
        start: request
            .start
            .clone()
            .or_else(|| kept(&request, Edge::Start, now)),
        end: request
            .end
            .clone()
            .or_else(|| kept(&request, Edge::End, now)),
        timezone: request.timezone.clone(),
    };
    wish.plan(now, host.parts.zones())?;
    if let Some(days) = &request.quiet_days {
        let read: Vec<QuietDay> = days.iter().filter_map(|day| QuietDay::parse(day)).collect();
        if week().all(|day| read.iter().any(|quiet| quiet.is_each(day))) {
            return Err(Problem::new("heartbeat-no-day"));
        }
    }
    if let Some(every) = request.every.clone().filter(|_| now.every.is_zero()) {
        host.db()
            .write(move |tx| remember_every(tx, &every))
            .await?;
        publish(host, &[Subject::Heartbeat], None);
    }
    let hours = [&wish.start, &wish.end, &wish.timezone];
    let hours = match hours.iter().any(|word| word.is_some()) {
        true => Some(merged(host, &wish)?),
        false => None,
    };
    let every = request.every.filter(|_| !now.every.is_zero());
    let wanted = [
        (EVERY, every.map(Value::from)),
        (HOURS, hours),
        (QUIET_DAYS, request.quiet_days.map(Value::from)),
        (LIGHT, request.light_context.map(Value::from)),
        (TARGET, request.target.map(Value::from)),
        (MODEL, request.model.map(Value::from)),
    ];
    let mut edits: Vec<ConfigEdit> = Vec::new();
    for (path, value) in wanted {
        let Some(value) = value else { continue };
        match write(host, path.to_owned(), Some(value)).await {
            Ok((edit, _)) if edit.before == edit.after => {}
            Ok((_, kept)) => edits.push(kept),
            Err(refused) => {
                revert(host, edits).await?;
                return Err(refused);
            }
        }
    }
    if edits.is_empty() {
        return Ok(unchanged());
    }
    let told = Told::new(host, caller, Kind::Heartbeat, "changed")
        .about("agents.defaults.heartbeat")
        .undone_by(Inverse::RevertConfig { edits }, "undo-heartbeat-changed");
    let changed = tell(host, told, SUBJECTS).await?;
    publish(host, &[Subject::Heartbeat], None);
    Ok(changed)
}

/// Quiet days with those of the week each by itself, so that one of them can be turned.
fn day_by_day(days: &[QuietDay]) -> Vec<String> {
    let each = week().filter(|day| days.iter().any(|quiet| quiet.is_each(*day)));
    let others = days
        .iter()
        .filter(|quiet| !week().any(|day| quiet.is_each(day)));
    each.map(QuietDay::Weekday)
        .chain(others.copied())
        .map(|day| day.to_string())
        .collect()
}

/// Monday to Sunday.
fn week() -> impl Iterator<Item = Weekday> {
    std::iter::successors(Some(Weekday::Mon), |day| Some(day.succ())).take(7)
}

enum Edge {
    Start,
    End,
}

/// The edge of the hours that is not asked for, where the other one is: it stays as it is.
fn kept(request: &HeartbeatChange, edge: Edge, now: &crate::config::Heartbeat) -> Option<String> {
    if request.start.is_none() && request.end.is_none() {
        return None;
    }
    let hours = now.active_hours.as_ref();
    let (time, otherwise) = match edge {
        Edge::Start => (hours.and_then(|hours| hours.start), DAY.0),
        Edge::End => (hours.and_then(|hours| hours.end), DAY.1),
    };
    let time = time.and_then(word);
    let text = time.as_ref().and_then(Value::as_str).unwrap_or(otherwise);
    Some(text.to_owned())
}

/// The hours as they stand in the settings, with what is wished for in them.
fn merged(host: &Host, wish: &Wish) -> Result<Value, Problem> {
    let mut hours = match host.config().get(HOURS)?.value {
        Value::Object(hours) => hours,
        _ => serde_json::Map::new(),
    };
    hours.retain(|_, value| !value.is_null());
    let words = [
        ("start", &wish.start),
        ("end", &wish.end),
        ("timezone", &wish.timezone),
    ];
    for (key, word) in words {
        if let Some(word) = word {
            hours.insert(key.to_owned(), json!(word.trim()));
        }
    }
    Ok(Value::Object(hours))
}

/// A value as the settings file has it.
fn word(value: impl Serialize) -> Option<Value> {
    serde_json::to_value(value).ok()
}

fn waiting(event: SystemEvent) -> EventWaiting {
    EventWaiting {
        id: event.id,
        text: event.text,
        mode: event.wake,
        since: event.created,
    }
}
