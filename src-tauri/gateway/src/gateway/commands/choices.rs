//! Commands that choose for one conversation: `/think`, `/usage`, and what `/model` writes.
//!
//! Owns how a choice is kept: durable in the session entry together with the command that made it
//! and what stood there before, so that a command carried out twice changes once and its undo is
//! right; then its record and undo in the transaction of the answer.

use serde_json::{Map, Value, json};

use super::answer::{Done, Reply, changed};
use super::{Asked, records};
use crate::activity::{Inverse, Kind, Record, add_undo, record};
use crate::agent::UsageLine;
use crate::config::Thinking;
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::session::SessionError;
use crate::words::dollars;

/// A choice to be kept.
pub(super) struct Choice {
    /// What is chosen: model, thinking, usage.
    pub what: &'static str,
    /// The fields of the session entry; null removes one.
    pub fields: Map<String, Value>,
    /// What it is now, for the record.
    pub now: String,
    /// The answer.
    pub text: String,
}

/// Keeps a choice.
pub(super) async fn choose(asked: &Asked, choice: Choice) -> Result<Reply, Problem> {
    let (parts, key, cause) = (
        asked.host.parts.clone(),
        asked.row.key.clone(),
        asked.cause(),
    );
    let (what, fields) = (choice.what, choice.fields);
    let (own, by, after) = (key.clone(), cause.clone(), fields.clone());
    let kept = tokio::task::spawn_blocking(move || -> Result<Map<String, Value>, SessionError> {
        parts.resolve(&own)?;
        let entry = parts.sessions.record(&own).unwrap_or_default().0;
        let chosen = &entry.get("cove").cloned().unwrap_or_default()["chosen"];
        if chosen[what]["by"] == by.as_str() {
            // A start carries the command out again: it has been carried out.
            return Ok(chosen[what]["before"]
                .as_object()
                .cloned()
                .unwrap_or_default());
        }
        let old = |name: &String| (name.clone(), entry.get(name).cloned().unwrap_or_default());
        let before: Map<String, Value> = fields.keys().map(old).collect();
        let mut chosen = chosen.as_object().cloned().unwrap_or_default();
        chosen.insert(what.to_owned(), json!({ "by": by, "before": before }));
        let mut written = fields;
        written.insert("cove".to_owned(), json!({ "chosen": chosen }));
        parts.sessions.keep(&own, &written)?;
        Ok(before)
    });
    let before = kept.await.map_err(|_| Problem::new("gateway-gone"))??;
    let now = asked.host.now();
    let told = Record::new(cause, now, Kind::Session, what)
        .about(key.as_str())
        .with("key", key.as_str())
        .with("now", choice.now);
    let (inverse, text) = (
        Inverse::RestoreChoice {
            key: key.to_string(),
            before,
            after,
        },
        choice.text,
    );
    Ok(Reply::within(move |tx| {
        record(tx, &told)?;
        let label = Problem::with(&format!("undo-session-{what}"), told.params.clone());
        add_undo(tx, &told.id, now, &inverse, label)?;
        let mut done = Done::from(text);
        done.facts = [Subject::Sessions, Subject::Activity, Subject::Status]
            .map(changed)
            .into();
        Ok(done)
    }))
}

/// `/think [level|default]`.
pub(super) async fn think(asked: &Asked) -> Result<Reply, Problem> {
    let wanted = asked.typed.arguments.to_lowercase();
    let levels = Thinking::WORDS.join(", ");
    let now = |level: Option<String>| level.unwrap_or_else(|| "default".to_owned());
    if wanted.is_empty() {
        let level = now(asked.host.parts.thinking(&asked.row.key));
        let told = params([("level", level.into()), ("levels", levels.into())]);
        return Ok(Reply::say(asked.text("command-think-now", &told)));
    }
    let level = match wanted.as_str() {
        "default" => Value::Null,
        word => match Thinking::parse(word) {
            Some(level) => level.as_str().into(),
            None => {
                let told = params([("levels", levels.into())]);
                return Ok(Reply::say(asked.text("command-think-levels", &told)));
            }
        },
    };
    let model = asked
        .host
        .parts
        .model_chain(&asked.row.key)
        .into_iter()
        .next();
    let model = model.unwrap_or_else(crate::model::practice_model);
    let info = asked.host.parts.models.info(&model);
    let told = params([
        ("level", wanted.clone().into()),
        ("reasons", info.reasoning.to_string().into()),
        ("model", info.label.into()),
    ]);
    let choice = Choice {
        what: "thinking",
        fields: Map::from_iter([("thinkingLevel".to_owned(), level)]),
        now: wanted,
        text: asked.text("command-think-set", &told),
    };
    choose(asked, choice).await
}

/// `/usage [off|tokens|full|cost]`.
pub(super) async fn usage(asked: &Asked) -> Result<Reply, Problem> {
    let wanted = asked.typed.arguments.to_lowercase();
    if wanted == "cost" {
        return cost(asked).await;
    }
    let now = asked.host.parts.usage_line(&asked.row.key);
    let Some(line) = UsageLine::parse(&wanted) else {
        let told = params([("mode", now.as_str().into())]);
        return Ok(Reply::say(asked.text("command-usage-now", &told)));
    };
    let told = params([("mode", line.as_str().into())]);
    let value = match line {
        UsageLine::Off => Value::Null,
        _ => line.as_str().into(),
    };
    let choice = Choice {
        what: "usage",
        fields: Map::from_iter([("responseUsage".to_owned(), value)]),
        now: line.as_str().to_owned(),
        text: asked.text("command-usage-set", &told),
    };
    choose(asked, choice).await
}

async fn cost(asked: &Asked) -> Result<Reply, Problem> {
    let spent = records::spent(asked).await?;
    let told = params([
        ("session", dollars(spent.session).into()),
        ("today", dollars(spent.today).into()),
        ("month", dollars(spent.month).into()),
    ]);
    Ok(Reply::say(asked.text("command-usage-cost", &told)))
}
