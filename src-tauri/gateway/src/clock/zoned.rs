//! Local times as instants, also where a zone's clock is changed (design.md §4).
//!
//! Owns the one rule for local times that do not exist or exist twice. Libraries give dates and
//! times as if there were no changes; they become instants here, for resets, jobs, beats and quiet
//! hours alike. Knows no schedule.

use chrono::{Duration, LocalResult, NaiveDateTime, TimeZone};
use chrono_tz::Tz;

use super::{Ms, utc};

/// How a local time stands to its zone's clock changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LocalKind {
    /// It occurs once.
    Exact,
    /// It is skipped: the clock is put forward over it.
    Gap,
    /// It occurs twice: the clock is put back over it.
    Fold,
}

/// A local time as an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    /// When, ms: the first of two, or the first moment after a gap.
    pub at: Ms,
    /// Whether a clock change touched it.
    pub kind: LocalKind,
}

/// The instant of a local time by the one rule: a time that occurs twice is the first of them, one
/// that does not exist is the first valid minute after the gap.
pub fn resolve(local: NaiveDateTime, zone: Tz) -> Resolved {
    let (at, kind) = match zone.from_local_datetime(&local) {
        LocalResult::Single(at) => (at.timestamp_millis(), LocalKind::Exact),
        LocalResult::Ambiguous(first, _) => (first.timestamp_millis(), LocalKind::Fold),
        LocalResult::None => (end_of_gap(local, zone), LocalKind::Gap),
    };
    Resolved { at, kind }
}

/// The instant of a local time, ms, as [`resolve`] gives it.
pub fn instant_of(local: NaiveDateTime, zone: Tz) -> Ms {
    resolve(local, zone).at
}

/// Every instant at which the clocks of a zone show this time, ms: none, one or two, in order.
pub fn passes_of(local: NaiveDateTime, zone: Tz) -> Vec<Ms> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) => vec![at.timestamp_millis()],
        LocalResult::Ambiguous(first, second) => {
            vec![first.timestamp_millis(), second.timestamp_millis()]
        }
        LocalResult::None => Vec::new(),
    }
}

/// What the clocks of a zone show at an instant.
pub fn local_of(at: Ms, zone: Tz) -> NaiveDateTime {
    utc(at).with_timezone(&zone).naive_local()
}

/// The first instant whose local time lies behind a time that is skipped.
fn end_of_gap(local: NaiveDateTime, zone: Tz) -> Ms {
    // No offset ever was more than 16 hours, so the gap lies between the two.
    let widest = Duration::hours(16);
    let mut before = (local - widest).and_utc().timestamp_millis();
    let mut after = (local + widest).and_utc().timestamp_millis();
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        if local_of(middle, zone) > local {
            after = middle;
        } else {
            before = middle;
        }
    }
    after
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;
    use crate::clock::iso;

    fn local(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap()
    }

    fn check(zone: &str, at: &str, expected: &str, kind: LocalKind, passes: usize) {
        let zone = zone.parse().unwrap();
        let found = resolve(local(at), zone);
        assert_eq!(
            (iso(found.at).as_str(), found.kind),
            (expected, kind),
            "{zone} {at}"
        );
        assert_eq!(passes_of(local(at), zone).len(), passes, "{zone} {at}");
    }

    #[test]
    fn a_gap_ends_at_its_first_valid_minute_and_a_repeated_time_is_the_first() {
        use LocalKind::{Exact, Fold, Gap};
        for (zone, at, expected, kind, passes) in [
            (
                "Europe/Berlin",
                "2026-03-29 02:30:20",
                "2026-03-29T01:00:00.000Z",
                Gap,
                0,
            ),
            (
                "Europe/Berlin",
                "2026-10-25 02:30:00",
                "2026-10-25T00:30:00.000Z",
                Fold,
                2,
            ),
            (
                "Europe/Berlin",
                "2026-07-01 04:00:00",
                "2026-07-01T02:00:00.000Z",
                Exact,
                1,
            ),
            (
                "Australia/Lord_Howe",
                "2026-10-04 02:15:00",
                "2026-10-03T15:30:00.000Z",
                Gap,
                0,
            ),
            // Midnight itself is skipped.
            (
                "America/Santiago",
                "2026-09-06 00:00:00",
                "2026-09-06T04:00:00.000Z",
                Gap,
                0,
            ),
            // A whole day was skipped.
            (
                "Pacific/Apia",
                "2011-12-30 04:00:00",
                "2011-12-30T10:00:00.000Z",
                Gap,
                0,
            ),
            (
                "UTC",
                "2026-01-01 00:00:00",
                "2026-01-01T00:00:00.000Z",
                Exact,
                1,
            ),
        ] {
            check(zone, at, expected, kind, passes);
        }
    }

    proptest! {
        #[test]
        fn every_instant_is_one_of_the_passes_of_its_local_time(
            at in 0_i64..4_000_000_000, zone in proptest::sample::select(&chrono_tz::TZ_VARIANTS[..])
        ) {
            let at = at * 1_000;
            let shown = local_of(at, zone);
            prop_assert!(passes_of(shown, zone).contains(&at));
            prop_assert!(resolve(shown, zone).at <= at);
        }
    }
}
