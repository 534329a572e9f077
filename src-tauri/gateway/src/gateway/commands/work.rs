//! Commands about what is at work: stop it, send again what may not have arrived.
//!
//! Owns what they change, in the transaction of the answer.

use super::Asked;
use super::answer::{Done, Reply, changed};
use crate::channel::Route;
use crate::clock::Ms;
use crate::delivery::{self, InboxRow, OutboxState, skip_older};
use crate::error::{Problem, params};
use crate::event::{Fact, Subject};
use crate::storage::{StorageError, Tx};

/// Stops the turn of the conversation and skips what was said before the command.
pub(super) fn stop(asked: &Asked) -> Result<Reply, Problem> {
    let lanes = asked.host.live()?.lanes.clone();
    let (turn, rows) = match &asked.found_before {
        Some(rows) => (false, rows.clone()),
        // Memory first: the turn ends while the tables are written.
        None => lanes.halt(&asked.row.key),
    };
    let (cause, stop, key) = (
        asked.cause(),
        asked.row.message.id.clone(),
        asked.row.key.to_string(),
    );
    let (words, language) = (asked.host.parts.words.clone(), asked.language);
    Ok(Reply::within(move |tx| {
        let reason = Problem::new("stopped");
        let ids: Vec<String> = rows.iter().map(|row| row.message.id.clone()).collect();
        let skipped = skip_older(tx, &ids, &stop, &cause, &reason)?;
        let told = params([
            ("turn", turn.to_string().into()),
            ("skipped", skipped.len().into()),
        ]);
        // What was said after the command is still to be answered.
        let mut done = Done::from(words.text(language, "command-stopped", &told));
        let later = |row: &InboxRow| !skipped.contains(&row.message.id);
        done.back = rows.into_iter().filter(later).collect();
        if !skipped.is_empty() {
            done.facts.push(Fact::Skipped {
                session_key: key,
                inbox_ids: skipped,
                reason,
            });
        }
        Ok(done)
    }))
}

/// Sends again what may not have arrived in this chat.
pub(super) fn again(asked: &Asked) -> Reply {
    let (route, now) = (asked.row.message.route.clone(), asked.host.now());
    let (words, language) = (asked.host.parts.words.clone(), asked.language);
    Reply::within(move |tx| {
        let count = requeue_unknown(tx, &route, now)?;
        let told = params([("count", count.into())]);
        let mut done = Done::from(words.text(language, "command-again-done", &told));
        if count > 0 {
            done.facts = vec![changed(Subject::Deliveries), changed(Subject::Status)];
        }
        Ok(done)
    })
}

/// Puts the parts of a chat that may not have arrived on their way again, and says how many.
pub(super) fn requeue_unknown(tx: &Tx<'_>, route: &Route, now: Ms) -> Result<usize, StorageError> {
    let open = delivery::list_outbox(tx, false, 1_000)?;
    let here = open
        .iter()
        .filter(|row| row.state == OutboxState::Unknown && row.part.route == *route);
    let mut count = 0;
    for row in here {
        delivery::requeue(tx, &row.id, OutboxState::Pending, now)?;
        count += 1;
    }
    Ok(count)
}
