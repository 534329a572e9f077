//! The choice of a model: one, or one and its fallbacks, by id or alias.
//!
//! Owns the two forms it is written in. Does not know which models exist.

use serde::Serialize;
use serde_json::Value;

use crate::config::field::{Field, Findings, Section};
use crate::config::path::ConfigPath;
use crate::config::problem::Allowed;

/// `"p/m"` or `{primary, fallbacks}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ModelChoice {
    /// The model, `provider/model` or an alias.
    pub primary: Option<String>,
    /// What is tried after it, in order.
    pub fallbacks: Vec<String>,
}

impl ModelChoice {
    /// The names in the order they are tried.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.primary
            .iter()
            .chain(&self.fallbacks)
            .map(String::as_str)
    }
}

impl Field for ModelChoice {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        match value {
            Value::String(name) => Some(Self {
                primary: Some(name),
                fallbacks: Vec::new(),
            }),
            Value::Object(_) => {
                findings.also(path, Allowed::Model);
                let mut section = Section::open(value, path.clone(), findings);
                let choice = Self {
                    primary: section.maybe("primary"),
                    fallbacks: section.or("fallbacks", Vec::new()),
                };
                section.rest();
                Some(choice)
            }
            other => findings.refuse(path, &other, Allowed::Model),
        }
    }
}
