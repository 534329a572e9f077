//! A tiny HTTP server for the tests of this module: canned bytes, one answer a connection.

#![allow(clippy::unwrap_used)]
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// What follows the canned bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    /// The connection is closed.
    Close,
    /// It stays open until the client leaves, which is then told by [`TestServer::left`].
    Hold,
}

/// A running server.
pub(crate) struct TestServer {
    pub(crate) base: String,
    requests: Arc<Mutex<Vec<String>>>,
    left: Arc<Notify>,
}

impl TestServer {
    /// Answers the first connections with `answers`, in order; the last one again and again.
    pub(crate) async fn start(answers: Vec<(String, Then)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let left = Arc::new(Notify::new());
        let (seen, gone) = (requests.clone(), left.clone());
        tokio::spawn(async move {
            let mut next = 0;
            while let Ok((mut socket, _)) = listener.accept().await {
                let request = read_request(&mut socket).await;
                seen.lock().unwrap().push(request);
                let (bytes, then) = answers[next.min(answers.len() - 1)].clone();
                next += 1;
                let gone = gone.clone();
                tokio::spawn(async move {
                    let _ = socket.write_all(bytes.as_bytes()).await;
                    if then == Then::Hold {
                        let mut rest = [0; 64];
                        while matches!(socket.read(&mut rest).await, Ok(1..)) {}
                        gone.notify_one();
                    }
                });
            }
        });
        Self {
            base,
            requests,
            left,
        }
    }

    /// The requests so far, heads and bodies.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// The body of request `index`.
    pub(crate) fn body(&self, index: usize) -> Value {
        let requests = self.requests();
        let (_, body) = requests[index].split_once("\r\n\r\n").unwrap();
        serde_json::from_str(body).unwrap()
    }

    /// Returns once a client has left a held connection.
    pub(crate) async fn left(&self) {
        self.left.notified().await;
    }
}

/// An answer that streams `events` and is closed by the connection's end.
pub(crate) fn stream(events: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n{events}")
}

/// An answer with a status, headers and a JSON body.
pub(crate) fn failure(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n{body}"
    )
}

async fn read_request(socket: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
                .map_or(0, |(_, value)| value.trim().parse().unwrap());
            if body.len() >= length {
                return text;
            }
        }
        match socket.read(&mut buffer).await {
            Ok(count @ 1..) => bytes.extend_from_slice(&buffer[..count]),
            _ => return String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}
