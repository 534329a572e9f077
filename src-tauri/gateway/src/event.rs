//! Facts with ids: what happened, numbered, kept in a bounded ring for those who reconnect.
//!
//! Owns the epoch, the sequence and the ring. Never renders a sentence and never touches a disk.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::broadcast;

use crate::clock::Ms;
use crate::error::Problem;
use crate::model::{ToolCall, Usage};

/// What happened. The fields are those of the contract's events and documented there.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "documented at the contract's events")]
pub enum Fact {
    /// A message was stored and waits.
    Waiting {
        session_key: String,
        inbox_id: String,
        text: String,
        channel: String,
        at: Ms,
        /// The person's message it is said instead of.
        instead_of: Option<String>,
    },
    /// A turn began.
    TurnStarted {
        session_key: String,
        turn_id: String,
        inbox_ids: Vec<String>,
        at: Ms,
    },
    /// More text of a turn, safe to show.
    TurnText {
        session_key: String,
        turn_id: String,
        offset: u64,
        text: String,
    },
    /// A tool call began (`output` is `None`) or ended.
    TurnTool {
        session_key: String,
        turn_id: String,
        tool: ToolFact,
    },
    /// A turn ended.
    TurnEnded {
        session_key: String,
        turn_id: String,
        inbox_ids: Vec<String>,
        end: TurnEnd,
    },
    /// Waiting messages will not be answered.
    Skipped {
        session_key: String,
        inbox_ids: Vec<String>,
        reason: Problem,
    },
    /// A list changed.
    Changed {
        what: Subject,
        reference: Option<String>,
    },
    /// The gateway stops.
    Stopping,
}

/// A tool call as a fact.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolFact {
    /// The call.
    pub call: ToolCall,
    /// What it answered, once it has.
    pub output: Option<String>,
    /// It failed.
    pub is_error: bool,
    /// How long it took, ms.
    pub ms: Option<Ms>,
}

/// How a turn ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Answered.
    Done,
    /// Nothing to say.
    Quiet,
    /// The person stopped it.
    Stopped,
    /// Failed.
    Failed,
}

/// The end of a turn.
#[derive(Debug, Clone, PartialEq)]
pub struct TurnEnd {
    /// How.
    pub outcome: Outcome,
    /// What a person gets to read.
    pub reply: String,
    /// The session id at that time.
    pub session_id: String,
    /// Tokens of all its calls.
    pub usage: Usage,
    /// Nano-dollars, where every price was known.
    pub cost: Option<i64>,
    /// `provider/model`.
    pub model: Option<String>,
    /// Answered by the practice agent.
    pub practice: bool,
    /// The line of usage that is read under the reply, where the conversation has one.
    pub usage_line: Option<String>,
    /// Why it failed.
    pub problem: Option<Problem>,
}

/// Lists that can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Conversations.
    Sessions,
    /// The status.
    Status,
    /// Settings.
    Config,
    /// Secrets.
    Secrets,
    /// People and requests.
    Pairing,
    /// Records.
    Activity,
    /// Parts on their way out.
    Deliveries,
    /// Pauses.
    Holds,
    /// The agent's files.
    Files,
    /// Models.
    Models,
    /// Beats and what waits for one.
    Heartbeat,
    /// Jobs and their runs.
    Jobs,
}

/// A fact and its number. Pieces of text repeat the number of the fact before them.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbered {
    /// Rises by one with each fact that is no piece of text.
    pub seq: u64,
    /// The fact.
    pub fact: Fact,
}

/// How many facts are kept for those who reconnect.
const RING: usize = 1_024;
/// How far a subscriber may fall behind before it has to ask for everything again.
const BACKLOG: usize = 4_096;

/// Publishes facts, cheap to clone.
#[derive(Debug, Clone)]
pub struct Events {
    epoch: Arc<str>,
    // Held to number and to copy, never over an await.
    ring: Arc<Mutex<Ring>>,
    sender: broadcast::Sender<Numbered>,
}

#[derive(Debug, Default)]
struct Ring {
    seq: u64,
    facts: VecDeque<Numbered>,
}

/// What a new subscriber gets.
#[derive(Debug)]
pub struct Subscription {
    /// The newest number at this moment.
    pub seq: u64,
    /// What it missed; `None` = the ring no longer holds it.
    pub missed: Option<Vec<Numbered>>,
    /// What comes.
    pub receiver: broadcast::Receiver<Numbered>,
}

impl Default for Events {
    fn default() -> Self {
        Self {
            epoch: uuid::Uuid::new_v4().simple().to_string().into(),
            ring: Arc::default(),
            sender: broadcast::channel(BACKLOG).0,
        }
    }
}

impl Events {
    /// New at each start.
    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    /// The newest number.
    pub fn seq(&self) -> u64 {
        self.lock().seq
    }

    /// Numbers a fact, keeps it and hands it to every subscriber.
    pub fn publish(&self, fact: Fact) {
        let mut ring = self.lock();
        let passing = matches!(fact, Fact::TurnText { .. });
        if !passing {
            ring.seq += 1;
        }
        let numbered = Numbered {
            seq: ring.seq,
            fact,
        };
        if !passing {
            if ring.facts.len() == RING {
                ring.facts.pop_front();
            }
            ring.facts.push_back(numbered.clone());
        }
        // Sent under the lock, so that every subscriber sees the numbers in order. Nobody
        // listening is no error.
        let _ = self.sender.send(numbered);
    }

    /// A list changed.
    pub fn changed(&self, what: Subject, reference: Option<String>) {
        self.publish(Fact::Changed { what, reference });
    }

    /// Subscribes from a number of this epoch, or from now on.
    pub fn subscribe(&self, since: Option<(&str, u64)>) -> Subscription {
        let ring = self.lock();
        let receiver = self.sender.subscribe();
        let missed = match since {
            None => Some(Vec::new()),
            Some((epoch, _)) if epoch != &*self.epoch => None,
            Some((_, seq)) if seq > ring.seq => None,
            Some((_, seq)) => {
                let oldest = ring.facts.front().map_or(ring.seq + 1, |first| first.seq);
                (seq + 1 >= oldest).then(|| {
                    ring.facts
                        .iter()
                        .filter(|numbered| numbered.seq > seq)
                        .cloned()
                        .collect()
                })
            }
        };
        Subscription {
            seq: ring.seq,
            missed,
            receiver,
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn numbers(subscription: &Subscription) -> Option<Vec<u64>> {
        subscription
            .missed
            .as_ref()
            .map(|missed| missed.iter().map(|numbered| numbered.seq).collect())
    }

    #[test]
    fn who_reconnects_gets_what_it_missed_and_nothing_twice() {
        let events = Events::default();
        for _ in 0..3 {
            events.changed(Subject::Status, None);
        }
        let epoch = events.epoch().to_owned();
        assert_eq!(
            numbers(&events.subscribe(Some((&epoch, 1)))),
            Some(vec![2, 3])
        );
        assert_eq!(numbers(&events.subscribe(Some((&epoch, 3)))), Some(vec![]));
        assert_eq!(numbers(&events.subscribe(None)), Some(vec![]));
    }

    #[test]
    fn another_epoch_a_lost_place_and_a_place_in_the_future_ask_for_everything() {
        let events = Events::default();
        for _ in 0..RING + 5 {
            events.changed(Subject::Status, None);
        }
        let epoch = events.epoch().to_owned();
        assert_eq!(numbers(&events.subscribe(Some(("another", 1)))), None);
        assert_eq!(numbers(&events.subscribe(Some((&epoch, 2)))), None);
        assert_eq!(numbers(&events.subscribe(Some((&epoch, 999_999)))), None);
    }
}
