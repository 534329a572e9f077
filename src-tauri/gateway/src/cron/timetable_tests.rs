//! Timetables against instants computed elsewhere, and tables of what those leave out.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::clock::utc;

const NEXT_RUNS: &str = include_str!("vectors/cron-next-runs.json");
const CLOCK_CHANGES: &str = include_str!("vectors/cron-clock-changes.json");

fn ms(text: &str) -> Ms {
    chrono::DateTime::parse_from_rfc3339(text)
        .unwrap()
        .timestamp_millis()
}

fn second(at: Ms) -> String {
    utc(at).format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn cron(expr: &str, tz: &str) -> Timetable {
    let schedule = Schedule::Cron {
        expr: expr.to_owned(),
        tz: Some(tz.to_owned()),
        stagger: 0,
    };
    Timetable::new(&schedule, 0, "UTC").unwrap()
}

fn rules(rrule: &str, tz: &str) -> Timetable {
    let schedule = Schedule::Rrule {
        rrule: rrule.to_owned(),
        tz: Some(tz.to_owned()),
    };
    Timetable::new(&schedule, 0, "UTC").unwrap()
}

fn check(timetable: &Timetable, from: &str, expected: &[&str]) {
    let found: Vec<String> = timetable
        .from(ms(from))
        .take(expected.len().max(1))
        .map(second)
        .collect();
    assert_eq!(found, expected, "after {from}");
}

fn check_vectors(source: &str, count: usize) {
    let read: Value = serde_json::from_str(source).unwrap();
    let vectors = read["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), count);
    for vector in vectors {
        let (expr, tz) = (
            vector["expr"].as_str().unwrap(),
            vector["tz"].as_str().unwrap(),
        );
        let from = vector["from"].as_str().unwrap();
        let expected: Vec<Ms> = vector["next"]
            .as_array()
            .unwrap()
            .iter()
            .map(|at| ms(at.as_str().unwrap()))
            .collect();
        let found: Vec<Ms> = cron(expr, tz).from(ms(from)).take(expected.len()).collect();
        assert_eq!(found, expected, "{expr} in {tz} after {from}");
    }
}

#[test]
fn next_runs_are_those_of_the_vectors() {
    check_vectors(NEXT_RUNS, 644);
}

#[test]
fn clock_changes_are_those_of_the_vectors() {
    check_vectors(CLOCK_CHANGES, 128);
}

#[test]
fn a_clock_put_back_by_half_an_hour_and_one_changed_at_midnight_are_followed() {
    let lord_howe = "Australia/Lord_Howe";
    check(
        &cron("*/15 * * * *", lord_howe),
        "2026-04-04T14:25:00Z",
        &[
            "2026-04-04T14:30:00Z",
            "2026-04-04T14:45:00Z",
            "2026-04-04T15:00:00Z",
            "2026-04-04T15:15:00Z",
        ],
    );
    check(
        &cron("45 1 * * *", lord_howe),
        "2026-04-04T14:00:00Z",
        &["2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z"],
    );
    // Midnight of 6 September does not exist in Santiago.
    check(
        &cron("0 0 * * *", "America/Santiago"),
        "2026-09-05T12:00:00Z",
        &["2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z"],
    );
    check(
        &cron("15,30 0 * * *", "America/Santiago"),
        "2026-09-05T12:00:00Z",
        &["2026-09-06T04:00:00Z", "2026-09-07T03:15:00Z"],
    );
}

#[test]
fn seconds_are_kept_and_impossible_dates_never_come() {
    check(
        &cron("30 0 8 * * *", "UTC"),
        "2026-01-01T08:00:30Z",
        &["2026-01-02T08:00:30Z"],
    );
    assert_eq!(cron("0 0 31 2 *", "UTC").next(0), None);
    check(
        &cron("0 9 29 2 *", "UTC"),
        "2026-01-01T00:00:00Z",
        &["2028-02-29T09:00:00Z", "2032-02-29T09:00:00Z"],
    );
}

#[test]
fn rules_say_what_cron_cannot() {
    let fridays =
        "DTSTART;TZID=Europe/Berlin:20260102T090000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR";
    check(
        &rules(fridays, "UTC"),
        "2026-03-20T00:00:00Z",
        &[
            "2026-03-27T08:00:00Z",
            "2026-04-10T07:00:00Z",
            "2026-04-24T07:00:00Z",
        ],
    );
    let third_days = "DTSTART:20200101T060000Z\nRRULE:FREQ=DAILY;INTERVAL=3";
    check(
        &rules(third_days, "UTC"),
        "2026-01-01T00:00:00Z",
        &["2026-01-02T06:00:00Z", "2026-01-05T06:00:00Z"],
    );
    let set = "DTSTART;TZID=Asia/Shanghai:20260101T080000\nRRULE:FREQ=DAILY;BYHOUR=8;BYMINUTE=0\n\
        RRULE:FREQ=DAILY;BYHOUR=17;BYMINUTE=45\nEXDATE;TZID=Asia/Shanghai:20260102T080000\nRDATE:20260102T040000Z";
    check(
        &rules(set, "UTC"),
        "2026-01-01T00:30:00Z",
        &[
            "2026-01-01T09:45:00Z",
            "2026-01-02T04:00:00Z",
            "2026-01-02T09:45:00Z",
            "2026-01-03T00:00:00Z",
        ],
    );
    let ends =
        "DTSTART;TZID=Europe/Berlin:20260101T090000\nRRULE:FREQ=DAILY;UNTIL=20260103T080000Z";
    check(
        &rules(ends, "UTC"),
        "2026-01-01T12:00:00Z",
        &["2026-01-02T08:00:00Z", "2026-01-03T08:00:00Z"],
    );
    assert_eq!(
        rules(ends, "UTC").from(ms("2026-01-01T12:00:00Z")).count(),
        2
    );
    let thrice = "DTSTART:20260101T090000\nRRULE:FREQ=MONTHLY;COUNT=3";
    assert_eq!(rules(thrice, "Asia/Tokyo").from(0).count(), 3);
}

#[test]
fn rules_follow_clock_changes_as_cron_does() {
    let nightly = "DTSTART;TZID=Europe/Berlin:20200101T023000\nRRULE:FREQ=DAILY";
    let as_cron = cron("30 2 * * *", "Europe/Berlin");
    for from in ["2026-03-27T12:00:00Z", "2026-10-24T12:00:00Z"] {
        let expected: Vec<Ms> = as_cron.from(ms(from)).take(5).collect();
        let found: Vec<Ms> = rules(nightly, "UTC").from(ms(from)).take(5).collect();
        assert_eq!(found, expected, "{from}");
    }
    let hourly = "DTSTART;TZID=Europe/Berlin:20200101T000000\nRRULE:FREQ=HOURLY";
    let as_cron = cron("0 * * * *", "Europe/Berlin");
    let from = ms("2026-10-24T22:30:00Z");
    assert!(
        rules(hourly, "UTC")
            .from(from)
            .take(8)
            .eq(as_cron.from(from).take(8))
    );
}

#[test]
fn rules_that_cannot_be_read_say_which_line() {
    for (text, expected) in [
        ("RRULE:FREQ=DAILY", "no DTSTART"),
        (
            "DTSTART:20260101T090000Z\nRRULE:FREQ=OFTEN",
            "not a recurrence rule: RRULE:FREQ=OFTEN",
        ),
        (
            "DTSTART:20260101T090000Z\nRRULE:FREQ=SECONDLY",
            "not a recurrence rule: RRULE:FREQ=SECONDLY",
        ),
        (
            "DTSTART:yesterday\nRRULE:FREQ=DAILY",
            "not a recurrence rule: DTSTART:yesterday",
        ),
        (
            "DTSTART;TZID=Mars/Base:20260101T090000\nRRULE:FREQ=DAILY",
            "no zone: Mars/Base",
        ),
        (
            "DTSTART:20260101T090000Z",
            "not a recurrence rule: DTSTART:20260101T090000Z",
        ),
    ] {
        assert_eq!(
            Recurrence::read(text, Tz::UTC).unwrap_err().to_string(),
            expected,
            "{text}"
        );
    }
}

#[test]
fn a_grid_keeps_its_anchor_and_a_stagger_is_the_same_each_time() {
    let every = Schedule::Every {
        every: 7_200_000,
        anchor: None,
    };
    let grid = Timetable::new(&every, ms("2026-01-01T00:10:00Z"), "UTC").unwrap();
    check(
        &grid,
        "2026-01-02T05:00:00Z",
        &["2026-01-02T06:10:00Z", "2026-01-02T08:10:00Z"],
    );
    check(&grid, "2025-12-31T05:00:00Z", &["2026-01-01T00:10:00Z"]);
    let schedule = Schedule::Cron {
        expr: "0 8 * * *".into(),
        tz: None,
        stagger: 300_000,
    };
    let plain = Timetable::new(&schedule, 0, "UTC").unwrap();
    let put_off = plain
        .clone()
        .staggered(&schedule, "c394b38f-de92-4568-8830-79a46953a22e");
    let shifts: Vec<Ms> = put_off
        .from(0)
        .zip(plain.from(0))
        .take(5)
        .map(|(a, b)| a - b)
        .collect();
    assert!(shifts[0] > 0 && shifts[0] < 300_000);
    assert!(shifts.iter().all(|shift| *shift == shifts[0]));
}

#[test]
fn times_that_a_clock_change_skips_are_found_with_what_runs_instead() {
    let (from, until) = (ms("2026-01-01T00:00:00Z"), ms("2027-01-01T00:00:00Z"));
    let nightly = cron("30 2 * * *", "Europe/Berlin");
    let gaps = nightly.gaps(from, until);
    assert_eq!(gaps.len(), 1);
    assert_eq!(
        (gaps[0].0.to_string().as_str(), second(gaps[0].1).as_str()),
        ("2026-03-29 02:30:00", "2026-03-29T01:00:00Z")
    );
    for (expr, tz) in [
        ("30 2 * * *", "UTC"),
        ("30 9 * * *", "Europe/Berlin"),
        ("*/15 * * * *", "Europe/Berlin"),
        ("30 2 * * 1", "Europe/Berlin"),
    ] {
        assert!(cron(expr, tz).gaps(from, until).is_empty(), "{expr} {tz}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]
    #[test]
    fn runs_go_forward_and_do_not_depend_on_where_one_starts_to_ask(
        expr in proptest::sample::select(&["30 2 * * *", "*/20 0-3 * * *", "0,30 1-3 * * *", "0 * * * *", "15 */3 * * *", "0 0 * * 0"][..]),
        zone in proptest::sample::select(&["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Casablanca", "Asia/Kathmandu"][..]),
        day in 0_i64..400, minute in 0_i64..1440,
    ) {
        let timetable = cron(expr, zone);
        let from = ms("2026-01-01T00:00:00Z") + day * 86_400_000 + minute * 60_000;
        let runs: Vec<Ms> = timetable.from(from).take(20).collect();
        prop_assert!(runs.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert!(runs.first().is_some_and(|first| *first > from));
        // From anywhere between two runs the next one is the same.
        for pair in runs.windows(2) {
            let between = pair[0] + (pair[1] - pair[0]) / 2;
            prop_assert_eq!(timetable.next(between), Some(pair[1]));
            prop_assert_eq!(timetable.next(pair[1] - 1), Some(pair[1]));
        }
        prop_assert_eq!(timetable.count(from, runs[19]), 20);
    }
}
