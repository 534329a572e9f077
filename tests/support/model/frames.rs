//! Turns a scripted answer's events into the bytes of a response that may pause or break off.
//!
//! Owns: the timing of a stream and the record of how it ended.
//! Never: knows what an event means.

use std::collections::VecDeque;
use std::io;
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::response::Response;
use futures::stream;

use super::State;
use super::reply::Pause;
use super::request::Ending;
use crate::board::Board;

/// A part of a stream.
pub(crate) enum Frame {
    Bytes(Bytes),
    Pause(Pause),
    Cut,
}

impl Frame {
    /// A server-sent event with a name.
    pub(crate) fn named(name: &str, data: &serde_json::Value) -> Self {
        Self::Bytes(format!("event: {name}\ndata: {data}\n\n").into())
    }

    /// A server-sent event without a name.
    pub(crate) fn data(data: impl std::fmt::Display) -> Self {
        Self::Bytes(format!("data: {data}\n\n").into())
    }
}

/// Watches one request until its answer is written; dropped before that, the client has left.
pub(crate) struct Watcher {
    state: Board<State>,
    number: usize,
    ended: bool,
}

impl Watcher {
    pub(crate) fn new(state: Board<State>, number: usize) -> Self {
        Self {
            state,
            number,
            ended: false,
        }
    }

    pub(crate) fn end(&mut self, ending: Ending) {
        if !self.ended {
            self.ended = true;
            let number = self.number;
            self.state
                .change(|state| state.requests[number].ending = ending);
        }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.end(Ending::LeftByClient(Instant::now()));
    }
}

/// An event stream of these frames.
pub(crate) fn response(frames: Vec<Frame>, split: Option<usize>, watcher: Watcher) -> Response {
    let frames = match split {
        Some(bytes) => split_frames(frames, bytes),
        None => frames.into(),
    };
    let body = stream::unfold((frames, watcher), |(mut frames, mut watcher)| async move {
        loop {
            // Being pending once makes hyper flush what it has, so each frame is its own
            // packet and a cut loses nothing that came before it.
            tokio::task::yield_now().await;
            match frames.pop_front() {
                Some(Frame::Bytes(bytes)) => return Some((Ok(bytes), (frames, watcher))),
                Some(Frame::Pause(pause)) => pause.pass().await,
                Some(Frame::Cut) => {
                    watcher.end(Ending::Cut);
                    frames.clear();
                    return Some((Err(io::Error::other("cut")), (frames, watcher)));
                }
                None => {
                    watcher.end(Ending::Answered(Instant::now()));
                    return None;
                }
            }
        }
    });
    let mut response = Response::new(Body::from_stream(body));
    let headers = response.headers_mut();
    headers.insert(
        "content-type",
        "text/event-stream; charset=utf-8".parse().expect("ascii"),
    );
    headers.insert("cache-control", "no-cache".parse().expect("ascii"));
    response
}

fn split_frames(frames: Vec<Frame>, bytes: usize) -> VecDeque<Frame> {
    let mut result = VecDeque::new();
    for frame in frames {
        match frame {
            Frame::Bytes(mut rest) => {
                while !rest.is_empty() {
                    let chunk = rest.split_to(bytes.min(rest.len()));
                    result.push_back(Frame::Bytes(chunk));
                }
            }
            other => result.push_back(other),
        }
    }
    result
}
