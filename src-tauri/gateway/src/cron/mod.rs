//! Jobs: when they run, as which file they are kept, and what is due.
//!
//! Owns schedules and their instants, `cron/jobs.json` and the logs of runs, and the decisions of
//! the scheduler as functions of values. Knows no model, no session and no channel.

mod error;
mod expression;
mod recurrence;
mod schedule;
mod timetable;
mod when;
mod zone;

pub use error::{CronError, ScheduleError};
pub use schedule::Schedule;
pub use timetable::Timetable;
pub use when::{parse as parse_time, span as parse_span};
pub use zone::parse as parse_zone;
