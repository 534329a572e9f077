//! Pages of a conversation's history, read back from its end.

use std::path::Path;

use serde_json::{Value, json};

use super::super::testing::TestHome;
use crate::error::{Problem, params};
use crate::model::practice_model;
use crate::session::{AssistantEntry, SessionKey, Stop, Transcript};

/// A transcript of 40 turns: a question, a tool used, an answer; a compaction in the middle.
fn transcript() -> String {
    let mut lines = vec![json!({ "type": "session", "version": 3, "id": "s" })];
    let mut last = Value::Null;
    let mut add = |mut entry: Value| {
        let id = format!("{:08x}", lines.len());
        entry["id"] = id.as_str().into();
        entry["parentId"] = std::mem::replace(&mut last, id.into());
        lines.push(entry);
    };
    for n in 0..40 {
        let cove = json!({ "turn": format!("inbox:{n}") });
        let message =
            |message: Value| json!({ "type": "message", "message": message, "cove": cove });
        let text = |text: &str| json!([{ "type": "text", "text": format!("{text} {n}") }]);
        let call =
            json!({ "type": "toolCall", "id": format!("c{n}"), "name": "list", "arguments": {} });
        add(message(
            json!({ "role": "user", "content": text("question") }),
        ));
        add(message(
            json!({ "role": "assistant", "content": [call], "stopReason": "toolUse" }),
        ));
        add(message(
            json!({ "role": "toolResult", "toolCallId": format!("c{n}"), "toolName": "list",
            "content": text("result") }),
        ));
        add(message(
            json!({ "role": "assistant", "content": text("answer"), "stopReason": "stop" }),
        ));
        if n == 20 {
            add(json!({ "type": "compaction", "summary": "so far", "firstKeptEntryId": null }));
        }
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn write_transcript(home: &TestHome) {
    let (sessions, main) = (&home.host.parts.sessions, SessionKey::main("main"));
    let path = sessions.resolve(&main, Path::new("/")).unwrap().path;
    std::fs::write(path, transcript()).unwrap();
}

async fn page(home: &TestHome, before: Option<&str>, limit: usize) -> (Vec<Value>, Option<String>) {
    let page = home
        .ask("chat.history", json!({ "before": before, "limit": limit }))
        .await;
    let messages = page["messages"].as_array().unwrap().clone();
    (messages, page["older"].as_str().map(str::to_owned))
}

#[tokio::test]
async fn pages_of_any_size_make_up_the_whole_history() {
    let home = TestHome::new();
    write_transcript(&home);
    let (all, none) = page(&home, None, 200).await;
    assert_eq!((all.len(), none), (80, None));
    assert_eq!(all[79]["text"], "answer 39");
    assert_eq!(all[79]["tools"][0]["output"], "result 39");
    for limit in [1, 2, 7, 79, 80] {
        let (mut pages, mut before) = (Vec::new(), None);
        loop {
            let (mut messages, older) = page(&home, before.as_deref(), limit).await;
            messages.append(&mut pages);
            pages = messages;
            let Some(older) = older else { break };
            before = Some(older);
        }
        assert_eq!(pages, all, "in pages of {limit}");
    }
}

#[tokio::test]
async fn what_began_anew_and_what_was_summed_up_is_marked() {
    let home = TestHome::new();
    let (sessions, main) = (&home.host.parts.sessions, SessionKey::main("main"));
    let path = sessions.resolve(&main, Path::new("/")).unwrap().path;
    let told =
        json!({ "why": "full", "before": 71_000, "after": 19_000, "summarised": 118, "kept": 6 });
    let lines = [
        json!({ "type": "session", "version": 3, "id": "s", "cove": { "reset": {
            "reason": "daily", "at": 1, "from": "before", "carried": 0 } } }),
        json!({ "type": "compaction", "id": "00000001", "parentId": null,
            "summary": "Lagom first.", "firstKeptEntryId": null, "cove": told }),
    ];
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    std::fs::write(path, text).unwrap();
    let shown = home.ask("sessions.show", json!({})).await;
    let messages = shown["messages"].as_array().unwrap();
    let marks: Vec<&Value> = messages.iter().map(|one| &one["mark"]).collect();
    assert_eq!(marks, ["fresh", "compacted"], "{shown}");
    assert_eq!(messages[1]["summary"], "Lagom first.");
    let (again, _) = page(&home, None, 9).await;
    assert_eq!(&again, messages);
}

#[tokio::test]
async fn an_entry_id_alone_is_a_place_and_one_that_is_nowhere_has_nothing_before_it() {
    let home = TestHome::new();
    write_transcript(&home);
    let (all, _) = page(&home, None, 200).await;
    let before = all[10]["id"].as_str().unwrap();
    let wrong_offset = format!("{before}@17");
    for place in [before, &wrong_offset] {
        let (messages, _) = page(&home, Some(place), 3).await;
        assert_eq!(messages, all[7..10], "{place}");
    }
    assert_eq!(page(&home, Some("nowhere"), 3).await, (Vec::new(), None));
}

#[tokio::test]
async fn a_failure_reads_later_as_it_was_told() {
    let home = TestHome::new();
    let (sessions, main) = (&home.host.parts.sessions, SessionKey::main("main"));
    let path = sessions.resolve(&main, Path::new("/")).unwrap().path;
    let (mut transcript, _) = Transcript::open(&path).unwrap();
    let why = params([("why", "compaction-lost".into()), ("keep", 20.into())]);
    let problem = Problem::with("compaction-no-room", why);
    let failed = AssistantEntry {
        blocks: &[],
        model: &practice_model(),
        usage: None,
        cost: None,
        stop: Stop::Error,
        error: Some(&problem),
        turn: "inbox:1",
        last: true,
        quiet: false,
        prompt: None,
    };
    let failed = failed.print(None, 1);
    assert_eq!(failed.problem(), Some(problem));
    transcript.append(vec![failed]).unwrap();
    let (messages, _) = page(&home, None, 9).await;
    let told = &messages[0]["problem"];
    let said = told["message"].as_str().unwrap();
    assert!(said.contains("left out what it had to keep"), "{told}");
    let hint = told["hint"].as_str().unwrap();
    assert!(hint.contains("/compact keep 20"), "{told}");
}
