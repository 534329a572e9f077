//! Messages on their way out.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{Changed, PEOPLE, request};
use crate::channel::Route;
/// Lists parts that did not surely arrive, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryList {
    /// Sent ones too.
    #[serde(default)]
    pub all: bool,
}

/// What is known of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryState {
    /// Not tried yet.
    Pending,
    /// Handed over, no answer yet.
    Attempting,
    /// The channel gave its message id.
    Sent,
    /// It may have arrived; never sent again by itself.
    Unknown,
    /// The channel will not take it.
    Refused,
    /// Too old to be sent.
    Expired,
}

/// A part on its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryRow {
    /// Its id.
    pub id: String,
    /// When it was written, ms.
    pub at: i64,
    /// Where to.
    pub route: Route,
    /// What is known.
    pub state: DeliveryState,
    /// What it says.
    pub text: String,
    /// The channel's message id.
    pub receipt: Option<String>,
    /// Tries so far.
    pub attempts: u32,
    /// Why it did not arrive, in words.
    pub error: Option<String>,
}

/// Parts on their way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Deliveries {
    /// Oldest first.
    pub deliveries: Vec<DeliveryRow>,
}

/// Sends an unknown or refused part again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryResend {
    /// Which.
    pub id: String,
}

/// Leaves an unknown or refused part as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryDismiss {
    /// Which.
    pub id: String,
}

request!(DeliveryList, "delivery.list", Reading, PEOPLE, Deliveries);
request!(DeliveryResend, "delivery.resend", Gateway, PEOPLE, Changed);
request!(
    DeliveryDismiss,
    "delivery.dismiss",
    Changing,
    PEOPLE,
    Changed
);
