//! `chat.retry`: a message is said anew.
//!
//! Owns nothing: the turn goes back when it begins, so that a kill before it loses nothing.

use std::sync::Arc;

use super::Caller;
use super::change::aside;
use super::chat::{Said, hand_in, held_key};
use crate::agent::pictures_of;
use crate::api::chat::{ChatRetry, ChatSent};
use crate::error::{Problem, params};
use crate::gateway::Host;
use crate::session::{kept_entries, own_words, said_anew};

pub(super) async fn retry(
    host: &Arc<Host>,
    caller: &Caller,
    request: ChatRetry,
) -> Result<ChatSent, Problem> {
    let key = held_key(host, request.session_key.as_deref(), None)?;
    let id = request.message_id;
    let unknown = || Problem::with("message-unknown", params([("id", id.as_str().into())]));
    let found = host.parts.sessions.find(&key).ok_or_else(unknown)?;
    let wanted = id.clone();
    let said = aside(move || {
        let entries = kept_entries(&found.path)?;
        Ok(said_anew(&entries, &wanted).map(own_words))
    });
    let said = said
        .await?
        .ok_or_else(|| Problem::new("message-out-of-reach"))?;
    let text = request.text.unwrap_or(said);
    let said = Said {
        pictures: pictures_of(&text),
        text,
        instead_of: Some(id),
    };
    hand_in(host, caller, key, said).await
}
