//! What can be wrong with wished-for beats.
//!
//! Owns the typed errors; the settings have their own for the same rules, with a path.

use crate::error::{Coded, Params, params};

/// Why these beats can't be planned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeartbeatError {
    /// Longer than a day: a job does that.
    #[error("every {0} is longer than a day")]
    TooLong(String),
    /// Shorter than a minute.
    #[error("every {0} is shorter than a minute")]
    TooShort(String),
    /// Not a duration.
    #[error("{0} is not a duration")]
    NotDuration(String),
    /// Not a time of day.
    #[error("{0} is not a time of day")]
    NotTime(String),
    /// The day would begin when it ends.
    #[error("the hours begin and end at {0}")]
    SameHours(String),
    /// Not an IANA zone.
    #[error("{0} is not a zone")]
    NotZone(String),
    /// Not a date and time.
    #[error("{0} is not a date and time")]
    NotInstant(String),
    /// Not a time until which a pause can last.
    #[error("{0} is no time to pause until")]
    NotUntil(String),
    /// A pause that would be over.
    #[error("{0} is over")]
    UntilPast(String),
    /// More hours than are planned at once.
    #[error("{0} hours are more than {1}")]
    TooFar(u32, u32),
}

impl Coded for HeartbeatError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLong(_) => "heartbeat-every-long",
            Self::TooShort(_) => "heartbeat-every-short",
            Self::NotDuration(_) => "heartbeat-not-duration",
            Self::NotTime(_) => "heartbeat-not-time",
            Self::SameHours(_) => "heartbeat-same-hours",
            Self::NotZone(_) => "heartbeat-not-zone",
            Self::NotInstant(_) => "heartbeat-not-instant",
            Self::NotUntil(_) => "heartbeat-not-until",
            Self::UntilPast(_) => "heartbeat-until-past",
            Self::TooFar(..) => "heartbeat-too-far",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::TooFar(hours, most) => params([
                ("hours", hours.to_string().into()),
                ("most", most.to_string().into()),
            ]),
            Self::TooLong(found)
            | Self::TooShort(found)
            | Self::NotDuration(found)
            | Self::NotTime(found)
            | Self::SameHours(found)
            | Self::NotZone(found)
            | Self::NotUntil(found)
            | Self::UntilPast(found)
            | Self::NotInstant(found) => params([("found", found.as_str().into())]),
        }
    }
}
