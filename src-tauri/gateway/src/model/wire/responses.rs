//! OpenAI's Responses, out and in.
//!
//! Nothing is kept at the provider (`store: false`): its reasoning travels back and forth
//! encrypted, as the signature of our thinking block.

use serde_json::{Map, Value, json};

use super::chat::effort;
use super::{Calls, Decoder, count, finish, object, prepare, push, text};
use crate::model::catalog::ModelInfo;
use crate::model::classify::{Failure, body_failure};
use crate::model::provider::{
    Block, ErrorClass, ModelEvent, ModelRequest, Role, StopReason, Turn, Usage,
};
use crate::model::providers::{ApiKind, Quirks};

/// The body of a request.
pub(in crate::model) fn encode(
    request: &ModelRequest,
    info: &ModelInfo,
    quirks: Quirks,
) -> Value {
    let turns = prepare(request, ApiKind::OpenaiResponses);
    let mut body = Map::new();
    body.insert("model".into(), json!(request.model.model));
    body.insert("stream".into(), json!(true));
    body.insert("store".into(), json!(false));
    if !request.system.trim().is_empty() {
        body.insert("instructions".into(), json!(request.system));
    }
    if let Some(limit) = request.max_output_tokens {
        body.insert("max_output_tokens".into(), json!(limit));
    }
    if quirks.openai_names {
        if info.reasoning {
            body.insert("include".into(), json!(["reasoning.encrypted_content"]));
        }
        if !request.session.is_empty() {
            body.insert("prompt_cache_key".into(), json!(request.session));
        }
    }
    if info.reasoning
        && let Some(effort) = effort(request.thinking.as_deref())
    {
        body.insert("reasoning".into(), json!({"effort": effort}));
    }
    if !request.tools.is_empty() {
        body.insert("tools".into(), tools(request));
    }
    body.insert("input".into(), turns.iter().flat_map(items).collect());
    Value::Object(body)
}

fn tools(request: &ModelRequest) -> Value {
    request
        .tools
        .iter()
        .map(|tool| {
            json!({
                "type": "function",
                "name": tool.name,
                "description": tool.description,
                "parameters": tool.schema,
                "strict": false,
            })
        })
        .collect()
}

/// A turn as input items: what is said becomes one message, the rest items of their own.
fn items(turn: &Turn) -> Vec<Value> {
    let (role, kind) = match turn.role {
        Role::Assistant => ("assistant", "output_text"),
        Role::User | Role::Tool => ("user", "input_text"),
    };
    let mut items = Vec::new();
    let mut parts = Vec::new();
    let mut rest = Vec::new();
    for block in &turn.blocks {
        match block {
            Block::Text { text } => parts.push(json!({"type": kind, "text": text})),
            Block::Image { data, mime } => parts.push(json!({
                "type": "input_image",
                "image_url": format!("data:{mime};base64,{data}"),
            })),
            Block::Thinking { signature, .. } => items.extend(reasoning(signature.as_deref())),
            Block::Call(call) => rest.push(json!({
                "type": "function_call",
                "call_id": call.id,
                "name": call.name,
                "arguments": object(&call.arguments).to_string(),
            })),
            Block::Result { call_id, text, .. } => rest.push(json!({
                "type": "function_call_output",
                "call_id": call_id,
                "output": text,
            })),
        }
    }
    if !parts.is_empty() {
        items.push(json!({"type": "message", "role": role, "content": parts}));
    }
    items.append(&mut rest);
    items
}

/// The reasoning items a signature holds; none if it is another provider's.
fn reasoning(signature: Option<&str>) -> Vec<Value> {
    signature
        .and_then(|signature| serde_json::from_str(signature).ok())
        .unwrap_or_default()
}

/// Reads the events of an answer.
#[derive(Debug, Default)]
pub(in crate::model) struct Reader {
    calls: Calls,
    reasoning: Vec<Value>,
}

impl Decoder for Reader {
    fn event(
        &mut self,
        name: &str,
        data: &Value,
        out: &mut Vec<ModelEvent>,
    ) -> Result<(), Failure> {
        let index = data["output_index"].as_u64().unwrap_or_default();
        let delta = text(data, "delta");
        match data["type"].as_str().unwrap_or(name) {
            "response.output_text.delta" | "response.refusal.delta" => {
                push(out, ModelEvent::Text, delta);
            }
            "response.reasoning_summary_text.delta" | "response.reasoning_text.delta" => {
                push(out, ModelEvent::Thinking, delta);
            }
            "response.output_item.added" => self.item(index, &data["item"]),
            "response.function_call_arguments.delta" => self.calls.add(index, "", "", delta),
            "response.output_item.done" => self.item_done(index, &data["item"]),
            "response.completed" => self.done(&data["response"], StopReason::Stop, out),
            "response.incomplete" => {
                if data["response"]["incomplete_details"]["reason"] == "content_filter" {
                    let detail = "incomplete: content_filter";
                    return Err(Failure::new(ErrorClass::ContentFilter, detail));
                }
                self.done(&data["response"], StopReason::Length, out);
            }
            "response.failed" => return Err(body_failure(&data["response"], None)),
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
    fn item(&mut self, index: u64, item: &Value) {
        if text(item, "type") == "function_call" {
            self.calls
                .add(index, text(item, "call_id"), text(item, "name"), "");
        }
    }

    fn item_done(&mut self, index: u64, item: &Value) {
        match text(item, "type") {
            "function_call" => {
                self.item(index, item);
                if let Some(arguments) = item["arguments"].as_str() {
                    self.calls.set_arguments(index, arguments);
                }
            }
            "reasoning" if item["encrypted_content"].is_string() => {
                self.reasoning.push(json!({
                    "type": "reasoning",
                    "id": item["id"],
                    "summary": [],
                    "encrypted_content": item["encrypted_content"],
                }));
            }
            _ => {}
        }
    }

    fn done(&mut self, response: &Value, reason: StopReason, out: &mut Vec<ModelEvent>) {
        let signature =
            (!self.reasoning.is_empty()).then(|| Value::from(self.reasoning.clone()).to_string());
        let usage = response["usage"]
            .is_object()
            .then(|| usage(&response["usage"]));
        out.extend(finish(&mut self.calls, reason, usage, signature));
    }
}

/// Usage with cached tokens taken out of the prompt.
fn usage(told: &Value) -> Usage {
    let prompt = count(told, "/input_tokens");
    let cache_read = count(told, "/input_tokens_details/cached_tokens").min(prompt);
    let cache_write =
        count(told, "/input_tokens_details/cache_write_tokens").min(prompt - cache_read);
    Usage {
        input: prompt - cache_read - cache_write,
        output: count(told, "/output_tokens"),
        cache_read,
        cache_write,
    }
}
