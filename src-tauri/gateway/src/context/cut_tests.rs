//! Where a conversation may be cut, as tables and as properties.

#![allow(clippy::unwrap_used)]
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// A path from a line of letters: `u` a person, `a` an answer, `c` an answer with a call, `r` its
/// result, `K` a compaction that kept the entry before it, `x` data the model never sees.
fn path(letters: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut call = 0;
    for (at, letter) in letters.chars().enumerate() {
        let said = |role: &str, content: Value| json!({ "type": "message", "message": { "role": role, "content": content } });
        let text = |text: &str| json!([{ "type": "text", "text": text }]);
        let mut body = match letter {
            'u' => said("user", text("hello")),
            'a' => said("assistant", text("hello")),
            'c' => {
                call += 1;
                let id = format!("call{call}");
                said(
                    "assistant",
                    json!([{ "type": "toolCall", "id": id, "name": "read", "arguments": {} }]),
                )
            }
            'r' => json!({ "type": "message", "message": { "role": "toolResult",
                "toolCallId": format!("call{call}"), "toolName": "read", "content": text("hello") } }),
            'K' => {
                json!({ "type": "compaction", "summary": "before", "firstKeptEntryId": entries[at - 1].id })
            }
            _ => json!({ "type": "custom", "customType": "note", "data": 1 }),
        };
        body["id"] = format!("e{at}").into();
        body["parentId"] = entries
            .last()
            .map_or(Value::Null, |last| last.id.as_str().into());
        body["timestamp"] = "2026-03-11T14:12:00.000Z".into();
        entries.push(Entry::read(&body.to_string()).unwrap());
    }
    entries
}

/// Each letter counts one.
fn planned(letters: &str, keep: u64) -> Option<CutPlan> {
    let entries = path(letters);
    plan_cut(&entries.iter().collect::<Vec<_>>(), keep, |_| 1)
}

fn check(letters: &str, keep: u64, expected: Option<(Range<usize>, bool)>) {
    let plan = planned(letters, keep).map(|plan| (plan.summarised, plan.splits_turn));
    assert_eq!(plan, expected, "{letters} keeping {keep}");
}

#[test]
fn the_newest_stay_and_a_result_stays_with_its_call() {
    check("uauaua", 2, Some((0..4, false)));
    check("uauaua", 3, Some((0..3, true)));
    // The border would fall between a call and its result: it moves on.
    check("uaucrau", 3, Some((0..5, true)));
    // Nothing later allows a border: it moves back before the call.
    check("uaucr", 1, Some((0..3, true)));
    check("uaucrcr", 1, Some((0..5, true)));
    // What the model never sees is no place to go on from.
    check("uaxu", 2, Some((0..1, true)));
    check("uaxu", 1, Some((0..3, false)));
}

#[test]
fn where_nothing_is_older_there_is_nothing_to_do() {
    check("", 5, None);
    check("u", 1, None);
    check("ua", 2, None);
    check("uaua", 40, None);
    check("xxu", 1, None);
    check("cr", 1, None);
}

#[test]
fn a_second_summary_takes_in_what_the_first_one_kept() {
    // e1 was kept by the compaction e2; the summary begins there, not behind the compaction.
    let plan = planned("uaKuaua", 2).unwrap();
    assert_eq!((plan.summarised, plan.previous), (1..5, Some(2)));
}

#[test]
fn messages_are_counted_as_people_count_them() {
    let entries = path("uacrxaua");
    let refs: Vec<&Entry> = entries.iter().collect();
    assert_eq!(messages_in(&refs, 0..8), 5);
    let plan = plan_keeping(&refs, 2).unwrap();
    assert_eq!(plan.summarised, 0..6);
    assert_eq!(plan_keeping(&refs, 5), None);
    assert_eq!(plan_keeping(&refs, 0).unwrap().summarised, 0..7);
}

#[test]
fn the_newest_that_fit_begin_at_a_border() {
    let entries = path("uaucrau");
    let refs: Vec<&Entry> = entries.iter().collect();
    assert_eq!(newest_within(&refs, 100, |_| 1), 0);
    assert_eq!(newest_within(&refs, 3, |_| 1), 5);
    assert_eq!(newest_within(&refs, 0, |_| 1), 6);
}

proptest! {
    #[test]
    fn no_cut_parts_a_call_from_its_result_and_each_entry_is_on_one_side(
        letters in "(u(a|cra|crcra|cr)){0,8}u?", keep in 1u64..12
    ) {
        let entries = path(&letters);
        let refs: Vec<&Entry> = entries.iter().collect();
        let Some(plan) = plan_cut(&refs, keep, |_| 1) else { return Ok(()) };
        prop_assert_eq!(plan.summarised.start, 0);
        prop_assert!(plan.first_kept() > 0 && plan.first_kept() < letters.len());
        let kept: String = letters.chars().skip(plan.first_kept()).collect();
        prop_assert!(!kept.starts_with('r'), "{} | {}", &letters[..plan.first_kept()], kept);
        // Nothing later could have been the border, or it keeps no more than was asked for.
        let least = usize::try_from(keep).unwrap();
        prop_assert!(kept.len() <= least || kept.starts_with('c'), "{}", kept);
    }
}
