//! `models`: providers, their addresses, keys and models.
//!
//! Owns the keys. Windows and prices of models not named here stand in the catalog.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::config::field::{Rest, Section};
use crate::config::kinds::{Address, choice};
use crate::config::path::ConfigPath;
use crate::secret::SecretRef;

choice! {
    /// The wire a provider speaks.
    WireApi {
        /// OpenAI's chat completions and what is compatible.
        OpenAiCompletions = "openai-completions",
        /// OpenAI's Responses.
        OpenAiResponses = "openai-responses",
        /// Anthropic's Messages.
        AnthropicMessages = "anthropic-messages",
    }
}

choice! {
    /// Whether the catalog is kept beside the providers named here.
    CatalogMode {
        /// Both.
        Merge = "merge",
        /// Only these.
        Replace = "replace",
    }
}

choice! {
    /// What a model reads.
    Input {
        /// Text.
        Text = "text",
        /// Pictures.
        Image = "image",
    }
}

/// Prices in US dollars per million tokens; absent = the catalog's.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cost {
    /// Prompt.
    pub input: Option<f64>,
    /// Answer.
    pub output: Option<f64>,
    /// Prompt read from the cache.
    pub cache_read: Option<f64>,
    /// Prompt written to the cache.
    pub cache_write: Option<f64>,
}

/// One model of a provider.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelEntry {
    /// The provider's own id.
    pub id: String,
    /// Shown name.
    pub name: Option<String>,
    /// Tokens; absent = the catalog's, else 200,000.
    pub context_window: Option<u64>,
    /// Most tokens of an answer; absent = the catalog's, else 8,192.
    pub max_tokens: Option<u64>,
    /// Prices.
    pub cost: Option<Cost>,
    /// It can think first.
    pub reasoning: Option<bool>,
    /// What it reads.
    pub input: Option<Vec<Input>>,
    /// Another wire than the provider's.
    pub api: Option<WireApi>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl ModelEntry {
    fn read(mut section: Section<'_>) -> Self {
        Self {
            id: section.or("id", String::new()),
            name: section.maybe("name"),
            context_window: section.whole("contextWindow", 1_000, 100_000_000),
            max_tokens: section.whole("maxTokens", 1, 100_000_000),
            cost: section.section_if("cost", |mut cost| {
                let read = Cost {
                    input: cost.maybe("input"),
                    output: cost.maybe("output"),
                    cache_read: cost.maybe("cacheRead"),
                    cache_write: cost.maybe("cacheWrite"),
                };
                cost.rest();
                read
            }),
            reasoning: section.maybe("reasoning"),
            input: section.maybe("input"),
            api: section.maybe("api"),
            rest: section.rest(),
        }
    }
}

/// One of `models.providers`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Provider {
    /// Absent = the catalog's.
    pub base_url: Option<Address>,
    /// Where its key is kept. Never the key itself.
    pub api_key: Option<SecretRef>,
    /// Absent = the catalog's, else `openai-completions`.
    pub api: Option<WireApi>,
    /// More headers; their values are secrets.
    pub headers: BTreeMap<String, SecretRef>,
    /// Its models as the person describes them.
    pub models: Vec<ModelEntry>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Provider {
    fn read(mut section: Section<'_>) -> Self {
        Self {
            base_url: section.maybe("baseUrl"),
            api_key: section.maybe("apiKey"),
            api: section.maybe("api"),
            headers: section.or("headers", BTreeMap::new()),
            models: section.list("models", ModelEntry::read),
            rest: section.rest(),
        }
    }
}

/// `models`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Models {
    /// Default merge.
    pub mode: CatalogMode,
    /// By id, lower case.
    pub providers: BTreeMap<String, Provider>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Models {
    pub(crate) fn read(mut section: Section<'_>) -> Self {
        let providers = section.named("providers", |_, provider| Provider::read(provider));
        Self {
            mode: section.or("mode", CatalogMode::Merge),
            providers: providers
                .into_iter()
                .map(|(id, provider)| (id.to_ascii_lowercase(), provider))
                .collect(),
            rest: section.rest(),
        }
    }
}

/// Where a provider's key belongs, `models.providers.<id>.apiKey`.
pub fn key_path(provider: &str) -> String {
    ["models", "providers", provider, "apiKey"]
        .into_iter()
        .fold(ConfigPath::default(), |path, key| path.key(key))
        .to_string()
}

/// A provider as the settings name it, for the model adapters.
#[derive(Debug, Clone, PartialEq)]
pub struct ProviderSettings {
    /// Its id, lower case.
    pub id: String,
    /// The person's address, else the catalog's holds.
    pub base_url: Option<String>,
    /// The person's wire, else the catalog's holds.
    pub api: Option<WireApi>,
    /// The path to ask the secret store for.
    pub key_path: String,
    /// Header names and the paths of their values in the secret store.
    pub headers: Vec<(String, String)>,
    /// Models as the person describes them.
    pub models: Vec<ModelEntry>,
    /// Other keys, for an adapter that knows them.
    pub rest: serde_json::Map<String, Value>,
}
