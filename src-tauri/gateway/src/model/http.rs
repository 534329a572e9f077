//! The HTTP side of a call: clients, the request, and the answer as a stream of our events.
//!
//! Owns timeouts, cancellation and telling a cut answer from a whole one. Knows no provider's
//! wire: that is the decoder's.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;

use eventsource_stream::{Event, EventStreamError, Eventsource};
use futures::{Stream, StreamExt, stream};
use reqwest::{Client, RequestBuilder, Response, redirect::Policy};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::classify::{self, Failure};
use super::provider::{ErrorClass, ModelError, ModelEvent, ModelStream};
use super::wire::Decoder;
use crate::clock::Clock;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Longest answer taken, bytes on the wire; far above any model's output limit.
const LONGEST_ANSWER: usize = 64 << 20;
/// Longest error body read, bytes.
const LONGEST_ERROR: usize = 64 << 10;
/// How long an ended answer may take to close, so that its connection can be used again.
const CLOSING: Duration = Duration::from_secs(2);

type Events = Pin<Box<dyn Stream<Item = Result<Event, EventStreamError<Failure>>> + Send>>;

/// The two clients, each built with its first request: a start of Cove waits for neither.
#[derive(Debug)]
pub(super) struct Clients {
    read_timeout: Duration,
    remote: OnceLock<Client>,
    loopback: OnceLock<Client>,
}

impl Clients {
    /// Clients that give up after `read_timeout` without a byte, headers included.
    pub(super) fn new(read_timeout: Duration) -> Self {
        Self {
            read_timeout,
            remote: OnceLock::new(),
            loopback: OnceLock::new(),
        }
    }

    pub(super) fn read_timeout(&self) -> Duration {
        self.read_timeout
    }

    /// The client for this computer (which no proxy can reach) or for all others.
    pub(super) fn get(&self, loopback: bool) -> Result<Client, Failure> {
        let slot = if loopback {
            &self.loopback
        } else {
            &self.remote
        };
        if let Some(client) = slot.get() {
            return Ok(client.clone());
        }
        let builder = Client::builder()
            .user_agent(concat!("cove/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(self.read_timeout)
            // A redirect could carry the key to another origin; no model API needs one.
            .redirect(Policy::none());
        let builder = if loopback {
            builder.no_proxy()
        } else {
            builder
        };
        let client = builder.build().map_err(|error| Failure::network(&error))?;
        Ok(slot.get_or_init(|| client).clone())
    }
}

/// Whose call it is, for its failures.
pub(super) struct Caller {
    pub(super) provider: String,
    pub(super) key: Option<SecretString>,
}

impl Caller {
    pub(super) fn fail(&self, failure: Failure, started: bool) -> ModelError {
        let key = self.key.as_ref().map(ExposeSecret::expose_secret);
        failure.of(&self.provider, key, started)
    }
}

/// Sends `request` and reads the answer through `decoder`.
pub(super) async fn call(
    request: RequestBuilder,
    decoder: Box<dyn Decoder>,
    caller: Caller,
    cancel: CancellationToken,
    clock: &dyn Clock,
) -> Result<ModelStream, ModelError> {
    let opened = tokio::select! {
        biased;
        () = cancel.cancelled() => Err(cancelled()),
        opened = open(request, clock) => opened,
    };
    let events = opened.map_err(|failure| caller.fail(failure, false))?;
    let answer = Answer {
        events: Some(events),
        decoder,
        caller,
        cancel,
        queue: VecDeque::new(),
        started: false,
    };
    Ok(Box::pin(stream::unfold(answer, |mut answer| async move {
        answer.next().await.map(|item| (item, answer))
    })))
}

fn cancelled() -> Failure {
    Failure::new(ErrorClass::Cancelled, "")
}

async fn open(request: RequestBuilder, clock: &dyn Clock) -> Result<Events, Failure> {
    let response = request
        .send()
        .await
        .map_err(|error| Failure::network(&error.without_url()))?;
    let status = response.status();
    let headers = response.headers();
    let json = headers
        .get(reqwest::header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/json"));
    if status.is_success() && !json {
        return Ok(events(response));
    }
    let headers = headers.clone();
    let body = error_body(response).await;
    if status.is_success() {
        // Some servers report a failure as a plain answer instead of a stream.
        let value = serde_json::from_str(&body).unwrap_or(Value::Null);
        return Err(classify::body_failure(&value, None));
    }
    Err(classify::response(
        status.as_u16(),
        &headers,
        &body,
        clock.now_ms(),
    ))
}

/// The body of a failure, bounded; what could be read of it if it breaks.
async fn error_body(response: Response) -> String {
    body_of(response, LONGEST_ERROR).await
}

/// The first `most` bytes of a body or a little more; what could be read of it if it breaks.
pub(super) async fn body_of(mut response: Response, most: usize) -> String {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        body.extend_from_slice(&chunk);
        if body.len() >= most {
            break;
        }
    }
    String::from_utf8_lossy(&body).into_owned()
}

fn events(response: Response) -> Events {
    let mut total = 0;
    let bytes = response.bytes_stream().map(move |chunk| {
        let chunk = chunk.map_err(|error| Failure::network(&error.without_url()))?;
        total += chunk.len();
        if total > LONGEST_ANSWER {
            return Err(Failure::new(ErrorClass::Overload, "the answer has no end"));
        }
        Ok(chunk)
    });
    Box::pin(bytes.eventsource())
}

/// An answer being read.
struct Answer {
    /// `None` once the answer has ended, well or not.
    events: Option<Events>,
    decoder: Box<dyn Decoder>,
    caller: Caller,
    cancel: CancellationToken,
    queue: VecDeque<ModelEvent>,
    started: bool,
}

impl Answer {
    async fn next(&mut self) -> Option<Result<ModelEvent, ModelError>> {
        loop {
            if self.cancel.is_cancelled() && self.events.is_some() {
                return Some(Err(self.fail(cancelled())));
            }
            if let Some(event) = self.queue.pop_front() {
                self.started = true;
                return Some(Ok(event));
            }
            let events = self.events.as_mut()?;
            let event = tokio::select! {
                biased;
                () = self.cancel.cancelled() => return Some(Err(self.fail(cancelled()))),
                event = events.next() => event,
            };
            if let Err(failure) = self.take(event) {
                return Some(Err(self.fail(failure)));
            }
        }
    }

    /// Ends the answer with `failure`; dropping the events closes the connection.
    fn fail(&mut self, failure: Failure) -> ModelError {
        self.events = None;
        self.queue.clear();
        self.caller.fail(failure, self.started)
    }

    fn take(
        &mut self,
        event: Option<Result<Event, EventStreamError<Failure>>>,
    ) -> Result<(), Failure> {
        let mut out = Vec::new();
        match event {
            Some(Ok(event)) if event.data.trim() == "[DONE]" => {
                out = self.decoder.end(true).unwrap_or_default();
            }
            Some(Ok(event)) => {
                let data =
                    serde_json::from_str(&event.data).map_err(|error| Failure::network(&error))?;
                // What came before an error in the same event is moot: the turn failed.
                self.decoder.event(&event.event, &data, &mut out)?;
            }
            Some(Err(error)) => {
                out = self.decoder.end(false).ok_or_else(|| broken(error))?;
            }
            None => {
                out = self.decoder.end(false).ok_or_else(|| {
                    Failure::new(ErrorClass::Network, "the answer ended before its end mark")
                })?;
            }
        }
        if matches!(out.last(), Some(ModelEvent::Done { .. })) {
            self.let_close();
        }
        self.queue.extend(out);
        Ok(())
    }

    /// Lets the ended answer run out, so that its connection serves the next call.
    fn let_close(&mut self) {
        if let Some(mut events) = self.events.take() {
            tokio::spawn(tokio::time::timeout(CLOSING, async move {
                while let Some(Ok(_)) = events.next().await {}
            }));
        }
    }
}

fn broken(error: EventStreamError<Failure>) -> Failure {
    match error {
        EventStreamError::Transport(failure) => failure,
        EventStreamError::Utf8(error) => Failure::network(&error),
        EventStreamError::Parser(error) => Failure::new(ErrorClass::Network, &error.to_string()),
    }
}
