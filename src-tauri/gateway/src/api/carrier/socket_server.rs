//! The gateway's end of the local socket.
//!
//! Owns listening, the first message of a connection and the bounds on connections. What happens
//! on a connection afterwards stands in [`super::connection`]. Never answers a request itself.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use interprocess::local_socket::ListenerOptions;
use interprocess::local_socket::tokio::{Listener, Stream};
use interprocess::local_socket::traits::tokio::Listener as _;
use tokio::sync::Semaphore;
use tokio_util::codec::{FramedRead, FramedWrite};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::connection::{self, Reader, Writer};
use super::wire::{self, GatewayLine, Greeting, Id, RequestLine};
use super::{Ask, Client, socket_place};
use crate::api::contract::{Actor, ApiError, CONTRACT, Request};
use crate::api::hello::{Hello, Welcome};
use crate::error::{Coded, Params, Problem, params};
use crate::words::{Language, Words};

/// Makes the end of the contract for whoever connected.
pub type Clients = Arc<dyn Fn(Actor) -> Arc<dyn Client> + Send + Sync>;

/// Connections at once; a person has a window and some terminals.
const MAX_CONNECTIONS: usize = 64;
/// How long a connection may take to say hello.
const HELLO_WITHIN: Duration = Duration::from_secs(10);
/// How long requests may take to end once the gateway stops.
const GRACE: Duration = Duration::from_secs(1);
/// Between two tries to accept when the system refuses (too many open files).
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);

/// The socket could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("the socket at {path}: {source}")]
pub struct ListenError {
    /// Where.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

impl Coded for ListenError {
    fn code(&self) -> &'static str {
        "socket-failed"
    }

    fn params(&self) -> Params {
        params([("path", self.path.display().to_string().into())])
    }
}

/// An open socket nobody is served on yet. Dropping it removes the socket's file.
#[derive(Debug)]
pub struct SocketListener {
    inner: Listener,
    path: PathBuf,
}

impl SocketListener {
    /// Where it stands.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Opens the socket of a home, in place of a stale one. Call it only while holding the home's
/// lock: that alone makes sure that a socket found there is stale.
///
/// # Errors
/// The file or the folder around it could not be made.
pub fn listen(state_dir: &Path) -> Result<SocketListener, ListenError> {
    let path = socket_place::to_listen(state_dir).map_err(|source| ListenError {
        path: state_dir.to_owned(),
        source,
    })?;
    match bind(&path) {
        Ok(inner) => Ok(SocketListener { inner, path }),
        Err(source) => Err(ListenError { path, source }),
    }
}

#[cfg(unix)]
fn bind(path: &Path) -> io::Result<Listener> {
    use std::os::unix::fs::PermissionsExt;

    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = ListenerOptions::new()
        .name(socket_place::name(path)?)
        .create_tokio()?;
    // The folder is 0700 already and the peer's user is checked, so the moment between the two
    // calls opens nothing.
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

/// Owner only. The library asks for the first instance and rejects remote clients by itself.
#[cfg(windows)]
fn bind(path: &Path) -> io::Result<Listener> {
    use interprocess::os::windows::local_socket::ListenerOptionsExt;
    use interprocess::os::windows::security_descriptor::SecurityDescriptor;

    let only_owner = SecurityDescriptor::deserialize(widestring::u16cstr!("D:P(A;;GA;;;OW)"))?;
    ListenerOptions::new()
        .name(socket_place::name(path)?)
        .security_descriptor(only_owner)
        .create_tokio()
}

/// Serves connections until `cancel`; then lets requests under way end for a moment, closes every
/// connection and removes the socket.
pub async fn serve(listener: SocketListener, clients: Clients, cancel: CancellationToken) {
    let tracker = TaskTracker::new();
    let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let accepted = tokio::select! {
            () = cancel.cancelled() => break,
            accepted = accept(&listener, &room) => accepted,
        };
        let (stream, permit) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_AGAIN).await;
                continue;
            }
        };
        if !allowed(&stream, &listener.path) {
            tracing::warn!("a connection of another user was refused");
            continue;
        }
        let (clients, cancel) = (Arc::clone(&clients), cancel.clone());
        tracker.spawn(async move {
            welcome(stream, clients, cancel).await;
            drop(permit);
        });
    }
    drop(listener);
    tracker.close();
    tracker.wait().await;
}

type Accepted = (Stream, tokio::sync::OwnedSemaphorePermit);

async fn accept(listener: &SocketListener, room: &Arc<Semaphore>) -> io::Result<Accepted> {
    let permit = Arc::clone(room)
        .acquire_owned()
        .await
        .map_err(io::Error::other)?;
    Ok((listener.inner.accept().await?, permit))
}

fn allowed(stream: &Stream, path: &Path) -> bool {
    socket_place::is_owner(stream, path).unwrap_or_else(|error| {
        tracing::warn!(%error, "the user behind a connection could not be told");
        false
    })
}

/// Takes the first message and, where it is a hello that fits, serves the connection.
async fn welcome(stream: Stream, clients: Clients, cancel: CancellationToken) {
    let (reader, writer) = tokio::io::split(stream);
    let mut reader: Reader = FramedRead::new(reader, wire::codec());
    let mut writer: Writer = FramedWrite::new(writer, wire::codec());
    let first = tokio::select! {
        () = cancel.cancelled() => return,
        first = tokio::time::timeout(HELLO_WITHIN, reader.next()) => first,
    };
    let Ok(Some(first)) = first else { return };
    let (id, greeted) = greet(first.ok().as_deref(), &clients).await;
    let (client, language, outcome) = match greeted {
        Ok(welcomed) => (
            Some(welcomed.client),
            welcomed.answer.language,
            serde_json::to_value(&welcomed.answer)
                .map_err(|_| wire::failure(Language::English, "contract-mismatch", Params::new())),
        ),
        Err(refused) => (None, Language::English, Err(refused)),
    };
    let line = connection::encode(&GatewayLine::outcome(id, outcome), language);
    if writer.send(line).await.is_err() {
        return;
    }
    if let Some(client) = client {
        connection::run(reader, writer, client, language, cancel, GRACE).await;
    }
}

struct Welcomed {
    client: Arc<dyn Client>,
    answer: Welcome,
}

async fn greet(line: Option<&str>, clients: &Clients) -> (Option<Id>, Result<Welcomed, ApiError>) {
    let Some(request) = line.and_then(|line| serde_json::from_str::<RequestLine>(line).ok()) else {
        return (None, Err(english("hello-first")));
    };
    let id = Some(request.id);
    let greeting = match serde_json::from_value::<Greeting>(request.params) {
        Ok(greeting) if request.method == Hello::METHOD => greeting,
        _ => return (id, Err(english("hello-first"))),
    };
    if !matches!(greeting.actor, Actor::Window | Actor::Cli | Actor::Tray) {
        return (id, Err(english("hello-first")));
    }
    (id, introduce(greeting, clients).await)
}

async fn introduce(greeting: Greeting, clients: &Clients) -> Result<Welcomed, ApiError> {
    let client = clients(greeting.actor);
    // Asked with our own version: even a refusal is said in the home's language.
    let hello = Hello {
        contract: CONTRACT.to_owned(),
        build: greeting.build,
    };
    let answer = client.ask(hello, None).await?;
    match wire::check_contract(&greeting.contract) {
        Ok(()) => Ok(Welcomed { client, answer }),
        Err(problem) => Err(say(&problem, answer.language)),
    }
}

fn say(problem: &Problem, language: Language) -> ApiError {
    ApiError::render(problem, &Words::load(), language)
}

fn english(code: &str) -> ApiError {
    wire::failure(Language::English, code, Params::new())
}
