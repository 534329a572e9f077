//! A schedule out of a sentence: “every other friday 6pm stockholm call Anna”.
//!
//! Owns what pieces mean together, what is assumed where a sentence leaves it out, and which words
//! are left over. English and Chinese alike. Pure: now and the zone are handed in.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::schedule::Schedule;
use super::spoken::{Found, Piece, Unit, pieces};
use super::when;
use crate::clock::{Ms, instant_of, local_of};

/// The hour where a day is named without a time.
const USUAL_HOUR: u32 = 9;
/// The longest sentence, characters.
const MOST_CHARS: usize = 2_000;

/// A schedule that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// When.
    pub schedule: Schedule,
    /// The zone it was understood in.
    pub zone: Tz,
    /// No time was given: 9:00 is assumed.
    pub time_assumed: bool,
    /// What the sentence says beside.
    pub rest: String,
}

/// Understands a sentence; `None` where it says no time.
pub fn understand(text: &str, now: Ms, zone: Tz) -> Option<Draft> {
    let text: String = text.chars().take(MOST_CHARS).collect();
    let found = pieces(&text);
    let zone = found
        .iter()
        .find_map(|(_, piece)| match piece {
            Piece::Zone(zone) => Some(*zone),
            _ => None,
        })
        .unwrap_or(zone);
    let said = Said::of(&found);
    let (schedule, time_assumed) = match said.schedule(now, zone) {
        Some(schedule) => (schedule, said.times.is_empty() && said.needs_time()),
        // A bare `20m` or a date as machines write it.
        None => (
            Schedule::At {
                at: when::parse(&text, now, zone).ok()?,
            },
            false,
        ),
    };
    let rest = match found.is_empty() {
        true => String::new(),
        false => left_over(&text, &found),
    };
    Some(Draft {
        schedule,
        zone,
        time_assumed,
        rest,
    })
}

/// The pieces of a sentence, by what they are.
#[derive(Debug, Default)]
struct Said {
    ahead: Option<Ms>,
    every: Option<(u32, Unit)>,
    weekdays: Vec<u32>,
    again: bool,
    nth: Option<(u32, u32)>,
    month_day: Option<u32>,
    last_day: bool,
    date: Option<NaiveDate>,
    of_year: Option<(u32, u32)>,
    in_days: Option<u64>,
    times: Vec<(u32, u32)>,
}

impl Said {
    fn of(found: &Found) -> Self {
        let mut said = Self::default();
        let mut parts = Vec::new();
        for (_, piece) in found {
            match piece.clone() {
                Piece::Ahead(span) => said.ahead = Some(span),
                Piece::Every(n, unit) => said.every = Some((n, unit)),
                Piece::Weekdays(days, again) => {
                    said.weekdays.extend(days);
                    said.again |= again;
                }
                Piece::Nth(nth, day) => said.nth = Some((nth, day)),
                Piece::MonthDay(day, again) => {
                    said.month_day = Some(day);
                    said.again |= again;
                }
                Piece::LastDay => said.last_day = true,
                Piece::Date(date) => said.date = Some(date),
                Piece::DayOfYear(day, month) => said.of_year = Some((day, month)),
                Piece::InDays(days) => said.in_days = Some(days),
                Piece::Time(hour, minute) => said.times.push((hour, minute)),
                Piece::Part(hour, again) => {
                    parts.push(hour);
                    if again && said.every.is_none() {
                        said.every = Some((1, Unit::Day));
                    }
                }
                Piece::Zone(_) => {}
            }
        }
        match parts.first() {
            // “at 6 in the evening”
            Some(part) if *part >= 12 => {
                for time in &mut said.times {
                    if time.0 < 12 && time.0 > 0 {
                        time.0 += 12;
                    }
                }
            }
            _ => {}
        }
        if said.times.is_empty() {
            said.times.extend(parts.first().map(|hour| (*hour, 0)));
        }
        said.times.sort_unstable();
        said.times.dedup();
        said
    }

    /// Whether it names a day, at a time of which it runs.
    fn needs_time(&self) -> bool {
        let short = matches!(
            self.every,
            Some((_, Unit::Second | Unit::Minute | Unit::Hour))
        );
        self.ahead.is_none() && !short
    }

    fn schedule(&self, now: Ms, zone: Tz) -> Option<Schedule> {
        if let Some(span) = self.ahead {
            return Some(Schedule::At { at: now + span });
        }
        let times = match &self.times[..] {
            [] => vec![(USUAL_HOUR, 0)],
            times => times.to_vec(),
        };
        let fixed = Fixed { times, zone, now };
        let days = weekday_names(&self.weekdays);
        match self.every {
            Some((n, unit @ (Unit::Second | Unit::Minute | Unit::Hour))) => {
                return self.rhythm(n, unit, zone);
            }
            Some((1, Unit::Day)) if !days.is_empty() => return fixed.on("*", "*", &self.weekdays),
            Some((1, Unit::Day)) => return fixed.on("*", "*", &[]),
            Some((n, Unit::Day)) => {
                return fixed.rule(&format!("FREQ=DAILY;INTERVAL={n}"), |_| true);
            }
            Some((n, Unit::Week)) => {
                let today = local_of(now, zone).weekday().num_days_from_sunday();
                let chosen = match &self.weekdays[..] {
                    [] => vec![today],
                    days => days.to_vec(),
                };
                if n == 1 {
                    return fixed.on("*", "*", &chosen);
                }
                let named = weekday_names(&chosen).join(",");
                return fixed.rule(&format!("FREQ=WEEKLY;INTERVAL={n};BYDAY={named}"), |day| {
                    chosen.contains(&day.weekday().num_days_from_sunday())
                });
            }
            Some((n, Unit::Month)) if n > 1 => {
                let day = self.month_day.unwrap_or_else(|| local_of(now, zone).day());
                return fixed.rule(
                    &format!("FREQ=MONTHLY;INTERVAL={n};BYMONTHDAY={day}"),
                    |date| date.day() == day,
                );
            }
            _ => {}
        }
        let monthly = matches!(self.every, Some((1, Unit::Month)));
        if let Some((nth, day)) = self.nth {
            let weekday = match nth {
                0 => format!("{day}L"),
                nth => format!("{day}#{nth}"),
            };
            return fixed.cron("*", "*", &weekday);
        }
        if self.last_day {
            return fixed.cron("L", "*", "*");
        }
        if let Some((day, month)) = self.of_year {
            if self.every.is_some() {
                return fixed.cron(&day.to_string(), &month.to_string(), "*");
            }
            return fixed.once(|date| date.day() == day && date.month() == month);
        }
        if let Some(day) = self.month_day {
            if monthly || self.again {
                return fixed.cron(&day.to_string(), "*", "*");
            }
            return fixed.once(|date| date.day() == day);
        }
        if monthly {
            return fixed.cron("1", "*", "*");
        }
        if let Some(date) = self.date {
            return fixed.at(date);
        }
        if let Some(days) = self.in_days {
            let today = local_of(now, zone).date();
            return fixed.at(today.checked_add_days(Days::new(days))?);
        }
        if !self.weekdays.is_empty() {
            if self.again {
                return fixed.on("*", "*", &self.weekdays);
            }
            let named = &self.weekdays;
            return fixed.once(|date| named.contains(&date.weekday().num_days_from_sunday()));
        }
        match self.times.is_empty() {
            true => None,
            false => fixed.once(|_| true),
        }
    }

    /// Every few minutes or hours, on some days only where they divide the hour or the day.
    fn rhythm(&self, n: u32, unit: Unit, zone: Tz) -> Option<Schedule> {
        if self.weekdays.is_empty() {
            let every = unit.ms()?.checked_mul(Ms::from(n))?;
            return Some(Schedule::Every {
                every,
                anchor: None,
            });
        }
        let expr = match unit {
            Unit::Minute if 60 % n == 0 => format!("*/{n} * * * "),
            Unit::Hour if 24 % n == 0 => format!("0 */{n} * * "),
            _ => return None,
        };
        Some(Schedule::Cron {
            expr: expr + &weekday_numbers(&self.weekdays),
            tz: Some(zone.name().to_owned()),
            stagger: 0,
        })
    }
}

/// Times of a day, and where and when they are meant.
struct Fixed {
    times: Vec<(u32, u32)>,
    zone: Tz,
    now: Ms,
}

impl Fixed {
    fn on(&self, day: &str, month: &str, weekdays: &[u32]) -> Option<Schedule> {
        let weekday = match weekdays {
            [] => "*".to_owned(),
            days => weekday_numbers(days),
        };
        self.cron(day, month, &weekday)
    }

    /// One cron expression; times of different minutes take a set of rules, on plain days.
    fn cron(&self, day: &str, month: &str, weekday: &str) -> Option<Schedule> {
        let minute = self.times.first()?.1;
        if self.times.iter().all(|time| time.1 == minute) {
            let hours: Vec<String> = self.times.iter().map(|time| time.0.to_string()).collect();
            return Some(Schedule::Cron {
                expr: format!("{minute} {} {day} {month} {weekday}", hours.join(",")),
                tz: Some(self.zone.name().to_owned()),
                stagger: 0,
            });
        }
        match (day, month, weekday) {
            ("*", "*", "*") => self.rule("FREQ=DAILY", |_| true),
            _ => None,
        }
    }

    /// A set of rules, one a time, that begins on the first day that fits.
    fn rule(&self, rule: &str, fits: impl Fn(NaiveDate) -> bool) -> Option<Schedule> {
        let first = self.first(fits)?;
        let mut lines = vec![format!(
            "DTSTART;TZID={}:{}",
            self.zone.name(),
            first.format("%Y%m%dT%H%M%S")
        )];
        for (hour, minute) in &self.times {
            lines.push(format!("RRULE:{rule};BYHOUR={hour};BYMINUTE={minute}"));
        }
        Some(Schedule::Rrule {
            rrule: lines.join("\n"),
            tz: Some(self.zone.name().to_owned()),
        })
    }

    fn once(&self, fits: impl Fn(NaiveDate) -> bool) -> Option<Schedule> {
        let at = instant_of(self.first(fits)?, self.zone);
        Some(Schedule::At { at })
    }

    /// On a day, at the first time of it that lies ahead, else at its last.
    fn at(&self, date: NaiveDate) -> Option<Schedule> {
        let mut last = None;
        for (hour, minute) in &self.times {
            let at = instant_of(
                date.and_time(NaiveTime::from_hms_opt(*hour, *minute, 0)?),
                self.zone,
            );
            last = Some(at);
            if at > self.now {
                break;
            }
        }
        last.map(|at| Schedule::At { at })
    }

    /// The first time of a day that fits and lies ahead, within four years.
    fn first(&self, fits: impl Fn(NaiveDate) -> bool) -> Option<NaiveDateTime> {
        let now = local_of(self.now, self.zone);
        let days = (0..1_500).filter_map(|n| now.date().checked_add_days(Days::new(n)));
        for date in days.filter(|date| fits(*date)) {
            for (hour, minute) in &self.times {
                let at = date.and_time(NaiveTime::from_hms_opt(*hour, *minute, 0)?);
                if at > now {
                    return Some(at);
                }
            }
        }
        None
    }
}

fn weekday_names(days: &[u32]) -> Vec<&'static str> {
    const NAMES: [&str; 7] = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
    let named = days.iter().filter_map(|day| NAMES.get(*day as usize));
    named.copied().collect()
}

fn weekday_numbers(days: &[u32]) -> String {
    let mut days = days.to_vec();
    days.sort_unstable();
    days.dedup();
    if days == [1, 2, 3, 4, 5] {
        return "1-5".to_owned();
    }
    days.iter()
        .map(u32::to_string)
        .collect::<Vec<_>>()
        .join(",")
}

/// The sentence without what says when and without what only asks to be told.
fn left_over(text: &str, found: &Found) -> String {
    const LEADS: [&str; 16] = [
        "please",
        "can you",
        "remind me",
        "tell me",
        "let me know",
        "wake me",
        "to",
        "that",
        "and",
        "请",
        "帮我",
        "提醒一下我",
        "提醒我",
        "叫我",
        "告诉我",
        "的",
    ];
    let mut ranges: Vec<_> = found.iter().map(|(range, _)| range.clone()).collect();
    ranges.sort_by_key(|range| range.start);
    let mut left = String::new();
    let mut at = 0;
    for range in ranges {
        if range.start >= at {
            left.push_str(text.get(at..range.start).unwrap_or_default());
            left.push(' ');
        }
        at = at.max(range.end);
    }
    left.push_str(text.get(at..).unwrap_or_default());
    let left = left.split_whitespace().collect::<Vec<_>>().join(" ");
    let punctuation = |c: char| c.is_whitespace() || ",;:，；：、。.!！".contains(c);
    let mut rest = left.trim_matches(punctuation);
    loop {
        let lead = LEADS.iter().find_map(|lead| {
            let head = rest.get(..lead.len())?;
            let behind = &rest[lead.len()..];
            let ends = !lead.is_ascii() || behind.is_empty() || behind.starts_with(punctuation);
            (head.eq_ignore_ascii_case(lead) && ends).then_some(behind)
        });
        match lead {
            Some(behind) => rest = behind.trim_matches(punctuation),
            None => return rest.to_owned(),
        }
    }
}

#[cfg(test)]
#[path = "understand_tests.rs"]
mod tests;
