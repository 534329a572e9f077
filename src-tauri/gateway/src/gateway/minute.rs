//! The minute: the watchdog over plans and clocks, and the beat the housekeeping follows.
//!
//! Owns tokio-cron-scheduler and what it is trusted with: to ring once a minute. What is due is told
//! by our own clock, so a ring that is lost or late only lets something wait a minute. No job of a
//! person and no beat hangs on it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};
use tokio_util::sync::CancellationToken;

use super::host::Host;
use super::housekeeping;
use crate::activity::{Kind, Record, record};
use crate::clock::{Look, Ms, Passed, SharedClock};
use crate::event::Subject;

/// Each full minute, UTC: no zone whose offset could be another one by then.
const EACH_MINUTE: &str = "0 * * * * *";
const MINUTE: Duration = Duration::from_secs(60);
/// So long after its time a wake is overdue.
const OVERDUE: Ms = 120_000;

/// Rings, watches and keeps house until `cancel`.
pub(super) async fn keep(host: &Arc<Host>, cancel: CancellationToken) {
    let (bell, watchdog) = watch::channel(0_u64);
    let chores = watchdog.clone();
    let clock = &host.parts.clock;
    let ringing = async {
        match clock.moves_by_itself() {
            true => match by_library(EACH_MINUTE, &bell, &cancel).await {
                Ok(()) => {}
                Err(error) => {
                    tracing::error!(%error, "the minute is counted by hand");
                    by_clock(clock, &bell, &cancel).await;
                }
            },
            false => by_clock(clock, &bell, &cancel).await,
        }
    };
    tokio::join!(
        ringing,
        cancel.run_until_cancelled(watch(host, watchdog)),
        cancel.run_until_cancelled(housekeeping::keep(host, chores)),
    );
}

/// The library rings: it reads the computer's own clock.
async fn by_library(
    when: &str,
    bell: &watch::Sender<u64>,
    cancel: &CancellationToken,
) -> Result<(), JobSchedulerError> {
    let mut scheduler = JobScheduler::new().await?;
    let ring = bell.clone();
    let job = Job::new_async(when, move |_, _| {
        ring.send_modify(|count| *count += 1);
        Box::pin(std::future::ready(()))
    })?;
    scheduler.add(job).await?;
    scheduler.start().await?;
    cancel.cancelled().await;
    scheduler.shutdown().await
}

/// A clock that is driven by hand rings by itself.
async fn by_clock(clock: &SharedClock, bell: &watch::Sender<u64>, cancel: &CancellationToken) {
    while cancel
        .run_until_cancelled(clock.sleep(MINUTE))
        .await
        .is_some()
    {
        bell.send_modify(|count| *count += 1);
    }
}

/// Holds wall against elapsed time and the plan of the jobs against the clock.
async fn watch(host: &Arc<Host>, mut bell: watch::Receiver<u64>) {
    let clock = &host.parts.clock;
    let (mut before, mut zone) = (Look::at(&**clock), clock.zone());
    while bell.changed().await.is_ok() {
        let now = Look::at(&**clock);
        let moved = Some(clock.zone()).filter(|now| *now != zone);
        let passed = now.since(&before);
        if passed != Passed::Plainly || moved.is_some() {
            tracing::info!(
                ?passed,
                ?moved,
                "the clock went on without Cove, or was set"
            );
            tell(host, passed, moved.as_deref().map(|to| (zone.as_str(), to))).await;
            // Whoever waits for a time looks again.
            host.events().changed(Subject::Heartbeat, None);
            host.events().changed(Subject::Status, None);
        }
        before = now;
        zone = moved.unwrap_or(zone);
        // The question alone wakes the scheduler: what is due runs now.
        let asked = tokio::select! {
            asked = host.parts.jobs.look() => asked,
            () = clock.sleep(MINUTE) => {
                tracing::error!("the scheduler of the jobs does not answer");
                continue;
            }
        };
        let overdue = asked
            .and_then(|look| look.wakes_at)
            .filter(|at| now.wall - at > OVERDUE);
        if let Some(at) = overdue {
            tracing::warn!(late = now.wall - at, "the jobs were looked at too late");
        }
    }
}

/// A clock that was set and a computer that is in another zone stand among the records.
async fn tell(host: &Host, passed: Passed, moved: Option<(&str, &str)>) {
    let now = host.now();
    let mut told = Vec::new();
    if let Passed::Set(by) = passed {
        let record = Record::new(format!("clock:{now}"), now, Kind::Recovery, "clock");
        let direction = if by < 0 { "back" } else { "forward" };
        let minutes = (by.abs() / 60_000).max(1);
        told.push(record.with("direction", direction).with("minutes", minutes));
    }
    if let Some((from, to)) = moved {
        let record = Record::new(format!("zone:{now}"), now, Kind::Recovery, "zone");
        told.push(record.with("from", from).with("to", to));
    }
    let write = move |tx: &crate::storage::Tx<'_>| told.iter().try_for_each(|one| record(tx, one));
    match host.db().write(write).await {
        Ok(()) => host.events().changed(Subject::Activity, None),
        Err(error) => tracing::error!(%error, "a clock that was set could not be recorded"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clock::{Clock as _, ManualClock};

    #[tokio::test]
    async fn the_library_rings_until_it_is_told_to_stop() {
        let (bell, mut heard) = watch::channel(0);
        let cancel = CancellationToken::new();
        let ringing = by_library("* * * * * *", &bell, &cancel);
        let listening = async {
            heard.wait_for(|count| *count >= 2).await.unwrap();
            cancel.cancel();
        };
        let (rang, ()) = tokio::join!(ringing, listening);
        rang.unwrap();
    }

    #[tokio::test]
    async fn a_driven_clock_rings_at_its_own_minutes() {
        let clock = ManualClock::new(0, "UTC");
        let shared: SharedClock = Arc::clone(&clock) as SharedClock;
        let (bell, mut heard) = watch::channel(0);
        let cancel = CancellationToken::new();
        let driving = async {
            for minute in 1..=3 {
                while *heard.borrow_and_update() < minute {
                    clock.advance(Duration::from_secs(30));
                    tokio::task::yield_now().await;
                }
            }
            assert!(clock.now_ms() >= 180_000);
            cancel.cancel();
        };
        tokio::join!(by_clock(&shared, &bell, &cancel), driving);
    }
}
