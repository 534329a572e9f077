//! What every error of the gateway has in common: a stable code and its parameters.
//!
//! Owns the shape of an error on its way to a person. The sentences stand in the catalogue of
//! [`crate::words`] under `error-<code>` (what happened) and `error-<code>.hint` (what to do
//! next). Nobody matches on error text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Parameters of a sentence, by name. Never holds a secret.
pub type Params = BTreeMap<String, serde_json::Value>;

/// Builds [`Params`] from pairs.
pub fn params<const N: usize>(pairs: [(&str, serde_json::Value); N]) -> Params {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// Implemented by each capability's error enum.
pub trait Coded: std::error::Error {
    /// Stable, lower-case and hyphenated, for example `config-invalid`.
    fn code(&self) -> &'static str;
    /// What the sentence of this code needs to be readable.
    fn params(&self) -> Params {
        Params::new()
    }
}

/// An error or a reason as it is stored and carried: a code and parameters, no finished text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Stable code, see [`Coded::code`].
    pub code: String,
    /// Parameters of the sentence.
    #[serde(default, skip_serializing_if = "Params::is_empty")]
    #[ts(type = "Record<string, unknown>")]
    pub params: Params,
}

impl Problem {
    /// A problem without parameters.
    pub fn new(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            params: Params::new(),
        }
    }

    /// A problem with parameters.
    pub fn with(code: &str, params: Params) -> Self {
        Self {
            code: code.to_owned(),
            params,
        }
    }
}

impl<E: Coded> Coded for &E {
    fn code(&self) -> &'static str {
        (**self).code()
    }

    fn params(&self) -> Params {
        (**self).params()
    }
}

impl<E: Coded> From<E> for Problem {
    fn from(error: E) -> Self {
        Self {
            code: error.code().to_owned(),
            params: error.params(),
        }
    }
}
