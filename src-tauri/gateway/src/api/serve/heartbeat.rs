//! When beats fall and what they will cost.

use std::sync::Arc;

use super::Caller;
use super::beats::rendered;
use crate::activity::{Hold, Scope, current_holds};
use crate::agent::{BeatQuestion, BeatSavings, beat_estimate, beat_savings};
use crate::api::heartbeat::{
    BeatEstimate, BeatTimes, BeatsLeftOut, HeartbeatEstimate, HeartbeatPlan, HeartbeatQuiet,
    HeartbeatSavings, PlannedBeats, QuietTime, QuietTimes,
};
use crate::clock::Ms;
use crate::config::Heartbeat;
use crate::error::Problem;
use crate::gateway::Host;
use crate::heartbeat::{HeartbeatError, Skip, Wish, instant};

/// Hours that are looked through where nothing is said, and at most: a leap year.
const HOURS: u32 = 24;
const MOST_HOURS: u32 = 366 * 24;
const HOUR_MS: i64 = 3_600_000;
/// The most hours quiet times are looked for: a month.
const MOST_QUIET_HOURS: u32 = 31 * 24;

/// When beats fall.
pub async fn plan(
    host: &Arc<Host>,
    _: &Caller,
    request: HeartbeatPlan,
) -> Result<PlannedBeats, Problem> {
    let hours = request.hours.unwrap_or(HOURS);
    if hours > MOST_HOURS {
        return Err(HeartbeatError::TooFar(hours, MOST_HOURS).into());
    }
    let config = host.config().current();
    let (agent, wish) = wished(request.times);
    let agent = agent.as_deref().unwrap_or_else(|| config.default_agent());
    let settings = match wish.every {
        Some(_) => Heartbeat::default(),
        None => config.heartbeat_settings(agent).clone(),
    };
    let zones = host.parts.zones();
    let zone = wish.zone(&settings, zones)?;
    let from = match &request.from {
        Some(text) => instant(text, zone)?,
        None => host.now(),
    };
    let plan = wish.plan(&settings, zones)?;
    let until = from + i64::from(hours) * HOUR_MS;
    let mut left_out = Vec::new();
    let mut beats = Vec::new();
    if let Some(plan) = &plan {
        beats = plan.beats(from, until);
        let days = plan.quiet_days(from, until).into_iter();
        left_out.extend(days.map(|(begin, end)| (begin, end, Skip::QuietDay)));
        // Of words alone nothing is paused.
        if wish.every.is_none() {
            let now = host.now();
            let read = host
                .db()
                .read(move |connection| current_holds(connection, now));
            let pauses = pauses(&read.await?, agent, (from, until));
            beats.retain(|at| {
                !pauses
                    .iter()
                    .any(|(from, until, _)| (*from..*until).contains(at))
            });
            left_out.extend(pauses);
        }
    }
    left_out.sort_by_key(|(from, until, _)| (*from, *until));
    let left_out = left_out.into_iter().map(|(from, until, why)| BeatsLeftOut {
        from,
        until,
        why: rendered(host, &why.into()),
    });
    Ok(PlannedBeats {
        beats,
        left_out: left_out.collect(),
        timezone: zone.name().to_owned(),
    })
}

/// The pauses of an agent's beats that lie in this time, cut off where it begins and ends.
fn pauses(holds: &[Hold], agent: &str, (from, until): (Ms, Ms)) -> Vec<(Ms, Ms, Skip)> {
    let scopes = [
        (Scope::All, Skip::PausedAll),
        (Scope::Autonomous, Skip::PausedAutonomous),
        (Scope::Heartbeat(agent.to_owned()), Skip::Paused),
    ];
    let of = |(scope, why): (Scope, Skip)| {
        let hold = holds.iter().find(|hold| hold.scope == scope.to_string())?;
        let end = hold.until.unwrap_or(Ms::MAX).min(until);
        Some((hold.since.max(from), end, why)).filter(|(begin, end, _)| begin < end)
    };
    scopes.into_iter().filter_map(of).collect()
}

/// When beats are kept quiet.
pub async fn quiet(
    host: &Arc<Host>,
    _: &Caller,
    request: HeartbeatQuiet,
) -> Result<QuietTimes, Problem> {
    let config = host.config().current();
    let hours = request.hours.unwrap_or(HOURS).min(MOST_QUIET_HOURS);
    let from = request.from.unwrap_or_else(|| host.now());
    let agent = request.agent_id.as_deref();
    let settings = config.heartbeat_settings(agent.unwrap_or_else(|| config.default_agent()));
    let plan = Wish::default().plan(settings, host.parts.zones())?;
    let until = from + i64::from(hours) * HOUR_MS;
    let quiet = plan.map_or_else(Vec::new, |plan| plan.quiet(from, until));
    let quiet = quiet
        .into_iter()
        .map(|(from, until)| QuietTime { from, until });
    Ok(QuietTimes {
        quiet: quiet.collect(),
    })
}

/// What beats will cost.
pub async fn estimate(
    host: &Arc<Host>,
    _: &Caller,
    request: HeartbeatEstimate,
) -> Result<BeatEstimate, Problem> {
    beat_estimate(&host.parts, &question(request)).await
}

/// What would make them cheaper.
pub async fn savings(
    host: &Arc<Host>,
    _: &Caller,
    request: HeartbeatSavings,
) -> Result<BeatSavings, Problem> {
    beat_savings(&host.parts, &question(request.about)).await
}

fn question(request: HeartbeatEstimate) -> BeatQuestion {
    let (agent, wish) = wished(request.times);
    BeatQuestion {
        agent,
        wish,
        model: request.model,
        context_tokens: request.context_tokens,
        output_tokens: request.output_tokens,
    }
}

fn wished(times: BeatTimes) -> (Option<String>, Wish) {
    let wish = Wish {
        every: times.every,
        start: times.start,
        end: times.end,
        timezone: times.timezone,
    };
    (times.agent_id, wish)
}
