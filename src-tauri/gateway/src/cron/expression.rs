//! A cron expression: five fields, six with seconds, or a nickname such as `@daily`.
//!
//! Owns which part of a wrong one is wrong and whether it is a rhythm or fixed times (design.md
//! §4). croner gives the local dates and times; instants are made by `timetable.rs`.

use chrono::NaiveDateTime;
use croner::Cron;
use croner::parser::CronParser;

use super::error::ScheduleError;

const NICKNAMES: [(&str, &str); 7] = [
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
    ("@monthly", "0 0 1 * *"),
    ("@weekly", "0 0 * * 0"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@hourly", "0 * * * *"),
];

/// The parts of an expression, in their order.
pub(super) const PARTS: [&str; 7] = [
    "second", "minute", "hour", "day", "month", "weekday", "year",
];

/// A cron expression that was understood.
#[derive(Debug, Clone)]
pub struct Expression {
    cron: Cron,
    /// Second to year; a second that was not written is `0`, a year `*`.
    parts: [String; 7],
    /// No calendar has such a day; looking for one would take long.
    never: bool,
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// Names the field that can't be read.
    pub fn read(expr: &str) -> Result<Self, ScheduleError> {
        let trimmed = expr.trim();
        let lower = trimmed.to_lowercase();
        let text = NICKNAMES
            .iter()
            .find(|(name, _)| *name == lower)
            .map_or(trimmed, |(_, written)| *written);
        let words: Vec<&str> = text.split_whitespace().collect();
        let parts = spread(&words).ok_or_else(|| ScheduleError::FieldCount {
            expr: trimmed.to_owned(),
            count: words.len(),
        })?;
        let parser = CronParser::new();
        match parser.parse(&parts.join(" ")) {
            Ok(cron) => Ok(Self {
                never: is_no_day(&parts[3], &parts[4], &parts[5]),
                cron,
                parts,
            }),
            Err(_) => Err(mistake(&parser, &parts, trimmed)),
        }
    }

    /// One part as it was written, by its name in [`PARTS`].
    pub fn part(&self, name: &str) -> &str {
        let at = PARTS.iter().position(|part| *part == name);
        at.map_or("*", |at| self.parts[at].as_str())
    }

    /// It follows elapsed time over a clock change; the others keep to what the clock shows.
    pub fn is_rhythm(&self) -> bool {
        let minute = self.part("minute");
        let every = |part: &str| part == "*" || part == "?";
        every(minute) || minute.contains('/') || every(self.part("hour"))
    }

    /// The first local time behind `local`, as if clocks were never changed. `None` = never.
    pub fn next(&self, local: NaiveDateTime) -> Option<NaiveDateTime> {
        if self.never {
            return None;
        }
        self.cron.find_next_occurrence(&local, false).ok()
    }
}

/// Whether every day of the month that is named lies behind the end of every month that is. A
/// weekday beside them is another way to be met.
fn is_no_day(days: &str, months: &str, weekdays: &str) -> bool {
    const LONGEST: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    const NAMES: [&str; 12] = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ];
    let month = |word: &str| {
        let named = NAMES
            .iter()
            .position(|name| word.eq_ignore_ascii_case(name));
        let named = named.and_then(|at| u32::try_from(at + 1).ok());
        named.or_else(|| word.parse().ok())
    };
    let (Some(first), Some(months)) = (
        ranges(days, |word| word.parse().ok()).and_then(|days| days.into_iter().min()),
        ranges(months, month),
    ) else {
        return false;
    };
    let longest = |month: &u32| {
        let at = usize::try_from(month.saturating_sub(1)).unwrap_or(0);
        LONGEST.get(at).copied().unwrap_or(31)
    };
    matches!(weekdays, "*" | "?")
        && months
            .iter()
            .map(longest)
            .max()
            .is_some_and(|most| first > most)
}

/// The numbers of a list of numbers and ranges; `None` where it says more than that.
fn ranges(list: &str, number: impl Fn(&str) -> Option<u32>) -> Option<Vec<u32>> {
    let mut found = Vec::new();
    for word in list.split(',') {
        match word.split_once('-') {
            Some((from, to)) => found.extend(number(from)?..=number(to)?),
            None => found.push(number(word)?),
        }
    }
    Some(found)
}

/// Words of an expression at their places.
fn spread(words: &[&str]) -> Option<[String; 7]> {
    let full: Vec<&str> = match words.len() {
        5 => [&["0"], words, &["*"]].concat(),
        6 => [words, &["*"]].concat(),
        7 => words.to_vec(),
        _ => return None,
    };
    let full: Vec<String> = full.into_iter().map(str::to_owned).collect();
    full.try_into().ok()
}

/// The first part that is wrong by itself.
fn mistake(parser: &CronParser, parts: &[String; 7], expr: &str) -> ScheduleError {
    let wrong = (0..PARTS.len()).find(|at| {
        let mut alone = ["0", "*", "*", "*", "*", "*", "*"];
        alone[*at] = &parts[*at];
        parser.parse(&alone.join(" ")).is_err()
    });
    wrong.map_or_else(
        || ScheduleError::Expression(expr.to_owned()),
        |at| ScheduleError::Field {
            part: PARTS[at],
            found: parts[at].clone(),
        },
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(expr: &str, expected: Result<bool, &str>) {
        let found = Expression::read(expr).map(|read| read.is_rhythm());
        match (found, expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{expr}"),
            (Err(found), Err(expected)) => assert_eq!(found.to_string(), expected, "{expr}"),
            (found, expected) => panic!("{expr}: {found:?}, expected {expected:?}"),
        }
    }

    #[test]
    fn a_star_or_a_step_of_the_minute_or_any_hour_makes_a_rhythm() {
        check("*/15 * * * *", Ok(true));
        check("* 9 * * *", Ok(true));
        check("10-50/20 2 * * *", Ok(true));
        check("0 * * * *", Ok(true));
        check("@hourly", Ok(true));
        check("0 */2 * * *", Ok(false));
        check("0,30 2 * * *", Ok(false));
        check("0 1-3 * * *", Ok(false));
        check("30 0 8 * * MON-FRI", Ok(false));
        check("@daily", Ok(false));
        check("0 9 L * 1#2", Ok(false));
    }

    #[test]
    fn a_day_no_calendar_has_is_known_without_looking_for_it() {
        let check = |expr: &str, never: bool| {
            let read = Expression::read(expr).unwrap();
            assert_eq!(read.never, never, "{expr}");
            let from = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
            let next = read.next(from.and_hms_opt(0, 0, 0).unwrap());
            assert_eq!(next.is_none(), never, "{expr}");
        };
        check("0 9 30 2 *", true);
        check("0 9 30,31 FEB ?", true);
        check("0 9 31 4,6,9-9,nov *", true);
        check("0 9 29 2 *", false);
        check("0 9 29-31 2 *", false);
        check("0 9 31 4-5 *", false);
        check("0 9 30 2 1", false);
        check("0 9 L 2 *", false);
        check("0 9 */31 2 *", false);
    }

    #[test]
    fn a_wrong_expression_names_its_wrong_part() {
        check("60 9 * * *", Err("minute can't be 60"));
        check("0 24 * * *", Err("hour can't be 24"));
        check("0 9 32 * *", Err("day can't be 32"));
        check("0 9 * FOO *", Err("month can't be FOO"));
        check("0 9 * * 8", Err("weekday can't be 8"));
        check("99 0 9 * * *", Err("second can't be 99"));
        check("0 9 * *", Err("4 fields: 0 9 * *"));
        check("", Err("0 fields: "));
        check("@often", Err("1 fields: @often"));
    }
}
