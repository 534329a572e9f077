//! What tokens of a model cost.
//!
//! Owns the exact form of a price list entry. Adds nothing up: that is the ledger's.

use serde::{Deserialize, Serialize};

/// Prices of one model in pico-dollars (10⁻¹² US$) a token. A list price of US$ per million
/// tokens with up to six decimals is exact in this unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rates {
    /// Prompt tokens outside the cache.
    pub input: i64,
    /// Tokens of the answer.
    pub output: i64,
    /// Prompt tokens read from the cache.
    pub cache_read: i64,
    /// Prompt tokens written to the cache.
    pub cache_write: i64,
}

/// The price of a model: its rates, and the rates of long prompts where they differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Price {
    /// Rates of every call.
    #[serde(flatten)]
    pub rates: Rates,
    /// Rates of a call whose prompt is longer than [`LONG_PROMPT`] tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub long: Option<Rates>,
}

/// Prompt size, tokens, above which [`Price::long`] holds.
pub const LONG_PROMPT: u64 = 200_000;

impl Rates {
    /// From US dollars per million tokens, as price lists give them. What a list leaves out of
    /// the cache kinds is billed as input; a negative or endless number counts as nothing.
    pub fn dollars(
        input: f64,
        output: f64,
        cache_read: Option<f64>,
        cache_write: Option<f64>,
    ) -> Self {
        Self {
            input: pico(input),
            output: pico(output),
            cache_read: pico(cache_read.unwrap_or(input)),
            cache_write: pico(cache_write.unwrap_or(input)),
        }
    }
}

impl Price {
    /// A price that is the same for prompts of any length.
    pub fn flat(rates: Rates) -> Self {
        Self { rates, long: None }
    }

    /// Nothing costs anything.
    pub fn is_free(&self) -> bool {
        *self == Self::default()
            || (self.rates == Rates::default()
                && self.long.is_none_or(|long| long == Rates::default()))
    }

    /// US dollars per million input tokens, for people.
    pub fn input_dollars(&self) -> f64 {
        dollars(self.rates.input)
    }

    /// US dollars per million output tokens, for people.
    pub fn output_dollars(&self) -> f64 {
        dollars(self.rates.output)
    }
}

/// US$ per million tokens and pico-dollars per token differ by this factor.
const PICO_PER_DOLLAR_A_MILLION: f64 = 1e6;

#[allow(clippy::cast_possible_truncation)]
fn pico(dollars_a_million: f64) -> i64 {
    if dollars_a_million.is_finite() && dollars_a_million > 0.0 {
        // `as` saturates, and no price comes near the edge.
        (dollars_a_million * PICO_PER_DOLLAR_A_MILLION).round() as i64
    } else {
        0
    }
}

#[allow(clippy::cast_precision_loss)]
fn dollars(pico_a_token: i64) -> f64 {
    pico_a_token as f64 / PICO_PER_DOLLAR_A_MILLION
}
