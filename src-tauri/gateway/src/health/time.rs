//! Whether the clock and the zone can be right (pure).
//!
//! Owns the bounds. Times that are wrong make jobs run at the wrong hour and records disappear.

use super::finding::{Finding, Severity};
use crate::clock::Ms;

/// 2025-01-01: before that nothing of Cove existed.
const FIRST: Ms = 1_735_689_600_000;
/// Clocks that are set right jump by less.
const AHEAD: Ms = 5 * 60_000;

/// Looks at the time and the zone; `newest` is the newest record there is.
pub fn check(now: Ms, newest: Option<Ms>, zone: &str, found: &mut Vec<Finding>) {
    if now < FIRST {
        found.push(Finding::new("clock-wrong", Severity::Error, "clock"));
    } else if let Some(newest) = newest.filter(|newest| *newest > now + AHEAD) {
        let ahead = (newest - now) / 60_000;
        let behind = Finding::new("clock-behind", Severity::Warning, "clock");
        found.push(behind.with("minutes", ahead));
    }
    if zone.parse::<chrono_tz::Tz>().is_err() {
        found.push(Finding::new("zone-unknown", Severity::Warning, zone));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_stands_wrong_and_an_unknown_zone_are_found() {
        const NOW: Ms = 1_795_254_453_000;
        let check_time = |now, newest, zone: &str, expected: &[&str]| {
            let mut found = Vec::new();
            check(now, newest, zone, &mut found);
            let codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
            assert_eq!(codes, expected, "{now} {newest:?} {zone}");
        };
        check_time(NOW, Some(NOW), "Europe/Berlin", &[]);
        check_time(NOW, None, "UTC", &[]);
        check_time(NOW, Some(NOW + 60_000), "UTC", &[]);
        check_time(NOW, Some(NOW + 600_000), "UTC", &["clock-behind"]);
        check_time(86_400_000, Some(NOW), "UTC", &["clock-wrong"]);
        check_time(NOW, None, "Mars/Olympus", &["zone-unknown"]);
    }
}
