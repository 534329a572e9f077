//! What a schedule will do, before anybody relies on it.
//!
//! Owns the next runs, the words for them and the warnings. Pure: now, the zone and the catalogue
//! are handed in.

use chrono_tz::Tz;

use super::describe::{MONTHS, describe, numbers};
use super::error::ScheduleError;
use super::say::Say;
use super::schedule::Schedule;
use super::timetable::Timetable;
use super::{when, zone};
use crate::clock::{Ms, local_minute, local_of};
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
    /// No run before and none behind, ms.
    pub bounds: (Option<Ms>, Option<Ms>),
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
    let timetable = Timetable::new(&schedule, from, own.name())?;
    let (start, end) = wanted.bounds;
    let bounded = timetable.within(start, end);
    Ok(shown(&schedule, &bounded, from, count, words, language))
}

/// The next `count` runs of a schedule behind `from` (ms), what it is in words and what may
/// surprise.
///
/// # Errors
/// At the field that can't be read.
pub fn look_ahead(
    schedule: &Schedule,
    zone: Tz,
    from: Ms,
    count: usize,
    words: &Words,
    language: Language,
) -> Result<Preview, ScheduleError> {
    // A span has no zone; the runs are shown in the one that was asked for.
    let timetable = Timetable::new(schedule, from, zone.name())?;
    Ok(shown(schedule, &timetable, from, count, words, language))
}

fn shown(
    schedule: &Schedule,
    timetable: &Timetable,
    from: Ms,
    count: usize,
    words: &Words,
    language: Language,
) -> Preview {
    let mut sample: Vec<Ms> = timetable.from(from).take(count.max(SAMPLE)).collect();
    let say = Say { words, language };
    let warnings = warnings(schedule, timetable, from, &sample, &say);
    sample.truncate(count);
    Preview {
        runs: sample,
        zone: timetable.zone().name().to_owned(),
        description: describe(schedule, timetable, words, language),
        warnings,
    }
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
        let told = [
            (
                "skipped",
                skipped.format("%Y-%m-%d %H:%M").to_string().into(),
            ),
            (
                "instead",
                local_of(*instead, timetable.zone())
                    .format("%H:%M")
                    .to_string()
                    .into(),
            ),
        ];
        warn("dst-gap", say.text("schedule-warn-gap", told));
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
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clock::iso;

    // 2026-11-21 17:30 in Berlin.
    const NOW: Ms = 1_795_278_600_000;

    fn look(wanted: Wanted) -> Result<Preview, ScheduleError> {
        preview(
            &wanted,
            NOW,
            "Europe/Berlin",
            &Words::load(),
            Language::English,
        )
    }

    fn cron(expr: &str) -> Wanted {
        Wanted {
            cron: Some(expr.to_owned()),
            ..Wanted::default()
        }
    }

    fn check(wanted: Wanted, runs: &[&str], warnings: &[&str]) {
        let shown = format!("{wanted:?}");
        let found = look(wanted).unwrap();
        let codes: Vec<&str> = found.warnings.iter().map(|warning| warning.code).collect();
        let first: Vec<String> = found
            .runs
            .iter()
            .take(runs.len())
            .map(|at| iso(*at))
            .collect();
        assert_eq!(
            (&first[..], &codes[..]),
            (
                runs.iter()
                    .map(|run| (*run).to_owned())
                    .collect::<Vec<_>>()
                    .as_slice(),
                warnings
            ),
            "{shown}"
        );
    }

    #[test]
    fn what_may_surprise_is_told() {
        check(cron("0 9 * * *"), &["2026-11-22T08:00:00.000Z"], &[]);
        check(
            cron("30 2 * * *"),
            &["2026-11-22T01:30:00.000Z"],
            &["dst-gap"],
        );
        check(
            cron("0 9 31 * *"),
            &["2026-12-31T08:00:00.000Z"],
            &["day-31"],
        );
        check(cron("0 9 30 APR,JUN *"), &["2027-04-30T07:00:00.000Z"], &[]);
        check(
            cron("0 9 29 2 *"),
            &["2028-02-29T08:00:00.000Z"],
            &["day-31"],
        );
        check(cron("0 9 31 2 *"), &[], &["never"]);
        check(
            cron("*/15 * * * *"),
            &["2026-11-21T16:45:00.000Z"],
            &["often"],
        );
        check(
            Wanted {
                at: Some("2020-01-01 09:00".into()),
                ..Wanted::default()
            },
            &[],
            &["past"],
        );
        check(
            Wanted {
                every: Some("30m".into()),
                ..Wanted::default()
            },
            &["2026-11-21T17:00:00.000Z"],
            &["often"],
        );
        let monthly = Some("FREQ=MONTHLY;BYMONTHDAY=31;BYHOUR=9;BYMINUTE=0".into());
        check(
            Wanted {
                rrule: monthly,
                ..Wanted::default()
            },
            &["2026-12-31T08:00:00.000Z"],
            &["day-31"],
        );
    }

    #[test]
    fn runs_lie_strictly_behind_the_time_asked_for_and_are_as_many_as_asked_for() {
        let wanted = Wanted {
            from: Some("2026-03-07T08:00:00Z".into()),
            tz: Some("UTC".into()),
            count: Some(3),
            ..cron("0 8 * * *")
        };
        let found = look(wanted).unwrap();
        assert_eq!(
            found.runs.iter().map(|at| iso(*at)).collect::<Vec<_>>(),
            [
                "2026-03-08T08:00:00.000Z",
                "2026-03-09T08:00:00.000Z",
                "2026-03-10T08:00:00.000Z"
            ]
        );
        assert_eq!(found.description, "Every day at 08:00 (UTC)");
    }

    #[test]
    fn a_mistake_is_told_at_its_field() {
        let field = |wanted| look(wanted).unwrap_err().field();
        assert_eq!(field(Wanted::default()), "schedule.kind");
        assert_eq!(field(cron("61 * * * *")), "schedule.expr");
        assert_eq!(
            field(Wanted {
                tz: Some("Berlin".into()),
                ..cron("0 9 * * *")
            }),
            "schedule.tz"
        );
        assert_eq!(
            field(Wanted {
                at: Some("soon".into()),
                ..Wanted::default()
            }),
            "schedule.at"
        );
        assert_eq!(
            field(Wanted {
                every: Some("0m".into()),
                ..Wanted::default()
            }),
            "schedule.everyMs"
        );
        assert_eq!(
            field(Wanted {
                rrule: Some("FREQ=OFTEN".into()),
                ..Wanted::default()
            }),
            "schedule.rrule"
        );
    }
}
