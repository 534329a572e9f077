//! A job of the main conversation: its slot leaves an event there and takes the outcome of the turn
//! that reads it.
//!
//! Owns the event's id, that a newer slot takes the place of an unread one, and the wait for the
//! reader. The event itself and who reads it are the heartbeat's.

use std::time::Duration;

use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::Parts;
use crate::clock::Ms;
use crate::cron::{self, Begun, Job, SlotEnd, alive_runs, slot_of_run, supersede, under_way};
use crate::error::Problem;
use crate::event::{Fact, Numbered, Subject};
use crate::heartbeat::{
    BeatState, EventState, SystemEvent, WakeMode, beat_of, drop_event, event_state, last_beat,
    queue_event,
};
use crate::session::SessionKey;
use crate::storage::{StorageError, Tx};

/// Looked at again at the latest after this.
const LOOK: Duration = Duration::from_secs(30);

/// How the reading of an event ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    /// For its slot.
    pub end: SlotEnd,
    /// What was said.
    pub said: Option<String>,
    /// Why it was not read.
    pub problem: Option<Problem>,
}

impl Reading {
    fn unread(end: SlotEnd, problem: Problem) -> Self {
        let problem = Some(problem);
        Self {
            end,
            said: None,
            problem,
        }
    }
}

/// `cron:<job>@<slot>`: however often a slot begins, its event is one.
fn event_id(job: &str, slot: Ms) -> String {
    format!("cron:{job}@{slot}")
}

/// Queues the event of a slot in the transaction of its run, in the place of those of earlier slots
/// that nobody has read.
pub(super) fn queue(
    tx: &Tx<'_>,
    agent: &str,
    job: &Job,
    begun: &Begun,
    now: Ms,
) -> Result<(), StorageError> {
    for (run, id, slot) in alive_runs(tx)? {
        if id == job.id && slot < begun.slot && drop_event(tx, &event_id(&id, slot))? {
            supersede(tx, job, &run, slot, now)?;
        }
    }
    let wake = match job.wake {
        cron::WakeMode::Now => WakeMode::Now,
        cron::WakeMode::NextHeartbeat => WakeMode::NextHeartbeat,
    };
    let key = SessionKey::main(agent);
    let event = SystemEvent::new(
        event_id(&job.id, begun.slot),
        agent,
        key.as_str(),
        job.payload.text(),
        wake,
    );
    queue_event(tx, &event, now)?;
    Ok(())
}

/// What nobody has read of this job's events is taken back.
pub(super) fn drop_unread(tx: &Tx<'_>, job: &str) -> Result<(), StorageError> {
    let alive = under_way(tx)?.into_iter();
    for (run, _) in alive.filter(|(_, of)| of == job) {
        drop_of_run(tx, job, &run)?;
    }
    Ok(())
}

/// The event of one run is taken back, unless it was read.
pub(super) fn drop_of_run(tx: &Tx<'_>, job: &str, run: &str) -> Result<(), StorageError> {
    if let Some(slot) = slot_of_run(tx, run)? {
        drop_event(tx, &event_id(job, slot))?;
    }
    Ok(())
}

/// Waits until the event of a slot was read, taken back or given up.
pub(super) async fn read(
    parts: &Parts,
    agent: &str,
    job: &str,
    slot: Ms,
) -> Result<Reading, StorageError> {
    let mut bell = parts.events.subscribe(None).receiver;
    parts.events.changed(Subject::Heartbeat, None);
    loop {
        let (id, agent) = (event_id(job, slot), agent.to_owned());
        let look = move |connection: &rusqlite::Connection| {
            Ok(match event_state(connection, &id)? {
                Some(EventState::Waiting { alone: true }) => None,
                Some(EventState::Waiting { alone: false }) => {
                    let failed = last_beat(connection, &agent)?;
                    let failed = failed.filter(|beat| beat.state == BeatState::Failed);
                    let why = failed.and_then(|beat| beat.reason);
                    let why = why.unwrap_or_else(|| Problem::new("job-event-unread"));
                    Some(Reading::unread(SlotEnd::Failed, why))
                }
                Some(EventState::Read(turn)) => Some(by(connection, &turn)?),
                // Where a newer slot took its place the end is written, and stays.
                Some(EventState::Dropped) | None => {
                    let why = Problem::new("stopped");
                    Some(Reading::unread(SlotEnd::Interrupted, why))
                }
            })
        };
        if let Some(reading) = parts.db.read(look).await? {
            return Ok(reading);
        }
        tokio::select! {
            () = rung(&mut bell) => {}
            () = parts.clock.sleep(LOOK) => {}
        }
    }
}

/// The outcome of the turn that read it.
fn by(connection: &rusqlite::Connection, turn: &str) -> Result<Reading, StorageError> {
    let (end, said) = match beat_of(connection, turn)? {
        Some(beat) if beat.state == BeatState::Said => (SlotEnd::Done, beat.text),
        Some(_) => (SlotEnd::Quiet, None),
        // A talk, which was told of it.
        None => (SlotEnd::Done, None),
    };
    Ok(Reading {
        end,
        said,
        problem: None,
    })
}

/// Something was read, or a beat ended.
async fn rung(bell: &mut Receiver<Numbered>) {
    loop {
        match bell.recv().await {
            Ok(numbered) => {
                if let Fact::Changed { what, .. } = numbered.fact
                    && matches!(
                        what,
                        Subject::Heartbeat | Subject::Sessions | Subject::Status
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
