//! Why a schedule or a job can't be used, at the field where the mistake is.
//!
//! Owns the codes. The sentences stand in `locales/*/schedule.ftl`.

use crate::error::{Coded, Params, params};
use crate::storage::StorageError;

/// A mistake in a schedule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// There is none.
    #[error("no schedule")]
    Missing,
    /// A kind of a newer program; kept as it is.
    #[error("unknown kind of schedule: {0}")]
    UnknownKind(String),
    /// Not a time.
    #[error("not a time: {0}")]
    Time(String),
    /// Not a span of time.
    #[error("not a span: {0}")]
    Span(String),
    /// Shorter than a second.
    #[error("too often: {0}")]
    TooOften(String),
    /// A cron expression of another number of fields.
    #[error("{count} fields: {expr}")]
    FieldCount {
        /// The expression.
        expr: String,
        /// How many it has.
        count: usize,
    },
    /// A field of a cron expression.
    #[error("{part} can't be {found}")]
    Field {
        /// `second`, `minute`, `hour`, `day`, `month`, `weekday` or `year`.
        part: &'static str,
        /// What stands there.
        found: String,
    },
    /// A cron expression whose fields are right and which is wrong as a whole.
    #[error("not a cron expression: {0}")]
    Expression(String),
    /// No zone of this name.
    #[error("no zone: {found}")]
    Zone {
        /// What was given.
        found: String,
        /// The nearest known name.
        near: Option<String>,
    },
    /// A line of a recurrence rule.
    #[error("not a recurrence rule: {0}")]
    Rule(String),
    /// A recurrence rule without a start.
    #[error("no DTSTART")]
    NoStart,
}

impl ScheduleError {
    /// The field of the job it is about.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Missing | Self::UnknownKind(_) => "schedule.kind",
            Self::Time(_) => "schedule.at",
            Self::Span(_) | Self::TooOften(_) => "schedule.everyMs",
            Self::FieldCount { .. } | Self::Field { .. } | Self::Expression(_) => "schedule.expr",
            Self::Zone { .. } => "schedule.tz",
            Self::Rule(_) | Self::NoStart => "schedule.rrule",
        }
    }
}

impl Coded for ScheduleError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing => "schedule-missing",
            Self::UnknownKind(_) => "schedule-unknown-kind",
            Self::Time(_) => "schedule-time",
            Self::Span(_) => "schedule-span",
            Self::TooOften(_) => "schedule-too-often",
            Self::FieldCount { .. } => "schedule-field-count",
            Self::Field { .. } => "schedule-field",
            Self::Expression(_) => "schedule-expression",
            Self::Zone { near: Some(_), .. } => "schedule-zone-near",
            Self::Zone { near: None, .. } => "schedule-zone",
            Self::Rule(_) => "schedule-rule",
            Self::NoStart => "schedule-no-start",
        }
    }

    fn params(&self) -> Params {
        let mut told = match self {
            Self::Missing | Self::NoStart => Params::new(),
            Self::UnknownKind(found)
            | Self::Time(found)
            | Self::Span(found)
            | Self::TooOften(found)
            | Self::Expression(found)
            | Self::Rule(found) => params([("found", found.as_str().into())]),
            Self::FieldCount { expr, count } => {
                params([("found", expr.as_str().into()), ("count", (*count).into())])
            }
            Self::Field { part, found } => {
                params([("found", found.as_str().into()), ("part", (*part).into())])
            }
            Self::Zone { found, near } => params([
                ("found", found.as_str().into()),
                ("near", near.as_deref().unwrap_or_default().into()),
            ]),
        };
        told.insert("field".to_owned(), self.field().into());
        told
    }
}

/// A request about jobs that was refused.
#[derive(Debug, thiserror::Error)]
pub enum CronError {
    /// The schedule is wrong.
    #[error(transparent)]
    Schedule(#[from] ScheduleError),
    /// An id that could leave the folder of the run logs.
    #[error("not a job id: {0}")]
    BadId(String),
    /// A file could not be read or written.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Coded for CronError {
    fn code(&self) -> &'static str {
        match self {
            Self::Schedule(error) => error.code(),
            Self::BadId(_) => "job-bad-id",
            Self::Storage(error) => error.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Schedule(error) => error.params(),
            Self::BadId(id) => params([("id", id.as_str().into())]),
            Self::Storage(error) => error.params(),
        }
    }
}
