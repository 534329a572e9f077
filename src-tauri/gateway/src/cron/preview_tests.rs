//! What a schedule will do, and what may surprise.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::clock::iso;

// 2026-11-21 17:30 in Berlin.
const NOW: Ms = 1_795_278_600_000;

fn look(wanted: Wanted) -> Result<Preview, ScheduleError> {
    preview(
        &wanted,
        NOW,
        "Europe/Berlin",
        &Words::load(),
        Language::English,
    )
}

fn cron(expr: &str) -> Wanted {
    Wanted {
        cron: Some(expr.to_owned()),
        ..Wanted::default()
    }
}

fn check(wanted: Wanted, runs: &[&str], warnings: &[&str]) {
    let shown = format!("{wanted:?}");
    let found = look(wanted).unwrap();
    let codes: Vec<&str> = found.warnings.iter().map(|warning| warning.code).collect();
    let first: Vec<String> = found
        .runs
        .iter()
        .take(runs.len())
        .map(|at| iso(*at))
        .collect();
    assert_eq!(
        (&first[..], &codes[..]),
        (
            runs.iter()
                .map(|run| (*run).to_owned())
                .collect::<Vec<_>>()
                .as_slice(),
            warnings
        ),
        "{shown}"
    );
}

#[test]
fn a_time_asked_for_once_that_the_clocks_leave_out_is_told() {
    let once = |at: &str, tz: &str| Wanted {
        at: Some(at.to_owned()),
        tz: Some(tz.to_owned()),
        ..Wanted::default()
    };
    let gap = &["dst-gap"][..];
    let new_york = "America/New_York";
    check(
        once("2027-03-14 02:30", new_york),
        &["2027-03-14T07:00:00.000Z"],
        gap,
    );
    check(
        once("2027-03-14 03:30", new_york),
        &["2027-03-14T07:30:00.000Z"],
        &[],
    );
    check(
        once("2027-03-14T02:30Z", new_york),
        &["2027-03-14T02:30:00.000Z"],
        &[],
    );
    check(
        once("2027-03-28T02:15", "Europe/Berlin"),
        &["2027-03-28T01:00:00.000Z"],
        gap,
    );
}

#[test]
fn what_may_surprise_is_told() {
    check(cron("0 9 * * *"), &["2026-11-22T08:00:00.000Z"], &[]);
    check(
        cron("30 2 * * *"),
        &["2026-11-22T01:30:00.000Z"],
        &["dst-gap"],
    );
    check(
        cron("0 9 31 * *"),
        &["2026-12-31T08:00:00.000Z"],
        &["day-31"],
    );
    check(cron("0 9 30 APR,JUN *"), &["2027-04-30T07:00:00.000Z"], &[]);
    check(
        cron("0 9 29 2 *"),
        &["2028-02-29T08:00:00.000Z"],
        &["day-31"],
    );
    check(cron("0 9 31 2 *"), &[], &["never"]);
    check(
        cron("*/15 * * * *"),
        &["2026-11-21T16:45:00.000Z"],
        &["often"],
    );
    check(
        Wanted {
            at: Some("2020-01-01 09:00".into()),
            ..Wanted::default()
        },
        &[],
        &["past"],
    );
    check(
        Wanted {
            every: Some("30m".into()),
            ..Wanted::default()
        },
        &["2026-11-21T17:00:00.000Z"],
        &["often"],
    );
    let monthly = Some("FREQ=MONTHLY;BYMONTHDAY=31;BYHOUR=9;BYMINUTE=0".into());
    check(
        Wanted {
            rrule: monthly,
            ..Wanted::default()
        },
        &["2026-12-31T08:00:00.000Z"],
        &["day-31"],
    );
}

#[test]
fn runs_lie_strictly_behind_the_time_asked_for_and_are_as_many_as_asked_for() {
    let wanted = Wanted {
        from: Some("2026-03-07T08:00:00Z".into()),
        tz: Some("UTC".into()),
        count: Some(3),
        ..cron("0 8 * * *")
    };
    let found = look(wanted).unwrap();
    assert_eq!(
        found.runs.iter().map(|at| iso(*at)).collect::<Vec<_>>(),
        [
            "2026-03-08T08:00:00.000Z",
            "2026-03-09T08:00:00.000Z",
            "2026-03-10T08:00:00.000Z"
        ]
    );
    assert_eq!(found.description, "Every day at 08:00 (UTC)");
}

#[test]
fn no_run_lies_before_the_start_or_behind_the_end() {
    let within = |start: &str, end: &str| Wanted {
        start_at: Some(start.to_owned()),
        end_at: Some(end.to_owned()),
        count: Some(9),
        tz: Some("UTC".into()),
        ..cron("0 9 * * *")
    };
    let check = |wanted: Wanted, runs: &[&str], warnings: &[&str]| {
        let found = look(wanted).unwrap();
        let shown: Vec<String> = found.runs.iter().map(|at| iso(*at)).collect();
        let codes: Vec<&str> = found.warnings.iter().map(|told| told.code).collect();
        assert_eq!(
            (shown.as_slice(), codes.as_slice()),
            (
                runs.iter()
                    .map(|run| (*run).to_owned())
                    .collect::<Vec<_>>()
                    .as_slice(),
                warnings
            )
        );
    };
    // A run at the very start and one at the very end are runs.
    check(
        within("2026-12-24T09:00:00Z", "2026-12-26 09:00"),
        &[
            "2026-12-24T09:00:00.000Z",
            "2026-12-25T09:00:00.000Z",
            "2026-12-26T09:00:00.000Z",
        ],
        &[],
    );
    check(
        within("2026-12-24 10:00", "2026-12-25 08:00"),
        &[],
        &["never"],
    );
    let wrong = look(within("someday", "2026-12-25 08:00"));
    assert_eq!(wrong.unwrap_err().field(), "schedule.at");
}

#[test]
fn a_mistake_is_told_at_its_field() {
    let field = |wanted| look(wanted).unwrap_err().field();
    assert_eq!(field(Wanted::default()), "schedule.kind");
    assert_eq!(field(cron("61 * * * *")), "schedule.expr");
    assert_eq!(
        field(Wanted {
            tz: Some("Berlin".into()),
            ..cron("0 9 * * *")
        }),
        "schedule.tz"
    );
    assert_eq!(
        field(Wanted {
            at: Some("soon".into()),
            ..Wanted::default()
        }),
        "schedule.at"
    );
    assert_eq!(
        field(Wanted {
            every: Some("0m".into()),
            ..Wanted::default()
        }),
        "schedule.everyMs"
    );
    assert_eq!(
        field(Wanted {
            rrule: Some("FREQ=OFTEN".into()),
            ..Wanted::default()
        }),
        "schedule.rrule"
    );
}
