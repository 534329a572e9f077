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
fn a_reset_saves_again_what_is_new_and_what_was_never_saved() {
    let cycle = |newest: &str| Cycle {
        id: "flush:s:none".into(),
        newest: newest.into(),
    };
    let last = |id: &str, outcome: &str, up_to: &str| {
        Record::new(id.into(), 1, Kind::Flush, outcome).with("upTo", up_to)
    };
    let check = |last: Option<Record>, why, newest: &str, expected: Option<&str>| {
        let found = cycle(newest).record_id(last.as_ref(), why);
        assert_eq!(found.as_deref(), expected, "{last:?} {why:?} {newest}");
    };
    let first = "flush:s:none";
    check(None, FlushCause::Reset, "a", Some(first));
    check(None, FlushCause::Compaction, "a", Some(first));
    let done = || Some(last(first, "done", "a"));
    check(done(), FlushCause::Reset, "a", None);
    check(done(), FlushCause::Reset, "b", Some("flush:s:none:b"));
    check(done(), FlushCause::Reset, "", None);
    check(done(), FlushCause::Compaction, "b", None);
    for outcome in ["failed", "skipped"] {
        let kept_nothing = || Some(last(first, outcome, "a"));
        check(
            kept_nothing(),
            FlushCause::Reset,
            "a",
            Some("flush:s:none:again"),
        );
        check(kept_nothing(), FlushCause::Compaction, "a", None);
    }
}
