//! What a lane carries out between turns: a new session, and what else must not run beside one.
//!
//! Owns the list of operations and handing each to the file that carries it out. One at a time in
//! the lane of its key, in order with the messages; never beside a turn.

use std::sync::Arc;

use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::Parts;
use super::beat::beat;
use super::compact::{Compact, Compacted, compact, uncompact};
use super::lane::Lane;
use super::note::{Note, note};
use super::open_session::OpenSession;
use super::own_turn::{self, OwnTurn, OwnTurnEnd};
use super::reopen::{Reopen, Reopened, reopen};
use super::reset::{self, NewSession, Renewed};
use crate::delivery::InboxRow;
use crate::error::Problem;
use crate::heartbeat::BeatRow;

/// An operation.
#[derive(Debug, Clone)]
pub enum Operation {
    /// The key gets a new session; the old transcript stays.
    NewSession(NewSession),
    /// An earlier session of the key is opened again.
    Reopen(Reopen),
    /// The conversation, or an earlier session of it, goes to the trash.
    Remove(Remove),
    /// The conversation is made shorter.
    Compact(Compact),
    /// A compaction is taken back.
    Uncompact {
        /// The session it was in.
        session_id: String,
        /// Its entry.
        entry: String,
    },
    /// The agent beats.
    Beat(Box<BeatRow>),
    /// A turn that nobody wrote for.
    Own(Box<OwnTurn>),
    /// What a job said is written into the conversation.
    Note(Box<Note>),
}

/// What goes to the trash.
#[derive(Debug, Clone)]
pub struct Remove {
    /// An earlier session; absent = the conversation with all of them.
    pub session_id: Option<String>,
    /// Under which name, so that asking again does it once.
    pub name: String,
}

impl Operation {
    /// Whether it waits while everything is paused, as turns do.
    pub(super) fn waits_for_pause(&self) -> bool {
        match self {
            // Without a summary no model is asked.
            Self::Compact(asked) => asked.keep.is_none(),
            Self::Own(_) => true,
            // None needs a model: what would is left out during a pause.
            Self::NewSession(_)
            | Self::Reopen(_)
            | Self::Remove(_)
            | Self::Note(_)
            | Self::Uncompact { .. } => false,
            // It is left out then, and that is told.
            Self::Beat(_) => false,
        }
    }

    /// Whether it hurries as soon as a person writes.
    pub(super) fn yields(&self) -> bool {
        match self {
            Self::NewSession(how) => matches!(how, NewSession::Due),
            Self::Reopen(_)
            | Self::Remove(_)
            | Self::Compact(_)
            | Self::Uncompact { .. }
            | Self::Beat(_)
            | Self::Note(_)
            | Self::Own(_) => false,
        }
    }
}

/// What became of an operation.
#[derive(Debug, Clone)]
pub enum OperationAnswer {
    /// Of a new session; `None` = it was not due when its turn came.
    NewSession(Option<Box<Renewed>>),
    /// Of opening an earlier session again.
    Reopened(Reopened),
    /// It lies in the trash.
    Removed,
    /// Of making it shorter.
    Compacted(Compacted),
    /// It is as it was before.
    Uncompacted,
    /// What became of a beat.
    Beat(Box<BeatRow>),
    /// Of a turn that nobody wrote for.
    Own(Box<OwnTurnEnd>),
    /// It stands in the conversation, as this entry.
    Noted(String),
}

/// An operation that waits in its lane.
#[derive(Debug)]
pub(super) struct Pending {
    pub operation: Operation,
    /// `command:<inbox id>`, `request:<request id>` or a beat's id.
    pub cause: String,
    /// The message that the next turn answers.
    pub then: Option<InboxRow>,
    pub answer: oneshot::Sender<Result<OperationAnswer, Problem>>,
}

impl Pending {
    pub fn new(
        operation: Operation,
        cause: String,
        then: Option<InboxRow>,
    ) -> (Self, oneshot::Receiver<Result<OperationAnswer, Problem>>) {
        let (answer, receiver) = oneshot::channel();
        let pending = Self {
            operation,
            cause,
            then,
            answer,
        };
        (pending, receiver)
    }
}

/// What an operation works with.
pub(super) struct Work<'a> {
    pub parts: &'a Arc<Parts>,
    pub lane: &'a Lane,
    pub cause: &'a str,
    /// Everything is paused: no model is asked.
    pub paused: bool,
    /// Cancelled when it is to come to its end.
    pub hurry: &'a CancellationToken,
}

/// Carries an operation out.
pub(super) async fn carry_out(
    work: &Work<'_>,
    session: &mut OpenSession,
    operation: Operation,
) -> Result<OperationAnswer, Problem> {
    match operation {
        Operation::NewSession(how) => reset::renew(work, session, how)
            .await
            .map(|renewed| OperationAnswer::NewSession(renewed.map(Box::new))),
        Operation::Reopen(wish) => {
            let reopened = reopen(work, session, wish).await?;
            if let Err(problem) = super::remeasure(work.parts, &work.lane.key).await {
                tracing::warn!(code = problem.code, "a session could not be measured");
            }
            Ok(OperationAnswer::Reopened(reopened))
        }
        Operation::Compact(asked) => {
            let Work { parts, lane, .. } = *work;
            compact(parts, lane, session, asked, work.cause, work.hurry)
                .await
                .map(OperationAnswer::Compacted)
        }
        Operation::Uncompact { session_id, entry } => {
            let which = (session_id.as_str(), entry.as_str());
            uncompact(work.parts, work.lane, session, which, work.cause)
                .await
                .map(|()| OperationAnswer::Uncompacted)
        }
        Operation::Beat(row) => beat(work, session, *row)
            .await
            .map(|row| OperationAnswer::Beat(Box::new(row))),
        Operation::Own(own) => own_turn::run(work, session, *own)
            .await
            .map(|end| OperationAnswer::Own(Box::new(end))),
        Operation::Note(wish) => note(work, session, &wish).await.map(OperationAnswer::Noted),
        Operation::Remove(wish) => {
            *session = OpenSession::default();
            let (key, now) = (&work.lane.key, work.parts.clock.now_ms());
            let sessions = &work.parts.sessions;
            sessions.discard(key, wish.session_id.as_deref(), &wish.name, now)?;
            Ok(OperationAnswer::Removed)
        }
    }
}
