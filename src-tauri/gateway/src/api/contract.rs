//! What every request of the contract is: a method, who may call it, what it needs, its answer.
//!
//! Owns the envelope and the error as it travels. Never does anything itself.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::error::Problem;

/// The contract's version; another major is refused at `hello`.
pub const CONTRACT: &str = "1.0";

/// Who is on the other end. The carrier sets it, never the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// The desktop window.
    Window,
    /// The command line.
    Cli,
    /// The tray menu.
    Tray,
    /// A person writing in a channel.
    ChannelPerson,
    /// The agent, in a turn.
    AgentTurn,
    /// A job's run.
    Job,
}

/// What a request needs to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Needs {
    /// Nothing: pure.
    Nothing,
    /// Reads files or tables; works without a gateway and without the lock.
    Reading,
    /// Changes something; without a gateway it takes the exclusive lock for a moment.
    Changing,
    /// A turn, a model or a channel: only a running gateway can.
    Gateway,
}

/// A request of the contract.
pub trait Request: Serialize + DeserializeOwned + Send + 'static {
    /// `capability.verb`.
    const METHOD: &'static str;
    /// What it needs.
    const NEEDS: Needs;
    /// Who may call it.
    const AUDIENCE: &'static [Actor];
    /// What comes back.
    type Answer: Serialize + DeserializeOwned + Send + 'static;
}

/// The people's own ends: those that may widen power.
pub const PEOPLE: &[Actor] = &[Actor::Window, Actor::Cli, Actor::Tray];
/// Everybody.
pub const ANYONE: &[Actor] = &[
    Actor::Window,
    Actor::Cli,
    Actor::Tray,
    Actor::ChannelPerson,
    Actor::AgentTurn,
    Actor::Job,
];

/// A request on its way.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Call {
    /// `capability.verb`.
    pub method: String,
    /// The request's fields.
    #[serde(default)]
    #[ts(type = "unknown")]
    pub params: Value,
    /// Made by the client for a mutation; the same id again gives the first answer (24 h).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub request_id: Option<String>,
}

/// An error as it travels: the code, the sentence and what to do next, in the home's language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[error("{message}")]
pub struct ApiError {
    /// Stable code.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What the person can do next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub hint: Option<String>,
    /// The parameters behind the sentence.
    #[serde(default, skip_serializing_if = "crate::error::Params::is_empty")]
    #[ts(type = "Record<string, unknown>")]
    pub params: crate::error::Params,
}

impl ApiError {
    /// Renders a problem.
    pub fn render(
        problem: &Problem,
        words: &crate::words::Words,
        language: crate::words::Language,
    ) -> Self {
        Self {
            code: problem.code.clone(),
            message: words.problem(language, problem),
            hint: words.hint(language, problem),
            params: problem.params.clone(),
        }
    }
}

/// How a change can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Undo {
    /// For `undo.run`.
    pub id: String,
    /// What taking it back does, in words.
    pub label: String,
    /// Until when it can be, ms.
    pub expires_at: i64,
}

/// The answer of a mutation that has nothing else to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    /// How to take it back, where that is possible.
    pub undo: Option<Undo>,
}

/// Declares a request: `request!(ChatSend, "chat.send", Gateway, PEOPLE, ChatSent);`
macro_rules! request {
    ($type:ty, $method:literal, $needs:ident, $audience:expr, $answer:ty) => {
        impl $crate::api::contract::Request for $type {
            const METHOD: &'static str = $method;
            const NEEDS: $crate::api::contract::Needs = $crate::api::contract::Needs::$needs;
            const AUDIENCE: &'static [$crate::api::contract::Actor] = $audience;
            type Answer = $answer;
        }
    };
}
pub(crate) use request;
