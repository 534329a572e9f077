//! `chat.send`, `chat.wait` and `chat.stop`; `chat.retry` hands in by the same way.
//!
//! Owns nothing: the intake stores, the lanes stop, the inbox and the transcript tell what became
//! of a message.

use std::sync::Arc;

use super::Caller;
use super::message::{result_from, turn_result};
use crate::agent::{Handed, with_files};
use crate::api::chat::{
    ChatSend, ChatSent, ChatStop, ChatStopped, ChatWait, TurnOutcome, TurnResult,
};
use crate::api::contract::{Actor, ApiError};
use crate::channel::{Brought, BroughtFile, ChatType, Inbound, Route};
use crate::command;
use crate::delivery::{InboxEnd, InboxState, outcome_of, reply_of};
use crate::error::{Problem, params};
use crate::event::Fact;
use crate::gateway::Host;
use crate::model::Usage;
use crate::session::{KeyKind, SessionKey, entries_of_turn, read_key};

/// The longest message taken, characters.
const MAX_CHARS: usize = 200_000;

pub(super) async fn send(
    host: &Arc<Host>,
    caller: &Caller,
    request: ChatSend,
) -> Result<ChatSent, Problem> {
    let key = key_of(
        host,
        request.session_key.as_deref(),
        request.agent_id.as_deref(),
    );
    let (text, pictures) = match request.attachments {
        files if files.is_empty() => (request.text, Vec::new()),
        files => {
            host.live()?;
            let home = host.parts.agents.get(key.agent());
            let home = home.ok_or_else(|| Problem::new("agent-unknown"))??;
            let files = files.into_iter().map(|file| Handed {
                name: file.name,
                mime: file.mime,
                data: file.data,
            });
            with_files(&host.parts, &home, request.text, files.collect()).await?
        }
    };
    let said = Said {
        text,
        pictures,
        instead_of: None,
    };
    hand_in(host, caller, key, said).await
}

/// What the owner says.
pub(super) struct Said {
    pub text: String,
    /// Pictures that are in the workspace.
    pub pictures: Vec<BroughtFile>,
    /// The message it is said instead of.
    pub instead_of: Option<String>,
}

/// Stores a message of the owner and hands it to its lane.
pub(super) async fn hand_in(
    host: &Arc<Host>,
    caller: &Caller,
    key: SessionKey,
    said: Said,
) -> Result<ChatSent, Problem> {
    let Said {
        text,
        pictures,
        instead_of,
    } = said;
    let live = host.live()?;
    if text.trim().is_empty() {
        return Err(Problem::new("message-empty"));
    }
    if text.chars().count() > MAX_CHARS {
        return Err(Problem::with(
            "message-too-long",
            params([("most", MAX_CHARS.into())]),
        ));
    }
    if host.parts.agents.get(key.agent()).is_none() {
        return Err(Problem::new("agent-unknown"));
    }
    let route = if caller.actor == Actor::Cli {
        Route::cli()
    } else {
        Route::desktop()
    };
    let unique = caller
        .request_id
        .clone()
        .unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
    let message = Inbound {
        id: format!("{}:{unique}", route.channel.as_str()),
        route: Route {
            chat_type: chat_type(&key),
            ..route
        },
        sender: "owner".to_owned(),
        sender_name: None,
        owner: true,
        text,
        sent_at: host.now(),
        message_id: None,
        language: None,
        instead_of,
        brought: Brought {
            files: pictures,
            ..Brought::default()
        },
    };
    let held = *host.paused.borrow() && command::read(&message.text).is_none();
    let sent = ChatSent {
        inbox_id: message.id.clone(),
        session_key: key.to_string(),
        waits: held.then(|| {
            let problem = Problem::new("message-waits");
            ApiError::render(&problem, &host.parts.words, host.language())
        }),
    };
    live.intake.accept_for(message, key, None).await?;
    Ok(sent)
}

pub(super) async fn wait(
    host: &Arc<Host>,
    _: &Caller,
    request: ChatWait,
) -> Result<TurnResult, Problem> {
    let mut coming = host.events().subscribe(None).receiver;
    loop {
        if let Some(result) = ended(host, &request.inbox_id).await? {
            return Ok(result);
        }
        loop {
            match coming.recv().await.map(|numbered| numbered.fact) {
                Ok(Fact::TurnEnded {
                    session_key,
                    turn_id,
                    inbox_ids,
                    end,
                }) if inbox_ids.contains(&request.inbox_id) => {
                    return Ok(turn_result(host, &session_key, Some(turn_id), end));
                }
                Ok(Fact::Skipped { inbox_ids, .. }) if inbox_ids.contains(&request.inbox_id) => {
                    break;
                }
                Ok(Fact::Stopping) => return Err(Problem::new("gateway-gone")),
                Ok(_) => {}
                // Too much happened to follow: ask the inbox.
                Err(_) => break,
            }
        }
    }
}

/// What became of a message that was ended earlier, from the inbox and the transcript.
async fn ended(host: &Arc<Host>, id: &str) -> Result<Option<TurnResult>, Problem> {
    let wanted = id.to_owned();
    let row = host
        .db()
        .read(move |connection| outcome_of(connection, &wanted))
        .await?;
    let InboxEnd {
        state,
        turn_id,
        reason,
        key,
        received_at,
    } = row.ok_or_else(|| Problem::with("message-unknown", params([("id", id.into())])))?;
    let outcome = match state {
        InboxState::Received => return Ok(None),
        InboxState::Done => TurnOutcome::Done,
        InboxState::Skipped
            if reason
                .as_ref()
                .is_some_and(|reason| reason.code == "stopped") =>
        {
            TurnOutcome::Stopped
        }
        InboxState::Skipped => TurnOutcome::Skipped,
        InboxState::Failed => TurnOutcome::Failed,
    };
    let problem =
        reason.map(|reason| ApiError::render(&reason, &host.parts.words, host.language()));
    let entries = match (turn_id.clone(), host.parts.sessions.find(&key)) {
        (Some(turn), Some(found)) => {
            tokio::task::spawn_blocking(move || entries_of_turn(&found.path, &turn, received_at))
                .await
                .unwrap_or_else(|_| Ok(Vec::new()))
                .unwrap_or_default()
        }
        _ => Vec::new(),
    };
    let mut result = TurnResult {
        outcome,
        reply: String::new(),
        session_key: key.to_string(),
        session_id: host
            .parts
            .sessions
            .find(&key)
            .map(|found| found.session_id)
            .unwrap_or_default(),
        turn_id,
        usage: Usage::default(),
        cost: None,
        model: None,
        practice: false,
        usage_line: None,
        problem,
    };
    result_from(&entries, &mut result);
    if result.outcome == TurnOutcome::Done && !entries.is_empty() {
        let (usage, model) = (result.usage, result.model.as_deref());
        result.usage_line =
            host.parts
                .usage_told(&key, &usage, result.cost, model, host.language());
    }
    // A command's answer stands in no transcript.
    let wanted = id.to_owned();
    let reply = host
        .db()
        .read(move |connection| reply_of(connection, &wanted))
        .await?;
    if let Some(reply) = reply {
        result.outcome = TurnOutcome::Done;
        result.reply = reply;
    }
    Ok(Some(result))
}

pub(super) async fn stop(
    host: &Arc<Host>,
    _: &Caller,
    request: ChatStop,
) -> Result<ChatStopped, Problem> {
    let key = key_of(host, request.session_key.as_deref(), None);
    let stopped = host.live()?.lanes.stop(&key).await?;
    Ok(ChatStopped {
        stopped: stopped.turn,
        skipped: stopped.skipped,
    })
}

/// The conversation a request names.
pub(super) fn key_of(host: &Host, key: Option<&str>, agent: Option<&str>) -> SessionKey {
    let config = host.config().current();
    read_key(
        key.unwrap_or_default(),
        agent.unwrap_or(config.default_agent()),
        &config.session,
    )
}

/// The same, for what only makes sense of a conversation that is there: a mistyped key begins
/// none. The main one always is.
///
/// # Errors
/// `session-unknown`.
pub(super) fn held_key(
    host: &Host,
    key: Option<&str>,
    agent: Option<&str>,
) -> Result<SessionKey, Problem> {
    let key = key_of(host, key, agent);
    let main = key_of(host, None, Some(key.agent()));
    if key != main && host.parts.sessions.record(&key).is_none() {
        let told = params([("key", key.as_str().into())]);
        return Err(Problem::with("session-unknown", told));
    }
    Ok(key)
}

fn chat_type(key: &SessionKey) -> ChatType {
    if key.kind() == KeyKind::Group {
        ChatType::Group
    } else {
        ChatType::Direct
    }
}
