//! The commands of the page: one call of the contract, one stream of its events, and its first paint.
//!
//! Owns carrying them to the gateway behind the door. Holds no logic; the actor is the window's
//! because the door's end for the page is.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cove_gateway::api::carrier::EventStream;
use cove_gateway::api::contract::Request;
use cove_gateway::api::events::{Since, StreamItem};
use cove_gateway::api::hello::Hello;
use cove_gateway::api::{ApiError, Call};
use futures::StreamExt;
use serde_json::Value;
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use crate::attach::door::Door;
use crate::window;

/// Before a lost stream is opened again.
const BETWEEN: Duration = Duration::from_millis(300);

/// The frame of the last time stands on the page: the window is shown before the app runs in it.
#[tauri::command]
pub fn painted(app: AppHandle) {
    window::page_is_there(&app);
}

/// Carries one call. The page's first one shows a window that had no frame to show: it is painted
/// by then.
#[tauri::command]
pub async fn rpc(
    app: AppHandle,
    door: State<'_, Arc<Door>>,
    request: Call,
) -> Result<Value, ApiError> {
    if request.method == Hello::METHOD {
        window::page_listens(&app);
        door.try_again();
    }
    door.ends().await?.window.call(request).await
}

/// Streams events into `channel` from `since` on, over restarts of the gateway, until the page
/// subscribes again.
#[tauri::command]
pub async fn subscribe(
    door: State<'_, Arc<Door>>,
    streams: State<'_, Streams>,
    since: Option<Since>,
    channel: Channel<StreamItem>,
) -> Result<(), ApiError> {
    let stream = door.ends().await?.window.subscribe(since.clone()).await?;
    let door = Arc::clone(&door);
    streams.replace(tauri::async_runtime::spawn(async move {
        forward(&door, stream, since, |item| channel.send(item).is_ok()).await;
    }));
    Ok(())
}

/// The page's one stream: a page that was loaded again says nothing about its old one.
#[derive(Default)]
pub struct Streams(Mutex<Option<tauri::async_runtime::JoinHandle<()>>>);

impl Streams {
    fn replace(&self, next: tauri::async_runtime::JoinHandle<()>) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(old) = held.replace(next) {
            old.abort();
        }
    }
}

/// Hands items on. When the gateway is gone the next one is asked for what came since: it knows
/// another epoch and answers with a resync.
async fn forward(
    door: &Door,
    mut stream: EventStream,
    mut since: Option<Since>,
    send: impl Fn(StreamItem) -> bool,
) {
    loop {
        while let Some(item) = stream.next().await {
            since = Some(position(&item));
            if !send(item) {
                return;
            }
        }
        stream = loop {
            tokio::time::sleep(BETWEEN).await;
            let Some(ends) = door.next_up().await else {
                return;
            };
            if let Ok(stream) = ends.window.subscribe(since.clone()).await {
                break stream;
            }
        };
    }
}

fn position(item: &StreamItem) -> Since {
    let (epoch, seq) = match item {
        StreamItem::Ready { epoch, seq, .. } | StreamItem::Resync { epoch, seq } => (epoch, *seq),
        StreamItem::Event { event } => (&event.epoch, event.seq),
    };
    Since {
        epoch: epoch.clone(),
        seq,
    }
}

#[cfg(test)]
mod tests;
