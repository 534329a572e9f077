//! Streams of the three wire formats over real sockets.

#![allow(clippy::unwrap_used, clippy::expect_used)]
use std::time::Duration;

use futures::StreamExt;
use serde_json::{Value, json};

use super::*;
use crate::clock::SystemClock;
use crate::model::keys::KeyError;
use crate::model::provider::{
    Block, ModelEvent, ModelRef, Role, StopReason, ToolCall, ToolSpec, Turn, Usage,
};
use crate::model::test_server::{TestServer, Then, failure, stream};

const KEY: &str = "secret-key-1234";

/// Gives its key to loopback origins only, and notes who asked.
struct Keys;

#[async_trait]
impl KeySource for Keys {
    async fn key(&self, path: &str, origin: &str) -> Result<Option<SecretString>, KeyError> {
        assert!(path.starts_with("models.providers."), "{path}");
        match origin.starts_with("http://127.0.0.1:") {
            true => Ok(Some(KEY.into())),
            false => Ok(None),
        }
    }
}

const APIS: [ApiKind; 3] = [
    ApiKind::AnthropicMessages,
    ApiKind::OpenaiCompletions,
    ApiKind::OpenaiResponses,
];

fn remote(api: ApiKind, base: &str, read_timeout: Duration) -> Remote {
    let settings = ProviderSettings {
        base_url: Some(base.to_owned()),
        api: Some(api),
        ..ProviderSettings::default()
    };
    Remote {
        providers: BTreeMap::from([("own".to_owned(), settings)]),
        clients: Arc::new(Clients::new(read_timeout)),
        keys: Arc::new(Keys),
        clock: SystemClock::shared(),
    }
}

fn request() -> ModelRequest {
    ModelRequest {
        model: ModelRef {
            provider: "own".to_owned(),
            model: "m1".to_owned(),
        },
        system: "Be brief.".to_owned(),
        turns: vec![Turn {
            role: Role::User,
            blocks: vec![Block::Text {
                text: "hi".to_owned(),
            }],
        }],
        tools: vec![ToolSpec {
            name: "read",
            description: "Reads.",
            schema: json!({"type": "object"}),
        }],
        max_output_tokens: None,
        thinking: None,
        session: "s1".to_owned(),
    }
}

/// What came of one call: the events, then the failure if it ended with one.
async fn ask(api: ApiKind, answer: String) -> (Vec<ModelEvent>, Option<ModelError>, TestServer) {
    let server = TestServer::start(vec![(answer, Then::Close)]).await;
    let remote = remote(api, &server.base, Duration::from_secs(20));
    let (mut events, mut failed) = (Vec::new(), None);
    match remote.stream(request(), CancellationToken::new()).await {
        Err(error) => failed = Some(error),
        Ok(mut stream) => {
            while let Some(event) = stream.next().await {
                match event {
                    Ok(event) => events.push(event),
                    Err(error) => failed = Some(error),
                }
            }
        }
    }
    (events, failed, server)
}

/// Events as a provider writes them: named for Anthropic and Responses, bare for chat.
fn wire(events: &[Value]) -> String {
    let line = |event: &Value| match event["type"].as_str() {
        Some(kind) => format!("event: {kind}\ndata: {event}\n\n"),
        None => format!("data: {event}\n\n"),
    };
    events.iter().map(line).collect()
}

fn chunk(delta: Value) -> Value {
    json!({"choices": [{"index": 0, "delta": delta, "finish_reason": null}]})
}

/// Two pieces of text, without an end.
fn begun(api: ApiKind) -> String {
    match api {
        ApiKind::AnthropicMessages => wire(&[
            json!({"type": "message_start", "message": {"usage": {"input_tokens": 3, "output_tokens": 1, "cache_read_input_tokens": 100, "cache_creation_input_tokens": 20}}}),
            json!({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}),
            json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Hel"}}),
            json!({"type": "ping"}),
            json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "lo"}}),
        ]),
        ApiKind::OpenaiCompletions => wire(&[
            chunk(json!({"role": "assistant", "content": ""})),
            chunk(json!({"content": "Hel"})),
            chunk(json!({"content": "lo"})),
        ]),
        ApiKind::OpenaiResponses => wire(&[
            json!({"type": "response.created", "response": {}}),
            json!({"type": "response.output_text.delta", "output_index": 0, "delta": "Hel"}),
            json!({"type": "response.output_text.delta", "output_index": 0, "delta": "lo"}),
        ]),
    }
}

/// A tool call in pieces, then the end with usage: 3 fresh, 100 read, 7 out; 20 written where
/// the API tells.
fn ended(api: ApiKind) -> String {
    match api {
        ApiKind::AnthropicMessages => wire(&[
            json!({"type": "content_block_start", "index": 1, "content_block": {"type": "tool_use", "id": "t1", "name": "read", "input": {}}}),
            json!({"type": "content_block_delta", "index": 1, "delta": {"type": "input_json_delta", "partial_json": "{\"path\":"}}),
            json!({"type": "content_block_delta", "index": 1, "delta": {"type": "input_json_delta", "partial_json": "\"A.md\"}"}}),
            json!({"type": "content_block_stop", "index": 1}),
            json!({"type": "message_delta", "delta": {"stop_reason": "tool_use"}, "usage": {"output_tokens": 7}}),
            json!({"type": "message_stop"}),
        ]),
        ApiKind::OpenaiCompletions => {
            let call = |call: Value| chunk(json!({"tool_calls": [call]}));
            wire(&[
                call(
                    json!({"index": 0, "id": "t1", "function": {"name": "read", "arguments": ""}}),
                ),
                call(json!({"index": 0, "function": {"arguments": "{\"path\":"}})),
                call(json!({"index": 0, "function": {"arguments": "\"A.md\"}"}})),
                json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]}),
                json!({"choices": [], "usage": {"prompt_tokens": 123, "completion_tokens": 7, "total_tokens": 130, "prompt_tokens_details": {"cached_tokens": 100, "cache_write_tokens": 20}}}),
            ]) + "data: [DONE]\n\n"
        }
        ApiKind::OpenaiResponses => wire(&[
            json!({"type": "response.output_item.added", "output_index": 1, "item": {"type": "function_call", "call_id": "t1", "name": "read", "arguments": ""}}),
            json!({"type": "response.function_call_arguments.delta", "output_index": 1, "delta": "{\"path\":"}),
            json!({"type": "response.function_call_arguments.delta", "output_index": 1, "delta": "\"A.md\"}"}),
            json!({"type": "response.output_item.done", "output_index": 1, "item": {"type": "function_call", "call_id": "t1", "name": "read", "arguments": "{\"path\":\"A.md\"}"}}),
            json!({"type": "response.completed", "response": {"usage": {"input_tokens": 123, "output_tokens": 7, "input_tokens_details": {"cached_tokens": 100, "cache_write_tokens": 20}}}}),
        ]),
    }
}

#[tokio::test]
async fn text_calls_and_usage_come_through_whole_from_each_api() {
    for api in APIS {
        let (events, failed, _) = ask(api, stream(&(begun(api) + &ended(api)))).await;
        assert!(failed.is_none(), "{api:?}: {failed:?}");
        let expected = [
            ModelEvent::Text("Hel".to_owned()),
            ModelEvent::Text("lo".to_owned()),
            ModelEvent::Call(ToolCall {
                id: "t1".to_owned(),
                name: "read".to_owned(),
                arguments: json!({"path": "A.md"}),
            }),
            ModelEvent::Done {
                reason: StopReason::ToolUse,
                usage: Some(Usage {
                    input: 3,
                    output: 7,
                    cache_read: 100,
                    cache_write: 20,
                }),
                thinking_signature: None,
            },
        ];
        assert_eq!(events, expected, "{api:?}");
    }
}

#[tokio::test]
async fn an_answer_without_its_end_is_a_broken_connection() {
    for api in APIS {
        let (events, failed, _) = ask(api, stream(&begun(api))).await;
        let error = failed.expect("an error");
        assert_eq!(events.len(), 2, "{api:?}");
        assert_eq!(
            (error.class, error.started),
            (ErrorClass::Network, true),
            "{api:?}"
        );
        let (events, failed, _) = ask(api, stream("")).await;
        assert!(
            events.is_empty() && !failed.expect("an error").started,
            "{api:?}"
        );
    }
}

#[tokio::test]
async fn an_error_in_the_middle_is_classified_and_marked_as_started() {
    for api in APIS {
        let error = match api {
            ApiKind::AnthropicMessages => {
                json!({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}})
            }
            ApiKind::OpenaiCompletions => json!({"error": {"code": 503, "message": "Overloaded"}}),
            ApiKind::OpenaiResponses => {
                json!({"type": "response.failed", "response": {"error": {"code": "server_error", "message": "Overloaded"}}})
            }
        };
        let (events, failed, _) = ask(api, stream(&(begun(api) + &wire(&[error])))).await;
        let error = failed.expect("an error");
        assert_eq!(events.len(), 2, "{api:?}");
        assert_eq!(
            (error.class, error.started),
            (ErrorClass::Overload, true),
            "{api:?}"
        );
        assert_eq!(error.detail, "Overloaded", "{api:?}");
    }
}

#[tokio::test]
async fn too_many_requests_carry_the_servers_delay_and_no_key() {
    for api in APIS {
        let body = json!({"error": {"message": format!("{KEY} is too fast")}}).to_string();
        let answer = failure("429 Too Many Requests", "retry-after: 7\r\n", &body);
        let (_, failed, _) = ask(api, answer).await;
        let error = failed.expect("an error");
        assert_eq!(error.class, ErrorClass::RateLimit);
        assert_eq!(error.retry_after, Some(Duration::from_secs(7)));
        assert_eq!((error.status, error.started), (Some(429), false));
        assert_eq!(error.detail, "••• is too fast");
        assert!(!format!("{error:?} {error}").contains(KEY));
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let answer = "HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n";
    let (_, failed, server) = ask(ApiKind::AnthropicMessages, answer.to_owned()).await;
    assert_eq!(failed.expect("an error").status, Some(307));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn stopping_closes_the_connection() {
    for api in APIS {
        let server = TestServer::start(vec![(stream(&begun(api)), Then::Hold)]).await;
        let remote = remote(api, &server.base, Duration::from_secs(20));
        let cancel = CancellationToken::new();
        let mut stream = remote.stream(request(), cancel.clone()).await.unwrap();
        assert!(stream.next().await.unwrap().is_ok());
        cancel.cancel();
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!((error.class, error.started), (ErrorClass::Cancelled, true));
        server.left().await;
        assert!(stream.next().await.is_none());
    }
}

#[tokio::test]
async fn stopping_before_the_first_byte_closes_the_connection_too() {
    let server = TestServer::start(vec![(String::new(), Then::Hold)]).await;
    let remote = remote(APIS[1], &server.base, Duration::from_secs(20));
    let cancel = CancellationToken::new();
    let (stopper, sent) = (cancel.clone(), remote.stream(request(), cancel));
    let stop = async {
        while server.requests().is_empty() {
            tokio::task::yield_now().await;
        }
        stopper.cancel();
    };
    let (answer, ()) = tokio::join!(sent, stop);
    assert_eq!(answer.err().unwrap().class, ErrorClass::Cancelled);
    server.left().await;
}

#[tokio::test]
async fn a_silent_server_is_given_up_before_and_after_its_headers() {
    for bytes in [String::new(), stream(&begun(APIS[1]))] {
        let server = TestServer::start(vec![(bytes, Then::Hold)]).await;
        let remote = remote(APIS[1], &server.base, Duration::from_millis(40));
        let error = match remote.stream(request(), CancellationToken::new()).await {
            Err(error) => error,
            Ok(stream) => {
                let events: Vec<_> = stream.collect().await;
                events.into_iter().find_map(Result::err).unwrap()
            }
        };
        assert_eq!(error.class, ErrorClass::Network, "{error:?}");
        assert!(!error.detail.contains("127.0.0.1"), "{}", error.detail);
    }
}

#[tokio::test]
async fn a_chat_server_that_sends_no_done_is_whole_once_it_gave_its_reason() {
    let events = begun(APIS[1])
        + &wire(&[json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})]);
    let (events, failed, _) = ask(APIS[1], stream(&events)).await;
    assert!(failed.is_none());
    assert!(matches!(
        events.last(),
        Some(ModelEvent::Done { usage: None, .. })
    ));
}

#[tokio::test]
async fn calls_without_an_index_and_with_stop_as_reason_are_calls() {
    let call = |id: &str| json!({"id": id, "function": {"name": "read", "arguments": "{}"}});
    let events = wire(&[
        chunk(json!({"tool_calls": [call("a"), call("b")]})),
        json!({"choices": [{"delta": {}, "finish_reason": "stop"}]}),
    ]);
    let (events, _, _) = ask(APIS[1], stream(&events)).await;
    let ids: Vec<&str> = events
        .iter()
        .filter_map(|event| match event {
            ModelEvent::Call(call) => Some(call.id.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(ids, ["a", "b"]);
    assert!(matches!(
        events.last(),
        Some(ModelEvent::Done {
            reason: StopReason::ToolUse,
            ..
        })
    ));
}

#[tokio::test]
async fn anthropic_marks_tools_system_and_the_last_turn_for_the_cache() {
    let (_, _, server) = ask(APIS[0], stream("")).await;
    let body = server.body(0);
    let mark = json!({"type": "ephemeral"});
    assert_eq!(body["tools"][0]["cache_control"], mark);
    assert_eq!(body["system"][0]["cache_control"], mark);
    assert_eq!(body["messages"][0]["content"][0]["cache_control"], mark);
    assert_eq!(body["max_tokens"], 8_192);
    let head = &server.requests()[0];
    assert!(head.starts_with("POST /v1/messages "), "{head}");
    assert!(head.contains(&format!("x-api-key: {KEY}")));
}

#[tokio::test]
async fn the_openai_apis_are_called_at_their_paths_with_a_bearer_key() {
    for (api, path) in [
        (APIS[1], "POST /v1/chat/completions "),
        (APIS[2], "POST /v1/responses "),
    ] {
        let (_, _, server) = ask(api, stream("")).await;
        let head = &server.requests()[0];
        assert!(head.starts_with(path), "{head}");
        assert!(head.contains(&format!("authorization: Bearer {KEY}")));
        assert_eq!(server.body(0)["stream"], true);
    }
}

#[tokio::test]
async fn without_a_key_nothing_is_sent() {
    let mut remote = remote(APIS[0], "http://127.0.0.1:9", Duration::from_secs(1));
    remote.providers.clear();
    let mut request = request();
    request.model.provider = "anthropic".to_owned();
    let error = remote
        .stream(request, CancellationToken::new())
        .await
        .err()
        .unwrap();
    assert_eq!((error.class, error.status), (ErrorClass::Auth, None));
    assert_eq!(crate::error::Coded::code(&error), "model-no-key");
}

#[test]
fn a_call_goes_to_the_right_address_however_the_base_is_written() {
    for (base, api, url) in [
        (
            "https://api.anthropic.com",
            APIS[0],
            "https://api.anthropic.com/v1/messages",
        ),
        (
            "https://api.anthropic.com/v1/",
            APIS[0],
            "https://api.anthropic.com/v1/messages",
        ),
        (
            "http://localhost:11434",
            APIS[1],
            "http://localhost:11434/v1/chat/completions",
        ),
        (
            "https://x.test/openai",
            APIS[1],
            "https://x.test/openai/chat/completions",
        ),
        (
            "https://api.openai.com/v1",
            APIS[2],
            "https://api.openai.com/v1/responses",
        ),
    ] {
        assert_eq!(call_url(Url::parse(base).unwrap(), api).as_str(), url);
    }
}
