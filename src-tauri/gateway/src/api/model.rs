//! Models that can answer.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{Changed, PEOPLE, request};

/// Lists the models that could be used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ModelList {}

/// A model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ModelRow {
    /// `provider/model`.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Its window, tokens.
    pub context_tokens: u64,
    /// US dollars per million tokens.
    pub input: Option<f64>,
    /// US dollars per million tokens.
    pub output: Option<f64>,
    /// It answers now.
    pub in_use: bool,
    /// Its key is known, or it needs none.
    pub has_key: bool,
}

/// Models.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Models {
    /// By provider and name.
    pub models: Vec<ModelRow>,
    /// What is asked where the model in use can't answer: `provider/model`, in order.
    pub fallbacks: Vec<String>,
}

/// Looks for model servers on this computer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ModelLocal {}

/// A model server on this computer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LocalServer {
    /// Ollama, LM Studio, llamafile.
    pub name: String,
    /// Its address.
    pub base_url: String,
    /// Its models.
    pub models: Vec<String>,
}

/// Model servers on this computer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LocalServers {
    /// Those that answered.
    pub servers: Vec<LocalServer>,
}

/// Uses a model from now on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ModelUse {
    /// `provider/model`, or `cove/practice`.
    pub id: String,
    /// For a server of one's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub base_url: Option<String>,
}

/// Asks a model one thing, to see that it answers. The key is kept nowhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ModelCheck {
    /// `provider/model`.
    pub id: String,
    /// For a server of one's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub base_url: Option<String>,
    /// The key to try; absent = the one that is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub key: Option<String>,
}

/// The model answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ModelChecked {
    /// How long that took, ms.
    pub ms: u64,
}

/// Sets what is asked where the model in use can't answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ModelFallbacks {
    /// `provider/model`, in order; empty = nothing else is asked.
    pub ids: Vec<String>,
}

request!(ModelCheck, "model.check", Gateway, PEOPLE, ModelChecked);
request!(ModelFallbacks, "model.fallbacks", Changing, PEOPLE, Changed);
request!(ModelList, "model.list", Reading, PEOPLE, Models);
request!(ModelLocal, "model.local", Nothing, PEOPLE, LocalServers);
request!(ModelUse, "model.use", Changing, PEOPLE, Changed);
