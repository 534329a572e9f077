//! `FakeReceiver`: a program that results are posted to, over a real socket.
//!
//! Owns what it was sent and the answers it was told to give; each answer counts once, then it says
//! 204 again. Never follows up, and never forgets.

use std::collections::VecDeque;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use serde_json::Value;

use crate::board::Board;
use crate::hold::Hold;
use crate::server::{Server, hang_up};

/// How it answers once.
#[derive(Clone)]
pub enum Answer {
    /// This status.
    Status(u16),
    /// This status, and another try after so many seconds.
    After(u16, u64),
    /// Somewhere else.
    Redirect(String),
    /// 200 with a body of so many bytes.
    Long(usize),
    /// The connection closes without an answer.
    HangUp,
    /// It takes it and answers once the gate opens.
    Hold(Hold),
}

/// What it was sent.
#[derive(Clone, Debug)]
pub struct Posted {
    /// GET, POST …
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Every header, its name in lower case.
    pub headers: Vec<(String, String)>,
    /// As it came.
    pub body: String,
}

impl Posted {
    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a body of JSON")
    }
}

#[derive(Default)]
struct Inner {
    posted: Vec<Posted>,
    answers: VecDeque<Answer>,
}

/// A receiver on a loopback port; it ends when it is dropped.
pub struct FakeReceiver {
    server: Server,
    board: Board<Inner>,
}

impl Default for FakeReceiver {
    fn default() -> Self {
        Self::start()
    }
}

impl FakeReceiver {
    /// Starts it.
    pub fn start() -> Self {
        let board = Board::new(Inner::default());
        let router = Router::new().fallback(any(take)).with_state(board.clone());
        let server = Server::start(router);
        Self { server, board }
    }

    /// An address of it.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server.url())
    }

    /// Its next answer, behind those said before.
    pub fn answer(&self, answer: Answer) {
        self.board.change(|inner| inner.answers.push_back(answer));
    }

    /// Nobody listens from now on.
    pub fn go_offline(&self) {
        self.server.go_offline();
    }

    /// Somebody does again.
    pub fn go_online(&self) {
        self.server.go_online();
    }

    /// What it was sent so far.
    pub fn posted(&self) -> Vec<Posted> {
        self.board.look(|inner| inner.posted.clone())
    }

    /// Waits until it was sent so many.
    pub async fn wait_for(&self, count: usize) -> Vec<Posted> {
        self.board
            .expect(
                "posts",
                |inner| inner.posted.len() >= count,
                |inner| format!("{:?}", inner.posted),
            )
            .await;
        self.posted()
    }
}

async fn take(
    State(board): State<Board<Inner>>,
    method: Method,
    uri: axum::http::Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let headers = headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), value)
    });
    let posted = Posted {
        method: method.to_string(),
        path: uri.to_string(),
        headers: headers.collect(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    let answer = board.change(|inner| {
        inner.posted.push(posted);
        inner.answers.pop_front()
    });
    let status = |code: u16| StatusCode::from_u16(code).expect("a status");
    match answer {
        None => StatusCode::NO_CONTENT.into_response(),
        Some(Answer::Status(code)) => status(code).into_response(),
        Some(Answer::After(code, seconds)) => {
            (status(code), [("retry-after", seconds.to_string())]).into_response()
        }
        Some(Answer::Redirect(to)) => {
            (StatusCode::TEMPORARY_REDIRECT, [("location", to)]).into_response()
        }
        Some(Answer::Long(bytes)) => Body::from(vec![b'x'; bytes]).into_response(),
        Some(Answer::HangUp) => hang_up(),
        Some(Answer::Hold(hold)) => {
            hold.pass().await;
            StatusCode::OK.into_response()
        }
    }
}
