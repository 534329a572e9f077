//! New entries, printed in the field's shapes (field-reference.md §4).
//!
//! Owns how Cove's own entries look. Cove's own fields stand under the one key `cove`.

use serde_json::{Map, Value, json};

use super::line::{Entry, Stop};
use crate::clock::{Ms, iso};
use crate::error::Problem;
use crate::model::{Block, ModelRef, ToolCall, Usage};

/// What a person (or several at once) said.
#[derive(Debug, Clone)]
pub struct UserEntry {
    /// The text as the model sees it.
    pub text: String,
    /// Which turn it begins.
    pub turn: String,
    /// The messages it is made of.
    pub inbox: Vec<String>,
    /// The people's own words, where the text holds more than them.
    pub shown: String,
    /// Where from.
    pub channel: String,
    /// The system events the text tells of.
    pub events: Vec<String>,
    /// Pictures the model sees.
    pub pictures: Vec<Block>,
}

/// What the model said.
#[derive(Debug, Clone)]
pub struct AssistantEntry<'a> {
    /// The blocks, in order.
    pub blocks: &'a [Block],
    /// Which model.
    pub model: &'a ModelRef,
    /// Tokens, where known.
    pub usage: Option<Usage>,
    /// Nano-dollars, where the price is known.
    pub cost: Option<i64>,
    /// Why it stopped.
    pub stop: Stop,
    /// Why it failed.
    pub error: Option<&'a Problem>,
    /// The turn.
    pub turn: &'a str,
    /// It ends the turn.
    pub last: bool,
    /// Said to nobody (only silent tokens).
    pub quiet: bool,
    /// The request it answers, where there was one.
    pub prompt: Option<Prompt>,
}

/// How large a request was, as it was known before it went out. Stands in the answer's entry, so
/// that the provider's count of it serves the next estimate after a restart too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prompt {
    /// Bytes that count as tokens.
    pub bytes: u64,
    /// What was expected, tokens.
    pub estimate: u64,
}

impl Prompt {
    /// Reads it back from an entry.
    pub fn of(entry: &Entry) -> Option<Self> {
        let held = entry.cove.get("prompt")?;
        Some(Self {
            bytes: held.get("bytes")?.as_u64()?,
            estimate: held.get("estimate")?.as_u64()?,
        })
    }
}

/// What a tool answered.
#[derive(Debug, Clone)]
pub struct ResultEntry<'a> {
    /// The call.
    pub call: &'a ToolCall,
    /// The answer.
    pub text: &'a str,
    /// It failed.
    pub is_error: bool,
    /// The turn.
    pub turn: &'a str,
    /// How long it took, ms.
    pub ms: Option<Ms>,
}

/// A summary that stands for what came before.
#[derive(Debug, Clone)]
pub struct CompactionEntry<'a> {
    /// The summary.
    pub summary: &'a str,
    /// The first entry that stays word for word.
    pub first_kept: &'a str,
    /// Size of the next request before it, tokens.
    pub tokens_before: u64,
    /// Files that were read and changed in what it stands for.
    pub details: Value,
    /// Cove's own fields.
    pub cove: Value,
}

impl CompactionEntry<'_> {
    /// Prints it behind `parent`.
    pub fn print(&self, parent: Option<&str>, at: Ms) -> Entry {
        entry(
            "compaction",
            parent,
            at,
            [
                ("summary", self.summary.into()),
                ("firstKeptEntryId", self.first_kept.into()),
                ("tokensBefore", self.tokens_before.into()),
                ("details", self.details.clone()),
                ("cove", self.cove.clone()),
            ],
        )
    }
}

impl UserEntry {
    /// Prints it behind `parent`.
    pub fn print(&self, parent: Option<&str>, at: Ms) -> Entry {
        let mut cove = json!({ "turn": self.turn, "inbox": self.inbox, "channel": self.channel });
        if !self.events.is_empty() {
            cove["events"] = self.events.clone().into();
        }
        if self.shown != self.text {
            cove["shown"] = self.shown.clone().into();
        }
        let mut content = vec![json!({ "type": "text", "text": self.text })];
        content.extend(self.pictures.iter().map(block));
        let message = json!({ "role": "user", "content": content, "timestamp": at });
        entry(
            "message",
            parent,
            at,
            [("message", message), ("cove", cove)],
        )
    }
}

impl AssistantEntry<'_> {
    /// Prints it behind `parent`.
    pub fn print(&self, parent: Option<&str>, at: Ms) -> Entry {
        let mut cove = json!({ "turn": self.turn });
        if self.last {
            cove["final"] = true.into();
        }
        if self.quiet {
            cove["quiet"] = true.into();
        }
        if let Some(cost) = self.cost {
            cove["cost"] = cost.into();
        }
        if let Some(Prompt { bytes, estimate }) = self.prompt {
            cove["prompt"] = json!({ "bytes": bytes, "estimate": estimate });
        }
        let mut message = json!({
            "role": "assistant",
            "content": self.blocks.iter().map(block).collect::<Vec<_>>(),
            "api": "cove",
            "provider": self.model.provider,
            "model": self.model.model,
            "usage": usage(self.usage.unwrap_or_default(), self.cost),
            "stopReason": self.stop.as_str(),
            "timestamp": at,
        });
        if self.usage.is_none() {
            cove["estimated"] = true.into();
        }
        if let Some(error) = self.error {
            message["errorMessage"] = error.code.as_str().into();
            if !error.params.is_empty() {
                cove["errorParams"] = json!(error.params);
            }
        }
        entry(
            "message",
            parent,
            at,
            [("message", message), ("cove", cove)],
        )
    }
}

impl ResultEntry<'_> {
    /// Prints it behind `parent`.
    pub fn print(&self, parent: Option<&str>, at: Ms) -> Entry {
        let message = json!({
            "role": "toolResult",
            "toolCallId": self.call.id,
            "toolName": self.call.name,
            "content": [{ "type": "text", "text": self.text }],
            "isError": self.is_error,
            "timestamp": at,
        });
        let cove = json!({ "turn": self.turn, "ms": self.ms });
        entry(
            "message",
            parent,
            at,
            [("message", message), ("cove", cove)],
        )
    }
}

/// What a beat asks the agent; people never see it.
pub fn beat_entry(
    text: &str,
    turn: &str,
    events: &[String],
    parent: Option<&str>,
    at: Ms,
) -> Entry {
    entry(
        "custom_message",
        parent,
        at,
        [
            ("customType", BEAT.into()),
            ("content", text.into()),
            ("display", false.into()),
            ("cove", json!({ "turn": turn, "events": events })),
        ],
    )
}

/// Something a job said to a person, noted where the conversation goes on.
#[derive(Debug, Clone)]
pub struct SaidEntry<'a> {
    /// As the model reads it.
    pub text: &'a str,
    /// As people read it.
    pub shown: &'a str,
    /// The part on its way out that it stands for.
    pub outbox: &'a str,
    /// The job.
    pub job: &'a str,
    /// It was said here; else elsewhere, and this is a note of it.
    pub here: bool,
}

impl SaidEntry<'_> {
    /// Prints it behind `parent`.
    pub fn print(&self, parent: Option<&str>, at: Ms) -> Entry {
        let cove = json!({
            "outbox": self.outbox, "job": self.job, "here": self.here, "shown": self.shown,
        });
        entry(
            "custom_message",
            parent,
            at,
            [
                ("customType", SAID.into()),
                ("content", self.text.into()),
                ("display", true.into()),
                ("cove", cove),
            ],
        )
    }
}

/// The type of an entry that tells what a job said.
const SAID: &str = "job-said";

/// The type of an entry that a beat begins with.
const BEAT: &str = "heartbeat";

/// What a session gets of the one before; people see a line about it instead. `file` is what
/// another program had left it in.
pub fn carryover_entry(text: &str, file: Option<&str>, parent: Option<&str>, at: Ms) -> Entry {
    let cove = match file {
        Some(file) => json!({ "file": file }),
        None => json!({}),
    };
    entry(
        "custom_message",
        parent,
        at,
        [
            ("customType", CARRYOVER.into()),
            ("content", text.into()),
            ("display", false.into()),
            ("cove", cove),
        ],
    )
}

/// The type of an entry that was carried over.
pub(super) const CARRYOVER: &str = "session-carryover";

pub(super) fn entry<const N: usize>(
    kind: &str,
    parent: Option<&str>,
    at: Ms,
    fields: [(&str, Value); N],
) -> Entry {
    let id = new_id();
    let mut object = Map::new();
    object.insert("type".into(), kind.into());
    object.insert("id".into(), id.clone().into());
    object.insert("parentId".into(), parent.map_or(Value::Null, Value::from));
    object.insert("timestamp".into(), iso(at).into());
    for (name, value) in fields {
        object.insert(name.to_owned(), value);
    }
    let raw = Value::Object(object).to_string();
    // A line printed here reads back as an entry: the type and the id stand in it.
    Entry::read(&raw).unwrap_or(Entry {
        id,
        parent: parent.map(str::to_owned),
        at,
        body: super::line::EntryBody::Other {
            kind: kind.to_owned(),
        },
        cove: Map::new(),
        raw,
    })
}

/// 8 hex digits.
pub(super) fn new_id() -> String {
    let id = uuid::Uuid::new_v4().simple().to_string();
    id.chars().take(8).collect()
}

fn block(block: &Block) -> Value {
    match block {
        Block::Text { text } => json!({ "type": "text", "text": text }),
        Block::Thinking { text, signature } => {
            let mut thinking = json!({ "type": "thinking", "thinking": text });
            if let Some(signature) = signature {
                thinking["thinkingSignature"] = signature.as_str().into();
            }
            thinking
        }
        Block::Image { data, mime } => json!({ "type": "image", "data": data, "mimeType": mime }),
        Block::Call(call) => {
            json!({ "type": "toolCall", "id": call.id, "name": call.name, "arguments": call.arguments })
        }
        Block::Result { text, .. } => json!({ "type": "text", "text": text }),
    }
}

fn usage(usage: Usage, cost: Option<i64>) -> Value {
    // The field's unit is US dollars; the exact figure in nano-dollars stands under `cove`.
    let dollars = cost.unwrap_or(0) as f64 / 1e9;
    json!({
        "input": usage.input, "output": usage.output,
        "cacheRead": usage.cache_read, "cacheWrite": usage.cache_write,
        "totalTokens": usage.total(), "cost": { "total": dollars },
    })
}
