//! What several conversations know together: states, logs and leases.
//!
//! Owns the shapes of these requests; the rules are the workspace's.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::contract::{PEOPLE, Undo, request};

/// Lists the shared states and logs of an agent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct StateList {
    /// The agent; absent = the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
}

/// The shared states there are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StateNames {
    /// States by name.
    pub states: Vec<String>,
    /// Logs by name.
    pub logs: Vec<String>,
}

/// Reads a shared state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct StateGet {
    /// Which.
    pub name: String,
    /// The agent; absent = the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
}

/// Who may write a state, until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StateLease {
    /// The conversation or program.
    pub holder: String,
    /// Since, ISO 8601.
    pub acquired_at: String,
    /// Until, ISO 8601.
    pub expires_at: String,
}

/// A shared state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StateSeen {
    /// Its name.
    pub name: String,
    /// Counts the writes; 0 = there is none yet.
    pub version: u32,
    /// What its producer declared it to hold.
    pub format: Option<String>,
    /// The last write, ISO 8601.
    pub updated_at: Option<String>,
    /// Who wrote.
    pub updated_by: Option<String>,
    /// All of it.
    #[ts(type = "unknown")]
    pub state: Value,
    /// Who may write.
    pub lock: Option<StateLease>,
    /// Where there is only a log of this name: its newest lines, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<StateLine>>")]
    pub log: Vec<StateLine>,
}

/// A line of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StateLine {
    /// When it was added, ISO 8601.
    pub at: String,
    /// Who added it.
    pub by: String,
    /// What.
    pub text: String,
}

/// What is done to a shared state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[ts(optional_fields)]
pub enum StateDo {
    /// Puts a whole new state in the place of the one of `version`.
    Set {
        /// All of it.
        #[ts(type = "unknown")]
        state: Value,
        /// The version it was made from; absent = whatever stands there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        version: Option<u32>,
        /// What it holds; declared once.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        format: Option<String>,
    },
    /// Adds a line to the log of this name.
    Append {
        /// The line.
        text: String,
    },
    /// Takes the lease, also over from a holder whose time is over.
    Acquire {
        /// Absent = 10.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes: Option<u32>,
    },
    /// Makes the own lease longer.
    Renew {
        /// From now; absent = 10.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes: Option<u32>,
    },
    /// Gives the own lease back.
    Release {},
}

/// Changes a shared state in one step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct StateChange {
    /// Which.
    pub name: String,
    /// What.
    pub action: StateDo,
    /// In whose name; absent = `person`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// The agent; absent = the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
}

/// What stands there now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StateChanged {
    /// The state; `null` for a log.
    pub state: Option<StateSeen>,
    /// What takes the change back.
    pub undo: Option<Undo>,
}

request!(StateList, "state.list", Reading, PEOPLE, StateNames);
request!(StateGet, "state.get", Reading, PEOPLE, StateSeen);
request!(StateChange, "state.change", Changing, PEOPLE, StateChanged);
