//! A bounded queue of events in front of a reader that may be slow.
//!
//! Owns the rule that a reader who falls behind gets one *resync* instead of our memory. Never
//! drops an event without saying so.

use std::collections::VecDeque;

use crate::api::events::StreamItem;

/// Events kept for a slow reader. A turn's text comes in some hundred pieces, so this is several
/// turns; what is older is cheaper to ask for again.
pub const CAPACITY: usize = 1024;

/// Events that wait for one reader.
#[derive(Debug)]
pub struct Backlog {
    items: VecDeque<StreamItem>,
    capacity: usize,
    epoch: String,
    seq: u64,
}

impl Default for Backlog {
    fn default() -> Self {
        Self::with_capacity(CAPACITY)
    }
}

impl Backlog {
    /// Keeps at most `capacity` events.
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            items: VecDeque::new(),
            capacity,
            epoch: String::new(),
            seq: 0,
        }
    }

    /// Adds an event. When the queue is full everything in it becomes one *resync* that names the
    /// newest event.
    pub fn push(&mut self, item: StreamItem) {
        let (epoch, seq) = position(&item);
        if self.epoch != epoch {
            epoch.clone_into(&mut self.epoch);
        }
        self.seq = seq;
        if self.items.len() < self.capacity {
            self.items.push_back(item);
            return;
        }
        self.items.clear();
        self.items.push_back(StreamItem::Resync {
            epoch: self.epoch.clone(),
            seq: self.seq,
        });
    }

    /// Takes the oldest event.
    pub fn pop(&mut self) -> Option<StreamItem> {
        self.items.pop_front()
    }

    /// Nothing waits.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

fn position(item: &StreamItem) -> (&str, u64) {
    match item {
        StreamItem::Ready { epoch, seq, .. } | StreamItem::Resync { epoch, seq } => (epoch, *seq),
        StreamItem::Event { event } => (&event.epoch, event.seq),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::events::{Event, Happening};

    fn event(seq: u64) -> StreamItem {
        StreamItem::Event {
            event: Event {
                epoch: "e".into(),
                seq,
                happening: Happening::Stopping {},
            },
        }
    }

    #[test]
    fn a_full_backlog_becomes_one_resync_at_the_newest_event() {
        let mut backlog = Backlog::with_capacity(3);
        for seq in 1..=4 {
            backlog.push(event(seq));
        }
        backlog.push(event(5));
        let resync = StreamItem::Resync {
            epoch: "e".into(),
            seq: 4,
        };
        assert_eq!(backlog.pop(), Some(resync));
        assert_eq!(backlog.pop(), Some(event(5)));
        assert_eq!(backlog.pop(), None);
    }

    #[test]
    fn events_leave_in_their_order() {
        let mut backlog = Backlog::default();
        backlog.push(event(1));
        backlog.push(event(2));
        assert_eq!(backlog.pop(), Some(event(1)));
        assert_eq!(backlog.pop(), Some(event(2)));
        assert!(backlog.is_empty());
    }
}
