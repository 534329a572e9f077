//! Pauses: set and lifted.

use std::sync::Arc;

use super::Caller;
use super::beats::known;
use super::change::{Told, answer, unchanged};
use crate::activity::{HeldAs, Hold, Inverse, Kind, Scope, clear_hold, held, put_hold};
use crate::api::contract::Changed;
use crate::api::hold::{HeartbeatPause, HeartbeatPaused, HeartbeatResume, HoldClear, HoldSet};
use crate::clock::Ms;
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::gateway::Host;
use crate::heartbeat::{Wish, pause_until};
use crate::storage::{StorageError, Tx};

/// Pauses.
pub async fn set(host: &Arc<Host>, caller: &Caller, request: HoldSet) -> Result<Changed, Problem> {
    let scope = scope(&request.scope)?;
    let now = host.now();
    let until = match &request.lasts {
        Some(words) => Some(lasting(host, &scope, words)?),
        None => request.until,
    };
    if until.is_some_and(|until| until <= now) {
        return Err(Problem::new("hold-until-past"));
    }
    let hold = Hold {
        scope: scope.to_string(),
        reason: Problem::new("hold-paused"),
        since: now,
        until,
    };
    let mut told = Told::new(host, caller, Kind::Hold, "set")
        .about(&hold.scope)
        .with("scope", scope_word(&scope))
        .with("name", name_of(host, &scope).await);
    let asked = scope.clone();
    let undo = host
        .db()
        .write(move |tx| {
            let before = held(tx, &asked, now)?.map(as_held);
            put_hold(tx, &hold)?;
            let inverse = Inverse::RestoreHold {
                scope: hold.scope.clone(),
                before,
                after: Some(as_held(hold)),
            };
            told = told.undone_by(inverse, "undo-hold-set");
            told.write(tx)
        })
        .await?;
    mirror(host, &scope, true);
    Ok(answer(
        host,
        undo,
        &[Subject::Holds],
        Some(&scope.to_string()),
    ))
}

/// Lifts a pause.
pub async fn clear(
    host: &Arc<Host>,
    caller: &Caller,
    request: HoldClear,
) -> Result<Changed, Problem> {
    let scope = scope(&request.scope)?;
    let now = host.now();
    let told = Told::new(host, caller, Kind::Hold, "lifted")
        .about(&scope.to_string())
        .with("scope", scope_word(&scope))
        .with("name", name_of(host, &scope).await);
    let asked = scope.clone();
    let (lifted, taken_over) = host
        .db()
        .write(move |tx| {
            let before = held(tx, &asked, now)?.map(as_held);
            clear_hold(tx, &asked)?;
            let Some(standing) = &before else {
                return Ok((None, false));
            };
            // Lifting the hold of a moved home is *Take over here* (design.md §3).
            if standing.reason.code == "home-moved" {
                told.write(tx)?;
                return Ok((Some(None), true));
            }
            let inverse = Inverse::RestoreHold {
                scope: asked.to_string(),
                before,
                after: None,
            };
            let undo = told.undone_by(inverse, "undo-hold-lifted").write(tx)?;
            Ok((Some(undo), false))
        })
        .await?;
    mirror(host, &scope, false);
    if taken_over {
        host.state.take_over()?;
        if let Some(live) = &host.live {
            live.intake.take_up(host.started_at).await?;
        }
    }
    match lifted {
        Some(undo) => Ok(answer(
            host,
            undo,
            &[Subject::Holds],
            Some(&scope.to_string()),
        )),
        None => Ok(unchanged()),
    }
}

/// Pauses the beats of an agent.
pub async fn pause(
    host: &Arc<Host>,
    caller: &Caller,
    request: HeartbeatPause,
) -> Result<HeartbeatPaused, Problem> {
    let scope = Scope::Heartbeat(known(host, request.agent_id)?);
    let until = match &request.until {
        Some(words) => Some(lasting(host, &scope, words)?),
        None => None,
    };
    let hold = HoldSet {
        scope: scope.to_string(),
        until,
        lasts: None,
    };
    let changed = set(host, caller, hold).await?;
    Ok(HeartbeatPaused {
        until,
        undo: changed.undo,
    })
}

/// Until when a pause lasts that a person words like this, ms. The day begins with the check-ins of
/// the agent it is about, else of the default one.
fn lasting(host: &Host, scope: &Scope, words: &str) -> Result<Ms, Problem> {
    let config = host.config().current();
    let agent = match scope {
        Scope::Heartbeat(agent) => agent.as_str(),
        _ => config.default_agent(),
    };
    let (settings, zones) = (config.heartbeat_settings(agent), host.parts.zones());
    let wish = Wish::default();
    let (plan, zone) = (wish.plan(settings, zones)?, wish.zone(settings, zones)?);
    Ok(pause_until(words, host.now(), plan.as_ref(), zone)?)
}

/// Ends the pause of an agent's beats.
pub async fn resume(
    host: &Arc<Host>,
    caller: &Caller,
    request: HeartbeatResume,
) -> Result<Changed, Problem> {
    let scope = Scope::Heartbeat(known(host, request.agent_id)?).to_string();
    clear(host, caller, HoldClear { scope }).await
}

/// Sets a hold back; `false` = it was changed since and stays.
pub(super) fn restore(
    tx: &Tx<'_>,
    scope: &Scope,
    before: Option<&HeldAs>,
    after: Option<&HeldAs>,
    now: Ms,
) -> Result<bool, StorageError> {
    if held(tx, scope, now)?.map(as_held).as_ref() != after {
        return Ok(false);
    }
    match before {
        Some(before) if before.until.is_none_or(|until| until > now) => {
            let hold = Hold {
                scope: scope.to_string(),
                reason: before.reason.clone(),
                since: now,
                until: before.until,
            };
            put_hold(tx, &hold)?;
        }
        _ => {
            clear_hold(tx, scope)?;
        }
    }
    Ok(true)
}

/// The lanes read a flag, not the table.
pub(super) fn mirror(host: &Host, scope: &Scope, paused: bool) {
    if *scope == Scope::All {
        host.paused.send_replace(paused);
    }
}

/// Reads a scope.
pub(super) fn scope(text: &str) -> Result<Scope, Problem> {
    Scope::parse(text)
        .ok_or_else(|| Problem::with("hold-unknown-scope", params([("scope", text.into())])))
}

fn as_held(hold: Hold) -> HeldAs {
    HeldAs {
        reason: hold.reason,
        until: hold.until,
    }
}

/// What a person calls it.
async fn name_of(host: &Host, scope: &Scope) -> String {
    match scope {
        Scope::Job(id) => {
            let job = host.parts.jobs.get(id).await;
            job.map_or_else(|_| id.clone(), |job| job.name)
        }
        Scope::Heartbeat(agent) => agent.clone(),
        other => other.to_string(),
    }
}

/// Chooses the sentence.
fn scope_word(scope: &Scope) -> &'static str {
    match scope {
        Scope::All => "all",
        Scope::Autonomous => "autonomous",
        Scope::Job(_) => "job",
        Scope::Heartbeat(_) => "heartbeat",
        Scope::Channel(..) => "channel",
    }
}
