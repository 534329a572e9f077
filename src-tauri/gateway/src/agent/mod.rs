//! The agent: lanes, turns and tools.
//!
//! Owns the order of writes of a turn (walks.md walk 1) and what may run at once. Knows no
//! carrier and no window; what a turn says leaves through the gate and the outbox.

mod answer;
mod bookkeeping;
mod choice;
mod ending;
mod journal;
mod lane;
mod lanes;
mod open_session;
mod parts;
mod recovery;
mod reply;
mod tools;
mod turn;
mod typing;

pub use choice::UsageLine;
pub use lane::{LaneView, RunningTurn};
pub use lanes::{Lanes, Stopped};
pub use parts::{AgentHome, Calibrations, Parts};
pub use recovery::{Recovered, recover};
pub use tools::{SessionStatus, ToolRunner, sentence};
