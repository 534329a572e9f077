//! When a day and a month began.
//!
//! Owns that arithmetic: local midnight, also where a clock change left it out.

use chrono::{Datelike, NaiveDate, NaiveTime};
use chrono_tz::Tz;

use crate::clock::{Ms, instant_of, local_of};

/// A zone by its IANA name; UTC for what is none.
fn zone_of(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::UTC)
}

/// The day of an instant in a zone.
pub fn day_of(now: Ms, zone: &str) -> NaiveDate {
    local_of(now, zone_of(zone)).date()
}

/// When a day begins in a zone, ms. Where midnight does not exist, it begins at the first moment
/// that does.
pub fn beginning(day: NaiveDate, zone: &str) -> Ms {
    instant_of(day.and_time(NaiveTime::MIN), zone_of(zone))
}

/// When the day of `now` began in a zone (an IANA name), ms.
pub fn start_of_day(now: Ms, zone: &str) -> Ms {
    beginning(day_of(now, zone), zone)
}

/// When the month of `now` began in a zone, ms.
pub fn start_of_month(now: Ms, zone: &str) -> Ms {
    let day = day_of(now, zone);
    beginning(day.with_day(1).unwrap_or(day), zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::iso;

    #[test]
    fn a_day_begins_at_local_midnight_or_right_after_the_gap() {
        // 2026-11-21T09:47:33Z is 10:47 in Stockholm.
        assert_eq!(
            start_of_day(1_795_254_453_000, "Europe/Stockholm"),
            1_795_215_600_000
        );
        // Midnight of 2026-09-06 does not exist in Santiago; the day begins at 01:00 local, 04:00 UTC.
        assert_eq!(
            start_of_day(1_788_696_000_000, "America/Santiago"),
            1_788_667_200_000
        );
    }

    #[test]
    fn a_month_begins_with_its_first_day() {
        let check = |now: Ms, zone: &str, expected: &str| {
            assert_eq!(iso(start_of_month(now, zone)), expected, "{zone}");
        };
        check(
            1_795_254_453_000,
            "Europe/Stockholm",
            "2026-10-31T23:00:00.000Z",
        );
        check(1_795_254_453_000, "UTC", "2026-11-01T00:00:00.000Z");
        // 23:30 on October 31st in UTC is November in Stockholm.
        check(
            1_793_489_400_000,
            "Europe/Stockholm",
            "2026-10-31T23:00:00.000Z",
        );
    }
}
