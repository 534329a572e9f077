//! The heartbeat: when a beat falls, whether it runs, and what becomes of its answer.
//!
//! Owns the grid, the decision and their reasons, all as functions of values. Knows no model, no
//! session and no channel; starts nothing by itself.

mod checklist;
mod decide;
mod error;
mod plan;
mod reply;
mod waiting;
mod wish;

pub use checklist::{Checklist, checklist};
pub use decide::{Asks, Decision, Held, Lane, Occasion, Pause, Skip, View, decide};
pub use error::HeartbeatError;
pub use plan::{LONGEST, Late, Plan, SHORTEST};
pub use reply::{Outcome, Said, answered, keeps_failing};
pub use waiting::{Waiting, WakeMode, wakes_at};
pub use wish::{Home, Wish, instant};
