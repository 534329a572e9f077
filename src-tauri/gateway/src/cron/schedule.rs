//! When a job runs, as it stands in `jobs.json`.
//!
//! Owns the kinds of schedules and how each is read, also in older spellings (field-reference.md
//! §7). A kind not known here is kept by the record it stands in and told as such.

use chrono_tz::Tz;
use serde_json::{Map, Value, json};

use super::error::ScheduleError;
use super::when;
use crate::clock::{Ms, iso};

/// When a job runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Schedule {
    /// Once.
    At {
        /// When, ms.
        at: Ms,
    },
    /// Again and again after the same span of elapsed time.
    Every {
        /// The span, ms.
        every: Ms,
        /// Where the grid begins, ms; absent = when the job was made.
        anchor: Option<Ms>,
    },
    /// By a cron expression.
    Cron {
        /// Five fields, or six with seconds.
        expr: String,
        /// An IANA name; absent = the computer's zone.
        tz: Option<String>,
        /// Put off by a part of this, the same each time, ms.
        stagger: Ms,
    },
    /// By recurrence rules.
    Rrule {
        /// `DTSTART…` and `RRULE…` lines.
        rrule: String,
        /// Of times that name no zone; absent = the computer's.
        tz: Option<String>,
    },
}

impl Schedule {
    /// Reads the field `schedule` of a job.
    ///
    /// # Errors
    /// At the field that can't be read. Expressions, rules and zones are read by the timetable.
    pub fn read(value: &Value) -> Result<Self, ScheduleError> {
        let fields = value.as_object().ok_or(ScheduleError::Missing)?;
        let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
        let tz = text("tz").filter(|tz| !tz.trim().is_empty());
        match kind_of(fields)?.as_str() {
            "at" => at_of(fields).map(|at| Self::At { at }),
            "every" => Ok(Self::Every {
                every: every_of(fields)?,
                anchor: fields.get("anchorMs").and_then(whole),
            }),
            "cron" => Ok(Self::Cron {
                expr: text("expr")
                    .or_else(|| text("cron"))
                    .ok_or(ScheduleError::Missing)?,
                tz,
                stagger: fields.get("staggerMs").and_then(whole).unwrap_or(0).max(0),
            }),
            "rrule" => Ok(Self::Rrule {
                rrule: text("rrule").ok_or(ScheduleError::NoStart)?,
                tz,
            }),
            other => Err(ScheduleError::UnknownKind(other.to_owned())),
        }
    }

    /// The field as it is written.
    pub fn print(&self) -> Value {
        match self {
            Self::At { at } => json!({"kind": "at", "at": iso(*at)}),
            Self::Every { every, anchor } => {
                let mut written = json!({"kind": "every", "everyMs": every});
                if let Some(anchor) = anchor {
                    written["anchorMs"] = (*anchor).into();
                }
                written
            }
            Self::Cron { expr, tz, stagger } => {
                let mut written = json!({"kind": "cron", "expr": expr});
                if let Some(tz) = tz {
                    written["tz"] = tz.as_str().into();
                }
                if *stagger > 0 {
                    written["staggerMs"] = (*stagger).into();
                }
                written
            }
            Self::Rrule { rrule, tz } => {
                let mut written = json!({"kind": "rrule", "rrule": rrule});
                if let Some(tz) = tz {
                    written["tz"] = tz.as_str().into();
                }
                written
            }
        }
    }
}

fn kind_of(fields: &Map<String, Value>) -> Result<String, ScheduleError> {
    if let Some(kind) = fields.get("kind").and_then(Value::as_str) {
        return Ok(kind.trim().to_lowercase());
    }
    [
        ("at", "at"),
        ("atMs", "at"),
        ("everyMs", "every"),
        ("every", "every"),
        ("expr", "cron"),
        ("cron", "cron"),
        ("rrule", "rrule"),
    ]
    .iter()
    .find(|(name, _)| fields.contains_key(*name))
    .map(|(_, kind)| (*kind).to_owned())
    .ok_or(ScheduleError::Missing)
}

/// `at` as text or number, or the older `atMs`; a time without a zone is UTC, as in the field.
fn at_of(fields: &Map<String, Value>) -> Result<Ms, ScheduleError> {
    let found = fields
        .get("at")
        .or_else(|| fields.get("atMs"))
        .ok_or(ScheduleError::Missing)?;
    let read = whole(found).or_else(|| when::iso_time(found.as_str()?, Tz::UTC));
    read.ok_or_else(|| ScheduleError::Time(shown(found)))
}

fn every_of(fields: &Map<String, Value>) -> Result<Ms, ScheduleError> {
    let found = fields
        .get("everyMs")
        .or_else(|| fields.get("every"))
        .ok_or(ScheduleError::Missing)?;
    let every = whole(found)
        .or_else(|| when::span(found.as_str()?))
        .ok_or_else(|| ScheduleError::Span(shown(found)))?;
    match every >= 1_000 {
        true => Ok(every),
        false => Err(ScheduleError::TooOften(shown(found))),
    }
}

/// A whole number, also one written as text or with a fraction of zero.
pub(super) fn whole(value: &Value) -> Option<i64> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked to be whole and small"
    )]
    let of_float =
        |number: f64| (number.fract() == 0.0 && number.abs() < 9.0e15).then_some(number as i64);
    match value {
        Value::Number(number) => number.as_i64().or_else(|| of_float(number.as_f64()?)),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn shown(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(written: Value, expected: Result<Schedule, &str>) {
        let found = Schedule::read(&written).map_err(|error| error.field());
        assert_eq!(found, expected, "{written}");
    }

    fn cron(expr: &str, tz: Option<&str>) -> Schedule {
        Schedule::Cron {
            expr: expr.to_owned(),
            tz: tz.map(str::to_owned),
            stagger: 0,
        }
    }

    #[test]
    fn schedules_are_read_in_every_spelling_of_the_field() {
        let at = 1_798_794_000_000;
        for written in [
            json!({"kind": "at", "at": "2027-01-01T09:00:00.000Z"}),
            json!({"kind": "AT", "at": "2027-01-01T10:00:00+01:00"}),
            json!({"at": "2027-01-01T09:00:00"}),
            json!({"atMs": at}),
            json!({"kind": "at", "atMs": at.to_string()}),
        ] {
            check(written, Ok(Schedule::At { at }));
        }
        let midnight = Schedule::At {
            at: at - 9 * 3_600_000,
        };
        check(json!({"kind": "at", "at": "2027-01-01"}), Ok(midnight));
        let every = Schedule::Every {
            every: 7_200_000,
            anchor: Some(5),
        };
        check(json!({"everyMs": 7_200_000.0, "anchorMs": 5}), Ok(every));
        check(
            json!({"kind": "cron", "expr": "0 8 * * *"}),
            Ok(cron("0 8 * * *", None)),
        );
        check(
            json!({"expr": "0 8 * * *", "tz": "Asia/Tokyo", "staggerMs": 0}),
            Ok(cron("0 8 * * *", Some("Asia/Tokyo"))),
        );
    }

    #[test]
    fn a_schedule_that_cannot_be_read_says_which_field() {
        check(json!(null), Err("schedule.kind"));
        check(json!({}), Err("schedule.kind"));
        check(
            json!({"kind": "moon", "phase": "full"}),
            Err("schedule.kind"),
        );
        check(json!({"kind": "at", "at": "soon"}), Err("schedule.at"));
        check(
            json!({"kind": "every", "everyMs": "often"}),
            Err("schedule.everyMs"),
        );
        check(
            json!({"kind": "every", "everyMs": 10}),
            Err("schedule.everyMs"),
        );
    }

    #[test]
    fn what_is_printed_is_read_back() {
        for schedule in [
            Schedule::At {
                at: 1_798_794_000_000,
            },
            Schedule::Every {
                every: 90_000,
                anchor: None,
            },
            cron("*/5 9-17 * * 1-5", Some("Europe/Berlin")),
            Schedule::Rrule {
                rrule: "DTSTART:20260101T090000Z\nRRULE:FREQ=DAILY".into(),
                tz: None,
            },
        ] {
            assert_eq!(Schedule::read(&schedule.print()), Ok(schedule));
        }
    }
}
