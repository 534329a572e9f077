//! What is known of each model: its window, its limits and its prices.
//!
//! Owns the vendored list (`catalog.json`, with its source and date inside) and how a person's
//! configuration goes over it. The list is read when the first model is asked for, not at start.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::price::{Price, Rates};
use super::provider::ModelRef;
use super::providers::{ApiKind, known};
use super::remote::is_loopback;

/// The window of a model nothing is known of, tokens (field-reference §6).
pub const DEFAULT_CONTEXT: u64 = 200_000;

/// What is known of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelInfo {
    /// Its name: the configured one, else its id.
    pub label: String,
    /// Its window, tokens.
    pub context_tokens: u64,
    /// Most tokens of one answer.
    pub max_output: Option<u64>,
    /// Its price; `None` where unknown, all zero where it is free.
    pub price: Option<Price>,
    /// It sees pictures.
    pub vision: bool,
    /// It can be told how hard to think.
    pub reasoning: bool,
    /// How it is spoken to, where that differs from its provider.
    pub api: Option<ApiKind>,
}

/// A provider as a person set it (`models.providers.<id>`).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ProviderSettings {
    /// Its base address, over the known one.
    pub base_url: Option<String>,
    /// How it is spoken to, over the known way.
    pub api: Option<ApiKind>,
    /// Further headers of each request; never a key.
    pub headers: BTreeMap<String, String>,
    /// What the person says of its models.
    pub models: Vec<OwnModel>,
}

/// A model as a person set it (`models.providers.<id>.models[]`); what is absent stays as known.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OwnModel {
    /// The provider's own model id.
    pub id: String,
    /// Its name for people.
    pub name: Option<String>,
    /// How it is spoken to.
    pub api: Option<ApiKind>,
    /// Its window, tokens.
    pub context_window: Option<u64>,
    /// Most tokens of one answer.
    pub max_tokens: Option<u64>,
    /// Its prices.
    pub cost: Option<CostSettings>,
    /// It can be told how hard to think.
    pub reasoning: Option<bool>,
    /// What it takes: `text`, `image`.
    pub input: Option<Vec<String>>,
}

/// Prices in US dollars per million tokens.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CostSettings {
    /// Prompt tokens outside the cache.
    pub input: f64,
    /// Tokens of the answer.
    pub output: f64,
    /// Prompt tokens read from the cache.
    pub cache_read: Option<f64>,
    /// Prompt tokens written to the cache.
    pub cache_write: Option<f64>,
}

#[derive(Deserialize)]
struct List {
    models: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    provider: String,
    id: String,
    context: Option<u64>,
    max_output: Option<u64>,
    input: Option<f64>,
    output: Option<f64>,
    cache_read: Option<f64>,
    cache_write: Option<f64>,
    input_above200k: Option<f64>,
    output_above200k: Option<f64>,
    #[serde(default)]
    vision: bool,
    #[serde(default)]
    reasoning: bool,
    api: Option<String>,
}

type Rows = HashMap<String, HashMap<String, Row>>;

static ROWS: LazyLock<Rows> = LazyLock::new(|| {
    let list: List = serde_json::from_str(include_str!("catalog.json")).unwrap_or_else(|error| {
        // The file is compiled in and a test reads it; without it models have no prices.
        tracing::error!(%error, "the model catalog can't be read");
        List { models: Vec::new() }
    });
    let mut rows = Rows::new();
    for row in list.models {
        rows.entry(row.provider.clone())
            .or_default()
            .insert(row.id.clone(), row);
    }
    rows
});

/// What is known of `model`, with the person's own words over the list's.
pub fn lookup(model: &ModelRef, settings: Option<&ProviderSettings>) -> ModelInfo {
    let mut info = row(model).map_or_else(|| unknown(model), |row| vendored(model, row));
    if let Some(own) = settings.and_then(|provider| {
        provider
            .models
            .iter()
            .find(|candidate| candidate.id == model.model)
    }) {
        override_with(&mut info, own);
    }
    let own_server = settings.and_then(|provider| provider.base_url.as_deref());
    if info.price.is_none() && own_server.is_some_and(is_here) {
        info.price = Some(Price::default());
    }
    info
}

/// A server on this computer asks no money.
fn is_here(address: &str) -> bool {
    reqwest::Url::parse(address).is_ok_and(|url| is_loopback(&url))
}

/// Every model of the list, by provider and id.
pub fn all() -> Vec<ModelRef> {
    let mut models: Vec<ModelRef> = ROWS
        .values()
        .flat_map(HashMap::values)
        .map(|row| ModelRef {
            provider: row.provider.clone(),
            model: row.id.clone(),
        })
        .collect();
    models.sort();
    models
}

/// The model a person means: `provider/model`, or one of `aliases` (any case).
pub fn resolve(text: &str, aliases: &BTreeMap<String, ModelRef>) -> Option<ModelRef> {
    let text = text.trim();
    aliases
        .iter()
        .find(|(alias, _)| alias.eq_ignore_ascii_case(text))
        .map(|(_, model)| model.clone())
        .or_else(|| ModelRef::parse(text))
}

fn row(model: &ModelRef) -> Option<&'static Row> {
    let provider = known(&model.provider).map_or(model.provider.as_str(), |known| known.id);
    ROWS.get(provider)
        .and_then(|models| models.get(&model.model))
        .or_else(|| resold(&model.model).filter(|_| provider == "openrouter"))
}

/// OpenRouter sells others' models at their price, under `vendor/model` with dots in versions.
fn resold(model: &str) -> Option<&'static Row> {
    let (vendor, name) = model.split_once('/')?;
    let name = name.split(':').next().unwrap_or(name);
    let models = ROWS.get(known(vendor)?.id)?;
    models
        .get(name)
        .or_else(|| models.get(&name.replace('.', "-")))
}

fn unknown(model: &ModelRef) -> ModelInfo {
    let free = known(&model.provider).is_some_and(|provider| provider.loopback);
    ModelInfo {
        label: model.model.clone(),
        context_tokens: DEFAULT_CONTEXT,
        max_output: None,
        price: free.then(Price::default),
        vision: false,
        reasoning: false,
        api: None,
    }
}

fn vendored(model: &ModelRef, row: &Row) -> ModelInfo {
    ModelInfo {
        label: model.model.clone(),
        context_tokens: row.context.unwrap_or(DEFAULT_CONTEXT),
        max_output: row.max_output,
        price: price(row),
        vision: row.vision,
        reasoning: row.reasoning,
        api: (row.api.as_deref() == Some("responses")).then_some(ApiKind::OpenaiResponses),
    }
}

fn price(row: &Row) -> Option<Price> {
    let (input, output) = (row.input?, row.output?);
    let long = row.input_above200k.map(|long_input| {
        // The list names no cache rates of long prompts; providers raise them with the input's.
        let raised = |rate: Option<f64>| rate.map(|rate| rate * ratio(long_input, input));
        Rates::dollars(
            long_input,
            row.output_above200k.unwrap_or(output),
            raised(row.cache_read),
            raised(row.cache_write),
        )
    });
    Some(Price {
        rates: Rates::dollars(input, output, row.cache_read, row.cache_write),
        long,
    })
}

fn ratio(long: f64, short: f64) -> f64 {
    if short > 0.0 { long / short } else { 1.0 }
}

fn override_with(info: &mut ModelInfo, own: &OwnModel) {
    if let Some(name) = &own.name {
        info.label.clone_from(name);
    }
    if let Some(window) = own.context_window {
        info.context_tokens = window;
    }
    if let Some(cost) = &own.cost {
        info.price = Some(Price::flat(Rates::dollars(
            cost.input,
            cost.output,
            cost.cache_read,
            cost.cache_write,
        )));
    }
    if let Some(input) = &own.input {
        info.vision = input.iter().any(|kind| kind == "image");
    }
    info.max_output = own.max_tokens.or(info.max_output);
    info.reasoning = own.reasoning.unwrap_or(info.reasoning);
    info.api = own.api.or(info.api);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn info(model: &str) -> ModelInfo {
        lookup(&ModelRef::parse(model).unwrap(), None)
    }

    #[test]
    fn a_vendored_model_has_its_window_and_price() {
        let haiku = info("anthropic/claude-haiku-4-5");
        assert_eq!(haiku.context_tokens, 200_000);
        assert_eq!(haiku.max_output, Some(64_000));
        assert_eq!(
            haiku.price,
            Some(Price::flat(Rates::dollars(1.0, 5.0, Some(0.1), Some(1.25))))
        );
        assert!(haiku.vision && haiku.reasoning);
    }

    #[test]
    fn an_unknown_model_has_the_default_window_and_no_price() {
        let own = info("my-server/llama");
        assert_eq!((own.context_tokens, own.price), (DEFAULT_CONTEXT, None));
    }

    #[test]
    fn a_model_on_this_computer_is_free() {
        assert_eq!(info("ollama/qwen3").price, Some(Price::default()));
    }

    #[test]
    fn a_server_of_ones_own_on_this_computer_is_free_and_one_elsewhere_unknown() {
        let check = |address: &str, expected: Option<Price>| {
            let settings = ProviderSettings {
                base_url: Some(address.to_owned()),
                ..ProviderSettings::default()
            };
            let model = ModelRef::parse("own/m1").unwrap();
            assert_eq!(lookup(&model, Some(&settings)).price, expected, "{address}");
        };
        check("http://127.0.0.1:9/v1", Some(Price::default()));
        check("http://localhost:9/v1", Some(Price::default()));
        check("https://models.example.com/v1", None);
    }

    #[test]
    fn long_prompts_raise_the_cache_rates_with_the_input() {
        let long = info("gemini/gemini-2.5-pro").price.unwrap().long.unwrap();
        assert_eq!(long, Rates::dollars(2.5, 15.0, Some(0.25), Some(2.5)));
    }

    #[test]
    fn a_model_that_is_only_on_responses_says_so() {
        let only = all()
            .into_iter()
            .filter(|model| model.provider == "openai")
            .filter(|model| lookup(model, None).api == Some(ApiKind::OpenaiResponses));
        assert!(only.count() >= 10);
    }

    #[test]
    fn a_resold_model_is_found_under_its_vendor() {
        assert_eq!(
            info("openrouter/anthropic/claude-haiku-4.5").price,
            info("anthropic/claude-haiku-4-5").price
        );
        assert_eq!(info("google/gemini-2.5-pro"), info("gemini/gemini-2.5-pro"));
    }

    #[test]
    fn configuration_goes_over_the_list_and_leaves_the_rest() {
        let settings: ProviderSettings = serde_json::from_value(serde_json::json!({
            "models": [{ "id": "claude-haiku-4-5", "name": "Small one", "contextWindow": 50_000,
                "cost": { "input": 2, "output": 3 }, "input": ["text"] }]
        }))
        .unwrap();
        let model = ModelRef::parse("anthropic/claude-haiku-4-5").unwrap();
        let own = lookup(&model, Some(&settings));
        assert_eq!(own.label, "Small one");
        assert_eq!(own.context_tokens, 50_000);
        assert_eq!(own.max_output, Some(64_000));
        assert_eq!(
            own.price,
            Some(Price::flat(Rates::dollars(2.0, 3.0, None, None)))
        );
        assert!(!own.vision && own.reasoning);
    }

    #[test]
    fn an_alias_is_found_in_any_case_and_goes_before_the_form_with_a_slash() {
        let fast = ModelRef::parse("groq/openai/gpt-oss-20b").unwrap();
        let aliases = BTreeMap::from([("Fast".to_owned(), fast.clone())]);
        assert_eq!(resolve(" fast ", &aliases), Some(fast.clone()));
        assert_eq!(resolve("groq/openai/gpt-oss-20b", &aliases), Some(fast));
        assert_eq!(resolve("slow", &aliases), None);
    }
}
