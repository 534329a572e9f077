//! A small HTTP server and a sink for the tests of this folder.
//!
//! Owns real sockets, so that refused, broken and silent connections are the real thing.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::*;
use crate::channel::access::DmPolicy;
use crate::channel::types::{Accepted, ButtonPress, Inbound, SinkError};
use crate::clock::ManualClock;
use crate::error::Problem;

pub const NOW: i64 = 1_795_000_000_000;
pub const TOKEN: &str = "12345:secret-TOKEN_value";

/// What the server does with a call.
#[derive(Debug, Clone)]
pub enum Reply {
    /// `{"ok":true,"result":…}`.
    Result(Value),
    /// An error of the Bot API: code, description, parameters.
    Error(u16, &'static str, Value),
    /// A page that is not JSON.
    Page(u16),
    /// Takes the request and breaks the connection.
    Break,
    /// Takes the request and never answers.
    Silence,
}

/// A call that came in.
#[derive(Debug, Clone)]
pub struct Call {
    pub method: String,
    pub path: String,
    pub body: Value,
}

#[derive(Default)]
struct Script {
    replies: VecDeque<(&'static str, Reply)>,
}

/// A Bot API that does what it is told, and otherwise hangs polls and takes everything.
pub struct Server {
    pub root: String,
    pub calls: watch::Sender<Vec<Call>>,
    script: Arc<Mutex<Script>>,
}

impl Server {
    pub async fn start() -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Arc::new(Self {
            root: format!("http://{}", listener.local_addr().unwrap()),
            calls: watch::channel(Vec::new()).0,
            script: Arc::default(),
        });
        let running = Arc::clone(&server);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let server = Arc::clone(&running);
                tokio::spawn(async move { server.connection(socket).await });
            }
        });
        server
    }

    /// An address where nobody listens.
    pub fn at(root: &str) -> Self {
        Self {
            root: root.to_owned(),
            calls: watch::channel(Vec::new()).0,
            script: Arc::default(),
        }
    }

    /// The next call of `method` is answered so; several are used up in order.
    pub fn then(&self, method: &'static str, reply: Reply) -> &Self {
        self.script
            .lock()
            .unwrap()
            .replies
            .push_back((method, reply));
        self
    }

    fn reply(&self, call: &Call) -> Reply {
        let replies = &mut self.script.lock().unwrap().replies;
        if let Some(at) = replies
            .iter()
            .position(|(method, _)| *method == call.method)
        {
            return replies.remove(at).unwrap().1;
        }
        match call.method.as_str() {
            "getUpdates" if call.body["timeout"] == 0 => Reply::Result(json!([])),
            "getUpdates" => Reply::Silence,
            "getMe" => Reply::Result(json!({"id": 1, "is_bot": true, "username": "cove_bot"})),
            "sendMessage" => {
                Reply::Result(json!({"message_id": 900, "date": 1, "chat": {"id": 5}}))
            }
            _ => Reply::Result(json!(true)),
        }
    }

    async fn connection(&self, mut socket: TcpStream) {
        while let Some(call) = read_call(&mut socket).await {
            let reply = self.reply(&call);
            self.calls.send_modify(|calls| calls.push(call));
            let (status, body) = match reply {
                Reply::Result(result) => (200, json!({"ok": true, "result": result}).to_string()),
                Reply::Error(code, description, parameters) => {
                    let body = json!({"ok": false, "error_code": code,
                        "description": description, "parameters": parameters});
                    (code, body.to_string())
                }
                Reply::Page(status) => (status, "<html><h1>Bad Gateway</h1></html>".to_owned()),
                Reply::Break => return,
                Reply::Silence => {
                    let mut byte = [0];
                    // Ends when the client goes away.
                    let _ = socket.read(&mut byte).await;
                    return;
                }
            };
            let head = format!(
                "HTTP/1.1 {status} X\r\ncontent-length: {}\r\n\r\n",
                body.len()
            );
            if socket.write_all((head + &body).as_bytes()).await.is_err() {
                return;
            }
        }
    }

    /// The calls of a method so far.
    pub fn of(&self, method: &str) -> Vec<Call> {
        let calls = self.calls.borrow();
        calls
            .iter()
            .filter(|call| call.method == method)
            .cloned()
            .collect()
    }

    /// Waits for the `count`th call of a method.
    pub async fn heard(&self, method: &str, count: usize) -> Call {
        let mut calls = self.calls.subscribe();
        let enough =
            |calls: &Vec<Call>| calls.iter().filter(|call| call.method == method).count() >= count;
        soon(method, calls.wait_for(enough)).await.unwrap();
        self.of(method)[count - 1].clone()
    }
}

async fn read_call(socket: &mut TcpStream) -> Option<Call> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        if socket.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.map_or(0, |length| length.trim().parse().unwrap());
    while bytes.len() < head + length {
        if socket.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    let first = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let path = first.split(' ').nth(1)?.to_owned();
    Some(Call {
        method: path.rsplit('/').next()?.to_owned(),
        path,
        body: serde_json::from_slice(&bytes[head..head + length]).unwrap_or_default(),
    })
}

/// What the sink was given, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Taken {
    Message(Inbound, Option<i64>),
    Press(ButtonPress, Option<i64>),
    Aside(String, Option<i64>),
    Notice(String, String),
}

/// A sink that keeps everything, and fails as often as it is told to.
pub struct Sink {
    pub taken: watch::Sender<Vec<Taken>>,
    pub failures: Mutex<u32>,
    pub stored: Option<i64>,
}

impl Sink {
    fn take(&self, what: Taken) -> Result<(), SinkError> {
        let mut failures = self.failures.lock().unwrap();
        if *failures > 0 {
            *failures -= 1;
            return Err(SinkError {
                reason: "disk full".into(),
            });
        }
        self.taken.send_modify(|taken| taken.push(what));
        Ok(())
    }

    /// Waits until so many things are taken, and gives them.
    pub async fn has(&self, count: usize) -> Vec<Taken> {
        let mut taken = self.taken.subscribe();
        let taken = soon("sink", taken.wait_for(|taken| taken.len() >= count)).await;
        taken.unwrap().clone()
    }
}

#[async_trait]
impl InboundSink for Sink {
    async fn accept(&self, message: Inbound, cursor: Option<i64>) -> Result<Accepted, SinkError> {
        self.take(Taken::Message(message, cursor))
            .map(|()| Accepted::New)
    }

    async fn press(&self, press: ButtonPress, cursor: Option<i64>) -> Result<String, SinkError> {
        let answer = format!("took {}", press.data);
        self.take(Taken::Press(press, cursor)).map(|()| answer)
    }

    async fn set_aside(
        &self,
        _route: Route,
        _id: String,
        reason: Problem,
        cursor: Option<i64>,
    ) -> Result<(), SinkError> {
        self.take(Taken::Aside(reason.code, cursor))
    }

    async fn cursor(&self, _: ChannelKind, _: &str) -> Result<Option<i64>, SinkError> {
        Ok(self.stored)
    }

    async fn notice(&self, _route: Route, id: String, text: String) -> Result<(), SinkError> {
        self.take(Taken::Notice(id, text))
    }
}

/// Gives the token of the test and counts how often it was asked.
pub struct Tokens(pub watch::Sender<u32>, pub Option<Problem>);

#[async_trait]
impl TokenSource for Tokens {
    async fn token(&self) -> Result<SecretString, Problem> {
        self.0.send_modify(|asked| *asked += 1);
        match &self.1 {
            Some(problem) => Err(problem.clone()),
            None => Ok(SecretString::from(TOKEN)),
        }
    }
}

/// A running account with everything around it.
pub struct Rig {
    pub server: Arc<Server>,
    pub sink: Arc<Sink>,
    pub tokens: Arc<Tokens>,
    pub clock: Arc<ManualClock>,
    pub handle: TelegramHandle,
    pub access: watch::Sender<AccessRules>,
    pub pairing: Arc<PairingStore>,
    /// Gone with the rig.
    _dir: tempfile::TempDir,
}

impl Rig {
    /// Starts against `server`; the person 5 is on the list.
    pub async fn start(server: Arc<Server>) -> Self {
        Self::with(server, None, 0, None).await
    }

    pub async fn with(
        server: Arc<Server>,
        stored: Option<i64>,
        failures: u32,
        no_token: Option<Problem>,
    ) -> Self {
        let clock = ManualClock::new(NOW, "UTC");
        let dir = tempfile::tempdir().unwrap();
        let sink = Arc::new(Sink {
            taken: watch::channel(Vec::new()).0,
            failures: Mutex::new(failures),
            stored,
        });
        let tokens = Arc::new(Tokens(watch::channel(0).0, no_token));
        let (access, rules) = watch::channel(AccessRules {
            dm_policy: DmPolicy::Pairing,
            allow_from: vec!["5".into()],
        });
        let pairing = pairing_store(dir.path(), &clock);
        let handle = Telegram::start(TelegramParts {
            account: "default".into(),
            api_root: server.root.clone(),
            language: Language::English,
            tokens: Arc::clone(&tokens) as Arc<dyn TokenSource>,
            sink: Arc::clone(&sink) as Arc<dyn InboundSink>,
            access: rules,
            pairing: Arc::clone(&pairing),
            words: Words::load(),
            clock: Arc::clone(&clock) as SharedClock,
        });
        Self {
            server,
            sink,
            tokens,
            clock,
            handle,
            access,
            pairing,
            _dir: dir,
        }
    }

    /// Waits for a state, letting time pass meanwhile if `step` is not zero.
    pub async fn becomes(&self, step: Duration, health: ChannelHealth) -> ChannelStatus {
        let mut status = self.handle.channel().watch_status();
        let reached = async {
            loop {
                let now = status.borrow_and_update().clone();
                if now.health == health {
                    return now;
                }
                self.clock.advance(step);
                // Real time only lets the sockets work; what is waited for is the state.
                let _ = tokio::time::timeout(Duration::from_millis(5), status.changed()).await;
            }
        };
        soon("health", reached).await
    }

    /// Lets time pass in steps until the `count`th call of a method has come.
    pub async fn time_passes_until(&self, step: Duration, method: &str, count: usize) -> Call {
        let heard = async {
            while self.server.of(method).len() < count {
                self.clock.advance(step);
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        soon(method, heard).await;
        self.server.of(method)[count - 1].clone()
    }
}

fn pairing_store(dir: &Path, clock: &Arc<ManualClock>) -> Arc<PairingStore> {
    Arc::new(PairingStore::new(
        dir.to_owned(),
        Arc::clone(clock) as SharedClock,
    ))
}

/// Fails a test that waits for something that never comes.
pub async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    let late = Duration::from_secs(20);
    tokio::time::timeout(late, future)
        .await
        .unwrap_or_else(|_| panic!("{what} never came"))
}

/// A text of the person `from`.
pub fn text(update_id: i64, from: i64, text: &str) -> Value {
    json!({"update_id": update_id, "message": {"message_id": update_id, "date": NOW / 1000,
        "chat": {"id": from, "type": "private"}, "text": text,
        "from": {"id": from, "first_name": "Ann", "language_code": "en"}}})
}
