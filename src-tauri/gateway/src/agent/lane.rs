//! One lane: the turns and operations of one session key, in order.
//!
//! Owns what waits for the key (messages are held durably by the inbox) and what runs. One thing
//! runs at a time: a turn or an operation.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::Parts;
use super::joining::Joining;
use super::operation::Pending;
use crate::clock::Ms;
use crate::delivery::InboxRow;
use crate::event::ToolFact;
use crate::session::SessionKey;

/// Most characters taken together in one turn; what exceeds it comes the turn after.
const BATCH_CHARS: usize = 50_000;
/// The longest a piece of a message is waited for, ms.
const LONGEST_PIECE: Ms = 60_000;

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
    waiting: VecDeque<Item>,
    running: Option<RunningTurn>,
    operating: Option<AtWork>,
    /// The lane's own task looks at what waits.
    busy: bool,
    /// Somebody else works on the files of the conversation: nothing begins.
    reserved: bool,
    /// The files were worked on since the lane looked.
    touched: bool,
    closed: bool,
}

/// The operation at work.
#[derive(Debug)]
struct AtWork {
    cause: String,
    /// Tells it to come to its end.
    hurry: CancellationToken,
    /// A person's message hurries it.
    yields: bool,
}

impl State {
    fn at_work(&self) -> bool {
        self.running.is_some() || self.operating.is_some()
    }

    fn idle(&self) -> bool {
        self.waiting.is_empty() && !self.at_work() && !self.busy && !self.reserved
    }
}

/// What waits in a lane.
#[derive(Debug)]
enum Item {
    Message(Box<InboxRow>),
    Operation(Box<Pending>),
}

impl Item {
    fn message(&self) -> Option<&InboxRow> {
        match self {
            Self::Message(row) => Some(row),
            Self::Operation(_) => None,
        }
    }
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
                .filter_map(Item::message)
                .any(|held| held.message.id == row.message.id);
            if !known {
                state.waiting.push_back(Item::Message(Box::new(row)));
            }
        }
        if let Some(work) = state.operating.as_ref().filter(|work| work.yields) {
            work.hurry.cancel();
        }
        drop(state);
        self.bell.notify_one();
        None
    }

    /// Puts an operation behind what waits. It comes back where the lane has ended: make another.
    pub fn push_operation(&self, pending: Box<Pending>) -> Option<Box<Pending>> {
        let mut state = self.lock();
        if state.closed {
            return Some(pending);
        }
        state.waiting.push_back(Item::Operation(pending));
        drop(state);
        self.bell.notify_one();
        None
    }

    /// Changes a message that waits; `false` = it does not wait here.
    pub fn amend(&self, id: &str, change: impl FnOnce(&mut InboxRow)) -> bool {
        let mut state = self.lock();
        let waiting = state.waiting.iter_mut().filter_map(|item| match item {
            Item::Message(row) => Some(row),
            Item::Operation(_) => None,
        });
        let mut waiting = waiting.filter(|row| row.message.id == id);
        waiting.next().map(|row| change(row)).is_some()
    }

    /// Makes a message the next thing, before all that waits.
    pub fn push_front(&self, row: InboxRow) {
        self.lock().waiting.push_front(Item::Message(Box::new(row)));
    }

    /// Ends the lane if nothing waits and nothing runs.
    pub fn close_if_idle(&self) -> bool {
        let mut state = self.lock();
        state.closed |= state.idle();
        state.closed
    }

    /// Keeps the lane from beginning anything, for work on the files of its conversation; `None` =
    /// something waits or runs, or it has ended.
    pub fn reserve(self: &Arc<Self>) -> Option<Reserved> {
        let mut state = self.lock();
        if state.closed || !state.idle() {
            return None;
        }
        state.reserved = true;
        Some(Reserved(Arc::clone(self)))
    }

    /// Whether it has ended.
    pub fn is_closed(&self) -> bool {
        self.lock().closed
    }

    /// Whether there is something to begin; until the next look nobody else reserves the lane.
    pub fn enter(&self) -> bool {
        let mut state = self.lock();
        state.busy = !state.waiting.is_empty() && !state.reserved;
        state.busy
    }

    /// Whether the files were worked on since the last time this was asked.
    pub fn take_touched(&self) -> bool {
        std::mem::take(&mut self.lock().touched)
    }

    /// The message that is next, unless an operation is.
    pub fn front(&self) -> Option<InboxRow> {
        self.lock().waiting.front()?.message().cloned()
    }

    /// How long another piece of what is next may come; `None` = it is whole. What came before
    /// `since` (ms) was not waited for yet.
    pub fn until_whole(&self, parts: &Parts, since: Ms) -> Option<Duration> {
        let config = parts.config.current();
        let joining = Joining {
            typed: &config.messages.inbound,
            since,
        };
        let rest = self.whole_at(joining)? - parts.clock.now_ms();
        // A clock that was set back must not keep anybody waiting.
        let rest = rest.min(LONGEST_PIECE);
        (rest > 0).then(|| Duration::from_millis(rest.unsigned_abs()))
    }

    /// When what would be taken together is whole, ms. Where something else stands behind it, no
    /// piece comes any more.
    fn whole_at(&self, joining: Joining<'_>) -> Option<Ms> {
        let state = self.lock();
        let mut rows: Vec<&InboxRow> = Vec::new();
        for item in &state.waiting {
            let row = item.message()?;
            if rows.first().is_some_and(|first| !goes_with(first, row)) {
                return None;
            }
            rows.push(row);
        }
        joining.whole_at(&rows)
    }

    /// The operation that is next is looked at.
    pub fn next_operation<T>(&self, look: impl FnOnce(&Pending) -> T) -> Option<T> {
        match self.lock().waiting.front()? {
            Item::Operation(pending) => Some(look(pending)),
            Item::Message(_) => None,
        }
    }

    /// Takes the operation that is next and makes it the one at work; `hurry` is cancelled by a
    /// stop, and where the operation yields to people by a message.
    pub fn begin_operation(&self, hurry: CancellationToken) -> Option<Box<Pending>> {
        let mut state = self.lock();
        match state.waiting.pop_front()? {
            Item::Operation(pending) => {
                let yields = pending.operation.yields();
                if yields && state.waiting.iter().any(|item| item.message().is_some()) {
                    hurry.cancel();
                }
                let cause = pending.cause.clone();
                state.operating = Some(AtWork {
                    cause,
                    hurry,
                    yields,
                });
                Some(pending)
            }
            message @ Item::Message(_) => {
                state.waiting.push_front(message);
                None
            }
        }
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
        let first = match state.waiting.pop_front()? {
            Item::Message(row) => *row,
            operation @ Item::Operation(_) => {
                state.waiting.push_front(operation);
                return None;
            }
        };
        let mut size = first.message.text.chars().count();
        let mut taken = vec![first];
        while let Some(next) = state.waiting.front().and_then(Item::message) {
            let length = next.message.text.chars().count();
            let fits = match together {
                Some(ids) => ids.contains(&next.message.id),
                None => goes_with(&taken[0], next) && size + length <= BATCH_CHARS,
            };
            if !fits {
                break;
            }
            size += length;
            if let Some(Item::Message(row)) = state.waiting.pop_front() {
                taken.push(*row);
            }
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

    /// The turn or the operation has ended.
    pub fn end(&self) {
        let mut state = self.lock();
        state.running = None;
        state.operating = None;
    }

    /// Stops the running turn, hurries the operation at work and takes away the messages that
    /// wait. Operations stay: they were asked for one by one.
    pub fn stop(&self) -> (bool, Vec<InboxRow>) {
        let mut state = self.lock();
        let running = state
            .running
            .as_ref()
            .inspect(|turn| turn.cancel.cancel())
            .is_some();
        if let Some(work) = &state.operating {
            work.hurry.cancel();
        }
        let mut stopped = Vec::new();
        for item in std::mem::take(&mut state.waiting) {
            match item {
                Item::Message(row) => stopped.push(*row),
                operation @ Item::Operation(_) => state.waiting.push_back(operation),
            }
        }
        (running, stopped)
    }

    /// Hurries the operation of this cause, if it is the one at work.
    pub fn hurry(&self, cause: &str) {
        let state = self.lock();
        if let Some(work) = state.operating.as_ref().filter(|work| work.cause == cause) {
            work.hurry.cancel();
        }
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

    /// What may be shown of the running turn: its text so far and the tool it uses.
    pub fn progress(&self) -> Option<(String, Option<String>)> {
        let state = self.lock();
        let running = state.running.as_ref()?;
        let tool = running.tools.last().filter(|tool| tool.output.is_none());
        Some((
            running.text.clone(),
            tool.map(|tool| tool.call.name.clone()),
        ))
    }

    pub fn view(&self) -> LaneView {
        let state = self.lock();
        LaneView {
            running: state.running.clone(),
            waiting: state
                .waiting
                .iter()
                .filter_map(Item::message)
                .cloned()
                .collect(),
        }
    }

    pub fn counts(&self) -> (u32, u32) {
        let state = self.lock();
        (
            u32::from(state.at_work()),
            u32::try_from(state.waiting.len()).unwrap_or(u32::MAX),
        )
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a message is answered together with one before it.
fn goes_with(first: &InboxRow, next: &InboxRow) -> bool {
    next.message.route == first.message.route && next.message.instead_of.is_none()
}

/// A lane that begins nothing until this is dropped. What came meanwhile is taken up then, with
/// the files read anew; a lane that nothing came to ends.
#[derive(Debug)]
pub(super) struct Reserved(Arc<Lane>);

impl Drop for Reserved {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.reserved = false;
        state.touched = true;
        state.closed = state.waiting.is_empty();
        drop(state);
        self.0.bell.notify_one();
    }
}

#[cfg(test)]
#[path = "lane_tests.rs"]
mod tests;
