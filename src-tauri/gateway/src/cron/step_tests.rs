//! Steps over the real tables.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::cron::{Schedule, end_run, forget_job, slots_of};

const MINUTE: Ms = 60_000;

fn tables() -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    crate::storage::migrate(&mut connection, std::path::Path::new(":memory:")).unwrap();
    connection
}

fn every(minutes: Ms) -> Timetable {
    let schedule = Schedule::Every {
        every: minutes * MINUTE,
        anchor: Some(0),
    };
    Timetable::new(&schedule, 0, "UTC").unwrap()
}

fn planned(timetable: &Timetable, overlap: Overlap) -> Planned<'_> {
    let rules = Rules {
        missed: Some(Missed::Within(120 * MINUTE)),
        overlap,
    };
    Planned {
        id: "j",
        hash: "h",
        timetable,
        rules,
    }
}

/// Slots as `minute state reason`.
#[track_caller]
fn check(connection: &Connection, expected: &[&str]) {
    let shown: Vec<String> = slots_of(connection, "j")
        .unwrap()
        .iter()
        .map(|slot| {
            let reason = slot
                .reason
                .as_deref()
                .map(|reason| format!(" {reason}"))
                .unwrap_or_default();
            let through = if slot.count > 1 {
                format!("-{}x{}", slot.through / MINUTE, slot.count)
            } else {
                String::new()
            };
            format!("{}{through} {}{reason}", slot.at / MINUTE, slot.state)
        })
        .collect();
    assert_eq!(shown, expected);
}

fn at(connection: &Connection, job: &Planned<'_>, minute: Ms) -> Option<String> {
    let found = step(
        connection,
        job,
        &Hindrance::default(),
        minute * MINUTE,
        Absence::Down,
    )
    .unwrap();
    found.begin.map(|begun| begun.run)
}

#[test]
fn a_slot_runs_once_and_what_was_missed_is_one_record() {
    let (connection, timetable) = (tables(), every(10));
    let job = planned(&timetable, Overlap::Skip);
    assert_eq!(at(&connection, &job, 3), None);
    assert_eq!(at(&connection, &job, 10).as_deref(), Some("j@600000#1"));
    assert_eq!(at(&connection, &job, 10), None);
    assert!(end_run(&connection, "j@600000#1", SlotEnd::Done, None, 11 * MINUTE).unwrap());
    assert!(
        !end_run(
            &connection,
            "j@600000#1",
            SlotEnd::Failed,
            None,
            11 * MINUTE
        )
        .unwrap()
    );
    assert_eq!(at(&connection, &job, 55).as_deref(), Some("j@3000000#1"));
    check(
        &connection,
        &["10 done", "20-40x3 missed down", "50 running"],
    );
}

#[test]
fn a_slot_during_a_run_is_left_out_or_waits_and_a_newer_one_takes_its_place() {
    let (connection, timetable) = (tables(), every(10));
    let job = planned(&timetable, Overlap::Skip);
    for minute in [1, 10, 20] {
        at(&connection, &job, minute);
    }
    check(&connection, &["10 running", "20 skipped overlap"]);

    let connection = tables();
    let job = planned(&timetable, Overlap::Queue);
    for minute in [1, 10, 20, 30] {
        at(&connection, &job, minute);
    }
    check(
        &connection,
        &["10 running", "20 skipped superseded", "30 queued"],
    );
    let free = Hindrance::default();
    assert_eq!(
        begin_waiting(&connection, &job, &free, 31 * MINUTE).unwrap(),
        None
    );
    end_run(&connection, "j@600000#1", SlotEnd::Quiet, None, 32 * MINUTE).unwrap();
    let begun = begin_waiting(&connection, &job, &free, 32 * MINUTE)
        .unwrap()
        .unwrap();
    assert_eq!((begun.slot, begun.attempt), (30 * MINUTE, 1));
    check(
        &connection,
        &["10 quiet", "20 skipped superseded", "30 running"],
    );
}

#[test]
fn a_job_on_hold_skips_its_slots_with_the_reason() {
    let (connection, timetable) = (tables(), every(10));
    let job = planned(&timetable, Overlap::Queue);
    at(&connection, &job, 1);
    let held = Hindrance {
        hold: Some("paused".into()),
        ..Hindrance::default()
    };
    step(&connection, &job, &held, 10 * MINUTE, Absence::Late).unwrap();
    check(&connection, &["10 skipped hold:paused"]);
}

#[test]
fn another_schedule_begins_now_and_a_job_that_is_gone_waits_for_nothing() {
    let (connection, timetable, other) = (tables(), every(10), every(7));
    let job = planned(&timetable, Overlap::Queue);
    for minute in [1, 10, 20] {
        at(&connection, &job, minute);
    }
    let edited = Planned {
        hash: "other",
        timetable: &other,
        ..job
    };
    assert_eq!(at(&connection, &edited, 34), None);
    check(&connection, &["10 running", "20 queued"]);
    forget_job(&connection, "j").unwrap();
    check(&connection, &["10 running", "20 skipped removed"]);
}

#[test]
fn after_a_kill_a_run_is_repeated_as_its_next_attempt_or_interrupted() {
    let (connection, timetable) = (tables(), every(10));
    let job = planned(&timetable, Overlap::Skip);
    at(&connection, &job, 1);
    at(&connection, &job, 10);
    let recovered = |run: &str, repeat, minute: Ms| {
        recover_run(
            &connection,
            (run, "j", 10 * MINUTE),
            repeat,
            minute * MINUTE,
        )
        .unwrap();
    };
    recovered("j@600000#1", true, 11);
    check(&connection, &["10 queued retry"]);
    let held = Hindrance {
        settling_until: Some(12 * MINUTE),
        ..Hindrance::default()
    };
    let waits = begin_waiting(&connection, &job, &held, 11 * MINUTE).unwrap();
    assert_eq!(waits, None, "it waits as every slot that waits");
    let begun = begin_waiting(&connection, &job, &Hindrance::default(), 12 * MINUTE).unwrap();
    assert_eq!(begun.map(|begun| begun.run).as_deref(), Some("j@600000#2"));
    check(&connection, &["10 running"]);
    recovered("j@600000#2", false, 13);
    check(&connection, &["10 interrupted stopped"]);
}

#[test]
fn a_clock_put_back_runs_nothing_twice_and_one_that_was_wrong_stops_no_job() {
    let (connection, timetable) = (tables(), every(600));
    let job = planned(&timetable, Overlap::Skip);
    at(&connection, &job, 1);
    at(&connection, &job, 600);
    end_run(
        &connection,
        "j@36000000#1",
        SlotEnd::Done,
        None,
        601 * MINUTE,
    )
    .unwrap();
    assert_eq!(at(&connection, &job, 500), None);
    assert_eq!(at(&connection, &job, 600), None);
    // A year ahead by mistake, then put right.
    at(&connection, &job, 500_000);
    assert_eq!(at(&connection, &job, 700), None);
    assert_eq!(
        at(&connection, &job, 1_200).as_deref(),
        Some("j@72000000#1")
    );
}
