//! OpenAI chat completions, written as that API writes them.
//!
//! Owns: this format's events and answers. Never: decides what is answered.

use serde_json::{Value, json};

use super::answer::Answer;
use super::frames::Frame;
use super::reply::{Step, Stop, Usage};
use super::wire::{self, BROKEN_JSON};

/// The events of a streamed answer.
pub(crate) fn stream(answer: &Answer) -> Vec<Frame> {
    let include_usage = answer.body["stream_options"]["include_usage"] == true;
    let mut frames = vec![event(
        answer,
        include_usage,
        json!({"role": "assistant", "content": ""}),
    )];
    let mut calls = 0;
    for step in &answer.reply.steps {
        match step {
            Step::Text(text) => {
                frames.push(event(answer, include_usage, json!({"content": text})));
            }
            Step::Thinking(text) => {
                frames.push(event(
                    answer,
                    include_usage,
                    json!({"reasoning_content": text}),
                ));
            }
            Step::Call { name, arguments } => {
                let deltas = call_deltas(calls, &answer.call_id(calls), name, arguments);
                frames.extend(
                    deltas
                        .into_iter()
                        .map(|delta| event(answer, include_usage, delta)),
                );
                calls += 1;
            }
            Step::Pause(pause) => frames.push(Frame::Pause(pause.clone())),
            Step::Garbage => frames.push(Frame::data(BROKEN_JSON)),
            Step::Cut => {
                frames.push(Frame::Cut);
                return frames;
            }
            Step::Fail(refusal) => {
                frames.push(Frame::data(wire::openai_error(refusal).body));
                return frames;
            }
        }
    }
    let mut last = chunk(answer, include_usage, json!({}));
    last["choices"][0]["finish_reason"] = finish_reason(answer.reply.ending()).into();
    frames.push(Frame::data(last));
    if let (true, Some(usage)) = (include_usage, answer.usage) {
        let mut tail = chunk(answer, include_usage, json!({}));
        tail["choices"] = json!([]);
        tail["usage"] = usage_json(usage);
        frames.push(Frame::data(tail));
    }
    frames.push(Frame::data("[DONE]"));
    frames
}

/// The answer in one piece.
pub(crate) fn whole(answer: &Answer) -> Value {
    let said = answer.said();
    let mut message = json!({"role": "assistant", "content": said.text, "refusal": null});
    if let Some(thinking) = said.thinking {
        message["reasoning_content"] = thinking.into();
    }
    if !said.calls.is_empty() {
        let calls = said.calls.iter().map(|call| {
            let function = json!({"name": call.name, "arguments": call.arguments.to_string()});
            json!({"id": call.id, "type": "function", "function": function})
        });
        message["tool_calls"] = calls.collect();
        if said.text.is_empty() {
            message["content"] = Value::Null;
        }
    }
    let finish = finish_reason(answer.reply.ending());
    let mut result = json!({
        "id": answer.id("chatcmpl"), "object": "chat.completion", "created": wire::CREATED,
        "model": answer.model(),
        "choices": [{"index": 0, "message": message, "logprobs": null, "finish_reason": finish}],
    });
    if let Some(usage) = answer.usage {
        result["usage"] = usage_json(usage);
    }
    result
}

fn event(answer: &Answer, include_usage: bool, delta: Value) -> Frame {
    Frame::data(chunk(answer, include_usage, delta))
}

fn chunk(answer: &Answer, include_usage: bool, delta: Value) -> Value {
    let mut chunk = json!({
        "id": answer.id("chatcmpl"), "object": "chat.completion.chunk", "created": wire::CREATED,
        "model": answer.model(),
        "choices": [{"index": 0, "delta": delta, "logprobs": null, "finish_reason": null}],
    });
    // With include_usage every chunk but the last carries the field, empty.
    if include_usage {
        chunk["usage"] = Value::Null;
    }
    chunk
}

/// The head with id and name, then the arguments in two halves.
fn call_deltas(index: usize, id: &str, name: &str, arguments: &Value) -> Vec<Value> {
    let head = json!({"tool_calls": [{"index": index, "id": id, "type": "function",
        "function": {"name": name, "arguments": ""}}]});
    let arguments = arguments.to_string();
    let tail = wire::halves(&arguments)
        .into_iter()
        .map(|part| json!({"tool_calls": [{"index": index, "function": {"arguments": part}}]}));
    std::iter::once(head).chain(tail).collect()
}

fn finish_reason(stop: Stop) -> &'static str {
    match stop {
        Stop::Finished => "stop",
        Stop::ToolUse => "tool_calls",
        Stop::Length => "length",
        Stop::ContentFilter => "content_filter",
    }
}

fn usage_json(usage: Usage) -> Value {
    let prompt = usage.input + usage.cache_read + usage.cache_write;
    json!({
        "prompt_tokens": prompt, "completion_tokens": usage.output,
        "total_tokens": prompt + usage.output,
        "prompt_tokens_details": {"cached_tokens": usage.cache_read, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
    })
}
