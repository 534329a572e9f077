//! What an agent is called.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::config::ConfigChanged;
use super::contract::{PEOPLE, request};

/// Gives the default agent a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AgentRename {
    /// The name, not empty.
    pub name: String,
}

request!(AgentRename, "agent.rename", Changing, PEOPLE, ConfigChanged);
