//! The agent: lanes, turns and tools.
//!
//! Owns the order of writes of a turn (walks.md walk 1) and what may run at once. Knows no
//! carrier and no window; what a turn says leaves through the gate and the outbox.

mod allowance;
mod answer;
mod answered;
mod beat;
mod beat_cost;
mod beat_look;
mod beat_recovery;
mod beat_route;
mod beat_turn;
mod bookkeeping;
mod bring;
mod caught_up;
mod choice;
mod compact;
mod compaction;
mod compaction_record;
mod context_view;
mod daily_log;
mod deadline;
mod desktop_chat;
mod ending;
mod file_access;
mod file_cost;
mod flush;
mod flush_turn;
mod handed;
mod hear;
mod homes;
mod job_desk;
mod job_end;
mod job_event;
mod job_explain;
mod job_list;
mod job_run;
mod job_strict;
mod job_target;
mod job_told;
mod joining;
mod journal;
mod lane;
mod lanes;
mod media;
mod note;
mod open_session;
mod opening;
mod operation;
mod own_turn;
mod park;
mod parts;
mod pressure;
mod preview;
mod projection;
mod pruning;
mod purse;
mod quiet;
mod recovery;
mod rehearsal;
mod reopen;
mod reply;
mod request;
mod reset;
mod reset_summary;
mod reset_times;
mod reset_told;
mod room;
mod said;
mod send;
mod summarise;
mod tool_off;
mod tools;
mod turn;
mod turn_error;
mod typing;

pub use allowance::{ACCEPT, ASKS, GO_ON};
pub use answered::settle_answered;
pub use beat_cost::{
    BeatQuestion, BeatSavings, RunQuestion, Saving, SavingKind, beat_estimate, beat_once,
    beat_savings, run_estimate,
};
pub use beat_look::BeatLook;
pub use beat_recovery::settle_beats;
pub use caught_up::{Digest, tell_digest};
pub use choice::{UsageLine, models_of};
pub use compact::{Compact, CompactPreview, Compacted, compact_preview};
pub use compaction_record::Told as CompactionTold;
pub use context_view::{context_report, figures, instructions_hash, note_size, remeasure};
pub use desktop_chat::DesktopChat;
pub use file_access::FileAccess;
pub use file_cost::{FileCost, FileScales, ReadWhen};
pub use handed::{Handed, pictures_of, with_files};
pub use homes::{AgentHome, AgentHomes};
pub use job_desk::JobDesk;
pub use job_explain::{JobExplained, JobPart, JobPartKind, JobWarning, explain_job};
pub use job_list::{
    JobDelivery, JobHappened, JobHistory, JobHold, JobMistake, JobReason, JobRow, job_history,
    job_row, job_rows,
};
pub use job_run::JobRuns;
pub use job_strict::{strict as job_strict, target_mistake};
pub use job_target::{JobTarget, job_target};
pub use job_told::job_test;
pub use lane::{LaneView, RunningTurn};
pub use lanes::{Lanes, Stopped};
pub use media::too_large_to_send;
pub use note::Note;
pub use operation::{Operation, OperationAnswer, Remove};
pub use own_turn::{LeftBehind, OwnTurn, OwnTurnEnd, Silence, left_behind};
pub use parts::{Calibrations, Parts};
pub use pruning::Pruning;
pub use recovery::{Recovered, recover};
pub use rehearsal::{Rehearsed, RehearsedKind, rehearse};
pub use reopen::{Reopen, Reopened, reopen_at_rest};
pub use reset::{Asked, NewSession, Renewed, kept_by, saves_by_hand};
pub use reset_times::{ResetTimes, coming_resets, reset_times};
pub use reset_told::{next_reset_line, opening_line};
pub use send::SAYS;
pub use tools::{KnownTool, SessionStatus, ToolRunner, purge_tool_calls, sentence};
