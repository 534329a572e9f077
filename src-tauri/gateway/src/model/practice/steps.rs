//! What the practice agent does for each request, step by step.
//!
//! Owns the way through the tools. Never says something was done that a tool refused.

use serde_json::{Value, json};

use super::intent::{Intent, parse};
use super::tape::{Played, Tape};
use crate::error::{Params, params};
use crate::model::provider::ToolCall;
use crate::words::{Language, Words};

const MEMORY: &str = "MEMORY.md";
const TODO: &str = "TODO.md";
/// The protocol's word for "nothing to say" (field-reference §8).
const NOTHING_DUE: &str = "HEARTBEAT_OK";

/// The turn goes on after a tool.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Pause {
    /// This one.
    Call(ToolCall),
}

/// Something said: a sentence of the catalogue, or a word for machines and what others wrote.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sentence {
    Key(&'static str, Params),
    Verbatim(String),
}

impl Sentence {
    fn key(key: &'static str) -> Self {
        Self::Key(key, Params::new())
    }

    fn with<const N: usize>(key: &'static str, pairs: [(&str, Value); N]) -> Self {
        Self::Key(key, params(pairs))
    }

    pub(super) fn render(&self, words: &Words, language: Language) -> String {
        match self {
            Self::Key(key, params) => words.text(language, key, params),
            Self::Verbatim(text) => text.clone(),
        }
    }
}

/// The whole answer to `text`, or the tool to call first.
pub(super) fn answer(text: &str, tape: &mut Tape<'_>) -> Result<Vec<Sentence>, Pause> {
    if text.contains(NOTHING_DUE) {
        return Ok(beat(text));
    }
    let intents = parse(text);
    if intents.is_empty() {
        return Ok(vec![Sentence::key("practice-about")]);
    }
    intents.iter().map(|intent| follow(intent, tape)).collect()
}

/// A beat says the events it was handed; without any nothing is due.
fn beat(text: &str) -> Vec<Sentence> {
    let events: Vec<Sentence> = text
        .lines()
        .filter_map(|line| line.strip_prefix("System: "))
        .map(|event| {
            match event
                .strip_prefix('[')
                .and_then(|rest| rest.split_once("] "))
            {
                Some((_, said)) => said,
                None => event,
            }
        })
        .map(|said| Sentence::Verbatim(said.to_owned()))
        .collect();
    if events.is_empty() {
        vec![Sentence::Verbatim(NOTHING_DUE.to_owned())]
    } else {
        events
    }
}

fn follow(intent: &Intent, tape: &mut Tape<'_>) -> Result<Sentence, Pause> {
    match intent {
        Intent::Remember(what) => {
            let done = Sentence::with("practice-remembered", [("what", json!(what))]);
            append(tape, MEMORY, &format!("- {what}"), done)
        }
        Intent::Todo(what) => {
            let done = Sentence::with("practice-todo-added", [("what", json!(what))]);
            append(tape, TODO, &format!("- [ ] {what}"), done)
        }
        Intent::List => list(tape),
        Intent::Schedule(what) => schedule(tape, what),
    }
}

fn failed(file: &str, why: &Played) -> Sentence {
    Sentence::with(
        "practice-failed",
        [("file", json!(file)), ("why", json!(why.text.trim()))],
    )
}

fn not_here(file: &str) -> Sentence {
    Sentence::with("practice-not-here", [("file", json!(file))])
}

/// Adds `line` at the end of `file`, whatever else stands in it.
fn append(tape: &mut Tape<'_>, file: &str, line: &str, done: Sentence) -> Result<Sentence, Pause> {
    if !tape.offers("write") {
        return Ok(not_here(file));
    }
    let answer = tape.call(
        "write",
        json!({"path": file, "content": line, "append": true}),
    )?;
    Ok(if answer.is_error {
        failed(file, &answer)
    } else {
        done
    })
}

fn list(tape: &mut Tape<'_>) -> Result<Sentence, Pause> {
    if !tape.offers("read") {
        return Ok(not_here(TODO));
    }
    let held = tape.call("read", json!({"path": TODO}))?;
    if held.is_error {
        return Ok(failed(TODO, &held));
    }
    let open: Vec<&str> = held.text.lines().filter_map(open_item).collect();
    if open.is_empty() {
        return Ok(Sentence::key("practice-list-empty"));
    }
    let items: Vec<String> = open.iter().map(|item| format!("- {item}")).collect();
    Ok(Sentence::with(
        "practice-list",
        [
            ("count", json!(open.len())),
            ("items", json!(items.join("\n"))),
        ],
    ))
}

fn open_item(line: &str) -> Option<&str> {
    let item = line.trim().strip_prefix(['-', '*', '+'])?.trim_start();
    let item = item.strip_prefix("[ ]")?.trim();
    (!item.is_empty()).then_some(item)
}

/// Hands the person's words to the schedule's own tool, which understands them; without it says
/// plainly that this can't be done.
fn schedule(tape: &mut Tape<'_>, what: &str) -> Result<Sentence, Pause> {
    if !tape.offers("cron") {
        return Ok(Sentence::key("practice-no-schedule"));
    }
    let told = tape.call("cron", json!({"action": "add", "text": what}))?;
    Ok(if told.is_error {
        Sentence::with(
            "practice-schedule-failed",
            [("why", json!(told.text.trim()))],
        )
    } else {
        Sentence::with("practice-scheduled", [("what", json!(what))])
    })
}
