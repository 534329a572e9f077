//! A summary of a conversation that begins anew, for the beginning of the new one.
//!
//! Owns what it is made from and how often it is tried. Writes nothing of the conversation.

use std::sync::Arc;
use std::time::Duration;

use super::compaction::SHARES;
use super::deadline::Deadline;
use super::open_session::Open;
use super::operation::Work;
use super::room::Room;
use super::summarise::Material;
use super::turn::Turn;
use crate::context::{completed, told, visible, wanted};
use crate::error::{Problem, params};
use crate::ledger::Cause;
use crate::model::is_practice;
use crate::session::{Entry, EntryBody, path_of};

/// A summary is a quarter of what it stands for at the most, and within these bounds, tokens.
const SHARE: u64 = 4;
const LEAST: u64 = 200;
const MOST: u64 = 2_000;

/// Sums up what the model sees of a conversation.
///
/// # Errors
/// Why there is no summary: everything is paused, no model is connected, or it did not answer
/// well in time.
pub(super) async fn sum_up(work: &Work<'_>, open: &Open) -> Result<String, Problem> {
    if work.paused {
        return Err(Problem::new("reset-paused"));
    }
    let parts = work.parts;
    let id = format!("summary:{}", work.cause);
    let turn = Turn::own(parts, work.lane, &open.session_id, id, Cause::Compaction)?;
    let mut own = turn.for_summary()?;
    if own.chain.first().is_none_or(is_practice) {
        return Err(Problem::new("compaction-practice"));
    }
    own.count_on().await.map_err(|error| {
        tracing::error!(%error, key = %work.lane.key, "what was booked could not be looked up");
        Problem::new("turn-broken")
    })?;
    let settings = parts.config.current();
    let limit = Duration::from_secs(settings.agents.defaults.compaction.timeout_seconds);
    let deadline = Deadline::begin(Arc::clone(&parts.clock), limit, work.hurry);
    let path = path_of(open.transcript.entries());
    let made = tried(&mut own, &path, &deadline).await;
    if let Err(error) = own.book_spent().await {
        tracing::error!(%error, key = %work.lane.key, "what a summary cost could not be booked");
    }
    made.map_err(|problem| match deadline.is_late() {
        true => Problem::with(
            "compaction-timeout",
            params([("seconds", limit.as_secs().into())]),
        ),
        false => problem,
    })
}

async fn tried(
    own: &mut Turn<'_>,
    path: &[&Entry],
    deadline: &Deadline,
) -> Result<String, Problem> {
    let previous = path.iter().rev().find_map(|entry| match &entry.body {
        EntryBody::Compaction { summary, .. } => Some(summary.as_str()),
        _ => None,
    });
    let seen = &path[visible(path)];
    let room = Room::of(own);
    let size: u64 = seen.iter().map(|entry| room.entry(entry)).sum();
    let material = Material {
        texts: seen.iter().filter_map(|entry| told(entry)).collect(),
        previous,
        instructions: None,
        splits_turn: false,
        budget: (size / SHARE).clamp(LEAST, MOST),
    };
    let mut last = Problem::new("compaction-empty");
    if material.texts.is_empty() {
        return previous.map(str::to_owned).ok_or(last);
    }
    for share in SHARES {
        match own.summarise(&material, share, &deadline.stop).await {
            Ok(summary) => return Ok(completed(&summary, &wanted(previous, seen))),
            Err(why) => {
                last = Problem::from(&why);
                if !why.passes() {
                    break;
                }
            }
        }
    }
    Err(last)
}
