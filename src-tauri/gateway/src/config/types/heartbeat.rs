//! `heartbeat` of the defaults and of an agent (field-reference §8).
//!
//! Owns the keys and their defaults. Decides nothing: when a beat runs is the heartbeat's own.

use serde::Serialize;

use super::quiet_day::QuietDay;
use crate::config::field::{Rest, Section};
use crate::config::kinds::{Id, Span, TimeOfDay, Zone, choice};
use crate::config::problem::ProblemKind;

/// The longest time between two beats; rarer is a job's.
const LONGEST: Span = Span::minutes(24 * 60);
/// The shortest.
const SHORTEST: Span = Span::minutes(1);
/// 24:00, in minutes.
const MIDNIGHT: TimeOfDay = TimeOfDay(24 * 60);

choice! {
    /// Whether a beat may write to a direct chat.
    DirectPolicy {
        /// Yes.
        Allow = "allow",
        /// No.
        Block = "block",
    }
}

/// The hours in which beats run: from `start` until before `end`, over midnight if `end` is
/// earlier. One that is absent is the edge of the day; both the same is refused.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ActiveHours {
    /// First minute.
    pub start: Option<TimeOfDay>,
    /// First minute no more; 24:00 = the end of the day.
    pub end: Option<TimeOfDay>,
    /// Absent = the person's zone.
    pub timezone: Option<Zone>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl ActiveHours {
    fn read(mut section: Section<'_>) -> Self {
        let start: Option<TimeOfDay> = section.maybe("start");
        let end: Option<TimeOfDay> = section.maybe("end");
        let edges = (start.unwrap_or(TimeOfDay(0)), end.unwrap_or(MIDNIGHT));
        let same = edges.0 == edges.1;
        if same {
            section.refuse("start", ProblemKind::ActiveHoursEmpty);
        }
        Self {
            start: start.filter(|_| !same),
            end: end.filter(|_| !same),
            timezone: section.maybe("timezone"),
            rest: section.rest(),
        }
    }
}

/// What Cove adds to the field's keys.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HeartbeatExtra {
    /// Days without beats, such as `weekends`, `12-25` or `2026-12-24..2027-01-02`.
    pub quiet_days: Vec<QuietDay>,
    /// Keys this Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl HeartbeatExtra {
    fn read(mut section: Section<'_>) -> Self {
        Self {
            quiet_days: section.or("quietDays", Vec::new()),
            rest: section.rest(),
        }
    }
}

/// Beats.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Heartbeat {
    /// Time between two; zero = off (30m).
    pub every: Span,
    /// `last`, `none` or a channel; always written by Cove (default last).
    pub target: String,
    /// The chat in that channel.
    pub to: Option<Id>,
    /// The channel's account.
    pub account_id: Option<String>,
    /// Which session beats (main).
    pub session: String,
    /// Its own model.
    pub model: Option<String>,
    /// Replaces Cove's own prompt.
    pub prompt: Option<String>,
    /// An answer of at most so many characters beside the token is no news (300).
    pub ack_max_chars: u64,
    /// Send the reasoning too (false).
    pub include_reasoning: bool,
    /// Absent = always.
    pub active_hours: Option<ActiveHours>,
    /// Only HEARTBEAT.md enters the prompt (false).
    pub light_context: bool,
    /// A fresh session each time (false).
    pub isolated_session: bool,
    /// Default allow.
    pub direct_policy: DirectPolicy,
    /// Leave it out while another lane works (false).
    pub skip_when_busy: bool,
    /// Longest beat, seconds; absent = the smaller of 600 and `every`.
    pub timeout_seconds: Option<u64>,
    /// What Cove adds.
    pub cove: HeartbeatExtra,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Default for Heartbeat {
    fn default() -> Self {
        Self {
            every: Span::minutes(30),
            target: "last".into(),
            to: None,
            account_id: None,
            session: "main".into(),
            model: None,
            prompt: None,
            ack_max_chars: 300,
            include_reasoning: false,
            active_hours: None,
            light_context: false,
            isolated_session: false,
            direct_policy: DirectPolicy::Allow,
            skip_when_busy: false,
            timeout_seconds: None,
            cove: HeartbeatExtra::default(),
            rest: Rest::new(),
        }
    }
}

impl Heartbeat {
    /// Reads what is given over `base`.
    pub(crate) fn read(mut section: Section<'_>, base: &Self) -> Self {
        let base = base.clone();
        let every: Option<Span> = section.maybe("every");
        let wrong = match every {
            Some(every) if every > LONGEST => Some(ProblemKind::HeartbeatTooRare),
            Some(every) if every < SHORTEST && !every.is_zero() => {
                Some(ProblemKind::HeartbeatTooOften)
            }
            _ => None,
        };
        let every = every.filter(|_| wrong.is_none());
        if let Some(wrong) = wrong {
            section.refuse("every", wrong);
        }
        Self {
            every: every.unwrap_or(base.every),
            target: section.or("target", base.target),
            to: section.maybe("to").or(base.to),
            account_id: section.maybe("accountId").or(base.account_id),
            session: section.or("session", base.session),
            model: section.maybe("model").or(base.model),
            prompt: section.maybe("prompt").or(base.prompt),
            ack_max_chars: section
                .whole("ackMaxChars", 0, 100_000)
                .unwrap_or(base.ack_max_chars),
            include_reasoning: section.or("includeReasoning", base.include_reasoning),
            active_hours: section
                .section_if("activeHours", ActiveHours::read)
                .or(base.active_hours),
            light_context: section.or("lightContext", base.light_context),
            isolated_session: section.or("isolatedSession", base.isolated_session),
            direct_policy: section.or("directPolicy", base.direct_policy),
            skip_when_busy: section.or("skipWhenBusy", base.skip_when_busy),
            timeout_seconds: section
                .whole("timeoutSeconds", 1, 86_400)
                .or(base.timeout_seconds),
            cove: section
                .section_if("cove", HeartbeatExtra::read)
                .unwrap_or(base.cove),
            rest: section.rest(),
        }
    }

    /// Beats run at all.
    pub fn is_on(&self) -> bool {
        !self.every.is_zero()
    }
}
