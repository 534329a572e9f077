//! The one object callers ask: models by their reference.
//!
//! Owns the settings in force and which provider answers for which model. Keeps nothing of a
//! conversation.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::catalog::{self, ModelInfo, ProviderSettings};
use super::check::{self, Candidate, Checked, OnTrial};
use super::fallback;
use super::http::Clients;
use super::keys::KeySource;
use super::practice::{self, Practice};
use super::provider::{ModelError, ModelRef, ModelRequest, ModelStream, Provider};
use super::remote::Remote;
use super::transcribe::{Heard, Speech};
use crate::clock::SharedClock;
use crate::words::{Language, Words};

/// What a person set about models.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelSettings {
    /// `models.providers`, by id.
    pub providers: BTreeMap<String, ProviderSettings>,
    /// `agents.defaults.models.<model>.alias`, by alias.
    pub aliases: BTreeMap<String, ModelRef>,
    /// Longest silence of a provider, before its headers or between two bytes.
    pub read_timeout: Duration,
    /// The practice agent's language where a text does not show one.
    pub language: Language,
}

impl Default for ModelSettings {
    fn default() -> Self {
        Self {
            providers: BTreeMap::new(),
            aliases: BTreeMap::new(),
            read_timeout: Duration::from_secs(120),
            language: Language::English,
        }
    }
}

/// Every model that can be asked.
pub struct Models {
    state: RwLock<Arc<State>>,
    keys: Arc<dyn KeySource>,
    clock: SharedClock,
    words: Words,
}

struct State {
    settings: ModelSettings,
    clients: Arc<Clients>,
    remote: Arc<Remote>,
    practice: Arc<Practice>,
}

impl Models {
    /// Models as `settings` say. Opens no connection and reads no key.
    pub fn new(
        settings: ModelSettings,
        keys: Arc<dyn KeySource>,
        clock: SharedClock,
        words: Words,
    ) -> Self {
        let clients = Arc::new(Clients::new(settings.read_timeout));
        let state = build(settings, clients, &keys, &clock, &words);
        Self {
            state: RwLock::new(Arc::new(state)),
            keys,
            clock,
            words,
        }
    }

    /// Puts new settings in force for the calls that follow; running ones end as they began.
    pub fn configure(&self, settings: ModelSettings) {
        let before = self.state();
        let clients = if settings.read_timeout == before.clients.read_timeout() {
            Arc::clone(&before.clients)
        } else {
            Arc::new(Clients::new(settings.read_timeout))
        };
        let state = build(settings, clients, &self.keys, &self.clock, &self.words);
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(state);
    }

    /// Asks the first model of `chain`, and the next where that one can't answer; retries what
    /// may pass by itself. Returns at the first event, with the model that answers. An empty
    /// chain is the practice agent. `request.model` names the model whose thoughts the turns
    /// hold; any other model gets the turns without them.
    ///
    /// # Errors
    /// The failure of the first model of the chain, or the one that ended the search.
    pub async fn stream(
        &self,
        chain: &[ModelRef],
        request: ModelRequest,
        cancel: CancellationToken,
    ) -> Result<(ModelRef, ModelStream), ModelError> {
        let state = self.state();
        let practice = [practice::model()];
        let chain = if chain.is_empty() { &practice } else { chain };
        let provider_of = |model: &ModelRef| -> Arc<dyn Provider> {
            if practice::is_practice(model) {
                state.practice.clone()
            } else {
                state.remote.clone()
            }
        };
        fallback::stream(chain, &request, &cancel, &self.clock, provider_of).await
    }

    /// Has a sound written down.
    ///
    /// # Errors
    /// Why it was not.
    pub async fn transcribe(&self, speech: Speech) -> Result<Heard, ModelError> {
        self.state().remote.transcribe(speech).await
    }

    /// Whether a model answers: one small real call, tried once. Nothing of the candidate is kept.
    ///
    /// # Errors
    /// Why it does not.
    pub async fn check(&self, candidate: Candidate) -> Result<Checked, ModelError> {
        let Candidate {
            model,
            base_url,
            key,
        } = candidate;
        let state = self.state();
        if practice::is_practice(&model) {
            return check::ask(state.practice.as_ref(), &model, &self.clock).await;
        }
        let mut providers = state.settings.providers.clone();
        if let Some(base_url) = base_url {
            let own = providers.entry(model.provider.clone()).or_default();
            own.base_url = Some(base_url);
        }
        let remote = Remote {
            providers,
            clients: Arc::clone(&state.clients),
            keys: OnTrial::over(&self.keys, &model.provider, key),
            clock: self.clock.clone(),
        };
        check::ask(&remote, &model, &self.clock).await
    }

    /// What is known of a model.
    pub fn info(&self, model: &ModelRef) -> ModelInfo {
        let state = self.state();
        if practice::is_practice(model) {
            return practice::info(&self.words, state.settings.language);
        }
        catalog::lookup(model, state.settings.providers.get(&model.provider))
    }

    /// The model a person means by an alias or `provider/model`.
    pub fn resolve(&self, text: &str) -> Option<ModelRef> {
        catalog::resolve(text, &self.state().settings.aliases)
    }

    /// Every model known by name, the configured ones included, in order.
    pub fn list(&self) -> Vec<ModelRef> {
        let state = self.state();
        let mut models = catalog::all();
        for (provider, settings) in &state.settings.providers {
            models.extend(settings.models.iter().map(|own| ModelRef {
                provider: provider.clone(),
                model: own.id.clone(),
            }));
        }
        models.sort();
        models.dedup();
        models
    }

    fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }
}

fn build(
    settings: ModelSettings,
    clients: Arc<Clients>,
    keys: &Arc<dyn KeySource>,
    clock: &SharedClock,
    words: &Words,
) -> State {
    let remote = Remote {
        providers: settings.providers.clone(),
        clients: Arc::clone(&clients),
        keys: Arc::clone(keys),
        clock: clock.clone(),
    };
    let practice = Practice::new(words.clone(), settings.language);
    State {
        settings,
        clients,
        remote: Arc::new(remote),
        practice: Arc::new(practice),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use async_trait::async_trait;
    use futures::StreamExt;
    use secrecy::SecretString;

    use super::*;
    use crate::clock::SystemClock;
    use crate::model::OwnModel;
    use crate::model::keys::KeyError;
    use crate::model::provider::ModelEvent;

    struct NoKeys;

    #[async_trait]
    impl KeySource for NoKeys {
        async fn key(&self, _: &str, _: &str) -> Result<Option<SecretString>, KeyError> {
            Ok(None)
        }
    }

    fn models() -> Models {
        Models::new(
            ModelSettings::default(),
            Arc::new(NoKeys),
            SystemClock::shared(),
            Words::load(),
        )
    }

    #[tokio::test]
    async fn without_a_model_the_practice_agent_answers() {
        let request = ModelRequest {
            model: practice::model(),
            system: String::new(),
            turns: Vec::new(),
            tools: Vec::new(),
            max_output_tokens: None,
            thinking: None,
            session: String::new(),
        };
        let models = models();
        let asked = models.stream(&[], request, CancellationToken::new());
        let (model, events) = asked.await.unwrap();
        assert_eq!(model.to_string(), "cove/practice");
        let events: Vec<_> = events.collect().await;
        assert!(matches!(events.last(), Some(Ok(ModelEvent::Done { .. }))));
    }

    #[test]
    fn new_settings_are_in_force_at_once() {
        let models = models();
        let own = ModelRef::parse("own/m1").unwrap();
        assert_eq!(models.info(&own).context_tokens, 200_000);
        let provider = ProviderSettings {
            models: vec![OwnModel {
                id: "m1".to_owned(),
                context_window: Some(9_000),
                ..OwnModel::default()
            }],
            ..ProviderSettings::default()
        };
        models.configure(ModelSettings {
            providers: BTreeMap::from([("own".to_owned(), provider)]),
            aliases: BTreeMap::from([("mine".to_owned(), own.clone())]),
            language: Language::Chinese,
            ..ModelSettings::default()
        });
        assert_eq!(models.info(&own).context_tokens, 9_000);
        assert_eq!(models.resolve("Mine"), Some(own.clone()));
        assert!(models.list().contains(&own));
        assert!(models.info(&practice::model()).label.contains("练习"));
    }
}
