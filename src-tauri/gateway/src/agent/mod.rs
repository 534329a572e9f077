//! The agent: lanes, turns and tools.
//!
//! Owns the order of writes of a turn (walks.md walk 1) and what may run at once. Knows no
//! carrier and no window; what a turn says leaves through the gate and the outbox.

mod answer;
mod answered;
mod bookkeeping;
mod compaction;
mod context_view;
mod ending;
mod flush;
mod homes;
mod journal;
mod lane;
mod lanes;
mod open_session;
mod parts;
mod pruning;
mod recovery;
mod reply;
mod request;
#[allow(dead_code, reason = "the compaction lands next")]
mod room;
mod tools;
mod turn;
mod typing;

pub use answered::settle_answered;
pub use context_view::{context_report, figures, instructions_hash, note_size, remeasure};
pub use homes::{AgentHome, AgentHomes};
pub use lane::{LaneView, RunningTurn};
pub use lanes::{Lanes, Stopped};
pub use parts::{Calibrations, Parts};
pub use pruning::Pruning;
pub use recovery::{Recovered, recover};
pub use tools::{SessionStatus, ToolRunner, sentence};
