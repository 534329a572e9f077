//! Recurrence rules in words.
//!
//! Owns the rules that have plain words: an interval, weekdays or days of the month, times. What
//! else a rule says is told as “a calendar rule” and shown by its next runs.

use chrono::{NaiveDateTime, Timelike};
use rrule::{Frequency, NWeekday, RRule, Unvalidated};

use super::recurrence::Recurrence;
use super::say::Say;

/// Every rule of a set, in the order of its lines.
pub(super) fn describe(rules: &Recurrence, say: &Say<'_>) -> String {
    let told: Option<Vec<String>> = rules
        .rules()
        .iter()
        .map(|rule| one(rule, rules.start(), say))
        .collect();
    match told {
        Some(told) if !told.is_empty() => told.join(&say.text("schedule-semicolon", [])),
        _ => say.text("schedule-rules", [("count", rules.rules().len().into())]),
    }
}

fn one(rule: &RRule<Unvalidated>, start: NaiveDateTime, say: &Say<'_>) -> Option<String> {
    let n = i64::from(rule.get_interval());
    let plain = rule.get_by_set_pos().is_empty()
        && rule.get_by_month().is_empty()
        && rule.get_by_year_day().is_empty()
        && rule.get_by_week_no().is_empty();
    if !plain {
        return None;
    }
    let weekdays = weekdays_of(rule)?;
    let days = match rule.get_freq() {
        Frequency::Minutely if weekdays.is_empty() => return Some(say.every_unit("minute", n)),
        Frequency::Hourly if weekdays.is_empty() && rule.get_by_hour().is_empty() => {
            return Some(say.every_unit("hour", n));
        }
        Frequency::Daily if weekdays.is_empty() => say.every_unit("day", n),
        Frequency::Daily | Frequency::Weekly => {
            let days = match weekdays.is_empty() {
                true => vec![weekday_of(start)],
                false => weekdays,
            };
            let told = [
                ("every", say.every_unit("week", n).into()),
                ("days", say.weekdays(&days).into()),
            ];
            say.text("schedule-weeks", told)
        }
        Frequency::Monthly if weekdays.is_empty() => {
            let days = month_days(rule, start)?;
            let told = [
                ("every", say.every_unit("month", n).into()),
                ("days", say.numbers(&days).into()),
            ];
            say.text("schedule-months", told)
        }
        _ => return None,
    };
    let told = [
        ("days", days.into()),
        ("times", say.list(&times(rule, start)).into()),
    ];
    Some(say.text("schedule-fixed", told))
}

/// Every occurrence of these weekdays, 0 = Sunday; `None` where only some are meant.
fn weekdays_of(rule: &RRule<Unvalidated>) -> Option<Vec<u32>> {
    let days = rule.get_by_weekday().iter();
    days.map(|day| match day {
        NWeekday::Every(day) => Some(day.num_days_from_sunday()),
        NWeekday::Nth(..) => None,
    })
    .collect()
}

fn weekday_of(start: NaiveDateTime) -> u32 {
    use chrono::Datelike;
    start.weekday().num_days_from_sunday()
}

fn month_days(rule: &RRule<Unvalidated>, start: NaiveDateTime) -> Option<Vec<u32>> {
    use chrono::Datelike;
    match rule.get_by_month_day() {
        [] => Some(vec![start.day()]),
        days => days.iter().map(|day| u32::try_from(*day).ok()).collect(),
    }
}

fn times(rule: &RRule<Unvalidated>, start: NaiveDateTime) -> Vec<String> {
    let or = |given: &[u8], own: u32| match given {
        [] => vec![own],
        given => given.iter().map(|one| u32::from(*one)).collect(),
    };
    let minutes = or(rule.get_by_minute(), start.minute());
    let hours = or(rule.get_by_hour(), start.hour());
    let pairs = hours
        .iter()
        .flat_map(|hour| minutes.iter().map(move |minute| (hour, minute)));
    pairs
        .map(|(hour, minute)| format!("{hour:02}:{minute:02}"))
        .collect()
}
