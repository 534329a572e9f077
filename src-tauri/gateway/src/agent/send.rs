//! What the tool `message` sends: to a chat the person uses, through the gate and the outbox.
//!
//! Owns who may be written to and that a call sends once: its parts carry the call's id.

use super::Parts;
use super::beat_route::last;
use super::media::{self, Answering};
use super::reply::{delivered_by_transcript, for_person, parts_of};
use super::tools::{ToolMessage, ToolOutput, call_key};
use super::turn::{Turn, TurnError};
use crate::channel::{ChannelKind, ChatType, Route};
use crate::delivery::{PartKind, enqueue, written_from};
use crate::model::ToolCall;
use crate::storage::StorageError;
use crate::words::Language;

/// What the data of a button begins with that comes back as a message.
pub const SAYS: &str = "say:";
/// Where nobody may be written to under that name; for the model.
const NOBODY_FOR_MODEL: &str = "Not sent: only a Telegram chat your person has written in can be \
     written to, as telegram:<chat>.";
/// Where the person reads along; for the model.
const HERE_FOR_MODEL: &str = "Not sent: your person reads along here. Say it in your answer.";
/// Where the gate leaves nothing; for the model.
const NOTHING_FOR_MODEL: &str = "Not sent: there is nothing in it to say.";
/// Where it is on its way; for the model.
const SENT_FOR_MODEL: &str = "Handed over to be sent.";

impl Turn<'_> {
    /// Sends it and answers what the model is told.
    pub(super) async fn send(
        &self,
        call: &ToolCall,
        message: ToolMessage,
    ) -> Result<ToolOutput, TurnError> {
        let parts = self.parts;
        let refused = |why: &str| ToolOutput {
            text: why.to_owned(),
            is_error: true,
            ..ToolOutput::default()
        };
        let route = match &message.to {
            None => Some(last(parts, &self.lane.key).await),
            Some(to) => permitted(parts, to).await?,
        };
        let Some(route) = route else {
            return Ok(refused(NOBODY_FOR_MODEL));
        };
        if delivered_by_transcript(&route) {
            return Ok(refused(HERE_FOR_MODEL));
        }
        let text = for_person(parts, &message.text);
        if text.is_none() && message.files.is_empty() {
            return Ok(refused(NOTHING_FOR_MODEL));
        }
        let mut files = Vec::new();
        for named in &message.files {
            let who = Answering {
                agent: self.lane.key.agent(),
                class: self.class,
                language: parts.language(),
            };
            match media::file(parts, who, named).await {
                Ok(file) => files.push(file),
                Err(problem) => {
                    let why = parts.words.explain(Language::English, &problem);
                    return Ok(refused(&format!("Not sent: {named}: {why}")));
                }
            }
        }
        // The same for as long as the turn has its id: after a kill it is stored once.
        let cause = format!("call:{}:{}", self.id, call_key(call));
        let words = text.unwrap_or_default();
        let mut out = match words.as_str() {
            "" => Vec::new(),
            words => parts_of(parts, &cause, PartKind::Reply, &route, words, None),
        };
        media::attach(&mut out, &cause, &route, files);
        if let Some(last) = out.last_mut() {
            for label in message.buttons {
                let data = format!("{SAYS}{label}");
                last.part.buttons.push(vec![(label, data)]);
            }
        }
        let now = parts.clock.now_ms();
        let write = parts.db.write(move |tx| enqueue(tx, &out, now));
        write.await?;
        parts.sender.nudge(&route);
        Ok(ToolOutput {
            text: SENT_FOR_MODEL.to_owned(),
            changed: true,
            ..ToolOutput::default()
        })
    }
}

/// The chat of this name, where an owner has written in it.
async fn permitted(parts: &Parts, to: &str) -> Result<Option<Route>, StorageError> {
    let peer = to.strip_prefix("telegram:").unwrap_or(to).to_owned();
    let found = parts
        .db
        .read(move |connection| written_from(connection, ChannelKind::Telegram, &peer));
    let found = found.await?.filter(|message| message.owner);
    Ok(found.map(|message| Route {
        thread: message
            .route
            .thread
            .filter(|_| message.route.chat_type == ChatType::Group),
        ..message.route
    }))
}
