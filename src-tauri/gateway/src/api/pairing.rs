//! Who may write to the agent.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{Changed, PEOPLE, request};
use crate::channel::ChannelKind;
/// Lists people and requests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PairingList {}

/// Somebody who asks to be let in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PairingRequest {
    /// Where.
    pub channel: ChannelKind,
    /// The channel's account.
    pub account: String,
    /// The sender's id.
    pub id: String,
    /// The sender's name.
    pub name: Option<String>,
    /// The 8-character code the sender was given.
    pub code: String,
    /// When, ms.
    pub created_at: i64,
    /// Until when the code holds, ms.
    pub expires_at: i64,
}

/// Somebody who may write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PairedPerson {
    /// Where.
    pub channel: ChannelKind,
    /// The channel's account.
    pub account: String,
    /// The sender's id.
    pub id: String,
    /// Allowed by the settings file.
    pub from_config: bool,
}

/// People and requests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Pairings {
    /// At most three a channel wait.
    pub requests: Vec<PairingRequest>,
    /// Who may write.
    pub people: Vec<PairedPerson>,
}

/// Lets somebody in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PairingApprove {
    /// Where.
    pub channel: ChannelKind,
    /// The code, any case.
    pub code: String,
}

/// Turns a request down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PairingReject {
    /// Where.
    pub channel: ChannelKind,
    /// The code.
    pub code: String,
}

/// Somebody may no longer write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PairingRemove {
    /// Where.
    pub channel: ChannelKind,
    /// The channel's account; absent = default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub account: Option<String>,
    /// The sender's id.
    pub id: String,
}

request!(PairingList, "pairing.list", Reading, PEOPLE, Pairings);
request!(PairingApprove, "pairing.approve", Changing, PEOPLE, Changed);
request!(PairingReject, "pairing.reject", Changing, PEOPLE, Changed);
request!(PairingRemove, "pairing.remove", Changing, PEOPLE, Changed);
