//! Whether a model answers before anything about it is kept: one small real call.
//!
//! Owns the question, and a key that is on trial. Tries once, keeps nothing and asks no other model.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures::StreamExt;
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;

use super::keys::{KeyError, KeySource};
use super::provider::{
    Block, ErrorClass, ModelError, ModelEvent, ModelRef, ModelRequest, Provider, Role, Turn, Usage,
};
use super::remote::key_path;
use crate::clock::SharedClock;

/// Longest wait for the whole answer.
const LIMIT: Duration = Duration::from_secs(30);
/// Room for the answer and for what a model thinks before it, tokens.
const ROOM: u32 = 1_024;

/// What is to be tried.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Which model.
    pub model: ModelRef,
    /// Where, if not where it is known or set to be.
    pub base_url: Option<String>,
    /// A key that is kept nowhere yet; absent = the one that is kept.
    pub key: Option<SecretString>,
}

/// It answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// How long the answer took, ms.
    pub ms: u64,
    /// What it used, where the provider said so.
    pub usage: Option<Usage>,
}

/// Keys as they are kept, save the one on trial.
pub(super) struct OnTrial {
    pub(super) path: String,
    pub(super) key: SecretString,
    pub(super) kept: Arc<dyn KeySource>,
}

impl OnTrial {
    pub(super) fn over(
        kept: &Arc<dyn KeySource>,
        provider: &str,
        key: Option<SecretString>,
    ) -> Arc<dyn KeySource> {
        let kept = Arc::clone(kept);
        match key {
            Some(key) => Arc::new(Self {
                path: key_path(provider),
                key,
                kept,
            }),
            None => kept,
        }
    }
}

#[async_trait]
impl KeySource for OnTrial {
    async fn key(&self, path: &str, origin: &str) -> Result<Option<SecretString>, KeyError> {
        if path == self.path {
            return Ok(Some(self.key.clone()));
        }
        self.kept.key(path, origin).await
    }
}

/// Asks `model` one thing and waits for its whole answer, at most half a minute.
pub(super) async fn ask(
    provider: &dyn Provider,
    model: &ModelRef,
    clock: &SharedClock,
) -> Result<Checked, ModelError> {
    let began = clock.monotonic_ms();
    let usage = tokio::select! {
        biased;
        answered = whole(provider, model) => answered?,
        () = clock.sleep(LIMIT) => return Err(failure(model, "no answer in 30 s")),
    };
    let ms = clock.monotonic_ms().saturating_sub(began);
    Ok(Checked {
        ms: u64::try_from(ms).unwrap_or(0),
        usage,
    })
}

async fn whole(provider: &dyn Provider, model: &ModelRef) -> Result<Option<Usage>, ModelError> {
    let request = ModelRequest {
        model: model.clone(),
        system: String::new(),
        turns: vec![Turn {
            role: Role::User,
            blocks: vec![Block::Text {
                text: "Answer with one word: ready".to_owned(),
            }],
        }],
        tools: Vec::new(),
        max_output_tokens: Some(ROOM),
        thinking: None,
        session: String::new(),
    };
    let mut events = provider.stream(request, CancellationToken::new()).await?;
    while let Some(event) = events.next().await {
        if let ModelEvent::Done { usage, .. } = event? {
            return Ok(usage);
        }
    }
    Err(failure(model, "the answer ended before its end mark"))
}

fn failure(model: &ModelRef, detail: &str) -> ModelError {
    ModelError {
        class: ErrorClass::Network,
        provider: model.provider.clone(),
        status: None,
        retry_after: None,
        detail: detail.to_owned(),
        started: false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clock::SystemClock;
    use crate::error::Coded;
    use crate::model::test_server::{TestServer, Then, failure, stream};
    use crate::model::{ModelSettings, Models};
    use crate::words::Words;

    const DONE: &str = "data: {\"choices\":[{\"delta\":{\"content\":\"ready\"},\"finish_reason\":\"stop\"}]}\n\ndata: {\"choices\":[],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":1}}\n\ndata: [DONE]\n\n";

    /// Hands out the key that is kept, for every provider but the one on trial.
    struct Kept;

    #[async_trait]
    impl KeySource for Kept {
        async fn key(&self, _: &str, _: &str) -> Result<Option<SecretString>, KeyError> {
            Ok(Some("kept-key".into()))
        }
    }

    /// What comes of the check, and the key the server saw.
    async fn check(key: Option<&str>, answer: String) -> (Result<Option<u64>, String>, String) {
        let server = TestServer::start(vec![(answer, Then::Close)]).await;
        let models = Models::new(
            ModelSettings::default(),
            Arc::new(Kept),
            SystemClock::shared(),
            Words::load(),
        );
        let checked = models
            .check(Candidate {
                model: ModelRef::parse("own/m1").unwrap(),
                base_url: Some(format!("{}/v1", server.base)),
                key: key.map(Into::into),
            })
            .await;
        let told = checked
            .map(|checked| checked.usage.map(|usage| usage.input))
            .map_err(|error| format!("{} {}", error.code(), error.detail));
        let request = server.requests().remove(0);
        let header = request.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("authorization").then_some(value)
        });
        (told, header.unwrap_or_default().to_owned())
    }

    #[tokio::test]
    async fn a_key_on_trial_is_tried_and_otherwise_the_kept_one() {
        let (told, key) = check(Some("new-key"), stream(DONE)).await;
        assert_eq!((told, key.as_str()), (Ok(Some(12)), "Bearer new-key"));
        let (told, key) = check(None, stream(DONE)).await;
        assert_eq!((told, key.as_str()), (Ok(Some(12)), "Bearer kept-key"));
    }

    #[tokio::test]
    async fn a_refused_key_is_told_once_and_without_the_key() {
        let body = "{\"error\":{\"message\":\"Incorrect API key provided: new-key\"}}";
        let (told, _) = check(Some("new-key"), failure("401 Unauthorized", "", body)).await;
        let told = told.unwrap_err();
        assert!(told.starts_with("model-auth "), "{told}");
        assert!(!told.contains("new-key"), "{told}");
    }

    #[tokio::test]
    async fn an_answer_that_is_cut_is_no_answer() {
        let cut = stream("data: {\"choices\":[{\"delta\":{\"content\":\"rea\"}}]}\n\n");
        let (told, _) = check(None, cut).await;
        assert!(told.unwrap_err().starts_with("model-network "));
    }
}
