//! The practice agent through several steps of a turn.

#![allow(clippy::unwrap_used)]
use std::collections::BTreeMap;

use futures::StreamExt;
use serde_json::{Value, json};

use super::*;
use crate::model::provider::{ToolCall, ToolSpec};

const FILES: &[&str] = &["read", "write", "edit", "list", "search", "session_status"];

/// A conversation with the practice agent over a workspace in memory.
struct Stage {
    files: BTreeMap<&'static str, String>,
    tools: Vec<&'static str>,
    calls: Vec<ToolCall>,
}

impl Stage {
    fn new(files: &[(&'static str, &str)]) -> Self {
        Self {
            files: files
                .iter()
                .map(|(name, text)| (*name, (*text).to_owned()))
                .collect(),
            tools: FILES.to_vec(),
            calls: Vec::new(),
        }
    }

    /// Says `text` and runs the turn to its end; the answer's text.
    async fn say(&mut self, text: &str) -> String {
        let mut turns = vec![turn(
            Role::User,
            Block::Text {
                text: text.to_owned(),
            },
        )];
        for _ in 0..12 {
            let (said, call) = self.step(&turns).await;
            let Some(call) = call else { return said };
            let (text, is_error) = self.run(&call);
            turns.push(turn(Role::Assistant, Block::Call(call.clone())));
            turns.push(turn(
                Role::Tool,
                Block::Result {
                    call_id: call.id.clone(),
                    tool: call.name.clone(),
                    text,
                    is_error,
                },
            ));
            self.calls.push(call);
        }
        panic!("the turn has no end");
    }

    async fn step(&self, turns: &[Turn]) -> (String, Option<ToolCall>) {
        let practice = Practice::new(Words::load(), Language::English);
        let tools = self.tools.iter().map(|name| ToolSpec {
            name,
            description: "",
            schema: Value::Null,
        });
        let request = ModelRequest {
            model: model(),
            system: String::new(),
            turns: turns.to_vec(),
            tools: tools.collect(),
            max_output_tokens: None,
            thinking: None,
            session: String::new(),
        };
        let stream = practice.stream(request, CancellationToken::new()).await;
        let events: Vec<_> = stream.unwrap().collect().await;
        let (mut said, mut call) = (String::new(), None);
        for event in events {
            match event.unwrap() {
                ModelEvent::Text(piece) => said.push_str(&piece),
                ModelEvent::Call(made) => call = Some(made),
                ModelEvent::Done { usage, .. } => assert_eq!(usage, Some(Usage::default())),
                ModelEvent::Thinking(_) => panic!("it does not think"),
            }
        }
        (said, call)
    }

    fn run(&mut self, call: &ToolCall) -> (String, bool) {
        let argument = |name: &str| call.arguments[name].as_str().unwrap_or_default().to_owned();
        let path = argument("path");
        let name = ["MEMORY.md", "TODO.md"]
            .into_iter()
            .find(|name| *name == path);
        match (call.name.as_str(), name) {
            ("read", Some(name)) => match self.files.get(name) {
                Some(text) => (text.clone(), false),
                None => ("There is no such file.".to_owned(), true),
            },
            ("write", Some(name)) => {
                assert_eq!(call.arguments["append"], true, "nothing is overwritten");
                let text = self.files.entry(name).or_default();
                if !text.is_empty() && !text.ends_with('\n') {
                    text.push('\n');
                }
                text.push_str(&argument("content"));
                text.push('\n');
                ("ok".to_owned(), false)
            }
            ("cron", _) => ("added".to_owned(), false),
            other => panic!("no such call: {other:?}"),
        }
    }

    fn called(&self) -> Vec<&str> {
        self.calls.iter().map(|call| call.name.as_str()).collect()
    }
}

fn turn(role: Role, block: Block) -> Turn {
    Turn {
        role,
        blocks: vec![block],
    }
}

#[tokio::test]
async fn remember_appends_to_memory_through_the_tools() {
    let mut stage = Stage::new(&[("MEMORY.md", "# Memory\n\n- tea\n")]);
    let said = stage.say("remember Ann likes coffee").await;
    assert_eq!(stage.called(), ["write"]);
    assert_eq!(
        stage.files["MEMORY.md"],
        "# Memory\n\n- tea\n- Ann likes coffee\n"
    );
    assert!(said.contains("Ann likes coffee"), "{said}");
}

#[tokio::test]
async fn long_and_repeated_items_do_not_keep_the_next_from_being_added() {
    let long = "very ".repeat(4_000);
    let held = format!("- [ ] a\n- [ ] {long}\n  and more of it\n- [ ] a\n- [ ] a\n");
    let mut stage = Stage::new(&[("TODO.md", &held)]);
    let said = stage.say("todo b").await;
    assert_eq!(stage.files["TODO.md"], format!("{held}- [ ] b\n"));
    assert!(said.contains("added “b”"), "{said}");
}

#[tokio::test]
async fn a_missing_file_is_made() {
    let mut stage = Stage::new(&[]);
    stage.say("remember x").await;
    stage.say("todo y").await;
    assert_eq!(stage.called(), ["write", "write"]);
    assert_eq!(stage.files["MEMORY.md"], "- x\n");
    assert_eq!(stage.files["TODO.md"], "- [ ] y\n");
}

#[tokio::test]
async fn a_tool_that_fails_is_told_and_nothing_is_claimed() {
    let said = Stage::new(&[]).say("what is on my list").await;
    assert!(said.contains("There is no such file."), "{said}");
    assert!(said.contains("TODO.md"), "{said}");
}

#[tokio::test]
async fn the_list_holds_the_open_items_only() {
    let mut stage = Stage::new(&[(
        "TODO.md",
        "# Todo\n- [ ] milk\n- [x] bread\n* [ ] call mum\n- [ ]\n",
    )]);
    let said = stage.say("What is on my list?").await;
    assert_eq!(
        said,
        "Practice agent: 2 things are open on your list.\n- milk\n- call mum"
    );
    stage.files.insert("TODO.md", "# Todo\n".to_owned());
    let said = stage.say("what's on my list").await;
    assert_eq!(said, "Practice agent: nothing is open on your list.");
}

#[tokio::test]
async fn several_requests_in_one_message_are_followed_in_order() {
    let mut stage = Stage::new(&[("MEMORY.md", "m\n"), ("TODO.md", "t\n")]);
    let said = stage.say("remember a\ntodo b").await;
    assert_eq!(stage.called(), ["write", "write"]);
    assert_eq!(stage.files["TODO.md"], "t\n- [ ] b\n");
    assert!(
        said.contains("MEMORY.md") && said.contains("TODO.md"),
        "{said}"
    );
}

#[tokio::test]
async fn chinese_is_answered_in_chinese() {
    let mut stage = Stage::new(&[("MEMORY.md", "m\n"), ("TODO.md", "- [ ] 买牛奶\n")]);
    assert_eq!(
        stage.say("记住 门在左边").await,
        "练习助手：已把“门在左边”记入你的记忆（MEMORY.md）。"
    );
    let said = stage.say("我的清单").await;
    assert_eq!(said, "练习助手：你的清单上有 1 件未完成的事。\n- 买牛奶");
}

#[tokio::test]
async fn a_beat_with_nothing_due_is_quiet_and_an_event_is_said() {
    let mut stage = Stage::new(&[]);
    let prompt = "Follow HEARTBEAT.md, else reply HEARTBEAT_OK.";
    assert_eq!(stage.say(prompt).await, "HEARTBEAT_OK");
    let event = "System: [2026-01-05 16:26:00 CET] call mum\n\nElse reply HEARTBEAT_OK.";
    assert_eq!(stage.say(event).await, "call mum");
}

#[tokio::test]
async fn reminders_go_to_the_schedule_where_there_is_one() {
    let mut stage = Stage::new(&[]);
    let said = stage.say("remind me in 20m to stretch").await;
    assert!(said.contains("can't set reminders yet"), "{said}");
    stage.tools.push("cron");
    stage.say("remind me in 20m to stretch").await;
    assert_eq!(
        stage.calls[0].arguments["text"],
        json!("remind me in 20m to stretch")
    );
}

#[tokio::test]
async fn where_tools_are_not_allowed_it_says_so() {
    let mut stage = Stage::new(&[]);
    stage.tools.clear();
    let said = stage.say("todo b").await;
    assert!(stage.calls.is_empty() && said.contains("TODO.md"), "{said}");
}

#[tokio::test]
async fn anything_else_is_answered_with_what_it_is_in_small_pieces() {
    let said = Stage::new(&[]).say("hello").await;
    assert!(said.starts_with("This is the practice agent"), "{said}");
    assert!(pieces(&said).len() > 10);
}

#[tokio::test]
async fn stopping_it_ends_the_stream_with_cancelled() {
    let practice = Practice::new(Words::load(), Language::English);
    let cancel = CancellationToken::new();
    let request = ModelRequest {
        model: model(),
        system: String::new(),
        turns: vec![turn(
            Role::User,
            Block::Text {
                text: "hello".to_owned(),
            },
        )],
        tools: Vec::new(),
        max_output_tokens: None,
        thinking: None,
        session: String::new(),
    };
    let mut stream = practice.stream(request, cancel.clone()).await.unwrap();
    assert!(stream.next().await.unwrap().is_ok());
    cancel.cancel();
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!((error.class, error.started), (ErrorClass::Cancelled, true));
    assert!(stream.next().await.is_none());
}
