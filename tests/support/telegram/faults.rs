//! What can go wrong on the way to Telegram, on demand.
//!
//! Owns: the vocabulary of faults and refusals. Never: strikes by chance.

use serde_json::{Value, json};

use crate::hold::Hold;

/// A fault for one call, see [`super::FakeTelegram::fail_next`].
#[derive(Clone)]
pub enum Fault {
    /// The Bot API refuses: its error code and description.
    Status(u16, String),
    /// 429 with `retry_after` in seconds.
    RetryAfter(u64),
    /// A status with an HTML page, as a proxy in front of the API answers.
    ServerError(u16, String),
    /// The connection closes before the request is read; nothing is recorded.
    DropBeforeReading,
    /// The call takes effect, then the connection closes without an answer.
    DropAfterTaking,
    /// The call waits at the gate before it takes effect.
    HoldBefore(Hold),
    /// The call takes effect and then waits at the gate before its answer.
    HoldAfter(Hold),
    /// The request is read and never answered; it takes no effect.
    BlackHole,
    /// The call takes effect and is never answered.
    BlackHoleAfterTaking,
}

/// A lasting fault of one chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChatFault {
    /// The person blocked the bot.
    Blocked,
    /// The chat does not exist, or not any more.
    NotFound,
    /// The bot was removed from the group.
    Kicked,
    /// The group became a supergroup with this id.
    MigratedTo(i64),
    /// The bot may not write there.
    NoRights,
}

/// The Bot API's way to say no.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) code: u16,
    pub(crate) description: String,
    pub(crate) parameters: Option<Value>,
}

impl Refusal {
    pub(crate) fn new(code: u16, description: impl Into<String>) -> Self {
        Self {
            code,
            description: description.into(),
            parameters: None,
        }
    }

    /// 400 with the prefix the Bot API puts before every such description.
    pub(crate) fn bad(description: impl AsRef<str>) -> Self {
        Self::new(400, format!("Bad Request: {}", description.as_ref()))
    }

    pub(crate) fn retry_after(seconds: u64) -> Self {
        let description = format!("Too Many Requests: retry after {seconds}");
        let parameters = Some(json!({"retry_after": seconds}));
        Self {
            code: 429,
            description,
            parameters,
        }
    }

    pub(crate) fn body(&self) -> Value {
        let mut body =
            json!({"ok": false, "error_code": self.code, "description": self.description});
        if let Some(parameters) = &self.parameters {
            body["parameters"] = parameters.clone();
        }
        body
    }
}

impl ChatFault {
    pub(crate) fn refusal(&self) -> Refusal {
        match self {
            Self::Blocked => Refusal::new(403, "Forbidden: bot was blocked by the user"),
            Self::NotFound => Refusal::bad("chat not found"),
            Self::Kicked => Refusal::new(403, "Forbidden: bot was kicked from the group chat"),
            Self::NoRights => Refusal::bad("not enough rights to send text messages to the chat"),
            Self::MigratedTo(id) => Refusal {
                parameters: Some(json!({"migrate_to_chat_id": id})),
                ..Refusal::bad("group chat was upgraded to a supergroup chat")
            },
        }
    }
}
