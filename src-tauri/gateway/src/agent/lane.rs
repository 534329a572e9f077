//! One lane: the turns of one session key, in order.
//!
//! Owns what waits for the key (in memory; the inbox holds it durably), the running turn and the
//! open transcript. Never runs two turns at once.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::clock::Ms;
use crate::delivery::InboxRow;
use crate::event::ToolFact;
use crate::session::SessionKey;

/// Most characters taken together in one turn; what exceeds it comes the turn after.
const BATCH_CHARS: usize = 50_000;

/// A turn at work.
#[derive(Debug, Clone)]
pub struct RunningTurn {
    /// Its id.
    pub turn_id: String,
    /// What it answers.
    pub inbox_ids: Vec<String>,
    /// When it began, ms.
    pub started_at: Ms,
    /// What may be shown of its text so far.
    pub text: String,
    /// Its tool calls so far.
    pub tools: Vec<ToolFact>,
    /// Stops it.
    pub cancel: CancellationToken,
}

/// A lane as others see it.
#[derive(Debug, Clone, Default)]
pub struct LaneView {
    /// The turn at work.
    pub running: Option<RunningTurn>,
    /// What waits behind it.
    pub waiting: Vec<InboxRow>,
}

/// A lane.
#[derive(Debug)]
pub(super) struct Lane {
    pub key: SessionKey,
    pub bell: Notify,
    // Held for a look or a change in memory only.
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<InboxRow>,
    running: Option<RunningTurn>,
    closed: bool,
}

impl Lane {
    pub fn new(key: SessionKey) -> Arc<Self> {
        Arc::new(Self {
            key,
            bell: Notify::new(),
            state: Mutex::default(),
        })
    }

    /// Puts messages behind the others, all at once. They come back where the lane has ended: make
    /// another.
    pub fn push(&self, rows: Vec<InboxRow>) -> Option<Vec<InboxRow>> {
        let mut state = self.lock();
        if state.closed {
            return Some(rows);
        }
        for row in rows {
            let known = state
                .waiting
                .iter()
                .any(|held| held.message.id == row.message.id);
            if !known {
                state.waiting.push_back(row);
            }
        }
        drop(state);
        self.bell.notify_one();
        None
    }

    /// Ends the lane if nothing waits and nothing runs.
    pub fn close_if_idle(&self) -> bool {
        let mut state = self.lock();
        state.closed = state.waiting.is_empty() && state.running.is_none();
        state.closed
    }

    /// Whether something waits.
    pub fn has_waiting(&self) -> bool {
        !self.lock().waiting.is_empty()
    }

    /// The first message that waits.
    pub fn front(&self) -> Option<InboxRow> {
        self.lock().waiting.front().cloned()
    }

    /// Takes what is answered together and makes it the running turn: the messages of `together`
    /// where a turn before a restart had taken exactly those, else all that come by the same
    /// route one behind the other, up to the bound.
    pub fn begin(
        &self,
        together: Option<&[String]>,
        at: Ms,
        cancel: CancellationToken,
    ) -> Option<Vec<InboxRow>> {
        let mut state = self.lock();
        let first = state.waiting.pop_front()?;
        let mut size = first.message.text.chars().count();
        let mut taken = vec![first];
        while let Some(next) = state.waiting.front() {
            let length = next.message.text.chars().count();
            let fits = match together {
                Some(ids) => ids.contains(&next.message.id),
                None => {
                    next.message.route == taken[0].message.route && size + length <= BATCH_CHARS
                }
            };
            if !fits {
                break;
            }
            size += length;
            taken.extend(state.waiting.pop_front());
        }
        state.running = Some(RunningTurn {
            turn_id: format!("inbox:{}", taken[0].message.id),
            inbox_ids: taken.iter().map(|row| row.message.id.clone()).collect(),
            started_at: at,
            text: String::new(),
            tools: Vec::new(),
            cancel,
        });
        Some(taken)
    }

    /// The turn has ended.
    pub fn end(&self) {
        self.lock().running = None;
    }

    /// Stops the running turn and takes away what waits.
    pub fn stop(&self) -> (bool, Vec<InboxRow>) {
        let mut state = self.lock();
        let running = state
            .running
            .as_ref()
            .inspect(|turn| turn.cancel.cancel())
            .is_some();
        (running, state.waiting.drain(..).collect())
    }

    /// Adds text that may be shown and says where it begins, bytes.
    pub fn say(&self, text: &str) -> u64 {
        let mut state = self.lock();
        let Some(running) = &mut state.running else {
            return 0;
        };
        let offset = running.text.len() as u64;
        running.text.push_str(text);
        offset
    }

    /// Shows a tool call, or its end.
    pub fn tool(&self, fact: &ToolFact) {
        let mut state = self.lock();
        let Some(running) = &mut state.running else {
            return;
        };
        match running
            .tools
            .iter_mut()
            .find(|held| held.call.id == fact.call.id)
        {
            Some(held) => *held = fact.clone(),
            None => running.tools.push(fact.clone()),
        }
    }

    pub fn view(&self) -> LaneView {
        let state = self.lock();
        LaneView {
            running: state.running.clone(),
            waiting: state.waiting.iter().cloned().collect(),
        }
    }

    pub fn counts(&self) -> (u32, u32) {
        let state = self.lock();
        (
            u32::from(state.running.is_some()),
            u32::try_from(state.waiting.len()).unwrap_or(u32::MAX),
        )
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::channel::{Inbound, Route};

    fn row(id: &str, route: Route, length: usize) -> InboxRow {
        let message = Inbound {
            id: id.into(),
            route,
            sender: "1".into(),
            sender_name: None,
            owner: true,
            text: "x".repeat(length),
            sent_at: 0,
            message_id: None,
            language: None,
        };
        InboxRow {
            message,
            received_at: 0,
            key: SessionKey::main("main"),
            restarts: 0,
        }
    }

    fn taken(lane: &Lane, together: Option<&[String]>) -> Vec<String> {
        let rows = lane.begin(together, 0, CancellationToken::new()).unwrap();
        lane.end();
        rows.into_iter().map(|row| row.message.id).collect()
    }

    #[test]
    fn messages_of_one_route_are_taken_together_and_nothing_overtakes() {
        let lane = Lane::new(SessionKey::main("main"));
        for (id, route) in [
            ("a", Route::desktop()),
            ("b", Route::desktop()),
            ("c", Route::cli()),
            ("d", Route::desktop()),
        ] {
            assert_eq!(lane.push(vec![row(id, route, 1)]), None);
        }
        assert_eq!(taken(&lane, None), ["a", "b"]);
        assert_eq!(taken(&lane, None), ["c"]);
        assert_eq!(taken(&lane, None), ["d"]);
    }

    #[test]
    fn what_exceeds_the_bound_comes_the_turn_after() {
        let lane = Lane::new(SessionKey::main("main"));
        for id in ["a", "b", "c"] {
            assert_eq!(lane.push(vec![row(id, Route::desktop(), 20_000)]), None);
        }
        assert_eq!(taken(&lane, None), ["a", "b"]);
        assert_eq!(taken(&lane, None), ["c"]);
    }

    #[test]
    fn after_a_restart_a_turn_takes_what_it_had_taken() {
        let lane = Lane::new(SessionKey::main("main"));
        for id in ["a", "b", "c"] {
            assert_eq!(lane.push(vec![row(id, Route::desktop(), 1)]), None);
        }
        assert_eq!(taken(&lane, Some(&["a".into()])), ["a"]);
    }

    #[test]
    fn a_message_handed_in_twice_waits_once() {
        let lane = Lane::new(SessionKey::main("main"));
        assert_eq!(lane.push(vec![row("a", Route::desktop(), 1)]), None);
        assert_eq!(lane.push(vec![row("a", Route::desktop(), 1)]), None);
        assert_eq!(lane.view().waiting.len(), 1);
    }
}
