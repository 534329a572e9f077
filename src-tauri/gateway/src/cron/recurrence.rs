//! A set of recurrence rules (RFC 5545), for rhythms that cron can't say.
//!
//! Owns reading the lines into local dates and times of one zone, as if clocks were never changed;
//! the `rrule` crate unrolls them so, and `timetable.rs` makes instants of them. One DTSTART, any
//! number of RRULE, RDATE and EXDATE lines.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use rrule::{Frequency, RRule, RRuleSet, Unvalidated};

use super::error::ScheduleError;
use super::zone;
use crate::clock::local_of;

/// Rules that were understood.
#[derive(Debug, Clone)]
pub struct Recurrence {
    start: NaiveDateTime,
    zone: Tz,
    rules: Vec<RRule<Unvalidated>>,
    dates: BTreeSet<NaiveDateTime>,
    without: BTreeSet<NaiveDateTime>,
}

impl Recurrence {
    /// Reads the lines; times without a zone are of `otherwise`.
    ///
    /// # Errors
    /// Names the line that can't be read, or says that there is no start.
    pub fn read(text: &str, otherwise: Tz) -> Result<Self, ScheduleError> {
        let unfolded = text.replace("\r\n", "\n").replace("\n ", "");
        let lines: Vec<Line<'_>> = unfolded
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(Line::read)
            .collect::<Result<_, _>>()?;
        let first = lines
            .iter()
            .find(|line| line.name == "DTSTART")
            .ok_or(ScheduleError::NoStart)?;
        let zone = first.zone(otherwise)?;
        let start = first.time(first.value, zone, otherwise)?;
        let mut read = Self {
            start,
            zone,
            rules: Vec::new(),
            dates: BTreeSet::new(),
            without: BTreeSet::new(),
        };
        for line in &lines {
            read.take(line, otherwise)?;
        }
        match read.rules.is_empty() && read.dates.is_empty() {
            true => Err(ScheduleError::Rule(text.trim().to_owned())),
            false => Ok(read),
        }
    }

    fn take(&mut self, line: &Line<'_>, otherwise: Tz) -> Result<(), ScheduleError> {
        let times = || -> Result<Vec<NaiveDateTime>, ScheduleError> {
            let values = line.value.split(',');
            values
                .map(|value| line.time(value, self.zone, otherwise))
                .collect()
        };
        match line.name.as_str() {
            "DTSTART" => {}
            "RRULE" => {
                let rule = self.rule(line)?;
                self.rules.push(rule);
            }
            "RDATE" => {
                let times = times()?;
                self.dates.extend(times);
            }
            "EXDATE" => {
                let times = times()?;
                self.without.extend(times);
            }
            _ => return Err(line.wrong()),
        }
        Ok(())
    }

    /// A rule whose UNTIL is local time, and which the crate accepts.
    fn rule(&self, line: &Line<'_>) -> Result<RRule<Unvalidated>, ScheduleError> {
        let mut pairs = Vec::new();
        for pair in line.value.trim().split(';').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').ok_or_else(|| line.wrong())?;
            pairs.push(match name.to_uppercase().as_str() {
                "UNTIL" => {
                    let until = self.until(value).ok_or_else(|| line.wrong())?;
                    format!("UNTIL={}", until.format("%Y%m%dT%H%M%SZ"))
                }
                name => format!("{name}={}", value.to_uppercase()),
            });
        }
        let rule: RRule<Unvalidated> = pairs.join(";").parse().map_err(|_| line.wrong())?;
        let often = rule.get_freq() == Frequency::Secondly;
        let valid = rule.clone().validate(as_utc(self.start));
        if often || valid.is_err() {
            return Err(line.wrong());
        }
        Ok(rule)
    }

    /// A day alone means to its end.
    fn until(&self, value: &str) -> Option<NaiveDateTime> {
        if let Some(day) = date(value) {
            return Some(day.and_time(NaiveTime::from_hms_opt(23, 59, 59)?));
        }
        local(value, self.zone, self.zone)
    }

    /// The zone its times are of.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// Its rules, for words about them.
    pub(super) fn rules(&self) -> &[RRule<Unvalidated>] {
        &self.rules
    }

    /// Its first time.
    pub(super) fn start(&self) -> NaiveDateTime {
        self.start
    }

    /// Every rule follows elapsed time over a clock change.
    pub fn is_rhythm(&self) -> bool {
        let rhythm = |rule: &RRule<Unvalidated>| match rule.get_freq() {
            Frequency::Minutely => true,
            Frequency::Hourly => rule.get_by_hour().is_empty(),
            _ => false,
        };
        self.dates.is_empty() && self.rules.iter().all(rhythm)
    }

    /// The first local time behind `local`, as if clocks were never changed. `None` = never.
    pub fn next(&self, local: NaiveDateTime) -> Option<NaiveDateTime> {
        let of_rules = self
            .rules
            .iter()
            .filter_map(|rule| self.next_of(rule, local));
        let of_dates = self
            .dates
            .range(local..)
            .copied()
            .find(|at| *at > local && !self.without.contains(at));
        of_rules.chain(of_dates).min()
    }

    fn next_of(&self, rule: &RRule<Unvalidated>, local: NaiveDateTime) -> Option<NaiveDateTime> {
        let start = as_utc(nearer(self.start, rule, local));
        let rule = rule.clone().validate(start).ok()?;
        let set = RRuleSet::new(start)
            .rrule(rule)
            .limit()
            .after(as_utc(local));
        let mut times = set.into_iter().map(|at| at.naive_utc());
        times.find(|at| *at > local && !self.without.contains(at))
    }
}

/// A start nearer to `local` with the same times behind it, so that a rule of many years ago costs
/// no more than one of today.
fn nearer(start: NaiveDateTime, rule: &RRule<Unvalidated>, local: NaiveDateTime) -> NaiveDateTime {
    let interval = i64::from(rule.get_interval()).max(1);
    let step = match rule.get_freq() {
        Frequency::Weekly => TimeDelta::weeks(interval),
        Frequency::Daily => TimeDelta::days(interval),
        Frequency::Hourly => TimeDelta::hours(interval),
        Frequency::Minutely => TimeDelta::minutes(interval),
        _ => return start,
    };
    // A COUNT is counted from the start; two steps back keep the first week whole.
    let steps = (local - start).num_seconds() / step.num_seconds() - 2;
    match (rule.get_count(), i32::try_from(steps)) {
        (None, Ok(steps)) if steps > 0 => start + step * steps,
        _ => start,
    }
}

/// A local time as the crate takes it: in UTC, where clocks are never changed.
fn as_utc(local: NaiveDateTime) -> DateTime<rrule::Tz> {
    let at: DateTime<Utc> = local.and_utc();
    at.with_timezone(&rrule::Tz::UTC)
}

/// `NAME;PARAMETER=…:VALUE`.
struct Line<'a> {
    name: String,
    parameters: &'a str,
    value: &'a str,
    whole: &'a str,
}

impl<'a> Line<'a> {
    fn read(whole: &'a str) -> Result<Self, ScheduleError> {
        let whole = whole.trim();
        let (head, value) = match whole.split_once(':') {
            Some(split) => split,
            // The value of an RRULE alone, as people write it.
            None if whole.to_uppercase().contains("FREQ=") => ("RRULE", whole),
            None => return Err(ScheduleError::Rule(whole.to_owned())),
        };
        let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
        Ok(Self {
            name: name.trim().to_uppercase(),
            parameters,
            value,
            whole,
        })
    }

    fn wrong(&self) -> ScheduleError {
        ScheduleError::Rule(self.whole.to_owned())
    }

    fn zone(&self, otherwise: Tz) -> Result<Tz, ScheduleError> {
        let named = self.parameters.split(';').find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.eq_ignore_ascii_case("TZID").then_some(value)
        });
        match named {
            Some(name) => zone::parse(name.trim_matches('"')),
            None if self.value.trim().ends_with(['Z', 'z']) => Ok(Tz::UTC),
            None => Ok(otherwise),
        }
    }

    /// A value of this line as local time of `zone`.
    fn time(&self, value: &str, zone: Tz, otherwise: Tz) -> Result<NaiveDateTime, ScheduleError> {
        let own = match self.parameters.to_uppercase().contains("TZID") {
            true => self.zone(otherwise)?,
            false => zone,
        };
        local(value, own, zone).ok_or_else(|| self.wrong())
    }
}

/// `20261121T090000[Z]` or `20261121`, written in `own`, as local time of `zone`.
fn local(value: &str, own: Tz, zone: Tz) -> Option<NaiveDateTime> {
    let value = value.trim().to_uppercase();
    let (text, utc) = match value.strip_suffix('Z') {
        Some(text) => (text, true),
        None => (value.as_str(), false),
    };
    let written = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S")
        .ok()
        .or_else(|| Some(date(text)?.and_time(NaiveTime::MIN)))?;
    let own = if utc { Tz::UTC } else { own };
    match own == zone {
        true => Some(written),
        false => Some(local_of(crate::clock::instant_of(written, own), zone)),
    }
}

fn date(text: &str) -> Option<NaiveDate> {
    let whole = text.trim().len() == 8;
    whole
        .then(|| NaiveDate::parse_from_str(text.trim(), "%Y%m%d").ok())
        .flatten()
}
