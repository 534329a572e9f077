//! What a fake model was asked, with questions a test wants answered about it.
//!
//! Owns: the record of one request. Never: changes what was sent.

use std::collections::BTreeMap;
use std::time::Instant;

use serde_json::Value;

use super::tokenizer::Tokenizer;

/// A provider's wire format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// OpenAI chat completions.
    Chat,
    /// OpenAI Responses.
    Responses,
    /// Anthropic Messages.
    Anthropic,
}

impl Shape {
    /// The value of `models.providers.<id>.api` that speaks this format.
    pub fn api(self) -> &'static str {
        match self {
            Self::Chat => "openai-completions",
            Self::Responses => "openai-responses",
            Self::Anthropic => "anthropic-messages",
        }
    }
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The answer is still being written or held.
    Open,
    /// Everything was written.
    Answered(Instant),
    /// Refused with this status.
    Refused(u16),
    /// We closed the socket, as the script said.
    Cut,
    /// The client left before the end: a cancelled call, or a dead process.
    LeftByClient(Instant),
}

/// One recorded request.
#[derive(Clone, Debug)]
pub struct ModelRequest {
    /// Counts from 0, in the order of arrival.
    pub number: usize,
    /// When its body had arrived.
    pub at: Instant,
    /// The path asked for, such as `/v1/messages`.
    pub path: String,
    /// The wire format that path stands for.
    pub shape: Shape,
    /// Headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body; `Null` where it was no JSON.
    pub body: Value,
    /// How it ended, so far.
    pub ending: Ending,
    /// How the server counts it.
    pub tokenizer: Tokenizer,
}

impl ModelRequest {
    /// The API key, from `x-api-key` or the bearer token.
    pub fn key(&self) -> Option<&str> {
        let bearer = || self.headers.get("authorization")?.strip_prefix("Bearer ");
        self.headers
            .get("x-api-key")
            .map(String::as_str)
            .or_else(bearer)
    }

    /// The model's name as sent.
    pub fn model(&self) -> &str {
        self.body["model"].as_str().unwrap_or_default()
    }

    /// Whether a stream was asked for.
    pub fn streams(&self) -> bool {
        self.body["stream"].as_bool().unwrap_or(false)
    }

    /// Messages (or Responses input items) as sent; a plain string input becomes one user message.
    pub fn messages(&self) -> Vec<Value> {
        let field = if self.shape == Shape::Responses {
            "input"
        } else {
            "messages"
        };
        match &self.body[field] {
            Value::Array(items) => items.clone(),
            Value::String(text) => vec![serde_json::json!({"role": "user", "content": text})],
            _ => Vec::new(),
        }
    }

    /// The system prompt, wherever the format keeps it.
    pub fn system_text(&self) -> String {
        let top = match self.shape {
            Shape::Anthropic => text_of(&self.body["system"]),
            Shape::Responses => text_of(&self.body["instructions"]),
            Shape::Chat => String::new(),
        };
        let inside = self
            .messages()
            .into_iter()
            .filter(|message| matches!(message["role"].as_str(), Some("system" | "developer")));
        std::iter::once(top)
            .chain(inside.map(|message| text_of(&message["content"])))
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The text of the last message a user wrote (messages that hold only tool results excepted).
    pub fn last_user_text(&self) -> String {
        self.messages()
            .iter()
            .rev()
            .filter(|message| message["role"] == "user")
            .map(|message| text_of(&message["content"]))
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    /// Pictures in order, as (kind, bytes).
    pub fn pictures(&self) -> Vec<(String, Vec<u8>)> {
        super::pictures::of(self)
    }

    /// Tool results in order, as (call id, text).
    pub fn tool_results(&self) -> Vec<(String, String)> {
        self.messages().iter().flat_map(results_of).collect()
    }

    /// Tokens of the prompt as this server counts them: tools, system prompt and messages.
    pub fn prompt_tokens(&self) -> u64 {
        super::usage::prompt_tokens(self)
    }

    /// Tokens of the prompt without its last block: what it was before somebody spoke.
    pub fn tokens_before_last(&self) -> u64 {
        super::usage::tokens_before_last(self)
    }

    /// Names of the tools offered.
    pub fn tool_names(&self) -> Vec<String> {
        let tools = self.body["tools"].as_array().cloned().unwrap_or_default();
        tools
            .iter()
            .filter_map(|tool| tool["name"].as_str().or(tool["function"]["name"].as_str()))
            .map(str::to_owned)
            .collect()
    }

    /// The whole body as text, to look for what must (not) be in a prompt.
    pub fn prompt_text(&self) -> String {
        self.body.to_string()
    }
}

/// The text in a content field: a string, or the text blocks of a list.
pub(crate) fn text_of(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(blocks) => blocks
            .iter()
            .filter_map(|block| block["text"].as_str())
            .collect::<Vec<_>>()
            .join("\n"),
        _ => String::new(),
    }
}

fn results_of(message: &Value) -> Vec<(String, String)> {
    let pair = |id: &Value, content: &Value| {
        (id.as_str().unwrap_or_default().to_owned(), text_of(content))
    };
    if message["role"] == "tool" {
        return vec![pair(&message["tool_call_id"], &message["content"])];
    }
    if message["type"] == "function_call_output" {
        return vec![pair(&message["call_id"], &message["output"])];
    }
    let blocks = message["content"].as_array().cloned().unwrap_or_default();
    blocks
        .iter()
        .filter(|block| block["type"] == "tool_result")
        .map(|block| pair(&block["tool_use_id"], &block["content"]))
        .collect()
}
