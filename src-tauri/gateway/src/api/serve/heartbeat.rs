//! When beats fall and what they will cost.

use std::sync::Arc;

use super::Caller;
use crate::agent::{BeatQuestion, BeatSavings, beat_estimate, beat_savings};
use crate::api::heartbeat::{
    BeatEstimate, BeatTimes, HeartbeatEstimate, HeartbeatPlan, HeartbeatQuiet, HeartbeatSavings,
    PlannedBeats, QuietTime, QuietTimes,
};
use crate::config::Heartbeat;
use crate::error::Problem;
use crate::gateway::Host;
use crate::heartbeat::{HeartbeatError, Wish, instant};

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
    Ok(PlannedBeats {
        beats: plan.map_or_else(Vec::new, |plan| plan.beats(from, until)),
        timezone: zone.name().to_owned(),
    })
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
