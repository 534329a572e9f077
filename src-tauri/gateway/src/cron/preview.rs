//! What a schedule will do, before anybody relies on it.
//!
//! Owns the next runs, the words for them and the warnings. Pure: now, the zone and the catalogue
//! are handed in.

use chrono::NaiveDateTime;
use chrono_tz::Tz;

use super::describe::{MONTHS, describe, numbers};
use super::error::ScheduleError;
use super::say::Say;
use super::schedule::Schedule;
use super::timetable::Timetable;
use super::{when, zone};
use crate::clock::{LocalKind, Ms, local_minute, local_of, resolve};
use crate::words::{Language, Words};

/// Runs shown at most.
pub const MOST_RUNS: usize = 1_000;
/// Clock changes are looked for so far ahead, ms: each zone has had its own by then.
const YEAR: Ms = 400 * 86_400_000;
/// Runs looked at to tell how often it runs.
const SAMPLE: usize = 50;

/// A schedule as a person wrote it; exactly one of the first four is given.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// A cron expression.
    pub cron: Option<String>,
    /// A span of time.
    pub every: Option<String>,
    /// A time.
    pub at: Option<String>,
    /// Recurrence rules; without DTSTART they begin at `from`.
    pub rrule: Option<String>,
    /// An IANA name; absent = the computer's zone.
    pub tz: Option<String>,
    /// Runs behind this time; absent = now.
    pub from: Option<String>,
    /// So many; absent = 5.
    pub count: Option<usize>,
    /// None before this time.
    pub start_at: Option<String>,
    /// None behind this time.
    pub end_at: Option<String>,
}

/// What it will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The next runs, ms.
    pub runs: Vec<Ms>,
    /// The zone of its times.
    pub zone: String,
    /// In words.
    pub description: String,
    /// What may surprise.
    pub warnings: Vec<Warning>,
}

/// Something about a schedule that may surprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// `never`, `past`, `often`, `dst-gap`, `day-31`.
    pub code: &'static str,
    /// In words.
    pub text: String,
}

/// Looks ahead.
///
/// # Errors
/// At the field that can't be read.
pub fn preview(
    wanted: &Wanted,
    now: Ms,
    host: &str,
    words: &Words,
    language: Language,
) -> Result<Preview, ScheduleError> {
    let own = match &wanted.tz {
        Some(name) => zone::parse(name)?,
        None => host.parse().unwrap_or(Tz::UTC),
    };
    let from = match &wanted.from {
        Some(text) => when::parse(text, now, own)?,
        None => now,
    };
    let schedule = meant(wanted, from, own)?;
    let count = wanted.count.unwrap_or(5).min(MOST_RUNS);
    let bounds = bounds_of(wanted, now, host)?;
    let mut found = look_ahead(&schedule, own, bounds, (from, count), words, language)?;
    // Of a time asked for once only the instant is kept; here it is still known how it was written.
    let local = wanted.at.as_ref();
    let local = local.and_then(|at| when::local_time(at, from, own));
    if let Some(local) = local {
        let resolved = resolve(local, own);
        if resolved.kind == LocalKind::Gap {
            let say = Say { words, language };
            found.warnings.push(Warning {
                code: "dst-gap",
                text: gap(local, resolved.at, own, &say),
            });
        }
    }
    Ok(found)
}

/// A local time that the clocks leave out, and what becomes of it.
fn gap(skipped: NaiveDateTime, instead: Ms, zone: Tz, say: &Say<'_>) -> String {
    let instead = local_of(instead, zone).format("%H:%M").to_string();
    let told = [
        (
            "skipped",
            skipped.format("%Y-%m-%d %H:%M").to_string().into(),
        ),
        ("instead", instead.into()),
    ];
    say.text("schedule-warn-gap", told)
}

/// No run before the first and none behind the second, ms.
pub type Bounds = (Option<Ms>, Option<Ms>);

/// The bounds a person means, on a computer in `host`'s zone.
///
/// # Errors
/// At the field that can't be read.
pub fn bounds_of(wanted: &Wanted, now: Ms, host: &str) -> Result<Bounds, ScheduleError> {
    let own = match &wanted.tz {
        Some(name) => zone::parse(name)?,
        None => host.parse().unwrap_or(Tz::UTC),
    };
    let time = |text: &Option<String>| match text {
        Some(text) => when::parse(text, now, own).map(Some),
        None => Ok(None),
    };
    Ok((time(&wanted.start_at)?, time(&wanted.end_at)?))
}

/// The next runs of a schedule behind `from` (ms), so many, what it is in words and what may
/// surprise.
///
/// # Errors
/// At the field that can't be read.
pub fn look_ahead(
    schedule: &Schedule,
    zone: Tz,
    (start, end): Bounds,
    (from, count): (Ms, usize),
    words: &Words,
    language: Language,
) -> Result<Preview, ScheduleError> {
    // A span has no zone; the runs are shown in the one that was asked for.
    let timetable = Timetable::new(schedule, from, zone.name())?.within(start, end);
    let mut sample: Vec<Ms> = timetable.from(from).take(count.max(SAMPLE)).collect();
    let say = Say { words, language };
    let warnings = warnings(schedule, &timetable, from, &sample, &say);
    sample.truncate(count);
    Ok(Preview {
        runs: sample,
        zone: timetable.zone().name().to_owned(),
        description: describe(schedule, &timetable, words, language),
        warnings,
    })
}

/// The schedule a person means, on a computer in `host`'s zone.
///
/// # Errors
/// At the field that can't be read.
pub fn schedule_of(wanted: &Wanted, now: Ms, host: &str) -> Result<Schedule, ScheduleError> {
    let own = match &wanted.tz {
        Some(name) => zone::parse(name)?,
        None => host.parse().unwrap_or(Tz::UTC),
    };
    meant(wanted, now, own)
}

fn meant(wanted: &Wanted, from: Ms, own: Tz) -> Result<Schedule, ScheduleError> {
    let tz = Some(own.name().to_owned());
    match wanted {
        Wanted {
            cron: Some(expr), ..
        } => Ok(Schedule::Cron {
            expr: expr.clone(),
            tz,
            stagger: 0,
        }),
        Wanted {
            every: Some(every), ..
        } => {
            let span = when::span(every).ok_or_else(|| ScheduleError::Span(every.clone()))?;
            match span >= 1_000 {
                true => Ok(Schedule::Every {
                    every: span,
                    anchor: None,
                }),
                false => Err(ScheduleError::TooOften(every.clone())),
            }
        }
        Wanted { at: Some(at), .. } => when::parse(at, from, own).map(|at| Schedule::At { at }),
        Wanted {
            rrule: Some(rrule), ..
        } => {
            // A shell hands over `\n` as two letters.
            let mut rrule = rrule.replace("\\n", "\n");
            if !rrule.to_uppercase().contains("DTSTART") {
                let start = local_of(from, own).format("%Y%m%dT%H%M00");
                rrule = format!("DTSTART;TZID={}:{start}\n{rrule}", own.name());
            }
            Ok(Schedule::Rrule { rrule, tz })
        }
        _ => Err(ScheduleError::Missing),
    }
}

fn warnings(
    schedule: &Schedule,
    timetable: &Timetable,
    from: Ms,
    runs: &[Ms],
    say: &Say<'_>,
) -> Vec<Warning> {
    let mut found = Vec::new();
    let mut warn = |code: &'static str, text: String| found.push(Warning { code, text });
    if runs.is_empty() {
        match schedule {
            Schedule::At { at } => {
                let time = local_minute(*at, timetable.zone().name());
                warn(
                    "past",
                    say.text("schedule-warn-past", [("time", time.into())]),
                );
            }
            _ => warn("never", say.text("schedule-warn-never", [])),
        }
    }
    if let Some(closest) = runs.windows(2).map(|pair| pair[1] - pair[0]).min()
        && closest < 3_600_000
    {
        warn("often", say.text("schedule-warn-often", []));
    }
    if let Some((skipped, instead)) = timetable.gaps(from, from + YEAR).first() {
        let text = gap(*skipped, *instead, timetable.zone(), say);
        warn("dst-gap", text);
    }
    if !runs.is_empty()
        && let Some(day) = missing_day(timetable)
    {
        warn(
            "day-31",
            say.text("schedule-warn-day", [("day", day.into())]),
        );
    }
    found
}

/// The first day it names that some month it names does not have.
fn missing_day(timetable: &Timetable) -> Option<u32> {
    const LENGTHS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let all: Vec<u32> = (1..=12).collect();
    let missing = |days: Vec<u32>, months: &[u32]| {
        let lengths = (1..)
            .zip(LENGTHS)
            .filter(|(month, _)| months.contains(month));
        let shortest = lengths.map(|(_, length)| length).min();
        days.into_iter()
            .find(|day| shortest.is_some_and(|length| *day > length))
    };
    if let Some(expression) = timetable.expression() {
        let day = expression.part("day");
        if matches!(day, "*" | "?") {
            return None;
        }
        let months = numbers(expression.part("month"), 1, 12, &MONTHS).unwrap_or(all);
        return missing(numbers(day, 1, 31, &[])?, &months);
    }
    let rules = timetable.rules()?;
    let monthly = rules.rules().iter().find(|rule| {
        rule.get_freq() == rrule::Frequency::Monthly && rule.get_by_weekday().is_empty()
    })?;
    let named = match monthly.get_by_month_day() {
        [] => vec![chrono::Datelike::day(&rules.start())],
        days => days
            .iter()
            .filter_map(|day| u32::try_from(*day).ok())
            .collect(),
    };
    missing(named, &all)
}

#[cfg(test)]
#[path = "preview_tests.rs"]
mod tests;
