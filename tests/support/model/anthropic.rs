//! Anthropic Messages, written as that API writes them.
//!
//! Owns: this format's events and answers. Never: decides what is answered.

use serde_json::{Value, json};

use super::answer::Answer;
use super::frames::Frame;
use super::reply::{Step, Stop, Usage};
use super::wire::{self, BROKEN_JSON};

/// The signature of every thinking block; sent back with another one, it is refused.
pub(crate) const SIGNATURE: &str = "ZmFrZS1zaWduYXR1cmU=";

/// Builds a stream: which block is open, and its number.
struct Writer {
    frames: Vec<Frame>,
    open: Option<&'static str>,
    index: usize,
}

/// The events of a streamed answer.
pub(crate) fn stream(answer: &Answer) -> Vec<Frame> {
    let mut writer = Writer {
        frames: Vec::new(),
        open: None,
        index: 0,
    };
    let mut message = skeleton(answer);
    message["usage"] = start_usage(answer.usage);
    writer.event(json!({"type": "message_start", "message": message}));
    writer.event(json!({"type": "ping"}));
    let mut calls = 0;
    for step in &answer.reply.steps {
        match step {
            Step::Text(text) => {
                writer.open("text", json!({"type": "text", "text": ""}));
                writer.delta(json!({"type": "text_delta", "text": text}));
            }
            Step::Thinking(text) => {
                writer.open(
                    "thinking",
                    json!({"type": "thinking", "thinking": "", "signature": ""}),
                );
                writer.delta(json!({"type": "thinking_delta", "thinking": text}));
            }
            Step::Call { name, arguments } => {
                writer.close();
                let id = answer.call_id(calls);
                let block = json!({"type": "tool_use", "id": id, "name": name, "input": {}});
                writer.open("tool_use", block);
                for part in wire::halves(&arguments.to_string()) {
                    writer.delta(json!({"type": "input_json_delta", "partial_json": part}));
                }
                calls += 1;
            }
            Step::Pause(pause) => writer.frames.push(Frame::Pause(pause.clone())),
            Step::Garbage => {
                let line = format!("event: content_block_delta\ndata: {BROKEN_JSON}\n\n");
                writer.frames.push(Frame::Bytes(line.into()));
            }
            Step::Cut => {
                writer.frames.push(Frame::Cut);
                return writer.frames;
            }
            Step::Fail(refusal) => {
                writer.event(wire::anthropic_error(refusal).body);
                return writer.frames;
            }
        }
    }
    writer.close();
    let delta = json!({"stop_reason": stop_reason(answer.reply.ending()), "stop_sequence": null});
    let mut end = json!({"type": "message_delta", "delta": delta});
    if let Some(usage) = answer.usage {
        end["usage"] = usage_json(usage);
    }
    writer.event(end);
    writer.event(json!({"type": "message_stop"}));
    writer.frames
}

/// The answer in one piece.
pub(crate) fn whole(answer: &Answer) -> Value {
    let said = answer.said();
    let mut content = Vec::new();
    if let Some(thinking) = said.thinking {
        content.push(json!({"type": "thinking", "thinking": thinking, "signature": SIGNATURE}));
    }
    if !said.text.is_empty() {
        content.push(json!({"type": "text", "text": said.text}));
    }
    content.extend(said.calls.iter().map(|call| {
        json!({"type": "tool_use", "id": call.id, "name": call.name, "input": call.arguments})
    }));
    let mut message = skeleton(answer);
    message["content"] = content.into();
    message["stop_reason"] = stop_reason(answer.reply.ending()).into();
    message["usage"] = answer.usage.map_or_else(|| json!({}), usage_json);
    message
}

impl Writer {
    fn event(&mut self, data: Value) {
        let name = data["type"].as_str().unwrap_or_default().to_owned();
        self.frames.push(Frame::named(&name, &data));
    }

    /// Opens a block of this kind, unless one is open: pieces of one kind share a block.
    fn open(&mut self, kind: &'static str, block: Value) {
        if self.open == Some(kind) && kind != "tool_use" {
            return;
        }
        self.close();
        self.open = Some(kind);
        let index = self.index;
        self.event(json!({"type": "content_block_start", "index": index, "content_block": block}));
    }

    fn delta(&mut self, delta: Value) {
        let index = self.index;
        self.event(json!({"type": "content_block_delta", "index": index, "delta": delta}));
    }

    fn close(&mut self) {
        let Some(kind) = self.open.take() else { return };
        if kind == "thinking" {
            self.delta(json!({"type": "signature_delta", "signature": SIGNATURE}));
        }
        let index = self.index;
        self.event(json!({"type": "content_block_stop", "index": index}));
        self.index += 1;
    }
}

fn skeleton(answer: &Answer) -> Value {
    json!({
        "id": answer.id("msg"), "type": "message", "role": "assistant", "model": answer.model(),
        "content": [], "stop_reason": null, "stop_sequence": null,
    })
}

fn stop_reason(stop: Stop) -> &'static str {
    match stop {
        Stop::Finished => "end_turn",
        Stop::ToolUse => "tool_use",
        Stop::Length => "max_tokens",
        Stop::ContentFilter => "refusal",
    }
}

/// The prompt is known when the message starts, the answer is not.
fn start_usage(usage: Option<Usage>) -> Value {
    usage.map_or_else(
        || json!({}),
        |usage| usage_json(Usage { output: 1, ..usage }),
    )
}

fn usage_json(usage: Usage) -> Value {
    json!({
        "input_tokens": usage.input,
        "cache_creation_input_tokens": usage.cache_write,
        "cache_read_input_tokens": usage.cache_read,
        "output_tokens": usage.output,
    })
}
