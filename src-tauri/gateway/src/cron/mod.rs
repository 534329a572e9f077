//! Jobs: when they run, as which file they are kept, and what is due.
//!
//! Owns schedules and their instants, `cron/jobs.json` and the logs of runs, and the decisions of
//! the scheduler as functions of values. Knows no model, no session and no channel.

mod away;
mod book;
mod by_hand;
mod conclude;
mod cut_off;
mod describe;
mod describe_rules;
mod due;
mod edit;
mod error;
mod export;
mod expression;
mod history;
mod job;
mod job_parts;
mod jobs_file;
mod legacy;
mod outcome;
mod preview;
mod recurrence;
mod rehearse;
mod retention;
mod run_log;
mod salvage;
mod say;
mod schedule;
mod scheduler;
mod slots;
mod spoken;
mod spoken_number;
mod spoken_zone;
mod step;
mod store;
mod timetable;
mod trash;
mod understand;
mod when;
mod zone;

pub use away::{Away, AwaySlot, away, told_away};
pub use book::{ByHand, Coming, JobBook, JobInbox, SchedulerLook};
pub use conclude::{Ended, conclude, mirror_later, supersede, waits_until};
pub use cut_off::{CutOff, Did, ask_cut_off, cut_off_jobs, settle_cut_off};
pub use describe::describe;
pub use due::{
    Absence, Admission, Due, Hindrance, MissedRange, Slot, Wait, admit, due, missed_policy,
    settle_until,
};
pub use edit::{
    JobEdit, JobEdited, count_from, definition, edit, follow, put_back, timetable, unready,
};
pub use error::{CronError, ScheduleError};
pub use export::{Finished, Mirror, mark_logged, mirrored, to_log, to_mirror};
pub use history::{Happened, RunRow, history, name_of_job, slot_of_run, under_way, was_begun};
pub use job::{FieldProblem, Job};
pub use job_parts::{Delivery, DeliveryMode, Missed, Overlap, Payload, SessionTarget, WakeMode};
pub use jobs_file::{JOBS_VERSION, Jobs, JobsChange, ReadJobs};
pub use outcome::{AfterRun, PAUSE_AFTER, RunEnd, after_run, backoff};
pub use preview::{
    Bounds, MOST_RUNS, Preview, Wanted, Warning, bounds_of, look_ahead, preview, schedule_of,
};
pub use rehearse::{Foreseen, ForeseenSlot, Rehearsal};
pub use retention::purge_runs;
pub use run_log::{RunLine, append_run, read_runs};
pub use schedule::Schedule;
pub use scheduler::{Left, SchedulerParts, StartTurn, schedule};
pub use slots::{Begun, SlotEnd, SlotRow, alive_runs, end_run, forget_job, late_of, slots_of};
pub use step::{Planned, Rules, Stepped, begin_waiting, step};
pub use store::{JobStore, MendedJobs, OpenedJobs, Reread, States, find_job, job_names};
pub use timetable::Timetable;
pub use trash::empty_trash;
pub use understand::{Draft, understand};
pub use when::{parse as parse_time, span as parse_span};
pub use zone::parse as parse_zone;
