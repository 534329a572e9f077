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
use crate::clock::{Ms, SharedClock};
use crate::event::Subject;

/// Each full minute, UTC: no zone whose offset could be another one by then.
const EACH_MINUTE: &str = "0 * * * * *";
const MINUTE: Duration = Duration::from_secs(60);
/// Wall and elapsed time that part by more than this within a minute: sleep, or a clock that was set.
const STEP: Ms = 30_000;
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
    let mut before = (clock.now_ms(), clock.monotonic_ms());
    while bell.changed().await.is_ok() {
        let now = (clock.now_ms(), clock.monotonic_ms());
        if let Some(step) = stepped(before, now) {
            tracing::info!(step, "the clock went on without Cove, or was set");
            // Whoever waits for a time looks again.
            host.events().changed(Subject::Heartbeat, None);
        }
        before = now;
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
            .filter(|at| now.0 - at > OVERDUE);
        if let Some(at) = overdue {
            tracing::warn!(late = now.0 - at, "the jobs were looked at too late");
        }
    }
}

/// By how much wall time parted from elapsed time, ms; `None` = they agree.
fn stepped(before: (Ms, Ms), now: (Ms, Ms)) -> Option<Ms> {
    let step = (now.0 - before.0) - (now.1 - before.1);
    (step.abs() > STEP).then_some(step)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clock::{Clock as _, ManualClock};

    #[test]
    fn sleep_and_a_clock_that_was_set_are_told_from_time_that_passed() {
        let check = |now: (Ms, Ms), expected: Option<Ms>| {
            assert_eq!(stepped((1_000_000, 500), now), expected, "{now:?}");
        };
        check((1_060_000, 60_500), None);
        check((1_090_000, 60_500), None);
        check((4_660_000, 60_500), Some(3_600_000));
        check((1_000_000, 60_500), Some(-60_000));
        // A minute that came late is no step.
        check((1_600_000, 600_500), None);
    }

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
