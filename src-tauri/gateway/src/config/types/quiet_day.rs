//! `heartbeat.cove.quietDays`: days without beats, as a person writes them down.
//!
//! Owns how such a day is written and which dates it covers. Decides no beat.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::config::field::{Field, Findings};
use crate::config::path::ConfigPath;
use crate::config::problem::Allowed;

/// A leap year: each day of a year is one of it.
const LEAP: i32 = 2024;
/// Between the first and the last date of several days.
const TO: &str = "..";

/// Days without beats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuietDay {
    /// `sat`: each week.
    Weekday(Weekday),
    /// `weekends`: Saturdays and Sundays.
    Weekends,
    /// `weekdays`: Monday to Friday.
    Weekdays,
    /// `12-25`: each year, month and day.
    Yearly(u32, u32),
    /// `2026-12-24`, or `2026-12-24..2027-01-02`: from the first to the last, both included.
    Dates(NaiveDate, NaiveDate),
}

impl QuietDay {
    /// Reads one.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.to_ascii_lowercase().as_str() {
            "weekends" | "weekend" => return Some(Self::Weekends),
            "weekdays" => return Some(Self::Weekdays),
            _ => {}
        }
        if let Ok(weekday) = text.parse() {
            return Some(Self::Weekday(weekday));
        }
        if let Some((first, last)) = text.split_once(TO) {
            let (first, last) = (date(first)?, date(last)?);
            return (first <= last).then_some(Self::Dates(first, last));
        }
        if let Some(date) = date(text) {
            return Some(Self::Dates(date, date));
        }
        let (month, day) = text.split_once('-')?;
        let (month, day) = (two(month)?, two(day)?);
        NaiveDate::from_ymd_opt(LEAP, month, day).map(|_| Self::Yearly(month, day))
    }

    /// Whether this date is one of them.
    pub fn covers(&self, date: NaiveDate) -> bool {
        match *self {
            Self::Yearly(month, day) => (date.month(), date.day()) == (month, day),
            Self::Dates(first, last) => (first..=last).contains(&date),
            _ => self.is_each(date.weekday()),
        }
    }

    /// Whether it leaves this day of the week out each week.
    pub fn is_each(&self, weekday: Weekday) -> bool {
        let weekend = matches!(weekday, Weekday::Sat | Weekday::Sun);
        match self {
            Self::Weekday(own) => *own == weekday,
            Self::Weekends => weekend,
            Self::Weekdays => !weekend,
            Self::Yearly(..) | Self::Dates(..) => false,
        }
    }
}

fn date(text: &str) -> Option<NaiveDate> {
    text.trim().parse().ok()
}

fn two(text: &str) -> Option<u32> {
    let plain = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}

impl std::fmt::Display for QuietDay {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Weekday(day) => formatter.write_str(&day.to_string().to_lowercase()),
            Self::Weekends => formatter.write_str("weekends"),
            Self::Weekdays => formatter.write_str("weekdays"),
            Self::Yearly(month, day) => write!(formatter, "{month:02}-{day:02}"),
            Self::Dates(first, last) if first == last => write!(formatter, "{first}"),
            Self::Dates(first, last) => write!(formatter, "{first}{TO}{last}"),
        }
    }
}

impl Serialize for QuietDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Field for QuietDay {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        let read = value.as_str().and_then(Self::parse);
        read.or_else(|| findings.refuse(path, &value, Allowed::Day))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_day_is_written_as_it_was_read() {
        for text in [
            "sat",
            "weekends",
            "weekdays",
            "12-25",
            "02-29",
            "2026-12-24",
            "2026-12-24..2027-01-02",
        ] {
            let day = QuietDay::parse(text).map(|day| day.to_string());
            assert_eq!(day.as_deref(), Some(text));
        }
        for wrong in [
            "",
            "someday",
            "13-01",
            "02-30",
            "1-1",
            "2026-02-29",
            "2026-12-24..",
            "2027-01-02..2026-12-24",
            "2026-12-24..sat",
        ] {
            assert_eq!(QuietDay::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn it_covers_its_dates_and_no_other() {
        let check = |text: &str, date: &str, expected: bool| {
            let day = QuietDay::parse(text).unwrap();
            assert_eq!(day.covers(date.parse().unwrap()), expected, "{text} {date}");
        };
        // Friday, December 25th.
        check("fri", "2026-12-25", true);
        check("sat", "2026-12-25", false);
        check("weekdays", "2026-12-25", true);
        check("weekends", "2026-12-25", false);
        check("weekends", "2026-12-26", true);
        check("weekends", "2026-12-27", true);
        check("weekdays", "2026-12-28", true);
        check("12-25", "2026-12-25", true);
        check("12-25", "2031-12-25", true);
        check("12-25", "2031-12-26", false);
        check("2026-12-25", "2026-12-25", true);
        check("2026-12-25", "2027-12-25", false);
        check("2026-12-24..2027-01-02", "2026-12-23", false);
        check("2026-12-24..2027-01-02", "2026-12-24", true);
        check("2026-12-24..2027-01-02", "2027-01-02", true);
        check("2026-12-24..2027-01-02", "2027-01-03", false);
    }
}
