//! A turn: model ↔ tools until there is an answer (walks.md walk 1, steps 4 to 9).
//!
//! Owns the bounds of a turn and what it writes into the transcript. A turn that a kill cut off is
//! continued from what the transcript holds, never begun twice.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::answer::{Stage, ask};
use super::bring::BroughtIn;
use super::compaction::TRIES;
use super::compaction_record::settle_tail;
use super::deadline::Deadline;
use super::ending::{self, Ending};
use super::journal::stopped_result;
use super::lane::Lane;
use super::open_session::{Open, OpenSession};
use super::opening::Before;
use super::own_turn::ByItself;
use super::purse::{Payer, Purse};
use super::request::Measured;
use super::tools::{ToolContext, ToolOutput};
pub(super) use super::turn_error::TurnError;
use super::{AgentHome, Parts, preview, typing};
use crate::delivery::InboxRow;
use crate::error::{Problem, params};
use crate::event::{Fact, Subject, ToolFact};
use crate::ledger::{CallRow, Cause};
use crate::model::{Block, ErrorClass, ModelRef, StopReason, ToolCall};
use crate::session::{Entry, KeyKind, MessageRole, Stop, go_back};
use crate::workspace::{RelPath, TurnClass};

/// Most model calls of one turn.
const MAX_CALLS: usize = 40;

/// A turn at work, with everything its steps share.
pub(super) struct Turn<'a> {
    pub parts: &'a Arc<Parts>,
    pub lane: &'a Lane,
    pub id: String,
    /// What its calls are booked under.
    pub cause: Cause,
    pub rows: Vec<InboxRow>,
    pub session_id: String,
    /// Ledger rows of its calls.
    pub calls: Vec<CallRow>,
    /// What is to be stored of the estimate's corrections, by model.
    pub learned: Vec<(String, crate::context::Calibration)>,
    /// Changes to tell the person, with the undo they have.
    pub notices: Vec<Problem>,
    /// The system prompt, once it is made.
    pub system: Option<String>,
    /// The request that was made last.
    pub measured: Option<Measured>,
    /// The model that answered last.
    pub model: Option<ModelRef>,
    pub home: AgentHome,
    pub chain: Vec<ModelRef>,
    pub class: TurnClass,
    /// Tries left at making the conversation shorter.
    pub tries: usize,
    /// The provider said once that a request is too long.
    pub overflowed: bool,
    /// Nobody wrote for it.
    pub by_itself: Option<ByItself>,
    /// What its calls are paid from.
    pub purse: Purse,
}

/// Where a turn begins.
enum Begun {
    /// With the person's entry, just written.
    Anew,
    /// Where a kill cut it off.
    Continued {
        /// The model was being asked.
        lost_call: bool,
        /// Calls whose results were lost, to be run again.
        again: Vec<ToolCall>,
    },
    /// It had ended already.
    Ended(Ending),
}

/// Runs a turn for these messages to its end, whatever that is. `calls`: what it cost, so that a
/// turn that breaks is paid for too.
pub(super) async fn run(
    parts: &Arc<Parts>,
    lane: &Lane,
    session: &mut OpenSession,
    rows: Vec<InboxRow>,
    calls: &mut Vec<CallRow>,
    cancel: &CancellationToken,
) -> Result<(), TurnError> {
    let id = format!("inbox:{}", rows[0].message.id);
    let home = match parts.agents.get(lane.key.agent()) {
        Some(Ok(home)) => home,
        Some(Err(problem)) => {
            return ending::refuse(parts, lane, &id, &rows, problem.clone(), calls).await;
        }
        None => {
            let problem = Problem::new("agent-unknown");
            return ending::refuse(parts, lane, &id, &rows, problem, calls).await;
        }
    };
    let open = session.get(parts, &lane.key)?;
    settle_tail(parts, lane, open).await?;
    let config = parts.config.current();
    let mut turn = Turn {
        parts,
        lane,
        id,
        cause: Cause::Chat,
        session_id: open.session_id.clone(),
        class: class_of(lane, &rows),
        chain: parts.model_chain(&lane.key),
        rows,
        calls: Vec::new(),
        learned: Vec::new(),
        notices: Vec::new(),
        system: None,
        measured: None,
        model: None,
        home,
        tries: TRIES,
        overflowed: false,
        by_itself: None,
        purse: Purse::of(Payer::Person),
    };
    let first = match turn.nobody_hears() {
        Some(problem) => Some(problem),
        None => turn.asks_first(open).await?,
    };
    if let Some(problem) = first {
        return ending::refuse(parts, lane, &turn.id, &turn.rows, problem, calls).await;
    }
    parts.events.publish(Fact::TurnStarted {
        session_key: lane.key.to_string(),
        turn_id: turn.id.clone(),
        inbox_ids: turn.rows.iter().map(|row| row.message.id.clone()).collect(),
        at: parts.clock.now_ms(),
    });
    let _typing = typing::show(parts, &turn.rows[0].message.route);
    let limit = config.turn_timeout(lane.key.agent());
    let (shown_id, shown_rows, done) =
        (turn.id.clone(), turn.rows.clone(), CancellationToken::new());
    let work = async {
        let ended = turn.work(open, cancel, limit).await;
        done.cancel();
        ended
    };
    let shown = preview::show(parts, lane, &shown_id, &shown_rows, &done);
    let (ended, ()) = tokio::join!(work, shown);
    let settled = match ended {
        Ok(ending) => ending::settle(&mut turn, open, ending).await,
        Err(error) => Err(error),
    };
    *calls = std::mem::take(&mut turn.calls);
    settled
}

fn class_of(lane: &Lane, rows: &[InboxRow]) -> TurnClass {
    let owner = rows.iter().all(|row| row.message.owner);
    match lane.key.kind() {
        KeyKind::Main if owner => TurnClass::MainChat,
        _ => TurnClass::Guest,
    }
}

impl<'a> Turn<'a> {
    /// A turn of Cove's own about this conversation: nobody wrote for it and nobody reads it.
    ///
    /// # Errors
    /// Why the agent's files can't be used.
    pub(super) fn own(
        parts: &'a Arc<Parts>,
        lane: &'a Lane,
        session_id: &str,
        id: String,
        cause: Cause,
    ) -> Result<Self, Problem> {
        let home = match parts.agents.get(lane.key.agent()) {
            Some(home) => home?,
            None => return Err(Problem::new("agent-unknown")),
        };
        Ok(Self {
            parts,
            lane,
            id,
            cause,
            session_id: session_id.to_owned(),
            class: class_of(lane, &[]),
            chain: parts.model_chain(&lane.key),
            rows: Vec::new(),
            calls: Vec::new(),
            learned: Vec::new(),
            notices: Vec::new(),
            system: None,
            measured: None,
            model: None,
            home,
            tries: TRIES,
            overflowed: false,
            by_itself: None,
            purse: Purse::of(Payer::Person),
        })
    }
}

impl Turn<'_> {
    /// Model and tools until an ending. What the transcript holds of this turn decides where to
    /// begin.
    pub(super) async fn work(
        &mut self,
        open: &mut Open,
        cancel: &CancellationToken,
        limit: Duration,
    ) -> Result<Ending, TurnError> {
        let key = self.lane.key.to_string();
        let ids = self.rows.iter().map(|row| row.message.id.clone()).collect();
        let before = Before::read(self.parts, key, ids).await?;
        let brought = match open.entries_of(&self.id) {
            [] => self.bring_in(cancel).await?,
            // What it was begun with stands in the transcript.
            _ => BroughtIn::default(),
        };
        let (lost_call, again) = match self.begin(open, &before, brought)? {
            Begun::Ended(ending) => return Ok(ending),
            Begun::Anew => (false, Vec::new()),
            Begun::Continued { lost_call, again } => (lost_call, again),
        };
        let deadline = Deadline::begin(Arc::clone(&self.parts.clock), limit, cancel);
        let late = Problem::with(
            "turn-timeout",
            params([
                ("minutes", (limit.as_secs() / 60).into()),
                ("seconds", limit.as_secs().into()),
            ]),
        );
        let ended = self
            .rounds(open, lost_call, again, (&deadline, &late))
            .await;
        match ended? {
            Ending::Stopped if deadline.is_late() => Ok(Ending::Failed(late)),
            ending => Ok(ending),
        }
    }

    /// Writes the person's entry with the events that wait before it, or finds what an earlier
    /// start has left.
    fn begin(
        &mut self,
        open: &mut Open,
        before: &Before,
        brought: BroughtIn,
    ) -> Result<Begun, TurnError> {
        let own: Vec<Entry> = open.entries_of(&self.id).to_vec();
        let Some(last) = own.last() else {
            let anew = self
                .rows
                .first()
                .and_then(|row| row.message.instead_of.as_deref());
            let now = self.parts.clock.now_ms();
            let mut entries = go_back(open.transcript.entries(), anew, &self.id, now);
            let parent = entries.last().map(|entry| entry.id.clone());
            let parent = parent.as_deref().or(open.transcript.leaf());
            entries.push(self.first(parent, before, brought));
            // Not synced: the inbox, or whoever began it, has it.
            open.transcript.append(entries)?;
            return Ok(Begun::Anew);
        };
        self.recount(&own);
        if last.is_final() {
            return Ok(Begun::Ended(Ending::found(&own)));
        }
        let (dangling, again) = self.close_dangling(open, &own)?;
        Ok(Begun::Continued {
            // With every call answered the model was asked: that may have been paid for, though
            // nobody saw the end of it.
            lost_call: dangling == 0,
            again,
        })
    }

    async fn rounds(
        &mut self,
        open: &mut Open,
        lost_call: bool,
        again: Vec<ToolCall>,
        (deadline, late): (&Deadline, &Problem),
    ) -> Result<Ending, TurnError> {
        let cancel = &deadline.stop;
        // The transcript says the same as the answer: after a kill it is all there is.
        let cut_off = || match deadline.is_late() {
            true => (Stop::Error, late.clone()),
            false => (Stop::Aborted, Problem::new("stopped")),
        };
        let mut context = ToolContext::new(&self.id, self.lane.key.as_str(), cancel.clone());
        let turn_id = self.id.clone();
        let (parts, lane) = (Arc::clone(self.parts), self.lane);
        let mut stage = match self.by_itself {
            Some(_) => Stage::silent(&parts, lane, &turn_id),
            None => Stage::new(&parts, lane, &turn_id),
        };
        let system = self.system().await?;
        self.system = Some(system.clone());
        if lost_call {
            self.count_lost_call(open, &system);
        }
        if !again.is_empty() {
            self.run_tools(open, &again, &mut context).await?;
        }
        // A turn that is continued after a kill has said something already.
        let mut said: Vec<String> = open
            .entries_of(&self.id)
            .iter()
            .filter_map(Entry::message)
            .filter(|message| message.role == MessageRole::Assistant)
            .map(|message| message.text())
            .filter(|text| !text.trim().is_empty())
            .collect();
        for n in 0..MAX_CALLS {
            if let Some(ending) = self.make_room(open, &system, n == 0, cancel).await? {
                return Ok(ending);
            }
            let request = self.request(open, &system);
            let measured = self.measure(open, &request);
            self.measured = Some(measured);
            if let Some(ending) = self.set_aside(open).await? {
                return Ok(ending);
            }
            let answer = ask(&parts, &self.chain, request, cancel, &mut stage).await;
            self.count_call(&answer, measured.bytes);
            self.settle_call(&answer).await?;
            let text = answer.text();
            if !text.trim().is_empty() {
                said.push(text);
            }
            let calls: Vec<ToolCall> = answer
                .blocks
                .iter()
                .filter_map(|block| match block {
                    Block::Call(call) => Some(call.clone()),
                    _ => None,
                })
                .collect();
            match &answer.end {
                Ok(StopReason::ToolUse | StopReason::Stop) if !calls.is_empty() => {
                    self.append_answer(open, &answer, Stop::ToolUse, false, None)?;
                    self.run_tools(open, &calls, &mut context).await?;
                    stage.next_answer();
                }
                Ok(reason) => {
                    let stop = if *reason == StopReason::Length {
                        Stop::Length
                    } else {
                        Stop::Stop
                    };
                    let whole = said.join("\n\n");
                    let reply = super::reply::for_person(&parts, &whole);
                    if let Some(own) = &mut self.by_itself {
                        own.text = whole;
                    }
                    self.finish(open, &answer, stop, reply.is_none())?;
                    return Ok(reply.map_or(Ending::Quiet, Ending::Said));
                }
                Err(error) if error.class == ErrorClass::Cancelled => {
                    let (stop, why) = cut_off();
                    self.append_answer(open, &answer, stop, true, Some(&why))?;
                    for call in &calls {
                        self.append_result(open, call, &stopped_result(), None)?;
                    }
                    open.transcript.sync()?;
                    return Ok(Ending::Stopped);
                }
                Err(error) if error.class == ErrorClass::Overflow => {
                    if let Some(ending) = self.overflowed(open, &system, cancel).await? {
                        return Ok(ending);
                    }
                }
                Err(error) => {
                    tracing::warn!(class = ?error.class, provider = error.provider, status = ?error.status, detail = error.detail, "a model call failed");
                    let problem = Problem::from(error);
                    self.append_answer(open, &answer, Stop::Error, true, Some(&problem))?;
                    open.transcript.sync()?;
                    return Ok(Ending::Failed(problem));
                }
            }
            if cancel.is_cancelled() {
                let (stop, why) = cut_off();
                self.append_note_answer(open, stop, &why)?;
                return Ok(Ending::Stopped);
            }
        }
        let problem = Problem::with("turn-too-many-steps", params([("steps", MAX_CALLS.into())]));
        self.append_note_answer(open, Stop::Error, &problem)?;
        Ok(Ending::Failed(problem))
    }

    async fn run_tools(
        &mut self,
        open: &mut Open,
        calls: &[ToolCall],
        context: &mut ToolContext,
    ) -> Result<(), TurnError> {
        // Before something changes, what led to it is durable (design.md §6 (b)).
        if calls.iter().any(|call| self.home.tools.changes(&call.name)) {
            open.transcript.sync()?;
        }
        for call in calls {
            if context.cancel.is_cancelled() {
                self.append_result(open, call, &stopped_result(), None)?;
                continue;
            }
            self.show_tool(call, None, None);
            let before = self.parts.clock.monotonic_ms();
            let mut output = match self.may_use(&call.name) {
                true => self.home.tools.run(self.class, call, context).await,
                false => ToolOutput::refused(&call.name),
            };
            if output.is_off {
                self.tell_off(call).await?;
            }
            if let Some(message) = output.message.take() {
                output = self.send(call, message).await?;
            }
            if let Some(own) = &mut self.by_itself {
                own.files.called(call, &output);
            }
            self.park(call, &mut output).await;
            output.text = self.parts.redactor.redact(&output.text).into_owned();
            let ms = self.parts.clock.monotonic_ms() - before;
            self.append_result(open, call, &output, Some(ms))?;
            self.notices.extend(output.notice.clone());
            if output.changed {
                if let Some(own) = &mut self.by_itself {
                    own.changed = true;
                }
                for subject in [Subject::Files, Subject::Activity] {
                    self.parts.events.changed(subject, None);
                }
            }
            self.show_tool(call, Some(&output), Some(ms));
        }
        Ok(())
    }

    fn show_tool(&self, call: &ToolCall, output: Option<&ToolOutput>, ms: Option<i64>) {
        let fact = ToolFact {
            call: call.clone(),
            output: output.map(|output| output.text.clone()),
            is_error: output.is_some_and(|output| output.is_error),
            ms,
        };
        if self.by_itself.is_some() {
            return;
        }
        self.lane.tool(&fact);
        self.parts.events.publish(Fact::TurnTool {
            session_key: self.lane.key.to_string(),
            turn_id: self.id.clone(),
            tool: fact,
        });
    }

    pub(super) async fn system(&mut self) -> Result<String, TurnError> {
        let instructions = self
            .parts
            .instructions(&self.home, self.class, &self.prompts())
            .await?;
        for file in &instructions.files {
            if let (Some(hash), Ok(path)) = (&file.hash, RelPath::parse(&file.name)) {
                self.home.tools.saw(self.lane.key.as_str(), &path, hash);
                if let Some(own) = &mut self.by_itself {
                    own.files.saw(&file.name);
                }
            }
        }
        Ok(instructions.text)
    }
}
