//! What a turn writes into its transcript.
//!
//! Owns the entries of a turn: answers, results of tools, what a kill left open. When they are
//! made durable is said by the turn (design.md §6).

use super::answer::Answer;
use super::open_session::Open;
use super::tools::ToolOutput;
use super::turn::{Turn, TurnError};
use crate::error::Problem;
use crate::model::{Block, StopReason, ToolCall, Usage, practice_model};
use crate::session::{AssistantEntry, Entry, Prompt, ResultEntry, Stop};

/// What the model reads of a call that the person stopped.
const STOPPED_FOR_MODEL: &str = "the person stopped this before it ran";
/// What it reads of a looking call that a kill took.
const LOST_LOOK_FOR_MODEL: &str = "stopped before this ran, call it again if it is still needed";
/// What it reads of a changing call that a kill took.
const LOST_CHANGE_FOR_MODEL: &str =
    "stopped, this may or may not have happened, look before doing it again";

impl Turn<'_> {
    /// Answers calls whose results a kill has taken, and says how many there were. Those that are
    /// done once however often they are run come back, to be run again.
    pub(super) fn close_dangling(
        &self,
        open: &mut Open,
        own: &[Entry],
    ) -> Result<(usize, Vec<ToolCall>), TurnError> {
        let answered: Vec<&str> = own
            .iter()
            .filter_map(Entry::message)
            .flat_map(|message| &message.blocks)
            .filter_map(|block| match block {
                Block::Result { call_id, .. } => Some(call_id.as_str()),
                _ => None,
            })
            .collect();
        let calls = own
            .iter()
            .filter_map(Entry::message)
            .flat_map(|message| message.calls());
        let open_calls: Vec<ToolCall> = calls
            .filter(|call| !answered.contains(&call.id.as_str()))
            .cloned()
            .collect();
        let count = open_calls.len();
        let (again, lost): (Vec<_>, Vec<_>) = open_calls
            .into_iter()
            .partition(|call| self.home.tools.keyed(&call.name));
        for call in &lost {
            let text = if self.home.tools.idempotent(&call.name) {
                LOST_LOOK_FOR_MODEL
            } else {
                LOST_CHANGE_FOR_MODEL
            };
            self.append_result(
                open,
                call,
                &ToolOutput {
                    text: text.into(),
                    is_error: true,
                    ..ToolOutput::default()
                },
                None,
            )?;
        }
        Ok((count, again))
    }

    pub(super) fn finish(
        &self,
        open: &mut Open,
        answer: &Answer,
        stop: Stop,
        quiet: bool,
    ) -> Result<(), TurnError> {
        let entry = self.entry(open, answer, stop, true, quiet, None);
        open.transcript.append(vec![entry])?;
        Ok(open.transcript.sync()?)
    }

    pub(super) fn append_answer(
        &self,
        open: &mut Open,
        answer: &Answer,
        stop: Stop,
        last: bool,
        error: Option<&Problem>,
    ) -> Result<(), TurnError> {
        let entry = self.entry(open, answer, stop, last, false, error);
        Ok(open.transcript.append(vec![entry])?)
    }

    /// An end that no model call produced.
    pub(super) fn append_note_answer(
        &self,
        open: &mut Open,
        stop: Stop,
        error: &Problem,
    ) -> Result<(), TurnError> {
        let none = Answer {
            model: self.model.clone(),
            blocks: Vec::new(),
            usage: Some(Usage::default()),
            end: Ok(StopReason::Stop),
        };
        self.append_answer(open, &none, stop, true, Some(error))?;
        Ok(open.transcript.sync()?)
    }

    pub(super) fn entry(
        &self,
        open: &Open,
        answer: &Answer,
        stop: Stop,
        last: bool,
        quiet: bool,
        error: Option<&Problem>,
    ) -> Entry {
        let unknown = self.chain.first().cloned().unwrap_or_else(practice_model);
        AssistantEntry {
            blocks: &answer.blocks,
            model: answer.model.as_ref().unwrap_or(&unknown),
            usage: answer.usage,
            cost: self.calls.last().and_then(|call| call.cost),
            stop,
            error,
            turn: &self.id,
            last,
            quiet,
            prompt: answer
                .usage
                .filter(|usage| usage.prompt() > 0)
                .and(self.measured)
                // Without the conversation it says nothing about the size of the next request.
                .filter(|_| !self.is_alone())
                .map(Prompt::from),
        }
        .print(open.transcript.leaf(), self.parts.clock.now_ms())
    }

    pub(super) fn append_result(
        &self,
        open: &mut Open,
        call: &ToolCall,
        output: &ToolOutput,
        ms: Option<i64>,
    ) -> Result<(), TurnError> {
        let entry = ResultEntry {
            call,
            text: &output.text,
            is_error: output.is_error,
            turn: &self.id,
            ms,
        };
        let entry = entry.print(open.transcript.leaf(), self.parts.clock.now_ms());
        Ok(open.transcript.append(vec![entry])?)
    }
}

/// The answer to a call that the person stopped.
pub(super) fn stopped_result() -> ToolOutput {
    ToolOutput {
        text: STOPPED_FOR_MODEL.into(),
        is_error: true,
        ..ToolOutput::default()
    }
}
