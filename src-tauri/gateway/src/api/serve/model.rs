//! Models: listed, looked for on this computer, chosen.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::Caller;
use super::change::{Told, tell, unchanged};
use super::config::{self, SUBJECTS};
use crate::activity::{ConfigEdit, Inverse, Kind};
use crate::api::contract::Changed;
use crate::api::model::{
    LocalServer, LocalServers, ModelCheck, ModelChecked, ModelFallbacks, ModelList, ModelLocal,
    ModelRow, ModelUse, Models,
};
use crate::config::Config;
use crate::error::{Problem, params};
use crate::gateway::Host;
use crate::ledger::{Call, CallState, Cause, put_call};
use crate::model::{
    Candidate, ErrorClass, ModelError, ModelRef, Usage, default_probes, find_local, is_practice,
    key_path,
};

/// Where the model of every agent that names none is written.
const MODEL: &str = "agents.defaults.model";

/// Lists the models.
pub async fn list(host: &Arc<Host>, _: &Caller, _: ModelList) -> Result<Models, Problem> {
    let config = host.config().current();
    let mut chain = config.model_chain(config.default_agent()).into_iter();
    let in_use = chain.next();
    let fallbacks: Vec<ModelRef> = chain.collect();
    let rows = host.secrets.list().await;
    let keys: BTreeSet<String> = rows
        .into_iter()
        .filter(|row| row.keep.is_some())
        .map(|row| row.path)
        .collect();
    let mut all = host.parts.models.list();
    let own = in_use.iter().chain(&fallbacks);
    let unlisted: Vec<ModelRef> = own.filter(|model| !all.contains(model)).cloned().collect();
    all.extend(unlisted);
    all.sort();
    let models = all.into_iter().map(|model| {
        let info = host.parts.models.info(&model);
        let price = info.price.as_ref();
        ModelRow {
            input: price.map(|price| price.input_dollars()),
            output: price.map(|price| price.output_dollars()),
            label: info.label,
            context_tokens: info.context_tokens,
            in_use: in_use.as_ref() == Some(&model),
            has_key: keys.contains(&key_path(&model.provider))
                || config.needs_no_key(&model.provider),
            id: model.to_string(),
        }
    });
    Ok(Models {
        models: models.collect(),
        fallbacks: fallbacks.iter().map(ToString::to_string).collect(),
    })
}

/// Looks for model servers on this computer.
pub async fn local(_: &Arc<Host>, _: &Caller, _: ModelLocal) -> Result<LocalServers, Problem> {
    let found = find_local(&default_probes()).await;
    let servers = found.into_iter().map(|server| LocalServer {
        name: server.label.to_owned(),
        base_url: server.base_url,
        models: server.models,
    });
    Ok(LocalServers {
        servers: servers.collect(),
    })
}

/// Uses a model from now on.
pub async fn use_model(
    host: &Arc<Host>,
    caller: &Caller,
    request: ModelUse,
) -> Result<Changed, Problem> {
    let config = host.config().current();
    let model = known(&config, &request.id)?;
    let mut steps = Vec::new();
    if let Some(base_url) = &request.base_url {
        steps.push((base_url_path(&model), Some(Value::from(base_url.clone()))));
    } else if !is_practice(&model) && !config.is_reachable(&model.provider) {
        return Err(unknown(&request.id));
    }
    let (path, value) = choice(host, &config, &model)?;
    steps.push((path.clone(), value));
    let edits = write_all(host, steps).await?;
    if edits.is_empty() {
        return Ok(unchanged());
    }
    let label = host.parts.models.info(&model).label;
    let told = Told::new(host, caller, Kind::Config, "model")
        .about(&model.to_string())
        .with("model", model.to_string())
        .with("path", path)
        .with("label", label)
        .with("practice", if is_practice(&model) { "yes" } else { "no" })
        .undone_by(Inverse::RevertConfig { edits }, "undo-model");
    tell(host, told, SUBJECTS).await
}

/// Asks a model one thing. What that costs is booked like any other call of a person.
pub async fn check(
    host: &Arc<Host>,
    _: &Caller,
    request: ModelCheck,
) -> Result<ModelChecked, Problem> {
    let config = host.config().current();
    let model = known(&config, &request.id)?;
    let key = request.key.filter(|key| !key.trim().is_empty());
    let candidate = Candidate {
        model: model.clone(),
        base_url: request.base_url,
        key: key.map(Into::into),
    };
    let checked = host.parts.models.check(candidate).await;
    let checked = checked.map_err(|error| refused(&error))?;
    if let Some(usage) = checked.usage {
        book(host, config.default_agent(), &model, usage).await?;
    }
    Ok(ModelChecked { ms: checked.ms })
}

/// Sets what is asked where the model in use can't answer.
pub async fn fallbacks(
    host: &Arc<Host>,
    caller: &Caller,
    request: ModelFallbacks,
) -> Result<Changed, Problem> {
    let config = host.config().current();
    let first = config
        .model_chain(config.default_agent())
        .into_iter()
        .next();
    let first = first.ok_or_else(|| Problem::new("model-fallback-first"))?;
    for id in &request.ids {
        let model = known(&config, id)?;
        if !config.is_reachable(&model.provider) {
            return Err(unknown(id));
        }
    }
    let path = choice_path(&config);
    let value = serde_json::json!({ "primary": first.to_string(), "fallbacks": request.ids });
    let edits = write_all(host, vec![(path.clone(), Some(value))]).await?;
    if edits.is_empty() {
        return Ok(unchanged());
    }
    let told = Told::new(host, caller, Kind::Config, "set")
        .about(&path)
        .with("path", path)
        .with("value", request.ids.join(", "))
        .undone_by(Inverse::RevertConfig { edits }, "undo-config");
    tell(host, told, SUBJECTS).await
}

fn unknown(id: &str) -> Problem {
    Problem::with("model-unknown", params([("id", id.into())]))
}

fn known(config: &Config, id: &str) -> Result<ModelRef, Problem> {
    config.model_ref(id).ok_or_else(|| unknown(id))
}

/// Why it does not answer, said to somebody who has the key in hand.
fn refused(error: &ModelError) -> Problem {
    let problem = Problem::from(error);
    if error.class != ErrorClass::Auth {
        return problem;
    }
    let code = match error.status {
        Some(_) => "model-key-refused",
        None => "model-key-missing",
    };
    Problem::with(code, problem.params)
}

async fn book(host: &Host, agent: &str, model: &ModelRef, usage: Usage) -> Result<(), Problem> {
    let price = host.parts.models.info(model).price;
    let call = Call {
        id: format!("check:{}#1", uuid::Uuid::new_v4().simple()),
        at: host.now(),
        cause: Cause::Chat,
        agent: agent.to_owned(),
        session_id: String::new(),
    };
    let row = call.ended(model, price.as_ref(), usage, CallState::Settled);
    Ok(host.db().write(move |tx| put_call(tx, &row)).await?)
}

/// Where the default agent's choice is written: its own where it has one.
fn choice_path(config: &Config) -> String {
    let default = config.default_agent();
    let mut list = config.agents.list.iter();
    let own = list.position(|entry| entry.id == default && entry.model.is_some());
    own.map_or_else(|| MODEL.to_owned(), |at| format!("agents.list[{at}].model"))
}

/// Which key is written for this choice: the default agent's own model where it has one.
fn choice(
    host: &Host,
    config: &Config,
    model: &ModelRef,
) -> Result<(String, Option<Value>), Problem> {
    let path = choice_path(config);
    if is_practice(model) {
        return Ok((path, None));
    }
    let now = host.config().get(&path)?;
    let path = match now.written && now.value.is_object() {
        true => format!("{path}.primary"),
        false => path,
    };
    Ok((path, Some(Value::from(model.to_string()))))
}

/// Makes all changes or none; those that change nothing are left out.
async fn write_all(
    host: &Host,
    steps: Vec<(String, Option<Value>)>,
) -> Result<Vec<ConfigEdit>, Problem> {
    let mut edits = Vec::new();
    for (path, value) in steps {
        match config::write(host, path, value).await {
            Ok((edit, _)) if edit.before == edit.after => {}
            Ok((_, kept)) => edits.push(kept),
            Err(problem) => {
                config::revert(host, edits).await?;
                return Err(problem);
            }
        }
    }
    Ok(edits)
}

fn base_url_path(model: &ModelRef) -> String {
    let key = key_path(&model.provider);
    format!("{}.baseUrl", key.trim_end_matches(".apiKey"))
}
