//! The instants of a schedule.
//!
//! Owns the two ways over a clock change (design.md §4): fixed times keep to what the clock shows,
//! rhythms follow elapsed time. Pure: it is handed the computer's zone and never asks for the time.

use chrono::{NaiveDateTime, TimeDelta};
use chrono_tz::Tz;

use super::error::ScheduleError;
use super::expression::Expression;
use super::recurrence::Recurrence;
use super::schedule::Schedule;
use super::zone;
use crate::clock::{LocalKind, Ms, local_of, passes_of, resolve};
use crate::storage::sha256;

/// No clock was ever put back by more than this, ms.
const LONGEST_FOLD: Ms = 3 * 3_600_000;

/// A schedule whose every part was understood.
#[derive(Debug, Clone)]
pub struct Timetable {
    times: Times,
    zone: Tz,
    /// Put off by this, ms.
    offset: Ms,
    /// No instant before the first or behind the second, ms.
    bounds: (Ms, Ms),
}

#[derive(Debug, Clone)]
enum Times {
    Once(Ms),
    Grid { every: Ms, anchor: Ms },
    Cron(Box<Expression>),
    Rules(Box<Recurrence>),
}

impl Timetable {
    /// Reads a schedule of a job made at `created` (ms), on a computer in `host`'s zone.
    ///
    /// # Errors
    /// At the field that can't be read.
    pub fn new(schedule: &Schedule, created: Ms, host: &str) -> Result<Self, ScheduleError> {
        let named = |tz: &Option<String>| match tz {
            Some(name) => zone::parse(name),
            None => Ok(host.parse().unwrap_or(Tz::UTC)),
        };
        let (times, zone) = match schedule {
            Schedule::At { at } => (Times::Once(*at), named(&None)?),
            Schedule::Every { every, anchor } => {
                let anchor = anchor.unwrap_or(created);
                let every = (*every).max(1);
                (Times::Grid { every, anchor }, named(&None)?)
            }
            Schedule::Cron { expr, tz, .. } => {
                let zone = named(tz)?;
                (Times::Cron(Box::new(Expression::read(expr)?)), zone)
            }
            Schedule::Rrule { rrule, tz } => {
                let rules = Recurrence::read(rrule, named(tz)?)?;
                let zone = rules.zone();
                (Times::Rules(Box::new(rules)), zone)
            }
        };
        Ok(Self {
            times,
            zone,
            offset: 0,
            bounds: (Ms::MIN, Ms::MAX),
        })
    }

    /// Put off by this job's part of the schedule's stagger, so that jobs of one minute do not all
    /// begin at once.
    pub fn staggered(mut self, schedule: &Schedule, job: &str) -> Self {
        if let Schedule::Cron { stagger, .. } = schedule
            && *stagger > 0
        {
            let digest = sha256(job.as_bytes());
            let first = digest.get(..8).unwrap_or_default();
            let number = i64::from_str_radix(first, 16).unwrap_or(0);
            self.offset = number % *stagger;
        }
        self
    }

    /// Without the instants before `start` and behind `end`, ms.
    pub fn within(mut self, start: Option<Ms>, end: Option<Ms>) -> Self {
        self.bounds = (start.unwrap_or(Ms::MIN), end.unwrap_or(Ms::MAX));
        self
    }

    /// It is one instant.
    pub fn is_once(&self) -> bool {
        matches!(self.times, Times::Once(_))
    }

    /// The zone of its times.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// The first instant behind `after`, ms. `None` = never again.
    pub fn next(&self, after: Ms) -> Option<Ms> {
        let (start, end) = self.bounds;
        let after = after.max(start.saturating_sub(1)) - self.offset;
        let next = match &self.times {
            Times::Once(at) => (*at > after).then_some(*at),
            Times::Grid { every, anchor } => {
                let steps = (after - anchor).div_euclid(*every) + 1;
                Some(anchor + steps.max(0) * every)
            }
            Times::Cron(expression) => {
                let next = |local| expression.next(local);
                behind(after, self.zone, expression.is_rhythm(), next)
            }
            Times::Rules(rules) => behind(after, self.zone, rules.is_rhythm(), |local| {
                rules.next(local)
            }),
        };
        next.map(|at| at + self.offset).filter(|at| *at <= end)
    }

    /// Every instant behind `after`, in order.
    pub fn from(&self, after: Ms) -> impl Iterator<Item = Ms> + '_ {
        std::iter::successors(self.next(after), |at| self.next(*at))
    }

    /// How many instants lie in `(after, until]`.
    pub fn count(&self, after: Ms, until: Ms) -> u64 {
        match &self.times {
            Times::Grid { every, anchor } if self.bounds == (Ms::MIN, Ms::MAX) => {
                let upto = |at: Ms| ((at - anchor).div_euclid(*every) + 1).max(0);
                u64::try_from(upto(until) - upto(after)).unwrap_or(0)
            }
            _ => self.from(after).take_while(|at| *at <= until).count() as u64,
        }
    }

    /// Times of the clock that it names between two instants and that are skipped there, each with
    /// the instant it runs at instead. Rhythms leave such times out and have none.
    pub fn gaps(&self, after: Ms, until: Ms) -> Vec<(NaiveDateTime, Ms)> {
        let next = |local| match &self.times {
            Times::Cron(expression) if !expression.is_rhythm() => expression.next(local),
            Times::Rules(rules) if !rules.is_rhythm() => rules.next(local),
            _ => None,
        };
        let mut found = Vec::new();
        for day in days_of_change(after, until, self.zone) {
            let mut local = local_of(day, self.zone) - TimeDelta::seconds(1);
            let end = local + TimeDelta::hours(50);
            while let Some(at) = next(local).filter(|at| *at < end) {
                let resolved = resolve(at, self.zone);
                let inside =
                    (after.max(self.bounds.0)..=until.min(self.bounds.1)).contains(&resolved.at);
                if resolved.kind == LocalKind::Gap && inside {
                    found.push((at, resolved.at + self.offset));
                    break;
                }
                local = at;
            }
        }
        found
    }

    /// The expression, for words about it.
    pub(super) fn expression(&self) -> Option<&Expression> {
        match &self.times {
            Times::Cron(expression) => Some(expression),
            _ => None,
        }
    }

    /// The rules, for words about them.
    pub(super) fn rules(&self) -> Option<&Recurrence> {
        match &self.times {
            Times::Rules(rules) => Some(rules),
            _ => None,
        }
    }
}

/// The first instant of local times behind `after`, by the rule for clock changes.
fn behind(
    after: Ms,
    zone: Tz,
    rhythm: bool,
    next: impl Fn(NaiveDateTime) -> Option<NaiveDateTime>,
) -> Option<Ms> {
    if !rhythm {
        let mut local = whole_second(after, zone);
        loop {
            local = next(local)?;
            let at = resolve(local, zone).at;
            if at > after {
                return Some(at);
            }
        }
    }
    // Near a clock that is put back, a time that was shown before is shown again.
    let offset = |at: Ms| local_of(at, zone).and_utc().timestamp_millis() - at;
    let calm = [after - LONGEST_FOLD, after + LONGEST_FOLD]
        .into_iter()
        .all(|at| offset(at) == offset(after));
    let start = if calm { after } else { after - LONGEST_FOLD };
    let mut local = whole_second(start, zone);
    let mut best: Option<Ms> = None;
    loop {
        let Some(candidate) = next(local) else {
            return best;
        };
        local = candidate;
        if best.is_some_and(|best| resolve(local, zone).at >= best) {
            return best;
        }
        let passes = passes_of(local, zone).into_iter();
        best = passes.filter(|at| *at > after).chain(best).min();
    }
}

fn whole_second(at: Ms, zone: Tz) -> NaiveDateTime {
    local_of(at.div_euclid(1_000) * 1_000, zone)
}

/// Instants a day apart before each change of the zone's offset.
fn days_of_change(after: Ms, until: Ms, zone: Tz) -> Vec<Ms> {
    const DAY: Ms = 86_400_000;
    let offset = |at: Ms| local_of(at, zone).and_utc().timestamp_millis() - at;
    let mut found = Vec::new();
    let mut day = after;
    while day < until {
        if offset(day) < offset(day + DAY) {
            found.push(day);
        }
        day += DAY;
    }
    found
}

#[cfg(test)]
#[path = "timetable_tests.rs"]
mod tests;
