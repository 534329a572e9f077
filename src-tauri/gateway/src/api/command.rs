//! The slash commands, for whoever completes them.
//!
//! Owns the shape of this request; the list is the one of `command/registry.rs`.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{PEOPLE, request};

/// Lists what can be typed behind a slash by the owner, in the order of the help.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CommandList {}

/// A command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CommandRow {
    /// Its name without the slash.
    pub name: String,
    /// Other names it is known by.
    pub aliases: Vec<String>,
    /// What may follow, as the help writes it; empty = nothing.
    pub usage: String,
    /// What it does, in a sentence.
    pub about: String,
}

/// Commands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Commands {
    /// In the order of the help.
    pub commands: Vec<CommandRow>,
}

request!(CommandList, "command.list", Reading, PEOPLE, Commands);
