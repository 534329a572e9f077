//! What is pruned, as tables and as properties.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::config::Config;
use crate::model::ToolCall;

fn settings() -> ContextPruning {
    let mut settings = Config::default().agents.defaults.context_pruning;
    settings.mode = Some(PruningMode::CacheTtl);
    settings
}

fn model(provider: &str) -> ModelRef {
    ModelRef {
        provider: provider.into(),
        model: "m".into(),
    }
}

fn rules(change: impl FnOnce(&mut ContextPruning)) -> Rules {
    let mut settings = settings();
    change(&mut settings);
    Rules::of(&settings, &model("fake")).unwrap()
}

fn said(role: Role, blocks: Vec<Block>) -> Turn {
    Turn { role, blocks }
}

fn text(text: &str) -> Block {
    Block::Text { text: text.into() }
}

/// A person's words, then for each size an answer that calls `read` and its result.
fn conversation(sizes: &[usize]) -> Vec<Turn> {
    let mut turns = vec![said(Role::User, vec![text("look")])];
    for (n, size) in sizes.iter().enumerate() {
        turns.extend(called(&format!("c{n}"), "read", "x".repeat(*size)));
    }
    turns
}

fn called(id: &str, tool: &str, answer: String) -> [Turn; 2] {
    let call = Block::Call(ToolCall {
        id: id.into(),
        name: tool.into(),
        arguments: serde_json::json!({ "path": "a" }),
    });
    let result = Block::Result {
        call_id: id.into(),
        tool: tool.into(),
        text: answer,
        is_error: false,
    };
    [
        said(Role::Assistant, vec![call]),
        said(Role::Tool, vec![result]),
    ]
}

/// Sizes of the results after pruning in a window of so many tokens.
fn pruned(turns: &[Turn], rules: &Rules, window: u64) -> Vec<usize> {
    let cuts = plan(turns, rules, window, &Cuts::new());
    let mut turns = turns.to_vec();
    apply(&mut turns, rules, &cuts);
    results(&turns)
}

fn results(turns: &[Turn]) -> Vec<usize> {
    let blocks = turns.iter().flat_map(|turn| &turn.blocks);
    blocks
        .filter_map(|block| match block {
            Block::Result { text, .. } => Some(chars(text)),
            _ => None,
        })
        .collect()
}

#[test]
fn it_is_off_unless_it_is_on_or_anthropic_is_used() {
    let off = Config::default().agents.defaults.context_pruning;
    assert!(Rules::of(&off, &model("fake")).is_none());
    let ttl = |settings: &ContextPruning, provider: &str| {
        Rules::of(settings, &model(provider)).map(|rules| rules.ttl.as_secs())
    };
    assert_eq!(ttl(&off, "anthropic"), Some(3_600));
    assert_eq!(ttl(&settings(), "fake"), Some(300));
    let mut never = settings();
    never.mode = Some(PruningMode::Off);
    assert_eq!(ttl(&never, "anthropic"), None);
}

#[test]
fn it_is_due_when_the_cache_has_gone_cold() {
    let rules = rules(|_| {});
    assert!(!rules.is_due(None, 1_000_000));
    assert!(!rules.is_due(Some(0), 299_999));
    assert!(rules.is_due(Some(0), 300_000));
}

#[test]
fn long_old_results_are_shortened_from_the_soft_ratio_on() {
    let turns = conversation(&[10_000, 3_000, 10_000, 10_000, 10_000]);
    let rules = rules(|_| {});
    // 43,000 characters are below 30 % of 40,000 tokens, and above 30 % of 30,000.
    assert_eq!(
        pruned(&turns, &rules, 40_000),
        [10_000, 3_000, 10_000, 10_000, 10_000]
    );
    let after = pruned(&turns, &rules, 30_000);
    assert!(after[0] > 3_000 && after[0] < 3_200, "{after:?}");
    assert_eq!(after[1..], [3_000, 10_000, 10_000, 10_000]);
}

#[test]
fn a_shortened_result_says_how_much_of_it_is_left() {
    let mut turns = conversation(&[10_000, 1, 1, 1]);
    let rules = rules(|_| {});
    let cuts = plan(&turns, &rules, 1_000, &Cuts::new());
    apply(&mut turns, &rules, &cuts);
    let Block::Result { text, .. } = &turns[2].blocks[0] else {
        unreachable!()
    };
    assert!(
        text.starts_with("xxx") && text.contains("x\n...\nx"),
        "{text}"
    );
    assert!(
        text.ends_with("kept the first 1500 and the last 1500 of 10000 characters.]"),
        "{text}"
    );
}

#[test]
fn the_oldest_are_cleared_until_the_hard_ratio_is_no_longer_reached() {
    let turns = conversation(&[60_000, 60_000, 60_000, 10, 10, 10]);
    let rules = rules(|settings| settings.soft_trim.max_chars = 1_000_000);
    // Half of 60,000 tokens is 120,000 characters: clearing the oldest two is enough.
    assert_eq!(
        pruned(&turns, &rules, 60_000),
        [CLEARED.len(), CLEARED.len(), 60_000, 10, 10, 10]
    );
}

#[test]
fn nothing_is_cleared_below_the_least_or_where_it_is_off() {
    let turns = conversation(&[20_000, 10, 10, 10]);
    let least = rules(|settings| settings.soft_trim.max_chars = 1_000_000);
    assert_eq!(pruned(&turns, &least, 1_000)[0], 20_000);
    let off = rules(|settings| {
        settings.soft_trim.max_chars = 1_000_000;
        settings.min_prunable_tool_chars = 0;
        settings.hard_clear.enabled = false;
    });
    assert_eq!(pruned(&turns, &off, 1_000)[0], 20_000);
}

#[test]
fn only_allowed_tools_are_cut_and_a_denied_one_never() {
    let mut turns = vec![said(Role::User, vec![text("look")])];
    for tool in ["read", "Web_Search", "write"] {
        turns.extend(called(tool, tool, "x".repeat(9_000)));
    }
    turns.extend(conversation(&[1, 1, 1]).split_off(1));
    let check = |allow: &[&str], deny: &[&str], cut: [bool; 3]| {
        let owned = |names: &[&str]| names.iter().map(|&name| name.into()).collect();
        let rules = rules(|settings| {
            settings.tools.allow = owned(allow);
            settings.tools.deny = owned(deny);
        });
        let after = pruned(&turns, &rules, 1_000);
        let found = [0, 1, 2].map(|n| after[n] < 9_000);
        assert_eq!(found, cut, "{allow:?} {deny:?}");
    };
    check(&[], &[], [true, true, true]);
    check(&["web_*"], &[], [false, true, false]);
    check(&["READ", "write"], &["wr*"], [true, false, false]);
    check(&[], &["*"], [false, false, false]);
}

#[test]
fn pictures_and_what_came_before_the_person_stay() {
    let mut turns = Vec::new();
    turns.extend(called("early", "read", "x".repeat(9_000)));
    turns.extend(conversation(&[9_000, 1, 1, 1]));
    turns[4].blocks.push(Block::Image {
        data: "AA==".into(),
        mime: "image/png".into(),
    });
    assert_eq!(
        pruned(&turns, &rules(|_| {}), 1_000),
        [9_000, 9_000, 1, 1, 1]
    );
}

#[test]
fn fewer_answers_than_are_kept_mean_that_nothing_is_cut() {
    let check = |keep: u64, cut: usize| {
        let rules = rules(|settings| settings.keep_last_assistants = keep);
        let after = pruned(&conversation(&[9_000; 4]), &rules, 1_000);
        assert_eq!(
            after.iter().filter(|size| **size < 9_000).count(),
            cut,
            "{keep}"
        );
    };
    check(5, 0);
    check(4, 0);
    check(3, 1);
    check(1, 3);
    check(0, 4);
}

#[test]
fn what_was_cut_stays_cut_when_the_conversation_goes_on() {
    let turns = conversation(&[10_000, 10_000, 10_000, 10_000]);
    let rules = rules(|_| {});
    let held = plan(&turns, &rules, 1_000, &Cuts::new());
    let mut longer = turns.clone();
    longer.extend(conversation(&[5]).split_off(1));
    let (mut before, mut after) = (turns, longer.clone());
    apply(&mut before, &rules, &held);
    apply(&mut after, &rules, &held);
    assert_eq!(after[..before.len()], before[..], "the prefix is the same");
    let next = plan(&longer, &rules, 1_000_000, &held);
    assert_eq!(next, held, "a roomy window brings nothing back");
}

proptest! {
    #[test]
    fn only_texts_of_old_results_change_and_never_grow(
        sizes in prop::collection::vec(0usize..20_000, 0..12),
        keep in 0u64..5,
        window in 100u64..40_000,
    ) {
        let turns = conversation(&sizes);
        let rules = rules(|settings| settings.keep_last_assistants = keep);
        let cuts = plan(&turns, &rules, window, &Cuts::new());
        let mut after = turns.clone();
        let pruned = apply(&mut after, &rules, &cuts);
        prop_assert_eq!(turns.len(), after.len());
        let mut changed = 0;
        let mut bytes = 0;
        for (before, after) in turns.iter().zip(&after) {
            prop_assert_eq!(before.role, after.role);
            prop_assert_eq!(before.blocks.len(), after.blocks.len());
            for pair in before.blocks.iter().zip(&after.blocks) {
                match pair {
                    (
                        Block::Result { call_id, tool, text, is_error },
                        Block::Result { call_id: id, tool: name, text: cut, is_error: error },
                    ) => {
                        prop_assert_eq!((call_id, tool, is_error), (id, name, error));
                        prop_assert!(cut.len() <= text.len());
                        changed += u32::from(cut != text);
                        bytes += (text.len() - cut.len()) as u64;
                    }
                    (before, after) => prop_assert_eq!(before, after),
                }
            }
        }
        prop_assert_eq!(pruned.trimmed + pruned.cleared, changed);
        prop_assert_eq!(pruned.bytes, bytes);
    }

    #[test]
    fn pruning_again_changes_nothing_more(
        sizes in prop::collection::vec(0usize..20_000, 0..12),
        window in 100u64..40_000,
    ) {
        let turns = conversation(&sizes);
        let rules = rules(|_| {});
        let once = plan(&turns, &rules, window, &Cuts::new());
        prop_assert_eq!(plan(&turns, &rules, window, &once), once);
    }
}

#[test]
fn a_persons_older_pictures_are_taken_out_and_the_newest_stay() {
    let picture = |data: &str| Block::Image {
        data: data.into(),
        mime: "image/png".into(),
    };
    let mut turns = Vec::new();
    for data in ["AA==", "BB==", "CC==", "DD=="] {
        turns.push(said(Role::User, vec![text("look"), picture(data)]));
        turns.push(said(Role::Assistant, vec![text("seen")]));
    }
    let rules = rules(|settings| settings.keep_last_assistants = 2);
    let cuts = plan(&turns, &rules, 1_000, &Cuts::new());
    let mut after = turns.clone();
    let told = apply(&mut after, &rules, &cuts);
    let left: Vec<&str> = after
        .iter()
        .flat_map(|turn| &turn.blocks)
        .filter_map(|block| match block {
            Block::Image { data, .. } => Some(data.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(left, ["DD=="]);
    assert_eq!(told.cleared, 3);
    // Once out, out: the prefix stays as it was sent.
    let mut again = turns.clone();
    apply(&mut again, &rules, &plan(&turns, &rules, 10_000_000, &cuts));
    assert_eq!(again, after);
}
