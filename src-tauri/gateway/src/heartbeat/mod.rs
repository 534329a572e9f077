//! The heartbeat: when a beat falls, whether it runs, and what becomes of its answer.
//!
//! Owns the grid, the decision and their reasons as functions of values, and the tables `beats` and
//! `system_events`. Knows no model, no session and no channel; starts nothing by itself.

mod beats;
mod checklist;
mod decide;
mod error;
mod events;
mod pause;
mod plan;
mod reply;
mod waiting;
mod wish;

pub use beats::{
    BeatRow, BeatState, beat_of, earlier_every, forget_failures, last_beat, last_slot,
    newest_beats, newest_failures, purge_beats, put_beat, remember_every, running_beats,
    said_lately, unrecorded_beats,
};
pub use checklist::{Checklist, checklist};
pub use decide::{Asks, Decision, Held, Lane, Occasion, Pause, Skip, View, decide};
pub use error::HeartbeatError;
pub use events::{
    EventState, MOST_CHARS, SystemEvent, all_waiting_events, drop_event, event_state, purge_events,
    put_off_events, queue_event, read_events, waiting_events,
};
pub use pause::pause_until;
pub use plan::{LONGEST, Late, Plan, SHORTEST, Shut};
pub use reply::{Outcome, Said, answered, keeps_failing};
pub use waiting::{Waiting, WakeMode, wakes_at};
pub use wish::{Home, Wish, instant};
