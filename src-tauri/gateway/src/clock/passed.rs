//! What became of the time between two looks at a clock.
//!
//! Owns telling time that passed from sleep and from a clock that was set. Pure: looks are values.

use super::{Clock, Ms};

/// Wall and elapsed time that part by more than this, ms: sleep, or a clock that was set.
const PARTED: Ms = 30_000;

/// A look at a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Wall time, ms.
    pub wall: Ms,
    /// Elapsed time awake, ms.
    pub awake: Ms,
    /// Elapsed time with sleep, ms; `None` where that can't be told.
    pub with_sleep: Option<Ms>,
}

/// What became of the time since an earlier look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passed {
    /// It passed.
    Plainly,
    /// The computer slept meanwhile.
    Asleep,
    /// The clock was set: by so much, ms, back where it is negative.
    Set(Ms),
}

impl Look {
    /// As the clock is now.
    pub fn at(clock: &dyn Clock) -> Self {
        Self {
            wall: clock.now_ms(),
            awake: clock.monotonic_ms(),
            with_sleep: clock.with_sleep_ms(),
        }
    }

    /// What became of the time since `before`. Where sleep can't be told from a clock that was put
    /// forward it is sleep: that is what happens each day.
    pub fn since(&self, before: &Self) -> Passed {
        let (wall, awake) = (self.wall - before.wall, self.awake - before.awake);
        let slept = self.with_sleep.zip(before.with_sleep);
        let slept = slept.map(|(now, then)| (now - then - awake).max(0));
        let ahead = wall - awake;
        match slept {
            Some(slept) if (ahead - slept).abs() > PARTED => Passed::Set(ahead - slept),
            _ if ahead > PARTED => Passed::Asleep,
            _ if ahead < -PARTED => Passed::Set(ahead),
            _ => Passed::Plainly,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sleep_and_a_clock_that_was_set_are_told_from_time_that_passed() {
        let check = |wall: Ms, awake: Ms, asleep: Option<Ms>, expected: Passed| {
            let before = Look {
                wall: 1_000_000,
                awake: 500,
                with_sleep: asleep.map(|_| 900),
            };
            let now = Look {
                wall: 1_000_000 + wall,
                awake: 500 + awake,
                with_sleep: asleep.map(|asleep| 900 + awake + asleep),
            };
            assert_eq!(now.since(&before), expected, "{wall} {awake} {asleep:?}");
        };
        const HOUR: Ms = 3_600_000;
        for asleep in [None, Some(0)] {
            check(60_000, 60_000, asleep, Passed::Plainly);
            check(90_000, 60_000, asleep, Passed::Plainly);
            check(-60_000, 60_000, asleep, Passed::Set(-120_000));
            // A minute that came late is no step.
            check(600_000, 600_000, asleep, Passed::Plainly);
        }
        check(HOUR, 0, None, Passed::Asleep);
        check(HOUR, 0, Some(HOUR), Passed::Asleep);
        check(HOUR, 0, Some(0), Passed::Set(HOUR));
        // It slept, and then its clock was put back.
        check(0, 0, Some(HOUR), Passed::Set(-HOUR));
    }
}
