//! Talking to the agent.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{Actor, ApiError, PEOPLE, request};
use serde_json::Value;

use crate::model::Usage;
/// A file that comes with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChatAttachment {
    /// What it is called.
    pub name: String,
    /// For example `image/png`.
    pub mime: String,
    /// Base64.
    pub data: String,
}

/// Hands a message in. It is durably stored when this answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChatSend {
    /// The person's words.
    pub text: String,
    /// The conversation; absent = the main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub session_key: Option<String>,
    /// The agent; absent = the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub agent_id: Option<String>,
    /// Files that come with it: at most 10, together at most 5 MiB. They are kept in the agent's
    /// workspace under `inbox/`, and the message names them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<ChatAttachment>>")]
    pub attachments: Vec<ChatAttachment>,
}

/// Stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChatSent {
    /// For `chat.wait`.
    pub inbox_id: String,
    /// The conversation it belongs to.
    pub session_key: String,
    /// Why it waits for now: everything is paused. Null = it is taken up.
    pub waits: Option<ApiError>,
}

/// Goes back to before a message of the person and says it again, or other words instead. What was
/// said from there on stays in the transcript and is no part of the conversation any more; what
/// tools did stays done. Nothing changes before its turn begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChatRetry {
    /// The conversation; absent = the main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub session_key: Option<String>,
    /// The person's message, from `chat.history`.
    pub message_id: String,
    /// The new words; absent = the same once more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub text: Option<String>,
}

/// What was said in the place of a message before it was said again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChatEarlier {
    /// The conversation; absent = the main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub session_key: Option<String>,
    /// The person's message as it stands now, from `chat.history`.
    pub message_id: String,
}

/// The versions that came before, the first one first. To be read: they are no part of the
/// conversation any more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EarlierVersions {
    /// Each: the person's words and what followed them.
    pub versions: Vec<Vec<ChatMessage>>,
}

/// Waits until the message was answered, skipped or failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChatWait {
    /// From `chat.send`.
    pub inbox_id: String,
}

/// How a message or a turn ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum TurnOutcome {
    /// Answered.
    Done,
    /// Nothing to say.
    Quiet,
    /// The person stopped it.
    Stopped,
    /// Not run; the reason says why.
    Skipped,
    /// Failed; the reason says why.
    Failed,
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TurnResult {
    /// How it ended.
    pub outcome: TurnOutcome,
    /// What the agent said; Markdown.
    pub reply: String,
    /// The conversation.
    pub session_key: String,
    /// Its session id at that time.
    pub session_id: String,
    /// The turn that answered.
    pub turn_id: Option<String>,
    /// Tokens of all calls of the turn.
    pub usage: Usage,
    /// Nano-dollars; null where the price is unknown.
    pub cost: Option<i64>,
    /// `provider/model`.
    pub model: Option<String>,
    /// Answered by the practice agent, without AI.
    pub practice: bool,
    /// The line of usage under the reply, ready to be read; null where the conversation has none
    /// (`/usage`).
    #[serde(default)]
    pub usage_line: Option<String>,
    /// Why it failed or was skipped.
    pub problem: Option<ApiError>,
}

/// Stops the running turn of a conversation and skips what waits behind it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChatStop {
    /// The conversation; absent = the main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub session_key: Option<String>,
}

/// What was stopped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChatStopped {
    /// A turn was running.
    pub stopped: bool,
    /// Messages that waited and were marked *skipped: stopped*.
    pub skipped: u32,
}

/// A page of a conversation, newest last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChatHistory {
    /// The conversation; absent = the main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub session_key: Option<String>,
    /// Only what is older than this: `older` of a page, or an entry id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<String>,
    /// At most this many (default 50, at most 200).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// A tool call as a person sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ToolLine {
    /// The call's id.
    pub id: String,
    /// The tool.
    pub name: String,
    /// A sentence in the past tense: what it did.
    pub text: String,
    /// Its arguments.
    #[ts(type = "unknown")]
    pub input: Value,
    /// What it answered, cut to 4,000 characters; null while it runs.
    pub output: Option<String>,
    /// It failed or was refused.
    pub is_error: bool,
    /// How long it took, ms.
    pub ms: Option<i64>,
}

/// Who said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Speaker {
    /// The person.
    Person,
    /// The agent.
    Agent,
    /// Cove itself: a reset, a stop, a reason.
    Note,
}

/// What a note marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum MessageMark {
    /// The conversation began anew here.
    Fresh,
    /// What was said before was summed up.
    Compacted,
}

/// One message as a person sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChatMessage {
    /// The entry's id.
    pub id: String,
    /// The turn it belongs to.
    pub turn_id: Option<String>,
    /// Who.
    pub speaker: Speaker,
    /// When, ms.
    pub at: i64,
    /// Markdown; of a person, their own words only.
    pub text: String,
    /// Where the person wrote from.
    pub channel: Option<String>,
    /// Tools it used, in order, before the text.
    pub tools: Vec<ToolLine>,
    /// Tokens of its calls.
    pub usage: Option<Usage>,
    /// Nano-dollars.
    pub cost: Option<i64>,
    /// `provider/model`.
    pub model: Option<String>,
    /// Said by the practice agent, without AI.
    pub practice: bool,
    /// The line of usage under an answer, ready to be read; null where the conversation has none
    /// (`/usage`).
    #[serde(default)]
    pub usage_line: Option<String>,
    /// Said anew, by `chat.retry`.
    pub again: bool,
    /// The person stopped it here.
    pub stopped: bool,
    /// Why it ended early.
    pub problem: Option<ApiError>,
    /// What it marks, of a note that marks something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub mark: Option<MessageMark>,
    /// The summary in the place of what was said before, where it marks that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub summary: Option<String>,
}

/// A message that waits for its turn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Waiting {
    /// Its id.
    pub inbox_id: String,
    /// The person's words.
    pub text: String,
    /// When, ms.
    pub at: i64,
    /// From where.
    pub channel: String,
    /// The message it is said instead of: that one and what follows it leave the conversation when
    /// its turn begins. Null = it follows what was said.
    pub instead_of: Option<String>,
}

/// A turn at work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunningTurn {
    /// Its id.
    pub turn_id: String,
    /// When, ms.
    pub started_at: i64,
    /// What it has said so far.
    pub text: String,
    /// Where the next piece of text begins, in UTF-8 bytes.
    pub offset: u64,
    /// Tools so far.
    pub tools: Vec<ToolLine>,
}

/// A page of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChatPage {
    /// The events' epoch.
    pub epoch: String,
    /// The event this page is true for.
    pub seq: u64,
    /// The conversation.
    pub session_key: String,
    /// Its session id; null while it has none.
    pub session_id: Option<String>,
    /// Oldest first.
    pub messages: Vec<ChatMessage>,
    /// The place before these, for `before`; `null` = there is nothing older.
    pub older: Option<String>,
    /// The turn at work.
    pub running: Option<RunningTurn>,
    /// What waits behind it.
    pub waiting: Vec<Waiting>,
}

/// The text of a running or just ended turn again, from an offset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChatStream {
    /// The turn.
    pub turn_id: String,
    /// From here, UTF-8 bytes.
    pub offset: u64,
}

/// A piece of a turn's text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChatPiece {
    /// The turn.
    pub turn_id: String,
    /// Where it begins.
    pub offset: u64,
    /// The text.
    pub text: String,
    /// The turn has ended.
    pub done: bool,
}

request!(
    ChatEarlier,
    "chat.earlier",
    Reading,
    PEOPLE,
    EarlierVersions
);
request!(
    ChatSend,
    "chat.send",
    Gateway,
    &[Actor::Window, Actor::Cli, Actor::Tray],
    ChatSent
);
request!(
    ChatRetry,
    "chat.retry",
    Gateway,
    &[Actor::Window, Actor::Cli],
    ChatSent
);
request!(ChatWait, "chat.wait", Gateway, PEOPLE, TurnResult);
request!(
    ChatStop,
    "chat.stop",
    Gateway,
    &[Actor::Window, Actor::Cli, Actor::Tray, Actor::ChannelPerson],
    ChatStopped
);
request!(ChatHistory, "chat.history", Reading, PEOPLE, ChatPage);
request!(ChatStream, "chat.stream", Gateway, PEOPLE, ChatPiece);
