//! getUpdates: one long poll a bot, confirmed by offset.
//!
//! Owns: who polls, what is confirmed. Never: hands out a confirmed update again.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::faults::Refusal;
use super::params::Params;
use super::state::{Poll, State};
use crate::board::Board;

/// The server waits no longer than this, in seconds, and gives no more than this at once.
const LONGEST_WAIT: i64 = 50;
const LARGEST_BATCH: i64 = 100;

const OTHER_POLLER: &str = "Conflict: terminated by other getUpdates request; make sure that only \
    one bot instance is running";
const WEBHOOK_ACTIVE: &str = "Conflict: can't use getUpdates method while webhook is active; use \
    deleteWebhook to delete the webhook first";

/// Counts a poll as open for as long as it lives, however it ends.
struct OpenPoll(Board<State>);

impl Drop for OpenPoll {
    fn drop(&mut self) {
        self.0.change(|state| state.open_polls -= 1);
    }
}

pub(crate) async fn get_updates(board: &Board<State>, params: &Params) -> Result<Value, Refusal> {
    let number = board.change(|state| begin(state, params))?;
    let _open = OpenPoll(board.clone());
    let limit = params
        .integer("limit")
        .unwrap_or(LARGEST_BATCH)
        .clamp(1, LARGEST_BATCH);
    let wait = params
        .integer("timeout")
        .unwrap_or(0)
        .clamp(0, LONGEST_WAIT);
    let deadline = Duration::from_secs(u64::try_from(wait).unwrap_or_default());
    let something = move |state: &State| {
        state.poll_number != number || !state.updates.is_empty() || state.webhook.is_some()
    };
    // The server's own runtime: its clock is never paused by a test.
    let _ = tokio::time::timeout(deadline, board.until(something)).await;
    board.look(|state| {
        if state.poll_number != number {
            return Err(Refusal::new(409, OTHER_POLLER));
        }
        if state.webhook.is_some() {
            return Err(Refusal::new(409, WEBHOOK_ACTIVE));
        }
        let limit = usize::try_from(limit).unwrap_or_default();
        Ok(state.updates.iter().take(limit).cloned().collect())
    })
}

/// Takes over as the one poller and confirms what the offset says.
fn begin(state: &mut State, params: &Params) -> Result<u64, Refusal> {
    let offset = params.integer("offset");
    let wanted = params.structure("allowed_updates").and_then(|list| {
        list.as_array().map(|list| {
            list.iter()
                .filter_map(|kind| kind.as_str())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
    });
    state.polls.push(Poll {
        offset,
        timeout: params.integer("timeout"),
        limit: params.integer("limit"),
        allowed_updates: wanted.clone(),
        at: Instant::now(),
    });
    if state.webhook.is_some() {
        return Err(Refusal::new(409, WEBHOOK_ACTIVE));
    }
    if state.conflicts > 0 {
        state.conflicts = state
            .conflicts
            .saturating_sub(usize::from(state.conflicts != usize::MAX));
        return Err(Refusal::new(409, OTHER_POLLER));
    }
    if wanted.is_some() {
        state.allowed_updates = wanted;
    }
    state.poll_number += 1;
    state.open_polls += 1;
    confirm(state, offset.unwrap_or(0));
    Ok(state.poll_number)
}

/// Updates below a positive offset are forgotten; a negative one keeps that many of the newest.
fn confirm(state: &mut State, offset: i64) {
    if offset < 0 {
        let keep = usize::try_from(-offset).unwrap_or(usize::MAX);
        let surplus = state.updates.len().saturating_sub(keep);
        state.updates.drain(..surplus);
        return;
    }
    state
        .updates
        .retain(|update| update["update_id"].as_i64().unwrap_or_default() >= offset);
    state.confirmed = state.confirmed.max(offset);
}
