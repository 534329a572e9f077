//! What is told to the summarising model and which answers are taken.

use proptest::prelude::*;

use super::*;

const SIZES: Sizes = Sizes {
    before: 1_000,
    after: 500,
    target: 400,
};

fn check(summary: &str, wanted: &[&str], sizes: Sizes, expected: Result<(), &str>) {
    let wanted: Vec<String> = wanted.iter().map(|&name| name.to_owned()).collect();
    let found = check_summary(summary, &wanted, sizes).map_err(|bad| bad.code());
    assert_eq!(found, expected, "{summary}");
}

#[test]
fn a_summary_must_hold_the_names_and_free_a_fifth_or_reach_its_target() {
    check("They met.", &[], SIZES, Ok(()));
    check("They met on 2026-03-11.", &["2026-03-11"], SIZES, Ok(()));
    check("They met.", &["2026-03-11"], SIZES, Err("compaction-lost"));
    check("  \n", &[], SIZES, Err("compaction-empty"));
    let sized = |after, target| Sizes {
        before: 1_000,
        after,
        target,
    };
    check("They met.", &[], sized(800, 10), Ok(()));
    check(
        "They met.",
        &[],
        sized(801, 10),
        Err("compaction-too-little"),
    );
    check("They met.", &[], sized(990, 990), Ok(()));
    check(
        "They met.",
        &[],
        sized(1_200, 990),
        Err("compaction-too-little"),
    );
}

#[test]
fn a_refusal_and_a_text_cut_off_are_no_summaries() {
    let check = |text: &str, cut_off, expected: Result<(), BadSummary>| {
        assert_eq!(check_text(text, cut_off), expected, "{text}");
    };
    check("", false, Err(BadSummary::Empty));
    check("They met and", true, Err(BadSummary::Truncated));
    check(
        "I'm sorry, but I can't help.",
        false,
        Err(BadSummary::Refused),
    );
    check("抱歉，我不能总结。", false, Err(BadSummary::Refused));
    check(
        "Sorry, Tom wrote, and Anna forgave him.\n## Goal\npeace",
        false,
        Ok(()),
    );
    check("They met. I'm sorry, said Tom.", false, Ok(()));
}

#[test]
fn the_prompt_says_what_the_part_is() {
    let asked = Asked {
        previous: Some("they had met"),
        part: "[person]\nhello",
        place: (2, 2),
        instructions: Some("keep the recipes"),
        splits_turn: true,
        words: 300,
    };
    let text = summary_prompt(&asked);
    for part in [
        "they had met",
        "part=\"2 of 2\"",
        "keep the recipes",
        "300 words",
        "inside a turn",
    ] {
        assert!(text.contains(part), "{text}");
    }
    let first = Asked {
        place: (1, 2),
        previous: None,
        instructions: None,
        ..asked
    };
    let text = summary_prompt(&first);
    assert!(
        !text.contains("inside a turn") && !text.contains("came before;"),
        "{text}"
    );
}

#[test]
fn a_long_result_loses_its_middle_and_says_so() {
    let text = format!("{}{}", "a".repeat(5_000), "z".repeat(5_000));
    let cut = middle_out(&text, 1_000);
    assert!(cut.starts_with("aaa") && cut.ends_with("zzz"));
    assert!(cut.contains("9000 characters left out"), "{cut}");
    assert_eq!(middle_out("猫猫", 2), "猫猫");
}

proptest! {
    #[test]
    fn no_part_is_larger_than_it_may_be_and_nothing_is_left_out(
        texts in prop::collection::vec("[a-z猫 ]{0,400}", 0..12), most in 64usize..500
    ) {
        let parts = parts_of(texts.clone(), most);
        prop_assert!(parts.iter().all(|part| part.len() <= most));
        let plain = |texts: &[String]| texts.concat().replace('\n', "");
        prop_assert_eq!(plain(&parts), plain(&texts));
    }
}
