//! What a turn leaves in `sessions.json` besides its figures.
//!
//! Owns which fields of the record follow from a message and its answer (field-reference.md §2).
//! They are a projection: nothing here is durable before the turn is.

use serde_json::{Map, Value, json};

use super::Parts;
use super::open_session::Open;
use super::turn::Turn;
use crate::channel::{ChatType, Route};
use crate::delivery::group_chat;

/// What `sessions.json` says of the conversation now.
pub(super) fn projection(
    turn: &Turn<'_>,
    open: &Open,
    stopped: bool,
    route: &Route,
    now: i64,
) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| {
        fields.insert(name.to_owned(), value);
    };
    if let Some(model) = &turn.model {
        put("modelProvider", model.provider.clone().into());
        put("model", model.model.clone().into());
    }
    let chat_type = match route.chat_type {
        ChatType::Direct => "direct",
        ChatType::Group => "group",
    };
    let to = format!("{}:{}", route.channel.as_str(), route.peer);
    put("chatType", chat_type.into());
    put("lastInteractionAt", now.into());
    put("lastChannel", route.channel.as_str().into());
    put("lastTo", to.clone().into());
    put("lastAccountId", route.account.clone().into());
    put(
        "lastThreadId",
        route.thread.clone().map_or(Value::Null, Value::from),
    );
    put(
        "deliveryContext",
        json!({ "channel": route.channel.as_str(), "to": to, "accountId": route.account }),
    );
    // Somebody speaks in it: it is no longer put away.
    put("archivedAt", Value::Null);
    put("systemSent", true.into());
    put("abortedLastRun", stopped.into());
    put(
        "sessionFile",
        open.transcript.path().display().to_string().into(),
    );
    fields
}

/// What the list of conversations says of a group.
pub(super) async fn group_fields(parts: &Parts, route: &Route) -> Map<String, Value> {
    let mut fields = Map::new();
    if route.chat_type != ChatType::Group {
        return fields;
    }
    let (channel, account, peer) = (route.channel, route.account.clone(), route.peer.clone());
    let found = parts
        .db
        .read(move |connection| group_chat(connection, channel, &account, &peer));
    let title = match found.await {
        Ok(found) => found.map(|group| group.title),
        Err(error) => {
            tracing::warn!(%error, "the name of a group could not be read");
            None
        }
    };
    fields.insert("channel".into(), route.channel.as_str().into());
    fields.insert("groupId".into(), route.peer.clone().into());
    if let Some(title) = title.filter(|title| !title.is_empty()) {
        fields.insert("subject".into(), title.into());
    }
    fields
}
