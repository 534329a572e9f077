//! The fake model's HTTP side: from a request to a scripted response.
//!
//! Owns: the order of things a provider does: key, model, validity, window, then the answer.
//! Never: writes a wire format itself.

use std::time::Instant;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};

use super::answer::Answer;
use super::frames::{self, Watcher};
use super::reply::{Counting, Refusal, Reply, Step, Usage};
use super::request::{Ending, ModelRequest, Shape};
use super::{State, anthropic, chat, check, hearing, responses, usage, wire};
use crate::board::Board;
use crate::server::hang_up;

pub(crate) fn router(state: Board<State>) -> Router {
    let ask = |shape: Shape| {
        post(
            move |board: Shared<Board<State>>, uri: Uri, headers: HeaderMap, body: Bytes| {
                answer(board.0, shape, uri, headers, body)
            },
        )
    };
    Router::new()
        .route("/v1/chat/completions", ask(Shape::Chat))
        .route("/v1/responses", ask(Shape::Responses))
        .route("/v1/messages", ask(Shape::Anthropic))
        .route("/v1/audio/transcriptions", post(hearing::transcribe))
        .route("/v1/models", get(list_models))
        .route("/api/tags", get(list_tags))
        .fallback(unknown)
        .with_state(state)
}

async fn answer(
    state: Board<State>,
    shape: Shape,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request = record(&state, shape, &uri, &headers, &body);
    let mut watcher = Watcher::new(state.clone(), request.number);
    let reply = match admit(&state, &request) {
        Ok(()) => choose(&state, &request),
        Err(refusal) => Reply::refuse(refusal),
    };
    for pause in &reply.before {
        pause.pass().await;
    }
    if let Some(refusal) = &reply.refusal {
        let response = refuse(shape, refusal);
        watcher.end(Ending::Refused(response.status().as_u16()));
        return response;
    }
    let usage = count(&state, &request, &reply);
    let answer = Answer {
        number: request.number,
        body: &request.body,
        reply: &reply,
        usage,
    };
    if request.streams() {
        let frames = match shape {
            Shape::Chat => chat::stream(&answer),
            Shape::Responses => responses::stream(&answer),
            Shape::Anthropic => anthropic::stream(&answer),
        };
        return frames::response(frames, reply.split, watcher);
    }
    whole(&answer, shape, watcher).await
}

fn record(
    state: &Board<State>,
    shape: Shape,
    uri: &Uri,
    headers: &HeaderMap,
    body: &Bytes,
) -> ModelRequest {
    let headers = headers
        .iter()
        .map(|(name, value)| {
            (
                name.to_string(),
                String::from_utf8_lossy(value.as_bytes()).into(),
            )
        })
        .collect();
    let body = serde_json::from_slice(body).unwrap_or(Value::Null);
    state.change(|state| {
        let request = ModelRequest {
            number: state.requests.len(),
            at: Instant::now(),
            path: uri.path().to_owned(),
            shape,
            headers,
            body,
            ending: Ending::Open,
            tokenizer: state.tokenizer,
        };
        state.requests.push(request.clone());
        request
    })
}

/// What a provider looks at before it asks its model.
fn admit(state: &Board<State>, request: &ModelRequest) -> Result<(), Refusal> {
    state.change(|state| {
        if let Some(keys) = &state.keys
            && !request
                .key()
                .is_some_and(|key| keys.iter().any(|known| known == key))
        {
            return Err(Refusal::Unauthorized);
        }
        if let Err(refusal) = check::check(request) {
            state
                .problems
                .push(format!("request {}: {refusal:?}", request.number));
            return Err(refusal);
        }
        if state.only_models && !state.models.iter().any(|model| model == request.model()) {
            return Err(Refusal::NoSuchModel(request.model().to_owned()));
        }
        let tokens = usage::prompt_tokens(request);
        match state.window {
            Some(limit) if tokens > limit => Err(Refusal::Overflow { tokens, limit }),
            _ => Ok(()),
        }
    })
}

/// The first entry of the script whose condition holds, else the answering function's.
fn choose(state: &Board<State>, request: &ModelRequest) -> Reply {
    let scripted = state.change(|state| {
        let index = state
            .script
            .iter()
            .position(|(condition, _)| condition(request))?;
        state.script.remove(index).map(|(_, reply)| reply)
    });
    // The function runs outside the board's lock: it may ask the handle questions.
    scripted.unwrap_or_else(|| state.look(|state| state.answer.clone())(request))
}

fn count(state: &Board<State>, request: &ModelRequest, reply: &Reply) -> Option<Usage> {
    let output = request.tokenizer.of_text(&reply.output_text());
    let counted = state.change(|state| state.cache.count(request, output));
    match reply.usage {
        Counting::Counted => Some(counted),
        Counting::Given(usage) => Some(usage),
        Counting::Omitted => None,
    }
}

/// An answer that is not streamed: the script's pauses pass first, a cut hangs up.
async fn whole(answer: &Answer<'_>, shape: Shape, mut watcher: Watcher) -> Response {
    for step in &answer.reply.steps {
        match step {
            Step::Pause(pause) => pause.pass().await,
            Step::Cut => {
                watcher.end(Ending::Cut);
                return hang_up();
            }
            Step::Fail(refusal) => {
                let response = refuse(shape, refusal);
                watcher.end(Ending::Refused(response.status().as_u16()));
                return response;
            }
            Step::Garbage => {
                watcher.end(Ending::Answered(Instant::now()));
                return json_response(200, wire::BROKEN_JSON.to_owned());
            }
            Step::Text(_) | Step::Thinking(_) | Step::Call { .. } => {}
        }
    }
    let body = match shape {
        Shape::Chat => chat::whole(answer),
        Shape::Responses => responses::whole(answer),
        Shape::Anthropic => anthropic::whole(answer),
    };
    watcher.end(Ending::Answered(Instant::now()));
    json_response(200, body.to_string())
}

fn refuse(shape: Shape, refusal: &Refusal) -> Response {
    if let Refusal::Html(status) = refusal {
        let page = "<html><head><title>Bad gateway</title></head><body>nginx</body></html>";
        let status = StatusCode::from_u16(*status).expect("a valid status in the script");
        return (status, axum::response::Html(page)).into_response();
    }
    let refused = wire::refused(shape, refusal);
    let mut response = json_response(refused.status, refused.body.to_string());
    if let Some(seconds) = refused.retry_after {
        response.headers_mut().insert("retry-after", seconds.into());
    }
    response
}

fn json_response(status: u16, body: String) -> Response {
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(Body::from(body))
        .expect("a valid response")
}

async fn list_models(Shared(state): Shared<Board<State>>, headers: HeaderMap) -> Response {
    let key = headers
        .get("x-api-key")
        .or_else(|| headers.get("authorization"))
        .and_then(|value| value.to_str().ok())
        .map(|value| value.trim_start_matches("Bearer ").to_owned());
    let (models, allowed) = state.change(|state| {
        state.lookups.push("/v1/models".into());
        let allowed = state
            .keys
            .as_ref()
            .is_none_or(|keys| key.is_some_and(|key| keys.contains(&key)));
        (state.models.clone(), allowed)
    });
    if !allowed {
        return refuse(Shape::Chat, &Refusal::Unauthorized);
    }
    let list = models.iter().map(|model| {
        json!({"id": model, "object": "model", "created": wire::CREATED, "owned_by": "fake"})
    });
    let data: Vec<Value> = list.collect();
    json_response(200, json!({"object": "list", "data": data}).to_string())
}

/// Ollama's own list of models.
async fn list_tags(Shared(state): Shared<Board<State>>) -> Response {
    let models = state.change(|state| {
        state.lookups.push("/api/tags".into());
        state.models.clone()
    });
    let list = models.iter().map(|model| {
        let details = json!({"format": "gguf", "family": "fake", "parameter_size": "8B"});
        json!({"name": model, "model": model, "modified_at": "2026-01-01T00:00:00Z",
            "size": 4_000_000_000_u64, "digest": "fake", "details": details})
    });
    json_response(
        200,
        json!({"models": list.collect::<Vec<Value>>()}).to_string(),
    )
}

async fn unknown(Shared(state): Shared<Board<State>>, uri: Uri) -> Response {
    state.change(|state| state.problems.push(format!("unknown path {}", uri.path())));
    let message = format!("Invalid URL ({})", uri.path());
    let error = json!({"message": message, "type": "invalid_request_error", "code": null});
    json_response(404, json!({"error": error}).to_string())
}
