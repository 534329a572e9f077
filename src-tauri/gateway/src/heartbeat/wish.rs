//! Beats as a person writes them down, over those of the settings.
//!
//! Owns reading those words. Keeps none of them.

use chrono::{DateTime, Datelike, NaiveDateTime};
use chrono_tz::Tz;

use super::error::HeartbeatError;
use super::plan::Plan;
use crate::clock::{Ms, instant_of};
use crate::config::{ActiveHours, Heartbeat, Span, TimeOfDay, Zone};

/// Years of which beats can be planned.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=9998;

/// What is wished for; what is absent is as the settings say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// `30m`; `0m` = off.
    pub every: Option<String>,
    /// `HH:MM`; absent beside an `end` = 00:00.
    pub start: Option<String>,
    /// `HH:MM`; absent beside a `start` = 24:00.
    pub end: Option<String>,
    /// An IANA name, `local` or `user`.
    pub timezone: Option<String>,
}

/// The home's zones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Home {
    /// The person's.
    pub user: Tz,
    /// The computer's.
    pub host: Tz,
}

impl Wish {
    /// The settings with what is wished for over them.
    ///
    /// # Errors
    /// What can't be read.
    pub fn over(&self, settings: &Heartbeat) -> Result<Heartbeat, HeartbeatError> {
        let mut wished = settings.clone();
        if let Some(every) = &self.every {
            let read = Span::parse(every);
            wished.every = read.ok_or_else(|| HeartbeatError::NotDuration(every.clone()))?;
        }
        let mut hours = wished.active_hours.take().unwrap_or_default();
        if self.start.is_some() || self.end.is_some() {
            hours.start = time(self.start.as_deref())?;
            hours.end = time(self.end.as_deref())?;
        }
        if let Some(name) = &self.timezone {
            hours.timezone = Some(zone(name)?);
        }
        wished.active_hours = (hours != ActiveHours::default()).then_some(hours);
        Ok(wished)
    }

    /// When these beats fall; `None` = never.
    ///
    /// # Errors
    /// What can't be read, or what no plan can be.
    pub fn plan(&self, settings: &Heartbeat, home: Home) -> Result<Option<Plan>, HeartbeatError> {
        Plan::of(&self.over(settings)?, home.user, home.host)
    }

    /// The zone in which times without one are meant.
    ///
    /// # Errors
    /// A name that is no zone.
    pub fn zone(&self, settings: &Heartbeat, home: Home) -> Result<Tz, HeartbeatError> {
        let hours = self.over(settings)?.active_hours;
        Ok(match hours.and_then(|hours| hours.timezone) {
            Some(Zone::Named(zone)) => zone,
            Some(Zone::Local) => home.host,
            Some(Zone::User) | None => home.user,
        })
    }
}

/// Reads `2026-03-08T08:00:00Z`, or without an offset a time of `zone`.
///
/// # Errors
/// Text that is neither.
pub fn instant(text: &str, zone: Tz) -> Result<Ms, HeartbeatError> {
    let text = text.trim();
    let exact = DateTime::parse_from_rfc3339(text).ok();
    let local = || {
        ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
            .into_iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
            // Beyond that no calendar is sure of anything.
            .filter(|local| YEARS.contains(&local.year()))
            .map(|local| instant_of(local, zone))
    };
    exact
        .filter(|exact| YEARS.contains(&exact.year()))
        .map(|exact| exact.timestamp_millis())
        .or_else(local)
        .ok_or_else(|| HeartbeatError::NotInstant(text.to_owned()))
}

fn time(text: Option<&str>) -> Result<Option<TimeOfDay>, HeartbeatError> {
    text.map(|text| {
        TimeOfDay::parse(text.trim()).ok_or_else(|| HeartbeatError::NotTime(text.to_owned()))
    })
    .transpose()
}

fn zone(name: &str) -> Result<Zone, HeartbeatError> {
    match name.trim() {
        "local" | "host" => Ok(Zone::Local),
        "user" => Ok(Zone::User),
        name => name
            .parse()
            .map(Zone::Named)
            .map_err(|_| HeartbeatError::NotZone(name.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clock::iso;
    use crate::error::Coded;

    const HOME: Home = Home {
        user: chrono_tz::Europe::Berlin,
        host: chrono_tz::UTC,
    };

    fn settings() -> Heartbeat {
        Heartbeat {
            active_hours: Some(ActiveHours {
                start: TimeOfDay::parse("08:00"),
                end: TimeOfDay::parse("22:00"),
                ..ActiveHours::default()
            }),
            ..Heartbeat::default()
        }
    }

    fn wish(words: [Option<&str>; 4]) -> Wish {
        let [every, start, end, timezone] = words.map(|word| word.map(str::to_owned));
        Wish {
            every,
            start,
            end,
            timezone,
        }
    }

    #[test]
    fn what_is_not_wished_for_is_as_the_settings_say() {
        let check = |words: [Option<&str>; 4], a_day: u32, first: &str| {
            let plan = wish(words).plan(&settings(), HOME).unwrap().unwrap();
            // Monday 2026-01-05, 00:00 UTC.
            let next = plan.next(1_767_571_200_000).map(iso);
            let first = format!("2026-01-05T{first}:00.000Z");
            assert_eq!(
                (plan.beats_a_day(), next),
                (a_day, Some(first)),
                "{words:?}"
            );
        };
        check([None; 4], 28, "07:00");
        check([Some("2h"), None, None, None], 7, "07:00");
        check([None, Some("10:00"), None, None], 28, "09:00");
        check([None, None, Some("01:00"), None], 2, "23:00");
        check([None, None, None, Some("UTC")], 28, "08:00");
        check([None, None, None, Some("local")], 28, "08:00");
        check(
            [Some("1h"), Some("22:00"), Some("06:00"), Some("UTC")],
            8,
            "00:00",
        );
    }

    #[test]
    fn what_can_not_be_read_is_named() {
        let check = |words: [Option<&str>; 4], code: &str| {
            let error = wish(words).plan(&settings(), HOME).unwrap_err();
            assert_eq!(error.code(), code, "{words:?}");
        };
        check([Some("soon"), None, None, None], "heartbeat-not-duration");
        check([Some("2d"), None, None, None], "heartbeat-every-long");
        check([None, Some("8:00"), None, None], "heartbeat-not-time");
        check(
            [None, Some("08:00"), Some("08:00"), None],
            "heartbeat-same-hours",
        );
        check([None, None, None, Some("Berlin")], "heartbeat-not-zone");
    }

    #[test]
    fn a_time_without_an_offset_is_one_of_the_zone() {
        let check = |text: &str, expected: &str| {
            let at = instant(text, chrono_tz::Europe::Berlin).map(iso);
            assert_eq!(at.unwrap(), expected, "{text}");
        };
        check("2026-03-08T08:00:00Z", "2026-03-08T08:00:00.000Z");
        check("2026-03-08T08:00:00+01:00", "2026-03-08T07:00:00.000Z");
        check("2026-03-08T08:00:00", "2026-03-08T07:00:00.000Z");
        check("2026-03-08T08:00", "2026-03-08T07:00:00.000Z");
        check("2026-03-29 02:30", "2026-03-29T01:00:00.000Z");
        for wrong in [
            "tomorrow",
            "",
            "9999-12-31T23:59:59Z",
            "-200000-01-01T00:00",
        ] {
            let refused = instant(wrong, chrono_tz::UTC).unwrap_err();
            assert_eq!(refused.code(), "heartbeat-not-instant", "{wrong}");
        }
    }
}
