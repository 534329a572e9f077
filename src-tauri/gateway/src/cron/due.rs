//! What of a job is due: a function of values, so that every case stands in a table.
//!
//! Owns the policy for missed slots, what keeps a slot from running, and how long jobs wait
//! after too many starts. Never reads a clock, a file or a table.

use super::job_parts::{Missed, Overlap};
use super::timetable::Timetable;
use crate::clock::Ms;

/// A slot that is not later than this is on time, ms: the scheduler looks at least once a minute.
pub(super) const ON_TIME: Ms = 90_000;
const HOUR: Ms = 3_600_000;

/// A time a job is to run at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// When it was to run, ms.
    pub at: Ms,
    /// How late it is now, ms.
    pub late: Ms,
    /// It makes up for missed ones.
    pub catch_up: bool,
}

/// Slots in a row that did not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissedRange {
    /// The first, ms.
    pub first: Ms,
    /// The last, ms.
    pub through: Ms,
    /// How many.
    pub count: u64,
    /// Why.
    pub why: Absence,
}

/// Why slots passed without the scheduler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// Cove was closed.
    Down,
    /// The computer slept.
    Asleep,
    /// The clock was put forward.
    ClockStep,
    /// The scheduler was there and came too late for them.
    Late,
}

impl Absence {
    /// The reason as it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::Asleep => "asleep",
            Self::ClockStep => "clock-step",
            Self::Late => "late",
        }
    }
}

/// What is due of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The slot that runs.
    pub run: Option<Slot>,
    /// The slots before it, or all of them.
    pub missed: Option<MissedRange>,
    /// The job's cursor from now on, ms.
    pub considered: Ms,
    /// The next slot, ms.
    pub next: Option<Ms>,
}

/// The policy of a job that names none: once if not too late, what is due once always once. `next`
/// are its next slots (10 are enough): where they lie far apart there is more time to catch up.
pub fn missed_policy(once: bool, next: impl Iterator<Item = Ms>) -> Missed {
    if once {
        return Missed::Always;
    }
    let next: Vec<Ms> = next.take(10).collect();
    let smallest = next.windows(2).map(|pair| pair[1] - pair[0]).min();
    match smallest {
        Some(gap) if gap < 20 * HOUR => Missed::Within(2 * HOUR),
        _ => Missed::Within(12 * HOUR),
    }
}

/// What is due at `now` of slots behind `considered`, at most one to run. A clock that was put back
/// finds nothing due until it has caught up: no slot comes twice. Without a `policy` the rhythm says
/// it, which is asked only of what is late: it costs the next ten slots.
pub fn due(
    timetable: &Timetable,
    considered: Ms,
    now: Ms,
    policy: impl Into<Option<Missed>>,
    why: Absence,
) -> Due {
    let first = timetable.next(considered);
    let Some(first) = first.filter(|first| *first <= now) else {
        return Due {
            run: None,
            missed: None,
            considered,
            next: first,
        };
    };
    // Nearly always one slot is due: then the second is the next one, and nothing else is asked.
    let second = timetable.next(first);
    let (newest, count) = match second {
        Some(second) if second <= now => (
            last_in(timetable, first, now),
            timetable.count(considered, now),
        ),
        _ => (first, 1),
    };
    let late = now - newest;
    let on_time = late <= ON_TIME;
    let usual = || missed_policy(timetable.is_once(), timetable.from(now));
    let runs = on_time
        || match policy.into().unwrap_or_else(usual) {
            Missed::Always => true,
            Missed::Within(bound) => late < bound,
            Missed::Skip => false,
        };
    let run = runs.then_some(Slot {
        at: newest,
        late,
        catch_up: !on_time,
    });
    let left = count - u64::from(runs);
    let missed = (left > 0).then(|| MissedRange {
        first,
        through: match runs {
            true => last_in(timetable, first, newest - 1),
            false => newest,
        },
        count: left,
        why,
    });
    Due {
        run,
        missed,
        considered: newest,
        next: match count {
            1 => second,
            _ => timetable.next(now),
        },
    }
}

/// The last slot of `first..=until`, looked for in ever wider spans before `until`.
pub(super) fn last_in(timetable: &Timetable, first: Ms, until: Ms) -> Ms {
    let mut span = 60_000;
    while until - span > first {
        if let Some(last) = timetable
            .from(until - span)
            .take_while(|at| *at <= until)
            .last()
        {
            return last;
        }
        span *= 4;
    }
    let slots = timetable.from(first - 1).take_while(|at| *at <= until);
    slots.last().unwrap_or(first)
}

/// What stands in a slot's way. The first that holds is told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hindrance {
    /// The job has a mistake.
    pub broken: bool,
    /// Everything, what runs by itself or this job is on hold, for this reason.
    pub hold: Option<String>,
    /// Nothing was ever delivered to its target.
    pub untested: bool,
    /// The allowance is used up; not asked for a job without a model.
    pub allowance: bool,
    /// After failures it waits until this time, ms.
    pub backoff_until: Option<Ms>,
    /// It still runs.
    pub running: bool,
    /// As many jobs run as may.
    pub full: bool,
    /// Jobs wait after too many starts until this time, ms.
    pub settling_until: Option<Ms>,
}

/// Why a slot waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// For the run before it.
    Overlap,
    /// For a place among the running jobs.
    Full,
    /// For the app to be stable, until then, ms.
    Settling(Ms),
}

/// What becomes of a slot that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    /// It runs.
    Run,
    /// It runs later; a newer slot of the job takes its place.
    Queue(Wait),
    /// It does not run, for this reason.
    Skip(String),
}

/// Whether a slot at `at` may run.
pub fn admit(at: Ms, now: Ms, overlap: Overlap, hindrance: &Hindrance) -> Admission {
    let skip = |reason: &str| Admission::Skip(reason.to_owned());
    match hindrance {
        Hindrance { broken: true, .. } => skip("broken"),
        Hindrance {
            hold: Some(reason), ..
        } => skip(&format!("hold:{reason}")),
        Hindrance { untested: true, .. } => skip("target-untested"),
        Hindrance {
            allowance: true, ..
        } => skip("allowance"),
        Hindrance {
            backoff_until: Some(until),
            ..
        } if at < *until => skip("backoff"),
        Hindrance { running: true, .. } if overlap == Overlap::Skip => skip("overlap"),
        Hindrance { running: true, .. } if overlap == Overlap::Queue => {
            Admission::Queue(Wait::Overlap)
        }
        Hindrance {
            settling_until: Some(until),
            ..
        } if now < *until => Admission::Queue(Wait::Settling(*until)),
        Hindrance { full: true, .. } => Admission::Queue(Wait::Full),
        _ => Admission::Run,
    }
}

/// Until when jobs wait after too many starts: with 3 in 15 minutes, until 2 minutes behind the
/// last. ms, in any order.
pub fn settle_until(starts: &[Ms], now: Ms) -> Option<Ms> {
    const WINDOW: Ms = 15 * 60_000;
    const STABLE: Ms = 2 * 60_000;
    let last = starts.iter().filter(|at| **at <= now).max()?;
    let together = starts
        .iter()
        .filter(|at| **at <= *last && last - **at < WINDOW);
    let until = last + STABLE;
    (together.count() >= 3 && now < until).then_some(until)
}

#[cfg(test)]
#[path = "due_tests.rs"]
mod tests;
