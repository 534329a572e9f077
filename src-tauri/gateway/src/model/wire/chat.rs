//! OpenAI's chat completions, out and in, with the ways others differ from it as flags.
//!
//! Owns the normalising of usage: these providers count cached tokens into the prompt.

use serde_json::{Map, Value, json};

use super::{Calls, Decoder, count, finish, object, prepare, push, text};
use crate::model::catalog::ModelInfo;
use crate::model::classify::{Failure, body_failure};
use crate::model::provider::{
    Block, ErrorClass, ModelEvent, ModelRequest, Role, StopReason, Turn, Usage,
};
use crate::model::providers::{ApiKind, Quirks};

/// Google's own stand-in for the signature of a call another model made.
const NO_SIGNATURE: &str = "skip_thought_signature_validator";

/// The body of a request.
pub(in crate::model) fn encode(
    request: &ModelRequest,
    info: &ModelInfo,
    quirks: Quirks,
) -> Value {
    let turns = prepare(request, ApiKind::OpenaiCompletions);
    let mut body = Map::new();
    body.insert("model".into(), json!(request.model.model));
    body.insert("stream".into(), json!(true));
    if quirks.usage_option {
        body.insert("stream_options".into(), json!({"include_usage": true}));
    }
    if let Some(limit) = request.max_output_tokens {
        let name = if quirks.openai_names {
            "max_completion_tokens"
        } else {
            "max_tokens"
        };
        body.insert(name.into(), json!(limit));
    }
    if quirks.openai_names && !request.session.is_empty() {
        body.insert("prompt_cache_key".into(), json!(request.session));
    }
    if info.reasoning
        && let Some(effort) = effort(request.thinking.as_deref())
    {
        body.insert("reasoning_effort".into(), json!(effort));
    }
    if !request.tools.is_empty() {
        body.insert("tools".into(), tools(request));
    }
    let marks = quirks.cache_marks && request.model.model.starts_with("anthropic/");
    body.insert("messages".into(), messages(request, &turns, quirks, marks));
    Value::Object(body)
}

/// OpenAI's word for how hard to think; `None` leaves it to the model.
pub(super) fn effort(thinking: Option<&str>) -> Option<&'static str> {
    match thinking {
        Some("minimal" | "low") => Some("low"),
        Some("medium") => Some("medium"),
        Some("high" | "xhigh") => Some("high"),
        _ => None,
    }
}

fn tools(request: &ModelRequest) -> Value {
    request
        .tools
        .iter()
        .map(|tool| {
            json!({
                "type": "function",
                "function": {
                    "name": tool.name,
                    "description": tool.description,
                    "parameters": tool.schema,
                },
            })
        })
        .collect()
}

fn messages(request: &ModelRequest, turns: &[Turn], quirks: Quirks, marks: bool) -> Value {
    let mut messages = Vec::with_capacity(turns.len() + 1);
    if !request.system.trim().is_empty() {
        messages.push(json!({"role": "system", "content": request.system}));
        if marks {
            mark(messages.last_mut());
        }
    }
    for turn in turns {
        match turn.role {
            Role::User => messages.push(json!({"role": "user", "content": content(&turn.blocks)})),
            Role::Assistant => messages.push(assistant(&turn.blocks, quirks)),
            Role::Tool => messages.extend(turn.blocks.iter().filter_map(result)),
        }
    }
    if marks {
        mark(messages.last_mut());
    }
    Value::Array(messages)
}

/// Marks a message's text as the end of what is worth caching.
fn mark(message: Option<&mut Value>) {
    let Some(content) = message.map(|message| &mut message["content"]) else {
        return;
    };
    let cache = json!({"type": "ephemeral"});
    if let Some(text) = content.as_str() {
        *content = json!([{"type": "text", "text": text, "cache_control": cache}]);
    } else if let Some(last) = content.as_array_mut().and_then(|parts| parts.last_mut()) {
        last["cache_control"] = cache;
    }
}

/// Plain text where there is only text: small servers know nothing else.
fn content(blocks: &[Block]) -> Value {
    if blocks.iter().any(|block| matches!(block, Block::Image { .. })) {
        return blocks.iter().filter_map(part).collect();
    }
    json!(joined(blocks))
}

fn joined(blocks: &[Block]) -> String {
    let texts: Vec<&str> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Text { text } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    texts.join("\n\n")
}

fn part(block: &Block) -> Option<Value> {
    match block {
        Block::Text { text } => Some(json!({"type": "text", "text": text})),
        Block::Image { data, mime } => Some(json!({
            "type": "image_url",
            "image_url": {"url": format!("data:{mime};base64,{data}")},
        })),
        _ => None,
    }
}

fn result(block: &Block) -> Option<Value> {
    match block {
        Block::Result { call_id, text, .. } => {
            Some(json!({"role": "tool", "tool_call_id": call_id, "content": text}))
        }
        _ => None,
    }
}

fn assistant(blocks: &[Block], quirks: Quirks) -> Value {
    let mut message = Map::new();
    message.insert("role".into(), json!("assistant"));
    let said = joined(blocks);
    let content = if said.is_empty() {
        Value::Null
    } else {
        json!(said)
    };
    message.insert("content".into(), content);
    let thinking = blocks.iter().find_map(|block| match block {
        Block::Thinking { text, signature } => Some((text, signature.as_deref())),
        _ => None,
    });
    if quirks.echo_reasoning
        && let Some((text, _)) = thinking
    {
        message.insert("reasoning_content".into(), json!(text));
    }
    let mut calls = calls(blocks);
    if quirks.signed_calls
        && let Some(first) = calls.first_mut()
    {
        let signature = thinking
            .and_then(|(_, signature)| signature)
            .unwrap_or(NO_SIGNATURE);
        first["extra_content"] = json!({"google": {"thought_signature": signature}});
    }
    if !calls.is_empty() {
        message.insert("tool_calls".into(), Value::Array(calls));
    }
    Value::Object(message)
}

fn calls(blocks: &[Block]) -> Vec<Value> {
    blocks
        .iter()
        .filter_map(|block| match block {
            Block::Call(call) => Some(json!({
                "id": call.id,
                "type": "function",
                "function": {
                    "name": call.name,
                    "arguments": object(&call.arguments).to_string(),
                },
            })),
            _ => None,
        })
        .collect()
}

/// Reads the events of an answer.
#[derive(Debug, Default)]
pub(in crate::model) struct Reader {
    calls: Calls,
    usage: Option<Usage>,
    signature: Option<String>,
    reason: Option<StopReason>,
}

impl Decoder for Reader {
    fn event(
        &mut self,
        _name: &str,
        data: &Value,
        out: &mut Vec<ModelEvent>,
    ) -> Result<(), Failure> {
        if data.get("error").is_some_and(|error| !error.is_null()) {
            return Err(body_failure(data, None));
        }
        let choice = &data["choices"][0];
        self.delta(&choice["delta"], out);
        for told in [&data["usage"], &data["x_groq"]["usage"], &choice["usage"]] {
            if told.is_object() {
                self.usage = Some(usage(told));
            }
        }
        match choice["finish_reason"].as_str() {
            None | Some("") => {}
            Some("content_filter") => {
                let detail = "finish_reason: content_filter";
                return Err(Failure::new(ErrorClass::ContentFilter, detail));
            }
            Some("error") => return Err(body_failure(choice, None)),
            Some("length" | "model_length") => self.reason = Some(StopReason::Length),
            Some(_) => self.reason = Some(StopReason::Stop),
        }
        Ok(())
    }

    fn end(&mut self, marked: bool) -> Option<Vec<ModelEvent>> {
        let reason = match self.reason {
            Some(reason) => reason,
            None if marked => StopReason::Stop,
            None => return None,
        };
        let signature = self.signature.take();
        Some(finish(&mut self.calls, reason, self.usage, signature))
    }
}

impl Reader {
    fn delta(&mut self, delta: &Value, out: &mut Vec<ModelEvent>) {
        for key in ["reasoning_content", "reasoning"] {
            if let Some(thought) = delta[key].as_str().filter(|thought| !thought.is_empty()) {
                out.push(ModelEvent::Thinking(thought.to_owned()));
                break;
            }
        }
        match &delta["content"] {
            Value::String(said) => push(out, ModelEvent::Text, said),
            Value::Array(parts) => parts.iter().for_each(|part| part_in(part, out)),
            _ => {}
        }
        push(out, ModelEvent::Text, text(delta, "refusal"));
        for call in delta["tool_calls"].as_array().into_iter().flatten() {
            self.call(call);
        }
    }

    fn call(&mut self, call: &Value) {
        let id = text(call, "id");
        // Some servers number nothing: a piece with an id begins a call, one without goes on.
        let index = call["index"].as_u64().unwrap_or_else(|| {
            let next = self.calls.next_index();
            if id.is_empty() {
                next.saturating_sub(1)
            } else {
                next
            }
        });
        let function = &call["function"];
        let whole;
        let arguments = match &function["arguments"] {
            Value::String(piece) => piece.as_str(),
            Value::Null => "",
            // Against the letter of the API, but seen: arguments as an object, whole.
            other => {
                whole = other.to_string();
                whole.as_str()
            }
        };
        self.calls.add(index, id, text(function, "name"), arguments);
        if let Some(signature) = call["extra_content"]["google"]["thought_signature"].as_str() {
            self.signature.get_or_insert_with(|| signature.to_owned());
        }
    }
}

/// Mistral's content in parts.
fn part_in(part: &Value, out: &mut Vec<ModelEvent>) {
    match text(part, "type") {
        "text" => push(out, ModelEvent::Text, text(part, "text")),
        "thinking" => {
            for thought in part["thinking"].as_array().into_iter().flatten() {
                push(out, ModelEvent::Thinking, text(thought, "text"));
            }
        }
        _ => {}
    }
}

/// Usage with cached tokens taken out of the prompt, and reasoning counted into the output where
/// a provider counts it only into the total.
fn usage(told: &Value) -> Usage {
    let prompt = count(told, "/prompt_tokens");
    let cache_read = [
        "/prompt_tokens_details/cached_tokens",
        "/prompt_cache_hit_tokens",
        "/cached_tokens",
    ]
    .into_iter()
    .map(|pointer| count(told, pointer))
    .max()
    .unwrap_or_default()
    .min(prompt);
    let cache_write =
        count(told, "/prompt_tokens_details/cache_write_tokens").min(prompt - cache_read);
    let unsaid = count(told, "/total_tokens").saturating_sub(prompt);
    Usage {
        input: prompt - cache_read - cache_write,
        output: count(told, "/completion_tokens").max(unsaid),
        cache_read,
        cache_write,
    }
}
