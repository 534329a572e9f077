//! `tools.media.audio`: who writes down what is said in voice notes.
//!
//! Owns its keys and defaults. Never holds a key: that is the provider's.

use serde::Serialize;

use crate::config::field::{Field, Findings, Rest, Section};
use crate::config::path::ConfigPath;
use crate::model::ModelRef;
use serde_json::Value;

/// One model that hears.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HearingModel {
    /// The provider's id, such as `openai`.
    pub provider: Option<String>,
    /// The model, such as `gpt-4o-mini-transcribe`.
    pub model: Option<String>,
    /// Where it is reached, where not at its provider's own address.
    pub base_url: Option<String>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Field for HearingModel {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        let mut section = Section::open(value, path.clone(), findings);
        Some(Self {
            provider: section.maybe("provider"),
            model: section.maybe("model"),
            base_url: section.maybe("baseUrl"),
            rest: section.rest(),
        })
    }
}

/// `tools.media.audio`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Hearing {
    /// Default true; nothing is heard without a model either.
    pub enabled: bool,
    /// The first is asked.
    pub models: Vec<HearingModel>,
    /// For models that name no address.
    pub base_url: Option<String>,
    /// The language spoken, such as `sv`; absent = it is found out.
    pub language: Option<String>,
    /// The longest it may take, seconds (60).
    pub timeout_seconds: u64,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Hearing {
    pub(crate) fn read(mut section: Section<'_>) -> Self {
        Self {
            enabled: section.or("enabled", true),
            models: section.or("models", Vec::new()),
            base_url: section.maybe("baseUrl"),
            language: section.maybe("language"),
            timeout_seconds: section.whole("timeoutSeconds", 1, 600).unwrap_or(60),
            rest: section.rest(),
        }
    }

    /// The model that hears and its own address; `None` = voice notes are not written down.
    pub fn model(&self) -> Option<(ModelRef, Option<String>)> {
        let first = self.models.first().filter(|_| self.enabled)?;
        let model = ModelRef {
            provider: first.provider.as_ref()?.to_ascii_lowercase(),
            model: first.model.clone()?,
        };
        Some((
            model,
            first.base_url.clone().or_else(|| self.base_url.clone()),
        ))
    }
}

/// `tools.media`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Media {
    /// Voice notes.
    pub audio: Hearing,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Media {
    pub(crate) fn read(mut section: Section<'_>) -> Self {
        Self {
            audio: section.section("audio", Hearing::read),
            rest: section.rest(),
        }
    }
}
