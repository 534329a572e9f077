//! Refuses what the real providers refuse, in their words.
//!
//! Owns: the rules of the OpenAI formats. Anthropic's are in `check_anthropic`.
//! Never: checks taste; each rule here is a 400 that a person would have met.

use std::collections::HashSet;

use serde_json::Value;

use super::check_anthropic;
use super::pictures;
use super::reply::Refusal;
use super::request::{ModelRequest, Shape};

/// Fields of a chat completions body, by the API reference (and widely accepted extensions).
const CHAT_FIELDS: &[&str] = &[
    "model",
    "messages",
    "stream",
    "stream_options",
    "tools",
    "tool_choice",
    "temperature",
    "top_p",
    "n",
    "stop",
    "max_tokens",
    "max_completion_tokens",
    "presence_penalty",
    "frequency_penalty",
    "logit_bias",
    "logprobs",
    "top_logprobs",
    "user",
    "seed",
    "response_format",
    "parallel_tool_calls",
    "reasoning_effort",
    "service_tier",
    "store",
    "metadata",
    "modalities",
    "audio",
    "prediction",
    "web_search_options",
    "verbosity",
    "prompt_cache_key",
    "prompt_cache_retention",
    "safety_identifier",
];
/// Fields of a Responses body, by the API reference.
const RESPONSES_FIELDS: &[&str] = &[
    "model",
    "input",
    "instructions",
    "stream",
    "stream_options",
    "tools",
    "tool_choice",
    "temperature",
    "top_p",
    "max_output_tokens",
    "max_tool_calls",
    "metadata",
    "user",
    "parallel_tool_calls",
    "reasoning",
    "service_tier",
    "store",
    "text",
    "truncation",
    "previous_response_id",
    "conversation",
    "include",
    "background",
    "prompt",
    "top_logprobs",
    "prompt_cache_key",
    "prompt_cache_retention",
    "safety_identifier",
    "context_management",
];

/// The first rule this request breaks.
pub(crate) fn check(request: &ModelRequest) -> Result<(), Refusal> {
    if !request.body.is_object() {
        return bad("We could not parse the JSON body of your request.");
    }
    if request.model().is_empty() {
        return bad("you must provide a model parameter");
    }
    pictures::check(request)?;
    match request.shape {
        Shape::Chat => {
            known_fields(&request.body, CHAT_FIELDS)?;
            check_chat(request)
        }
        Shape::Responses => {
            known_fields(&request.body, RESPONSES_FIELDS)?;
            check_responses(request)
        }
        Shape::Anthropic => check_anthropic::check(request),
    }
}

pub(crate) fn bad<T>(message: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::BadRequest(message.into()))
}

/// A tool's name as both providers take it.
pub(crate) fn valid_name(name: &str, longest: usize) -> bool {
    let fits = (1..=longest).contains(&name.len());
    fits && name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

fn known_fields(body: &Value, known: &[&str]) -> Result<(), Refusal> {
    let fields = body
        .as_object()
        .into_iter()
        .flat_map(|fields| fields.keys());
    match fields
        .into_iter()
        .find(|field| !known.contains(&field.as_str()))
    {
        Some(field) => bad(format!("Unrecognized request argument supplied: {field}")),
        None => Ok(()),
    }
}

fn check_chat(request: &ModelRequest) -> Result<(), Refusal> {
    let body = &request.body;
    if !body["stream_options"].is_null() && !request.streams() {
        return bad("The 'stream_options' parameter is only allowed when 'stream' is enabled.");
    }
    check_tools(&body["tools"], |tool| &tool["function"])?;
    let messages = request.messages();
    if messages.is_empty() {
        return bad("Invalid 'messages': empty array. Expected an array with minimum length 1.");
    }
    let mut waiting: HashSet<String> = HashSet::new();
    for (index, message) in messages.iter().enumerate() {
        let role = message["role"].as_str().unwrap_or_default();
        if role == "tool" {
            let id = message["tool_call_id"].as_str().unwrap_or_default();
            if !waiting.remove(id) {
                return bad(format!(
                    "Invalid parameter: messages with role 'tool' must be a response to a \
                     preceeding message with 'tool_calls'. (messages.[{index}].role)"
                ));
            }
            continue;
        }
        all_answered(&waiting)?;
        waiting = check_chat_message(index, role, message)?;
    }
    all_answered(&waiting)
}

/// Checks one message; the ids of its tool calls wait for results.
fn check_chat_message(
    index: usize,
    role: &str,
    message: &Value,
) -> Result<HashSet<String>, Refusal> {
    if !matches!(role, "system" | "developer" | "user" | "assistant") {
        return bad(format!("Invalid value: '{role}'. (messages[{index}].role)"));
    }
    let calls = message["tool_calls"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    if message["tool_calls"].is_array() && calls.is_empty() {
        return bad(format!(
            "Invalid 'messages[{index}].tool_calls': empty array."
        ));
    }
    if message["content"].is_null() && calls.is_empty() {
        return bad(format!(
            "Invalid value for 'content': expected a string, got null. (messages.[{index}].content)"
        ));
    }
    for call in &calls {
        let function = &call["function"];
        let name = function["name"].as_str().unwrap_or_default();
        if call["type"] != "function" || !function["arguments"].is_string() {
            return bad(format!("Invalid type for 'messages[{index}].tool_calls'."));
        }
        if !valid_name(name, 64) {
            return bad(format!(
                "Invalid 'messages[{index}].tool_calls.function.name': {name:?}"
            ));
        }
    }
    Ok(calls
        .iter()
        .filter_map(|call| call["id"].as_str())
        .map(str::to_owned)
        .collect())
}

fn all_answered(waiting: &HashSet<String>) -> Result<(), Refusal> {
    if waiting.is_empty() {
        return Ok(());
    }
    let mut ids: Vec<&str> = waiting.iter().map(String::as_str).collect();
    ids.sort_unstable();
    bad(format!(
        "An assistant message with 'tool_calls' must be followed by tool messages responding to \
         each 'tool_call_id'. The following tool_call_ids did not have response messages: {}",
        ids.join(", ")
    ))
}

fn check_tools(tools: &Value, function: fn(&Value) -> &Value) -> Result<(), Refusal> {
    let Some(tools) = tools.as_array() else {
        return Ok(());
    };
    if tools.is_empty() {
        return bad("Invalid 'tools': empty array. Expected an array with minimum length 1.");
    }
    let mut names = HashSet::new();
    for (index, tool) in tools
        .iter()
        .enumerate()
        .filter(|(_, tool)| tool["type"] == "function")
    {
        let function = function(tool);
        let name = function["name"].as_str().unwrap_or_default();
        if !valid_name(name, 64) {
            return bad(format!("Invalid 'tools[{index}].name': {name:?}"));
        }
        if !names.insert(name.to_owned()) {
            return bad(format!("Tool names must be unique: {name:?}"));
        }
        let parameters = &function["parameters"];
        if !parameters.is_null() && parameters["type"] != "object" {
            return bad(format!(
                "Invalid schema for function '{name}': schema must be a JSON Schema of 'type: \
                 \"object\"', got 'type: {}'.",
                parameters["type"]
            ));
        }
    }
    Ok(())
}

fn check_responses(request: &ModelRequest) -> Result<(), Refusal> {
    check_tools(&request.body["tools"], |tool| tool)?;
    let items = request.messages();
    if items.is_empty() {
        return bad("Missing required parameter: 'input'.");
    }
    let ids = |kind: &str| -> HashSet<String> {
        let of_kind = items.iter().filter(|item| item["type"] == kind);
        of_kind
            .filter_map(|item| item["call_id"].as_str())
            .map(str::to_owned)
            .collect()
    };
    let (calls, outputs) = (ids("function_call"), ids("function_call_output"));
    if let Some(id) = calls.difference(&outputs).min() {
        return bad(format!("No tool output found for function call {id}."));
    }
    // With previous_response_id the call may be in a response we no longer see.
    if request.body["previous_response_id"].is_null()
        && let Some(id) = outputs.difference(&calls).min()
    {
        return bad(format!(
            "No tool call found for function call output with call_id {id}."
        ));
    }
    Ok(())
}
