//! The agent: lanes, turns and tools.
//!
//! Owns the order of writes of a turn (walks.md walk 1) and what may run at once. Knows no
//! carrier and no window; what a turn says leaves through the gate and the outbox.

mod answer;
mod answered;
mod beat;
mod beat_cost;
mod beat_look;
mod beat_recovery;
mod beat_route;
mod beat_turn;
mod bookkeeping;
mod choice;
mod compact;
mod compaction;
mod compaction_record;
mod context_view;
mod deadline;
mod ending;
mod file_cost;
mod flush;
mod flush_turn;
mod homes;
mod job_run;
mod journal;
mod lane;
mod lanes;
mod open_session;
mod operation;
mod own_turn;
mod park;
mod parts;
mod pressure;
mod pruning;
mod recovery;
mod reopen;
mod reply;
mod request;
mod reset;
mod reset_times;
mod reset_told;
mod room;
mod summarise;
mod tools;
mod turn;
mod turn_error;
mod typing;

pub use answered::settle_answered;
pub use beat_cost::{
    BeatQuestion, BeatSavings, Saving, SavingKind, beat_estimate, beat_once, beat_savings,
};
pub use beat_look::BeatLook;
pub use beat_recovery::settle_beats;
pub use choice::{UsageLine, models_of};
pub use compact::{Compact, CompactPreview, Compacted, compact_preview};
pub use compaction_record::Told as CompactionTold;
pub use context_view::{context_report, figures, instructions_hash, note_size, remeasure};
pub use file_cost::{FileCost, FileScales, ReadWhen};
pub use homes::{AgentHome, AgentHomes};
pub use job_run::JobRuns;
pub use lane::{LaneView, RunningTurn};
pub use lanes::{Lanes, Stopped};
pub use operation::{Operation, OperationAnswer, Remove};
pub use own_turn::{LeftBehind, OwnTurn, OwnTurnEnd, Silence, left_behind};
pub use parts::{Calibrations, Parts};
pub use pruning::Pruning;
pub use recovery::{Recovered, recover};
pub use reopen::{Reopen, Reopened, reopen_at_rest};
pub use reset::{Asked, NewSession, Renewed, kept_by, saves_by_hand};
pub use reset_times::{ResetTimes, coming_resets, reset_times};
pub use reset_told::{next_reset_line, opening_line};
pub use tools::{SessionStatus, ToolRunner, sentence};
