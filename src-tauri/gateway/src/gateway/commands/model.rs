//! `/model` and `/models`: which model answers in this conversation.
//!
//! Owns which of the models a person may mean can answer: those the settings name, the practice
//! agent, and the known ones whose provider has a key.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::choices::{Choice, choose};
use super::{Asked, Reply};
use crate::command::{Candidate, Named, model_named};
use crate::error::{Problem, params};
use crate::gateway::Host;
use crate::model::{ModelRef, is_practice, key_path, practice_model};
use crate::session::SessionKey;
use crate::words::short_count;

/// Most models a list shows.
const MOST: usize = 20;

/// `/models`, `/model list`.
pub(super) async fn models(asked: &Asked) -> Result<Reply, Problem> {
    let parts = &asked.host.parts;
    let current = current(&asked.host, &asked.row.key);
    let mut candidates = candidates(&asked.host, &asked.row.key).await;
    candidates.sort_by_key(|one| (one.model != current, !one.preferred));
    let lines = candidates.iter().take(MOST).map(|one| {
        let info = parts.models.info(&one.model);
        let told = params([
            ("id", one.model.to_string().into()),
            ("named", one.alias.is_some().to_string().into()),
            ("alias", one.alias.clone().unwrap_or_default().into()),
            ("window", short_count(info.context_tokens).into()),
            ("used", (one.model == current).to_string().into()),
            ("practice", is_practice(&one.model).to_string().into()),
        ]);
        asked.text("command-models-line", &told)
    });
    let lines = lines.collect::<Vec<_>>().join("\n");
    let told = params([("more", candidates.len().saturating_sub(MOST).into())]);
    let more = asked.text("command-models-more", &told);
    Ok(Reply::say(format!("{lines}\n\n{more}")))
}

/// `/model [list|default|name]`.
pub(super) async fn model(asked: &Asked) -> Result<Reply, Problem> {
    let wanted = asked.typed.arguments.as_str();
    match wanted.to_lowercase().as_str() {
        "" => {
            let model = current(&asked.host, &asked.row.key);
            let told = label(asked, &model);
            return Ok(Reply::say(asked.text("command-model-now", &told)));
        }
        "list" => return models(asked).await,
        "default" => {
            let chain = asked
                .host
                .config()
                .current()
                .model_chain(asked.row.key.agent());
            let model = chain.into_iter().next().unwrap_or_else(practice_model);
            return keep(asked, &model, [Value::Null, Value::Null, Value::Null]).await;
        }
        _ => {}
    }
    let candidates = candidates(&asked.host, &asked.row.key).await;
    match model_named(wanted, &candidates) {
        Named::One(model) => {
            let fields = [model.provider.as_str(), model.model.as_str(), "user"];
            keep(asked, &model, fields.map(Value::from)).await
        }
        Named::Several(models) => {
            let names: Vec<String> = models
                .iter()
                .take(5)
                .map(|m| format!("/model {m}"))
                .collect();
            let told = params([("name", wanted.into()), ("names", names.join("\n").into())]);
            Ok(Reply::say(asked.text("command-model-several", &told)))
        }
        Named::Nothing => {
            let told = params([("name", wanted.into())]);
            Ok(Reply::say(asked.text("command-model-unknown", &told)))
        }
    }
}

/// The model that answers in a conversation.
pub(super) fn current(host: &Host, key: &SessionKey) -> ModelRef {
    let chain = host.parts.model_chain(key);
    chain.into_iter().next().unwrap_or_else(practice_model)
}

async fn keep(asked: &Asked, model: &ModelRef, values: [Value; 3]) -> Result<Reply, Problem> {
    let names = ["providerOverride", "modelOverride", "modelOverrideSource"].map(str::to_owned);
    let choice = Choice {
        what: "model",
        fields: Map::from_iter(names.into_iter().zip(values)),
        now: model.to_string(),
        text: asked.text("command-model-set", &label(asked, model)),
    };
    choose(asked, choice).await
}

fn label(asked: &Asked, model: &ModelRef) -> crate::error::Params {
    let info = asked.host.parts.models.info(model);
    params([
        ("label", info.label.into()),
        ("id", model.to_string().into()),
        ("practice", is_practice(model).to_string().into()),
    ])
}

/// The models that can be chosen in a conversation: they have their key, or need none.
pub(in crate::gateway) async fn candidates(host: &Host, key: &SessionKey) -> Vec<Candidate> {
    let rows = host.secrets.list().await;
    let keys: BTreeSet<String> = rows
        .into_iter()
        .filter(|row| row.keep.is_some())
        .map(|row| row.path)
        .collect();
    let config = host.config().current();
    let mut found = host.models_meant(key);
    found.retain(|one| {
        let provider = &one.model.provider;
        one.preferred || keys.contains(&key_path(provider)) || config.needs_no_key(provider)
    });
    if !found.iter().any(|one| is_practice(&one.model)) {
        found.push(Candidate {
            model: practice_model(),
            alias: None,
            preferred: true,
        });
    }
    found
}
