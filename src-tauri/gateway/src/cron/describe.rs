//! Schedules in words.
//!
//! Owns which expressions have plain words; the others are named by the expression itself. Rules
//! of calendars are described by `describe_rules.rs`.

use super::describe_rules;
use super::expression::Expression;
use super::say::Say;
use super::schedule::Schedule;
use super::timetable::Timetable;
use crate::clock::local_minute;
use crate::words::{Language, Words};

/// So many times of a day are listed; more are told by their rhythm.
const LISTED: usize = 6;

/// A schedule in words, with its zone: “Every weekday at 09:00 (Europe/Berlin)”.
pub fn describe(
    schedule: &Schedule,
    timetable: &Timetable,
    words: &Words,
    language: Language,
) -> String {
    let say = Say { words, language };
    let zone = timetable.zone().name();
    let what = match schedule {
        Schedule::At { at } => {
            say.text("schedule-once", [("time", local_minute(*at, zone).into())])
        }
        Schedule::Every { every, .. } => return say.every(*every),
        Schedule::Cron { expr, .. } => timetable
            .expression()
            .and_then(|read| Parts::of(read).say(&say))
            .unwrap_or_else(|| say.text("schedule-raw", [("expr", expr.as_str().into())])),
        Schedule::Rrule { .. } => timetable
            .rules()
            .map(|rules| describe_rules::describe(rules, &say))
            .unwrap_or_default(),
    };
    say.text(
        "schedule-in-zone",
        [("what", what.into()), ("zone", zone.into())],
    )
}

/// The parts of an expression as numbers; `None` where a part holds more than numbers.
struct Parts<'a> {
    second: Option<Vec<u32>>,
    minute: Option<Vec<u32>>,
    hour: Option<Vec<u32>>,
    month: Option<Vec<u32>>,
    year: &'a str,
    expression: &'a Expression,
}

impl<'a> Parts<'a> {
    fn of(expression: &'a Expression) -> Self {
        let read = |part: &str, first, last| numbers(expression.part(part), first, last, &[]);
        Self {
            second: read("second", 0, 59),
            minute: read("minute", 0, 59),
            hour: read("hour", 0, 23),
            month: numbers(expression.part("month"), 1, 12, &MONTHS),
            year: expression.part("year"),
            expression,
        }
    }

    fn say(&self, say: &Say<'_>) -> Option<String> {
        if self.year != "*" {
            return None;
        }
        let (seconds, minutes, hours) = (
            self.second.as_deref()?,
            self.minute.as_deref()?,
            self.hour.as_deref()?,
        );
        let days = self.days(say)?;
        if let Some(times) = times_of(seconds, minutes, hours) {
            let pair = [("days", days.0.into()), ("times", say.list(&times).into())];
            return Some(say.text("schedule-fixed", pair));
        }
        let rhythm = rhythm_of(seconds, minutes, hours, say)?;
        Some(match days.1 {
            None => rhythm,
            Some(days) => {
                let pair = [("what", rhythm.into()), ("days", days.into())];
                say.text("schedule-with-days", pair)
            }
        })
    }

    /// The days as the beginning of a sentence and behind one; nothing behind for every day.
    fn days(&self, say: &Say<'_>) -> Option<(String, Option<String>)> {
        let (day, weekday) = (self.expression.part("day"), self.expression.part("weekday"));
        let months = self.month.as_deref()?;
        let all_months = months.len() == 12;
        let open = |part: &str| part == "*" || part == "?";
        let pair = |key: &str, name: &'static str, value: String| {
            let lead = say.text(key, [(name, value.clone().into())]);
            (
                lead,
                say.text(&format!("{key}.tail"), [(name, value.into())]),
            )
        };
        let by_month = || {
            if day == "L" {
                return Some(pair("schedule-days-last", "days", String::new()));
            }
            let days = numbers(day, 1, 31, &[])?;
            if let ([day], [_], false) = (&days[..], months, all_months) {
                let told = |key| {
                    let told = [("day", (*day).into()), ("month", say.months(months).into())];
                    say.text(key, told)
                };
                return Some((told("schedule-days-year"), told("schedule-days-year.tail")));
            }
            Some(pair("schedule-days-month", "days", say.numbers(&days)))
        };
        let by_weekday = || {
            if let Some((name, nth)) = weekday.split_once('#') {
                let nth: u32 = nth.parse().ok()?;
                let named = say.weekdays(&numbers(name, 0, 7, &WEEKDAYS)?);
                let told = |key| {
                    say.text(
                        key,
                        [("nth", nth.into()), ("weekday", named.as_str().into())],
                    )
                };
                return Some((told("schedule-days-nth"), told("schedule-days-nth.tail")));
            }
            if let Some(name) = weekday.strip_suffix('L').filter(|name| !name.is_empty()) {
                let named = say.weekdays(&numbers(name, 0, 7, &WEEKDAYS)?);
                return Some(pair("schedule-days-last-weekday", "weekday", named));
            }
            Some(match &numbers(weekday, 0, 7, &WEEKDAYS)?[..] {
                [1, 2, 3, 4, 5] => pair("schedule-days-weekdays", "days", String::new()),
                [0 | 6, 6 | 7] => pair("schedule-days-weekends", "days", String::new()),
                days => pair("schedule-days-of-week", "days", say.weekdays(days)),
            })
        };
        let one_date =
            months.len() == 1 && numbers(day, 1, 31, &[]).is_some_and(|days| days.len() == 1);
        let (lead, tail) = match (open(day), open(weekday)) {
            (true, true) if all_months => {
                return Some((say.text("schedule-days-all", []), None));
            }
            (true, true) => pair("schedule-days-all", "days", String::new()),
            (false, true) if one_date => return by_month().map(|(lead, tail)| (lead, Some(tail))),
            (false, true) => by_month()?,
            (true, false) => by_weekday()?,
            (false, false) => {
                let (first, second) = (by_month()?, by_weekday()?);
                let either = |first: String| {
                    let pair = [("first", first.into()), ("second", second.1.clone().into())];
                    say.text("schedule-days-either", pair)
                };
                (either(first.0), either(first.1))
            }
        };
        let within = |days: String| match all_months {
            true => days,
            false => {
                let pair = [("days", days.into()), ("months", say.months(months).into())];
                say.text("schedule-days-in", pair)
            }
        };
        Some((within(lead), Some(within(tail))))
    }
}

/// A few times of a day, `09:00` each.
fn times_of(seconds: &[u32], minutes: &[u32], hours: &[u32]) -> Option<Vec<String>> {
    if seconds.len() * minutes.len() * hours.len() > LISTED {
        return None;
    }
    let mut times = Vec::new();
    for hour in hours {
        for minute in minutes {
            for second in seconds {
                times.push(match second {
                    0 => format!("{hour:02}:{minute:02}"),
                    second => format!("{hour:02}:{minute:02}:{second:02}"),
                });
            }
        }
    }
    Some(times)
}

/// Many times of a day by the span between them.
fn rhythm_of(seconds: &[u32], minutes: &[u32], hours: &[u32], say: &Say<'_>) -> Option<String> {
    let all_hours = hours.len() == 24;
    let in_a_row = hours.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let every = match (seconds, minutes, hours) {
        (_, minutes, _) if seconds.len() > 1 && minutes.len() == 60 => {
            say.every_unit("second", step(seconds, 60)?)
        }
        ([0], [minute], _) if all_hours && *minute > 0 => say.text(
            "schedule-hourly",
            [("minute", format!("{minute:02}").into())],
        ),
        ([0], [0], _) if all_hours || in_a_row => say.every_unit("hour", 1),
        ([0], [0], hours) => return Some(say.every_unit("hour", step(hours, 24)?)),
        ([0], minutes, _) if in_a_row => say.every_unit("minute", step(minutes, 60)?),
        _ => return None,
    };
    match (all_hours, hours) {
        (true, _) => Some(every),
        (false, [first, .., last]) if in_a_row => Some(between(say, every, *first, *last, minutes)),
        (false, [only]) => Some(between(say, every, *only, *only, minutes)),
        _ => None,
    }
}

fn between(say: &Say<'_>, every: String, first: u32, last: u32, minutes: &[u32]) -> String {
    let at = |hour: u32, minute: Option<&u32>| format!("{hour:02}:{:02}", minute.unwrap_or(&0));
    let told = [
        ("every", every.into()),
        ("start", at(first, minutes.first()).into()),
        ("end", at(last, minutes.last()).into()),
    ];
    say.text("schedule-between", told)
}

/// The same step all the way round, beginning at 0.
fn step(numbers: &[u32], round: u32) -> Option<i64> {
    let (first, second) = (numbers.first()?, numbers.get(1)?);
    let step = second - first;
    let even = numbers.windows(2).all(|pair| pair[1] - pair[0] == step);
    let whole = *first == 0 && round.is_multiple_of(step) && numbers.len() as u32 * step == round;
    (even && whole).then_some(i64::from(step))
}

pub(super) const MONTHS: [&str; 12] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];
const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// The numbers of a part, in order; `None` where it holds letters that are no names.
pub(super) fn numbers(part: &str, first: u32, last: u32, names: &[&str]) -> Option<Vec<u32>> {
    let number = |text: &str| -> Option<u32> {
        let name = names
            .iter()
            .position(|name| text.eq_ignore_ascii_case(name));
        let counted = name.and_then(|at| u32::try_from(at).ok().map(|at| at + first));
        counted.or_else(|| text.parse().ok())
    };
    let mut found = Vec::new();
    for item in part.split(',') {
        let (range, step) = match item.split_once('/') {
            Some((range, step)) => (range, step.parse().ok().filter(|step| *step > 0)?),
            None => (item, 1),
        };
        let (from, to) = match range.split_once('-') {
            Some((from, to)) => (number(from)?, number(to)?),
            None if range == "*" || range == "?" => (first, last),
            None => (number(range)?, number(range)?),
        };
        found.extend((from..=to).step_by(step));
    }
    found.sort_unstable();
    found.dedup();
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
#[path = "describe_tests.rs"]
mod tests;
