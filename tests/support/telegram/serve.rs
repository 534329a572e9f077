//! The fake Bot API's HTTP side: tokens, faults, dispatch and answers.
//!
//! Owns: `/bot<token>/<method>` and `/file/bot<token>/<path>`, and the log of calls.
//! Never: holds a rule of a method.

use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State as Shared};
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};

use super::faults::{Fault, Refusal};
use super::params::{self, Params};
use super::state::{Call, State};
use super::{messages, misc, updates};
use crate::board::Board;
use crate::server::hang_up;

pub(crate) fn router(board: Board<State>) -> Router {
    // The Bot API's own bounds are held against each file.
    Router::new()
        .fallback(route)
        .layer(DefaultBodyLimit::disable())
        .with_state(board)
}

/// Matched by hand: a token holds a colon, and a wrong path has the Bot API's own body.
async fn route(Shared(board): Shared<Board<State>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if let Some((token, path)) = path
        .strip_prefix("/file/bot")
        .and_then(|rest| rest.split_once('/'))
    {
        return download(&board, token, path);
    }
    match path
        .strip_prefix("/bot")
        .and_then(|rest| rest.split_once('/'))
    {
        Some((token, method)) => call(&board, token, method, request).await,
        None => refuse(&Refusal::new(404, "Not Found")),
    }
}

/// Counts a call as under way for as long as it lives, however it ends.
struct UnderWay(Board<State>);

impl UnderWay {
    fn new(board: &Board<State>) -> Self {
        board.change(|state| state.under_way += 1);
        Self(board.clone())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.change(|state| state.under_way -= 1);
    }
}

async fn call(board: &Board<State>, token: &str, method: &str, request: Request) -> Response {
    let _under_way = UnderWay::new(board);
    if let Some(refusal) = board.change(|state| wrong_token(state, token)) {
        return refuse(&refusal);
    }
    let row = params::method(method);
    let name = row.map_or(method, |row| row.0).to_owned();
    let fault = board.change(|state| take_fault(state, &name));
    if matches!(fault, Some(Fault::DropBeforeReading)) {
        return hang_up();
    }
    let params = match params::read(request).await {
        Ok(params) => params,
        Err(description) => {
            board.change(|state| state.problem(format!("{name}: {description}")));
            return refuse(&Refusal::new(400, description));
        }
    };
    let number = board.change(|state| log(state, &name, &params));
    let Some(row) = row else {
        board.change(|state| state.problem(format!("unknown method {name}")));
        return answer(
            board,
            number,
            Err(Refusal::new(404, "Not Found: method not found")),
        );
    };
    board.change(|state| {
        for unknown in params::unknown(row, &params) {
            state.problem(format!("{name} has no parameter {unknown}"));
        }
    });
    if let Some(response) = before(board, number, fault.as_ref()).await {
        return response;
    }
    let result = dispatch(board, row.0, &params).await;
    match fault {
        Some(Fault::DropAfterTaking) => return hang_up(),
        Some(Fault::BlackHoleAfterTaking) => std::future::pending().await,
        Some(Fault::HoldAfter(hold)) => hold.pass().await,
        _ => {}
    }
    answer(board, number, result)
}

/// Applies a fault that strikes before the call takes effect; its response, if it has one.
async fn before(board: &Board<State>, number: usize, fault: Option<&Fault>) -> Option<Response> {
    match fault? {
        Fault::Status(code, description) => Some(answer(
            board,
            number,
            Err(Refusal::new(*code, description.clone())),
        )),
        Fault::RetryAfter(seconds) => {
            Some(answer(board, number, Err(Refusal::retry_after(*seconds))))
        }
        Fault::ServerError(status, page) => {
            board.change(|state| state.calls[number].status = Some(*status));
            let status = axum::http::StatusCode::from_u16(*status).expect("a valid status");
            Some((status, Html(page.clone())).into_response())
        }
        Fault::BlackHole => std::future::pending().await,
        Fault::HoldBefore(hold) => {
            hold.pass().await;
            None
        }
        Fault::DropBeforeReading
        | Fault::DropAfterTaking
        | Fault::HoldAfter(_)
        | Fault::BlackHoleAfterTaking => None,
    }
}

async fn dispatch(board: &Board<State>, method: &str, params: &Params) -> Result<Value, Refusal> {
    if method == "getUpdates" {
        return updates::get_updates(board, params).await;
    }
    board.change(|state| match method {
        "getMe" => Ok(state.bot.clone()),
        "sendMessage" => messages::send_message(state, params),
        "sendPhoto" => messages::send_file(state, params, "photo"),
        "sendDocument" => messages::send_file(state, params, "document"),
        "editMessageText" => messages::edit_text(state, params),
        "editMessageReplyMarkup" => messages::edit_markup(state, params),
        "deleteMessage" => messages::delete(state, params),
        "sendChatAction" => misc::chat_action(state, params),
        "setMessageReaction" => misc::react(state, params),
        "setMyCommands" => misc::set_commands(state, params),
        "getMyCommands" => misc::get_commands(state, params),
        "deleteMyCommands" => misc::delete_commands(state, params),
        "answerCallbackQuery" => misc::answer_callback(state, params),
        "getFile" => misc::get_file(state, params),
        "getChat" => misc::get_chat(state, params),
        "setWebhook" => misc::set_webhook(state, params),
        "deleteWebhook" => misc::set_webhook(state, &without_url(params)),
        "getWebhookInfo" => Ok(misc::webhook_info(state)),
        _ => Ok(true.into()),
    })
}

fn without_url(params: &Params) -> Params {
    let mut params = params.clone();
    params.fields.remove("url");
    params
}

fn wrong_token(state: &State, token: &str) -> Option<Refusal> {
    let formed = token.split_once(':').is_some_and(|(id, secret)| {
        !secret.is_empty() && !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
    });
    if !formed {
        return Some(Refusal::new(404, "Not Found"));
    }
    (token != state.token || state.revoked).then(|| Refusal::new(401, "Unauthorized"))
}

/// The oldest fault set for this method or for any.
fn take_fault(state: &mut State, method: &str) -> Option<Fault> {
    let meant = |(wanted, _): &(String, Fault)| wanted == method || wanted == "*";
    let index = state.faults.iter().position(meant)?;
    Some(state.faults.remove(index).1)
}

fn log(state: &mut State, method: &str, params: &Params) -> usize {
    let params = Value::Object(params.fields.clone());
    state.calls.push(Call {
        method: method.to_owned(),
        params,
        at: Instant::now(),
        status: None,
    });
    state.calls.len() - 1
}

fn answer(board: &Board<State>, number: usize, result: Result<Value, Refusal>) -> Response {
    let status = result.as_ref().map_or_else(|refusal| refusal.code, |_| 200);
    board.change(|state| state.calls[number].status = Some(status));
    match result {
        Ok(result) => respond(200, &json!({"ok": true, "result": result})),
        Err(refusal) => refuse(&refusal),
    }
}

fn refuse(refusal: &Refusal) -> Response {
    respond(refusal.code, &refusal.body())
}

fn respond(status: u16, body: &Value) -> Response {
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .expect("a valid response")
}

fn download(board: &Board<State>, token: &str, path: &str) -> Response {
    let found = board.look(|state| {
        if wrong_token(state, token).is_some() {
            return None;
        }
        let id = path.strip_prefix("files/")?.split('/').next()?;
        state.files.get(id).map(|(_, bytes)| bytes.clone())
    });
    match found {
        Some(bytes) => Response::builder()
            .header("content-type", "application/octet-stream")
            .body(Body::from(bytes))
            .expect("a valid response"),
        None => refuse(&Refusal::new(404, "Not Found")),
    }
}
