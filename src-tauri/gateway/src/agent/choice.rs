//! What a person chose for one conversation: its model, how much it thinks, the line of usage.
//!
//! Owns which fields of the session entry hold a choice (the field's own, field-reference §2) and
//! how it is put over the settings. Never changes the settings.

use super::Parts;
use crate::config::Config;
use crate::error::params;
use crate::model::{ModelRef, Usage};
use crate::session::{EntryView, SessionKey};
use crate::words::{Language, dollars, short_count};

/// The line of usage under each answer of a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsageLine {
    /// None.
    Off,
    /// Tokens in and out.
    Tokens,
    /// Tokens, cost and model.
    Full,
}

impl UsageLine {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::Off, Self::Tokens, Self::Full];

    /// The field's name of it (`responseUsage`).
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Tokens => "tokens",
            Self::Full => "full",
        }
    }

    /// Reads the name, any case; `on` is tokens.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let name = if text == "on" {
            "tokens"
        } else {
            text.as_str()
        };
        Self::ALL.into_iter().find(|line| line.as_str() == name)
    }
}

/// The models that answer in a conversation, in order: the person's choice for it before the
/// settings' fallbacks, else the settings' chain; empty = the practice agent.
pub fn models_of(config: &Config, agent: &str, record: Option<&EntryView>) -> Vec<ModelRef> {
    let chain = config.model_chain(agent);
    let named = record.and_then(|record| {
        let provider = record.text("providerOverride");
        provider.zip(record.text("modelOverride"))
    });
    let Some((provider, model)) = named else {
        return chain;
    };
    let chosen = ModelRef {
        provider: provider.to_owned(),
        model: model.to_owned(),
    };
    let mut models = vec![chosen.clone()];
    models.extend(chain.into_iter().skip(1).filter(|model| *model != chosen));
    models
}

impl Parts {
    /// The models that answer in a conversation, see [`models_of`].
    pub fn model_chain(&self, key: &SessionKey) -> Vec<ModelRef> {
        let record = self.sessions.record(key);
        models_of(&self.config.current(), key.agent(), record.as_ref())
    }

    /// How much the model may think in a conversation; `None` = the model's own.
    pub fn thinking(&self, key: &SessionKey) -> Option<String> {
        let record = self.sessions.record(key);
        let chosen = record.and_then(|record| record.text("thinkingLevel").map(str::to_owned));
        let default = self.config.current().agents.defaults.thinking_default;
        chosen.or_else(|| default.map(|level| level.as_str().to_owned()))
    }

    /// The line of usage of a conversation.
    pub fn usage_line(&self, key: &SessionKey) -> UsageLine {
        let record = self.sessions.record(key);
        let chosen = record
            .as_ref()
            .and_then(|record| record.text("responseUsage"));
        chosen.and_then(UsageLine::parse).unwrap_or(UsageLine::Off)
    }

    /// The line of usage under an answer, in words; `None` where the conversation has none.
    /// `cost` in nano-dollars, `None` where the price is unknown.
    pub fn usage_told(
        &self,
        key: &SessionKey,
        usage: &Usage,
        cost: Option<i64>,
        model: Option<&str>,
        language: Language,
    ) -> Option<String> {
        let sentence = match self.usage_line(key) {
            UsageLine::Off => return None,
            UsageLine::Tokens => "usage-line-tokens",
            UsageLine::Full => "usage-line-full",
        };
        let told = params([
            ("prompt", short_count(usage.prompt()).into()),
            ("output", short_count(usage.output).into()),
            ("cost", cost.map_or_else(|| "?".to_owned(), dollars).into()),
            ("model", model.unwrap_or_default().into()),
        ]);
        Some(self.words.text(language, sentence, &told))
    }
}
