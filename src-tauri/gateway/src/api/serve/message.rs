//! Entries of a transcript turned into messages as people see them.
//!
//! Owns that translation: a turn is one message of the agent, its tools folded in order, its text
//! joined. Reads no file.

use std::collections::BTreeMap;

use crate::agent::{CompactionTold, opening_line, sentence};
use crate::api::chat::{ChatMessage, MessageMark, Speaker, ToolLine, TurnOutcome, TurnResult};
use crate::api::contract::ApiError;
use crate::clock::Ms;
use crate::delivery::{Verdict, pass};
use crate::error::Problem;
use crate::event::{Outcome, ToolFact, TurnEnd};
use crate::gateway::Host;
use crate::model::{Block, ModelRef, ToolCall, Usage, is_practice};
use crate::session::{
    Entry, EntryBody, Message, MessageRole, ResetMark, Stop, goes_back, own_words,
};

/// Most characters of a tool's answer that are shown.
const OUTPUT_CHARS: usize = 4_000;

/// The messages of a path, oldest first; what the running turn has written is left to it.
pub(super) fn messages(host: &Host, path: &[Entry], running: Option<&str>) -> Vec<ChatMessage> {
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
    for (at, entry) in path.iter().enumerate() {
        match &entry.body {
            EntryBody::Message(message) if message.role == MessageRole::User => {
                let before = at.checked_sub(1).and_then(|at| path.get(at));
                messages.push(ChatMessage {
                    again: before.is_some_and(goes_back),
                    ..person(entry)
                });
            }
            EntryBody::Message(message) if message.role == MessageRole::Assistant => {
                if entry.turn().is_some() && entry.turn() == running {
                    continue;
                }
                agent(host, &mut messages, entry, message, &results);
            }
            EntryBody::Compaction { .. } => messages.extend(summed_up(host, entry)),
            EntryBody::CustomMessage {
                text,
                display: true,
                ..
            } => messages.push(match entry.shown() {
                // What a job said here is read like an answer; of what it said elsewhere stands a note.
                Some(shown) if entry.cove.get("here") == Some(&true.into()) => ChatMessage {
                    text: shown.to_owned(),
                    ..of_entry(entry, Speaker::Agent)
                },
                Some(shown) => note(entry, shown.to_owned()),
                None => note(entry, text.clone()),
            }),
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
        usage_line: None,
        again: false,
        stopped: false,
        problem: None,
        mark: None,
        summary: None,
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
pub(super) fn fresh_start(host: &Host, session_id: &str, mark: &ResetMark) -> ChatMessage {
    let id = format!("reset:{session_id}");
    ChatMessage {
        text: opening_line(&host.parts.words, host.language(), mark),
        mark: Some(MessageMark::Fresh),
        ..empty(&id, None, Speaker::Note, mark.at)
    }
}

fn note(entry: &Entry, text: String) -> ChatMessage {
    ChatMessage {
        text,
        ..of_entry(entry, Speaker::Note)
    }
}

/// The line where the conversation was made shorter. A command's answer says it already.
fn summed_up(host: &Host, entry: &Entry) -> Option<ChatMessage> {
    let by_command = entry
        .turn()
        .is_some_and(|turn| turn.starts_with("command:"));
    let told = CompactionTold::of(entry, "").filter(|_| !by_command)?;
    let words = &host.parts.words;
    let text = words.text(host.language(), "compaction-mark", &told.params());
    let summary = match &entry.body {
        EntryBody::Compaction { summary, .. } => Some(summary.clone()),
        _ => None,
    };
    Some(ChatMessage {
        turn_id: None,
        mark: Some(MessageMark::Compacted),
        summary,
        ..note(entry, text)
    })
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
        last.problem = Some(ApiError::render(
            &problem_of(entry, last.model.as_deref()),
            &host.parts.words,
            host.language(),
        ));
    }
}

/// A stored failure with what its sentence needs: the provider's name follows from the model
/// where the failure does not tell it.
fn problem_of(entry: &Entry, model: Option<&str>) -> Problem {
    let mut problem = entry
        .problem()
        .unwrap_or_else(|| Problem::new("model-network"));
    let provider = model
        .and_then(ModelRef::parse)
        .map(|model| model.provider)
        .unwrap_or_default();
    let label = crate::model::label(&provider).to_owned();
    for (name, value) in [("provider", provider), ("label", label)] {
        let told = problem.params.entry(name.to_owned());
        told.or_insert_with(|| value.into());
    }
    problem
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
        usage_line: end.usage_line,
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
