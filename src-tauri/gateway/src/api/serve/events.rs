//! Facts as a subscriber sees them.
//!
//! Owns the translation of a fact into an event and the order ready, missed, new. Keeps nothing.

use std::sync::Arc;

use futures::StreamExt;
use futures::stream;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::message::{tool_line, turn_result};
use crate::api::carrier::EventStream;
use crate::api::chat::Waiting;
use crate::api::contract::ApiError;
use crate::api::events::{Event, Happening, Since, StreamItem, Topic};
use crate::event::{Fact, Numbered, Subject};
use crate::gateway::Host;

/// The stream of one subscriber.
pub(super) fn stream(host: &Arc<Host>, since: Option<Since>) -> EventStream {
    let known = since
        .as_ref()
        .map(|since| (since.epoch.as_str(), since.seq));
    let subscription = host.events().subscribe(known);
    let epoch = host.events().epoch().to_owned();
    let resync = subscription.missed.is_none();
    let ready = StreamItem::Ready {
        epoch,
        seq: subscription.seq,
        resync,
    };
    let missed: Vec<StreamItem> = subscription
        .missed
        .unwrap_or_default()
        .into_iter()
        .map(|numbered| item(host, numbered))
        .collect();
    let coming = stream::unfold((Arc::clone(host), subscription.receiver), next);
    stream::iter([ready])
        .chain(stream::iter(missed))
        .chain(coming)
        .boxed()
}

async fn next(
    (host, mut receiver): (Arc<Host>, Receiver<Numbered>),
) -> Option<(StreamItem, (Arc<Host>, Receiver<Numbered>))> {
    let item = match receiver.recv().await {
        Ok(numbered) => item(&host, numbered),
        Err(RecvError::Lagged(_)) => StreamItem::Resync {
            epoch: host.events().epoch().to_owned(),
            seq: host.events().seq(),
        },
        Err(RecvError::Closed) => return None,
    };
    Some((item, (host, receiver)))
}

fn item(host: &Host, numbered: Numbered) -> StreamItem {
    let happening = happening(host, numbered.fact);
    StreamItem::Event {
        event: Box::new(Event {
            epoch: host.events().epoch().to_owned(),
            seq: numbered.seq,
            happening,
        }),
    }
}

fn happening(host: &Host, fact: Fact) -> Happening {
    match fact {
        Fact::Waiting {
            session_key,
            inbox_id,
            text,
            channel,
            at,
            instead_of,
        } => Happening::MessageWaiting {
            session_key,
            message: Waiting {
                inbox_id,
                text,
                at,
                channel,
                instead_of,
            },
        },
        Fact::TurnStarted {
            session_key,
            turn_id,
            inbox_ids,
            at,
        } => Happening::TurnStarted {
            session_key,
            turn_id,
            inbox_ids,
            at,
        },
        Fact::TurnText {
            session_key,
            turn_id,
            offset,
            text,
        } => Happening::TurnText {
            session_key,
            turn_id,
            offset,
            text,
        },
        Fact::TurnTool {
            session_key,
            turn_id,
            tool,
        } => {
            let tool = tool_line(host, &tool);
            Happening::TurnTool {
                session_key,
                turn_id,
                tool,
            }
        }
        Fact::TurnEnded {
            session_key,
            turn_id,
            inbox_ids,
            end,
        } => {
            let result = turn_result(host, &session_key, Some(turn_id.clone()), end);
            Happening::TurnEnded {
                session_key,
                turn_id,
                inbox_ids,
                result,
            }
        }
        Fact::Skipped {
            session_key,
            inbox_ids,
            reason,
        } => {
            let problem = ApiError::render(&reason, &host.parts.words, host.language());
            Happening::MessagesSkipped {
                session_key,
                inbox_ids,
                problem,
            }
        }
        Fact::Changed { what, reference } => Happening::Changed {
            what: topic(what),
            reference,
        },
        Fact::Stopping => Happening::Stopping {},
    }
}

fn topic(subject: Subject) -> Topic {
    match subject {
        Subject::Sessions => Topic::Sessions,
        Subject::Status => Topic::Status,
        Subject::Config => Topic::Config,
        Subject::Secrets => Topic::Secrets,
        Subject::Pairing => Topic::Pairing,
        Subject::Activity => Topic::Activity,
        Subject::Deliveries => Topic::Deliveries,
        Subject::Holds => Topic::Holds,
        Subject::Files => Topic::Files,
        Subject::Models => Topic::Models,
        Subject::Heartbeat => Topic::Heartbeat,
    }
}
