//! The bot behind a token, before it is connected.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{PEOPLE, request};

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
