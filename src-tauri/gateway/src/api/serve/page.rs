//! A conversation as people see it: entries of a transcript turned into messages.
//!
//! Owns that translation: a turn is one message of the agent, its tools folded in order, its text
//! joined. Reads the transcript without opening it for writing.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::path::Path;
use std::sync::Arc;

use super::chat::key_of;
use super::exchanges::with_exchanges;
use super::{Caller, unanswered};
use crate::agent::{opening_line, sentence};
use crate::api::chat::{
    ChatHistory, ChatMessage, ChatPage, ChatPiece, ChatStream, RunningTurn, Speaker, ToolLine,
    TurnOutcome, TurnResult, Waiting,
};
use crate::api::contract::ApiError;
use crate::clock::Ms;
use crate::delivery::{Verdict, pass};
use crate::error::Problem;
use crate::event::{Outcome, ToolFact, TurnEnd};
use crate::gateway::Host;
use crate::model::{Block, ModelRef, ToolCall, Usage, is_practice};
use crate::session::{
    Entry, EntryBody, Message, MessageRole, PathWalk, ResetMark, SessionError, Stop, own_words,
    reset_of,
};

/// Most characters of a tool's answer that are shown.
const OUTPUT_CHARS: usize = 4_000;
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
    unanswered::put(host, &key, since..until, &mut messages).await?;
    if let Some((header, mark)) = found.as_ref().and_then(|found| reset_of(&found.path))
        && older.is_none()
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
            })
            .collect(),
    })
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

/// The messages of a path, oldest first; what the running turn has written is left to it.
fn messages(host: &Host, path: &[Entry], running: Option<&str>) -> Vec<ChatMessage> {
    let mut messages: Vec<ChatMessage> = Vec::new();
    let mut results: BTreeMap<&str, (&Message, &Entry)> = BTreeMap::new();
    for entry in path {
        if let Some(message) = entry
            .message()
            .filter(|message| message.role == MessageRole::ToolResult)
            && let Some(Block::Result { call_id, .. }) = message.blocks.first()
        {
            results.insert(call_id, (message, entry));
        }
    }
    for entry in path {
        match &entry.body {
            EntryBody::Message(message) if message.role == MessageRole::User => {
                messages.push(person(entry))
            }
            EntryBody::Message(message) if message.role == MessageRole::Assistant => {
                if entry.turn().is_some() && entry.turn() == running {
                    continue;
                }
                agent(host, &mut messages, entry, message, &results);
            }
            EntryBody::CustomMessage {
                text,
                display: true,
                ..
            } => messages.push(note(entry, text.clone())),
            _ => {}
        }
    }
    messages.retain(|message| {
        message.speaker != Speaker::Agent
            || !message.text.is_empty()
            || !message.tools.is_empty()
            || message.problem.is_some()
            || message.stopped
    });
    messages
}

/// A message that says nothing yet.
pub(super) fn empty(id: &str, turn: Option<&str>, speaker: Speaker, at: Ms) -> ChatMessage {
    ChatMessage {
        id: id.to_owned(),
        turn_id: turn.map(str::to_owned),
        speaker,
        at,
        text: String::new(),
        channel: None,
        tools: Vec::new(),
        usage: None,
        cost: None,
        model: None,
        practice: false,
        stopped: false,
        problem: None,
    }
}

fn of_entry(entry: &Entry, speaker: Speaker) -> ChatMessage {
    empty(&entry.id, entry.turn(), speaker, entry.at)
}

fn person(entry: &Entry) -> ChatMessage {
    let channel = entry
        .cove
        .get("channel")
        .and_then(|channel| channel.as_str())
        .map(str::to_owned);
    ChatMessage {
        text: own_words(entry),
        channel,
        ..of_entry(entry, Speaker::Person)
    }
}

/// The line that opens a conversation which began anew.
fn fresh_start(host: &Host, session_id: &str, mark: &ResetMark) -> ChatMessage {
    ChatMessage {
        id: format!("reset:{session_id}"),
        turn_id: None,
        speaker: Speaker::Note,
        at: mark.at,
        text: opening_line(&host.parts.words, host.language(), mark),
        channel: None,
        tools: Vec::new(),
        usage: None,
        cost: None,
        model: None,
        practice: false,
        stopped: false,
        problem: None,
    }
}

fn note(entry: &Entry, text: String) -> ChatMessage {
    ChatMessage {
        text,
        ..of_entry(entry, Speaker::Note)
    }
}

/// Adds an answer to the message of its turn, or begins one.
fn agent(
    host: &Host,
    messages: &mut Vec<ChatMessage>,
    entry: &Entry,
    message: &Message,
    results: &BTreeMap<&str, (&Message, &Entry)>,
) {
    let same = messages.last().is_some_and(|last| {
        last.speaker == Speaker::Agent
            && last.turn_id.is_some()
            && last.turn_id.as_deref() == entry.turn()
    });
    if !same {
        messages.push(of_entry(entry, Speaker::Agent));
    }
    let Some(last) = messages.last_mut() else {
        return;
    };
    last.at = entry.at;
    let text = match pass(&message.said()) {
        Verdict::Silent => String::new(),
        Verdict::Say(text) => text,
    };
    if !text.is_empty() {
        if !last.text.is_empty() {
            last.text.push_str("\n\n");
        }
        last.text.push_str(&text);
    }
    last.tools
        .extend(message.calls().map(|call| stored_tool(host, call, results)));
    if let Some(usage) = &message.usage {
        last.usage.get_or_insert_default().add(usage);
    }
    let cost = entry.cove.get("cost").and_then(serde_json::Value::as_i64);
    last.cost = match (last.cost, cost) {
        (Some(sum), Some(cost)) => Some(sum + cost),
        (sum, cost) => sum.or(cost),
    };
    if let Some((provider, model)) = &message.model {
        let model = ModelRef {
            provider: provider.clone(),
            model: model.clone(),
        };
        last.practice = is_practice(&model);
        last.model = Some(model.to_string());
    }
    last.stopped = message.stop == Some(Stop::Aborted);
    if message.stop == Some(Stop::Error) {
        let code = message
            .error
            .clone()
            .unwrap_or_else(|| "model-network".to_owned());
        last.problem = Some(ApiError::render(
            &problem_of(host, &code, last.model.as_deref()),
            &host.parts.words,
            host.language(),
        ));
    }
}

/// A stored failure with what its sentence needs: the provider's name follows from the model.
fn problem_of(_: &Host, code: &str, model: Option<&str>) -> Problem {
    let provider = model
        .and_then(ModelRef::parse)
        .map(|model| model.provider)
        .unwrap_or_default();
    let label = crate::model::label(&provider).to_owned();
    Problem::with(
        code,
        crate::error::params([("provider", provider.into()), ("label", label.into())]),
    )
}

fn stored_tool(
    host: &Host,
    call: &ToolCall,
    results: &BTreeMap<&str, (&Message, &Entry)>,
) -> ToolLine {
    let result = results.get(call.id.as_str());
    let (output, is_error) = match result.and_then(|(message, _)| message.blocks.first()) {
        Some(Block::Result { text, is_error, .. }) => (Some(text.clone()), *is_error),
        _ => (None, false),
    };
    let ms = result
        .and_then(|(_, entry)| entry.cove.get("ms"))
        .and_then(serde_json::Value::as_i64);
    tool_line(
        host,
        &ToolFact {
            call: call.clone(),
            output,
            is_error,
            ms,
        },
    )
}

/// A tool call in a sentence.
pub(super) fn tool_line(host: &Host, fact: &ToolFact) -> ToolLine {
    let said = sentence(&fact.call, fact.is_error, None);
    ToolLine {
        id: fact.call.id.clone(),
        name: fact.call.name.clone(),
        text: host
            .parts
            .words
            .text(host.language(), said.key, &said.params),
        input: fact.call.arguments.clone(),
        output: fact
            .output
            .as_ref()
            .map(|output| output.chars().take(OUTPUT_CHARS).collect()),
        is_error: fact.is_error,
        ms: fact.ms,
    }
}

/// The end of a turn as it travels.
pub(super) fn turn_result(
    host: &Host,
    key: &str,
    turn_id: Option<String>,
    end: TurnEnd,
) -> TurnResult {
    TurnResult {
        outcome: match end.outcome {
            Outcome::Done => TurnOutcome::Done,
            Outcome::Quiet => TurnOutcome::Quiet,
            Outcome::Stopped => TurnOutcome::Stopped,
            Outcome::Failed => TurnOutcome::Failed,
        },
        reply: end.reply,
        session_key: key.to_owned(),
        session_id: end.session_id,
        turn_id,
        usage: end.usage,
        cost: end.cost,
        model: end.model,
        practice: end.practice,
        problem: end
            .problem
            .map(|problem| ApiError::render(&problem, &host.parts.words, host.language())),
    }
}

/// Fills in what the transcript tells of a turn.
pub(super) fn result_from(entries: &[Entry], result: &mut TurnResult) {
    let mut said = Vec::new();
    let mut usage = Usage::default();
    for message in entries
        .iter()
        .filter_map(Entry::message)
        .filter(|message| message.role == MessageRole::Assistant)
    {
        said.push(message.said());
        usage.add(&message.usage.unwrap_or_default());
        if let Some((provider, model)) = &message.model {
            let model = ModelRef {
                provider: provider.clone(),
                model: model.clone(),
            };
            result.practice = is_practice(&model);
            result.model = Some(model.to_string());
        }
    }
    said.retain(|text| !text.trim().is_empty());
    if result.outcome != TurnOutcome::Failed {
        match pass(&said.join("\n\n")) {
            Verdict::Silent if result.outcome == TurnOutcome::Done => {
                result.outcome = TurnOutcome::Quiet
            }
            Verdict::Silent => {}
            Verdict::Say(text) => result.reply = text,
        }
    }
    result.usage = usage;
    result.cost = entries
        .iter()
        .filter_map(|entry| entry.cove.get("cost")?.as_i64())
        .reduce(|sum, cost| sum + cost);
}
