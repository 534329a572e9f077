//! Files as they enter a prompt.

use proptest::prelude::*;

use super::*;

fn text(size: usize) -> Loaded {
    Loaded::Text("x".repeat(size))
}

#[test]
fn a_file_of_its_bound_is_whole_and_one_more_character_is_a_visible_cut() {
    let edge = bounded("MEMORY.md", &"x".repeat(20_000), 20_000);
    assert!(!edge.cut);
    assert_eq!(edge.injected_chars, 20_000);

    let over = bounded("MEMORY.md", &"x".repeat(20_001), 20_000);
    assert!(over.cut);
    assert_eq!(over.raw_chars, 20_001);
    assert_eq!(over.cut_at, Some(14_000));
    assert!(over.injected_chars <= 20_000);
    assert!(
        over.text
            .contains("[...truncated, read MEMORY.md for full content...]")
    );
    assert!(
        over.text
            .contains("[18000 of 20001 characters are shown: the first 14000 and the last 4000]")
    );
}

#[test]
fn every_bootstrap_file_is_in_the_report_with_its_reason() {
    let loaded = vec![
        ("AGENTS.md".to_owned(), text(10)),
        ("SOUL.md".to_owned(), Loaded::Missing),
        ("IDENTITY.md".to_owned(), Loaded::Text(" \n".into())),
        ("TOOLS.md".to_owned(), Loaded::Unreadable),
    ];
    let files = assemble(TurnClass::Guest, loaded, Limits::default());
    let found = |name: &str| {
        let file = files.iter().find(|file| file.name == name);
        file.map(|file| (file.state, file.text.clone()))
    };
    let left = |reason| Some((PromptState::Left { reason }, String::new()));
    assert_eq!(found("AGENTS.md"), Some((PromptState::In, "x".repeat(10))));
    let mark = "[MISSING] Expected at: SOUL.md".to_owned();
    assert_eq!(found("SOUL.md"), Some((PromptState::Missing, mark)));
    assert_eq!(found("IDENTITY.md"), left(LeftReason::Empty));
    assert_eq!(found("TOOLS.md"), left(LeftReason::Unreadable));
    for name in ["USER.md", "TODO.md", "MEMORY.md", "HEARTBEAT.md"] {
        assert_eq!(found(name), left(LeftReason::NotForThisTurn), "{name}");
    }
    assert_eq!(files.len(), BOOTSTRAP.len());
}

#[test]
fn the_main_chat_loads_its_files_and_two_days_of_notes() {
    let day = |d| chrono::NaiveDate::from_ymd_opt(2026, 3, d).unwrap_or_default();
    let names = wanted(TurnClass::MainChat, &[day(1), day(2)]);
    assert_eq!(names.len(), 9);
    assert_eq!(names[7..], ["memory/2026-03-01.md", "memory/2026-03-02.md"]);
    assert_eq!(wanted(TurnClass::Guest, &[day(1)]).len(), 4);
}

#[test]
fn a_daily_note_gives_its_end_and_an_absent_one_is_not_mentioned() {
    let long = format!("{}the end", "x".repeat(DAILY_TAIL_CHARS));
    let loaded = vec![
        ("memory/2026-03-01.md".to_owned(), Loaded::Missing),
        ("memory/2026-03-02.md".to_owned(), Loaded::Text(long)),
    ];
    let files = assemble(TurnClass::MainBeat, loaded, Limits::default());
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].state, PromptState::Cut);
    assert!(files[0].text.ends_with("the end"));
    assert!(files[0].injected_chars <= DAILY_TAIL_CHARS);
}

#[test]
fn a_cut_falls_between_characters() {
    let text = "𝄞".repeat(600);
    for max in 400..440 {
        let cut = bounded("a.md", &text, max);
        assert!(cut.injected_chars <= max, "{max}");
    }
}

proptest! {
    #[test]
    fn no_file_below_its_bound_is_cut_while_all_fit(
        sizes in prop::collection::vec(1usize..300, 1..8),
    ) {
        let loaded = |size: &usize| (format!("F{size}.md"), text(*size));
        let limits = Limits { per_file: 300, total: sizes.iter().sum() };
        let files = assemble(TurnClass::MainBeat, sizes.iter().map(loaded).collect(), limits);
        for (file, size) in files.iter().zip(&sizes) {
            prop_assert_eq!(file.state, PromptState::In);
            prop_assert_eq!(file.injected_chars, *size);
        }
    }

    #[test]
    fn beside_a_file_over_its_cap_those_below_stay_whole_while_the_total_fits(
        sizes in prop::collection::vec(1usize..60_000, 1..8),
    ) {
        let loaded = |size: &usize| ("F.md".to_owned(), text(*size));
        let total = sizes.iter().map(|size| (*size).min(20_000)).sum();
        let limits = Limits { per_file: 20_000, total };
        let files = assemble(TurnClass::MainBeat, sizes.iter().map(loaded).collect(), limits);
        for (file, size) in files.iter().zip(&sizes) {
            let whole = file.state == PromptState::In && file.injected_chars == *size;
            prop_assert_eq!(whole, *size <= 20_000, "{}", size);
        }
    }

    #[test]
    fn what_is_too_much_together_is_shared_and_the_small_stay_whole(
        sizes in prop::collection::vec(1usize..30_000, 2..8),
    ) {
        let loaded = |size: &usize| ("F.md".to_owned(), text(*size));
        let limits = Limits { per_file: 20_000, total: 40_000 };
        let files = assemble(TurnClass::MainBeat, sizes.iter().map(loaded).collect(), limits);
        let total: usize = files.iter().map(|file| file.injected_chars).sum();
        prop_assert!(total <= limits.total);
        let share = limits.total / sizes.len();
        for (file, size) in files.iter().zip(&sizes) {
            if *size <= share.min(limits.per_file) {
                prop_assert_eq!(file.state, PromptState::In);
            }
        }
    }

    #[test]
    fn a_bounded_text_never_exceeds_its_bound(text in "\\PC{0,900}", max in 250usize..600) {
        let cut = bounded("MEMORY.md", &text, max);
        prop_assert!(cut.injected_chars <= max);
        prop_assert_eq!(cut.cut, chars(&text) > max);
    }
}
