//! The words of `cove route`.
//!
//! Owns names and flags.

use clap::{Args as Flags, ValueEnum};
use cove_gateway::channel::{ChannelKind, ChatType};

use super::channel;

/// `cove route`.
#[derive(Debug, Flags)]
pub struct RouteArgs {
    /// Where the message would come in
    #[arg(long, value_parser = channel)]
    pub channel: ChannelKind,
    /// The channel's account (default: default)
    #[arg(long, value_name = "NAME")]
    pub account: Option<String>,
    /// One person, or several
    #[arg(long, value_name = "TYPE", value_enum)]
    pub chat_type: ChatTypeArg,
    /// The person's or the group's id
    #[arg(long, value_name = "ID", allow_hyphen_values = true)]
    pub peer: String,
    /// The topic or thread
    #[arg(long, value_name = "ID")]
    pub topic: Option<String>,
    /// Who writes (default: the person of a direct chat)
    #[arg(long, value_name = "ID")]
    pub sender: Option<String>,
}

/// One person, or several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ChatTypeArg {
    /// One person
    Direct,
    /// A group
    Group,
}

impl From<ChatTypeArg> for ChatType {
    fn from(chat_type: ChatTypeArg) -> Self {
        match chat_type {
            ChatTypeArg::Direct => Self::Direct,
            ChatTypeArg::Group => Self::Group,
        }
    }
}
