//! A program's end of the local socket.
//!
//! Owns tying answers to requests and events to subscriptions on one connection. Never starts a
//! gateway and never answers anything itself.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use futures::{SinkExt, StreamExt};
use interprocess::local_socket::tokio::Stream;
use interprocess::local_socket::traits::tokio::Stream as _;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::io::{ReadHalf, WriteHalf};
use tokio::sync::{Notify, mpsc, oneshot};
use tokio_util::codec::{FramedRead, FramedWrite, LinesCodec};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::backlog::Backlog;
use super::wire::{self, GatewayLine, Greeting, Id, RequestLine, Subscription, Version};
use super::{Client, EventStream, socket_place};
use crate::api::contract::{Actor, ApiError, CONTRACT, Call, Request};
use crate::api::events::{Since, StreamItem, Subscribe};
use crate::api::hello::{Hello, Welcome};
use crate::error::{Coded, Params, params};
use crate::words::Language;

type Reader = FramedRead<ReadHalf<Stream>, LinesCodec>;
type Writer = FramedWrite<WriteHalf<Stream>, LinesCodec>;

/// Lines between the callers and the writer.
const OUTGOING: usize = 64;

/// No connection came about.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// No gateway runs on this home.
    #[error("no gateway runs on this home")]
    NoGateway,
    /// Another user's program stands at the socket.
    #[error("the socket belongs to another user")]
    NotOurs,
    /// The gateway refused the hello; `contract-too-old` and `contract-too-new` name the older
    /// side.
    #[error("{0}")]
    Refused(ApiError),
    /// The socket failed otherwise.
    #[error("the socket failed: {0}")]
    Failed(#[from] io::Error),
}

impl Coded for ConnectError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoGateway => "gateway-needed",
            Self::NotOurs => "socket-not-ours",
            Self::Refused(refused) if refused.code == "contract-too-old" => "contract-too-old",
            Self::Refused(refused) if refused.code == "contract-too-new" => "contract-too-new",
            Self::Refused(_) => "connection-refused",
            Self::Failed(_) => "socket-failed",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Refused(refused) => refused.params.clone(),
            Self::Failed(error) => params([("path", error.to_string().into())]),
            Self::NoGateway | Self::NotOurs => Params::new(),
        }
    }
}

/// Connects to the gateway of a home and says hello.
///
/// # Errors
/// See [`ConnectError`]; nobody there is told apart from somebody who refuses.
pub async fn connect(state_dir: &Path, actor: Actor) -> Result<Arc<dyn Client>, ConnectError> {
    let stream = open(state_dir).await?;
    let (reader, writer) = tokio::io::split(stream);
    let mut reader = FramedRead::new(reader, wire::codec());
    let mut writer = FramedWrite::new(writer, wire::codec());
    let welcome = greet(&mut reader, &mut writer, actor).await?;
    let (out, lines) = mpsc::channel(OUTGOING);
    let shared = Arc::new(Shared {
        language: welcome.language,
        open: Mutex::new(Some(Open::default())),
        ended: CancellationToken::new(),
    });
    let ended = shared.ended.clone();
    tokio::spawn(write(writer, lines, ended.clone()));
    tokio::spawn(read(reader, Arc::clone(&shared)));
    Ok(Arc::new(SocketClient {
        line: Arc::new(Line {
            out,
            shared,
            _close: ended.drop_guard(),
        }),
        next: AtomicU64::new(1),
    }))
}

async fn open(state_dir: &Path) -> Result<Stream, ConnectError> {
    let path = socket_place::to_connect(state_dir)?;
    let stream = Stream::connect(socket_place::name(&path)?)
        .await
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => ConnectError::NoGateway,
            _ => ConnectError::Failed(error),
        })?;
    if socket_place::is_owner(&stream, state_dir)? {
        Ok(stream)
    } else {
        Err(ConnectError::NotOurs)
    }
}

async fn greet(
    reader: &mut Reader,
    writer: &mut Writer,
    actor: Actor,
) -> Result<Welcome, ConnectError> {
    let greeting = Greeting {
        contract: CONTRACT.to_owned(),
        build: env!("CARGO_PKG_VERSION").to_owned(),
        actor,
    };
    let request = RequestLine {
        jsonrpc: Version::V2,
        id: Id::Number(0),
        method: Hello::METHOD.to_owned(),
        params: serde_json::to_value(greeting).map_err(io::Error::other)?,
        request_id: None,
    };
    let line = serde_json::to_string(&request).map_err(io::Error::other)?;
    // A gateway that stops between two breaths closes without a word: then there is none.
    if writer.send(line).await.is_err() {
        return Err(ConnectError::NoGateway);
    }
    let Some(Ok(answer)) = reader.next().await else {
        return Err(ConnectError::NoGateway);
    };
    match serde_json::from_str(&answer).map_err(io::Error::other)? {
        GatewayLine::Answered { result, .. } => {
            Ok(serde_json::from_value(result).map_err(io::Error::other)?)
        }
        GatewayLine::Failed { error, .. } => Err(ConnectError::Refused(error.data)),
        GatewayLine::Event { .. } => Err(io::Error::from(io::ErrorKind::InvalidData).into()),
    }
}

/// What waits for a line of the gateway.
enum Waiting {
    Answer(oneshot::Sender<Result<Value, ApiError>>),
    Stream(oneshot::Sender<Result<Opened, ApiError>>),
}

struct Opened {
    name: String,
    mailbox: Arc<Mailbox>,
}

#[derive(Default)]
struct Open {
    waiting: HashMap<u64, Waiting>,
    streams: HashMap<String, Arc<Mailbox>>,
}

struct Shared {
    language: Language,
    /// `None` once the connection is gone.
    open: Mutex<Option<Open>>,
    ended: CancellationToken,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Option<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn gone(&self) -> ApiError {
        wire::failure(self.language, "gateway-gone", Params::new())
    }

    /// Gives a line to whom it is for.
    fn take(&self, line: GatewayLine) {
        let mut open = self.lock();
        let Some(open) = open.as_mut() else { return };
        let (id, outcome) = match line {
            GatewayLine::Event { params, .. } => {
                if let Some(mailbox) = open.streams.get(&params.subscription) {
                    mailbox.push(params.item);
                }
                return;
            }
            GatewayLine::Answered { id, result, .. } => (id, Ok(result)),
            GatewayLine::Failed { id, error, .. } => (id, Err(error.data)),
        };
        let Some(Id::Number(id)) = id else { return };
        // A caller that went away no longer waits; nothing is lost by it.
        match open.waiting.remove(&id) {
            Some(Waiting::Answer(caller)) => drop(caller.send(outcome)),
            Some(Waiting::Stream(caller)) => {
                let opened = outcome.and_then(read_answer::<Subscription>).map(|named| {
                    let mailbox = Arc::new(Mailbox::default());
                    let name = named.subscription;
                    open.streams.insert(name.clone(), Arc::clone(&mailbox));
                    Opened { name, mailbox }
                });
                drop(caller.send(opened));
            }
            None => {}
        }
    }

    /// Ends everything that waits.
    fn close(&self) {
        let Some(open) = self.lock().take() else {
            return;
        };
        self.ended.cancel();
        for mailbox in open.streams.values() {
            mailbox.close();
        }
        for waiting in open.waiting.into_values() {
            match waiting {
                Waiting::Answer(caller) => drop(caller.send(Err(self.gone()))),
                Waiting::Stream(caller) => drop(caller.send(Err(self.gone()))),
            }
        }
    }
}

async fn write(mut writer: Writer, mut lines: mpsc::Receiver<String>, ended: CancellationToken) {
    loop {
        let line = tokio::select! {
            () = ended.cancelled() => return,
            line = lines.recv() => line,
        };
        let Some(line) = line else { return };
        if writer.send(line).await.is_err() {
            return ended.cancel();
        }
    }
}

async fn read(mut reader: Reader, shared: Arc<Shared>) {
    loop {
        let line = tokio::select! {
            () = shared.ended.cancelled() => break,
            line = reader.next() => line,
        };
        let Some(Ok(line)) = line else { break };
        match serde_json::from_str(&line) {
            Ok(line) => shared.take(line),
            // A later minor version may say more than we know.
            Err(error) => tracing::debug!(%error, "a line of the gateway was not understood"),
        }
    }
    shared.close();
}

/// Events on their way to one reader of this program.
#[derive(Default)]
struct Mailbox {
    backlog: Mutex<(Backlog, bool)>,
    news: Notify,
}

impl Mailbox {
    fn lock(&self) -> MutexGuard<'_, (Backlog, bool)> {
        self.backlog.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, item: StreamItem) {
        self.lock().0.push(item);
        self.news.notify_one();
    }

    fn close(&self) {
        self.lock().1 = true;
        self.news.notify_one();
    }

    /// The next event, or whether there will be none.
    fn take(&self) -> Result<StreamItem, bool> {
        let mut held = self.lock();
        held.0.pop().ok_or(held.1)
    }

    async fn next(&self) -> Option<StreamItem> {
        loop {
            match self.take() {
                Ok(item) => return Some(item),
                Err(true) => return None,
                Err(false) => self.news.notified().await,
            }
        }
    }
}

/// The connection as callers and streams hold it; it closes with the last of them.
struct Line {
    out: mpsc::Sender<String>,
    shared: Arc<Shared>,
    _close: DropGuard,
}

impl Line {
    async fn ask(&self, id: u64, call: Call, waiting: Waiting) -> Result<(), ApiError> {
        let request = RequestLine {
            jsonrpc: Version::V2,
            id: Id::Number(id),
            method: call.method,
            params: call.params,
            request_id: call.request_id,
        };
        let text = serde_json::to_string(&request).unwrap_or_default();
        if text.is_empty() || text.len() > wire::MAX_LINE {
            let limit = params([("limit", wire::MAX_LINE.into())]);
            return Err(wire::failure(self.shared.language, "line-too-long", limit));
        }
        match self.shared.lock().as_mut() {
            Some(open) => drop(open.waiting.insert(id, waiting)),
            None => return Err(self.shared.gone()),
        }
        let sent = self.out.send(text).await;
        sent.map_err(|_| self.shared.gone())
    }
}

struct SocketClient {
    line: Arc<Line>,
    next: AtomicU64,
}

#[async_trait]
impl Client for SocketClient {
    async fn call(&self, call: Call) -> Result<Value, ApiError> {
        let (caller, answer) = oneshot::channel();
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        self.line.ask(id, call, Waiting::Answer(caller)).await?;
        answer
            .await
            .unwrap_or_else(|_| Err(self.line.shared.gone()))
    }

    fn language(&self) -> Option<Language> {
        Some(self.line.shared.language)
    }

    async fn subscribe(&self, since: Option<Since>) -> Result<EventStream, ApiError> {
        let (caller, answer) = oneshot::channel();
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let call = Call {
            method: Subscribe::METHOD.to_owned(),
            params: serde_json::json!(Subscribe { since }),
            request_id: None,
        };
        self.line.ask(id, call, Waiting::Stream(caller)).await?;
        let opened = answer
            .await
            .unwrap_or_else(|_| Err(self.line.shared.gone()))?;
        let subscribed = Subscribed {
            opened,
            line: Arc::clone(&self.line),
        };
        let events = futures::stream::unfold(subscribed, |subscribed| async {
            let item = subscribed.opened.mailbox.next().await?;
            Some((item, subscribed))
        });
        Ok(Box::pin(events))
    }
}

/// A subscription; dropping it tells the gateway.
struct Subscribed {
    opened: Opened,
    line: Arc<Line>,
}

impl Drop for Subscribed {
    fn drop(&mut self) {
        let name = std::mem::take(&mut self.opened.name);
        if let Some(open) = self.line.shared.lock().as_mut() {
            open.streams.remove(&name);
        }
        let request = RequestLine {
            jsonrpc: Version::V2,
            id: Id::Text(format!("end-{name}")),
            method: wire::UNSUBSCRIBE.to_owned(),
            params: serde_json::json!(Subscription { subscription: name }),
            request_id: None,
        };
        // Where the queue is full the gateway keeps a stream nobody reads, bounded by its backlog.
        if let Ok(text) = serde_json::to_string(&request) {
            let _ = self.line.out.try_send(text);
        }
    }
}

fn read_answer<T: DeserializeOwned>(value: Value) -> Result<T, ApiError> {
    serde_json::from_value(value)
        .map_err(|_| wire::failure(Language::English, "contract-mismatch", Params::new()))
}
