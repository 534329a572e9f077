//! The beginning of an answer, shown while it is being written, and how it becomes the answer.
//!
//! Owns editing and taking away that one message. An edit is the same however often it is made, so
//! one that may have arrived goes again; nothing here ever leaves two answers behind.

use std::time::Duration;

use super::client::Client;
use super::failure::{CallError, Meaning};
use super::send::{Sender, keyboard, post_preview};
use super::style::Style;
use super::wire::{ChatId, DeleteMessage, EditMessage};
use crate::channel::answering::{Previewed, Urgency};
use crate::channel::types::{Outgoing, Receipt, SendFailure};

const FINISH_LIMIT: Duration = Duration::from_secs(60);
/// The answer waits for a preview that is under way, so that it can't be overtaken.
const PREVIEW_LIMIT: Duration = Duration::from_secs(10);

impl Sender {
    /// Makes the message `id` the part, or takes it away where the part has no words.
    pub(super) async fn finish(
        &self,
        client: &Client,
        part: &Outgoing,
        id: &str,
        style: Style,
    ) -> Result<Receipt, SendFailure> {
        let Ok(message_id) = id.parse() else {
            return Err(SendFailure::DraftGone);
        };
        let done = Ok(Receipt {
            message_id: id.to_owned(),
        });
        if part.body.is_empty() {
            return match delete(client, part, message_id, FINISH_LIMIT).await {
                Ok(()) => done,
                // What can't be taken away is not there, or too old to be ours to take.
                Err(CallError::Api(failure)) if !passes(failure.meaning()) => done,
                Err(error) => Err(self.once_more(&error)),
            };
        }
        match self
            .edit(client, part, (message_id, style), FINISH_LIMIT)
            .await
        {
            Ok(()) => done,
            Err(CallError::Api(failure)) => match failure.meaning() {
                Meaning::NotModified => done,
                meaning if passes(meaning) || nobody_there(meaning) => {
                    Err(self.failure(&CallError::Api(failure)))
                }
                _ => {
                    // Whether it can be taken away or not, the answer itself must arrive.
                    if let Err(error) = delete(client, part, message_id, PREVIEW_LIMIT).await {
                        tracing::info!(%error, "a preview could not be taken away");
                    }
                    Err(SendFailure::DraftGone)
                }
            },
            Err(error) => Err(self.once_more(&error)),
        }
    }

    /// Shows the beginning of an answer, in the place of what is `shown` already.
    pub(super) async fn preview(
        &self,
        client: &Client,
        part: &Outgoing,
        shown: Option<&str>,
        style: Style,
    ) -> Previewed {
        if self.throttle.admit(&part.route, Urgency::Extra).is_err() {
            return Previewed::NotNow;
        }
        let previewed = match shown.map(str::parse::<i64>) {
            None => post_preview(client, part, style, PREVIEW_LIMIT).await,
            Some(Ok(id)) => {
                let edited = self.edit(client, part, (id, style), PREVIEW_LIMIT);
                edited.await.map(|()| id)
            }
            Some(Err(_)) => return Previewed::Gone,
        };
        let error = match previewed {
            Ok(id) => return Previewed::Shown(id.to_string()),
            Err(error) => error,
        };
        tracing::debug!(%error, "a preview was not shown");
        match (&error, error.meaning()) {
            (CallError::Api(failure), Some(Meaning::TooMany)) => {
                let pause = failure.retry_after.unwrap_or(PREVIEW_LIMIT);
                self.throttle.refused(&part.route, pause);
                Previewed::NotNow
            }
            (_, Some(Meaning::NotModified | Meaning::Markup | Meaning::Server)) => {
                Previewed::NotNow
            }
            // An edit may go again; a first message that may have arrived may not.
            (CallError::NotConnected { .. }, _) => Previewed::NotNow,
            (CallError::Lost { .. } | CallError::TimedOut { .. }, _) if shown.is_some() => {
                Previewed::NotNow
            }
            _ => Previewed::Gone,
        }
    }

    async fn edit(
        &self,
        client: &Client,
        part: &Outgoing,
        (message_id, style): (i64, Style),
        limit: Duration,
    ) -> Result<(), CallError> {
        let edit = |markup: bool| EditMessage {
            chat_id: ChatId::of(&part.route.peer),
            message_id,
            text: if markup { &part.body } else { &part.plain },
            parse_mode: markup.then_some("HTML"),
            link_preview_options: style.links(),
            reply_markup: (!part.buttons.is_empty()).then(|| keyboard(&part.buttons)),
        };
        // The answer is the message as it stands now; nothing of it is needed.
        let call = |markup| async move {
            client
                .call::<serde::de::IgnoredAny>("editMessageText", &edit(markup), limit)
                .await
        };
        match call(true).await {
            Err(error) if error.meaning() == Some(Meaning::Markup) => {
                self.throttle.took(&part.route);
                call(false).await.map(|_| ())
            }
            edited => edited.map(|_| ()),
        }
    }

    /// A failure of something that is the same however often it is done.
    fn once_more(&self, error: &CallError) -> SendFailure {
        match self.failure(error) {
            SendFailure::Unknown(reason) => SendFailure::Again {
                after: self.wait(),
                reason,
            },
            other => other,
        }
    }
}

/// The same may work later.
fn passes(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::TooMany | Meaning::Server | Meaning::BadToken | Meaning::Conflict
    )
}

/// A new message would not arrive either.
fn nobody_there(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Blocked | Meaning::NoChat | Meaning::Moved(_)
    )
}

async fn delete(
    client: &Client,
    part: &Outgoing,
    message_id: i64,
    limit: Duration,
) -> Result<(), CallError> {
    let delete = DeleteMessage {
        chat_id: ChatId::of(&part.route.peer),
        message_id,
    };
    let deleted = client.call::<bool>("deleteMessage", &delete, limit);
    deleted.await.map(|_| ())
}
