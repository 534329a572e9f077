//! A Bot API in miniature for the tests of this folder.
//!
//! Owns real sockets, so that refused, broken and silent connections are the real thing.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

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

/// Fails a test that waits for something that never comes.
pub async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    let late = Duration::from_secs(20);
    tokio::time::timeout(late, future)
        .await
        .unwrap_or_else(|_| panic!("{what} never came"))
}

