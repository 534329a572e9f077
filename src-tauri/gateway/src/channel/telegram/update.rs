//! One update of the Bot API, read: a message, a pressed button, or why it is neither.
//!
//! Owns reading the raw JSON one update at a time, so that a kind nobody knows yet never blocks
//! the others. Never decides who may write and keeps nothing.

use serde_json::{json, value::RawValue};

use super::content::{self, Said, shown_name};
use super::group::{self, FromGroup};
use super::shapes;
use super::wire::{CallbackQuery, Chat, Message, Update, UpdateId, User};
use crate::channel::brought::{Brought, Reacted};
use crate::channel::pairing::Asker;
use crate::channel::types::{ButtonPress, ChannelKind, ChatType, Inbound, Route};
use crate::error::{Problem, params};

/// An update with its number.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// `update_id`; none if the update does not even have that.
    pub number: Option<i64>,
    /// Unique for ever: `telegram:<account>:<update_id>`.
    pub id: String,
    /// What it is.
    pub content: Content,
    /// Where it is of a group: what its words do not say.
    pub group: Option<FromGroup>,
}

/// What an update is.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Somebody wrote to the bot. Access is not decided yet: `owner` is false.
    Message(Box<Inbound>, Box<Asker>),
    /// Somebody sent what Cove can't read.
    Unreadable(Box<Inbound>, Box<Asker>),
    /// Somebody changed what they had sent.
    Edited(Box<Inbound>),
    /// Somebody reacted to a message.
    Reacted(Box<Reacted>),
    /// A button was pressed.
    Press {
        /// What and where.
        press: ButtonPress,
        /// To answer it.
        callback_id: String,
    },
    /// No message for the agent.
    Aside {
        /// Where it came from, as far as known.
        route: Route,
        /// Why.
        reason: Problem,
    },
}

/// Reads one update of `account`.
pub fn read(account: &str, raw: &RawValue) -> Read {
    let number = serde_json::from_str::<UpdateId>(raw.get())
        .ok()
        .map(|found| found.update_id);
    let id = match number {
        Some(number) => format!("telegram:{account}:{number}"),
        None => format!("telegram:{account}:without-number"),
    };
    let mut json = serde_json::Deserializer::from_str(raw.get());
    let (group, content) = match serde_path_to_error::deserialize::<_, Update>(&mut json) {
        Ok(update) => (group::of(&update), content(account, &id, update)),
        // The path tells what was odd; the value may be private and stays out of the record.
        Err(error) => {
            let at = params([("at", json!(error.path().to_string()))]);
            let odd = Problem::with("telegram-unreadable", at);
            (None, aside(nowhere(account), odd))
        }
    };
    Read {
        number,
        id,
        content,
        group,
    }
}

fn nowhere(account: &str) -> Route {
    route(account, "", ChatType::Direct, None)
}

fn content(account: &str, id: &str, update: Update) -> Content {
    if let Some(message) = update.message {
        return from_message(account, id, &message);
    }
    if let Some(query) = update.callback_query {
        return from_press(account, query);
    }
    if let Some(edit) = update.edited_message {
        return from_edit(account, id, &edit);
    }
    if let Some(reacted) = update.message_reaction {
        return from_reaction(account, id, reacted);
    }
    if let Some(change) = update.my_chat_member {
        let word = change.new_chat_member.map(|member| member.status);
        let word = word.unwrap_or_default();
        let status = params([("status", json!(word))]);
        return aside(
            of_chat(account, &change.chat, None),
            match (change.chat.kind.as_str(), word.as_str()) {
                ("private", "kicked") => Problem::new("telegram-person-blocked"),
                ("private", _) => Problem::new("telegram-person-back"),
                _ => Problem::with("telegram-membership", status),
            },
        );
    }
    if let Some(post) = update.channel_post.or(update.edited_channel_post) {
        return aside(
            of_chat(account, &post.chat, None),
            Problem::new("telegram-channel-post"),
        );
    }
    aside(nowhere(account), Problem::new("telegram-other-update"))
}

fn from_message(account: &str, id: &str, message: &Message) -> Content {
    let route = of_chat(
        account,
        &message.chat,
        thread(message.message_thread_id, message.is_topic_message),
    );
    if message.chat.kind == "channel" {
        return aside(route, Problem::new("telegram-channel-post"));
    }
    let Some(sender) = &message.from else {
        return aside(route, Problem::new("telegram-no-sender"));
    };
    let inbound = |text: String, brought: Brought| {
        Box::new(Inbound {
            id: id.to_owned(),
            route: route.clone(),
            sender: sender.id.to_string(),
            sender_name: shown_name(sender),
            owner: false,
            text,
            sent_at: message.date.saturating_mul(1000),
            message_id: Some(message.message_id.to_string()),
            language: sender.language_code.clone(),
            instead_of: None,
            brought,
        })
    };
    let asker = Box::new(asker(account, id, sender));
    match content::read(message) {
        Said::Content(text, brought) => Content::Message(inbound(text, brought), asker),
        Said::Unknown => Content::Unreadable(inbound(String::new(), Brought::default()), asker),
        // Nobody waits for an answer to a line of Telegram's own.
        Said::Service => aside(route, Problem::new("telegram-service")),
    }
}

/// A changed message; a place that moves is told of once.
fn from_edit(account: &str, id: &str, edit: &Message) -> Content {
    let moves = |location: &shapes::Location| location.live_period.is_some();
    if edit.carried.location.as_ref().is_some_and(moves) {
        return aside(
            of_chat(account, &edit.chat, None),
            Problem::new("telegram-live-location"),
        );
    }
    match from_message(account, id, edit) {
        Content::Message(inbound, _) => Content::Edited(inbound),
        Content::Unreadable(inbound, _) => {
            aside(inbound.route, Problem::new("telegram-edit-ignored"))
        }
        other => other,
    }
}

fn from_reaction(account: &str, id: &str, reacted: shapes::Reacted) -> Content {
    let route = of_chat(account, &reacted.chat, None);
    let Some(user) = &reacted.user else {
        return aside(route, Problem::new("telegram-no-sender"));
    };
    let emoji = |all: &[shapes::Reaction]| {
        let plain = all.iter().filter_map(|one| one.emoji.clone());
        plain.collect::<Vec<_>>()
    };
    Content::Reacted(Box::new(Reacted {
        id: id.to_owned(),
        route,
        sender: user.id.to_string(),
        sender_name: shown_name(user),
        owner: false,
        message_id: reacted.message_id.to_string(),
        before: emoji(&reacted.old_reaction),
        now: emoji(&reacted.new_reaction),
    }))
}

fn from_press(account: &str, query: CallbackQuery) -> Content {
    let sender = query.from.id.to_string();
    let (route, message_id) = match &query.message {
        Some(message) => (
            of_chat(
                account,
                &message.chat,
                thread(message.message_thread_id, message.is_topic_message),
            ),
            Some(message.message_id.to_string()),
        ),
        None => (route(account, &sender, ChatType::Direct, None), None),
    };
    Content::Press {
        press: ButtonPress {
            id: format!("telegram:{account}:cb:{}", query.id),
            route,
            sender,
            owner: false,
            data: query.data.unwrap_or_default(),
            message_id,
        },
        callback_id: query.id,
    }
}

fn aside(route: Route, reason: Problem) -> Content {
    Content::Aside { route, reason }
}

/// A thread only counts where the chat has topics; elsewhere Telegram numbers reply chains.
fn thread(id: Option<i64>, is_topic: bool) -> Option<String> {
    id.filter(|_| is_topic).map(|id| id.to_string())
}

fn of_chat(account: &str, chat: &Chat, thread: Option<String>) -> Route {
    let chat_type = match chat.kind.as_str() {
        "private" => ChatType::Direct,
        _ => ChatType::Group,
    };
    route(account, &chat.id.to_string(), chat_type, thread)
}

fn route(account: &str, peer: &str, chat_type: ChatType, thread: Option<String>) -> Route {
    Route {
        channel: ChannelKind::Telegram,
        account: account.to_owned(),
        peer: peer.to_owned(),
        thread,
        chat_type,
    }
}

fn asker(account: &str, cause: &str, user: &User) -> Asker {
    Asker {
        id: user.id.to_string(),
        account: account.to_owned(),
        username: user.username.clone(),
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        language: user.language_code.clone(),
        cause: cause.to_owned(),
    }
}

#[cfg(test)]
#[path = "update_tests.rs"]
mod tests;
