//! The memory flush: one silent turn that writes down what is worth keeping (walks.md walk 5 (2)).
//!
//! Owns when it is due, what it may change (the end of today's notes) and its one record. What it
//! says is kept in memory and dropped: nothing reaches a channel, a stream or the transcript.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Parts;
use super::deadline::Deadline;
use super::flush_turn::notes_added;
use super::lane::Lane;
use super::open_session::Open;
use super::parts::store_calibration;
use super::purse::{Payer, Purse, is_unpaid};
use super::request::today;
use super::turn::{Turn, TurnError};
use crate::activity::{Kind, Record, newest_under, record};
use crate::clock::Ms;
use crate::error::{Problem, params};
use crate::ledger::{Cause, put_call};
use crate::model::is_practice;
use crate::session::{Entry, EntryBody, MessageRole, path_of};
use crate::workspace::{Decision, FileError, Files, RelPath, VersionRow, may_write};

/// A reset waits this long and no longer (issue 4 §2).
const RESET_LIMIT: Duration = Duration::from_secs(60);

/// What the notes are saved from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FlushCause {
    /// The conversation will be summarised. Once for each compaction.
    Compaction,
    /// The conversation will be replaced. Again where something was said since.
    Reset,
}

impl FlushCause {
    fn as_str(self) -> &'static str {
        match self {
            Self::Compaction => "compaction",
            Self::Reset => "reset",
        }
    }
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
/// stopped by `cancel`, or that the allowance did not let be made, is `Skipped`.
pub(super) async fn flush(
    parts: &Arc<Parts>,
    lane: &Lane,
    open: &Open,
    (why, payer): (FlushCause, Payer),
    cancel: &CancellationToken,
) -> FlushOutcome {
    match carry_out(parts, lane, open, (why, payer), cancel).await {
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
    (why, payer): (FlushCause, Payer),
    cancel: &CancellationToken,
) -> Result<FlushOutcome, TurnError> {
    let cycle = Cycle::of(&open.session_id, &path_of(open.transcript.entries()));
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
    let id = match &last {
        None => first,
        Some(last) => match cycle.is_saved(last, why) {
            true => return Ok(FlushOutcome::Skipped(Problem::new("flush-nothing-new"))),
            false => cycle.once_more(last),
        },
    };
    let mut silent = match Turn::own(parts, lane, &open.session_id, id.clone(), Cause::Flush) {
        Ok(turn) => turn,
        Err(problem) => {
            let outcome = FlushOutcome::Skipped(problem);
            tell(parts, lane, (&cycle, why), &id, &outcome, None).await?;
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
        tell(parts, lane, (&cycle, why), &id, &outcome, None).await?;
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
    let files = Arc::clone(&silent.home.files);
    let before = match begun(&files, &file, &id, cycle.spoke).await {
        Ok(Begun::Before { notes }) => {
            // Killed between the notes and their record.
            let outcome = FlushOutcome::Done { notes };
            tell(
                parts,
                lane,
                (&cycle, why),
                &id,
                &outcome,
                Some((&mut silent, &file)),
            )
            .await?;
            return Ok(outcome);
        }
        Ok(Begun::Now { text }) => text,
        Err(error) => {
            let outcome = FlushOutcome::Failed(Problem::from(&error));
            tell(parts, lane, (&cycle, why), &id, &outcome, None).await?;
            return Ok(outcome);
        }
    };
    silent.purse = Purse::of(payer);
    silent.count_on().await?;
    let deadline = Deadline::begin(Arc::clone(&parts.clock), limit, cancel);
    let ended = silent.save(open, &settings, &file, &deadline.stop).await?;
    let outcome = match ended {
        Ok(()) => written(&files, &file, &before).await,
        // What was written before the allowance said no is kept.
        Err(problem) if is_unpaid(&problem) => match written(&files, &file, &before).await {
            FlushOutcome::Done { notes: 0 } => FlushOutcome::Skipped(problem),
            written => written,
        },
        Err(_) if cancel.is_cancelled() => FlushOutcome::Skipped(Problem::new("flush-dropped")),
        Err(_) if deadline.is_late() => FlushOutcome::Failed(Problem::with(
            "flush-timeout",
            params([("seconds", limit.as_secs().into())]),
        )),
        Err(problem) => FlushOutcome::Failed(problem),
    };
    let untold = match &outcome {
        FlushOutcome::Skipped(why) if is_unpaid(why) => {
            last.is_some_and(|last| cycle.is_told(&last, why))
        }
        // The turn was stopped, so there is no compaction either; the next one tries again.
        FlushOutcome::Skipped(_) => why == FlushCause::Compaction,
        _ => false,
    };
    if untold {
        silent.book_spent().await?;
        return Ok(outcome);
    }
    tell(
        parts,
        lane,
        (&cycle, why),
        &id,
        &outcome,
        Some((&mut silent, &file)),
    )
    .await?;
    Ok(outcome)
}

/// What was written down.
async fn written(files: &Files, file: &RelPath, before: &str) -> FlushOutcome {
    match files.read(file).await {
        Ok(after) => FlushOutcome::Done {
            notes: notes_added(before, &after.text),
        },
        Err(error) => FlushOutcome::Failed(Problem::from(&error)),
    }
}

/// Today's notes before a flush.
enum Begun {
    /// As they are.
    Now { text: String },
    /// This flush wrote so many already, and nobody has spoken since.
    Before { notes: usize },
}

async fn begun(files: &Files, file: &RelPath, id: &str, spoke: Ms) -> Result<Begun, FileError> {
    let text = files.read(file).await?.text;
    let versions = files.history(file).await?;
    let own = |row: &VersionRow| row.turn_id.as_deref() == Some(id);
    let newest = versions.iter().find(|row| own(row));
    let oldest = versions.iter().rposition(own);
    let (Some(newest), Some(oldest)) = (newest.filter(|row| row.at >= spoke), oldest) else {
        return Ok(Begun::Now { text });
    };
    let after = files.version_text(file, newest.n).await?;
    let before = match versions.get(oldest + 1) {
        Some(row) => files.version_text(file, row.n).await?,
        None => String::new(),
    };
    Ok(Begun::Before {
        notes: notes_added(&before, &after),
    })
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
pub(super) struct Cycle {
    /// Of the record: `flush:<session id>:<last compaction's id or none>`.
    pub id: String,
    /// The newest entry a person wrote; empty = none.
    newest: String,
    /// When that was, ms.
    spoke: Ms,
}

impl Cycle {
    /// The one a conversation's path is in.
    pub fn of(session_id: &str, path: &[&Entry]) -> Self {
        let compaction = path
            .iter()
            .rfind(|entry| matches!(entry.body, EntryBody::Compaction { .. }));
        let last = compaction.map_or("none", |entry| entry.id.as_str());
        let newest = path.iter().rfind(|entry| is_persons(entry));
        Self {
            id: format!("flush:{session_id}:{last}"),
            newest: newest.map(|entry| entry.id.clone()).unwrap_or_default(),
            spoke: newest.map_or(0, |entry| entry.at),
        }
    }

    /// Whether `last`, the newest record of the cycle, is all there is to save. Each compaction has
    /// one flush; what a reset saved that was taken back counts as far as it went, and a try that
    /// came to nothing, or was not paid for, saved nothing.
    pub fn is_saved(&self, last: &Record, why: FlushCause) -> bool {
        let by_reset = last.params.get("why").and_then(serde_json::Value::as_str) == Some("reset");
        match why {
            FlushCause::Compaction if !by_reset && !last.reason.as_ref().is_some_and(is_unpaid) => {
                true
            }
            _ if self.newest.is_empty() => true,
            _ => last.outcome == "done" && !self.is_new_since(last),
        }
    }

    /// Whether `last` says already that this does not let what there is be saved.
    fn is_told(&self, last: &Record, why: &Problem) -> bool {
        let same = last.reason.as_ref().map(|reason| &reason.code) == Some(&why.code);
        same && !self.is_new_since(last)
    }

    /// The record that follows `last`.
    fn once_more(&self, last: &Record) -> String {
        let id = format!("{}:{}", self.id, self.newest);
        if self.is_new_since(last) {
            return id;
        }
        let tried = last.id.strip_prefix(&format!("{id}:"));
        let tried: u32 = tried.and_then(|count| count.parse().ok()).unwrap_or(1);
        format!("{id}:{}", tried + 1)
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

/// Writes the one record, with what the calls cost.
async fn tell(
    parts: &Arc<Parts>,
    lane: &Lane,
    (cycle, why): (&Cycle, FlushCause),
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
        .with("upTo", cycle.newest.as_str())
        .with("why", why.as_str());
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
    if name == "done" {
        note(parts, lane, now);
    }
    parts.events.changed(crate::event::Subject::Activity, None);
    Ok(())
}

/// The conversation's record says when notes were saved, as OpenClaw tells it.
fn note(parts: &Parts, lane: &Lane, now: Ms) {
    let record = parts.sessions.record(&lane.key);
    let count = record.and_then(|record| record.number("compactionCount"));
    let mut fields = serde_json::Map::new();
    fields.insert("memoryFlushAt".into(), now.into());
    fields.insert(
        "memoryFlushCompactionCount".into(),
        count.unwrap_or(0).into(),
    );
    parts.sessions.project(&lane.key, &fields);
}

#[cfg(test)]
#[path = "flush_tests.rs"]
mod tests;
