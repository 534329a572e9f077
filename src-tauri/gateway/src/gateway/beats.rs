//! Wakes the agents for their beats and for events that need a turn of their own.
//!
//! Owns the watch over the next such moment and which minutes of the grid were thought of. Whether
//! a beat runs is decided by the heartbeat, once here and once more in its lane.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::host::Host;
use crate::agent::{BeatLook, Operation};
use crate::clock::Ms;
use crate::error::Problem;
use crate::event::{Fact, Numbered, Subject};
use crate::heartbeat::{
    BeatRow, Decision, Lane, Occasion, Plan, Skip, SystemEvent, all_waiting_events, last_slot,
    put_beat,
};
use crate::session::SessionKey;

/// Looked at again at the latest after this: the wall clock may step, an allowance be extended.
const LOOK: Ms = 60_000;
/// After an event's own turn its conversation gets the next at the earliest after this, ms.
const BREATH: Ms = 1_000;

/// What was thought of.
#[derive(Default)]
struct Mind {
    /// The grid of an agent as it was seen last, and up to when its minutes were thought of.
    grids: BTreeMap<String, (Option<Plan>, Ms)>,
    /// Agents that beat, conversations that read events.
    at_work: BTreeSet<String>,
    /// When a conversation began its last turn about events.
    tried: BTreeMap<SessionKey, Ms>,
    /// Why the events of a conversation wait, as it was noted last.
    noted: BTreeMap<SessionKey, (Ms, Skip)>,
}

type Works = FuturesUnordered<BoxFuture<'static, String>>;

/// Watches until it is dropped.
pub(super) async fn watch(host: &Arc<Host>) {
    let mut bell = host.events().subscribe(None).receiver;
    let (mut mind, mut works) = (Mind::default(), Works::new());
    loop {
        let next = look(host, &mut mind, &mut works).await;
        let left = (next - host.now()).clamp(0, LOOK);
        let left = Duration::from_millis(u64::try_from(left).unwrap_or(0));
        tokio::select! {
            () = host.parts.clock.sleep(left) => {}
            () = rung(&mut bell) => {}
            Some(done) = works.next(), if !works.is_empty() => { mind.at_work.remove(&done); }
        }
    }
}

/// Something changed that a decision looks at.
async fn rung(bell: &mut Receiver<Numbered>) {
    loop {
        match bell.recv().await {
            Ok(numbered) => {
                if let Fact::Changed { what, .. } = numbered.fact
                    && matches!(
                        what,
                        Subject::Heartbeat | Subject::Holds | Subject::Config | Subject::Models
                    )
                {
                    return;
                }
            }
            Err(RecvError::Lagged(_)) => return,
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// Does what is due and answers when to look again, ms.
async fn look(host: &Arc<Host>, mind: &mut Mind, works: &mut Works) -> Ms {
    let mut next = host.now() + LOOK;
    for agent in host.config().current().agents() {
        match beats(host, mind, works, &agent).await {
            Ok(Some(at)) => next = next.min(at),
            Ok(None) => {}
            // Nothing is lost: the same minute is thought of again.
            Err(problem) => {
                tracing::warn!(code = problem.code, agent, "a beat could not be decided")
            }
        }
    }
    let waiting = match host.db().read(all_waiting_events).await {
        Ok(waiting) => waiting,
        Err(error) => {
            tracing::error!(%error, "the events could not be read");
            Vec::new()
        }
    };
    for (key, agent) in conversations(&waiting) {
        match events(host, mind, works, &agent, &key).await {
            Ok(Some(at)) => next = next.min(at),
            Ok(None) => {}
            Err(problem) => {
                tracing::warn!(code = problem.code, %key, "events could not be read out")
            }
        }
    }
    next
}

fn conversations(waiting: &[SystemEvent]) -> BTreeMap<SessionKey, String> {
    let key = |event: &SystemEvent| SessionKey::parse(&event.session_key, &event.agent);
    let all = waiting.iter();
    all.map(|event| (key(event), event.agent.clone())).collect()
}

/// The beats of an agent; answers when the next is.
async fn beats(
    host: &Arc<Host>,
    mind: &mut Mind,
    works: &mut Works,
    agent: &str,
) -> Result<Option<Ms>, Problem> {
    let look = BeatLook::gather(&host.parts, agent, None).await?;
    let now = host.now();
    let considered = match mind.grids.get(agent) {
        Some((plan, at)) if *plan == look.plan => *at,
        // Another grid: its minutes begin now, so that a change makes up no beat of the past.
        Some((_, at)) => (*at).max(now - 1),
        None => {
            let name = agent.to_owned();
            let last = host
                .db()
                .read(move |connection| last_slot(connection, &name));
            last.await?.unwrap_or(host.started_at - 1)
        }
    };
    let Some(plan) = look.plan.clone() else {
        mind.grids.insert(agent.to_owned(), (None, now));
        return Ok(None);
    };
    let late = plan.late(considered, now);
    let considered = late.map_or(considered, |late| late.slot);
    if let Some(late) = late {
        let mut row = BeatRow::new(Occasion::Slot, agent, look.key.as_str(), late.slot);
        row.left_out = u32::try_from(late.left_out).unwrap_or(u32::MAX);
        let (working, _) = host.live()?.lanes.counts();
        let lane = Lane {
            beating: mind.at_work.contains(agent),
            others: working > 0,
        };
        match look.decide(Occasion::Slot, lane, now) {
            Decision::Skip(why) => note(host, row.skipped(why, now)).await?,
            Decision::Beat(_) => begin(host, mind, works, agent.to_owned(), &look.key, row)?,
        }
    }
    let next = plan.next(now.max(considered) + 1);
    mind.grids
        .insert(agent.to_owned(), (Some(plan), considered));
    Ok(next)
}

/// The events of a conversation; answers when they get a turn of their own.
async fn events(
    host: &Arc<Host>,
    mind: &mut Mind,
    works: &mut Works,
    agent: &str,
    key: &SessionKey,
) -> Result<Option<Ms>, Problem> {
    let look = BeatLook::gather(&host.parts, agent, Some(key)).await?;
    let now = host.now();
    let Some(wakes) = look.event_wakes(now) else {
        return Ok(None);
    };
    let rested = mind
        .tried
        .get(key)
        .map_or(wakes, |at| wakes.max(at + BREATH));
    if rested > now {
        return Ok(Some(rested));
    }
    if mind.at_work.contains(key.as_str()) {
        return Ok(None);
    }
    match look.decide(Occasion::Event, Lane::default(), now) {
        Decision::Skip(why) => {
            if mind.noted.get(key) != Some(&(wakes, why)) {
                let row = BeatRow::new(Occasion::Event, agent, key.as_str(), wakes);
                note(host, row.skipped(why, now)).await?;
                mind.noted.insert(key.clone(), (wakes, why));
            }
        }
        Decision::Beat(_) => {
            mind.noted.remove(key);
            mind.tried.insert(key.clone(), now);
            let row = BeatRow::new(Occasion::Event, agent, key.as_str(), now);
            begin(host, mind, works, key.to_string(), key, row)?;
        }
    }
    Ok(None)
}

/// Puts a beat into its lane. `name`: what is at work until it has ended.
fn begin(
    host: &Arc<Host>,
    mind: &mut Mind,
    works: &mut Works,
    name: String,
    key: &SessionKey,
    row: BeatRow,
) -> Result<(), Problem> {
    let cause = row.id.clone();
    let done = host
        .live()?
        .lanes
        .operate(key, Operation::Beat(Box::new(row)), cause.clone());
    mind.at_work.insert(name.clone());
    works.push(Box::pin(async move {
        if let Err(problem) = done.await {
            tracing::warn!(code = problem.code, cause, "a beat came to nothing");
        }
        name
    }));
    Ok(())
}

async fn note(host: &Arc<Host>, row: BeatRow) -> Result<(), Problem> {
    host.db().write(move |tx| put_beat(tx, &row)).await?;
    host.events().changed(Subject::Status, None);
    Ok(())
}
