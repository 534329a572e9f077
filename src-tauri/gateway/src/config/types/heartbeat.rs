//! `heartbeat` of the defaults and of an agent (field-reference §8).
//!
//! Owns the keys and their defaults. Decides nothing: when a beat runs is the heartbeat's own.

use serde::Serialize;

use crate::config::field::{Rest, Section};
use crate::config::kinds::{Id, Span, TimeOfDay, Zone, choice};

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
/// earlier; equal = always.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
        Self {
            start: section.maybe("start"),
            end: section.maybe("end"),
            timezone: section.maybe("timezone"),
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
    /// `last`, `none` or a channel; always written by Cove (default none).
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
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Default for Heartbeat {
    fn default() -> Self {
        Self {
            every: Span::minutes(30),
            target: "none".into(),
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
            rest: Rest::new(),
        }
    }
}

impl Heartbeat {
    /// Reads what is given over `base`.
    pub(crate) fn read(mut section: Section<'_>, base: &Self) -> Self {
        let base = base.clone();
        Self {
            every: section.or("every", base.every),
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
            rest: section.rest(),
        }
    }

    /// Beats run at all.
    pub fn is_on(&self) -> bool {
        !self.every.is_zero()
    }
}
