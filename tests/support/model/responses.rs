//! OpenAI Responses, written as that API writes them.
//!
//! Owns: this format's events and answers. Never: decides what is answered.

use serde_json::{Value, json};

use super::answer::{Answer, Call};
use super::frames::Frame;
use super::reply::{Step, Stop, Usage};
use super::wire::{self, BROKEN_JSON};

/// Builds a stream: events are numbered, items are collected for the last event.
struct Writer<'a> {
    answer: &'a Answer<'a>,
    frames: Vec<Frame>,
    items: Vec<Value>,
    open: Option<Open>,
}

/// The item being written.
struct Open {
    kind: Kind,
    text: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Message,
    Reasoning,
}

/// The events of a streamed answer.
pub(crate) fn stream(answer: &Answer) -> Vec<Frame> {
    let mut writer = Writer {
        answer,
        frames: Vec::new(),
        items: Vec::new(),
        open: None,
    };
    writer.event(
        "response.created",
        json!({"response": skeleton(answer, "in_progress")}),
    );
    writer.event(
        "response.in_progress",
        json!({"response": skeleton(answer, "in_progress")}),
    );
    let mut calls = 0;
    for step in &answer.reply.steps {
        match step {
            Step::Text(text) => writer.text(Kind::Message, text),
            Step::Thinking(text) => writer.text(Kind::Reasoning, text),
            Step::Call { name, arguments } => {
                let (id, name) = (answer.call_id(calls), name.clone());
                writer.call(&Call {
                    id,
                    name,
                    arguments: arguments.clone(),
                });
                calls += 1;
            }
            Step::Pause(pause) => writer.frames.push(Frame::Pause(pause.clone())),
            Step::Garbage => writer.frames.push(Frame::data(BROKEN_JSON)),
            Step::Cut => {
                writer.frames.push(Frame::Cut);
                return writer.frames;
            }
            Step::Fail(refusal) => {
                let error = wire::openai_error(refusal).body["error"].take();
                let fields =
                    json!({"code": error["code"], "message": error["message"], "param": null});
                writer.event("error", fields);
                return writer.frames;
            }
        }
    }
    writer.close();
    let response = finished(answer, std::mem::take(&mut writer.items));
    let status = response["status"].as_str().unwrap_or_default();
    writer.event(&format!("response.{status}"), json!({"response": response}));
    writer.frames
}

/// The answer in one piece.
pub(crate) fn whole(answer: &Answer) -> Value {
    let said = answer.said();
    let mut items = Vec::new();
    if let Some(thinking) = &said.thinking {
        items.push(item(
            answer,
            Kind::Reasoning,
            items.len(),
            thinking,
            "completed",
        ));
    }
    if !said.text.is_empty() {
        items.push(item(
            answer,
            Kind::Message,
            items.len(),
            &said.text,
            "completed",
        ));
    }
    for call in &said.calls {
        items.push(call_item(
            answer,
            items.len(),
            call,
            &call.arguments.to_string(),
            "completed",
        ));
    }
    finished(answer, items)
}

impl Writer<'_> {
    fn event(&mut self, name: &str, mut data: Value) {
        data["type"] = name.into();
        data["sequence_number"] = self.frames.len().into();
        self.frames.push(Frame::named(name, &data));
    }

    fn text(&mut self, kind: Kind, text: &str) {
        if self.open.as_ref().map(|open| open.kind) != Some(kind) {
            self.close();
            self.start(kind);
        }
        let index = self.items.len();
        let id = item_id(self.answer, index);
        match kind {
            Kind::Message => self.event(
                "response.output_text.delta",
                json!({"item_id": id, "output_index": index, "content_index": 0, "delta": text}),
            ),
            Kind::Reasoning => self.event(
                "response.reasoning_summary_text.delta",
                json!({"item_id": id, "output_index": index, "summary_index": 0, "delta": text}),
            ),
        }
        if let Some(open) = &mut self.open {
            open.text.push_str(text);
        }
    }

    fn start(&mut self, kind: Kind) {
        self.open = Some(Open {
            kind,
            text: String::new(),
        });
        let index = self.items.len();
        let mut empty = item(self.answer, kind, index, "", "in_progress");
        let list = if kind == Kind::Message {
            "content"
        } else {
            "summary"
        };
        empty[list] = json!([]);
        self.event(
            "response.output_item.added",
            json!({"output_index": index, "item": empty}),
        );
        if kind == Kind::Message {
            let part = json!({"type": "output_text", "text": "", "annotations": []});
            let id = item_id(self.answer, index);
            self.event(
                "response.content_part.added",
                json!({"item_id": id, "output_index": index, "content_index": 0, "part": part}),
            );
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let index = self.items.len();
        let done = item(self.answer, open.kind, index, &open.text, "completed");
        if open.kind == Kind::Message {
            let id = item_id(self.answer, index);
            let place = json!({"item_id": id, "output_index": index, "content_index": 0});
            let mut text = place.clone();
            text["text"] = open.text.into();
            self.event("response.output_text.done", text);
            let mut part = place;
            part["part"] = done["content"][0].clone();
            self.event("response.content_part.done", part);
        }
        self.event(
            "response.output_item.done",
            json!({"output_index": index, "item": done}),
        );
        self.items.push(done);
    }

    fn call(&mut self, call: &Call) {
        self.close();
        let index = self.items.len();
        let id = item_id(self.answer, index);
        let started = call_item(self.answer, index, call, "", "in_progress");
        self.event(
            "response.output_item.added",
            json!({"output_index": index, "item": started}),
        );
        let arguments = call.arguments.to_string();
        for part in wire::halves(&arguments) {
            self.event(
                "response.function_call_arguments.delta",
                json!({"item_id": id, "output_index": index, "delta": part}),
            );
        }
        self.event(
            "response.function_call_arguments.done",
            json!({"item_id": id, "output_index": index, "arguments": arguments}),
        );
        let done = call_item(self.answer, index, call, &arguments, "completed");
        self.event(
            "response.output_item.done",
            json!({"output_index": index, "item": done}),
        );
        self.items.push(done);
    }
}

fn item_id(answer: &Answer, index: usize) -> String {
    format!("{}_{index}", answer.id("item"))
}

fn item(answer: &Answer, kind: Kind, index: usize, text: &str, status: &str) -> Value {
    let id = item_id(answer, index);
    match kind {
        Kind::Message => json!({"id": id, "type": "message", "role": "assistant", "status": status,
            "content": [{"type": "output_text", "text": text, "annotations": []}]}),
        Kind::Reasoning => json!({"id": id, "type": "reasoning",
            "summary": [{"type": "summary_text", "text": text}]}),
    }
}

fn call_item(answer: &Answer, index: usize, call: &Call, arguments: &str, status: &str) -> Value {
    json!({"id": item_id(answer, index), "type": "function_call", "status": status,
        "call_id": call.id, "name": call.name, "arguments": arguments})
}

fn skeleton(answer: &Answer, status: &str) -> Value {
    json!({
        "id": answer.id("resp"), "object": "response", "created_at": wire::CREATED,
        "status": status, "error": null, "incomplete_details": null, "model": answer.model(),
        "output": [], "parallel_tool_calls": true, "usage": null,
    })
}

fn finished(answer: &Answer, items: Vec<Value>) -> Value {
    let cut_by = match answer.reply.ending() {
        Stop::Length => Some("max_output_tokens"),
        Stop::ContentFilter => Some("content_filter"),
        Stop::Finished | Stop::ToolUse => None,
    };
    let mut response = skeleton(
        answer,
        if cut_by.is_some() {
            "incomplete"
        } else {
            "completed"
        },
    );
    if let Some(reason) = cut_by {
        response["incomplete_details"] = json!({"reason": reason});
    }
    response["output"] = items.into();
    if let Some(usage) = answer.usage {
        response["usage"] = usage_json(usage);
    }
    response
}

fn usage_json(usage: Usage) -> Value {
    let input = usage.input + usage.cache_read + usage.cache_write;
    json!({
        "input_tokens": input, "input_tokens_details": {"cached_tokens": usage.cache_read},
        "output_tokens": usage.output, "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": input + usage.output,
    })
}
