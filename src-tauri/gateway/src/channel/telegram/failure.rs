//! What can go wrong in a call of the Bot API, and what it means.
//!
//! Owns the one place where Telegram's error descriptions are read: the Bot API gives the same
//! number (400, 403) for quite different things and tells them apart only in words. Never
//! decides what to do next.

use std::time::Duration;

use serde_json::json;

use crate::error::{Coded, Params, Problem, params};

/// An error the Bot API answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiFailure {
    /// `error_code`, or the HTTP status.
    pub code: u16,
    /// Telegram's own words, for records; never matched outside this file.
    pub description: String,
    /// Wait at least this long.
    pub retry_after: Option<Duration>,
    /// The group lives on under this id.
    pub migrate_to: Option<i64>,
}

/// What an [`ApiFailure`] means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// The token is wrong or was revoked.
    BadToken,
    /// Another program polls with this token, or an earlier poll still hangs.
    Conflict,
    /// Too much at once.
    TooMany,
    /// Telegram's own trouble.
    Server,
    /// The group became a supergroup.
    Moved(i64),
    /// The HTML could not be read.
    Markup,
    /// The topic is gone.
    NoThread,
    /// There is no such chat.
    NoChat,
    /// The person blocked the bot, left, or the bot was removed.
    Blocked,
    /// The text is longer than Telegram takes.
    TooLong,
    /// The file is larger than Telegram gives to bots.
    TooBig,
    /// Messages are posted to a webhook and can't be asked for.
    Hooked,
    /// The picture is none that Telegram shows.
    Picture,
    /// The message stands there exactly so already.
    NotModified,
    /// The message is gone or can't be changed.
    NoMessage,
    /// Anything else that will not become better by itself.
    Refused,
}

impl ApiFailure {
    /// Reads the failure.
    pub fn meaning(&self) -> Meaning {
        if let Some(chat) = self.migrate_to {
            return Meaning::Moved(chat);
        }
        let said = self.description.to_ascii_lowercase();
        match self.code {
            // A token that never existed is answered 404, a revoked one 401.
            401 | 404 => Meaning::BadToken,
            409 if said.contains("webhook is active") => Meaning::Hooked,
            409 => Meaning::Conflict,
            413 => Meaning::TooBig,
            429 => Meaning::TooMany,
            500.. => Meaning::Server,
            403 => Meaning::Blocked,
            400 if said.contains("can't parse entities") => Meaning::Markup,
            400 if said.contains("message thread not found") => Meaning::NoThread,
            400 if said.contains("topic_deleted") || said.contains("topic_closed") => {
                Meaning::NoThread
            }
            400 if said.contains("chat not found") || said.contains("peer_id_invalid") => {
                Meaning::NoChat
            }
            400 if said.contains("message is too long") || said.contains("text is too long") => {
                Meaning::TooLong
            }
            400 if said.contains("file is too big") => Meaning::TooBig,
            400 if said.contains("photo_")
                || said.contains("image_process_failed")
                || said.contains("too big for a photo") =>
            {
                Meaning::Picture
            }
            400 if said.contains("message is not modified") => Meaning::NotModified,
            400 if said.contains("message to edit not found")
                || said.contains("message can't be edited")
                || said.contains("message_id_invalid") =>
            {
                Meaning::NoMessage
            }
            _ => Meaning::Refused,
        }
    }
}

/// Why a call gave no result.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// Telegram answered with an error.
    #[error("Telegram answered {}: {}", .0.code, .0.description)]
    Api(ApiFailure),
    /// Something answered that is not the Bot API (an error page of a proxy), or an answer that
    /// can't be read.
    #[error("not an answer of the Bot API (status {status})")]
    Gibberish {
        /// The HTTP status.
        status: u16,
    },
    /// No byte was written: surely not taken.
    #[error("no connection: {detail}")]
    NotConnected {
        /// For the log; holds no address.
        detail: String,
    },
    /// The connection broke after the request was, or may have been, written.
    #[error("the connection broke: {detail}")]
    Lost {
        /// For the log; holds no address.
        detail: String,
    },
    /// No answer in time; the request may have been taken.
    #[error("no answer in {} s", .after.as_secs())]
    TimedOut {
        /// How long was waited.
        after: Duration,
    },
    /// There is no token to call with.
    #[error("no token: {}", .0.code)]
    NoToken(Problem),
    /// `apiRoot` is no http or https address.
    #[error("the API root is not an address")]
    BadRoot,
}

impl Coded for CallError {
    fn code(&self) -> &'static str {
        match self {
            Self::Api(failure) => match failure.meaning() {
                Meaning::BadToken => "telegram-token",
                Meaning::Conflict | Meaning::Hooked => "telegram-conflict",
                Meaning::TooMany => "telegram-too-many",
                Meaning::Server => "telegram-server",
                Meaning::Moved(_) => "telegram-group-moved",
                Meaning::NoThread => "telegram-no-topic",
                Meaning::NoChat => "telegram-no-chat",
                Meaning::Blocked => "telegram-blocked",
                Meaning::TooLong => "telegram-too-long",
                Meaning::Markup
                | Meaning::TooBig
                | Meaning::Picture
                | Meaning::NotModified
                | Meaning::NoMessage
                | Meaning::Refused => "telegram-refused",
            },
            Self::Gibberish { .. } => "telegram-server",
            Self::NotConnected { .. } => "telegram-unreachable",
            Self::Lost { .. } | Self::TimedOut { .. } => "telegram-lost",
            Self::NoToken(_) => "telegram-no-token",
            Self::BadRoot => "telegram-api-root",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Api(failure) => match failure.meaning() {
                Meaning::Moved(chat) => params([("chat", json!(chat.to_string()))]),
                Meaning::TooMany => params([(
                    "seconds",
                    json!(failure.retry_after.unwrap_or_default().as_secs()),
                )]),
                _ => params([
                    ("code", json!(failure.code)),
                    ("description", json!(failure.description)),
                ]),
            },
            Self::Gibberish { status } => params([("code", json!(status))]),
            Self::NoToken(problem) => problem.params.clone(),
            Self::NotConnected { .. }
            | Self::Lost { .. }
            | Self::TimedOut { .. }
            | Self::BadRoot => Params::new(),
        }
    }
}

impl CallError {
    /// The reason as it is stored; a missing token keeps the code of whoever holds the tokens.
    pub fn problem(&self) -> Problem {
        match self {
            Self::NoToken(problem) => problem.clone(),
            other => Problem::from(other),
        }
    }

    /// What Telegram meant, if it answered.
    pub fn meaning(&self) -> Option<Meaning> {
        match self {
            Self::Api(failure) => Some(failure.meaning()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: u16, description: &str, expected: Meaning) {
        let failure = ApiFailure {
            code,
            description: description.into(),
            retry_after: None,
            migrate_to: None,
        };
        assert_eq!(failure.meaning(), expected, "{code} {description}");
    }

    #[test]
    fn the_same_number_is_told_apart_by_telegrams_words() {
        check(
            400,
            "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 0",
            Meaning::Markup,
        );
        check(
            400,
            "Bad Request: message thread not found",
            Meaning::NoThread,
        );
        check(400, "Bad Request: chat not found", Meaning::NoChat);
        check(400, "Bad Request: message is too long", Meaning::TooLong);
        check(400, "Bad Request: file is too big", Meaning::TooBig);
        check(
            409,
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to \
             delete the webhook first",
            Meaning::Hooked,
        );
        check(413, "Request Entity Too Large", Meaning::TooBig);
        check(
            400,
            "Bad Request: PHOTO_INVALID_DIMENSIONS",
            Meaning::Picture,
        );
        check(400, "Bad Request: message text is empty", Meaning::Refused);
        check(
            400,
            "Bad Request: message is not modified: specified new message content",
            Meaning::NotModified,
        );
        check(
            400,
            "Bad Request: message to edit not found",
            Meaning::NoMessage,
        );
        check(
            403,
            "Forbidden: bot was blocked by the user",
            Meaning::Blocked,
        );
        check(401, "Unauthorized", Meaning::BadToken);
        check(404, "Not Found", Meaning::BadToken);
        check(
            409,
            "Conflict: terminated by other getUpdates request",
            Meaning::Conflict,
        );
        check(502, "Bad Gateway", Meaning::Server);
    }
}
