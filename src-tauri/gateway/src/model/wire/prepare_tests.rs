//! History as it is repaired for a provider.

use serde_json::json;

use super::*;
use crate::model::provider::{ModelRef, ToolCall};

fn text(role: Role, text: &str) -> Turn {
    Turn {
        role,
        blocks: vec![Block::Text {
            text: text.to_owned(),
        }],
    }
}

fn call(ids: &[&str]) -> Turn {
    let blocks = ids.iter().map(|id| {
        Block::Call(ToolCall {
            id: (*id).to_owned(),
            name: "read".to_owned(),
            arguments: json!({}),
        })
    });
    Turn {
        role: Role::Assistant,
        blocks: blocks.collect(),
    }
}

fn result(id: &str, text: &str) -> Turn {
    Turn {
        role: Role::Tool,
        blocks: vec![Block::Result {
            call_id: id.to_owned(),
            tool: "read".to_owned(),
            text: text.to_owned(),
            is_error: false,
        }],
    }
}

/// One line a turn: `U:` what is said, `A:` calls, `T:` results as `id=text` (`!` for missing).
fn shape(turns: &[Turn]) -> Vec<String> {
    let block = |block: &Block| match block {
        Block::Text { text } => text.clone(),
        Block::Call(call) => call.id.clone(),
        Block::Result { call_id, text, .. } if text == MISSING_RESULT => format!("{call_id}=!"),
        Block::Result { call_id, text, .. } => format!("{call_id}={text}"),
        Block::Thinking { .. } => "thinking".to_owned(),
        Block::Image { .. } => "image".to_owned(),
    };
    turns
        .iter()
        .map(|turn| {
            let blocks: Vec<String> = turn.blocks.iter().map(block).collect();
            let role = match turn.role {
                Role::User => 'U',
                Role::Assistant => 'A',
                Role::Tool => 'T',
            };
            format!("{role}:{}", blocks.join(","))
        })
        .collect()
}

fn check(provider: &str, api: ApiKind, turns: Vec<Turn>, expected: &[&str]) {
    let request = ModelRequest {
        model: ModelRef {
            provider: provider.to_owned(),
            model: "m".to_owned(),
        },
        system: String::new(),
        turns,
        tools: Vec::new(),
        max_output_tokens: None,
        thinking: None,
        session: String::new(),
    };
    assert_eq!(shape(&prepare(&request, api)), expected);
}

const CHAT: ApiKind = ApiKind::OpenaiCompletions;

#[test]
fn a_call_without_a_result_gets_one() {
    check(
        "openai",
        CHAT,
        vec![text(Role::User, "hi"), call(&["a", "b"]), result("b", "2")],
        &["U:hi", "A:a,b", "T:a=!,b=2"],
    );
}

#[test]
fn results_move_behind_their_call_in_call_order() {
    check(
        "openai",
        CHAT,
        vec![
            text(Role::User, "hi"),
            call(&["a", "b"]),
            text(Role::User, "wait"),
            result("b", "2"),
            result("a", "1"),
        ],
        &["U:hi", "A:a,b", "T:a=1,b=2", "U:wait"],
    );
}

#[test]
fn orphans_and_repeated_results_are_dropped() {
    check(
        "openai",
        CHAT,
        vec![
            result("x", "0"),
            text(Role::User, "hi"),
            call(&["a"]),
            result("a", "1"),
            result("a", "again"),
        ],
        &["U:hi", "A:a", "T:a=1"],
    );
}

#[test]
fn the_same_id_in_two_answers_belongs_to_the_nearer_call() {
    check(
        "openai",
        CHAT,
        vec![call(&["a"]), call(&["a"]), result("a", "second")],
        &["A:a", "T:a=!", "A:a", "T:a=second"],
    );
}

#[test]
fn empty_texts_and_lone_thoughts_are_dropped() {
    let thought = Turn {
        role: Role::Assistant,
        blocks: vec![Block::Thinking {
            text: "hm".to_owned(),
            signature: None,
        }],
    };
    check(
        "openai",
        CHAT,
        vec![text(Role::User, " \n"), text(Role::User, "hi"), thought],
        &["U:hi"],
    );
}

#[test]
fn anthropic_gets_adjacent_messages_as_one_and_a_person_first() {
    let turns = vec![
        text(Role::Assistant, "hello"),
        text(Role::User, "one"),
        text(Role::User, "two"),
    ];
    check(
        "anthropic",
        ApiKind::AnthropicMessages,
        turns.clone(),
        &["U:[conversation continues]", "A:hello", "U:one,two"],
    );
    check("openai", CHAT, turns, &["A:hello", "U:one", "U:two"]);
}

#[test]
fn ids_are_made_fit_and_stay_paired() {
    for (provider, id, fitted) in [
        ("openai", "call_abc-1", "call_abc-1"),
        ("mistral", "D681PevKs", "D681PevKs"),
        ("mistral", "call_abc-1", ""),
        ("gemini", "call1", "call1"),
        ("gemini", "call_1", "call"),
        ("anthropic", "fc|odd", "call"),
        ("openai", "", "call"),
    ] {
        let new = fit_id(id, provider);
        match provider {
            "mistral" => assert!(new.len() == 9 && new.chars().all(char::is_alphanumeric)),
            _ => assert!(new.starts_with(fitted), "{provider} {id}: {new}"),
        }
        if id == fitted {
            assert_eq!(new, id);
        }
        check(
            provider,
            CHAT,
            vec![call(&[id]), result(id, "1")],
            &[&format!("A:{new}"), &format!("T:{new}=1")],
        );
    }
}
