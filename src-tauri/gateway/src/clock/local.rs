//! Local times as instants, also where a zone's clock is changed (design.md §4).
//!
//! Owns the one rule for local times that do not exist or exist twice. Libraries give dates and
//! times as if there were no changes; they become instants here, for resets, jobs and quiet hours
//! alike.

use chrono::{Duration, NaiveDateTime, TimeZone};
use chrono_tz::Tz;

use super::Ms;

/// The instant of a local time, ms: one that occurs twice is the first, one that does not exist is
/// the first valid minute after the gap.
pub fn instant_of(local: NaiveDateTime, zone: Tz) -> Ms {
    // No zone has ever skipped more than a day.
    const LONGEST_GAP_MINUTES: i64 = 26 * 60;
    let first = |at: NaiveDateTime| zone.from_local_datetime(&at).earliest();
    let found = first(local).or_else(|| {
        (1..=LONGEST_GAP_MINUTES).find_map(|minutes| first(local + Duration::minutes(minutes)))
    });
    found.map_or_else(
        || local.and_utc().timestamp_millis(),
        |at| at.timestamp_millis(),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clock::iso;

    fn check(zone: &str, local: &str, expected: &str) {
        let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap();
        let at = iso(instant_of(local, zone.parse().unwrap()));
        assert_eq!(at, expected, "{zone} {local}");
    }

    #[test]
    fn a_gap_ends_at_its_first_valid_minute_and_a_repeated_time_is_the_first() {
        check(
            "Europe/Berlin",
            "2026-03-29 02:30",
            "2026-03-29T01:00:00.000Z",
        );
        check(
            "Europe/Berlin",
            "2026-10-25 02:30",
            "2026-10-25T00:30:00.000Z",
        );
        check(
            "Europe/Berlin",
            "2026-07-01 04:00",
            "2026-07-01T02:00:00.000Z",
        );
        check(
            "Australia/Lord_Howe",
            "2026-10-04 02:15",
            "2026-10-03T15:30:00.000Z",
        );
        // A whole day was skipped.
        check(
            "Pacific/Apia",
            "2011-12-30 04:00",
            "2011-12-30T10:00:00.000Z",
        );
        check("UTC", "2026-01-01 00:00", "2026-01-01T00:00:00.000Z");
    }
}
