//! After a kill: what was accepted is answered or told (walks.md walk 1, recovery).
//!
//! Owns what becomes of open inbox rows and interrupted sends at a start. Runs before the gateway
//! says that it is ready; turns themselves begin after.

use std::collections::HashSet;

use super::Parts;
use super::reply::{delivered_by_transcript, parts_of};
use crate::activity::{Kind, Record, record};
use crate::delivery::shown_peer;
use crate::delivery::{
    InboxRow, NewPart, PartKind, drop_stray_drafts, enqueue, finish, found_unfinished, open_rows,
    settle_draft, settle_interrupted,
};
use crate::error::{Problem, params};
use crate::ledger::keep_reserved;
use crate::session::{Entry, SessionError, Transcript};
use crate::storage::StorageError;
use crate::words::Language;

/// A message that three starts could not finish is set aside.
const MAX_RESTARTS: u32 = 3;
/// Characters of a message that a notice about it quotes.
const QUOTED: usize = 80;

/// What was found.
#[derive(Debug)]
pub struct Recovered {
    /// Messages to be answered, oldest first.
    pub rows: Vec<InboxRow>,
    /// Messages set aside now.
    pub set_aside: usize,
    /// Parts that may or may not have arrived.
    pub unknown: usize,
}

/// Messages that were looked at for the last time, and whose turn has ended in its transcript all
/// the same: only its transaction is missing, so nothing is set aside.
fn ended_already(parts: &Parts, open: &[InboxRow]) -> HashSet<String> {
    let last_look = |row: &&InboxRow| row.restarts + 1 >= MAX_RESTARTS;
    let ended = |row: &&InboxRow| {
        has_ended(parts, row).unwrap_or_else(|error| {
            tracing::warn!(%error, message = row.message.id, "no look into its transcript");
            false
        })
    };
    let found = open.iter().filter(last_look).filter(ended);
    found.map(|row| row.message.id.clone()).collect()
}

fn has_ended(parts: &Parts, row: &InboxRow) -> Result<bool, SessionError> {
    let Some(found) = parts.sessions.find(&row.key) else {
        return Ok(false);
    };
    let (mut transcript, _) = Transcript::open(&found.path)?;
    let turn = format!("inbox:{}", row.message.id);
    transcript.reach(&turn, row.received_at)?;
    let mut own = transcript.entries().iter().rev();
    let last = own.find(|entry| entry.turn() == Some(turn.as_str()));
    Ok(last.is_some_and(Entry::is_final))
}

/// Looks at what the last run left. In a home that `waits` to be taken over messages stay as they
/// are, uncounted: nothing begins before the person says so. One that is `held_back` by a pause is
/// not counted either: no turn of it begins, so it stopped nobody.
pub async fn recover(
    parts: &Parts,
    waits: bool,
    held_back: impl Fn(&InboxRow) -> bool,
) -> Result<Recovered, StorageError> {
    let now = parts.clock.now_ms();
    let teller = parts.clone();
    let open = match waits {
        true => Vec::new(),
        false => parts.db.read(open_rows).await?,
    };
    let ended = ended_already(parts, &open);
    let held_back = open.iter().filter(|row| held_back(row));
    let held_back: HashSet<String> = held_back.map(|row| row.message.id.clone()).collect();
    parts
        .db
        .write(move |tx| {
            // What was set aside for a call that a kill took may have been spent.
            keep_reserved(tx)?;
            let interrupted = settle_interrupted(tx)?;
            for row in &interrupted {
                let told = Record::new(
                    format!("delivery:{}:unknown:{}", row.id, row.attempts),
                    now,
                    Kind::Delivery,
                    "unknown",
                )
                .about(&row.id)
                .because(Problem::new("delivery-interrupted"))
                .with("channel", row.part.route.channel.as_str())
                .with("peer", shown_peer(&row.part.route));
                record(tx, &told)?;
            }
            let mut rows = Vec::new();
            let mut set_aside = 0;
            let mut begun = HashSet::new();
            for mut row in open {
                // A lane works on its oldest message; what only waited behind it did nothing wrong.
                if begun.insert(row.key.clone()) && !held_back.contains(&row.message.id) {
                    row.restarts = found_unfinished(tx, &row.message.id)?;
                }
                if row.restarts < MAX_RESTARTS || ended.contains(&row.message.id) {
                    rows.push(row);
                    continue;
                }
                set_aside += 1;
                let mut notice = set_aside_notice(&teller, &row);
                let (id, route) = (row.message.id, row.message.route);
                if !delivered_by_transcript(&route) {
                    settle_draft(tx, &format!("inbox:{id}"), &route, &mut notice)?;
                }
                let reason = Problem::new("message-set-aside");
                finish(
                    tx,
                    std::slice::from_ref(&id),
                    &format!("inbox:{id}"),
                    Some(&reason),
                )?;
                let told = Record::new(format!("message:{id}"), now, Kind::Message, "set-aside")
                    .about(&id)
                    .because(reason);
                record(tx, &told)?;
                enqueue(tx, &notice, now)?;
            }
            drop_stray_drafts(tx, now)?;
            Ok(Recovered {
                rows,
                set_aside,
                unknown: interrupted.len(),
            })
        })
        .await
}

/// What the chat reads of a message that was set aside: which one, why, and the way to have it
/// tried again. The window and the command line show it in the conversation itself.
fn set_aside_notice(parts: &Parts, row: &InboxRow) -> Vec<NewPart> {
    let route = &row.message.route;
    if delivered_by_transcript(route) {
        return Vec::new();
    }
    let language = row.message.language.as_deref();
    let language = language.map_or_else(|| parts.language(), Language::from_tag);
    let start: String = row.message.text.chars().take(QUOTED).collect();
    let text = parts.words.text(
        language,
        "notice-set-aside",
        &params([("text", start.into())]),
    );
    let cause = format!("inbox:{}:set-aside", row.message.id);
    parts_of(parts, &cause, PartKind::Notice, route, &text, None)
}
