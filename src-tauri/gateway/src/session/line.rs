//! One line of a transcript: the bytes as they were read and a typed view of them.
//!
//! Owns reading every entry type of field-reference.md §4. Unknown types and fields survive,
//! since only the bytes are ever kept or copied.

use serde_json::{Map, Value};

use crate::clock::Ms;
use crate::error::Problem;
use crate::model::{Block, ToolCall, Usage};

/// An entry and its bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// 8 hex digits, unique in the file.
    pub id: String,
    /// The entry it follows; `None` = the first.
    pub parent: Option<String>,
    /// When, ms.
    pub at: Ms,
    /// What it is.
    pub body: EntryBody,
    /// Cove's own fields of the entry.
    pub cove: Map<String, Value>,
    /// Its line, byte for byte.
    pub raw: String,
}

/// What an entry is.
#[derive(Debug, Clone, PartialEq)]
pub enum EntryBody {
    /// Something said, or a tool's answer.
    Message(Message),
    /// A summary stands for what came before.
    Compaction {
        /// The summary.
        summary: String,
        /// The first entry kept word for word.
        first_kept: Option<String>,
    },
    /// A summary of another branch.
    BranchSummary {
        /// The summary.
        summary: String,
    },
    /// Text for the model that nobody typed.
    CustomMessage {
        /// Its type.
        kind: String,
        /// The text.
        text: String,
        /// Shown to people.
        display: bool,
    },
    /// Data that the model never sees.
    Custom {
        /// Its type.
        kind: String,
        /// The data.
        data: Value,
    },
    /// Something set for the conversation; the model never sees it.
    Setting(Setting),
    /// A type not known here.
    Other {
        /// Its type.
        kind: String,
    },
}

/// What an entry sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// Another model answers from here on.
    Model {
        /// Its provider.
        provider: String,
        /// Its id there.
        model: String,
    },
    /// How much the model thinks from here on.
    Thinking(String),
    /// A name for an entry.
    Label {
        /// The entry.
        target: String,
        /// Its name; `None` takes it away.
        label: Option<String>,
    },
    /// The conversation's name.
    Name(String),
}

/// Who a message is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageRole {
    /// A person, or what stands for one.
    User,
    /// The model.
    Assistant,
    /// A tool.
    ToolResult,
    /// An extension of the program, to the model (`custom`; version 2 wrote `hookMessage`).
    Custom,
    /// A role not known here.
    Other,
}

/// Why the model stopped, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// It had said everything.
    Stop,
    /// The output limit.
    Length,
    /// It wants tools run.
    ToolUse,
    /// The call failed; not sent to the model again.
    Error,
    /// The person stopped it; not sent to the model again.
    Aborted,
}

impl Stop {
    /// The field's name for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Length => "length",
            Self::ToolUse => "toolUse",
            Self::Error => "error",
            Self::Aborted => "aborted",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [
            Self::Stop,
            Self::Length,
            Self::ToolUse,
            Self::Error,
            Self::Aborted,
        ]
        .into_iter()
        .find(|stop| stop.as_str() == text)
    }
}

/// A message entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Who.
    pub role: MessageRole,
    /// What.
    pub blocks: Vec<Block>,
    /// Of an assistant: why it stopped.
    pub stop: Option<Stop>,
    /// Of an assistant: tokens of the call.
    pub usage: Option<Usage>,
    /// Of an assistant: provider and model.
    pub model: Option<(String, String)>,
    /// Of an assistant: the code of its failure.
    pub error: Option<String>,
}

impl Message {
    /// All text blocks, joined.
    pub fn text(&self) -> String {
        let texts = self.blocks.iter().filter_map(|block| match block {
            Block::Text { text } | Block::Result { text, .. } => Some(text.as_str()),
            _ => None,
        });
        texts.collect::<Vec<_>>().join("\n")
    }

    /// What it says: its text without calls, results and reasoning.
    pub fn said(&self) -> String {
        let texts = self.blocks.iter().filter_map(|block| match block {
            Block::Text { text } => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    /// The calls it makes.
    pub fn calls(&self) -> impl Iterator<Item = &ToolCall> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Call(call) => Some(call),
            _ => None,
        })
    }
}

impl Entry {
    /// Why the answer it holds failed, with what the sentence about it needs.
    pub fn problem(&self) -> Option<Problem> {
        let code = self.message()?.error.clone()?;
        let params = self.cove.get("errorParams").cloned().unwrap_or_default();
        Some(Problem {
            code,
            params: serde_json::from_value(params).unwrap_or_default(),
        })
    }

    /// Reads a line; `None` where it is no entry (damaged, or the header).
    pub fn read(raw: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(raw).ok()?;
        let object = value.as_object()?;
        let (id, parent) = (text(object, "id")?, text(object, "parentId"));
        Self::of(raw, object, id, parent)
    }

    /// Reads a line of a transcript whose entries have no ids: it gets `id` and follows `parent`
    /// unless it says otherwise. `id_at` names the line at a place of the file.
    pub(super) fn read_flat(
        raw: &str,
        id: String,
        parent: Option<String>,
        id_at: impl Fn(usize) -> String,
    ) -> Option<Self> {
        let value: Value = serde_json::from_str(raw).ok()?;
        let object = value.as_object()?;
        let mut entry = match text(object, "id") {
            Some(own) => Self::of(raw, object, own, text(object, "parentId"))?,
            None => Self::of(raw, object, id, parent)?,
        };
        if let EntryBody::Compaction { first_kept, .. } = &mut entry.body
            && first_kept.is_none()
        {
            let place = object.get("firstKeptEntryIndex").and_then(Value::as_u64);
            *first_kept = place
                .and_then(|place| usize::try_from(place).ok())
                .map(id_at);
        }
        Some(entry)
    }

    fn of(
        raw: &str,
        object: &Map<String, Value>,
        id: String,
        parent: Option<String>,
    ) -> Option<Self> {
        let kind = text(object, "type").filter(|kind| kind != "session")?;
        Some(Self {
            id,
            parent,
            at: object.get("timestamp").map_or(0, time),
            body: body(&kind, object),
            cove: object
                .get("cove")
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default(),
            raw: raw.to_owned(),
        })
    }

    /// The part on its way out that it stands for, where it does.
    pub fn outbox(&self) -> Option<&str> {
        self.cove.get("outbox").and_then(Value::as_str)
    }

    /// Text for the model that people read in other words.
    pub fn shown(&self) -> Option<&str> {
        self.cove.get("shown").and_then(Value::as_str)
    }

    /// The turn it belongs to, where Cove wrote it.
    pub fn turn(&self) -> Option<&str> {
        self.cove.get("turn").and_then(Value::as_str)
    }

    /// It ends its turn.
    pub fn is_final(&self) -> bool {
        self.cove
            .get("final")
            .and_then(Value::as_bool)
            .unwrap_or(false)
    }

    /// The message, if it is one.
    pub fn message(&self) -> Option<&Message> {
        match &self.body {
            EntryBody::Message(message) => Some(message),
            _ => None,
        }
    }
}

fn body(kind: &str, object: &Map<String, Value>) -> EntryBody {
    match kind {
        "message" => object
            .get("message")
            .and_then(Value::as_object)
            .map_or_else(
                || EntryBody::Other {
                    kind: kind.to_owned(),
                },
                |inner| EntryBody::Message(message(inner)),
            ),
        "compaction" => EntryBody::Compaction {
            summary: text(object, "summary").unwrap_or_default(),
            first_kept: text(object, "firstKeptEntryId"),
        },
        "branch_summary" => EntryBody::BranchSummary {
            summary: text(object, "summary").unwrap_or_default(),
        },
        "custom_message" => EntryBody::CustomMessage {
            kind: text(object, "customType").unwrap_or_default(),
            text: object.get("content").map(plain).unwrap_or_default(),
            display: object
                .get("display")
                .and_then(Value::as_bool)
                .unwrap_or(false),
        },
        "custom" => EntryBody::Custom {
            kind: text(object, "customType").unwrap_or_default(),
            data: object.get("data").cloned().unwrap_or(Value::Null),
        },
        other => setting(other, object).map_or_else(
            || EntryBody::Other {
                kind: other.to_owned(),
            },
            EntryBody::Setting,
        ),
    }
}

fn setting(kind: &str, object: &Map<String, Value>) -> Option<Setting> {
    Some(match kind {
        "model_change" => Setting::Model {
            provider: text(object, "provider").unwrap_or_default(),
            model: text(object, "modelId")?,
        },
        "thinking_level_change" => Setting::Thinking(text(object, "thinkingLevel")?),
        "label" => Setting::Label {
            target: text(object, "targetId")?,
            label: text(object, "label"),
        },
        "session_info" => Setting::Name(text(object, "name")?),
        _ => return None,
    })
}

fn message(object: &Map<String, Value>) -> Message {
    let role = match text(object, "role").as_deref() {
        Some("user") => MessageRole::User,
        Some("assistant") => MessageRole::Assistant,
        Some("toolResult") => MessageRole::ToolResult,
        Some("custom" | "hookMessage") => MessageRole::Custom,
        _ => MessageRole::Other,
    };
    let content = object.get("content");
    let blocks = if role == MessageRole::ToolResult {
        vec![Block::Result {
            call_id: text(object, "toolCallId")
                .or_else(|| text(object, "toolUseId"))
                .unwrap_or_default(),
            tool: text(object, "toolName").unwrap_or_default(),
            text: content.map(plain).unwrap_or_default(),
            is_error: object
                .get("isError")
                .and_then(Value::as_bool)
                .unwrap_or(false),
        }]
    } else {
        content.map(blocks).unwrap_or_default()
    };
    let provider = text(object, "provider");
    Message {
        role,
        blocks,
        stop: text(object, "stopReason").and_then(|stop| Stop::parse(&stop)),
        usage: object.get("usage").and_then(Value::as_object).map(usage),
        model: provider.zip(text(object, "model")),
        error: text(object, "errorMessage"),
    }
}

fn blocks(content: &Value) -> Vec<Block> {
    match content {
        Value::String(text) => vec![Block::Text { text: text.clone() }],
        Value::Array(parts) => parts
            .iter()
            .filter_map(Value::as_object)
            .filter_map(block)
            .collect(),
        _ => Vec::new(),
    }
}

fn block(object: &Map<String, Value>) -> Option<Block> {
    match text(object, "type")?.as_str() {
        "text" => Some(Block::Text {
            text: text(object, "text")?,
        }),
        "thinking" => Some(Block::Thinking {
            text: text(object, "thinking").unwrap_or_default(),
            signature: text(object, "thinkingSignature"),
        }),
        "image" => Some(Block::Image {
            data: text(object, "data")?,
            mime: text(object, "mimeType")?,
        }),
        "toolCall" | "toolUse" | "functionCall" => Some(Block::Call(ToolCall {
            id: text(object, "id").unwrap_or_default(),
            name: text(object, "name").unwrap_or_default(),
            arguments: object
                .get("arguments")
                .or_else(|| object.get("input"))
                .cloned()
                .unwrap_or(Value::Null),
        })),
        _ => None,
    }
}

fn plain(content: &Value) -> String {
    let texts = blocks(content).into_iter().filter_map(|block| match block {
        Block::Text { text } => Some(text),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

fn usage(object: &Map<String, Value>) -> Usage {
    let count = |name: &str| object.get(name).and_then(Value::as_u64).unwrap_or(0);
    Usage {
        input: count("input"),
        output: count("output"),
        cache_read: count("cacheRead"),
        cache_write: count("cacheWrite"),
    }
}

fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    object.get(name).and_then(Value::as_str).map(str::to_owned)
}

/// ISO text or ms.
fn time(value: &Value) -> Ms {
    match value {
        Value::Number(number) => number.as_i64().unwrap_or(0),
        Value::String(text) => {
            chrono::DateTime::parse_from_rfc3339(text).map_or(0, |at| at.timestamp_millis())
        }
        _ => 0,
    }
}
