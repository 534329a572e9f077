//! The memory flush: one silent turn that writes down what is worth keeping (walks.md walk 5 (2)).
//!
//! Owns when it is due, what it may change (the end of today's notes) and its one record. What it
//! says is kept in memory and dropped: nothing reaches a channel, a stream or the transcript.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Parts;
use super::answer::{Stage, ask};
use super::lane::Lane;
use super::open_session::Open;
use super::parts::store_calibration;
use super::request::today;
use super::room::{Room, told};
use super::tools::ToolContext;
use super::turn::{Turn, TurnError};
use crate::activity::{Kind, Record, newest_under, record};
use crate::config::MemoryFlush;
use crate::context::newest_within;
use crate::error::Problem;
use crate::ledger::put_call;
use crate::model::{Block, ErrorClass, Role, ToolCall, Turn as Said, is_practice};
use crate::session::{
    Entry, EntryBody, MessageRole, ResultEntry, conversation_of, path_of, turn as as_said,
};
use crate::workspace::{Decision, RelPath, may_write};

/// Most model calls of one flush.
const MAX_CALLS: usize = 8;
/// A reset waits this long and no longer (issue 4 §2).
const RESET_LIMIT: Duration = Duration::from_secs(60);

/// What the notes are saved from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "the reset and the compaction land next")]
pub(super) enum FlushCause {
    /// The conversation will be summarised. Once for each compaction.
    Compaction,
    /// The conversation will be replaced. Again where something was said since.
    Reset,
}

/// What came of it; its record says the same.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum FlushOutcome {
    /// It had its say.
    Done {
        /// Notes written down; 0 = nothing was worth it.
        notes: usize,
    },
    /// There was no need, or no way.
    Skipped(Problem),
    /// It was tried and broke.
    Failed(Problem),
}

/// Saves what is worth keeping, if that is due. Never waits longer than its limit; a call that was
/// stopped by `cancel` is `Skipped`.
pub(super) async fn flush(
    parts: &Arc<Parts>,
    lane: &Lane,
    open: &Open,
    why: FlushCause,
    cancel: &CancellationToken,
) -> FlushOutcome {
    match carry_out(parts, lane, open, why, cancel).await {
        Ok(outcome) => outcome,
        Err(error) => {
            tracing::error!(%error, key = %lane.key, "a memory flush could not be recorded");
            FlushOutcome::Failed(Problem::new("turn-broken"))
        }
    }
}

async fn carry_out(
    parts: &Arc<Parts>,
    lane: &Lane,
    open: &Open,
    why: FlushCause,
    cancel: &CancellationToken,
) -> Result<FlushOutcome, TurnError> {
    let cycle = Cycle::of(open);
    let (first, last) = (cycle.id.clone(), cycle.id.clone());
    let last = parts
        .db
        .read(move |connection| newest_under(connection, &last))
        .await?;
    let settings = parts
        .config
        .current()
        .agents
        .defaults
        .compaction
        .memory_flush
        .clone();
    let id = match (&last, why) {
        (None, _) => first,
        (Some(last), FlushCause::Reset) if cycle.is_new_since(last) => {
            format!("{first}:{}", cycle.newest)
        }
        (Some(_), _) => return Ok(FlushOutcome::Skipped(Problem::new("flush-nothing-new"))),
    };
    let mut silent = match Turn::own(parts, lane, open, id.clone(), "flush") {
        Ok(turn) => turn,
        Err(problem) => {
            let outcome = FlushOutcome::Skipped(problem);
            tell(parts, lane, &cycle, &id, &outcome, None).await?;
            return Ok(outcome);
        }
    };
    let day = today(parts.clock.now_ms(), &parts.zone());
    let file = RelPath::parse(&format!("memory/{}.md", day.format("%Y-%m-%d")))?;
    let state = State {
        enabled: settings.enabled,
        practice: silent.chain.first().is_none_or(is_practice),
        private: may_write(silent.class, &file) == Decision::Yes,
        writable: silent.home.files.workspace().is_writable(),
        said: !cycle.newest.is_empty(),
    };
    if let Some(problem) = state.hindrance() {
        let outcome = FlushOutcome::Skipped(problem);
        tell(parts, lane, &cycle, &id, &outcome, None).await?;
        return Ok(outcome);
    }
    let limit = match why {
        FlushCause::Reset => RESET_LIMIT,
        FlushCause::Compaction => Duration::from_secs(
            parts
                .config
                .current()
                .agents
                .defaults
                .compaction
                .timeout_seconds,
        ),
    };
    let stop = cancel.child_token();
    let before = silent.home.files.read(&file).await?.text;
    let ended = tokio::select! {
        ended = silent.save(open, &settings, &file, &stop) => ended?,
        () = parts.clock.sleep(limit) => {
            stop.cancel();
            Err(Problem::with("flush-timeout", crate::error::params([
                ("seconds", limit.as_secs().into()),
            ])))
        }
    };
    if cancel.is_cancelled() && why == FlushCause::Compaction {
        // The turn was stopped, so there is no compaction either; the next one tries again.
        return Ok(FlushOutcome::Skipped(Problem::new("flush-dropped")));
    }
    let outcome = match ended {
        _ if cancel.is_cancelled() => FlushOutcome::Skipped(Problem::new("flush-dropped")),
        Err(problem) => FlushOutcome::Failed(problem),
        Ok(()) => {
            let after = silent.home.files.read(&file).await?.text;
            FlushOutcome::Done {
                notes: notes_added(&before, &after),
            }
        }
    };
    tell(
        parts,
        lane,
        &cycle,
        &id,
        &outcome,
        Some((&mut silent, &file)),
    )
    .await?;
    Ok(outcome)
}

/// What decides whether a flush can be.
#[derive(Debug, Clone, Copy)]
struct State {
    enabled: bool,
    /// No model is connected.
    practice: bool,
    /// Nobody but the owner reads this conversation.
    private: bool,
    /// The workspace can be written.
    writable: bool,
    /// Somebody said something.
    said: bool,
}

impl State {
    fn hindrance(self) -> Option<Problem> {
        let code = match self {
            Self { enabled: false, .. } => "flush-off",
            Self { said: false, .. } => "flush-nothing-new",
            Self { private: false, .. } => "flush-not-private",
            Self {
                writable: false, ..
            } => "flush-read-only",
            Self { practice: true, .. } => "flush-practice",
            _ => return None,
        };
        Some(Problem::new(code))
    }
}

/// What lies between two compactions of a conversation.
struct Cycle {
    /// Of the record: `flush:<session id>:<last compaction's id or none>`.
    id: String,
    /// The newest entry a person wrote; empty = none.
    newest: String,
}

impl Cycle {
    fn of(open: &Open) -> Self {
        let path = path_of(open.transcript.entries());
        let compaction = path
            .iter()
            .rfind(|entry| matches!(entry.body, EntryBody::Compaction { .. }));
        let last = compaction.map_or("none", |entry| entry.id.as_str());
        Self {
            id: format!("flush:{}:{last}", open.session_id),
            newest: path
                .iter()
                .rfind(|entry| is_persons(entry))
                .map(|entry| entry.id.clone())
                .unwrap_or_default(),
        }
    }

    fn is_new_since(&self, last: &Record) -> bool {
        let saved = last.params.get("upTo").and_then(serde_json::Value::as_str);
        !self.newest.is_empty() && saved != Some(&self.newest)
    }
}

fn is_persons(entry: &Entry) -> bool {
    entry
        .message()
        .is_some_and(|message| message.role == MessageRole::User)
}

impl Turn<'_> {
    /// The silent turn: model and tools, in memory only.
    async fn save(
        &mut self,
        open: &Open,
        settings: &MemoryFlush,
        file: &RelPath,
        cancel: &CancellationToken,
    ) -> Result<Result<(), Problem>, TurnError> {
        let mut system = self.system().await?;
        if let Some(own) = &settings.system_prompt {
            system = format!("{system}\n{own}\n");
        }
        let mut request = self.request(open, &system);
        request.turns = self.fitting(open, &system);
        request.turns.push(told(prompt(settings, file)));
        let (parts, lane, id) = (Arc::clone(self.parts), self.lane, self.id.clone());
        let mut stage = Stage::silent(&parts, lane, &id);
        let mut context =
            ToolContext::new(&id, lane.key.as_str(), cancel.clone()).adding_to(file.clone());
        for _ in 0..MAX_CALLS {
            let bytes = crate::context::request_bytes(&request);
            let answer = ask(&parts, &self.chain, request.clone(), cancel, &mut stage).await;
            self.count_call(&answer, bytes);
            if let Err(error) = answer.end {
                let class = error.class;
                if class != ErrorClass::Cancelled {
                    tracing::warn!(?class, status = ?error.status, detail = error.detail, "a memory flush failed");
                }
                return Ok(Err(Problem::from(error)));
            }
            let calls: Vec<ToolCall> = answer
                .blocks
                .iter()
                .filter_map(|block| match block {
                    Block::Call(call) => Some(call.clone()),
                    _ => None,
                })
                .collect();
            if calls.is_empty() {
                return Ok(Ok(()));
            }
            request.turns.push(Said {
                role: Role::Assistant,
                blocks: answer.blocks,
            });
            for call in &calls {
                let output = self.home.tools.run(self.class, call, &mut context).await;
                if output.changed {
                    parts.events.changed(crate::event::Subject::Files, None);
                }
                let result = ResultEntry {
                    call,
                    text: &parts.redactor.redact(&output.text),
                    is_error: output.is_error,
                    turn: &id,
                    ms: None,
                };
                request
                    .turns
                    .extend(as_said(&result.print(None, parts.clock.now_ms())));
            }
        }
        Ok(Ok(()))
    }

    /// The conversation, without its oldest part where all of it would be too much.
    fn fitting(&self, open: &Open, system: &str) -> Vec<Said> {
        let path = path_of(open.transcript.entries());
        let room = Room::of(self);
        let bare = crate::model::ModelRequest {
            turns: Vec::new(),
            ..self.request(open, system)
        };
        let most = room.fits.saturating_sub(room.size(&bare));
        let whole: u64 = path.iter().map(|entry| room.entry(entry)).sum();
        if whole <= most {
            return conversation_of(&path);
        }
        let from = newest_within(&path, most, |entry| room.entry(entry));
        conversation_of(&path[from..])
    }
}

/// What the model is asked where the settings say nothing else.
const FLUSH_FOR_MODEL: &str = "The conversation above is about to be shortened. Write down now what will matter later \
     and stands in no file yet: facts about people, decisions, promises, open tasks, and the \
     ids, paths, dates and numbers they need. Short list items in the person's language; \
     nothing that stands there already.";

/// What the model is asked.
fn prompt(settings: &MemoryFlush, file: &RelPath) -> String {
    let own = settings.prompt.as_deref().unwrap_or(FLUSH_FOR_MODEL);
    format!(
        "[Memory flush. This is Cove, not your person; nobody reads your answer.]\n{own}\n\
         Add to the end of {file} with the write tool (append: true); no other file can be \
         changed in this turn. Do not answer the conversation itself. When you are done, or if \
         nothing is worth keeping, answer with NO_REPLY and nothing else."
    )
}

/// How many notes stand behind what was there before: list items, else paragraphs.
fn notes_added(before: &str, after: &str) -> usize {
    let Some(added) = after.strip_prefix(before) else {
        // Somebody else wrote meanwhile: at least ours is in.
        return usize::from(before != after);
    };
    let is_item = |line: &&str| {
        let line = line.trim_start();
        let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
        ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark))
            || (numbered.len() < line.len() && numbered.starts_with(". "))
    };
    let items = added.lines().filter(is_item).count();
    let paragraphs = added
        .split("\n\n")
        .filter(|text| {
            text.lines()
                .any(|line| !line.trim().is_empty() && !line.starts_with('#'))
        })
        .count();
    if items > 0 { items } else { paragraphs }
}

/// Writes the one record, with what the calls cost.
async fn tell(
    parts: &Arc<Parts>,
    lane: &Lane,
    cycle: &Cycle,
    id: &str,
    outcome: &FlushOutcome,
    silent: Option<(&mut Turn<'_>, &RelPath)>,
) -> Result<(), TurnError> {
    let now = parts.clock.now_ms();
    let (name, reason, notes) = match outcome {
        FlushOutcome::Done { notes } => ("done", None, *notes),
        FlushOutcome::Skipped(reason) => ("skipped", Some(reason.clone()), 0),
        FlushOutcome::Failed(reason) => ("failed", Some(reason.clone()), 0),
    };
    let mut told = Record::new(id.to_owned(), now, Kind::Flush, name)
        .about(lane.key.as_str())
        .with("notes", notes)
        .with("upTo", cycle.newest.as_str());
    told.reason = reason;
    let (mut calls, mut learned) = (Vec::new(), Vec::new());
    if let Some((turn, file)) = silent {
        calls = std::mem::take(&mut turn.calls);
        learned = std::mem::take(&mut turn.learned);
        told = told.with("path", file.as_str());
    }
    parts
        .db
        .write(move |tx| {
            for call in &calls {
                put_call(tx, call)?;
            }
            for (model, calibration) in learned {
                store_calibration(tx, &model, calibration)?;
            }
            record(tx, &told)
        })
        .await?;
    parts.events.changed(crate::event::Subject::Activity, None);
    Ok(())
}

#[cfg(test)]
#[path = "flush_tests.rs"]
mod tests;
