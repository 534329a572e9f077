//! Times as people write them: `20m`, `tomorrow 9:00`, ISO 8601 with and without an offset.
//!
//! Owns this small grammar, English and Chinese. Pure: now and the zone are handed in.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::error::ScheduleError;
use crate::clock::{Ms, instant_of, local_of};
use crate::config::Span;

/// The instant a person means, ms: a span from now, a time of today or tomorrow, or a date.
///
/// # Errors
/// When it is none of them.
pub fn parse(text: &str, now: Ms, zone: Tz) -> Result<Ms, ScheduleError> {
    let wrong = || ScheduleError::Time(text.trim().to_owned());
    let lower = text.trim().to_lowercase();
    let ahead = lower.strip_prefix("in ").unwrap_or(&lower);
    let ahead = ahead.strip_suffix('后').unwrap_or(ahead);
    let found = span_with_unit(ahead)
        .map(|span| now + span)
        .or_else(|| iso_time(text, zone))
        .or_else(|| day_and_time(&lower, now, zone).map(|local| instant_of(local, zone)));
    found.ok_or_else(wrong)
}

/// What the clocks of `zone` would show at that time; `None` where it says no local time: a span, an
/// offset.
pub fn local_time(text: &str, now: Ms, zone: Tz) -> Option<NaiveDateTime> {
    let lower = text.trim().to_lowercase();
    iso_local(text).or_else(|| day_and_time(&lower, now, zone))
}

/// A span of time, ms: `90s`, `1h30m`, `2 days`; a bare number counts minutes.
pub fn span(text: &str) -> Option<Ms> {
    let text = text.trim();
    let short = Span::parse(text).map(|span| span.0);
    let found = short.or_else(|| humantime::parse_duration(text).ok())?;
    Ms::try_from(found.as_millis()).ok()
}

/// A bare number is no span here: it could as well be an hour.
fn span_with_unit(text: &str) -> Option<Ms> {
    let chinese = [("分钟", "m"), ("小时", "h"), ("天", "d"), ("秒", "s")];
    let text = chinese.iter().fold(text.to_owned(), |text, (unit, short)| {
        text.replace(unit, short)
    });
    text.ends_with(|c: char| c.is_alphabetic())
        .then(|| span(&text))
        .flatten()
}

/// ISO 8601; without an offset it is local time of `zone`, a date alone its midnight. ms.
pub fn iso_time(text: &str, zone: Tz) -> Option<Ms> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(&text.replacen(' ', "T", 1)) {
        return Some(at.timestamp_millis());
    }
    // Seconds may be left out before an offset too.
    let offset = ["%Y-%m-%dT%H:%M%#z", "%Y-%m-%d %H:%M%#z"];
    let with_offset = || {
        let utc = text
            .strip_suffix(['Z', 'z'])
            .map(|text| format!("{text}+00:00"));
        let text = utc.as_deref().unwrap_or(text);
        offset
            .iter()
            .find_map(|form| DateTime::parse_from_str(text, form).ok())
    };
    match iso_local(text) {
        Some(local) => Some(instant_of(local, zone)),
        None => with_offset().map(|at| at.timestamp_millis()),
    }
}

/// ISO 8601 without an offset; a date alone is its midnight.
fn iso_local(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    let forms = [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%d %H:%M",
    ];
    let found = forms
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    found.or_else(|| {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        Some(day.and_time(NaiveTime::MIN))
    })
}

/// `tomorrow 9:00`, `today at 6pm`, `明天 9:00`, `18:30` (the next one).
fn day_and_time(text: &str, now: Ms, zone: Tz) -> Option<NaiveDateTime> {
    const DAYS: [(&str, u64); 5] = [
        ("the day after tomorrow", 2),
        ("tomorrow", 1),
        ("today", 0),
        ("后天", 2),
        ("明天", 1),
    ];
    let day = DAYS
        .iter()
        .chain(&[("今天", 0)])
        .find(|(word, _)| text.starts_with(word));
    let rest = day.map_or(text, |(word, _)| &text[word.len()..]);
    let rest = rest.trim();
    let clock = time_of_day(rest.strip_prefix("at ").unwrap_or(rest).trim())?;
    let today = local_of(now, zone).date();
    match day {
        Some((_, days)) => {
            let date = today.checked_add_days(Days::new(*days))?;
            Some(date.and_time(clock))
        }
        None => (0..=1).find_map(|days| {
            let date = today.checked_add_days(Days::new(days))?;
            let local = date.and_time(clock);
            (instant_of(local, zone) > now).then_some(local)
        }),
    }
}

/// `9:00`, `09:00`, `6pm`, `6:30 pm`, `9点`, `9点半`.
fn time_of_day(text: &str) -> Option<NaiveTime> {
    let (text, later) = match text {
        _ if text.ends_with("pm") => (text.trim_end_matches("pm").trim(), Some(true)),
        _ if text.ends_with("am") => (text.trim_end_matches("am").trim(), Some(false)),
        _ => (text, None),
    };
    let (hour, minute) = if let Some((hour, minute)) = text.split_once(':') {
        (hour, minute)
    } else if let Some((hour, minute)) = text.split_once('点') {
        (
            hour,
            if minute == "半" {
                "30"
            } else {
                minute.trim_end_matches('分')
            },
        )
    } else if later.is_some() {
        (text, "0")
    } else {
        return None;
    };
    let minute = if minute.is_empty() { "0" } else { minute };
    let (hour, minute): (u32, u32) = (hour.trim().parse().ok()?, minute.trim().parse().ok()?);
    let hour = match later {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(true) => hour % 12 + 12,
        Some(false) => hour % 12,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::iso;

    // A Saturday, 17:30 in Berlin.
    const NOW: Ms = 1_795_278_600_000;

    fn check(text: &str, expected: Option<&str>) {
        let found = parse(text, NOW, Tz::Europe__Berlin).ok().map(iso);
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn times_of_people_are_understood() {
        check("20m", Some("2026-11-21T16:50:00.000Z"));
        check("in 1h30m", Some("2026-11-21T18:00:00.000Z"));
        check("20分钟后", Some("2026-11-21T16:50:00.000Z"));
        check("tomorrow 9:00", Some("2026-11-22T08:00:00.000Z"));
        check("Tomorrow at 6:30 pm", Some("2026-11-22T17:30:00.000Z"));
        check("明天 9点半", Some("2026-11-22T08:30:00.000Z"));
        check("后天 8:00", Some("2026-11-23T07:00:00.000Z"));
        check("today 23:15", Some("2026-11-21T22:15:00.000Z"));
        check("18:00", Some("2026-11-21T17:00:00.000Z"));
        check("9:00", Some("2026-11-22T08:00:00.000Z"));
        check("2026-12-24T18:00", Some("2026-12-24T17:00:00.000Z"));
        check("2026-12-24 18:00:30", Some("2026-12-24T17:00:30.000Z"));
        check("2026-12-24T18:00Z", Some("2026-12-24T18:00:00.000Z"));
        check(
            "2026-12-24T18:00:00+05:30",
            Some("2026-12-24T12:30:00.000Z"),
        );
        check("2026-12-24", Some("2026-12-23T23:00:00.000Z"));
        check("2027-03-28 02:30", Some("2027-03-28T01:00:00.000Z"));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "soon",
            "25:00",
            "13pm",
            "9",
            "2026-02-30",
            "tomorrow",
            "m",
        ] {
            check(text, None);
        }
    }
}
