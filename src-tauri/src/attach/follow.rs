//! Follows a gateway's events for the desktop: the tray's state and what is worth a notification.
//!
//! Owns asking for the status again when something that bears on it happened, at most a few times
//! a second. Never interprets the status.

use std::time::Duration;

use cove_gateway::api::carrier::{Ask, Client};
use cove_gateway::api::events::{Happening, StreamItem, Topic};
use cove_gateway::api::status::StatusGet;
use futures::StreamExt;
use tokio::time::Instant;

use crate::desktop::Desktop;

/// Several changes at once are one question.
const TOGETHER: Duration = Duration::from_millis(150);

/// Returns when the gateway has stopped or can't be reached any more.
pub async fn follow(client: &dyn Client, desktop: &dyn Desktop) {
    let mut events = match client.subscribe(None).await {
        Ok(events) => events,
        Err(error) => {
            tracing::warn!(code = error.code, "the gateway's events can't be followed");
            return;
        }
    };
    let mut due = Some(Instant::now());
    loop {
        let waiting = due.is_some();
        let at = due.unwrap_or_else(Instant::now);
        tokio::select! {
            () = tokio::time::sleep_until(at), if waiting => {
                due = None;
                match client.ask(StatusGet {}, None).await {
                    Ok(status) => desktop.status(&status),
                    Err(error) => tracing::warn!(code = error.code, "the tray has no status"),
                }
            }
            item = events.next() => {
                let Some(item) = item else { return };
                if bears_on_status(&item) {
                    due.get_or_insert_with(|| Instant::now() + TOGETHER);
                }
                if let StreamItem::Event { event } = item {
                    desktop.happening(&event.happening);
                }
            }
        }
    }
}

fn bears_on_status(item: &StreamItem) -> bool {
    let StreamItem::Event { event } = item else {
        return true;
    };
    match &event.happening {
        Happening::TurnText { .. } | Happening::TurnTool { .. } | Happening::Stopping {} => false,
        Happening::Changed { what, .. } => !matches!(what, Topic::Activity | Topic::Files),
        Happening::MessageWaiting { .. }
        | Happening::TurnStarted { .. }
        | Happening::TurnEnded { .. }
        | Happening::MessagesSkipped { .. } => true,
    }
}
