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
