//! What follows from how a run ended: another try, a pause, the end of the job.
//!
//! Owns the waits after failures and when a job is paused. Pure; the scheduler carries it out.

use super::schedule::Schedule;
use crate::clock::Ms;

/// After so many failures in a row a job is paused and its person told once.
pub const PAUSE_AFTER: u32 = 5;

/// Waits after the first, second … failure in a row, ms; the last one stays.
const WAITS: [Ms; 5] = [30_000, 60_000, 300_000, 900_000, 3_600_000];

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunEnd {
    /// It did what it should.
    Done,
    /// It had nothing to say.
    Quiet,
    /// It failed; `passing` where the same may work a moment later (network, rate limit, overload).
    Failed {
        /// It may work a moment later.
        passing: bool,
    },
    /// It did not begin.
    Skipped,
    /// It was cut off; nobody knows what it changed.
    Interrupted,
}

/// What follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AfterRun {
    /// Failures in a row from now on.
    pub failures: u32,
    /// The job goes from the list.
    pub delete: bool,
    /// It is put on hold and its person told.
    pub pause: bool,
    /// The same slot is tried again then, ms.
    pub retry_at: Option<Ms>,
    /// No slot before runs, ms.
    pub backoff_until: Option<Ms>,
}

/// How long to wait after so many failures in a row, ms.
pub fn backoff(failures: u32) -> Ms {
    let at = usize::try_from(failures.saturating_sub(1)).unwrap_or(usize::MAX);
    WAITS.get(at).or(WAITS.last()).copied().unwrap_or_default()
}

/// What follows from a run that ended at `ended`, with `failures` in a row before it. Only success
/// ends a job that is to be deleted; what was skipped counts neither way.
pub fn after_run(
    schedule: &Schedule,
    delete_after_run: bool,
    failures: u32,
    end: RunEnd,
    ended: Ms,
) -> AfterRun {
    let once = matches!(schedule, Schedule::At { .. });
    match end {
        RunEnd::Done | RunEnd::Quiet => AfterRun {
            delete: delete_after_run,
            ..AfterRun::default()
        },
        RunEnd::Skipped => AfterRun {
            failures,
            ..AfterRun::default()
        },
        // It may have changed something: a person decides whether it runs again.
        RunEnd::Interrupted => AfterRun {
            failures,
            ..AfterRun::default()
        },
        RunEnd::Failed { passing } => {
            let failures = failures.saturating_add(1);
            let pause = failures >= PAUSE_AFTER;
            let until = ended + backoff(failures);
            // A rhythm has its next slot; what runs once has only another try.
            let again = once && passing && !pause && failures <= 3;
            AfterRun {
                failures,
                delete: false,
                pause: pause && !once,
                retry_at: again.then_some(until),
                backoff_until: (!once && !pause).then_some(until),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Schedule = Schedule::At { at: 1_000 };
    const EVERY: Schedule = Schedule::Every {
        every: 60_000,
        anchor: None,
    };
    const PASSING: RunEnd = RunEnd::Failed { passing: true };
    const LASTING: RunEnd = RunEnd::Failed { passing: false };

    fn check(schedule: &Schedule, delete: bool, failures: u32, end: RunEnd, expected: AfterRun) {
        let found = after_run(schedule, delete, failures, end, 1_000_000);
        assert_eq!(found, expected, "{schedule:?} {delete} {failures} {end:?}");
    }

    #[test]
    fn what_follows_from_a_run_stands_in_this_table() {
        let nothing = AfterRun::default();
        let gone = AfterRun {
            delete: true,
            ..nothing
        };
        let counted = |failures| AfterRun {
            failures,
            ..nothing
        };
        let waits = |failures, wait: Ms| AfterRun {
            failures,
            backoff_until: Some(1_000_000 + wait),
            ..nothing
        };
        let again = |failures, wait: Ms| AfterRun {
            failures,
            retry_at: Some(1_000_000 + wait),
            ..nothing
        };
        check(&EVERY, false, 4, RunEnd::Done, nothing);
        check(&EVERY, true, 0, RunEnd::Quiet, gone);
        check(&AT, true, 0, RunEnd::Done, gone);
        check(&AT, false, 0, RunEnd::Done, nothing);
        check(&AT, true, 0, RunEnd::Skipped, nothing);
        check(&EVERY, true, 2, RunEnd::Skipped, counted(2));
        check(&AT, true, 0, RunEnd::Interrupted, nothing);
        check(&AT, true, 0, LASTING, counted(1));
        check(&AT, true, 0, PASSING, again(1, 30_000));
        check(&AT, true, 2, PASSING, again(3, 300_000));
        check(&AT, true, 3, PASSING, counted(4));
        check(&EVERY, false, 0, LASTING, waits(1, 30_000));
        check(&EVERY, false, 1, PASSING, waits(2, 60_000));
        check(&EVERY, false, 3, LASTING, waits(4, 900_000));
        check(
            &EVERY,
            false,
            4,
            LASTING,
            AfterRun {
                pause: true,
                ..counted(5)
            },
        );
    }

    #[test]
    fn the_longest_wait_is_an_hour() {
        assert_eq!(
            (1..=7).map(backoff).collect::<Vec<_>>(),
            [
                30_000, 60_000, 300_000, 900_000, 3_600_000, 3_600_000, 3_600_000
            ]
        );
    }
}
