//! Where an alert of a beat goes.
//!
//! Owns reading `heartbeat.target`: the chat the person wrote in last, a chat by name, or nowhere
//! but the conversation itself.

use super::Parts;
use crate::channel::{ChannelKind, ChatType, Route};
use crate::config::{DirectPolicy, Heartbeat};
use crate::delivery::written_last;
use crate::session::SessionKey;

/// The chat; `None` = it only stands in the conversation.
pub(super) async fn target(parts: &Parts, settings: &Heartbeat, key: &SessionKey) -> Option<Route> {
    let route = match settings.target.trim() {
        "none" => return None,
        "" | "last" => last(parts, key).await,
        channel => Route {
            channel: ChannelKind::parse(channel)?,
            account: settings.account_id.clone().unwrap_or_else(usual),
            peer: peer_of(channel, &settings.to.as_ref()?.0).to_owned(),
            thread: None,
            chat_type: ChatType::Direct,
        },
    };
    let direct = route.chat_type == ChatType::Direct;
    let outside = route.channel == ChannelKind::Telegram;
    let blocked = direct && outside && settings.direct_policy == DirectPolicy::Block;
    (!blocked).then_some(route)
}

/// Where somebody wrote in this conversation last; the window where nobody has. The record follows
/// the inbox within a second, so what a kill kept from it stands there.
pub(super) async fn last(parts: &Parts, key: &SessionKey) -> Route {
    let record = parts.sessions.record(key);
    let known = record
        .as_ref()
        .and_then(|record| record.number("lastInteractionAt"));
    let wanted = key.clone();
    let newest = parts
        .db
        .read(move |connection| written_last(connection, &wanted));
    let newest = newest.await.unwrap_or_else(|error| {
        tracing::error!(%error, %key, "the inbox could not be read");
        None
    });
    if let Some((at, route)) = newest
        && known.is_none_or(|known| known < at)
    {
        return route;
    }
    let found = || {
        let record = record?;
        let name = record.text("lastChannel")?;
        let channel = ChannelKind::parse(name)?;
        let to = record.text("lastTo")?;
        Some(Route {
            channel,
            account: record
                .text("lastAccountId")
                .map_or_else(usual, str::to_owned),
            peer: peer_of(name, to).to_owned(),
            thread: record.text("lastThreadId").map(str::to_owned),
            chat_type: match record.text("chatType") {
                Some("group") => ChatType::Group,
                _ => ChatType::Direct,
            },
        })
    };
    found().unwrap_or_else(Route::desktop)
}

/// `telegram:5550142` and `5550142` name the same chat.
fn peer_of<'a>(channel: &str, to: &'a str) -> &'a str {
    let rest = to.strip_prefix(channel);
    rest.and_then(|rest| rest.strip_prefix(':')).unwrap_or(to)
}

fn usual() -> String {
    "default".to_owned()
}
