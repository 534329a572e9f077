//! The agent's tools: which there are, which are turned off.
//!
//! Owns the shapes of these requests; the lists stand in the settings, `tools.allow` and
//! `tools.deny`.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::config::ConfigChanged;
use super::contract::{PEOPLE, request};

/// Lists the tools.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct ToolList {
    /// The agent; absent = the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
}

/// A tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ToolRow {
    /// Its name, as the settings write it.
    pub name: String,
    /// What it does, in a few words.
    pub title: String,
    /// What the agent can do with it, in a sentence.
    pub about: String,
    /// It changes something; otherwise it only looks.
    pub changes: bool,
    /// The agent may use it.
    pub on: bool,
    /// It is off by this pattern of `tools.deny`, which may be about others too.
    pub pattern: Option<String>,
}

/// All tools.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ToolRows {
    /// Those that only look first.
    pub tools: Vec<ToolRow>,
}

/// Turns a tool on or off, for every agent and every conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ToolSet {
    /// Its name.
    pub name: String,
    /// On or off.
    pub on: bool,
}

request!(ToolList, "tools.list", Reading, PEOPLE, ToolRows);
request!(ToolSet, "tools.set", Changing, PEOPLE, ConfigChanged);
