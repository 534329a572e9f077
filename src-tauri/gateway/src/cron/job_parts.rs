//! The parts of a job: what it does, where, and where its result goes.
//!
//! Owns how each is read and what stands in where a field is absent. What is not known here is kept
//! by name.

use serde_json::Value;

use super::when;
use crate::clock::Ms;

/// What a job does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// A turn of its own.
    AgentTurn {
        /// What the agent is told.
        message: String,
        /// `provider/model`; absent = the agent's.
        model: Option<String>,
        /// How much it thinks.
        thinking: Option<String>,
        /// Ends after so long, ms; `None` = the default, 0 = never.
        timeout: Option<Ms>,
        /// The only tools it may use; absent = those of its class.
        tools: Option<Vec<String>>,
    },
    /// Something the main session reads.
    SystemEvent {
        /// What happened.
        text: String,
    },
    /// Fixed words straight to the person; no model is asked.
    Notify {
        /// The words.
        text: String,
    },
    /// A kind not known here.
    Other(String),
    /// There is none.
    Missing,
}

impl Payload {
    pub(super) fn read(value: Option<&Value>) -> Self {
        let Some(fields) = value.and_then(Value::as_object) else {
            return Self::Missing;
        };
        let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
        let words = |name: &str| text(name).unwrap_or_default();
        match text("kind").as_deref() {
            Some("agentTurn") => Self::AgentTurn {
                message: words("message"),
                model: text("model"),
                thinking: text("thinking"),
                timeout: fields
                    .get("timeoutSeconds")
                    .and_then(super::schedule::whole)
                    .map(|seconds| seconds.max(0).saturating_mul(1_000)),
                tools: fields
                    .get("toolsAllow")
                    .and_then(Value::as_array)
                    .map(|names| {
                        let names = names.iter().filter_map(Value::as_str);
                        names.map(str::to_owned).collect()
                    }),
            },
            Some("systemEvent") => Self::SystemEvent {
                text: words("text"),
            },
            Some("notify") => Self::Notify {
                text: words("text"),
            },
            Some(other) => Self::Other(other.to_owned()),
            None => Self::Missing,
        }
    }

    /// Its words.
    pub fn text(&self) -> &str {
        match self {
            Self::AgentTurn { message, .. } => message,
            Self::SystemEvent { text } | Self::Notify { text } => text,
            Self::Other(_) | Self::Missing => "",
        }
    }

    /// The field of its words.
    pub(super) fn field(&self) -> &'static str {
        match self {
            Self::AgentTurn { .. } => "payload.message",
            _ => "payload.text",
        }
    }
}

/// Where a job runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionTarget {
    /// The main session, by an event.
    Main,
    /// A fresh session each time.
    Isolated,
    /// The session it was made in.
    Current,
    /// This session.
    Session(String),
    /// A word not known here.
    Other(String),
}

impl SessionTarget {
    pub(super) fn read(word: Option<&str>, payload: &Payload) -> Self {
        match word {
            Some("main") => Self::Main,
            Some("isolated") => Self::Isolated,
            Some("current") => Self::Current,
            Some(word) => match word.strip_prefix("session:") {
                Some(id) if !id.is_empty() => Self::Session(id.to_owned()),
                _ => Self::Other(word.to_owned()),
            },
            None if matches!(payload, Payload::SystemEvent { .. }) => Self::Main,
            None => Self::Isolated,
        }
    }
}

/// When the main session reads an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WakeMode {
    /// At once.
    Now,
    /// With the next beat or turn.
    NextHeartbeat,
}

impl WakeMode {
    pub(super) fn read(word: Option<&str>) -> Self {
        match word {
            Some("next-heartbeat") => Self::NextHeartbeat,
            _ => Self::Now,
        }
    }
}

/// How a result is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryMode {
    /// As a message.
    Announce,
    /// Posted to an address.
    Webhook,
    /// Not at all.
    None,
    /// A word not known here.
    Other(String),
}

/// Where a result goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// How.
    pub mode: DeliveryMode,
    /// `telegram`, `desktop`, `last`; absent = `last`.
    pub channel: Option<String>,
    /// The chat, or the address of a webhook.
    pub to: Option<String>,
    /// The channel's account.
    pub account: Option<String>,
    /// A failure to send is no failure of the run.
    pub best_effort: bool,
}

impl Delivery {
    pub(super) fn read(value: Option<&Value>, target: &SessionTarget) -> Self {
        let fields = value.and_then(Value::as_object);
        let text = |name: &str| match fields?.get(name)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let otherwise = match target {
            SessionTarget::Main => DeliveryMode::None,
            _ => DeliveryMode::Announce,
        };
        let mode = text("mode").map_or(otherwise, |mode| match mode.as_str() {
            "announce" => DeliveryMode::Announce,
            "webhook" => DeliveryMode::Webhook,
            "none" => DeliveryMode::None,
            _ => DeliveryMode::Other(mode),
        });
        let flag = fields.and_then(|fields| fields.get("bestEffort")?.as_bool());
        Self {
            mode,
            channel: text("channel"),
            to: text("to"),
            account: text("accountId"),
            best_effort: flag.unwrap_or(false),
        }
    }
}

/// What becomes of slots that were missed while the computer slept or Cove was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// The newest runs once if it is less late than this, ms.
    Within(Ms),
    /// The newest runs once, however late.
    Always,
    /// None runs.
    Skip,
}

impl Missed {
    /// `always`, `skip` or a span such as `2h`.
    pub(super) fn read(value: &Value) -> Option<Self> {
        match value.as_str()? {
            "always" => Some(Self::Always),
            "skip" => Some(Self::Skip),
            span => when::span(span).map(Self::Within),
        }
    }
}

/// What becomes of a slot while the job still runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlap {
    /// It is left out.
    Skip,
    /// It waits; a newer one takes its place.
    Queue,
    /// It begins and takes the place of what was not read yet: a job of the main conversation only
    /// leaves events there.
    Replace,
}

impl Overlap {
    pub(super) fn read(word: Option<&str>) -> Self {
        match word {
            Some("queue") => Self::Queue,
            _ => Self::Skip,
        }
    }
}
