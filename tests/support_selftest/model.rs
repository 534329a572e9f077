//! The fake model's streams: pieces, gates, cuts, failures, usage.

use cove_tests::model::{Ending, Refusal, Shape, Stop, Usage};
use cove_tests::{FakeModel, Hold, Reply};
use serde_json::{Value, json};

use crate::{ask, chat, events, message};

fn streamed(mut body: Value) -> Value {
    body["stream"] = true.into();
    body
}

#[tokio::test]
async fn an_unscripted_request_is_echoed_and_recorded() {
    let model = FakeModel::start().await;
    let answer: Value = ask(&model, "/v1/chat/completions", chat("hi"))
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(answer["choices"][0]["message"]["content"], "ok: hi");
    let request = &model.wait_for_requests(1).await[0];
    assert_eq!(request.shape, Shape::Chat);
    assert_eq!(request.key(), Some("sk-a"));
    assert_eq!(request.last_user_text(), "hi");
    assert!(matches!(
        model.wait_for_ending(0).await,
        Ending::Answered(_)
    ));
    assert_eq!(model.problems(), Vec::<String>::new());
}

#[tokio::test]
async fn a_held_stream_gives_what_came_before_and_goes_on_when_released() {
    let model = FakeModel::start().await;
    let hold = Hold::new();
    model.push(Reply::text("Hel").hold(&hold).and("lo"));
    let mut response = ask(&model, "/v1/chat/completions", streamed(chat("hi")))
        .await
        .unwrap();
    hold.arrived().await;
    let mut text = String::new();
    while !text.contains("Hel") {
        let chunk = response.chunk().await.unwrap().expect("the stream is open");
        text.push_str(&String::from_utf8_lossy(&chunk));
    }
    assert!(!text.contains("\"lo\""));
    hold.release();
    text.push_str(&response.text().await.unwrap());
    assert!(
        text.contains("\"lo\"") && text.ends_with("data: [DONE]\n\n"),
        "{text}"
    );
}

#[tokio::test]
async fn held_headers_are_not_sent_before_the_release() {
    let model = FakeModel::start().await;
    let hold = Hold::new();
    model.push(Reply::text("late").hold_headers(&hold));
    let call = ask(&model, "/v1/chat/completions", chat("hi"));
    tokio::pin!(call);
    tokio::select! {
        _ = &mut call => panic!("answered before the release"),
        () = hold.arrived() => {}
    }
    hold.release();
    assert!(call.await.unwrap().text().await.unwrap().contains("late"));
}

#[tokio::test]
async fn a_cut_stream_keeps_what_came_before_and_never_says_done() {
    for path in ["/v1/chat/completions", "/v1/messages", "/v1/responses"] {
        let model = FakeModel::start().await;
        model.push(Reply::text("half").cut().and("never"));
        let mut body = if path.ends_with("messages") {
            message("hi")
        } else {
            chat("hi")
        };
        if path.ends_with("responses") {
            body = json!({"model": "small", "input": "hi"});
        }
        let mut response = ask(&model, path, streamed(body)).await.unwrap();
        let mut text = String::new();
        let error = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => text.push_str(&String::from_utf8_lossy(&chunk)),
                Ok(None) => panic!("{path}: the stream ended as if it were whole"),
                Err(error) => break error,
            }
        };
        assert!(
            text.contains("half") && !text.contains("never"),
            "{path}: {text}"
        );
        for end in ["[DONE]", "message_stop", "response.completed"] {
            assert!(!text.contains(end), "{path}: {text} {error}");
        }
        assert_eq!(model.wait_for_ending(0).await, Ending::Cut);
    }
}

#[tokio::test]
async fn a_client_that_leaves_is_recorded() {
    let model = FakeModel::start().await;
    let hold = Hold::new();
    model.push(Reply::text("a").hold(&hold));
    let response = ask(&model, "/v1/chat/completions", streamed(chat("hi")))
        .await
        .unwrap();
    hold.arrived().await;
    drop(response);
    assert!(matches!(
        model.wait_for_ending(0).await,
        Ending::LeftByClient(_)
    ));
}

#[tokio::test]
async fn a_client_that_leaves_before_the_headers_is_recorded() {
    let model = FakeModel::start().await;
    let hold = Hold::new();
    model.push(Reply::text("a").hold_headers(&hold));
    tokio::select! {
        _ = ask(&model, "/v1/chat/completions", chat("hi")) => panic!("answered"),
        () = hold.arrived() => {}
    }
    assert!(matches!(
        model.wait_for_ending(0).await,
        Ending::LeftByClient(_)
    ));
}

#[tokio::test]
async fn anthropic_streams_blocks_in_order_with_usage_and_stop_reason() {
    let model = FakeModel::start().await;
    let usage = Usage {
        input: 3,
        cache_read: 50,
        cache_write: 7,
        output: 9,
    };
    let reply = Reply::thinking("hm").and("Hel").and("lo");
    model.push(
        reply
            .and_call("read", json!({"path": "TODO.md"}))
            .usage(usage),
    );
    let text = ask(&model, "/v1/messages", streamed(message("hi")))
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let events = events(&text);
    let kinds: Vec<&str> = events
        .iter()
        .filter_map(|event| event["type"].as_str())
        .collect();
    assert_eq!(kinds.first(), Some(&"message_start"));
    assert_eq!(kinds[kinds.len() - 2..], ["message_delta", "message_stop"]);
    let starts = events
        .iter()
        .filter(|event| event["type"] == "content_block_start");
    let blocks: Vec<&str> = starts
        .filter_map(|event| event["content_block"]["type"].as_str())
        .collect();
    assert_eq!(blocks, ["thinking", "text", "tool_use"]);
    let arguments: String = events
        .iter()
        .filter_map(|event| event["delta"]["partial_json"].as_str())
        .collect();
    assert_eq!(arguments, r#"{"path":"TODO.md"}"#);
    let start = &events[0]["message"]["usage"];
    assert_eq!(start["cache_read_input_tokens"], 50);
    assert_eq!(start["cache_creation_input_tokens"], 7);
    let end = &events[events.len() - 2];
    assert_eq!(end["usage"]["output_tokens"], 9);
    assert_eq!(end["delta"]["stop_reason"], "tool_use");
}

#[tokio::test]
async fn responses_stream_ends_with_the_whole_output() {
    let model = FakeModel::start().await;
    model.push(Reply::text("Hello").and_call("read", json!({"path": "a"})));
    let body = json!({"model": "small", "input": "hi", "stream": true});
    let text = ask(&model, "/v1/responses", body)
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let events = events(&text);
    let numbers: Vec<u64> = events
        .iter()
        .filter_map(|event| event["sequence_number"].as_u64())
        .collect();
    assert_eq!(numbers, (0..events.len() as u64).collect::<Vec<_>>());
    let last = events.last().unwrap();
    assert_eq!(last["type"], "response.completed");
    assert_eq!(last["response"]["output"][0]["content"][0]["text"], "Hello");
    assert_eq!(last["response"]["output"][1]["name"], "read");
    assert!(last["response"]["usage"]["input_tokens"].as_u64().unwrap() > 0);
}

#[tokio::test]
async fn chat_reports_usage_only_where_it_was_asked_for() {
    let model = FakeModel::start().await;
    let plain = ask(&model, "/v1/chat/completions", streamed(chat("hi")))
        .await
        .unwrap()
        .text()
        .await;
    assert!(!plain.unwrap().contains("prompt_tokens"));
    let mut body = streamed(chat("hi"));
    body["stream_options"] = json!({"include_usage": true});
    let text = ask(&model, "/v1/chat/completions", body.clone())
        .await
        .unwrap()
        .text()
        .await;
    let last = events(&text.unwrap()).pop().unwrap();
    assert_eq!(last["choices"], json!([]));
    assert!(last["usage"]["prompt_tokens"].as_u64().unwrap() > 0);
    model.push(Reply::text("x").no_usage());
    let text = ask(&model, "/v1/chat/completions", body)
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(!text.contains("prompt_tokens") && text.contains("[DONE]"));
}

#[tokio::test]
async fn a_stream_split_anywhere_has_the_same_bytes() {
    let model = FakeModel::start().await;
    let reply = Reply::text("häß 😀")
        .and_call("write", json!({"text": "ü"}))
        .stop(Stop::Length);
    model.push(reply.split_every(3));
    let text = ask(&model, "/v1/chat/completions", streamed(chat("hi")))
        .await
        .unwrap();
    let text = text.text().await.unwrap();
    assert!(
        text.contains("häß 😀") && text.contains("\"finish_reason\":\"length\""),
        "{text}"
    );
}

#[tokio::test]
async fn failures_and_garbage_inside_a_stream_follow_what_was_already_said() {
    let model = FakeModel::start().await;
    model.push(Reply::text("half").garbage().fail(Refusal::Overloaded));
    let text = ask(&model, "/v1/messages", streamed(message("hi")))
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let last = events(&text).pop().unwrap();
    assert_eq!(last["error"]["type"], "overloaded_error");
    assert!(
        text.contains("half") && !text.contains("message_stop"),
        "{text}"
    );
    let data: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("data: "))
        .collect();
    let broken = data
        .iter()
        .filter(|data| serde_json::from_str::<Value>(data).is_err())
        .count();
    assert_eq!(broken, 1);
}

#[tokio::test]
async fn local_servers_can_be_found_by_their_model_lists() {
    let model = FakeModel::start().await;
    model.serve_models(&["qwen3:8b"]);
    let get = async |path: &str| -> Value {
        reqwest::get(format!("{}{path}", model.root_url()))
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    };
    assert_eq!(get("/v1/models").await["data"][0]["id"], "qwen3:8b");
    assert_eq!(get("/api/tags").await["models"][0]["name"], "qwen3:8b");
    assert_eq!(model.lookups(), ["/v1/models", "/api/tags"]);
    let refused = ask(&model, "/v1/chat/completions", chat("hi"))
        .await
        .unwrap();
    assert_eq!(refused.status(), 404);
}
