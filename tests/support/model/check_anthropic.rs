//! Refuses what Anthropic's Messages API refuses, in its words.
//!
//! Owns: that format's rules. Never: checks what the API forgives.

use std::collections::HashSet;

use serde_json::Value;

use super::anthropic::SIGNATURE;
use super::check::{bad, valid_name};
use super::reply::Refusal;
use super::request::ModelRequest;

/// Fields of a Messages body, by the API reference.
const FIELDS: &[&str] = &[
    "model",
    "messages",
    "max_tokens",
    "system",
    "stream",
    "tools",
    "tool_choice",
    "temperature",
    "top_p",
    "top_k",
    "stop_sequences",
    "metadata",
    "thinking",
    "cache_control",
    "service_tier",
    "container",
    "context_management",
    "mcp_servers",
    "output_config",
    "output_format",
    "betas",
];
/// The API takes no more breakpoints in one request.
const MOST_MARKS: usize = 4;

/// The first rule this request breaks.
pub(crate) fn check(request: &ModelRequest) -> Result<(), Refusal> {
    let body = &request.body;
    if !request.headers.contains_key("anthropic-version") {
        return bad("anthropic-version: header is required");
    }
    let fields = body
        .as_object()
        .into_iter()
        .flat_map(|fields| fields.keys());
    if let Some(field) = fields
        .into_iter()
        .find(|field| !FIELDS.contains(&field.as_str()))
    {
        return bad(format!("{field}: Extra inputs are not permitted"));
    }
    match body["max_tokens"].as_u64() {
        None => return bad("max_tokens: Field required"),
        Some(0) => return bad("max_tokens: must be greater than or equal to 1"),
        Some(_) => {}
    }
    let marks = marks(body);
    if marks > MOST_MARKS {
        return bad(format!(
            "A maximum of {MOST_MARKS} blocks with cache_control may be provided. Found {marks}."
        ));
    }
    check_tools(&body["tools"])?;
    check_messages(&request.messages())
}

fn marks(value: &Value) -> usize {
    match value {
        Value::Object(fields) => {
            let here = fields
                .get("cache_control")
                .is_some_and(|mark| !mark.is_null());
            usize::from(here) + fields.values().map(marks).sum::<usize>()
        }
        Value::Array(items) => items.iter().map(marks).sum(),
        _ => 0,
    }
}

fn check_tools(tools: &Value) -> Result<(), Refusal> {
    let mut names = HashSet::new();
    for (index, tool) in tools.as_array().into_iter().flatten().enumerate() {
        let name = tool["name"].as_str().unwrap_or_default();
        if !valid_name(name, 128) {
            return bad(format!(
                "tools.{index}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{{1,128}}$'"
            ));
        }
        if !names.insert(name) {
            return bad("tools: Tool names must be unique.");
        }
        // Server tools have a type of their own and no schema.
        if tool["type"].is_null() && tool["input_schema"]["type"] != "object" {
            return bad(format!(
                "tools.{index}.custom.input_schema.type: Field required"
            ));
        }
    }
    Ok(())
}

fn check_messages(messages: &[Value]) -> Result<(), Refusal> {
    if messages.is_empty() {
        return bad("messages: at least one message is required");
    }
    if messages[0]["role"] != "user" {
        return bad("messages: first message must use the \"user\" role");
    }
    // Calls of the message before this one; each must be answered in this one.
    let mut waiting: Vec<String> = Vec::new();
    for (index, message) in messages.iter().enumerate() {
        let role = message["role"].as_str().unwrap_or_default();
        if !matches!(role, "user" | "assistant") {
            return bad(format!(
                "messages.{index}.role: Input should be 'user' or 'assistant'"
            ));
        }
        let blocks = message["content"].as_array().cloned().unwrap_or_default();
        if message["content"]
            .as_str()
            .is_some_and(|text| text.trim().is_empty())
            || (blocks.is_empty() && !message["content"].is_string())
        {
            return bad(format!(
                "messages.{index}: all messages must have non-empty content"
            ));
        }
        check_results(index, &blocks, &waiting)?;
        check_blocks(index, &blocks)?;
        waiting = ids(&blocks, "tool_use", "id");
        if role == "user" && !waiting.is_empty() {
            return bad(format!(
                "messages.{index}: `tool_use` blocks can only be in `assistant` messages"
            ));
        }
    }
    check_results(messages.len(), &[], &waiting)?;
    check_last(&messages[messages.len() - 1])
}

/// Results answer exactly the calls of the message before, and stand first.
fn check_results(index: usize, blocks: &[Value], waiting: &[String]) -> Result<(), Refusal> {
    let results = ids(blocks, "tool_result", "tool_use_id");
    if let Some(id) = results.iter().find(|id| !waiting.contains(id)) {
        return bad(format!(
            "messages.{index}.content: unexpected `tool_use_id` found in `tool_result` blocks: {id}. \
             Each `tool_result` block must have a corresponding `tool_use` block in the previous message."
        ));
    }
    let missing: Vec<&str> = waiting
        .iter()
        .filter(|id| !results.contains(id))
        .map(String::as_str)
        .collect();
    let late = blocks
        .iter()
        .position(|block| block["type"] != "tool_result")
        .is_some_and(|first| {
            blocks[first..]
                .iter()
                .any(|block| block["type"] == "tool_result")
        });
    if !missing.is_empty() || late {
        let before = index.saturating_sub(1);
        return bad(format!(
            "messages.{before}: `tool_use` ids were found without `tool_result` blocks immediately \
             after: {}. Each `tool_use` block must have a corresponding `tool_result` block in the \
             next message.",
            if missing.is_empty() {
                waiting.join(", ")
            } else {
                missing.join(", ")
            }
        ));
    }
    let unique: HashSet<&String> = results.iter().collect();
    if unique.len() < results.len() {
        return bad(format!(
            "messages.{index}.content: each tool_use must have a single result."
        ));
    }
    Ok(())
}

fn check_blocks(index: usize, blocks: &[Value]) -> Result<(), Refusal> {
    for block in blocks {
        match block["type"].as_str() {
            Some("text") if block["text"].as_str().is_none_or(str::is_empty) => {
                return bad("messages: text content blocks must be non-empty");
            }
            Some("text")
                if block["text"]
                    .as_str()
                    .is_some_and(|text| text.trim().is_empty()) =>
            {
                return bad("messages: text content blocks must contain non-whitespace text");
            }
            Some("thinking") if block["signature"] != SIGNATURE => {
                return bad(format!(
                    "messages.{index}.content.0: Invalid `signature` in `thinking` block"
                ));
            }
            Some("tool_use") if !block["input"].is_object() => {
                return bad(format!(
                    "messages.{index}.content.tool_use.input: Input should be a valid dictionary"
                ));
            }
            Some(_) => {}
            None => return bad(format!("messages.{index}.content.0.type: Field required")),
        }
    }
    Ok(())
}

/// A final assistant message is a prefill, which must not end in white space.
fn check_last(message: &Value) -> Result<(), Refusal> {
    let text = match &message["content"] {
        Value::String(text) => text.clone(),
        Value::Array(blocks) => blocks
            .last()
            .and_then(|block| block["text"].as_str())
            .unwrap_or_default()
            .to_owned(),
        _ => String::new(),
    };
    if message["role"] == "assistant" && text.ends_with(char::is_whitespace) {
        return bad("messages: final assistant content cannot end with trailing whitespace");
    }
    Ok(())
}

fn ids(blocks: &[Value], kind: &str, field: &str) -> Vec<String> {
    let of_kind = blocks.iter().filter(|block| block["type"] == kind);
    of_kind
        .filter_map(|block| block[field].as_str())
        .map(str::to_owned)
        .collect()
}
