//! What the desktop says of the keys that open Cove from anywhere.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{Actor, Changed, request};
pub use crate::gateway::ShortcutState;

/// Tells what the system answered; only the shell around the window knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ShortcutTell {
    /// The keys it was asked for.
    pub keys: String,
    /// What it said.
    pub state: ShortcutState,
}

request!(
    ShortcutTell,
    "shortcut.tell",
    Gateway,
    &[Actor::Tray],
    Changed
);
