//! The grid: the instants at which beats fall, the same whatever was restarted, paused or late.
//!
//! Owns the rule: a day's window opens at local `start` and closes at the next local `end`; beats
//! fall at opening + k × `every` of elapsed time, k × `every` below 24 h, before the closing.
//! Remembers nothing.

use chrono::{Duration, NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;

use super::error::HeartbeatError;
use crate::clock::{Ms, instant_of, local_of};
use crate::config::{Heartbeat, QuietDay, Span, TimeOfDay, Zone};

/// The shortest time between two beats.
pub const SHORTEST: Span = Span::minutes(1);
/// The longest; rarer than daily is a job's.
pub const LONGEST: Span = Span::minutes(24 * 60);

const MINUTE: Ms = 60_000;
const DAY: Ms = 24 * 60 * MINUTE;
/// Minutes of a day.
const MIDNIGHT: u16 = 24 * 60;
/// How far ahead the next beat is looked for, days.
const AHEAD_DAYS: u64 = 366;

/// When beats fall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    every: Span,
    /// First minute of the day's window, and the first no more.
    hours: (u16, u16),
    zone: Tz,
    quiet: Vec<QuietDay>,
}

/// Why no beat may run at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shut {
    /// The day is kept quiet.
    Day,
    /// It is outside the hours of its day.
    Hours,
}

/// The one beat that is run for all that fell due meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    /// When it should have been, ms.
    pub slot: Ms,
    /// Beats before it that are left out.
    pub left_out: usize,
}

impl Plan {
    /// Beats every so often, within hours of the day where there are some; `None` = never.
    ///
    /// # Errors
    /// More than a day or less than a minute between two; hours that begin when they end.
    pub fn new(
        every: Span,
        hours: Option<(TimeOfDay, TimeOfDay)>,
        zone: Tz,
    ) -> Result<Option<Self>, HeartbeatError> {
        let (start, end) = hours.map_or((0, MIDNIGHT), |(start, end)| (start.0, end.0));
        if start == end {
            let found = format!("{:02}:{:02}", start / 60, start % 60);
            return Err(HeartbeatError::SameHours(found));
        }
        if start == MIDNIGHT {
            return Err(HeartbeatError::NotTime("24:00".into()));
        }
        if every.is_zero() {
            return Ok(None);
        }
        if every > LONGEST {
            return Err(HeartbeatError::TooLong(every.to_string()));
        }
        if every < SHORTEST {
            return Err(HeartbeatError::TooShort(every.to_string()));
        }
        Ok(Some(Self {
            every,
            hours: (start, end),
            zone,
            quiet: Vec::new(),
        }))
    }

    /// As the settings say; `None` where beats are off. `user` is the person's zone, `host` the
    /// computer's.
    ///
    /// # Errors
    /// As [`Plan::new`]; settings that were accepted have none.
    pub fn of(settings: &Heartbeat, user: Tz, host: Tz) -> Result<Option<Self>, HeartbeatError> {
        let active = settings.active_hours.as_ref();
        let hours = active.and_then(|active| match (active.start, active.end) {
            (None, None) => None,
            (start, end) => Some((
                start.unwrap_or(TimeOfDay(0)),
                end.unwrap_or(TimeOfDay(MIDNIGHT)),
            )),
        });
        let zone = match active.and_then(|active| active.timezone) {
            Some(Zone::Named(zone)) => zone,
            Some(Zone::Local) => host,
            Some(Zone::User) | None => user,
        };
        let plan = Self::new(settings.every, hours, zone)?;
        Ok(plan.map(|plan| Self {
            quiet: settings.cove.quiet_days.clone(),
            ..plan
        }))
    }

    /// Time between two beats.
    pub fn every(&self) -> Span {
        self.every
    }

    /// The same with another time between two.
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub fn with_every(&self, every: Span) -> Result<Option<Self>, HeartbeatError> {
        let (start, end) = self.hours;
        let hours = Some((TimeOfDay(start), TimeOfDay(end)));
        let plan = Self::new(every, hours, self.zone)?;
        Ok(plan.map(|plan| Self {
            quiet: self.quiet.clone(),
            ..plan
        }))
    }

    /// The same within other hours.
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub fn within(&self, start: TimeOfDay, end: TimeOfDay) -> Result<Option<Self>, HeartbeatError> {
        let plan = Self::new(self.every, Some((start, end)), self.zone)?;
        Ok(plan.map(|plan| Self {
            quiet: self.quiet.clone(),
            ..plan
        }))
    }

    /// The window is the whole day.
    pub fn is_all_day(&self) -> bool {
        self.hours == (0, MIDNIGHT)
    }

    /// Beats of an ordinary day: one without a change of the clock that is not kept quiet.
    pub fn beats_a_day(&self) -> u32 {
        let (start, end) = self.hours;
        let open = match end > start {
            true => end - start,
            false => MIDNIGHT - start + end,
        };
        let beats = (Ms::from(open) * MINUTE + self.step() - 1) / self.step();
        u32::try_from(beats).unwrap_or(u32::MAX)
    }

    /// Beats from `from` until before `until`, in order.
    pub fn beats(&self, from: Ms, until: Ms) -> Vec<Ms> {
        self.windows_around(from)
            .take_while(|(opening, _)| *opening < until)
            .flat_map(|window| self.of_window(window))
            .filter(|at| (from..until).contains(at))
            .collect()
    }

    /// The first beat at `from` or later.
    pub fn next(&self, from: Ms) -> Option<Ms> {
        let days = usize::try_from(AHEAD_DAYS).unwrap_or(usize::MAX);
        self.windows_around(from)
            .take(days)
            .flat_map(|window| self.of_window(window))
            .find(|at| *at >= from)
    }

    /// The one beat to run for those after `considered` up to `now`. What is older than a day is
    /// not looked at.
    pub fn late(&self, considered: Ms, now: Ms) -> Option<Late> {
        let since = considered.max(now - DAY) + 1;
        let due = self.beats(since, now + 1);
        let slot = *due.last()?;
        Some(Late {
            slot,
            left_out: due.len() - 1,
        })
    }

    /// When a quiet time begins (`false`) and ends (`true`) from `from` until before `until`, ms, in
    /// order: the edges of [`Plan::quiet`] that lie in there.
    pub fn edges(&self, from: Ms, until: Ms) -> Vec<(Ms, bool)> {
        // One more on each side tells an edge from where the look was cut off.
        let quiet = self.quiet(from - 1, until + 1).into_iter();
        quiet
            .flat_map(|(begin, end)| [(begin, false), (end, true)])
            .filter(|(at, _)| (from..until).contains(at))
            .collect()
    }

    /// Why no beat may run at this moment; `None` = one may.
    pub fn shut(&self, at: Ms) -> Option<Shut> {
        if self.is_quiet(at) {
            return Some(Shut::Day);
        }
        let inside = self
            .windows_around(at)
            .take_while(|(opening, _)| *opening <= at)
            .any(|(_, closing)| at < closing);
        (!inside).then_some(Shut::Hours)
    }

    /// Beats may run at this moment: it lies in a window and on no quiet day.
    pub fn is_open(&self, at: Ms) -> bool {
        self.shut(at).is_none()
    }

    /// Days of an ordinary week that have beats.
    pub fn days_a_week(&self) -> u32 {
        let week = std::iter::successors(Some(Weekday::Mon), |day| Some(day.succ())).take(7);
        let quiet = |day: &Weekday| self.quiet.iter().any(|quiet| quiet.is_each(*day));
        u32::try_from(week.filter(|day| !quiet(day)).count()).unwrap_or(7)
    }

    /// Quiet days from `from` until before `until`, days in a row in one piece, cut off there.
    pub fn quiet_days(&self, from: Ms, until: Ms) -> Vec<(Ms, Ms)> {
        let mut found: Vec<(Ms, Ms)> = Vec::new();
        if self.quiet.is_empty() {
            return found;
        }
        for day in local_of(from, self.zone).date().iter_days() {
            let (begin, end) = (self.instant(day, 0), self.instant(day, MIDNIGHT));
            if begin >= until {
                break;
            }
            if !self.quiet.iter().any(|quiet| quiet.covers(day)) {
                continue;
            }
            let (begin, end) = (begin.max(from), end.min(until));
            match found.last_mut().filter(|last| last.1 == begin) {
                Some(last) => last.1 = end,
                None => found.push((begin, end)),
            }
        }
        found
    }

    /// When the day after this one begins: its window, where that lies within the day, else its
    /// first minute.
    pub fn tomorrow(&self, now: Ms) -> Ms {
        let day = next(local_of(now, self.zone).date());
        let (start, end) = self.hours;
        self.instant(day, if start < end { start } else { 0 })
    }

    /// The times from `from` until before `until` at which no beat may run, in order.
    pub fn quiet(&self, from: Ms, until: Ms) -> Vec<(Ms, Ms)> {
        let windows = self.windows_around(from);
        let midnights = local_of(from, self.zone).date().iter_days();
        let midnights = midnights.map(|day| self.instant(day, 0));
        let mut edges: Vec<Ms> = windows
            .take_while(|(opening, _)| *opening < until)
            .flat_map(|(opening, closing)| [opening, closing])
            .chain(midnights.take_while(|midnight| *midnight < until))
            .filter(|edge| (from..until).contains(edge))
            .chain([from, until])
            .collect();
        edges.sort_unstable();
        edges.dedup();
        let mut quiet: Vec<(Ms, Ms)> = Vec::new();
        for pair in edges.windows(2) {
            let &[begin, end] = pair else { continue };
            if self.is_open(begin) {
                continue;
            }
            match quiet.last_mut().filter(|last| last.1 == begin) {
                Some(last) => last.1 = end,
                None => quiet.push((begin, end)),
            }
        }
        quiet
    }

    fn step(&self) -> Ms {
        Ms::try_from(self.every.0.as_millis()).unwrap_or(DAY)
    }

    /// Openings and closings of each day, from the one whose window may hold `at`.
    fn windows_around(&self, at: Ms) -> impl Iterator<Item = (Ms, Ms)> {
        let local = local_of(at, self.zone).date();
        // A window that is open over midnight began the day before; a zone that left out a day
        // takes one more.
        let first = local - Duration::days(2);
        first.iter_days().map(|day| self.window(day))
    }

    fn window(&self, day: NaiveDate) -> (Ms, Ms) {
        let (start, end) = self.hours;
        let close = if end > start { day } else { next(day) };
        (self.instant(day, start), self.instant(close, end))
    }

    fn instant(&self, day: NaiveDate, minute: u16) -> Ms {
        let day = if minute == MIDNIGHT { next(day) } else { day };
        let midnight = day.and_time(NaiveTime::MIN);
        instant_of(
            midnight + Duration::minutes(i64::from(minute % MIDNIGHT)),
            self.zone,
        )
    }

    fn of_window(&self, (opening, closing): (Ms, Ms)) -> impl Iterator<Item = Ms> {
        let step = self.step();
        let end = closing.min(opening + DAY);
        (0..)
            .map(move |k| opening + k * step)
            .take_while(move |at| *at < end)
            .filter(|at| !self.is_quiet(*at))
    }

    fn is_quiet(&self, at: Ms) -> bool {
        let day = local_of(at, self.zone).date();
        self.quiet.iter().any(|quiet| quiet.covers(day))
    }
}

fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
