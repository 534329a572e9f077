//! When a flush is due, what it is told and how its notes are counted.

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
fn notes_are_counted_from_what_was_added() {
    let check = |before: &str, after: &str, expected| {
        assert_eq!(notes_added(before, after), expected, "{before:?} {after:?}");
    };
    check("", "", 0);
    check("# Day\n", "# Day\n- one\n- two\n  * three\n1. four\n", 4);
    check(
        "# Day\n",
        "# Day\nShe moves in May.\n\nThe key is with Tom.\n",
        2,
    );
    check("- old\n", "- older\n", 1);
    check("", "# Day\n", 0);
}

#[test]
fn the_prompt_names_the_file_and_the_silent_answer_whoever_wrote_the_rest() {
    let file = RelPath::parse("memory/2026-11-21.md");
    let (Ok(file), config) = (file, crate::config::Config::default()) else {
        unreachable!("a plain path");
    };
    let mut settings = config.agents.defaults.compaction.memory_flush;
    settings.prompt = Some("Save the garden plan.".into());
    let text = prompt(&settings, &file);
    for part in ["Save the garden plan.", "memory/2026-11-21.md", "NO_REPLY"] {
        assert!(text.contains(part), "{text}");
    }
}
