//! `sessions.reset`, `.history`, `.reopen`, `.delete`, `.archive`.
//!
//! Owns nothing: the lane of the conversation carries them out; without a gateway its files are
//! changed under the lock of the home.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::Caller;
use super::change::{Told, aside, publish, shown, tell};
use super::chat::{held_key, key_of, send};
use crate::activity::{Inverse, Kind};
use crate::agent::{
    Asked, NewSession, Operation, OperationAnswer, Remove, Reopen, opening_line, saves_by_hand,
};
use crate::api::chat::ChatSend;
use crate::api::contract::{ApiError, Changed};
use crate::api::sessions::{
    PastSession, PastSessions, ResetMode, SessionReset, SessionsArchive, SessionsDelete,
    SessionsHistory, SessionsReopen, SessionsReset,
};
use crate::clock::Ms;
use crate::command::{Named, model_named};
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::gateway::{Host, open_again};
use crate::model::ModelRef;
use crate::session::{Asker, SessionKey};

/// Models that are named where a name fits several.
const MOST_NAMED: usize = 5;

pub(super) async fn reset(
    host: &Arc<Host>,
    caller: &Caller,
    request: SessionsReset,
) -> Result<SessionReset, Problem> {
    let key = held_key(host, request.key.as_deref(), request.agent_id.as_deref())?;
    let model = request
        .model
        .map(|name| model_of(host, &key, &name))
        .transpose()?;
    let asked = Asked {
        asker: Asker::Request,
        save: match request.mode {
            Some(mode) => mode == ResetMode::Save,
            None => saves_by_hand(&host.parts, &key),
        },
        model,
        announce: false,
        sum_up: false,
    };
    let operation = Operation::NewSession(NewSession::Asked(asked));
    let answer = host
        .live()?
        .lanes
        .operate(&key, operation, cause(caller))
        .await?;
    let OperationAnswer::NewSession(Some(renewed)) = answer else {
        return Err(Problem::new("operation-broken"));
    };
    let inbox_id = match request.text.filter(|text| !text.trim().is_empty()) {
        None => None,
        Some(text) => {
            let first = ChatSend {
                text,
                session_key: Some(key.to_string()),
                agent_id: None,
                attachments: Vec::new(),
            };
            Some(send(host, caller, first).await?.inbox_id)
        }
    };
    publish(host, &[Subject::Sessions], Some(key.as_str()));
    let (words, language) = (&host.parts.words, host.language());
    Ok(SessionReset {
        session_key: key.to_string(),
        session_id: renewed.session_id,
        text: opening_line(words, language, &renewed.mark),
        kept: renewed.mark.kept,
        unsaved: renewed
            .mark
            .unsaved
            .as_ref()
            .map(|problem| ApiError::render(problem, words, language)),
        carried: u32::try_from(renewed.mark.carried).unwrap_or(u32::MAX),
        previous: renewed.mark.from,
        inbox_id,
        undo: renewed.undo.map(|undo| shown(host, &undo)),
    })
}

pub(super) async fn history(
    host: &Arc<Host>,
    _: &Caller,
    request: SessionsHistory,
) -> Result<PastSessions, Problem> {
    let key = key_of(host, request.key.as_deref(), request.agent_id.as_deref());
    let (sessions, wanted) = (Arc::clone(&host.parts.sessions), key.clone());
    let past = aside(move || {
        let rows = sessions.past(&wanted)?.into_iter().map(|past| PastSession {
            first_words: past.first_words(),
            session_id: past.session_id,
            started_at: past.started,
            ended_at: past.ended,
            ended_by: past.ended_by.map(|reason| reason.as_str().to_owned()),
            bytes: past.bytes,
            current: past.current,
        });
        Ok(rows.collect())
    });
    Ok(PastSessions {
        session_key: key.to_string(),
        sessions: past.await?,
    })
}

pub(super) async fn reopen(
    host: &Arc<Host>,
    caller: &Caller,
    request: SessionsReopen,
) -> Result<Changed, Problem> {
    let key = key_of(host, Some(&request.key), None);
    let before = host.parts.sessions.record(&key).unwrap_or_default();
    let wish = Reopen {
        session_id: request.session_id.clone(),
        unless_spoken: None,
        fields: None,
    };
    let reopened = open_again(host, &key, wish, cause(caller)).await?;
    let inverse = Inverse::ReopenSession {
        key: key.to_string(),
        from: request.session_id,
        to: reopened.from,
        fields: plain(&before.0),
    };
    let told = Told::new(host, caller, Kind::Session, "reopened")
        .about(key.as_str())
        .with("key", key.as_str())
        .undone_by(inverse, "undo-session-reopened");
    tell(host, told, &[Subject::Sessions]).await
}

pub(super) async fn delete(
    host: &Arc<Host>,
    caller: &Caller,
    request: SessionsDelete,
) -> Result<Changed, Problem> {
    let key = key_of(host, Some(&request.key), None);
    let name = match &caller.request_id {
        // Part of a folder's name.
        Some(id) => uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, id.as_bytes()),
        None => uuid::Uuid::new_v4(),
    };
    let wish = Remove {
        session_id: request.session_id,
        name: name.simple().to_string(),
    };
    remove(host, &key, wish.clone(), cause(caller)).await?;
    let inverse = Inverse::RestoreSession {
        key: key.to_string(),
        name: wish.name,
    };
    let outcome = match wish.session_id {
        Some(_) => "removed-one",
        None => "removed",
    };
    let told = Told::new(host, caller, Kind::Session, outcome)
        .about(key.as_str())
        .with("key", key.as_str())
        .undone_by(inverse, "undo-session-removed");
    tell(host, told, &[Subject::Sessions]).await
}

pub(super) async fn archive(
    host: &Arc<Host>,
    caller: &Caller,
    request: SessionsArchive,
) -> Result<Changed, Problem> {
    let key = key_of(host, Some(&request.key), None);
    let record =
        host.parts.sessions.record(&key).ok_or_else(|| {
            Problem::with("session-unknown", params([("key", key.as_str().into())]))
        })?;
    let before = record.number("archivedAt");
    if before.is_some() == request.archived {
        return Ok(super::change::unchanged());
    }
    note_archived(host, key.as_str(), request.archived.then(|| host.now()))?;
    let inverse = Inverse::ArchiveSession {
        key: key.to_string(),
        at: before,
    };
    let outcome = if request.archived {
        "archived"
    } else {
        "unarchived"
    };
    let told = Told::new(host, caller, Kind::Session, outcome)
        .about(key.as_str())
        .with("key", key.as_str())
        .undone_by(inverse, "undo-session-archived");
    tell(host, told, &[Subject::Sessions]).await
}

async fn remove(
    host: &Arc<Host>,
    key: &SessionKey,
    wish: Remove,
    cause: String,
) -> Result<(), Problem> {
    if let Some(live) = &host.live {
        live.lanes
            .operate(key, Operation::Remove(wish), cause)
            .await?;
        return Ok(());
    }
    let (sessions, key, now) = (Arc::clone(&host.parts.sessions), key.clone(), host.now());
    aside(move || Ok(sessions.discard(&key, wish.session_id.as_deref(), &wish.name, now)?)).await
}

/// Notes when a conversation was put into the archive.
pub(super) fn note_archived(host: &Host, key: &str, at: Option<Ms>) -> Result<(), Problem> {
    let key = SessionKey::parse(key, host.config().current().default_agent());
    let fields = Map::from_iter([("archivedAt".to_owned(), at.map_or(Value::Null, Value::from))]);
    host.parts.sessions.project(&key, &fields);
    // Without a gateway nobody else writes it.
    Ok(host.parts.sessions.flush()?)
}

/// The plain fields of a record, to be set again; its id and file are set by the opening itself.
fn plain(record: &Map<String, Value>) -> Map<String, Value> {
    let own = ["sessionId", "sessionFile", "updatedAt"];
    let chosen = record.iter().filter(|(name, value)| {
        !own.contains(&name.as_str()) && !value.is_object() && !value.is_array()
    });
    chosen
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn model_of(host: &Host, key: &SessionKey, name: &str) -> Result<ModelRef, Problem> {
    let told = |code: &str, names: Vec<String>| {
        let names = names.join(", ");
        Problem::with(
            code,
            params([("name", name.into()), ("names", names.into())]),
        )
    };
    match model_named(name, &host.models_meant(key)) {
        Named::One(model) => Ok(model),
        Named::Several(models) => {
            let names = models.iter().take(MOST_NAMED).map(ModelRef::to_string);
            Err(told("reset-model-several", names.collect()))
        }
        Named::Nothing => Err(told("reset-model-unknown", Vec::new())),
    }
}

/// What an operation asked for by this request carries.
pub(super) fn cause(caller: &Caller) -> String {
    let id = caller.request_id.clone();
    format!(
        "request:{}",
        id.unwrap_or_else(|| uuid::Uuid::new_v4().to_string())
    )
}
