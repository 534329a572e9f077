//! The decisions of the scheduler as tables.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::cron::Schedule;

fn ms(text: &str) -> Ms {
    chrono::DateTime::parse_from_rfc3339(&format!("2026-11-{text}:00Z"))
        .unwrap()
        .timestamp_millis()
}

fn cron(expr: &str) -> Timetable {
    let schedule = Schedule::Cron {
        expr: expr.to_owned(),
        tz: None,
        stagger: 0,
    };
    Timetable::new(&schedule, 0, "UTC").unwrap()
}

/// `considered`, `now` → the slot that runs and how it is called; the missed ones.
#[track_caller]
fn check(
    timetable: &Timetable,
    policy: Missed,
    considered: &str,
    now: &str,
    run: Option<(&str, bool)>,
    missed: Option<(&str, &str, u64)>,
) {
    let found = due(timetable, ms(considered), ms(now), policy, Absence::Down);
    let expected_run = run.map(|(at, catch_up)| Slot {
        at: ms(at),
        late: ms(now) - ms(at),
        catch_up,
    });
    let expected_missed = missed.map(|(first, through, count)| MissedRange {
        first: ms(first),
        through: ms(through),
        count,
        why: Absence::Down,
    });
    assert_eq!((found.run, found.missed), (expected_run, expected_missed));
}

#[test]
fn what_is_due_stands_in_this_table() {
    let daily = cron("0 9 * * *");
    let (two, twelve) = (Missed::Within(2 * HOUR), Missed::Within(12 * HOUR));
    // Nothing, on time, a minute late.
    check(&daily, two, "21T09:00", "21T15:00", None, None);
    check(
        &daily,
        two,
        "20T10:00",
        "21T09:00",
        Some(("21T09:00", false)),
        None,
    );
    check(
        &daily,
        Missed::Skip,
        "20T10:00",
        "21T09:01",
        Some(("21T09:00", false)),
        None,
    );
    // One missed, by policy.
    check(
        &daily,
        two,
        "20T10:00",
        "21T10:30",
        Some(("21T09:00", true)),
        None,
    );
    check(
        &daily,
        two,
        "20T10:00",
        "21T11:00",
        None,
        Some(("21T09:00", "21T09:00", 1)),
    );
    check(
        &daily,
        twelve,
        "20T10:00",
        "21T20:00",
        Some(("21T09:00", true)),
        None,
    );
    check(
        &daily,
        Missed::Skip,
        "20T10:00",
        "21T09:10",
        None,
        Some(("21T09:00", "21T09:00", 1)),
    );
    check(
        &daily,
        Missed::Always,
        "20T10:00",
        "22T08:00",
        Some(("21T09:00", true)),
        None,
    );
    // Several missed are one catch-up run for the newest.
    check(
        &daily,
        twelve,
        "10T10:00",
        "21T12:00",
        Some(("21T09:00", true)),
        Some(("11T09:00", "20T09:00", 10)),
    );
    check(
        &daily,
        two,
        "10T10:00",
        "21T12:00",
        None,
        Some(("11T09:00", "21T09:00", 11)),
    );
    check(
        &daily,
        two,
        "10T10:00",
        "21T09:00",
        Some(("21T09:00", false)),
        Some(("11T09:00", "20T09:00", 10)),
    );
    // A clock that was put back has nothing twice.
    check(&daily, Missed::Always, "21T09:00", "21T08:00", None, None);
    check(
        &cron("*/15 * * * *"),
        two,
        "21T08:00",
        "21T10:00",
        Some(("21T10:00", false)),
        Some(("21T08:15", "21T09:45", 7)),
    );
    // An expression that never comes.
    check(&cron("0 0 31 2 *"), two, "10T10:00", "21T12:00", None, None);
}

#[test]
fn the_cursor_moves_over_what_was_considered_and_names_the_next_slot() {
    let daily = cron("0 9 * * *");
    let found = due(
        &daily,
        ms("10T10:00"),
        ms("21T15:00"),
        Missed::Skip,
        Absence::Asleep,
    );
    assert_eq!(
        (found.considered, found.next),
        (ms("21T09:00"), Some(ms("22T09:00")))
    );
    let found = due(
        &daily,
        ms("21T09:00"),
        ms("21T08:00"),
        Missed::Skip,
        Absence::Late,
    );
    assert_eq!(
        (found.considered, found.next),
        (ms("21T09:00"), Some(ms("22T09:00")))
    );
}

#[test]
fn a_job_that_names_no_policy_has_one_by_its_rhythm() {
    let policy = |schedule: Schedule| {
        let timetable = Timetable::new(&schedule, 0, "Europe/Berlin").unwrap();
        missed_policy(timetable.is_once(), timetable.from(ms("01T00:00")))
    };
    let cron = |expr: &str| Schedule::Cron {
        expr: expr.into(),
        tz: None,
        stagger: 0,
    };
    let (two, twelve) = (Missed::Within(2 * HOUR), Missed::Within(12 * HOUR));
    assert_eq!(policy(Schedule::At { at: 5 }), Missed::Always);
    assert_eq!(policy(cron("0 * * * *")), two);
    assert_eq!(policy(cron("0 9,18 * * *")), two);
    assert_eq!(policy(cron("0 9 * * *")), twelve);
    assert_eq!(policy(cron("0 9 * * 1-5")), twelve);
    assert_eq!(
        policy(Schedule::Every {
            every: 6 * HOUR,
            anchor: None
        }),
        two
    );
}

#[test]
fn whether_a_slot_may_run_stands_in_this_table() {
    let free = Hindrance::default;
    let skip = |reason: &str| Admission::Skip(reason.to_owned());
    let all = Hindrance {
        broken: true,
        hold: Some("paused".into()),
        untested: true,
        allowance: true,
        backoff_until: Some(200),
        running: true,
        full: true,
        settling_until: Some(900),
    };
    for (hindrance, overlap, expected) in [
        (free(), Overlap::Skip, Admission::Run),
        (all.clone(), Overlap::Skip, skip("broken")),
        (
            Hindrance {
                broken: false,
                ..all.clone()
            },
            Overlap::Queue,
            skip("hold:paused"),
        ),
        (
            Hindrance {
                untested: true,
                ..free()
            },
            Overlap::Skip,
            skip("target-untested"),
        ),
        (
            Hindrance {
                allowance: true,
                full: true,
                ..free()
            },
            Overlap::Skip,
            skip("allowance"),
        ),
        (
            Hindrance {
                backoff_until: Some(101),
                ..free()
            },
            Overlap::Skip,
            skip("backoff"),
        ),
        (
            Hindrance {
                backoff_until: Some(100),
                ..free()
            },
            Overlap::Skip,
            Admission::Run,
        ),
        (
            Hindrance {
                running: true,
                ..free()
            },
            Overlap::Skip,
            skip("overlap"),
        ),
        (
            Hindrance {
                running: true,
                ..free()
            },
            Overlap::Queue,
            Admission::Queue(Wait::Overlap),
        ),
        (
            Hindrance {
                settling_until: Some(121),
                full: true,
                ..free()
            },
            Overlap::Skip,
            Admission::Queue(Wait::Settling(121)),
        ),
        (
            Hindrance {
                settling_until: Some(120),
                ..free()
            },
            Overlap::Skip,
            Admission::Run,
        ),
        (
            Hindrance {
                full: true,
                ..free()
            },
            Overlap::Skip,
            Admission::Queue(Wait::Full),
        ),
    ] {
        assert_eq!(
            admit(100, 120, overlap, &hindrance),
            expected,
            "{hindrance:?}"
        );
    }
}

#[test]
fn after_three_starts_in_a_quarter_of_an_hour_jobs_wait_until_the_app_is_stable() {
    let minute = 60_000;
    for (starts, now, expected) in [
        (&[0, 5, 14][..], 14, Some(16)),
        (&[14, 0, 5], 15, Some(16)),
        (&[0, 5, 14], 16, None),
        (&[0, 14], 14, None),
        (&[0, 5, 15], 15, None),
        (&[], 3, None),
    ] {
        let starts: Vec<Ms> = starts.iter().map(|at| at * minute).collect();
        assert_eq!(
            settle_until(&starts, now * minute),
            expected.map(|at: Ms| at * minute),
            "{starts:?} {now}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn every_slot_is_in_exactly_one_record_whenever_the_scheduler_looks(
        expr in proptest::sample::select(&["*/15 * * * *", "0 */3 * * *", "0 9 * * *", "30 2 * * 1-5", "5,50 1-3 * * *"][..]),
        zone in proptest::sample::select(&["UTC", "Europe/Berlin", "America/Santiago", "Australia/Lord_Howe"][..]),
        start in 0_i64..300, looks in proptest::collection::vec((0_i64..4_000, -90_i64..90), 1..25),
        policy in proptest::sample::select(&[Missed::Skip, Missed::Always, Missed::Within(2 * HOUR)][..]),
    ) {
        let schedule = Schedule::Cron { expr: expr.to_owned(), tz: None, stagger: 0 };
        let timetable = Timetable::new(&schedule, 0, zone).unwrap();
        let begin = ms("01T00:00") + start * 86_400_000;
        let (mut considered, mut now, mut furthest) = (begin, begin, begin);
        let (mut ran, mut missed) = (Vec::new(), 0);
        for (minutes, step) in looks {
            now += minutes * 60_000;
            // Now and then somebody puts the clock.
            now += step * 60_000;
            furthest = furthest.max(now);
            let found = due(&timetable, considered, now, policy, Absence::Down);
            prop_assert!(found.considered >= considered);
            considered = found.considered;
            if let Some(range) = found.missed {
                prop_assert!(range.first <= range.through);
                prop_assert_eq!(timetable.count(range.first - 1, range.through), range.count);
                missed += range.count;
            }
            ran.extend(found.run.map(|slot| slot.at));
        }
        prop_assert!(ran.windows(2).all(|pair| pair[0] < pair[1]), "no slot runs twice");
        prop_assert_eq!(ran.len() as u64 + missed, timetable.count(begin, furthest));
    }
}
