//! A person shortens a conversation, looks at what that would do, or takes it back.
//!
//! Owns these three. They run in the lane, between turns; what they write carries their cause, so
//! that a repeat after a kill finds it there.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::Parts;
use super::compaction::{Shortened, Why};
use super::compaction_record::{Told, count, measure_anew, publish, settle_tail};
use super::flush::{Cycle, FlushCause};
use super::lane::Lane;
use super::open_session::OpenSession;
use super::room::Room;
use super::turn::{Turn, TurnError};
use crate::activity::newest_under;
use crate::error::{Problem, params};
use crate::ledger::Cause;
use crate::model::is_practice;
use crate::session::{
    Entry, EntryBody, MessageRole, Rewind, SessionKey, conversation_of, path_of, read_transcript,
    rewound,
};

/// What a person asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compact {
    /// Of the summary.
    pub instructions: Option<String>,
    /// Keep so many messages and leave the rest out without a summary.
    pub keep: Option<usize>,
}

impl Compact {
    /// Reads what was typed behind `/compact`: `keep 20` keeps messages, all else is for the
    /// summary.
    pub fn typed(text: &str) -> Self {
        let text = text.trim();
        let keep = text
            .strip_prefix("keep ")
            .and_then(|count| count.trim().parse().ok());
        Self {
            instructions: (keep.is_none() && !text.is_empty()).then(|| text.to_owned()),
            keep,
        }
    }
}

/// What became of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Compacted {
    /// Shortened.
    Done(Told),
    /// Nothing is older than the last messages.
    Nothing {
        /// How many those are.
        messages: usize,
    },
    /// Nothing changed, and why.
    Failed(Problem),
}

impl Compacted {
    /// It in one line: a key and its parameters.
    pub fn line(&self) -> Problem {
        match self {
            Self::Done(told) => Problem::with("compact-done", told.params()),
            Self::Nothing { messages } => Problem::with(
                "compact-nothing",
                params([("messages", (*messages).into())]),
            ),
            Self::Failed(why) => Problem::with(
                "compact-failed",
                params([("why", why.code.as_str().into())]),
            ),
        }
    }
}

/// What a compaction would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompactPreview {
    /// Messages that would go into the summary; 0 = nothing is older than what stays.
    pub summarised: usize,
    /// Messages that would stay word for word.
    pub kept: usize,
    /// The next request as it is, tokens.
    pub before: u64,
    /// About what it would be, tokens.
    pub after: u64,
    /// Notes would be saved first.
    pub saves_notes: bool,
}

/// Shortens the conversation of a lane.
///
/// # Errors
/// The conversation or the tables can't be read or written.
pub(super) async fn compact(
    parts: &Arc<Parts>,
    lane: &Lane,
    session: &mut OpenSession,
    asked: Compact,
    cause: &str,
    cancel: &CancellationToken,
) -> Result<Compacted, Problem> {
    let done = carry_out(parts, lane, session, asked, cause, cancel).await;
    done.unwrap_or_else(|error| {
        tracing::error!(%error, key = %lane.key, "a conversation could not be shortened");
        // The open transcript may lag behind the file after a failed write.
        *session = OpenSession::default();
        Err(Problem::new("turn-broken"))
    })
}

async fn carry_out(
    parts: &Arc<Parts>,
    lane: &Lane,
    session: &mut OpenSession,
    asked: Compact,
    cause: &str,
    cancel: &CancellationToken,
) -> Result<Result<Compacted, Problem>, TurnError> {
    let open = session.get(parts, &lane.key)?;
    settle_tail(parts, lane, open).await?;
    let path = path_of(open.transcript.entries());
    let again = path
        .iter()
        .filter(|entry| entry.turn() == Some(cause))
        .find_map(|entry| Told::of(entry, &open.session_id));
    if let Some(told) = again {
        return Ok(Ok(Compacted::Done(told)));
    }
    let mut turn = match Turn::own(
        parts,
        lane,
        &open.session_id,
        cause.to_owned(),
        Cause::Compaction,
    ) {
        Ok(turn) => turn,
        Err(problem) => return Ok(Err(problem)),
    };
    let system = turn.system().await?;
    let why = Why::Person {
        instructions: asked.instructions,
        keep: asked.keep,
    };
    Ok(Ok(
        match turn.compact(open, &system, &why, cancel).await? {
            Shortened::Done(told) => {
                open.rests_until = 0;
                Compacted::Done(told)
            }
            Shortened::Nothing { kept } => Compacted::Nothing { messages: kept },
            Shortened::Failed(problem) | Shortened::Unpaid(problem) => Compacted::Failed(problem),
            Shortened::Stopped => Compacted::Failed(Problem::new("stopped")),
        },
    ))
}

/// Lets the conversation be as it was before a compaction, with what was said since.
///
/// # Errors
/// `undo-changed-since` where another session, a later compaction or a person's message stands in
/// the way, `compaction-undo-full` where it would be shortened again at once.
pub(super) async fn uncompact(
    parts: &Arc<Parts>,
    lane: &Lane,
    session: &mut OpenSession,
    (session_id, compaction): (&str, &str),
    cause: &str,
) -> Result<(), Problem> {
    let open = session
        .get(parts, &lane.key)
        .map_err(|error| Problem::from(&error))?;
    if open.session_id != session_id {
        return Err(Problem::new("undo-changed-since"));
    }
    let path = path_of(open.transcript.entries());
    if rewound(&path, cause) {
        return Ok(());
    }
    let at = path
        .iter()
        .rposition(|entry| matches!(entry.body, EntryBody::Compaction { .. }))
        .filter(|at| path[*at].id == compaction)
        .ok_or_else(|| Problem::new("undo-changed-since"))?;
    let since = &path[at + 1..];
    if since.iter().any(|entry| is_persons(entry)) {
        return Err(Problem::new("compaction-undo-late"));
    }
    let turn = Turn::own(parts, lane, session_id, cause.to_owned(), Cause::Compaction)?;
    let room = Room::of(&turn);
    let before: u64 = Told::of(path[at], session_id).map_or(0, |told| told.before);
    let added: u64 = since.iter().map(|entry| room.entry(entry)).sum();
    let practice = turn.chain.first().is_none_or(is_practice);
    if !practice && before + added >= room.marks.compaction {
        return Err(Problem::new("compaction-undo-full"));
    }
    let rewind = Rewind {
        to: path[at].parent.as_deref(),
        why: "undo",
        of: compaction,
        cause,
    };
    let entries = rewind.print(since, parts.clock.now_ms());
    let written = open
        .transcript
        .append(entries)
        .and_then(|()| open.transcript.sync());
    // What stands before the compaction is read anew.
    *session = OpenSession::default();
    written.map_err(|error| Problem::from(&error))?;
    count(parts, &lane.key, -1, before + added);
    measure_anew(parts, &lane.key).await;
    publish(parts, &lane.key);
    Ok(())
}

/// What a compaction of this conversation would do, without doing it.
///
/// # Errors
/// `session-unknown`, or why the files can't be read.
pub async fn compact_preview(
    parts: &Arc<Parts>,
    key: &SessionKey,
    asked: Compact,
) -> Result<CompactPreview, Problem> {
    let found = parts
        .sessions
        .find(key)
        .ok_or_else(|| Problem::with("session-unknown", params([("key", key.as_str().into())])))?;
    let file = found.path.clone();
    let entries = tokio::task::spawn_blocking(move || read_transcript(&file))
        .await
        .map_err(|_| Problem::new("gateway-gone"))?
        .map_err(|error| Problem::from(&error))?;
    let path = path_of(&entries);
    let lane = Lane::new(key.clone());
    let mut turn = Turn::own(
        parts,
        &lane,
        &found.session_id,
        "preview".into(),
        Cause::Compaction,
    )?;
    let system = turn.system().await.map_err(|error| match error {
        TurnError::Files(error) => Problem::from(&error),
        TurnError::Session(error) => Problem::from(&error),
        TurnError::Storage(error) => Problem::from(&error),
    })?;
    let cycle = Cycle::of(&found.session_id, &path);
    let id = cycle.id.clone();
    let last = parts
        .db
        .read(move |connection| newest_under(connection, &id))
        .await?;
    let saved = last.is_some_and(|last| cycle.is_saved(&last, FlushCause::Compaction));
    let settings = parts.config.current();
    let why = Why::Person {
        instructions: asked.instructions,
        keep: asked.keep,
    };
    Ok(match turn.plan(&path, &system, &why) {
        Ok(plan) => CompactPreview {
            summarised: plan.messages.0,
            kept: plan.messages.1,
            before: plan.before,
            after: plan.target.min(plan.before),
            saves_notes: !saved && settings.agents.defaults.compaction.memory_flush.enabled,
        },
        Err(kept) => {
            let size = Room::of(&turn).size(&crate::model::ModelRequest {
                turns: conversation_of(&path),
                ..turn.bare(&system)
            });
            CompactPreview {
                summarised: 0,
                kept,
                before: size,
                after: size,
                saves_notes: false,
            }
        }
    })
}

fn is_persons(entry: &Entry) -> bool {
    entry
        .message()
        .is_some_and(|message| message.role == MessageRole::User)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_behind_the_command_is_for_the_summary_or_a_count() {
        let check = |text: &str, instructions: Option<&str>, keep| {
            let expected = Compact {
                instructions: instructions.map(str::to_owned),
                keep,
            };
            assert_eq!(Compact::typed(text), expected, "{text}");
        };
        check("", None, None);
        check("  keep 20 ", None, Some(20));
        check("keep the recipes", Some("keep the recipes"), None);
        check("the garden only", Some("the garden only"), None);
    }
}
