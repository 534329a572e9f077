//! What counts as a name for something, and that a completed summary holds them all.

#![allow(clippy::unwrap_used)]
use proptest::prelude::*;
use serde_json::json;

use super::*;

fn check(text: &str, expected: &[&str]) {
    assert_eq!(named(text), expected, "{text}");
}

#[test]
fn names_are_found_in_running_text() {
    check(
        "See https://example.com/a?b=1, and (memory/2026-03-11.md).",
        &["https://example.com/a?b=1", "memory/2026-03-11.md"],
    );
    check("Order #4711 ships on 2026-04-02.", &["#4711", "2026-04-02"]);
    check("Ticket ABC-1234, commit 3f9a2c1!", &["ABC-1234", "3f9a2c1"]);
    check(
        "账号是4711815，文件在/etc/hosts里",
        &["4711815", "/etc/hosts"],
    );
    check("Write to `anna@example.com`", &["anna@example.com"]);
    check(
        "0c5a9d1e-8a55-4c0d-9d25-3f2b8d4f7c11",
        &["0c5a9d1e-8a55-4c0d-9d25-3f2b8d4f7c11"],
    );
    check(
        "- [ ] water the plants\n- [x] done",
        &["- [ ] water the plants"],
    );
}

#[test]
fn ordinary_words_are_no_names() {
    check("Either and/or 3/4 of it, at 10:30, 12 times!", &[]);
    check("I'm sorry, that's 100% fine - really.", &[]);
    check("", &[]);
}

fn said(role: &str, content: serde_json::Value) -> Entry {
    let line = json!({ "type": "message", "id": "a", "parentId": null,
        "timestamp": "2026-03-11T14:12:00.000Z", "message": { "role": role, "content": content } });
    Entry::read(&line.to_string()).unwrap()
}

#[test]
fn calls_count_and_results_of_tools_do_not() {
    let call = said(
        "assistant",
        json!([{ "type": "toolCall", "id": "c1", "name": "read",
        "arguments": { "path": "notes/garden.md" } }]),
    );
    let result = json!({ "type": "message", "id": "b", "parentId": "a",
        "timestamp": "2026-03-11T14:12:00.000Z", "message": { "role": "toolResult",
        "toolCallId": "c1", "content": [{ "type": "text", "text": "see /var/log/one" }] } });
    let result = Entry::read(&result.to_string()).unwrap();
    assert_eq!(wanted(None, &[&call, &result]), ["notes/garden.md"]);
}

#[test]
fn of_many_the_newest_survive_and_each_once() {
    let entries: Vec<Entry> = (0..600)
        .map(|n| said("user", json!(format!("#{n} #{n}"))))
        .collect();
    let refs: Vec<&Entry> = entries.iter().collect();
    let kept = wanted(Some("#9999"), &refs);
    assert_eq!(kept.len(), MOST);
    assert_eq!(kept.last().unwrap(), "#599");
    assert_eq!(wanted(Some("#9999"), &refs[..1]), ["#9999", "#0"]);
}

proptest! {
    #[test]
    fn a_completed_summary_holds_every_name(text in "[ -~\n]{0,300}", summary in "[ -~]{1,80}") {
        let names = wanted(Some(&text), &[]);
        let whole = completed(&summary, &names);
        for name in &names {
            prop_assert!(whole.contains(name), "{} in {}", name, whole);
        }
        prop_assert!(whole.starts_with(summary.trim()));
    }
}
