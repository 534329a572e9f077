//! The grid: the instants at which beats fall, the same whatever was restarted, paused or late.
//!
//! Owns the rule: a day's window opens at local `start` and closes at the next local `end`; beats
//! fall at opening + k × `every` of elapsed time, k × `every` below 24 h, before the closing.
//! Remembers nothing.

use chrono::{Datelike, Duration, NaiveDate, NaiveTime};
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
        Self::new(self.every, Some((start, end)), self.zone)
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

    /// When quiet hours begin (`false`) and end (`true`) from `from` until before `until`, ms, in
    /// order. Quiet days have none of either.
    pub fn edges(&self, from: Ms, until: Ms) -> Vec<(Ms, bool)> {
        if self.is_all_day() {
            return Vec::new();
        }
        let edges = self
            .windows_around(from)
            .take_while(|(opening, _)| *opening < until)
            .flat_map(|(opening, closing)| [(opening, true), (closing, false)]);
        edges
            .filter(|(at, _)| (from..until).contains(at) && !self.is_quiet(*at))
            .collect()
    }

    /// Beats may run at this moment: it lies in a window and on no quiet day.
    pub fn is_open(&self, at: Ms) -> bool {
        let inside = self
            .windows_around(at)
            .take_while(|(opening, _)| *opening <= at)
            .any(|(_, closing)| at < closing);
        inside && !self.is_quiet(at)
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
        self.quiet.iter().any(|quiet| match quiet {
            QuietDay::Weekday(weekday) => day.weekday() == *weekday,
            QuietDay::Date(date) => day == *date,
        })
    }
}

fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::clock::iso;

    fn at(text: &str) -> Ms {
        chrono::DateTime::parse_from_rfc3339(text)
            .unwrap()
            .timestamp_millis()
    }

    fn plan(every: &str, hours: Option<(&str, &str)>, zone: &str) -> Plan {
        let time = |text| TimeOfDay::parse(text).unwrap();
        let hours = hours.map(|(start, end)| (time(start), time(end)));
        let plan = Plan::new(Span::parse(every).unwrap(), hours, zone.parse().unwrap());
        plan.unwrap().unwrap()
    }

    #[test]
    fn beats_fall_where_an_independent_computation_puts_them() {
        let text = include_str!("../../../../tests/vectors/heartbeat-plan.json");
        let file: Value = serde_json::from_str(text).unwrap();
        let vectors = file["vectors"].as_array().unwrap();
        assert!(vectors.len() > 10);
        for vector in vectors {
            let hours = vector["start"].as_str().zip(vector["end"].as_str());
            let zone = vector["timezone"].as_str().unwrap();
            let plan = plan(vector["every"].as_str().unwrap(), hours, zone);
            let from = at(vector["from"].as_str().unwrap());
            let until = from + vector["hours"].as_i64().unwrap() * 3_600_000;
            let expected: Vec<Ms> = vector["beats"]
                .as_array()
                .unwrap()
                .iter()
                .map(|beat| at(beat.as_str().unwrap()))
                .collect();
            let name = format!("{} {hours:?} {zone} {}", vector["every"], vector["from"]);
            assert_eq!(plan.beats(from, until), expected, "{name}");
        }
    }

    #[test]
    fn what_no_plan_can_be_is_refused() {
        let check = |every: &str, hours: Option<(u16, u16)>, expected: Result<bool, &str>| {
            let hours = hours.map(|(start, end)| (TimeOfDay(start), TimeOfDay(end)));
            let plan = Plan::new(Span::parse(every).unwrap(), hours, Tz::UTC);
            let found = plan
                .map(|plan| plan.is_some())
                .map_err(|error| crate::error::Coded::code(&error));
            assert_eq!(found, expected, "{every} {hours:?}");
        };
        check("24h", None, Ok(true));
        check("1m", None, Ok(true));
        check("0m", None, Ok(false));
        check("25h", None, Err("heartbeat-every-long"));
        check("30s", None, Err("heartbeat-every-short"));
        check("30m", Some((480, 480)), Err("heartbeat-same-hours"));
        check("0m", Some((480, 480)), Err("heartbeat-same-hours"));
        check("30m", Some((1440, 480)), Err("heartbeat-not-time"));
        check("30m", Some((480, 1440)), Ok(true));
    }

    #[test]
    fn an_ordinary_day_has_its_beats_counted_without_walking_it() {
        let check = |every: &str, hours, expected| {
            assert_eq!(plan(every, hours, "UTC").beats_a_day(), expected, "{every}");
        };
        check("30m", None, 48);
        check("2h", None, 12);
        check("24h", None, 1);
        check("7h", None, 4);
        check("30m", Some(("08:00", "22:00")), 28);
        check("90m", Some(("10:15", "24:00")), 10);
        check("12h", Some(("02:00", "23:45")), 2);
        check("30m", Some(("20:00", "18:45")), 46);
        check("24h", Some(("08:00", "09:00")), 1);
    }

    #[test]
    fn after_sleep_one_late_beat_stands_for_many() {
        let plan = plan("30m", Some(("08:00", "22:00")), "UTC");
        let check = |considered: &str, now: &str, expected: Option<(&str, usize)>| {
            let late = plan.late(at(considered), at(now));
            let expected = expected.map(|(slot, left_out)| Late {
                slot: at(slot),
                left_out,
            });
            assert_eq!(late, expected, "{considered} {now}");
        };
        let nine = "2026-01-05T09:00:00Z";
        check(nine, "2026-01-05T09:29:59Z", None);
        check(
            nine,
            "2026-01-05T09:30:00Z",
            Some(("2026-01-05T09:30:00Z", 0)),
        );
        check(
            nine,
            "2026-01-05T12:10:00Z",
            Some(("2026-01-05T12:00:00Z", 5)),
        );
        check(
            nine,
            "2026-01-06T03:00:00Z",
            Some(("2026-01-05T21:30:00Z", 24)),
        );
        check("2025-01-01T00:00:00Z", nine, Some((nine, 27)));
    }

    #[test]
    fn quiet_days_leave_beats_out_and_move_none() {
        let mut plan = plan("6h", None, "Europe/Berlin");
        plan.quiet = vec![
            QuietDay::Weekday(chrono::Weekday::Sat),
            QuietDay::Weekday(chrono::Weekday::Sun),
            QuietDay::Date(NaiveDate::from_ymd_opt(2026, 12, 25).unwrap()),
        ];
        let days = plan.beats(at("2026-12-23T23:00:00Z"), at("2026-12-28T23:00:00Z"));
        let days: Vec<String> = days.into_iter().map(iso).collect();
        assert_eq!(days.len(), 8, "{days:?}");
        assert!(days[3].starts_with("2026-12-24T17:00") && days[4].starts_with("2026-12-27T23:00"));
        assert!(!plan.is_open(at("2026-12-25T12:00:00Z")));
        assert!(plan.is_open(at("2026-12-28T12:00:00Z")));
        assert_eq!(
            plan.next(at("2026-12-24T17:00:01Z")),
            Some(at("2026-12-27T23:00:00Z"))
        );
    }

    #[test]
    fn quiet_hours_begin_and_end_at_the_windows_edges() {
        let plan = plan("1h", Some(("08:00", "22:00")), "Europe/Berlin");
        // The clocks go forward in the night to March 29th.
        let found = plan.edges(at("2026-03-28T12:00:00Z"), at("2026-03-29T21:00:00Z"));
        let found: Vec<(String, bool)> = found.into_iter().map(|(at, on)| (iso(at), on)).collect();
        let expected = [
            ("2026-03-28T21:00:00.000Z", false),
            ("2026-03-29T06:00:00.000Z", true),
            ("2026-03-29T20:00:00.000Z", false),
        ];
        assert_eq!(found, expected.map(|(at, on)| (at.to_owned(), on)));
    }

    #[test]
    fn quiet_times_are_nights_and_whole_quiet_days_in_one_piece() {
        let mut weekdays = plan("30m", Some(("07:00", "23:00")), "Europe/Berlin");
        weekdays.quiet = vec![QuietDay::Weekday(chrono::Weekday::Sat)];
        let check = |plan: &Plan, from: &str, hours: i64, expected: &[(&str, &str)]| {
            let from = at(from);
            let found = plan.quiet(from, from + hours * 3_600_000);
            let expected: Vec<(Ms, Ms)> = expected
                .iter()
                .map(|(begin, end)| (at(begin), at(end)))
                .collect();
            assert_eq!(found, expected, "{from} {hours}");
        };
        // Friday 2026-01-09, 13:00 in Berlin.
        let friday = "2026-01-09T12:00:00Z";
        let night = ("2026-01-09T22:00:00Z", "2026-01-11T06:00:00Z");
        check(&weekdays, friday, 10, &[]);
        check(&weekdays, friday, 48, &[night]);
        check(&weekdays, friday, 24, &[(night.0, "2026-01-10T12:00:00Z")]);
        let midnight = "2026-01-08T23:30:00Z";
        let monday = plan("30m", Some(("07:00", "23:00")), "Europe/Berlin");
        let expected = [
            (midnight, "2026-01-09T06:00:00Z"),
            ("2026-01-09T22:00:00Z", "2026-01-09T23:30:00Z"),
        ];
        check(&monday, midnight, 24, &expected);
        check(&plan("30m", None, "UTC"), friday, 48, &[]);
    }

    #[test]
    fn a_window_over_midnight_is_open_on_both_sides_of_it() {
        let plan = plan("1h", Some(("22:00", "06:00")), "UTC");
        let check = |time: &str, expected: bool| {
            assert_eq!(
                plan.is_open(at(&format!("2026-01-05T{time}:00Z"))),
                expected,
                "{time}"
            );
        };
        check("21:59", false);
        check("22:00", true);
        check("00:00", true);
        check("05:59", true);
        check("06:00", false);
    }

    proptest! {
        #[test]
        fn a_look_from_anywhere_sees_the_same_grid(
            every in 1i64..1_440, start in 0u16..1_440, length in 1u16..1_440,
            zone in prop::sample::select(vec!["Europe/Berlin", "America/New_York", "Asia/Kathmandu",
                "Australia/Lord_Howe", "America/Santiago", "Pacific/Chatham"]),
            day in 0i64..366, cut in 0i64..(72 * 60),
        ) {
            let end = (start + length) % MIDNIGHT;
            let every = Span::minutes(u64::try_from(every).unwrap());
            let hours = Some((TimeOfDay(start), TimeOfDay(end)));
            let plan = Plan::new(every, hours, zone.parse().unwrap()).unwrap().unwrap();
            let from = at("2026-01-01T00:00:00Z") + day * DAY;
            let (middle, until) = (from + cut * MINUTE, from + 3 * DAY);
            let whole = plan.beats(from, until);
            let parts = [plan.beats(from, middle), plan.beats(middle, until)].concat();
            prop_assert_eq!(&whole, &parts);
            prop_assert!(whole.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(whole.iter().all(|beat| plan.is_open(*beat)));
            prop_assert_eq!(plan.next(from).filter(|beat| *beat < until), whole.first().copied());
        }
    }
}
