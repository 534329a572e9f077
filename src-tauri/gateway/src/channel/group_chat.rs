//! A group as a channel shows it, and where the bot stands in it.
//!
//! Owns these shapes. Whether a group is heard is decided elsewhere.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::types::ChannelKind;

/// What a channel shows of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupSeen {
    /// The channel.
    pub channel: ChannelKind,
    /// Its account.
    pub account: String,
    /// The group's id.
    pub peer: String,
    /// Its name.
    pub title: String,
    /// It has topics.
    pub forum: bool,
    /// The topic that something was said in: its number and, where it is told, its name.
    pub topic: Option<(String, Option<String>)>,
}

/// Where a bot stands in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It is in it and may write.
    Member,
    /// It is in it and may not write.
    Muted,
    /// It is not in it any more.
    Removed,
}

impl Standing {
    /// Its name in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Muted => "muted",
            Self::Removed => "removed",
        }
    }

    /// Reads it back; the table's CHECK allows no other name.
    pub fn parse(name: &str) -> Self {
        match name {
            "muted" => Self::Muted,
            "removed" => Self::Removed,
            _ => Self::Member,
        }
    }
}
