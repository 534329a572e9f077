//! A page of a conversation as people see it.
//!
//! Owns which part of the transcript it shows and what stands beside it. Reads the transcript
//! without opening it for writing.

use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::Arc;

use super::chat::key_of;
use super::exchanges::with_exchanges;
use super::message::{fresh_start, messages, tool_line};
use super::{Caller, unanswered};
use crate::api::chat::{
    ChatHistory, ChatMessage, ChatPage, ChatPiece, ChatStream, RunningTurn, Waiting,
};
use crate::clock::Ms;
use crate::error::Problem;
use crate::gateway::Host;
use crate::session::{PathWalk, ResetMark, SessionError, SessionKey, reset_of};

const PAGE: u32 = 50;
const LONGEST_PAGE: u32 = 200;

pub(super) async fn history(
    host: &Arc<Host>,
    _: &Caller,
    request: ChatHistory,
) -> Result<ChatPage, Problem> {
    let key = key_of(host, request.session_key.as_deref(), None);
    // The number first: what happens while the page is made is replayed, never missed.
    let (epoch, seq) = (host.events().epoch().to_owned(), host.events().seq());
    let found = host.parts.sessions.find(&key);
    let view = host
        .live
        .as_ref()
        .map(|live| live.lanes.view(&key))
        .unwrap_or_default();
    let running = view.running.as_ref().map(|running| running.turn_id.clone());
    let (mut messages, older) = match &found {
        Some(found) => {
            let running = running.as_deref();
            read_page(
                host,
                &found.path,
                request.before.clone(),
                request.limit,
                running,
            )
            .await?
        }
        None => (Vec::new(), None),
    };
    let first = messages.first().filter(|_| older.is_some());
    let started = || host.parts.sessions.record(&key)?.number("sessionStartedAt");
    let since = first.map_or_else(|| started().unwrap_or(0), |first| first.at);
    let until = request.before.as_deref().and_then(time_of);
    let until = until.unwrap_or(Ms::MAX);
    if let Some(found) = &found {
        let from = first.map_or(Ms::MIN, |first| first.at);
        messages = with_exchanges(host, messages, &found.session_id, from..until).await?;
    }
    messages
        .iter_mut()
        .for_each(|said| usage_line(host, &key, said));
    unanswered::put(host, &key, since..until, &mut messages).await?;
    if let Some((header, mark)) = found.as_ref().and_then(|found| reset_of(&found.path))
        && older.is_none()
        && !answered(&messages, &mark)
    {
        messages.insert(0, fresh_start(host, &header.id, &mark));
    }
    Ok(ChatPage {
        epoch,
        seq,
        session_key: key.to_string(),
        session_id: found.map(|found| found.session_id),
        messages,
        older,
        running: view.running.map(|running| RunningTurn {
            turn_id: running.turn_id,
            started_at: running.started_at,
            offset: running.text.len() as u64,
            text: running.text,
            tools: running
                .tools
                .iter()
                .map(|tool| tool_line(host, tool))
                .collect(),
        }),
        waiting: view
            .waiting
            .into_iter()
            .map(|row| Waiting {
                inbox_id: row.message.id,
                text: row.message.text,
                at: row.received_at,
                channel: row.message.route.channel.as_str().to_owned(),
                instead_of: row.message.instead_of,
            })
            .collect(),
    })
}

/// Puts the line of usage under an answer, where the conversation has one now.
fn usage_line(host: &Host, key: &SessionKey, said: &mut ChatMessage) {
    let ended = !said.text.is_empty() && !said.stopped && said.problem.is_none();
    let Some(usage) = said.usage.filter(|_| ended) else {
        return;
    };
    let model = said.model.as_deref();
    said.usage_line = host
        .parts
        .usage_told(key, &usage, said.cost, model, host.language());
}

pub(super) async fn stream(
    host: &Arc<Host>,
    _: &Caller,
    request: ChatStream,
) -> Result<ChatPiece, Problem> {
    let running = host.live()?.lanes.running(&request.turn_id);
    let text = running
        .as_ref()
        .map(|running| running.text.as_str())
        .unwrap_or_default();
    let from = usize::try_from(request.offset)
        .unwrap_or(usize::MAX)
        .min(text.len());
    let piece = text.get(from..).unwrap_or_default().to_owned();
    Ok(ChatPiece {
        turn_id: request.turn_id,
        offset: from as u64,
        text: piece,
        done: running.is_none(),
    })
}

/// A page of any transcript with its commands, see [`page`].
pub(super) async fn transcript_page(
    host: &Arc<Host>,
    path: &Path,
    session_id: &str,
    before: Option<String>,
    limit: Option<u32>,
) -> Result<(Vec<ChatMessage>, Option<String>), Problem> {
    let until = before.as_deref().and_then(time_of).unwrap_or(Ms::MAX);
    let (messages, older) = read_page(host, path, before, limit, None).await?;
    let first = messages.first().filter(|_| older.is_some());
    let from = first.map_or(Ms::MIN, |first| first.at);
    let messages = with_exchanges(host, messages, session_id, from..until).await?;
    Ok((messages, older))
}

async fn read_page(
    host: &Arc<Host>,
    path: &Path,
    before: Option<String>,
    limit: Option<u32>,
    running: Option<&str>,
) -> Result<(Vec<ChatMessage>, Option<String>), Problem> {
    let (host, path) = (Arc::clone(host), path.to_owned());
    let running = running.map(str::to_owned);
    let limit = limit.unwrap_or(PAGE).min(LONGEST_PAGE) as usize;
    let read = tokio::task::spawn_blocking(move || {
        page(&host, &path, before.as_deref(), limit, running.as_deref())
    });
    Ok(read.await.unwrap_or_else(|_| Ok((Vec::new(), None)))?)
}

/// At most `limit` messages before the place `before` (absent = the newest), oldest first, and the
/// place before them. Reads back from there only as far as the page needs.
fn page(
    host: &Host,
    path: &Path,
    before: Option<&str>,
    limit: usize,
    running: Option<&str>,
) -> Result<(Vec<ChatMessage>, Option<String>), SessionError> {
    let mut walk = walk_from(path, before)?;
    let mut places = HashMap::new();
    let mut entries = VecDeque::new();
    // An answer with tools is several entries: more of them are read until there is one message
    // too many, which shows that the others are whole.
    let mut more = limit.saturating_add(1);
    let mut messages = loop {
        let held = entries.len();
        for step in walk.by_ref().take(more) {
            let step = step?;
            places.insert(step.entry.id.clone(), step.offset);
            entries.push_front(step.entry);
        }
        let messages = messages(host, entries.make_contiguous(), running);
        if messages.len() > limit || entries.len() - held < more {
            break messages;
        }
        more = more.saturating_mul(2);
    };
    let from = messages.len().saturating_sub(limit);
    let page = messages.split_off(from);
    let older = page.first().filter(|_| from > 0).and_then(|first| {
        let offset = places.get(&first.id)?;
        Some(format!("{}@{offset}@{}", first.id, first.at))
    });
    Ok((page, older))
}

/// The time of a place, ms.
/// The command that began the conversation was answered with its opening line, in this page.
pub(super) fn answered(messages: &[ChatMessage], mark: &ResetMark) -> bool {
    let begun = |cause: &str| {
        let mut turns = messages
            .iter()
            .filter_map(|message| message.turn_id.as_deref());
        turns.any(|turn| turn == cause)
    };
    mark.cause.as_deref().is_some_and(begun)
}

fn time_of(place: &str) -> Option<Ms> {
    place.split('@').nth(2)?.parse().ok()
}

/// The walk that begins before a place: `<entry id>@<offset>@<ms>`, or an entry id alone, which has
/// to be looked for. Nowhere, there is nothing before it.
fn walk_from(path: &Path, before: Option<&str>) -> Result<PathWalk, SessionError> {
    let mut walk = PathWalk::from_end(path)?;
    let Some(before) = before else {
        return Ok(walk);
    };
    let mut place = before.split('@');
    let id = place.next().unwrap_or_default();
    if let Some(Ok(offset)) = place.next().map(str::parse)
        && let Some(found) = PathWalk::before(path, offset, id)?
    {
        return Ok(found);
    }
    for step in walk.by_ref() {
        if step?.entry.id == id {
            break;
        }
    }
    Ok(walk)
}
