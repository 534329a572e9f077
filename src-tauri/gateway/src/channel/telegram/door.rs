//! The door that posts of Telegram come through: a small HTTP server.
//!
//! Owns who is let in (the secret, compared in constant time), how much and how long one may take.
//! Reads no update: it hands the JSON on and answers what became of it.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Empty, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use secrecy::{ExposeSecret, SecretString};
use serde_json::value::RawValue;
use subtle::ConstantTimeEq;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::SharedClock;

/// Telegram's own name for it.
const SECRET: &str = "x-telegram-bot-api-secret-token";
/// Updates are a few kilobytes, bytes.
const LARGEST: usize = 1024 * 1024;
/// The head of a request, and the wait for the next one, take no longer.
const HEAD_LIMIT: Duration = Duration::from_secs(60);
/// The body takes no longer.
const BODY_LIMIT: Duration = Duration::from_secs(30);
/// Connections at once; Telegram makes one.
const MOST_OPEN: usize = 16;

/// An update that was posted.
pub struct Posted {
    /// As it came.
    pub raw: Box<RawValue>,
    /// Whether it is ours now.
    pub taken: oneshot::Sender<bool>,
}

/// The door of one bot.
pub struct Door {
    /// The path it stands at.
    pub path: String,
    /// Who may come in.
    pub secret: watch::Receiver<SecretString>,
    /// What came in.
    pub posts: mpsc::Sender<Posted>,
    /// The time.
    pub clock: SharedClock,
}

/// Lets posts in until cancelled.
pub async fn serve(
    listener: TcpListener,
    door: Door,
    tasks: TaskTracker,
    cancel: CancellationToken,
) {
    let (door, places) = (Arc::new(door), Arc::new(Semaphore::new(MOST_OPEN)));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        let accepted = tokio::select! {
            () = cancel.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(%error, "a connection to the webhook was not taken");
                door.clock.sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let (door, cancel) = (Arc::clone(&door), cancel.clone());
        tasks.spawn(async move {
            cancel.run_until_cancelled(converse(stream, door)).await;
            drop(place);
        });
    }
}

async fn converse(stream: TcpStream, door: Arc<Door>) {
    let answer = service_fn(move |request| {
        let door = Arc::clone(&door);
        async move { Ok::<_, Infallible>(door.answer(request).await) }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_LIMIT)
        .serve_connection(TokioIo::new(stream), answer);
    if let Err(error) = served.await {
        tracing::debug!(%error, "a connection to the webhook broke");
    }
}

impl Door {
    async fn answer(&self, request: Request<Incoming>) -> Response<Empty<Bytes>> {
        let mut response = Response::new(Empty::new());
        *response.status_mut() = self.take(request).await;
        response
    }

    /// “OK” only for what is stored.
    async fn take(&self, request: Request<Incoming>) -> StatusCode {
        if request.uri().path() != self.path {
            return StatusCode::NOT_FOUND;
        }
        if request.method() != Method::POST {
            return StatusCode::METHOD_NOT_ALLOWED;
        }
        let given = request.headers().get(SECRET);
        if !given.is_some_and(|given| self.is_secret(given.as_bytes())) {
            return StatusCode::UNAUTHORIZED;
        }
        let body = Limited::new(request.into_body(), LARGEST).collect();
        let bytes = tokio::select! {
            body = body => match body {
                Ok(body) => body.to_bytes(),
                Err(error) if error.is::<http_body_util::LengthLimitError>() => {
                    return StatusCode::PAYLOAD_TOO_LARGE;
                }
                Err(_) => return StatusCode::BAD_REQUEST,
            },
            () = self.clock.sleep(BODY_LIMIT) => return StatusCode::REQUEST_TIMEOUT,
        };
        let Ok(raw) = serde_json::from_slice::<Box<RawValue>>(&bytes) else {
            return StatusCode::BAD_REQUEST;
        };
        let (taken, outcome) = oneshot::channel();
        if self.posts.send(Posted { raw, taken }).await.is_err() {
            return StatusCode::SERVICE_UNAVAILABLE;
        }
        match outcome.await {
            Ok(true) => StatusCode::OK,
            Ok(false) | Err(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// How long it takes says nothing about how much of it is right.
    fn is_secret(&self, given: &[u8]) -> bool {
        let secret = self.secret.borrow();
        given.ct_eq(secret.expose_secret().as_bytes()).into()
    }
}
