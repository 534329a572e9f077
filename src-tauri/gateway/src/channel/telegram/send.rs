//! Parts out to a chat, and what became of them.
//!
//! Owns the difference between “may go again”, “never will arrive” and “may have arrived” for a
//! sendMessage. Never sends again what Telegram may have taken; how often to try is the outbox's.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::client::Client;
use super::failure::{CallError, Meaning};
use super::pace::wait_after;
use super::rich::{escape, utf16_len};
use super::style::Style;
use super::throttle::Throttle;
use super::wire::{
    Button, ChatAction, ChatId, Emoji, Keyboard, ReplyParameters, SendMessage, SentMessage,
    SetReaction,
};
use crate::channel::sent_file::FileSource;
use crate::channel::types::{Carried, Outgoing, Receipt, Route, SendFailure};
use crate::clock::SharedClock;

const SEND_LIMIT: Duration = Duration::from_secs(60);
const TYPING_LIMIT: Duration = Duration::from_secs(10);
/// While only the person can help (token), the outbox looks again this often.
const NEEDS_PERSON: Duration = Duration::from_secs(60);
/// Field-reference §9: the first wait of a send, s.
const FIRST_WAIT: f64 = 0.4;
/// Telegram's limit of a message, UTF-16 units.
const LONGEST: usize = 4_096;
/// The topic every forum has; Telegram refuses its number in sendMessage.
const GENERAL_TOPIC: i64 = 1;

/// How a part is put this time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    pub markup: bool,
    pub thread: bool,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            markup: true,
            thread: true,
        }
    }
}

/// Sends the parts of one account.
pub struct Sender {
    /// Failures in a row, for the growing wait.
    failures: AtomicU32,
    /// Where the files are.
    pub(super) files: Arc<dyn FileSource>,
    /// What Telegram lets the bot do.
    pub throttle: Throttle,
}

impl Sender {
    /// A sender that nothing went wrong for yet.
    pub fn new(clock: SharedClock, files: Arc<dyn FileSource>) -> Self {
        Self {
            failures: AtomicU32::new(0),
            files,
            throttle: Throttle::new(clock),
        }
    }

    /// Sends one part, or makes the message that shows its beginning the part. Its place in the
    /// limits is taken already.
    pub async fn send(
        &self,
        client: &Client,
        part: &Outgoing,
        style: Style,
        topic_gone: &str,
    ) -> Result<Receipt, SendFailure> {
        let sent = match &part.carried {
            Some(Carried::Draft(id)) => self.finish(client, part, id, style).await,
            Some(Carried::File(file)) => {
                self.post_file(client, part, file, style, topic_gone).await
            }
            _ => self.post(client, part, style, topic_gone).await,
        };
        match &sent {
            Ok(_) => self.failures.store(0, Ordering::Relaxed),
            Err(SendFailure::Later { after, .. }) => self.throttle.refused(&part.route, *after),
            Err(_) => {}
        }
        sent
    }

    /// Sends one part: as HTML, plain if Telegram can't read the HTML, and without the topic,
    /// with `topic_gone` in front, if that is gone. Each step follows only a refusal.
    async fn post(
        &self,
        client: &Client,
        part: &Outgoing,
        style: Style,
        topic_gone: &str,
    ) -> Result<Receipt, SendFailure> {
        let mut form = Form::default();
        loop {
            let text = text(part, form, topic_gone, LONGEST);
            let message = message_of(part, form, style, &text);
            let sent = client.call::<SentMessage>("sendMessage", &message, SEND_LIMIT);
            match sent.await {
                Ok(sent) => {
                    return Ok(Receipt {
                        message_id: sent.message_id.to_string(),
                    });
                }
                Err(error) => match (error.meaning(), form) {
                    (Some(Meaning::Markup), Form { markup: true, .. }) => form.markup = false,
                    (Some(Meaning::NoThread), Form { thread: true, .. })
                        if message.message_thread_id.is_some() =>
                    {
                        form.thread = false;
                    }
                    _ => return Err(self.failure(&error)),
                },
            }
            self.throttle.took(&part.route);
        }
    }

    pub(super) fn failure(&self, error: &CallError) -> SendFailure {
        let reason = error.problem();
        let again = |after| SendFailure::Again {
            after,
            reason: reason.clone(),
        };
        match error {
            CallError::Api(failure) => match failure.meaning() {
                Meaning::TooMany => SendFailure::Later {
                    after: failure.retry_after.unwrap_or_else(|| self.wait()),
                    reason,
                },
                Meaning::Server => again(self.wait()),
                Meaning::BadToken | Meaning::Conflict => again(NEEDS_PERSON),
                _ => SendFailure::Refused(reason),
            },
            // Before anything was written, or refused by something that stands before Telegram.
            CallError::NotConnected { .. } => again(self.wait()),
            CallError::Gibberish { status } if *status >= 300 && *status != 504 => {
                again(self.wait())
            }
            CallError::NoToken(_) | CallError::BadRoot => again(NEEDS_PERSON),
            CallError::Gibberish { .. } | CallError::Lost { .. } | CallError::TimedOut { .. } => {
                SendFailure::Unknown(reason)
            }
        }
    }

    pub(super) fn wait(&self) -> Duration {
        let failures = self.failures.fetch_add(1, Ordering::Relaxed);
        wait_after(failures, FIRST_WAIT, rand::random())
    }
}

/// Shows “is writing” for about five seconds; best effort.
pub async fn typing(client: &Client, route: &Route) {
    let action = ChatAction {
        chat_id: ChatId::of(&route.peer),
        message_thread_id: thread(route),
        action: "typing",
    };
    let shown = client.call::<bool>("sendChatAction", &action, TYPING_LIMIT);
    if let Err(error) = shown.await {
        tracing::debug!(%error, "typing was not shown");
    }
}

/// Sends the beginning of an answer and says under which id it stands.
pub(super) async fn post_preview(
    client: &Client,
    part: &Outgoing,
    style: Style,
    limit: Duration,
) -> Result<i64, CallError> {
    let message = message_of(part, Form::default(), style, &part.body);
    let sent = client.call::<SentMessage>("sendMessage", &message, limit);
    sent.await.map(|sent| sent.message_id)
}

/// Sets a reaction, or takes it away where the emoji is empty; best effort.
pub async fn react(client: &Client, route: &Route, message_id: &str, emoji: &str) {
    let Ok(message_id) = message_id.parse() else {
        return;
    };
    let emoji = Some(emoji).filter(|emoji| !emoji.is_empty());
    let reaction = SetReaction {
        chat_id: ChatId::of(&route.peer),
        message_id,
        reaction: emoji
            .map(|emoji| Emoji {
                r#type: "emoji",
                emoji,
            })
            .into_iter()
            .collect(),
    };
    let set = client.call::<bool>("setMessageReaction", &reaction, TYPING_LIMIT);
    if let Err(error) = set.await {
        tracing::info!(%error, "a reaction was not set");
    }
}

/// The words of a part, at most `longest` UTF-16 units with the word about its place.
pub(super) fn text(part: &Outgoing, form: Form, topic_gone: &str, longest: usize) -> String {
    let (body, word) = if form.markup {
        (&part.body, escape(topic_gone))
    } else {
        (&part.plain, topic_gone.to_owned())
    };
    let length = utf16_len(body) + utf16_len(&word) + 2;
    // The answer matters more than the word about its place.
    if form.thread || length > longest {
        body.clone()
    } else {
        format!("{word}\n\n{body}")
    }
}

pub(super) fn message_of<'a>(
    part: &'a Outgoing,
    form: Form,
    style: Style,
    text: &'a str,
) -> SendMessage<'a> {
    let reply = part.reply_to.as_deref().and_then(|id| id.parse().ok());
    let topic = thread(&part.route).filter(|topic| form.thread && *topic != GENERAL_TOPIC);
    SendMessage {
        chat_id: ChatId::of(&part.route.peer),
        text,
        parse_mode: form.markup.then_some("HTML"),
        message_thread_id: topic,
        link_preview_options: style.links(),
        disable_notification: part.silent,
        reply_parameters: reply.map(|message_id| ReplyParameters {
            message_id,
            allow_sending_without_reply: true,
        }),
        reply_markup: (!part.buttons.is_empty()).then(|| keyboard(&part.buttons)),
    }
}

pub(super) fn keyboard(rows: &[Vec<(String, String)>]) -> Keyboard<'_> {
    Keyboard {
        inline_keyboard: rows
            .iter()
            .map(|row| {
                row.iter()
                    .map(|(text, data)| Button {
                        text,
                        callback_data: data,
                    })
                    .collect()
            })
            .collect(),
    }
}

fn thread(route: &Route) -> Option<i64> {
    route.thread.as_deref().and_then(|id| id.parse().ok())
}

#[cfg(test)]
#[path = "send_tests.rs"]
mod tests;
