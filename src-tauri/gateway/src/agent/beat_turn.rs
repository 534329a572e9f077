//! The turn of a beat: what the model is asked, and its loop of model and tools.
//!
//! Owns its words and that nothing of it is shown or written while it runs: its entries are held
//! in memory. What becomes of them is decided by `beat`.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::answer::{Answer, Stage, ask};
use super::beat_look::BeatLook;
use super::journal::stopped_result;
use super::open_session::Open;
use super::room::told;
use super::tools::ToolContext;
use super::turn::{Turn, TurnError};
use crate::clock::local_minute;
use crate::context::{estimate_bytes, request_bytes};
use crate::error::Problem;
use crate::event::Subject;
use crate::heartbeat::{Asks, SystemEvent};
use crate::ledger::{CallRow, CallState, dearest, release, reserve, settle};
use crate::model::{
    Block, ErrorClass, ModelRequest, Role, StopReason, ToolCall, Turn as Said, Usage,
    practice_model,
};
use crate::session::{
    AssistantEntry, Entry, Prompt, ResultEntry, Stop, beat_entry, turn as as_said,
};

/// Most model calls of one beat.
const MAX_CALLS: usize = 20;
/// The longest answer a reservation counts on where the model names none, tokens.
const LONGEST_ANSWER: u64 = 8_192;

/// What a beat came to.
pub(super) struct Rounds {
    /// Its entries, in order; nothing of them is written yet.
    pub held: Vec<Entry>,
    /// What it said, silent tokens and all.
    pub said: String,
    /// A tool changed something.
    pub changed: bool,
    /// How it ended.
    pub end: Result<(), Broken>,
}

/// Why a beat did not come to its end.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Broken {
    /// Somebody stopped it, or its time was over.
    Stopped,
    /// What runs by itself may spend no more; no call was made.
    Refused(Problem),
    /// It failed.
    Failed(Problem),
}

impl Turn<'_> {
    /// Model and tools to the end. `alone`: the conversation so far is not sent along.
    pub(super) async fn beat(
        &mut self,
        open: &Open,
        look: &BeatLook,
        asks: Asks,
        alone: bool,
        cancel: &CancellationToken,
    ) -> Result<Rounds, TurnError> {
        let system = self.system().await?;
        let mut request = self.request(open, &system);
        if alone {
            request.turns.clear();
        }
        let text = prompt(self, look, asks);
        let ids: Vec<String> = look.events.iter().map(|event| event.id.clone()).collect();
        let leaf = open.transcript.leaf();
        let now = self.parts.clock.now_ms();
        let mut rounds = Rounds {
            held: vec![beat_entry(&text, &self.id, &ids, leaf, now)],
            said: String::new(),
            changed: false,
            end: Ok(()),
        };
        request.turns.push(told(text));
        let (parts, lane, id) = (Arc::clone(self.parts), self.lane, self.id.clone());
        let mut stage = Stage::silent(&parts, lane, &id);
        let mut context = ToolContext::new(&id, lane.key.as_str(), cancel.clone());
        for _ in 0..MAX_CALLS {
            if let Err(problem) = self.set_aside(&request).await? {
                rounds.end = Err(match self.calls.is_empty() {
                    true => Broken::Refused(problem),
                    false => Broken::Failed(problem),
                });
                return Ok(rounds);
            }
            let bytes = request_bytes(&request);
            let answer = ask(&parts, &self.chain, request.clone(), cancel, &mut stage).await;
            self.count_call(&answer, bytes);
            self.settle_call(&answer).await?;
            let text = answer.text();
            if !text.trim().is_empty() {
                let gap = if rounds.said.is_empty() { "" } else { "\n\n" };
                rounds.said = format!("{}{gap}{text}", rounds.said);
            }
            let calls: Vec<ToolCall> = answer
                .blocks
                .iter()
                .filter_map(|block| match block {
                    Block::Call(call) => Some(call.clone()),
                    _ => None,
                })
                .collect();
            if let Err(error) = &answer.end {
                rounds.end = Err(match error.class {
                    ErrorClass::Cancelled => Broken::Stopped,
                    class => {
                        tracing::warn!(?class, status = ?error.status, detail = error.detail, "a beat failed");
                        Broken::Failed(Problem::from(error))
                    }
                });
                let why = if matches!(error.class, ErrorClass::Cancelled) {
                    (Stop::Aborted, "stopped")
                } else {
                    (Stop::Error, "beat-failed")
                };
                self.hold_answer(&mut rounds, &answer, why.0, true, Some(why.1), None);
                for call in &calls {
                    self.hold_result(&mut rounds, call, &stopped_result().text, true, None);
                }
                return Ok(rounds);
            }
            let size = (!alone).then_some(bytes);
            if calls.is_empty() {
                let stop = match answer.end {
                    Ok(StopReason::Length) => Stop::Length,
                    _ => Stop::Stop,
                };
                self.hold_answer(&mut rounds, &answer, stop, true, None, size);
                return Ok(rounds);
            }
            self.hold_answer(&mut rounds, &answer, Stop::ToolUse, false, None, size);
            request.turns.push(Said {
                role: Role::Assistant,
                blocks: answer.blocks,
            });
            for call in &calls {
                let before = parts.clock.monotonic_ms();
                let output = self.home.tools.run(self.class, call, &mut context).await;
                let ms = parts.clock.monotonic_ms() - before;
                self.notices.extend(output.notice.clone());
                if output.changed {
                    rounds.changed = true;
                    parts.events.changed(Subject::Files, None);
                }
                let text = parts.redactor.redact(&output.text).into_owned();
                self.hold_result(&mut rounds, call, &text, output.is_error, Some(ms));
                request.turns.extend(rounds.held.last().and_then(as_said));
            }
        }
        rounds.end = Err(Broken::Failed(Problem::with(
            "turn-too-many-steps",
            crate::error::params([("steps", MAX_CALLS.into())]),
        )));
        Ok(rounds)
    }

    /// Sets the dearest cost of the next call aside, or says why it must not be made.
    async fn set_aside(&self, request: &ModelRequest) -> Result<Result<(), Problem>, TurnError> {
        let model = self.chain.first().cloned().unwrap_or_else(practice_model);
        let info = self.parts.models.info(&model);
        let calibration = self.parts.calibrations.get(&model.to_string());
        let prompt = estimate_bytes(request_bytes(request), calibration);
        let longest = info.max_output.unwrap_or(LONGEST_ANSWER);
        let usage = Usage {
            input: prompt,
            output: longest,
            ..Usage::default()
        };
        let row = CallRow {
            id: self.next_call(),
            at: self.parts.clock.now_ms(),
            cause: self.cause.clone(),
            agent: self.lane.key.agent().to_owned(),
            session_id: self.session_id.clone(),
            model: model.to_string(),
            price: info
                .price
                .as_ref()
                .and_then(|price| serde_json::to_string(price).ok()),
            usage,
            cost: info.price.map(|price| dearest(&price, prompt, longest)),
            state: CallState::Reserved,
        };
        let terms = self.parts.terms();
        let write = self.parts.db.write(move |tx| reserve(tx, &row, &terms));
        Ok(write.await?)
    }

    /// Puts what the call did cost in the place of what was set aside.
    async fn settle_call(&self, answer: &Answer) -> Result<(), TurnError> {
        let terms = self.parts.terms();
        let made = answer.model.is_some();
        let row = self.calls.last().filter(|_| made).cloned();
        let id = self.next_call();
        let write = self.parts.db.write(move |tx| match row {
            Some(row) => settle(tx, &row, &terms),
            None => release(tx, &id),
        });
        Ok(write.await?)
    }

    /// The ledger's id of the call that comes next.
    fn next_call(&self) -> String {
        format!("{}#{}", self.id, self.calls.len() + 1)
    }

    fn hold_answer(
        &self,
        rounds: &mut Rounds,
        answer: &Answer,
        stop: Stop,
        last: bool,
        error: Option<&str>,
        size: Option<u64>,
    ) {
        let unknown = self.chain.first().cloned().unwrap_or_else(practice_model);
        let model = answer.model.as_ref().unwrap_or(&unknown);
        let calibration = self.parts.calibrations.get(&model.to_string());
        let quiet = last && super::reply::for_person(self.parts, &rounds.said).is_none();
        let entry = AssistantEntry {
            blocks: &answer.blocks,
            model,
            usage: answer.usage,
            cost: self.calls.last().and_then(|call| call.cost),
            stop,
            error,
            turn: &self.id,
            last,
            quiet,
            // Without the conversation it says nothing about the size of the next request.
            prompt: size.map(|bytes| Prompt {
                bytes,
                estimate: estimate_bytes(bytes, calibration),
            }),
        };
        self.hold(rounds, |parent, at| entry.print(parent, at));
    }

    fn hold_result(
        &self,
        rounds: &mut Rounds,
        call: &ToolCall,
        text: &str,
        is_error: bool,
        ms: Option<i64>,
    ) {
        let result = ResultEntry {
            call,
            text,
            is_error,
            turn: &self.id,
            ms,
        };
        self.hold(rounds, |parent, at| result.print(parent, at));
    }

    fn hold(&self, rounds: &mut Rounds, print: impl FnOnce(Option<&str>, i64) -> Entry) {
        let parent = rounds.held.last().map(|entry| entry.id.clone());
        let entry = print(parent.as_deref(), self.parts.clock.now_ms());
        rounds.held.push(entry);
    }
}

/// What is asked where the settings say nothing else; for the model.
const CHECKLIST_FOR_MODEL: &str = "Read HEARTBEAT.md (it is in your instructions) and follow it strictly. Do not infer or \
     repeat old tasks from prior chats. If nothing needs attention, reply HEARTBEAT_OK.";
/// What is asked where only events wait; for the model.
const EVENTS_FOR_MODEL: &str = "Deal with the events above: what your person should know or asked to be told, tell them \
     now, in their language. If there is nothing to say, reply HEARTBEAT_OK.";

fn prompt(turn: &Turn<'_>, look: &BeatLook, asks: Asks) -> String {
    let zone = turn.parts.zone();
    let now = local_minute(turn.parts.clock.now_ms(), &zone);
    let asked = match asks {
        Asks::Checklist => look
            .settings
            .prompt
            .as_deref()
            .unwrap_or(CHECKLIST_FOR_MODEL),
        Asks::Events => EVENTS_FOR_MODEL,
    };
    let mut lines = events_block(&look.events, &zone);
    lines.push(format!(
        "[Heartbeat. This is Cove, not your person.] {asked}"
    ));
    lines.push(format!("Current time: {now} ({zone})"));
    lines.join("\n")
}

/// How the model is told of events: a line each.
pub(super) fn events_block(events: &[SystemEvent], zone: &str) -> Vec<String> {
    let line = |event: &SystemEvent| {
        let at = local_minute(event.created, zone);
        format!("System: [{at}] {}", event.text.trim())
    };
    events.iter().map(line).collect()
}
