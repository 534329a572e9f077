//! How long the poller waits after trouble: a pure state over time.
//!
//! Owns the waits after failures and the patience with another poller. Knows no network and
//! never sleeps itself. Times are the monotonic clock's; `roll` is a random number in 0..1.

use std::time::Duration;

use crate::clock::Ms;

/// How long one poll hangs at Telegram.
pub const LONG_POLL: Duration = Duration::from_secs(30);
/// How long a poll hangs while another program is polling: long enough to be thrown out by it.
pub const CONFLICT_POLL: Duration = Duration::from_secs(10);

const FIRST_WAIT: f64 = 1.0;
const LONGEST_WAIT: f64 = 30.0;
/// Field-reference §9: each wait 1.8 times the one before, give or take a quarter.
const GROWTH: f64 = 1.8;
const JITTER: f64 = 0.25;
/// After a restart Telegram may hold the old poll this long; until then nobody needs to hear.
const PATIENCE: Ms = 30_000;
/// Without a conflict this long, it counts as over.
const QUIET: Ms = 40_000;
/// After this long a conflict is a new one.
const FORGOTTEN: Ms = 60_000;

/// What a conflict asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Conflicted {
    /// Probably our own last poll: again soon, quietly.
    Quick(Duration),
    /// Another program: say so and try slowly.
    Slow(Duration),
}

/// What happened lately.
#[derive(Debug, Default)]
pub struct Pace {
    failures: u32,
    conflict: Option<Conflict>,
}

#[derive(Debug, Clone, Copy)]
struct Conflict {
    since: Ms,
    last: Ms,
    shown: bool,
}

impl Pace {
    /// A poll failed; wait this long.
    pub fn failed(&mut self, roll: f64) -> Duration {
        let wait = wait_after(self.failures, FIRST_WAIT, roll);
        self.failures = self.failures.saturating_add(1);
        wait
    }

    /// Telegram said that another poll runs.
    pub fn conflicted(&mut self, now: Ms, roll: f64) -> Conflicted {
        let held = self.conflict.filter(|held| now - held.last < FORGOTTEN);
        let since = held.map_or(now, |held| held.since);
        let shown = now - since >= PATIENCE;
        self.conflict = Some(Conflict {
            since,
            last: now,
            shown,
        });
        if shown {
            Conflicted::Slow(Duration::from_secs_f64(
                LONGEST_WAIT * (1.0 + JITTER * roll),
            ))
        } else {
            Conflicted::Quick(Duration::from_secs_f64(0.5 + 2.0 * roll))
        }
    }

    /// A poll succeeded; true if the trouble is over. Two programs that take turns both succeed
    /// now and then, so a conflict that was shown is over only after a while without one.
    pub fn succeeded(&mut self, now: Ms) -> bool {
        self.failures = 0;
        match self.conflict {
            Some(held) if held.shown && now - held.last < QUIET => false,
            Some(held) if held.shown => {
                self.conflict = None;
                true
            }
            _ => true,
        }
    }

    /// A conflict is being shown.
    pub fn in_conflict(&self) -> bool {
        self.conflict.is_some_and(|held| held.shown)
    }
}

/// The wait after `failures` failures in a row, from `first` seconds up to half a minute.
pub fn wait_after(failures: u32, first: f64, roll: f64) -> Duration {
    // The exponent is bounded by the longest wait anyway.
    let grown = first * GROWTH.powi(i32::try_from(failures.min(20)).unwrap_or(20));
    let jitter = 1.0 + JITTER * (2.0 * roll - 1.0);
    Duration::from_secs_f64(grown.min(LONGEST_WAIT) * jitter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_half_a_minute_and_begin_anew_after_a_success() {
        let mut pace = Pace::default();
        let waits: Vec<u128> = (0..9).map(|_| pace.failed(0.5).as_millis()).collect();
        assert_eq!(waits[0], 1_000);
        assert!(waits.is_sorted(), "{waits:?}");
        assert_eq!(waits[8], 30_000);
        assert!(pace.succeeded(0));
        assert_eq!(pace.failed(0.5).as_millis(), 1_000);
        assert_eq!(wait_after(u32::MAX, 1.0, 1.0).as_millis(), 37_500);
    }

    #[test]
    fn the_old_poll_of_a_restart_is_waited_for_quietly() {
        let mut pace = Pace::default();
        for now in (0..28_000).step_by(2_000) {
            assert!(
                matches!(pace.conflicted(now, 0.9), Conflicted::Quick(_)),
                "{now}"
            );
        }
        assert!(pace.succeeded(29_000));
        assert!(!pace.in_conflict());
    }

    #[test]
    fn another_program_is_shown_after_the_time_of_one_poll_and_tried_slowly() {
        let mut pace = Pace::default();
        pace.conflicted(0, 0.0);
        assert!(
            matches!(pace.conflicted(30_000, 0.0), Conflicted::Slow(wait) if wait.as_secs() == 30)
        );
        assert!(pace.in_conflict());
    }

    #[test]
    fn a_success_between_two_conflicts_does_not_hide_the_other_program() {
        let mut pace = Pace::default();
        for now in [0, 15_000, 30_000] {
            pace.conflicted(now, 0.0);
            assert_eq!(pace.succeeded(now + 5_000), now < 30_000);
        }
        assert!(pace.succeeded(30_000 + QUIET));
        assert!(!pace.in_conflict());
    }
}
