//! The one trait of ours towards models: a request in, a stream of events out.
//!
//! Owns the shapes both sides speak and the classes of failure. Never knows a provider's wire.

use std::pin::Pin;
use std::time::Duration;

use async_trait::async_trait;
use futures::Stream;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use ts_rs::TS;

use super::providers::label;
use crate::error::{Coded, Params, params};

/// `provider/model`, for example `anthropic/claude-haiku-4-5`. The model part may hold slashes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ModelRef {
    /// Provider id, lower case.
    pub provider: String,
    /// The provider's own model id.
    pub model: String,
}

impl ModelRef {
    /// Parses `provider/model`; `None` without a slash or with an empty side.
    pub fn parse(text: &str) -> Option<Self> {
        let (provider, model) = text.trim().split_once('/')?;
        (!provider.is_empty() && !model.is_empty()).then(|| Self {
            provider: provider.to_ascii_lowercase(),
            model: model.to_owned(),
        })
    }
}

impl std::fmt::Display for ModelRef {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/{}", self.provider, self.model)
    }
}

/// Who speaks in a [`Turn`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The person, or what Cove hands in on their behalf.
    User,
    /// The model.
    Assistant,
    /// Results of tool calls, in call order.
    Tool,
}

/// One piece of a message as the model sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Block {
    /// Plain text.
    Text {
        /// The text.
        text: String,
    },
    /// The model's reasoning; goes back only to the model that signed it.
    Thinking {
        /// The text.
        text: String,
        /// The provider's signature, if it gave one.
        signature: Option<String>,
    },
    /// A picture.
    Image {
        /// Base64.
        data: String,
        /// For example `image/png`.
        mime: String,
    },
    /// A call the model made.
    Call(ToolCall),
    /// The answer to a call.
    Result {
        /// The call's id.
        call_id: String,
        /// The tool's name.
        tool: String,
        /// What it answered.
        text: String,
        /// The tool failed or refused.
        is_error: bool,
    },
}

/// A tool call as the model made it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ToolCall {
    /// The provider's id of this call.
    pub id: String,
    /// The tool's name.
    pub name: String,
    /// The arguments; an object, `Null` if the model sent none.
    pub arguments: Value,
}

/// One message of the conversation as the model sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// Who speaks.
    pub role: Role,
    /// What is said.
    pub blocks: Vec<Block>,
}

/// What a tool is called, does and takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToolSpec {
    /// `[a-z_]+`.
    pub name: &'static str,
    /// One or two sentences for the model.
    pub description: &'static str,
    /// JSON Schema of the arguments.
    pub schema: Value,
}

/// Everything one request to a model needs.
#[derive(Debug, Clone)]
pub struct ModelRequest {
    /// Which model.
    pub model: ModelRef,
    /// The system prompt; byte-identical between turns where nothing changed, so that it caches.
    pub system: String,
    /// The conversation, oldest first.
    pub turns: Vec<Turn>,
    /// Tools offered.
    pub tools: Vec<ToolSpec>,
    /// Most tokens of the answer; `None` = the model's own limit.
    pub max_output_tokens: Option<u32>,
    /// off, minimal, low, medium, high; `None` = the model's default.
    pub thinking: Option<String>,
    /// The session id, as a cache and routing hint.
    pub session: String,
}

/// Tokens of one call; the four kinds never overlap: the prompt is `input + cache_read +
/// cache_write`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    /// Prompt tokens that were neither read from nor written to the cache.
    pub input: u64,
    /// Tokens of the answer, reasoning included.
    pub output: u64,
    /// Prompt tokens read from the cache.
    pub cache_read: u64,
    /// Prompt tokens written to the cache.
    pub cache_write: u64,
}

impl Usage {
    /// Size of the prompt, tokens.
    pub fn prompt(&self) -> u64 {
        self.input + self.cache_read + self.cache_write
    }

    /// Prompt and answer, tokens.
    pub fn total(&self) -> u64 {
        self.prompt() + self.output
    }

    /// Adds another call's tokens.
    pub fn add(&mut self, other: &Self) {
        self.input += other.input;
        self.output += other.output;
        self.cache_read += other.cache_read;
        self.cache_write += other.cache_write;
    }
}

/// Why the model stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StopReason {
    /// It had said everything.
    Stop,
    /// The output limit was reached.
    Length,
    /// It wants tools run.
    ToolUse,
}

/// What a model's stream yields. A stream ends with exactly one `Done` or an error; a stream that
/// just ends was cut and is an error of class [`ErrorClass::Network`].
#[derive(Debug, Clone, PartialEq)]
pub enum ModelEvent {
    /// More text.
    Text(String),
    /// More reasoning.
    Thinking(String),
    /// A whole tool call (never a fragment).
    Call(ToolCall),
    /// The end.
    Done {
        /// Why it stopped.
        reason: StopReason,
        /// Tokens, where the provider reported them.
        usage: Option<Usage>,
        /// The signature of the reasoning, where the provider gave one.
        thinking_signature: Option<String>,
    },
}

/// What to do about a failure (design.md §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorClass {
    /// The key is missing or refused: ask for a new one.
    Auth,
    /// Too many requests: wait, then again.
    RateLimit,
    /// The server is overloaded or failing: wait, then again.
    Overload,
    /// The prompt is too long: compact and retry.
    Overflow,
    /// The request was refused as wrong: tell the person.
    BadRequest,
    /// Nobody said where the provider is: ask the person.
    NoAddress,
    /// No connection, or it broke: again.
    Network,
    /// The provider declined the content: tell the person.
    ContentFilter,
    /// The account has no credit: ask the person.
    Billing,
    /// The person stopped it.
    Cancelled,
}

/// A classified failure of a model call.
#[derive(Debug, Clone, thiserror::Error)]
#[error("model call failed: {class:?} ({provider}, status {status:?})")]
pub struct ModelError {
    /// What to do about it.
    pub class: ErrorClass,
    /// The provider's id.
    pub provider: String,
    /// HTTP status, where there was one.
    pub status: Option<u16>,
    /// The server's own delay before the next try.
    pub retry_after: Option<Duration>,
    /// The provider's words, redacted and cut to 500 characters; for Activity, never for a chat.
    pub detail: String,
    /// Whether any event had been yielded before it failed.
    pub started: bool,
}

impl Coded for ModelError {
    fn code(&self) -> &'static str {
        match self.class {
            // Nobody refused a key that was never sent.
            ErrorClass::Auth if self.status.is_none() => "model-no-key",
            ErrorClass::Auth => "model-auth",
            ErrorClass::RateLimit => "model-rate-limit",
            ErrorClass::Overload => "model-overload",
            ErrorClass::Overflow => "model-overflow",
            ErrorClass::BadRequest => "model-bad-request",
            ErrorClass::NoAddress => "model-no-address",
            ErrorClass::Network => "model-network",
            ErrorClass::ContentFilter => "model-content-filter",
            ErrorClass::Billing => "model-billing",
            ErrorClass::Cancelled => "model-cancelled",
        }
    }

    fn params(&self) -> Params {
        let mut all = params([
            ("provider", self.provider.as_str().into()),
            ("label", label(&self.provider).into()),
        ]);
        // What is wrong with a request only the provider's own words tell.
        if self.class == ErrorClass::BadRequest && !self.detail.is_empty() {
            all.insert("detail".to_owned(), self.detail.as_str().into());
        }
        all
    }
}

/// The events of one call.
pub type ModelStream = Pin<Box<dyn Stream<Item = Result<ModelEvent, ModelError>> + Send>>;

/// A way to reach models.
#[async_trait]
pub trait Provider: Send + Sync {
    /// Puts one request. Cancelling the token, or dropping the stream, ends the connection.
    async fn stream(
        &self,
        request: ModelRequest,
        cancel: CancellationToken,
    ) -> Result<ModelStream, ModelError>;
}
