//! One served connection: requests answered side by side, events streamed.
//!
//! Owns the bounds on a connection's work and memory. A caller that does not read is waited for
//! at the writer; events never are (see [`super::backlog`]).

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use interprocess::local_socket::tokio::Stream;
use tokio::io::{ReadHalf, WriteHalf};
use tokio::sync::{Semaphore, mpsc};
use tokio_util::codec::{FramedRead, FramedWrite, LinesCodec, LinesCodecError};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::backlog::Backlog;
use super::wire::{self, GatewayLine, Id, RequestLine, Subscription};
use super::{Client, EventStream};
use crate::api::chat::ChatWait;
use crate::api::contract::{ApiError, Call, Request};
use crate::api::events::Subscribe;
use crate::error::{Params, params};
use crate::words::Language;

/// Lines a peer writes.
pub(super) type Reader = FramedRead<ReadHalf<Stream>, LinesCodec>;
/// Lines to a peer.
pub(super) type Writer = FramedWrite<WriteHalf<Stream>, LinesCodec>;

/// Requests of one connection at work at once; more are refused at once, so that a full
/// connection can still be told why.
const MAX_AT_WORK: usize = 256;
/// Subscriptions of one connection.
const MAX_SUBSCRIPTIONS: usize = 16;
/// Lines between the requests and the writer.
const OUTGOING: usize = 64;

struct Connection {
    client: Arc<dyn Client>,
    language: Language,
    out: mpsc::Sender<String>,
    /// Requests at work.
    room: Arc<Semaphore>,
    tasks: TaskTracker,
    /// The caller is gone or the gateway stops: waiting and streaming end.
    gone: CancellationToken,
    subscriptions: HashMap<String, CancellationToken>,
    opened: u64,
}

/// Serves a connection that has said hello until the peer goes or `cancel`; requests under way
/// then have `grace` to end.
pub(super) async fn run(
    reader: Reader,
    writer: Writer,
    client: Arc<dyn Client>,
    language: Language,
    cancel: CancellationToken,
    grace: Duration,
) {
    let (out, lines) = mpsc::channel(OUTGOING);
    let mut connection = Connection {
        client,
        language,
        out,
        room: Arc::new(Semaphore::new(MAX_AT_WORK)),
        tasks: TaskTracker::new(),
        gone: CancellationToken::new(),
        subscriptions: HashMap::new(),
        opened: 0,
    };
    let mut writing = tokio::spawn(write(writer, lines));
    tokio::select! {
        () = cancel.cancelled() => {}
        () = connection.read(reader) => connection.gone.cancel(),
        _ = &mut writing => connection.gone.cancel(),
    }
    connection.tasks.close();
    let _ = tokio::time::timeout(grace, connection.tasks.wait()).await;
    connection.gone.cancel();
    // With the last sender the writer ends, once it has written what is there.
    drop(connection);
    if !writing.is_finished() && tokio::time::timeout(grace, &mut writing).await.is_err() {
        writing.abort();
    }
}

async fn write(mut writer: Writer, mut lines: mpsc::Receiver<String>) {
    while let Some(line) = lines.recv().await {
        if writer.send(line).await.is_err() {
            return;
        }
    }
}

impl Connection {
    async fn read(&mut self, mut reader: Reader) {
        while let Some(line) = reader.next().await {
            match line {
                Ok(line) => self.take(&line).await,
                Err(LinesCodecError::MaxLineLengthExceeded) => {
                    let limit = params([("limit", wire::MAX_LINE.into())]);
                    self.refuse(None, "line-too-long", limit).await;
                    return;
                }
                Err(LinesCodecError::Io(_)) => return,
            }
        }
    }

    async fn take(&mut self, line: &str) {
        let Ok(request) = serde_json::from_str::<RequestLine>(line) else {
            return self.refuse(None, "line-unreadable", Params::new()).await;
        };
        let Ok(permit) = Arc::clone(&self.room).try_acquire_owned() else {
            return self
                .refuse(Some(request.id), "too-many-requests", Params::new())
                .await;
        };
        match request.method.as_str() {
            Subscribe::METHOD => self.subscribe(request).await,
            wire::UNSUBSCRIBE => self.unsubscribe(request).await,
            _ => {
                let (client, out, language) =
                    (Arc::clone(&self.client), self.out.clone(), self.language);
                let gone = self.gone.clone();
                self.tasks.spawn(async move {
                    answer(client, out, language, gone, request).await;
                    drop(permit);
                });
            }
        }
    }

    async fn subscribe(&mut self, request: RequestLine) {
        self.subscriptions.retain(|_, ended| !ended.is_cancelled());
        if self.subscriptions.len() >= MAX_SUBSCRIPTIONS {
            return self
                .refuse(Some(request.id), "too-many-requests", Params::new())
                .await;
        }
        let Ok(wanted) = serde_json::from_value::<Subscribe>(request.params) else {
            return self
                .refuse(Some(request.id), "line-unreadable", Params::new())
                .await;
        };
        let stream = match self.client.subscribe(wanted.since).await {
            Ok(stream) => stream,
            Err(error) => return self.reply(Some(request.id), Err(error)).await,
        };
        self.opened += 1;
        let name = self.opened.to_string();
        let ended = self.gone.child_token();
        self.subscriptions.insert(name.clone(), ended.clone());
        let answer = Subscription {
            subscription: name.clone(),
        };
        self.reply(Some(request.id), Ok(serde_json::json!(answer)))
            .await;
        let (out, language) = (self.out.clone(), self.language);
        // Not among `tasks`: a stream has no end of its own to wait for.
        tokio::spawn(pump(stream, name, out, language, ended));
    }

    async fn unsubscribe(&mut self, request: RequestLine) {
        if let Ok(named) = serde_json::from_value::<Subscription>(request.params)
            && let Some(ended) = self.subscriptions.remove(&named.subscription)
        {
            ended.cancel();
        }
        self.reply(Some(request.id), Ok(serde_json::json!({})))
            .await;
    }

    async fn refuse(&self, id: Option<Id>, code: &str, params: Params) {
        self.reply(id, Err(wire::failure(self.language, code, params)))
            .await;
    }

    async fn reply(&self, id: Option<Id>, outcome: Result<serde_json::Value, ApiError>) {
        let line = encode(&GatewayLine::outcome(id, outcome), self.language);
        // Fails only where the writer ended with its peer; the reader sees that too.
        let _ = self.out.send(line).await;
    }
}

/// Answers one request. A request whose caller went is carried through, since half a change is
/// worse than an answer nobody reads; only waiting for a turn ends with its caller.
async fn answer(
    client: Arc<dyn Client>,
    out: mpsc::Sender<String>,
    language: Language,
    gone: CancellationToken,
    request: RequestLine,
) {
    let waits = request.method == ChatWait::METHOD;
    let call = Call {
        method: request.method,
        params: request.params,
        request_id: request.request_id,
    };
    let outcome = tokio::select! {
        () = gone.cancelled(), if waits => return,
        outcome = client.call(call) => outcome,
    };
    let line = encode(&GatewayLine::outcome(Some(request.id), outcome), language);
    let _ = out.send(line).await;
}

/// Moves events from the gateway to the writer and keeps up with the gateway whatever the peer
/// does.
async fn pump(
    mut stream: EventStream,
    name: String,
    out: mpsc::Sender<String>,
    language: Language,
    ended: CancellationToken,
) {
    let mut backlog = Backlog::default();
    let mut open = true;
    while open || !backlog.is_empty() {
        tokio::select! {
            () = ended.cancelled() => return,
            item = stream.next(), if open => match item {
                Some(item) => backlog.push(item),
                None => open = false,
            },
            slot = out.reserve(), if !backlog.is_empty() => {
                let (Ok(slot), Some(item)) = (slot, backlog.pop()) else { return };
                slot.send(encode(&GatewayLine::event(&name, item), language));
            }
        }
    }
    ended.cancel();
}

/// The line of a message; an answer too long for a line becomes an error that says so.
pub(super) fn encode(line: &GatewayLine, language: Language) -> String {
    let text = serde_json::to_string(line).unwrap_or_default();
    if !text.is_empty() && text.len() <= wire::MAX_LINE {
        return text;
    }
    let id = match line {
        GatewayLine::Answered { id, .. } | GatewayLine::Failed { id, .. } => id.clone(),
        GatewayLine::Event { .. } => None,
    };
    let limit = params([("limit", wire::MAX_LINE.into())]);
    let error = wire::failure(language, "line-too-long", limit);
    serde_json::to_string(&GatewayLine::outcome(id, Err(error))).unwrap_or_default()
}
