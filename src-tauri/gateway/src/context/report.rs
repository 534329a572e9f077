//! The one report of a conversation's context: what the next request is made of.
//!
//! Owns the shape behind `/context`, `cove context`, the ring, `/status` and `cove sessions`, and
//! the arithmetic that makes its parts add up to its total. Pure: figures come in, no file is read.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::counted::EstimateError;
use super::level::{Level, Thresholds};
use super::marks::{Marks, Meter};
use crate::clock::Ms;
use crate::workspace::LeftReason;

/// What the next request of a conversation is made of. Names are the field's where it has them
/// (`systemPromptReport`, field-reference.md §10).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ContextReport {
    /// When it was made, ms.
    pub generated_at: Ms,
    /// Session key.
    pub session_key: String,
    /// Session id; empty before the first message.
    pub session_id: String,
    /// The agent.
    pub agent_id: String,
    /// The next request goes to this provider.
    pub provider: String,
    /// And this model of it.
    pub model: String,
    /// The agent's folder.
    pub workspace_dir: String,
    /// Most characters of one file.
    pub bootstrap_max_chars: u64,
    /// Most characters of all files.
    pub bootstrap_total_max_chars: u64,
    /// Window use: size of the next request, tokens.
    pub total_tokens: u64,
    /// False where it is an estimate (shown with ≈).
    pub total_tokens_fresh: bool,
    /// The window or its cap, tokens.
    pub context_tokens: u64,
    /// Of the window.
    pub percent_used: u32,
    /// Of the mark where compaction starts.
    pub meter: Meter,
    /// What is left of the window, tokens.
    pub free_tokens: u64,
    /// The model's own window, tokens.
    pub model_window: u64,
    /// Where things happen.
    pub marks: Marks,
    /// From where on it is long; `null` where it does not accumulate.
    pub thresholds: Option<Thresholds>,
    /// How long it is.
    pub level: Level,
    /// What a message of this length costs, nano-dollars; `null` = the price is unknown.
    pub message_cost: Option<i64>,
    /// What it is made of; the tokens add up to `totalTokens`.
    pub parts: Vec<Part>,
    /// The system prompt.
    pub system_prompt: SystemPrompt,
    /// The agent's files.
    pub injected_workspace_files: Vec<FileInPrompt>,
    /// The tools offered.
    pub tools: ToolsInPrompt,
    /// Old tool results that are trimmed for the request.
    pub pruning: PruningNow,
    /// What summing up now would come to; `null` = nothing is older than what stays.
    pub compaction: Option<CompactionNow>,
    /// Finished compactions.
    pub compaction_count: u32,
    /// Prompt tokens of the last request that came from the provider's cache.
    pub cache_read: u64,
    /// Prompt tokens of the last request that were put into it.
    pub cache_write: u64,
    /// How good the estimates are.
    pub estimate: EstimateNow,
}

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// The system prompt without the files.
    Instructions,
    /// The agent's files.
    Files,
    /// What the tools are and take.
    Tools,
    /// What stands for what was summarised.
    Summary,
    /// The end of the conversation before a reset.
    Carryover,
    /// What people said.
    People,
    /// What the agent said.
    Agent,
    /// Calls of tools.
    ToolCalls,
    /// What tools answered.
    ToolResults,
    /// Pictures.
    Pictures,
    /// Other text that nobody typed.
    Notes,
}

/// A part of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Pieces: files, tools, messages, calls.
    pub count: u32,
    /// Its share, tokens.
    pub tokens: u64,
}

/// The system prompt's size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SystemPrompt {
    /// Characters.
    pub chars: u64,
    /// Of them in files.
    pub project_context_chars: u64,
    /// The others.
    pub non_project_context_chars: u64,
    /// Its share, tokens.
    pub tokens: u64,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FileState {
    /// In, whole.
    In,
    /// In, with its middle left out.
    Cut,
    /// It does not exist.
    Missing,
    /// Not for this kind of conversation.
    NotForThisTurn,
    /// It says nothing.
    Empty,
    /// It could not be read.
    Unreadable,
}

impl From<LeftReason> for FileState {
    fn from(reason: LeftReason) -> Self {
        match reason {
            LeftReason::NotForThisTurn => Self::NotForThisTurn,
            LeftReason::Empty => Self::Empty,
            LeftReason::Unreadable => Self::Unreadable,
        }
    }
}

/// A file of the agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileInPrompt {
    /// Its name.
    pub name: String,
    /// Relative to the workspace.
    pub path: String,
    /// It does not exist.
    pub missing: bool,
    /// Its size, characters.
    pub raw_chars: u64,
    /// Of it in the prompt, characters.
    pub injected_chars: u64,
    /// Something of it was left out.
    pub truncated: bool,
    /// What became of it.
    pub state: FileState,
    /// Its share, tokens.
    pub tokens: u64,
}

/// The tools' size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ToolsInPrompt {
    /// Characters of names and descriptions.
    pub list_chars: u64,
    /// Characters of schemas.
    pub schema_chars: u64,
    /// Their share, tokens.
    pub tokens: u64,
    /// Each of them, largest first.
    pub entries: Vec<ToolInPrompt>,
}

/// A tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ToolInPrompt {
    /// Its name.
    pub name: String,
    /// Characters of its description.
    pub summary_chars: u64,
    /// Characters of its schema.
    pub schema_chars: u64,
    /// Parameters it takes.
    pub properties_count: u32,
    /// Its share, tokens.
    pub tokens: u64,
}

/// What pruning does to the next request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PruningNow {
    /// It is switched on for this model.
    pub on: bool,
    /// Results shortened.
    pub trimmed: u32,
    /// Results cleared.
    pub cleared: u32,
    /// Tokens that are not sent.
    pub freed_tokens: u64,
}

/// What summing up now would come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CompactionNow {
    /// Messages the summary would stand for.
    pub messages: u32,
    /// Messages that would stay word for word.
    pub kept_messages: u32,
    /// Tokens of what it would stand for; the summary itself takes some of them again.
    pub tokens: u64,
}

/// How good the estimates are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EstimateNow {
    /// Tokens of this model for each that the plain estimate (bytes / 3.6) gives.
    pub ratio: f64,
    /// Requests that was learned from.
    pub samples: u32,
    /// How far the estimates of this conversation were off.
    pub error: EstimateError,
}
