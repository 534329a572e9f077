//! The bot behind a token, before it is connected.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{Changed, PEOPLE, request};
use crate::channel::Standing;

/// Asks Telegram whose token this is. It is kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TelegramCheck {
    /// As @BotFather gave it.
    pub token: String,
}

/// The bot of a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TelegramChecked {
    /// `@wren_bot`.
    pub name: String,
}

request!(
    TelegramCheck,
    "telegram.check",
    Gateway,
    PEOPLE,
    TelegramChecked
);

/// The bots and the groups they are in, with what each means.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct TelegramGroups {}

/// A bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TelegramBot {
    /// Its account, `default` if there is only one.
    pub account: String,
    /// `@name`, once known, else the name in the settings.
    pub name: Option<String>,
    /// The agent that answers where no binding says otherwise.
    pub agent_id: String,
    /// Who may write to it directly and what they reach, in words.
    pub direct: String,
    /// In which groups it listens, in words.
    pub groups: String,
}

/// Whether a group is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum GroupState {
    /// It is.
    On,
    /// It is switched off.
    Off,
    /// The settings do not name it.
    Unlisted,
}

/// A topic of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TelegramTopic {
    /// Its number.
    pub topic: String,
    /// Its name, where it was told; else empty.
    pub name: String,
    /// It is heard.
    pub on: bool,
    /// Only when the agent is called.
    pub require_mention: bool,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TelegramGroup {
    /// The bot's account.
    pub account: String,
    /// Its id.
    pub peer: String,
    /// Its name; its id where nobody told it.
    pub title: String,
    /// Whether it is heard.
    pub state: GroupState,
    /// Where the bot stands; `None` where nothing was seen of it yet.
    pub standing: Option<Standing>,
    /// Only when the agent is called.
    pub require_mention: bool,
    /// Everybody there may talk to it.
    pub everybody: bool,
    /// Who may talk, when it answers and what may be read there, one sentence each.
    pub says: Vec<String>,
    /// The topics that were seen.
    pub topics: Vec<TelegramTopic>,
}

/// Bots and groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TelegramGroupsPage {
    /// The bots.
    pub bots: Vec<TelegramBot>,
    /// The groups, by name.
    pub groups: Vec<TelegramGroup>,
}

request!(
    TelegramGroups,
    "telegram.groups",
    Reading,
    PEOPLE,
    TelegramGroupsPage
);

/// Switches something about a group, or a topic of it. What is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TelegramGroupSet {
    /// The bot's account.
    pub account: String,
    /// The group.
    pub peer: String,
    /// One topic of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub topic: Option<String>,
    /// It is heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub enabled: Option<bool>,
    /// Only when the agent is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub require_mention: Option<bool>,
    /// Everybody there may talk to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub everybody: Option<bool>,
}

request!(
    TelegramGroupSet,
    "telegram.group.set",
    Changing,
    PEOPLE,
    Changed
);

/// Asks no more about a group, until something about it changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TelegramGroupIgnore {
    /// The bot's account.
    pub account: String,
    /// The group.
    pub peer: String,
}

request!(
    TelegramGroupIgnore,
    "telegram.group.ignore",
    Changing,
    PEOPLE,
    Changed
);
