//! The grid held against beats computed by somebody else, and what quiet days do to it.
#![allow(clippy::unwrap_used)]
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::clock::iso;

fn at(text: &str) -> Ms {
    chrono::DateTime::parse_from_rfc3339(text)
        .unwrap()
        .timestamp_millis()
}

fn plan(every: &str, hours: Option<(&str, &str)>, zone: &str) -> Plan {
    let time = |text| TimeOfDay::parse(text).unwrap();
    let hours = hours.map(|(start, end)| (time(start), time(end)));
    let plan = Plan::new(Span::parse(every).unwrap(), hours, zone.parse().unwrap());
    plan.unwrap().unwrap()
}

#[test]
fn beats_fall_where_an_independent_computation_puts_them() {
    let text = include_str!("../../../../tests/vectors/heartbeat-plan.json");
    let file: Value = serde_json::from_str(text).unwrap();
    let vectors = file["vectors"].as_array().unwrap();
    assert!(vectors.len() > 10);
    for vector in vectors {
        let hours = vector["start"].as_str().zip(vector["end"].as_str());
        let zone = vector["timezone"].as_str().unwrap();
        let plan = plan(vector["every"].as_str().unwrap(), hours, zone);
        let from = at(vector["from"].as_str().unwrap());
        let until = from + vector["hours"].as_i64().unwrap() * 3_600_000;
        let expected: Vec<Ms> = vector["beats"]
            .as_array()
            .unwrap()
            .iter()
            .map(|beat| at(beat.as_str().unwrap()))
            .collect();
        let name = format!("{} {hours:?} {zone} {}", vector["every"], vector["from"]);
        assert_eq!(plan.beats(from, until), expected, "{name}");
    }
}

#[test]
fn what_no_plan_can_be_is_refused() {
    let check = |every: &str, hours: Option<(u16, u16)>, expected: Result<bool, &str>| {
        let hours = hours.map(|(start, end)| (TimeOfDay(start), TimeOfDay(end)));
        let plan = Plan::new(Span::parse(every).unwrap(), hours, Tz::UTC);
        let found = plan
            .map(|plan| plan.is_some())
            .map_err(|error| crate::error::Coded::code(&error));
        assert_eq!(found, expected, "{every} {hours:?}");
    };
    check("24h", None, Ok(true));
    check("1m", None, Ok(true));
    check("0m", None, Ok(false));
    check("25h", None, Err("heartbeat-every-long"));
    check("30s", None, Err("heartbeat-every-short"));
    check("30m", Some((480, 480)), Err("heartbeat-same-hours"));
    check("0m", Some((480, 480)), Err("heartbeat-same-hours"));
    check("30m", Some((1440, 480)), Err("heartbeat-not-time"));
    check("30m", Some((480, 1440)), Ok(true));
}

#[test]
fn an_ordinary_day_has_its_beats_counted_without_walking_it() {
    let check = |every: &str, hours, expected| {
        assert_eq!(plan(every, hours, "UTC").beats_a_day(), expected, "{every}");
    };
    check("30m", None, 48);
    check("2h", None, 12);
    check("24h", None, 1);
    check("7h", None, 4);
    check("30m", Some(("08:00", "22:00")), 28);
    check("90m", Some(("10:15", "24:00")), 10);
    check("12h", Some(("02:00", "23:45")), 2);
    check("30m", Some(("20:00", "18:45")), 46);
    check("24h", Some(("08:00", "09:00")), 1);
}

#[test]
fn after_sleep_one_late_beat_stands_for_many() {
    let plan = plan("30m", Some(("08:00", "22:00")), "UTC");
    let check = |considered: &str, now: &str, expected: Option<(&str, usize)>| {
        let late = plan.late(at(considered), at(now));
        let expected = expected.map(|(slot, left_out)| Late {
            slot: at(slot),
            left_out,
        });
        assert_eq!(late, expected, "{considered} {now}");
    };
    let nine = "2026-01-05T09:00:00Z";
    check(nine, "2026-01-05T09:29:59Z", None);
    check(
        nine,
        "2026-01-05T09:30:00Z",
        Some(("2026-01-05T09:30:00Z", 0)),
    );
    check(
        nine,
        "2026-01-05T12:10:00Z",
        Some(("2026-01-05T12:00:00Z", 5)),
    );
    check(
        nine,
        "2026-01-06T03:00:00Z",
        Some(("2026-01-05T21:30:00Z", 24)),
    );
    check("2025-01-01T00:00:00Z", nine, Some((nine, 27)));
}

#[test]
fn quiet_days_leave_beats_out_and_move_none() {
    let mut plan = plan("6h", None, "Europe/Berlin");
    plan.quiet = vec![
        QuietDay::Weekday(chrono::Weekday::Sat),
        QuietDay::Weekday(chrono::Weekday::Sun),
        QuietDay::parse("2026-12-25").unwrap(),
    ];
    let days = plan.beats(at("2026-12-23T23:00:00Z"), at("2026-12-28T23:00:00Z"));
    let days: Vec<String> = days.into_iter().map(iso).collect();
    assert_eq!(days.len(), 8, "{days:?}");
    assert!(days[3].starts_with("2026-12-24T17:00") && days[4].starts_with("2026-12-27T23:00"));
    assert!(!plan.is_open(at("2026-12-25T12:00:00Z")));
    assert!(plan.is_open(at("2026-12-28T12:00:00Z")));
    assert_eq!(
        plan.next(at("2026-12-24T17:00:01Z")),
        Some(at("2026-12-27T23:00:00Z"))
    );
}

#[test]
fn quiet_hours_begin_and_end_at_the_windows_edges() {
    let plan = plan("1h", Some(("08:00", "22:00")), "Europe/Berlin");
    // The clocks go forward in the night to March 29th.
    let found = plan.edges(at("2026-03-28T12:00:00Z"), at("2026-03-29T21:00:00Z"));
    let found: Vec<(String, bool)> = found.into_iter().map(|(at, on)| (iso(at), on)).collect();
    let expected = [
        ("2026-03-28T21:00:00.000Z", false),
        ("2026-03-29T06:00:00.000Z", true),
        ("2026-03-29T20:00:00.000Z", false),
    ];
    assert_eq!(found, expected.map(|(at, on)| (at.to_owned(), on)));
}

#[test]
fn quiet_times_are_nights_and_whole_quiet_days_in_one_piece() {
    let mut weekdays = plan("30m", Some(("07:00", "23:00")), "Europe/Berlin");
    weekdays.quiet = vec![QuietDay::Weekday(chrono::Weekday::Sat)];
    let check = |plan: &Plan, from: &str, hours: i64, expected: &[(&str, &str)]| {
        let from = at(from);
        let found = plan.quiet(from, from + hours * 3_600_000);
        let expected: Vec<(Ms, Ms)> = expected
            .iter()
            .map(|(begin, end)| (at(begin), at(end)))
            .collect();
        assert_eq!(found, expected, "{from} {hours}");
    };
    // Friday 2026-01-09, 13:00 in Berlin.
    let friday = "2026-01-09T12:00:00Z";
    let night = ("2026-01-09T22:00:00Z", "2026-01-11T06:00:00Z");
    check(&weekdays, friday, 10, &[]);
    check(&weekdays, friday, 48, &[night]);
    check(&weekdays, friday, 24, &[(night.0, "2026-01-10T12:00:00Z")]);
    let midnight = "2026-01-08T23:30:00Z";
    let monday = plan("30m", Some(("07:00", "23:00")), "Europe/Berlin");
    let expected = [
        (midnight, "2026-01-09T06:00:00Z"),
        ("2026-01-09T22:00:00Z", "2026-01-09T23:30:00Z"),
    ];
    check(&monday, midnight, 24, &expected);
    check(&plan("30m", None, "UTC"), friday, 48, &[]);
}

#[test]
fn a_quiet_time_has_the_edges_of_the_times_that_are_told() {
    let mut days = plan("1h", Some(("07:00", "23:00")), "Europe/Berlin");
    days.quiet = vec![QuietDay::parse("sat").unwrap()];
    let check = |plan: &Plan, from: &str, until: &str, expected: &[(&str, bool)]| {
        let found = plan.edges(at(from), at(until));
        let expected: Vec<(Ms, bool)> = expected.iter().map(|(on, ends)| (at(on), *ends)).collect();
        assert_eq!(found, expected, "{from} {until}");
    };
    // Friday 2026-01-09 to Sunday: one night that lasts until Sunday morning.
    let (friday, sunday) = ("2026-01-09T12:00:00Z", "2026-01-11T12:00:00Z");
    let night = [
        ("2026-01-09T22:00:00Z", false),
        ("2026-01-11T06:00:00Z", true),
    ];
    check(&days, friday, sunday, &night);
    // An edge at which the look begins is one, the end of the look is none.
    check(&days, night[0].0, night[1].0, &night[..1]);
    check(&days, "2026-01-10T08:00:00Z", "2026-01-10T09:00:00Z", &[]);
    let mut whole = plan("1h", None, "Europe/Berlin");
    check(&whole, friday, sunday, &[]);
    whole.quiet = days.quiet.clone();
    let saturday = [
        ("2026-01-09T23:00:00Z", false),
        ("2026-01-10T23:00:00Z", true),
    ];
    check(&whole, friday, sunday, &saturday);
}

#[test]
fn an_ordinary_week_has_as_many_days_as_are_left() {
    let check = |days: &[&str], expected: u32| {
        let mut plan = plan("1h", None, "UTC");
        plan.quiet = days
            .iter()
            .map(|day| QuietDay::parse(day).unwrap())
            .collect();
        assert_eq!(plan.days_a_week(), expected, "{days:?}");
    };
    check(&[], 7);
    check(&["sat", "sat"], 6);
    check(&["weekends", "sun"], 5);
    check(&["weekdays"], 2);
    check(&["weekdays", "weekends"], 0);
    check(&["12-25", "2026-12-24..2027-01-02"], 7);
}

#[test]
fn quiet_days_in_a_row_are_one_piece_cut_off_where_the_look_ends() {
    let mut plan = plan("1h", Some(("08:00", "22:00")), "Europe/Berlin");
    plan.quiet = vec![
        QuietDay::parse("12-25").unwrap(),
        QuietDay::parse("weekends").unwrap(),
    ];
    let check = |from: &str, until: &str, expected: &[(&str, &str)]| {
        let found = plan.quiet_days(at(from), at(until));
        let expected: Vec<(Ms, Ms)> = expected.iter().map(|(a, b)| (at(a), at(b))).collect();
        assert_eq!(found, expected, "{from} {until}");
    };
    // Christmas Day 2026 is a Friday.
    let (begin, end) = ("2026-12-24T23:00:00Z", "2026-12-27T23:00:00Z");
    check(
        "2026-12-24T12:00:00Z",
        "2026-12-29T12:00:00Z",
        &[(begin, end)],
    );
    let middle = "2026-12-26T12:00:00Z";
    check("2026-12-24T12:00:00Z", middle, &[(begin, middle)]);
    check(middle, "2026-12-29T12:00:00Z", &[(middle, end)]);
    check("2026-12-28T12:00:00Z", "2026-12-29T12:00:00Z", &[]);
}

#[test]
fn a_window_over_midnight_is_open_on_both_sides_of_it() {
    let plan = plan("1h", Some(("22:00", "06:00")), "UTC");
    let check = |time: &str, expected: bool| {
        assert_eq!(
            plan.is_open(at(&format!("2026-01-05T{time}:00Z"))),
            expected,
            "{time}"
        );
    };
    check("21:59", false);
    check("22:00", true);
    check("00:00", true);
    check("05:59", true);
    check("06:00", false);
}

proptest! {
    #[test]
    fn a_look_from_anywhere_sees_the_same_grid(
        every in 1i64..1_440, start in 0u16..1_440, length in 1u16..1_440,
        zone in prop::sample::select(vec!["Europe/Berlin", "America/New_York", "Asia/Kathmandu",
            "Australia/Lord_Howe", "America/Santiago", "Pacific/Chatham"]),
        day in 0i64..366, cut in 0i64..(72 * 60),
    ) {
        let end = (start + length) % MIDNIGHT;
        let every = Span::minutes(u64::try_from(every).unwrap());
        let hours = Some((TimeOfDay(start), TimeOfDay(end)));
        let plan = Plan::new(every, hours, zone.parse().unwrap()).unwrap().unwrap();
        let from = at("2026-01-01T00:00:00Z") + day * DAY;
        let (middle, until) = (from + cut * MINUTE, from + 3 * DAY);
        let whole = plan.beats(from, until);
        let parts = [plan.beats(from, middle), plan.beats(middle, until)].concat();
        prop_assert_eq!(&whole, &parts);
        prop_assert!(whole.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert!(whole.iter().all(|beat| plan.is_open(*beat)));
        prop_assert_eq!(plan.next(from).filter(|beat| *beat < until), whole.first().copied());
    }
}
