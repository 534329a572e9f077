//! Anthropic's Messages, out and in.
//!
//! Owns where the cache marks go: the tools, the system prompt (both stay the same between
//! turns) and the last turn, which the next request repeats.

use serde_json::{Map, Value, json};

use super::{Calls, Decoder, count, finish, object, prepare, push, text};
use crate::model::catalog::ModelInfo;
use crate::model::classify::{Failure, body_failure};
use crate::model::provider::{
    Block, ErrorClass, ModelEvent, ModelRequest, Role, StopReason, Turn, Usage,
};
use crate::model::providers::ApiKind;

/// The protocol's version, sent as `anthropic-version`.
pub(in crate::model) const VERSION: &str = "2023-06-01";
/// Asked for where the model's own limit is unknown; the API has no default.
const DEFAULT_MAX_TOKENS: u64 = 8_192;
/// Models that take a budget of thinking instead of deciding themselves.
const BUDGET_MODELS: &[&str] = &[
    "claude-3-7",
    "claude-haiku-4",
    "claude-sonnet-4-0",
    "claude-sonnet-4-2",
    "claude-sonnet-4-5",
    "claude-opus-4-0",
    "claude-opus-4-1",
    "claude-opus-4-2",
    "claude-opus-4-5",
];

/// The body of a request.
pub(in crate::model) fn encode(request: &ModelRequest, info: &ModelInfo) -> Value {
    let turns = prepare(request, ApiKind::AnthropicMessages);
    let max_tokens = request
        .max_output_tokens
        .map_or(info.max_output.unwrap_or(DEFAULT_MAX_TOKENS), u64::from)
        .min(info.max_output.unwrap_or(u64::MAX));
    let mut body = Map::new();
    body.insert("model".into(), json!(request.model.model));
    body.insert("max_tokens".into(), json!(max_tokens));
    body.insert("stream".into(), json!(true));
    if !request.tools.is_empty() {
        body.insert("tools".into(), tools(request));
    }
    if !request.system.trim().is_empty() {
        let system = json!([{"type": "text", "text": request.system, "cache_control": mark()}]);
        body.insert("system".into(), system);
    }
    if info.reasoning {
        think(&mut body, request, &turns, max_tokens);
    }
    body.insert("messages".into(), messages(&turns));
    Value::Object(body)
}

fn mark() -> Value {
    json!({"type": "ephemeral"})
}

fn tools(request: &ModelRequest) -> Value {
    let mut tools: Vec<Value> = request
        .tools
        .iter()
        .map(|tool| {
            json!({
                "name": tool.name,
                "description": tool.description,
                "input_schema": tool.schema,
            })
        })
        .collect();
    if let Some(last) = tools.last_mut() {
        last["cache_control"] = mark();
    }
    Value::Array(tools)
}

fn think(body: &mut Map<String, Value>, request: &ModelRequest, turns: &[Turn], max_tokens: u64) {
    let budget: u64 = match request.thinking.as_deref() {
        Some("minimal" | "low") => 1_024,
        Some("medium") => 8_000,
        Some("high" | "xhigh") => 24_000,
        _ => return,
    };
    let model = request.model.model.as_str();
    if BUDGET_MODELS.iter().any(|start| model.starts_with(start)) {
        // Within a run of tools such a model refuses to think unless its signed thoughts are
        // still there; and a budget must leave room for an answer.
        if !unsigned_tool_run(turns) && max_tokens > budget {
            let thinking = json!({"type": "enabled", "budget_tokens": budget});
            body.insert("thinking".into(), thinking);
        }
        return;
    }
    let effort = match budget {
        1_024 => "low",
        8_000 => "medium",
        _ => "high",
    };
    body.insert(
        "thinking".into(),
        json!({"type": "adaptive", "display": "summarized"}),
    );
    body.insert("output_config".into(), json!({"effort": effort}));
}

fn unsigned_tool_run(turns: &[Turn]) -> bool {
    let [.., assistant, last] = turns else {
        return false;
    };
    last.role == Role::Tool
        && !assistant
            .blocks
            .iter()
            .any(|block| matches!(block, Block::Thinking { signature: Some(_), .. }))
}

/// Results and what the person says after them are one message of the person's side.
fn messages(turns: &[Turn]) -> Value {
    let mut messages: Vec<(&str, Vec<Value>)> = Vec::new();
    for turn in turns {
        let role = match turn.role {
            Role::Assistant => "assistant",
            Role::User | Role::Tool => "user",
        };
        let blocks = turn.blocks.iter().filter_map(block);
        match messages.last_mut() {
            Some((last, content)) if *last == role => content.extend(blocks),
            _ => messages.push((role, blocks.collect())),
        }
    }
    if let Some(last) = messages.last_mut().and_then(|(_, blocks)| blocks.last_mut())
        && last["type"] != "thinking"
    {
        last["cache_control"] = mark();
    }
    messages
        .into_iter()
        .map(|(role, content)| json!({"role": role, "content": content}))
        .collect()
}

fn block(block: &Block) -> Option<Value> {
    Some(match block {
        Block::Text { text } => json!({"type": "text", "text": text}),
        Block::Thinking {
            text,
            signature: Some(signature),
        } => json!({"type": "thinking", "thinking": text, "signature": signature}),
        Block::Thinking {
            signature: None, ..
        } => return None,
        Block::Image { data, mime } => json!({
            "type": "image",
            "source": {"type": "base64", "media_type": mime, "data": data},
        }),
        Block::Call(call) => json!({
            "type": "tool_use",
            "id": call.id,
            "name": call.name,
            "input": object(&call.arguments),
        }),
        Block::Result {
            call_id,
            text,
            is_error,
            ..
        } => json!({
            "type": "tool_result",
            "tool_use_id": call_id,
            "content": text,
            "is_error": is_error,
        }),
    })
}

/// Reads the events of an answer.
#[derive(Debug, Default)]
pub(in crate::model) struct Reader {
    calls: Calls,
    usage: Option<Usage>,
    signature: String,
    thoughts: usize,
    reason: Option<String>,
}

impl Decoder for Reader {
    fn event(
        &mut self,
        name: &str,
        data: &Value,
        out: &mut Vec<ModelEvent>,
    ) -> Result<(), Failure> {
        // Proxies drop the event's name; the data carries it too.
        let kind = data["type"].as_str().unwrap_or(name);
        match kind {
            "message_start" => self.take_usage(&data["message"]["usage"]),
            "content_block_start" => self.block_start(data, out),
            "content_block_delta" => self.delta(data, out),
            "message_delta" => {
                self.take_usage(&data["usage"]);
                if let Some(reason) = data["delta"]["stop_reason"].as_str() {
                    self.reason = Some(reason.to_owned());
                }
            }
            "message_stop" => self.stop(out)?,
            "error" => return Err(body_failure(data, None)),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, _marked: bool) -> Option<Vec<ModelEvent>> {
        None
    }
}

impl Reader {
    fn block_start(&mut self, data: &Value, out: &mut Vec<ModelEvent>) {
        let index = data["index"].as_u64().unwrap_or_default();
        let block = &data["content_block"];
        match text(block, "type") {
            "tool_use" => {
                self.calls.add(index, text(block, "id"), text(block, "name"), "");
                // Most send `{}` here and the arguments in pieces; some send them whole.
                if block["input"].as_object().is_some_and(|input| !input.is_empty()) {
                    self.calls.set_arguments(index, &block["input"].to_string());
                }
            }
            "thinking" => {
                self.thoughts += 1;
                self.signature.push_str(text(block, "signature"));
                push(out, ModelEvent::Thinking, text(block, "thinking"));
            }
            "text" => push(out, ModelEvent::Text, text(block, "text")),
            _ => {}
        }
    }

    fn delta(&mut self, data: &Value, out: &mut Vec<ModelEvent>) {
        let delta = &data["delta"];
        match text(delta, "type") {
            "text_delta" => push(out, ModelEvent::Text, text(delta, "text")),
            "thinking_delta" => push(out, ModelEvent::Thinking, text(delta, "thinking")),
            "signature_delta" => self.signature.push_str(text(delta, "signature")),
            "input_json_delta" => {
                let index = data["index"].as_u64().unwrap_or_default();
                self.calls.add(index, "", "", text(delta, "partial_json"));
            }
            _ => {}
        }
    }

    /// The counts are running totals, and later events repeat only some of them. They already
    /// do not overlap.
    fn take_usage(&mut self, told: &Value) {
        if !told.is_object() {
            return;
        }
        let usage = self.usage.get_or_insert_default();
        for (key, slot) in [
            ("input_tokens", &mut usage.input),
            ("output_tokens", &mut usage.output),
            ("cache_read_input_tokens", &mut usage.cache_read),
            ("cache_creation_input_tokens", &mut usage.cache_write),
        ] {
            if told[key].is_u64() {
                *slot = count(told, &format!("/{key}"));
            }
        }
    }

    fn stop(&mut self, out: &mut Vec<ModelEvent>) -> Result<(), Failure> {
        let reason = match self.reason.as_deref() {
            Some("refusal") => {
                return Err(Failure::new(ErrorClass::ContentFilter, "stop_reason: refusal"));
            }
            Some("model_context_window_exceeded" | "max_tokens") => StopReason::Length,
            Some("tool_use") => StopReason::ToolUse,
            _ => StopReason::Stop,
        };
        // One signature signs one thought; of several none can be given back.
        let signature = std::mem::take(&mut self.signature);
        let signature = (self.thoughts == 1 && !signature.is_empty()).then_some(signature);
        out.extend(finish(&mut self.calls, reason, self.usage, signature));
        Ok(())
    }
}
