//! Every row of the decision, and every event read exactly once.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::config::{Heartbeat, QuietDay, Span, TimeOfDay};
use crate::heartbeat::{WakeMode, wakes_at};
use crate::words::{Language, Words};

const MINUTE: Ms = 60_000;
const HOUR: Ms = 60 * MINUTE;
/// 2026-01-05, a Monday, 00:00 UTC.
const DAY: Ms = 1_767_571_200_000;
const NOON: Ms = DAY + 12 * HOUR;
const NIGHT: Ms = DAY + 23 * HOUR;

/// Beats every 30 minutes from 08:00 to 22:00.
fn plan() -> Plan {
    let hours = Some((TimeOfDay(480), TimeOfDay(1320)));
    let plan = Plan::new(Span::minutes(30), hours, chrono_tz::UTC);
    plan.unwrap().unwrap()
}

fn view(plan: Option<&Plan>) -> View<'_> {
    View {
        occasion: Occasion::Slot,
        now: NOON,
        plan,
        file: Some("- look at the mail"),
        waiting: &[],
        lane: Lane::default(),
        skip_when_busy: false,
        held: Held::default(),
        spent: false,
        unpriced: false,
        practice: false,
    }
}

fn held(all: Pause, autonomous: Pause, heartbeat: Pause) -> Held {
    Held {
        all,
        autonomous,
        heartbeat,
    }
}

#[test]
fn a_slot_runs_unless_something_speaks_against_it() {
    let plan = plan();
    let base = view(Some(&plan));
    let check =
        |view: View<'_>, expected: Decision| assert_eq!(decide(&view), expected, "{view:?}");
    let skip = |view: View<'_>, why: Skip| check(view, Decision::Skip(why));
    let (no, yes) = (Pause::No, Pause::UntilResumed);
    check(base, Decision::Beat(Asks::Checklist));
    skip(View { plan: None, ..base }, Skip::Disabled);
    skip(
        View {
            held: held(yes, no, no),
            ..base
        },
        Skip::PausedAll,
    );
    skip(
        View {
            held: held(no, yes, no),
            ..base
        },
        Skip::PausedAutonomous,
    );
    skip(
        View {
            held: held(no, no, yes),
            ..base
        },
        Skip::Paused,
    );
    let until = |at| held(no, no, Pause::Until(at));
    skip(
        View {
            held: until(NOON + 1),
            ..base
        },
        Skip::Paused,
    );
    check(
        View {
            held: until(NOON),
            ..base
        },
        Decision::Beat(Asks::Checklist),
    );
    skip(View { now: NIGHT, ..base }, Skip::QuietHours);
    let mut settings = Heartbeat::default();
    settings.cove.quiet_days = vec![QuietDay::parse("mon").unwrap()];
    let monday = Plan::of(&settings, chrono_tz::UTC, chrono_tz::UTC).unwrap();
    skip(
        View {
            plan: monday.as_ref(),
            ..base
        },
        Skip::QuietDay,
    );
    skip(
        View {
            spent: true,
            ..base
        },
        Skip::Allowance,
    );
    let lane = |beating, others| Lane { beating, others };
    skip(
        View {
            lane: lane(true, false),
            ..base
        },
        Skip::StillBeating,
    );
    check(
        View {
            lane: lane(false, true),
            ..base
        },
        Decision::Beat(Asks::Checklist),
    );
    let busy = View {
        lane: lane(false, true),
        skip_when_busy: true,
        ..base
    };
    skip(busy, Skip::Busy);
    skip(
        View {
            file: Some("# Later"),
            ..base
        },
        Skip::EmptyFile,
    );
    skip(
        View {
            file: Some("<!-- later -->"),
            ..base
        },
        Skip::EmptyFile,
    );
    skip(View { file: None, ..base }, Skip::NoFile);
    // The first reason is told: what a person did goes before what merely is so.
    let all = View {
        held: held(yes, yes, yes),
        spent: true,
        file: None,
        now: NIGHT,
        ..base
    };
    skip(all, Skip::PausedAll);
    skip(
        View {
            held: held(no, yes, yes),
            ..all
        },
        Skip::PausedAutonomous,
    );
}

#[test]
fn a_person_gets_a_beat_whatever_the_heartbeat_is_set_to() {
    let base = View {
        occasion: Occasion::Person,
        ..view(None)
    };
    let check =
        |view: View<'_>, expected: Decision| assert_eq!(decide(&view), expected, "{view:?}");
    check(View { now: NIGHT, ..base }, Decision::Beat(Asks::Checklist));
    let paused = held(Pause::No, Pause::UntilResumed, Pause::UntilResumed);
    check(
        View {
            held: paused,
            ..base
        },
        Decision::Beat(Asks::Checklist),
    );
    check(
        View {
            file: Some(""),
            ..base
        },
        Decision::Skip(Skip::EmptyFile),
    );
    check(
        View {
            spent: true,
            ..base
        },
        Decision::Skip(Skip::Allowance),
    );
    let paused = held(Pause::UntilResumed, Pause::No, Pause::No);
    check(
        View {
            held: paused,
            ..base
        },
        Decision::Skip(Skip::PausedAll),
    );
}

/// Seed 001: the event was queued, wake now, the file empty, and the event never seen.
#[test]
fn the_gym_reminder_is_read_at_once_although_the_file_is_empty() {
    let plan = plan();
    let waiting = [Waiting {
        wake: WakeMode::Now,
        since: NOON,
    }];
    let event = View {
        occasion: Occasion::Event,
        file: Some("# Check-in list\n\n- [ ]\n"),
        waiting: &waiting,
        ..view(Some(&plan))
    };
    assert_eq!(decide(&event), Decision::Beat(Asks::Events));
    assert_eq!(
        decide(&View {
            occasion: Occasion::Slot,
            ..event
        }),
        Decision::Beat(Asks::Events)
    );
}

#[test]
fn only_pause_everything_and_a_used_up_allowance_hold_an_event() {
    let waiting = [Waiting {
        wake: WakeMode::Now,
        since: NOON,
    }];
    let base = View {
        occasion: Occasion::Event,
        waiting: &waiting,
        ..view(None)
    };
    let check =
        |view: View<'_>, expected: Decision| assert_eq!(decide(&view), expected, "{view:?}");
    let (no, yes) = (Pause::No, Pause::UntilResumed);
    check(
        View {
            held: held(no, yes, yes),
            ..base
        },
        Decision::Beat(Asks::Events),
    );
    check(
        View {
            held: held(yes, no, no),
            ..base
        },
        Decision::Skip(Skip::PausedAll),
    );
    check(
        View {
            spent: true,
            ..base
        },
        Decision::Skip(Skip::Allowance),
    );
    let beating = Lane {
        beating: true,
        others: false,
    };
    check(
        View {
            lane: beating,
            ..base
        },
        Decision::Skip(Skip::StillBeating),
    );
    check(
        View {
            waiting: &[],
            ..base
        },
        Decision::Skip(Skip::NothingWaits),
    );
}

/// The heartbeat's state in a row of the table.
#[derive(Debug, Clone, Copy)]
enum Beating {
    On,
    Off,
    Paused,
    PausedAnHour,
    Quiet,
}

/// Goes minute by minute as the scheduler would, with one event queued at `since`, and answers
/// when it was read: each time.
fn reads(beating: Beating, file: Option<&str>, wake: WakeMode, since: Ms) -> Vec<(Ms, Asks)> {
    let grid = plan();
    let plan = (!matches!(beating, Beating::Off)).then_some(&grid);
    let heartbeat = match beating {
        Beating::Paused => Pause::UntilResumed,
        Beating::PausedAnHour => Pause::Until(since + HOUR),
        _ => Pause::No,
    };
    let mut waiting = vec![Waiting { wake, since }];
    let mut read = Vec::new();
    for now in (since..since + 30 * HOUR).step_by(usize::try_from(MINUTE).unwrap()) {
        let held = held(Pause::No, Pause::No, heartbeat);
        let due = |event: &Waiting| wakes_at(event, plan, &held, now).is_some_and(|at| at <= now);
        let occasion = match waiting.iter().any(due) {
            true => Some(Occasion::Event),
            false => plan
                .filter(|plan| plan.next(now) == Some(now))
                .map(|_| Occasion::Slot),
        };
        let Some(occasion) = occasion else { continue };
        let view = View {
            occasion,
            now,
            file,
            waiting: &waiting,
            held,
            ..view(plan)
        };
        if let Decision::Beat(asks) = decide(&view) {
            read.extend(waiting.drain(..).map(|_| (now, asks)));
        }
    }
    read
}

#[test]
fn an_event_is_read_exactly_once_whatever_the_heartbeat_and_its_file_are() {
    use WakeMode::{NextHeartbeat, Now};
    let files = [
        ("empty", Some("\n\n")),
        ("missing", None),
        ("comments only", Some("# List\n<!-- call mum -->\n- [ ]")),
        ("tasks", Some("- look at the mail")),
    ];
    // Ten past noon, and ten past eleven at night.
    let (noon, night) = (NOON + 10 * MINUTE, NIGHT + 10 * MINUTE);
    let next_beat = NOON + 30 * MINUTE;
    let morning = DAY + 24 * HOUR + 8 * HOUR;
    for (name, file) in files {
        let check = |beating: Beating, wake: WakeMode, since: Ms, at: Ms| {
            let read = reads(beating, file, wake, since);
            let times: Vec<Ms> = read.iter().map(|(at, _)| *at).collect();
            assert_eq!(times, [at], "{name}, {beating:?}, {wake:?}");
            let on_the_grid = at != since && plan().next(at) == Some(at) && wake == NextHeartbeat;
            let asks = match name == "tasks" && on_the_grid && !matches!(beating, Beating::Paused) {
                true => Asks::Checklist,
                false => Asks::Events,
            };
            assert_eq!(read[0].1, asks, "{name}, {beating:?}, {wake:?}");
        };
        check(Beating::On, Now, noon, noon);
        check(Beating::On, NextHeartbeat, noon, next_beat);
        check(Beating::Off, Now, noon, noon);
        check(Beating::Off, NextHeartbeat, noon, noon + MINUTE);
        check(Beating::Paused, Now, noon, noon);
        check(Beating::Paused, NextHeartbeat, noon, noon + MINUTE);
        check(Beating::PausedAnHour, NextHeartbeat, noon, next_beat + HOUR);
        check(Beating::Quiet, Now, night, night);
        check(Beating::Quiet, NextHeartbeat, night, morning);
    }
}

#[test]
fn the_pause_that_leaves_beats_out_is_named_with_its_end() {
    let check = |held: Held, expected: Option<(Skip, Option<Ms>)>| {
        assert_eq!(held.why(NOON), expected, "{held:?}");
    };
    let (no, open) = (Pause::No, Pause::UntilResumed);
    let until = Pause::Until(NOON + HOUR);
    check(held(no, no, no), None);
    check(held(no, no, Pause::Until(NOON)), None);
    check(held(no, no, until), Some((Skip::Paused, Some(NOON + HOUR))));
    check(held(no, open, until), Some((Skip::PausedAutonomous, None)));
    check(
        held(until, open, open),
        Some((Skip::PausedAll, Some(NOON + HOUR))),
    );
}

#[test]
fn every_reason_has_its_sentence() {
    let words = Words::load();
    for skip in Skip::ALL {
        for language in Language::ALL {
            let said = words.problem(language, &Problem::from(skip));
            assert!(!said.starts_with("error-"), "{skip:?}: {said}");
        }
    }
}
