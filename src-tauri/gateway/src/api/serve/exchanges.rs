//! Commands and their answers between the messages of a conversation.
//!
//! Owns where they stand: by the time they came. Never part of what a model reads.

use std::ops::Range;

use super::message::empty;
use crate::api::chat::{ChatMessage, Speaker};
use crate::clock::Ms;
use crate::delivery::{Exchange, exchanges};
use crate::error::Problem;
use crate::gateway::Host;

/// Messages of a session with what was typed and answered at these times (ms).
pub(super) async fn with_exchanges(
    host: &Host,
    messages: Vec<ChatMessage>,
    session_id: &str,
    times: Range<Ms>,
) -> Result<Vec<ChatMessage>, Problem> {
    let id = session_id.to_owned();
    let read = move |connection: &rusqlite::Connection| exchanges(connection, &id, times);
    Ok(merge(messages, host.db().read(read).await?))
}

/// Puts exchanges between messages; both are oldest first.
fn merge(messages: Vec<ChatMessage>, exchanges: Vec<Exchange>) -> Vec<ChatMessage> {
    let mut all = Vec::with_capacity(messages.len() + exchanges.len() * 2);
    let mut messages = messages.into_iter().peekable();
    for exchange in exchanges {
        while let Some(message) = messages.next_if(|message| message.at <= exchange.at) {
            all.push(message);
        }
        all.extend(shown(exchange));
    }
    all.extend(messages);
    all
}

fn shown(exchange: Exchange) -> [ChatMessage; 2] {
    let turn = format!("command:{}", exchange.id);
    let typed = format!("typed:{}", exchange.id);
    [
        ChatMessage {
            text: exchange.typed,
            channel: Some(exchange.channel),
            ..empty(&typed, Some(&turn), Speaker::Person, exchange.at)
        },
        ChatMessage {
            text: exchange.reply,
            ..empty(&turn, Some(&turn), Speaker::Note, exchange.answered_at)
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(id: &str, at: i64) -> ChatMessage {
        let [mut message, _] = shown(exchange(id, at));
        message.id = id.to_owned();
        message
    }

    fn exchange(id: &str, at: i64) -> Exchange {
        Exchange {
            id: id.to_owned(),
            session_key: String::new(),
            session_id: None,
            at,
            answered_at: at + 1,
            channel: "desktop".to_owned(),
            typed: "/status".to_owned(),
            reply: "well".to_owned(),
        }
    }

    #[test]
    fn a_command_stands_where_it_came_in_the_talk() {
        let messages = vec![message("a", 1), message("b", 5), message("c", 9)];
        let exchanges = vec![exchange("x", 0), exchange("y", 5), exchange("z", 20)];
        let ids: Vec<String> = merge(messages, exchanges)
            .into_iter()
            .map(|message| message.id)
            .collect();
        let wanted = [
            "typed:x",
            "command:x",
            "a",
            "b",
            "typed:y",
            "command:y",
            "c",
            "typed:z",
            "command:z",
        ];
        assert_eq!(ids, wanted);
    }
}
