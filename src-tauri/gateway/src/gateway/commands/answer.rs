//! The answer of a command: one transaction with the end of its row and what it changes.
//!
//! Owns that transaction. A command's answer is no entry of the transcript: the transcript belongs
//! to the lane, which may be in the middle of a turn, and a command never waits behind one. It is
//! a row of `exchanges`, which the conversation shows and no model reads.

use std::sync::Arc;

use super::super::host::Host;
use super::cause_of;
use crate::channel::ChannelKind;
use crate::delivery::{self, Exchange, InboxRow, NewPart, PartKind};
use crate::event::{Fact, Outcome, Subject, TurnEnd};
use crate::model::Usage;
use crate::storage::{StorageError, Tx};

/// What a command answers once its transaction is written.
pub(super) struct Done {
    /// The answer.
    pub text: String,
    /// What is told when it is durable.
    pub facts: Vec<Fact>,
    /// Messages that go back into their lane.
    pub back: Vec<InboxRow>,
}

impl From<String> for Done {
    fn from(text: String) -> Self {
        Self {
            text,
            facts: Vec::new(),
            back: Vec::new(),
        }
    }
}

type Work = Box<dyn FnOnce(&Tx<'_>) -> Result<Done, StorageError> + Send>;

/// An answer that is still to be written, with what it changes.
pub(super) struct Reply(Work);

impl Reply {
    /// Words alone.
    pub fn say(text: String) -> Self {
        Self::within(move |_| Ok(text.into()))
    }

    /// Changes tables in the transaction of the answer.
    pub fn within(
        work: impl FnOnce(&Tx<'_>) -> Result<Done, StorageError> + Send + 'static,
    ) -> Self {
        Self(Box::new(work))
    }
}

/// That a list or figure is other than it was.
pub(super) fn changed(what: Subject) -> Fact {
    Fact::Changed {
        what,
        reference: None,
    }
}

/// Ends the row and sends the answer; in the window it is a note of the conversation.
pub(super) async fn answer(
    host: &Arc<Host>,
    row: &InboxRow,
    reply: Reply,
) -> Result<(), StorageError> {
    let (parts, route) = (&host.parts, row.message.route.clone());
    let local = matches!(route.channel, ChannelKind::Desktop | ChannelKind::Cli);
    let (channels, to) = (parts.channels.clone(), route.clone());
    let (cause, now) = (cause_of(row), parts.clock.now_ms());
    let turn = cause.clone();
    let session_id = session_id(host, row).await;
    let mut kept = Exchange {
        id: row.message.id.clone(),
        session_key: row.key.to_string(),
        session_id: session_id.clone(),
        at: row.received_at,
        answered_at: now,
        channel: route.channel.as_str().to_owned(),
        typed: row.message.text.clone(),
        reply: String::new(),
    };
    let done = parts
        .db
        .write(move |tx: &Tx<'_>| {
            let done = (reply.0)(tx)?;
            if !local {
                let rendered = channels.render(&to, &done.text).into_iter();
                let parts = rendered.map(|part| NewPart {
                    cause: turn.clone(),
                    kind: PartKind::Notice,
                    part,
                });
                delivery::enqueue(tx, &parts.collect::<Vec<_>>(), now)?;
            }
            kept.reply.clone_from(&done.text);
            delivery::put_exchange(tx, &kept)?;
            delivery::finish(tx, &[kept.id], &turn, None)?;
            Ok(done)
        })
        .await?;
    if !local {
        parts.sender.nudge(&route);
    }
    done.facts
        .into_iter()
        .for_each(|fact| parts.events.publish(fact));
    if let Some(live) = &host.live {
        live.lanes.wait_in_together(done.back);
    }
    parts.events.publish(Fact::TurnEnded {
        session_key: row.key.to_string(),
        turn_id: cause,
        inbox_ids: vec![row.message.id.clone()],
        end: TurnEnd {
            outcome: Outcome::Done,
            reply: done.text,
            session_id: session_id.unwrap_or_default(),
            usage: Usage::default(),
            cost: Some(0),
            model: None,
            practice: false,
            usage_line: None,
            problem: None,
        },
    });
    Ok(())
}

/// The conversation as it is now. The owner's first word may be a command: its conversation begins
/// with it, so that it is shown there.
async fn session_id(host: &Arc<Host>, row: &InboxRow) -> Option<String> {
    if !row.message.owner {
        let found = host.parts.sessions.find(&row.key);
        return found.map(|found| found.session_id);
    }
    let (parts, key) = (Arc::clone(&host.parts), row.key.clone());
    let resolved = tokio::task::spawn_blocking(move || parts.resolve(&key))
        .await
        .ok()?;
    // A conversation that can't be written is told of elsewhere; the command is answered.
    resolved.ok().map(|resolved| resolved.session_id)
}
