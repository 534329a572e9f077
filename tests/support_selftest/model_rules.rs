//! The fake model refuses what providers refuse, and counts as they count.

use cove_tests::model::{ModelRequest, Refusal};
use cove_tests::{FakeModel, Reply};
use serde_json::{Value, json};

use crate::{ask, chat, message};

async fn check(path: &str, body: Value, expected: &str) {
    let model = FakeModel::start().await;
    let response = ask(&model, path, body).await.unwrap();
    let (status, text) = (response.status(), response.text().await.unwrap());
    assert_eq!(status, 400, "{text}");
    assert!(text.contains(expected), "{text}");
    assert_eq!(model.problems().len(), 1);
}

#[tokio::test]
async fn a_tool_call_without_its_result_is_refused_by_every_format() {
    let call = json!({"id": "c1", "type": "function",
        "function": {"name": "read", "arguments": "{}"}});
    let mut body = chat("hi");
    body["messages"].as_array_mut().unwrap().extend([
        json!({"role": "assistant", "content": null, "tool_calls": [call]}),
        json!({"role": "user", "content": "go on"}),
    ]);
    check(
        "/v1/chat/completions",
        body,
        "did not have response messages: c1",
    )
    .await;

    let mut body = message("hi");
    let call = json!({"type": "tool_use", "id": "c1", "name": "read", "input": {}});
    body["messages"].as_array_mut().unwrap().extend([
        json!({"role": "assistant", "content": [call]}),
        json!({"role": "user", "content": "go on"}),
    ]);
    check(
        "/v1/messages",
        body,
        "without `tool_result` blocks immediately after: c1",
    )
    .await;

    let call = json!({"type": "function_call", "call_id": "c1", "name": "read", "arguments": "{}"});
    let body = json!({"model": "small", "input": [call]});
    check(
        "/v1/responses",
        body,
        "No tool output found for function call c1",
    )
    .await;
}

#[tokio::test]
async fn a_result_without_its_call_is_refused_by_every_format() {
    let mut body = chat("hi");
    body["messages"][0] = json!({"role": "tool", "tool_call_id": "c1", "content": "x"});
    check(
        "/v1/chat/completions",
        body,
        "must be a response to a preceeding message",
    )
    .await;

    let mut body = message("hi");
    let result = json!({"type": "tool_result", "tool_use_id": "c1", "content": "x"});
    body["messages"][0]["content"] = json!([result]);
    check("/v1/messages", body, "unexpected `tool_use_id`").await;

    let output = json!({"type": "function_call_output", "call_id": "c1", "output": "x"});
    let body = json!({"model": "small", "input": [output]});
    check(
        "/v1/responses",
        body,
        "No tool call found for function call output",
    )
    .await;
}

#[tokio::test]
async fn bodies_that_break_a_rule_of_their_format_are_refused() {
    let mut body = chat("hi");
    body["stream_options"] = json!({"include_usage": true});
    check(
        "/v1/chat/completions",
        body,
        "only allowed when 'stream' is enabled",
    )
    .await;
    let mut body = chat("hi");
    body["cache_control"] = json!({"type": "ephemeral"});
    check(
        "/v1/chat/completions",
        body,
        "Unrecognized request argument",
    )
    .await;
    let mut body = chat("hi");
    body["tools"] = json!([]);
    check("/v1/chat/completions", body, "empty array").await;
    let mut body = message("hi");
    body.as_object_mut().unwrap().remove("max_tokens");
    check("/v1/messages", body, "max_tokens: Field required").await;
    check("/v1/messages", message(" "), "non-empty content").await;
    let mut body = message("hi");
    let marked = json!({"type": "text", "text": "x", "cache_control": {"type": "ephemeral"}});
    body["system"] = json!([marked, marked, marked, marked, marked]);
    check(
        "/v1/messages",
        body,
        "maximum of 4 blocks with cache_control",
    )
    .await;
    let mut body = message("hi");
    let thought = json!({"type": "thinking", "thinking": "x", "signature": "forged"});
    let thoughts =
        json!({"role": "assistant", "content": [thought, {"type": "text", "text": "y"}]});
    body["messages"].as_array_mut().unwrap().push(thoughts);
    check("/v1/messages", body, "Invalid `signature`").await;
}

#[tokio::test]
async fn refusals_have_each_providers_own_status_and_shape() {
    let model = FakeModel::start().await;
    let table = [
        (
            Refusal::Unauthorized,
            401,
            "invalid_api_key",
            401,
            "authentication_error",
        ),
        (
            Refusal::Forbidden,
            403,
            "model_not_found",
            403,
            "permission_error",
        ),
        (Refusal::ServerError, 500, "server_error", 500, "api_error"),
        (
            Refusal::Overloaded,
            503,
            "server_error",
            529,
            "overloaded_error",
        ),
        (
            Refusal::Overflow {
                tokens: 9,
                limit: 8,
            },
            400,
            "context_length_exceeded",
            400,
            "prompt is too long: 9 tokens > 8 maximum",
        ),
        (
            Refusal::ContentFilter,
            400,
            "content_filter",
            400,
            "content filtering policy",
        ),
        (
            Refusal::NoCredit,
            429,
            "insufficient_quota",
            400,
            "credit balance is too low",
        ),
    ];
    for (refusal, chat_status, chat_words, status, words) in table {
        for (path, body, status, words) in [
            ("/v1/chat/completions", chat("hi"), chat_status, chat_words),
            ("/v1/messages", message("hi"), status, words),
        ] {
            model.push(Reply::refuse(refusal.clone()));
            let response = ask(&model, path, body).await.unwrap();
            assert_eq!(response.status(), status, "{refusal:?}");
            let text = response.text().await.unwrap();
            assert!(text.contains(words), "{refusal:?}: {text}");
        }
    }
    model.push(Reply::refuse(Refusal::RateLimited {
        retry_after: Some(7),
    }));
    let response = ask(&model, "/v1/messages", message("hi")).await.unwrap();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "7");
    assert_eq!(
        model.problems(),
        Vec::<String>::new(),
        "scripted refusals are no problems"
    );
}

#[tokio::test]
async fn keys_and_windows_are_enforced_where_set() {
    let model = FakeModel::start().await;
    model.accept_keys(&["sk-b"]);
    assert_eq!(
        ask(&model, "/v1/messages", message("hi"))
            .await
            .unwrap()
            .status(),
        401
    );
    model.accept_keys(&["sk-a"]);
    assert_eq!(
        ask(&model, "/v1/messages", message("hi"))
            .await
            .unwrap()
            .status(),
        200
    );
    model.limit_window(Some(100));
    let long = message(&"x".repeat(1000));
    assert_eq!(
        ask(&model, "/v1/messages", long).await.unwrap().status(),
        400
    );
}

#[tokio::test]
async fn the_script_is_taken_in_order_by_the_requests_it_is_meant_for() {
    let model = FakeModel::start().await;
    let summary = |request: &ModelRequest| request.last_user_text().contains("summary");
    model.push_when(summary, Reply::text("S"));
    model.push(Reply::text("first"));
    model.answer_with(|request| Reply::text(format!("#{}", request.number)));
    let mut said = Vec::new();
    for text in ["hi", "summary please", "hi"] {
        let response = ask(&model, "/v1/messages", message(text)).await.unwrap();
        let answer: Value = response.json().await.unwrap();
        said.push(answer["content"][0]["text"].as_str().unwrap().to_owned());
    }
    assert_eq!(said, ["first", "S", "#2"]);
    assert_eq!(model.left_in_script(), 0);
}
