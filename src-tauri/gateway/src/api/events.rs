//! What a subscriber sees: facts with an epoch and a sequence number, from a bounded ring.
//!
//! Owns the shapes of events and of `subscribe`. Never stores anything on disk: after a restart
//! the epoch is new and a subscriber asks for everything again.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::chat::{ToolLine, TurnResult, Waiting};
use super::contract::{ApiError, PEOPLE, request};

/// What happened. Pieces of text carry no seq of their own: they are `{turnId, offset}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Happening {
    /// A message was stored and waits.
    MessageWaiting {
        /// The conversation.
        session_key: String,
        /// The message.
        message: Waiting,
    },
    /// A turn began with these messages.
    TurnStarted {
        /// The conversation.
        session_key: String,
        /// The turn.
        turn_id: String,
        /// What it answers.
        inbox_ids: Vec<String>,
        /// When, ms.
        at: i64,
    },
    /// More text of a turn.
    TurnText {
        /// The conversation.
        session_key: String,
        /// The turn.
        turn_id: String,
        /// Where it begins, UTF-8 bytes.
        offset: u64,
        /// The text.
        text: String,
    },
    /// A tool call began or ended.
    TurnTool {
        /// The conversation.
        session_key: String,
        /// The turn.
        turn_id: String,
        /// The call; `output` is null while it runs.
        tool: ToolLine,
    },
    /// A turn ended.
    TurnEnded {
        /// The conversation.
        session_key: String,
        /// The turn.
        turn_id: String,
        /// What it answered.
        inbox_ids: Vec<String>,
        /// How.
        result: TurnResult,
    },
    /// Waiting messages were not answered.
    MessagesSkipped {
        /// The conversation.
        session_key: String,
        /// Which.
        inbox_ids: Vec<String>,
        /// Why.
        problem: ApiError,
    },
    /// A list changed; ask again: sessions, status, config, secrets, pairing, activity,
    /// deliveries, holds, files, models.
    Changed {
        /// Which list.
        what: Topic,
        /// What in it, where that is known.
        reference: Option<String>,
    },
    /// The gateway stops.
    Stopping {},
}

/// Lists a subscriber may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// Conversations.
    Sessions,
    /// The status.
    Status,
    /// Settings.
    Config,
    /// Secrets.
    Secrets,
    /// People and requests.
    Pairing,
    /// Records.
    Activity,
    /// Parts on their way out.
    Deliveries,
    /// Pauses.
    Holds,
    /// The agent's files.
    Files,
    /// Models.
    Models,
    /// Check-ins and what waits for one.
    Heartbeat,
    /// Jobs and their runs.
    Jobs,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// New at each start of the gateway.
    pub epoch: String,
    /// Rises by one with each event; a piece of text repeats the last one.
    pub seq: u64,
    /// What happened.
    pub happening: Happening,
}

/// Where a subscriber stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Since {
    /// The epoch it knows.
    pub epoch: String,
    /// The last event it has.
    pub seq: u64,
}

/// Asks for events from where the subscriber stands; the carrier streams them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Subscribe {
    /// Absent = from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub since: Option<Since>,
}

/// What a subscriber gets on its stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum StreamItem {
    /// The stream begins; `resync` = what the subscriber holds is stale, ask for everything.
    Ready {
        /// The gateway's epoch.
        epoch: String,
        /// The newest event.
        seq: u64,
        /// The ring no longer holds what came since.
        resync: bool,
    },
    /// An event.
    Event {
        /// The event.
        event: Box<Event>,
    },
    /// The subscriber was too slow and events were lost: ask for everything.
    Resync {
        /// The gateway's epoch.
        epoch: String,
        /// The newest event.
        seq: u64,
    },
}

/// The answer to [`Subscribe`] itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Subscribed {}

request!(Subscribe, "events.subscribe", Gateway, PEOPLE, Subscribed);
