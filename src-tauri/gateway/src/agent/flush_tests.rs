//! When a flush is due.

use super::*;

const WELL: State = State {
    enabled: true,
    practice: false,
    private: true,
    writable: true,
    said: true,
};

fn check(state: State, expected: Option<&str>) {
    let found = state.hindrance().map(|problem| problem.code);
    assert_eq!(found.as_deref(), expected, "{state:?}");
}

#[test]
fn every_hindrance_is_named() {
    check(WELL, None);
    check(
        State {
            enabled: false,
            ..WELL
        },
        Some("flush-off"),
    );
    check(
        State {
            practice: true,
            ..WELL
        },
        Some("flush-practice"),
    );
    check(
        State {
            private: false,
            ..WELL
        },
        Some("flush-not-private"),
    );
    check(
        State {
            writable: false,
            ..WELL
        },
        Some("flush-read-only"),
    );
    check(
        State {
            said: false,
            ..WELL
        },
        Some("flush-nothing-new"),
    );
}

#[test]
fn what_was_said_is_saved_until_it_is_saved() {
    use FlushCause::{Compaction, Reset};
    let cycle = Cycle {
        id: "flush:s:none".into(),
        newest: "e9".into(),
        spoke: 0,
    };
    let last = |id: &str, outcome, up_to: &str, by: FlushCause| {
        Record::new(id.to_owned(), 1, Kind::Flush, outcome)
            .with("upTo", up_to)
            .with("why", by.as_str())
    };
    let check = |last: Record, why, next: Option<&str>| {
        let found = (!cycle.is_saved(&last, why)).then(|| cycle.once_more(&last));
        assert_eq!(found.as_deref(), next, "{last:?} {why:?}");
    };
    let first = "flush:s:none";
    check(last(first, "done", "e9", Reset), Reset, None);
    check(last(first, "done", "e9", Compaction), Reset, None);
    check(
        last(first, "done", "e5", Compaction),
        Reset,
        Some("flush:s:none:e9"),
    );
    // A try that came to nothing is made again, each with a record of its own.
    check(
        last(first, "failed", "e9", Reset),
        Reset,
        Some("flush:s:none:e9:2"),
    );
    check(
        last("flush:s:none:e9:2", "skipped", "e9", Reset),
        Reset,
        Some("flush:s:none:e9:3"),
    );
    // One for each compaction, however it ended; what a reset did before is another matter.
    check(last(first, "failed", "e5", Compaction), Compaction, None);
    check(last(first, "done", "e9", Reset), Compaction, None);
    check(
        last(first, "done", "e5", Reset),
        Compaction,
        Some("flush:s:none:e9"),
    );
    check(
        last(first, "failed", "e9", Reset),
        Compaction,
        Some("flush:s:none:e9:2"),
    );
}

#[test]
fn what_the_allowance_did_not_pay_for_is_saved_when_it_does() {
    let cycle = Cycle {
        id: "flush:s:none".into(),
        newest: "e9".into(),
        spoke: 0,
    };
    let used = Problem::new("allowance-used");
    let last = |up_to: &str| {
        Record::new("flush:s:none".to_owned(), 1, Kind::Flush, "skipped")
            .with("upTo", up_to)
            .with("why", "compaction")
            .because(used.clone())
    };
    for why in [FlushCause::Compaction, FlushCause::Reset] {
        assert!(!cycle.is_saved(&last("e9"), why), "{why:?}");
    }
    assert_eq!(cycle.once_more(&last("e9")), "flush:s:none:e9:2");
    // The same no is told once, as long as nobody speaks.
    assert!(cycle.is_told(&last("e9"), &used));
    assert!(!cycle.is_told(&last("e5"), &used));
    assert!(!cycle.is_told(&last("e9"), &Problem::new("allowance-price-unknown")));
}
