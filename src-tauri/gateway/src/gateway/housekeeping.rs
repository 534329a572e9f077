//! Housekeeping: what has to be done now and then, in its rhythm, one thing after the other.
//!
//! Owns which chore is due, as a function of our clock. The minute rings for it ([`super::minute`]);
//! what is done is each capability's own. What was missed while the computer slept is done once.

use std::sync::Arc;

use tokio::sync::watch;

use super::host::Host;
use super::{health, upkeep};
use crate::activity::{expire_undo, purge};
use crate::agent::purge_tool_calls;
use crate::clock::Ms;
use crate::cron::purge_runs;
use crate::delivery::{purge_exchanges, purge_inbox, purge_outbox, purge_overheard};
use crate::heartbeat::{purge_beats, purge_events};
use crate::ledger::roll_up;
use crate::session::{SessionKey, expired_runs};
use crate::storage::copy_now;

const MINUTE: Ms = 60_000;
const HOUR: Ms = 60 * MINUTE;
/// Records are kept this long, ms.
const KEEP_RECORDS: Ms = 90 * 24 * HOUR;

/// Something to be done now and then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chore {
    /// The home is looked at.
    Health,
    /// Runs of jobs are dropped after `cron.sessionRetention`.
    OldRuns,
    /// The tables are copied.
    Copy,
    /// Old records, parts, versions and trash go.
    Retention,
    /// Old sessions go where `session.maintenance` says so.
    OldSessions,
}

impl Chore {
    const ALL: [Self; 5] = [
        Self::Health,
        Self::OldRuns,
        Self::Copy,
        Self::Retention,
        Self::OldSessions,
    ];

    /// How long after a start it is done first, and how often then, ms.
    const fn rhythm(self) -> (Ms, Ms) {
        match self {
            // Once a start has come to rest.
            Self::Health => (MINUTE, 30 * MINUTE),
            Self::OldRuns => (5 * MINUTE, 5 * MINUTE),
            Self::Copy | Self::Retention => (HOUR, HOUR),
            Self::OldSessions => (10 * MINUTE, 24 * HOUR),
        }
    }
}

/// When each was done last.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Done([Ms; Chore::ALL.len()]);

impl Done {
    /// At a start: as if each had been done so that its first time comes.
    fn at_start(now: Ms) -> Self {
        Self(Chore::ALL.map(|chore| {
            let (first, every) = chore.rhythm();
            now - every + first
        }))
    }

    /// What is due, and from now on is done. One that is long overdue is due once; a clock that was
    /// set back makes none wait.
    fn due(&mut self, now: Ms) -> Vec<Chore> {
        let all = Chore::ALL.into_iter().zip(&mut self.0);
        let due = all.filter_map(|(chore, last)| {
            let (_, every) = chore.rhythm();
            let is_due = now - *last >= every || now < *last - every;
            if is_due {
                *last = now;
            }
            is_due.then_some(chore)
        });
        due.collect()
    }
}

/// Does what is due whenever the minute rings, for ever.
pub(super) async fn keep(host: &Arc<Host>, mut bell: watch::Receiver<u64>) {
    let mut done = Done::at_start(host.now());
    while bell.changed().await.is_ok() {
        for chore in done.due(host.now()) {
            run(host, chore).await;
        }
    }
}

async fn run(host: &Arc<Host>, chore: Chore) {
    match chore {
        Chore::Health => {
            if let Err(problem) = health::look(host).await {
                tracing::error!(code = problem.code, "the home could not be checked");
            }
        }
        Chore::OldRuns => drop_old_runs(host),
        Chore::Copy => {
            if let Err(error) = copy_now(host.db(), &host.state, host.now()).await {
                tracing::error!(%error, "the database could not be copied");
            }
        }
        Chore::Retention => forget(host).await,
        Chore::OldSessions => upkeep::tidy(host).await,
    }
}

/// One at work is never dropped.
fn drop_old_runs(host: &Host) {
    let sessions = &host.parts.sessions;
    let keep = host.config().current().cron.session_retention.0;
    let keep = keep.map(|span| Ms::try_from(span.0.as_millis()).unwrap_or(Ms::MAX));
    let mut old = expired_runs(&sessions.all(), keep, host.now());
    let idle = |key: &SessionKey| {
        let live = host.live.as_ref();
        live.is_none_or(|live| live.lanes.view(key).running.is_none())
    };
    old.retain(idle);
    if old.is_empty() {
        return;
    }
    match sessions.drop_runs(&old) {
        Ok(()) => tracing::info!(runs = old.len(), "old runs of jobs were dropped"),
        Err(error) => tracing::error!(%error, "old runs of jobs could not be dropped"),
    }
}

async fn forget(host: &Host) {
    let (now, zone) = (host.now(), host.parts.clock.zone());
    let tidied = host.db().write(move |tx| {
        purge(tx, now - KEEP_RECORDS)?;
        purge_exchanges(tx, now - KEEP_RECORDS)?;
        purge_inbox(tx, now - KEEP_RECORDS)?;
        purge_overheard(tx, now - KEEP_RECORDS)?;
        purge_outbox(tx, now - KEEP_RECORDS)?;
        expire_undo(tx, now)?;
        purge_beats(tx, now)?;
        purge_events(tx, now)?;
        purge_tool_calls(tx, now)?;
        purge_runs(tx, now - KEEP_RECORDS)?;
        roll_up(tx, now - KEEP_RECORDS, &zone)?;
        Ok(())
    });
    if let Err(error) = tidied.await {
        tracing::error!(%error, "old records could not be removed");
    }
    if let Err(error) = host.parts.sessions.empty_trash(now) {
        tracing::error!(%error, "the trash could not be emptied");
    }
    if let Err(error) = crate::cron::empty_trash(&host.state.cron(), now) {
        tracing::error!(%error, "removed jobs could not be let go");
    }
    for (_, home) in host.parts.agents.usable() {
        if let Err(error) = home.files.prune().await {
            tracing::error!(%error, "old versions could not be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Ms = 1_760_000_000_000;

    #[test]
    fn each_chore_has_its_first_time_and_its_rhythm() {
        let mut done = Done::at_start(START);
        let mut times = Chore::ALL.map(|_| Vec::new());
        for minute in 0..=24 * 60 + 10 {
            for chore in done.due(START + minute * MINUTE) {
                times[chore as usize].push(minute);
            }
        }
        let check = |chore: Chore, first: &[i64], count: usize| {
            let found = &times[chore as usize];
            assert_eq!(&found[..first.len()], first, "{chore:?}");
            assert_eq!(found.len(), count, "{chore:?}");
        };
        check(Chore::Health, &[1, 31, 61], 49);
        check(Chore::OldRuns, &[5, 10, 15], 290);
        check(Chore::Copy, &[60, 120, 180], 24);
        check(Chore::Retention, &[60, 120, 180], 24);
        check(Chore::OldSessions, &[10, 24 * 60 + 10], 2);
    }

    #[test]
    fn what_was_missed_is_done_once_and_a_clock_set_back_makes_nothing_wait() {
        let mut done = Done::at_start(START);
        let night = START + 8 * HOUR;
        assert_eq!(done.due(night), Chore::ALL);
        assert_eq!(done.due(night + MINUTE), []);
        // A year back: everything once, then in its rhythm.
        let earlier = night - 365 * 24 * HOUR;
        assert_eq!(done.due(earlier), Chore::ALL);
        assert_eq!(done.due(earlier + 5 * MINUTE), [Chore::OldRuns]);
        // A few minutes back are no reason.
        assert_eq!(done.due(earlier + MINUTE), []);
    }
}
