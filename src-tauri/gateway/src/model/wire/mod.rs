//! What goes over the wire: the conversation made fit for a provider, one encoder and one
//! decoder for each kind of API.
//!
//! Pure: text in, values out. Opens no connection.

pub(super) mod anthropic;
pub(super) mod chat;
mod prepare;
pub(super) mod responses;

use std::collections::BTreeMap;

use serde_json::Value;

use super::classify::Failure;
use super::provider::{ModelEvent, StopReason, ToolCall, Usage};

pub use prepare::{prepare, without_pictures};

/// Turns the events of one answer into ours.
pub(super) trait Decoder: Send {
    /// Takes one server-sent event and appends what it means to `out`. After an error or a
    /// `Done` it is not called again.
    fn event(&mut self, name: &str, data: &Value, out: &mut Vec<ModelEvent>)
    -> Result<(), Failure>;

    /// The connection ended, in order or not, or `[DONE]` came (`marked`): the last events if the
    /// answer was whole by then, `None` if it was cut.
    fn end(&mut self, marked: bool) -> Option<Vec<ModelEvent>>;
}

/// Tool calls as their pieces come in, by the provider's index.
#[derive(Debug, Default)]
pub(super) struct Calls(BTreeMap<u64, Partial>);

#[derive(Debug, Default)]
struct Partial {
    id: String,
    name: String,
    arguments: String,
}

impl Calls {
    /// An index no call has yet, for servers that give none.
    pub(super) fn next_index(&self) -> u64 {
        self.0.keys().next_back().map_or(0, |last| last + 1)
    }

    /// Adds a piece; what a piece leaves out or leaves empty stays as it was.
    pub(super) fn add(&mut self, index: u64, id: &str, name: &str, arguments: &str) {
        let call = self.0.entry(index).or_default();
        if !id.is_empty() {
            id.clone_into(&mut call.id);
        }
        if !name.is_empty() {
            name.clone_into(&mut call.name);
        }
        call.arguments.push_str(arguments);
    }

    /// Puts the whole arguments in place of their pieces.
    pub(super) fn set_arguments(&mut self, index: u64, arguments: &str) {
        arguments.clone_into(&mut self.0.entry(index).or_default().arguments);
    }

    /// All calls, whole. An answer that was cut at its limit (`cut`) loses calls whose arguments
    /// are not whole; else broken arguments go on as text, for the tool to refuse.
    pub(super) fn finish(&mut self, cut: bool) -> Vec<ModelEvent> {
        std::mem::take(&mut self.0)
            .into_values()
            .filter(|call| !call.name.is_empty())
            .filter_map(|call| {
                let arguments = match call.arguments.trim() {
                    "" => Value::Null,
                    text => match serde_json::from_str(text) {
                        Ok(value) => value,
                        Err(_) if cut => return None,
                        Err(_) => Value::String(text.to_owned()),
                    },
                };
                let id = match call.id {
                    id if id.is_empty() => format!("call_{}", uuid::Uuid::new_v4().simple()),
                    id => id,
                };
                Some(ModelEvent::Call(ToolCall {
                    id,
                    name: call.name,
                    arguments,
                }))
            })
            .collect()
    }
}

/// The calls and the end of an answer, in order.
pub(super) fn finish(
    calls: &mut Calls,
    reason: StopReason,
    usage: Option<Usage>,
    thinking_signature: Option<String>,
) -> Vec<ModelEvent> {
    let mut events = calls.finish(reason == StopReason::Length);
    // Some servers say "stop" although they made calls.
    let reason = match reason {
        StopReason::Length => StopReason::Length,
        _ if events.is_empty() => StopReason::Stop,
        _ => StopReason::ToolUse,
    };
    events.push(ModelEvent::Done {
        reason,
        usage,
        thinking_signature,
    });
    events
}

/// Arguments as an object, whatever the model had sent: providers refuse anything else.
pub(super) fn object(arguments: &Value) -> Value {
    match arguments {
        Value::Object(_) => arguments.clone(),
        _ => Value::Object(serde_json::Map::new()),
    }
}

/// Adds a piece of text, unless it is empty.
pub(super) fn push(out: &mut Vec<ModelEvent>, event: fn(String) -> ModelEvent, text: &str) {
    if !text.is_empty() {
        out.push(event(text.to_owned()));
    }
}

/// The text at `key`, empty where there is none.
pub(super) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The count at a JSON pointer, 0 where there is none.
pub(super) fn count(value: &Value, pointer: &str) -> u64 {
    value
        .pointer(pointer)
        .and_then(Value::as_u64)
        .unwrap_or_default()
}
