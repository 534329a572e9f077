//! When a session has had its time (pure; design.md §5, field-reference.md §5).
//!
//! Owns the two clocks of a session, the daily hour and the silence. Only people's messages count:
//! neither beats nor jobs cause or postpone a reset, and a session in which nobody has spoken
//! since it began is never stale.

use chrono::NaiveTime;
use chrono_tz::Tz;

use super::entry::EntryView;
use super::header::ResetReason;
use super::line::{Entry, MessageRole};
use crate::clock::{Ms, instant_of, utc};

/// A talk that was active this lately is not cut by the daily reset, ms.
const TALK: Ms = 30 * 60_000;

/// The daily reset of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Daily {
    /// The hour, 0 to 23.
    pub hour: u32,
    /// Of this zone.
    pub zone: Tz,
}

/// When a session resets by itself; with both clocks the first one decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ResetRules {
    /// At an hour.
    pub daily: Option<Daily>,
    /// After so long a silence, ms.
    pub idle: Option<Ms>,
}

/// What is known of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// When it began, or was opened again, ms.
    pub started: Ms,
    /// When a person last spoke in it since then, ms.
    pub spoke: Option<Ms>,
    /// It was opened again: what was said before does not count.
    reopened: bool,
}

/// A session that has had its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stale {
    /// By which clock.
    pub reason: ResetReason,
    /// The moment it was due, ms.
    pub boundary: Ms,
}

/// A reset to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextReset {
    /// When, ms; in the past = before the next turn.
    pub at: Ms,
    /// By which clock.
    pub reason: ResetReason,
}

/// The fields of a record that tell when it will be stale.
pub const SEEN_FIELDS: &[&str] = &[
    "sessionStartedAt",
    "lastInteractionAt",
    "updatedAt",
    "lastChannel",
    "channel",
    "cove",
];

impl Seen {
    /// What a record tells. `began` is the transcript's own beginning, ms, for records of programs
    /// that kept no such field.
    pub fn of(record: &EntryView, began: Option<Ms>) -> Self {
        let reopened = record
            .0
            .get("cove")
            .and_then(|cove| cove.get("reopenedAt"))
            .and_then(serde_json::Value::as_i64);
        let started = record.number("sessionStartedAt");
        // Older programs moved `updatedAt` with every message and kept nothing else.
        let old = || Some(record.updated_at()).filter(|at| started.is_none() && *at > 0);
        let seen = Self {
            started: reopened
                .or(started)
                .or(began)
                .unwrap_or_else(|| record.updated_at()),
            spoke: None,
            reopened: reopened.is_some(),
        };
        seen.and_spoke(record.number("lastInteractionAt").or_else(old))
    }

    /// The same with what its transcript tells: the record follows it by a second.
    pub fn and_spoke(self, at: Option<Ms>) -> Self {
        let counts = at.filter(|at| !self.reopened || *at >= self.started);
        Self {
            spoke: self.spoke.max(counts),
            ..self
        }
    }
}

/// When a person last spoke in these entries, ms.
pub fn last_person(entries: &[Entry]) -> Option<Ms> {
    let spoken = |entry: &&Entry| {
        let own = entry.cove.contains_key("turn");
        let asked = entry
            .cove
            .get("inbox")
            .and_then(serde_json::Value::as_array)
            .is_some_and(|inbox| !inbox.is_empty());
        entry
            .message()
            .is_some_and(|message| message.role == MessageRole::User)
            && (!own || asked)
    };
    entries.iter().rev().find(spoken).map(|entry| entry.at)
}

/// Whether a session has had its time at `now`.
pub fn stale(rules: ResetRules, seen: Seen, now: Ms) -> Option<Stale> {
    let next = next_reset(rules, seen, now)?;
    let (due, boundary) = match (next.reason, rules.daily) {
        (ResetReason::Daily, Some(daily)) => (now >= next.at, first_boundary(daily, seen, now)),
        // Exactly so many minutes of silence are still fresh.
        _ => (now > next.at, next.at),
    };
    due.then_some(Stale {
        reason: next.reason,
        boundary,
    })
}

/// When a session resets by itself if nobody speaks until then; `None` = never.
pub fn next_reset(rules: ResetRules, seen: Seen, now: Ms) -> Option<NextReset> {
    let spoke = seen.spoke?;
    let daily = rules.daily.map(|daily| NextReset {
        at: first_boundary(daily, seen, now).max(spoke + TALK),
        reason: ResetReason::Daily,
    });
    let idle = rules.idle.map(|silence| NextReset {
        at: spoke + silence,
        reason: ResetReason::Idle,
    });
    // The clock that runs out first; the same instant is the day's.
    match (daily, idle) {
        (Some(daily), Some(idle)) if idle.at < daily.at => Some(idle),
        (daily, idle) => daily.or(idle),
    }
}

/// The first hour of the day after a session began, ms. It does not move with `now`, so that a
/// reset taken up again after a kill has the same boundary.
fn first_boundary(daily: Daily, seen: Seen, now: Ms) -> Ms {
    // A session that seems to begin in the future was begun before the clock was set back.
    let from = seen.started.min(now);
    let hour = NaiveTime::from_hms_opt(daily.hour, 0, 0).unwrap_or_default();
    let date = utc(from).with_timezone(&daily.zone).date_naive();
    date.pred_opt()
        .into_iter()
        .flat_map(|day| day.iter_days().take(4))
        .map(|day| instant_of(day.and_time(hour), daily.zone))
        .find(|at| *at > from)
        // The calendar does not end within four days.
        .unwrap_or(Ms::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;
    use crate::session::UserEntry;

    const BERLIN: &str = "Europe/Berlin";

    fn at(text: &str) -> Ms {
        let text = format!("{text}:00Z");
        chrono::DateTime::parse_from_rfc3339(&text)
            .unwrap()
            .timestamp_millis()
    }

    fn rules(hour: Option<u32>, zone: &str, idle_minutes: Option<i64>) -> ResetRules {
        let zone: Tz = zone.parse().unwrap();
        ResetRules {
            daily: hour.map(|hour| Daily { hour, zone }),
            idle: idle_minutes.map(|minutes| minutes * 60_000),
        }
    }

    fn seen(started: &str, spoke: Option<&str>) -> Seen {
        Seen {
            started: at(started),
            spoke: spoke.map(at),
            reopened: false,
        }
    }

    /// Times are UTC; expected is the reason and the boundary.
    fn check(rules: ResetRules, seen: Seen, now: &str, expected: Option<(ResetReason, &str)>) {
        let found = stale(rules, seen, at(now)).map(|stale| (stale.reason, stale.boundary));
        let expected = expected.map(|(reason, boundary)| (reason, at(boundary)));
        assert_eq!(found, expected, "{seen:?} at {now}");
    }

    #[test]
    fn the_day_ends_at_four_o_clock_of_the_zone() {
        let daily = rules(Some(4), BERLIN, None);
        let talk = seen("2026-07-01T08:00", Some("2026-07-01T20:00"));
        check(daily, talk, "2026-07-02T01:59", None);
        check(
            daily,
            talk,
            "2026-07-02T02:00",
            Some((ResetReason::Daily, "2026-07-02T02:00")),
        );
        // Five days asleep: the boundary stays the one it was due at.
        check(
            daily,
            talk,
            "2026-07-07T09:00",
            Some((ResetReason::Daily, "2026-07-02T02:00")),
        );
        // Begun after four: the next day's.
        let late = seen("2026-07-01T02:00", Some("2026-07-01T02:10"));
        check(daily, late, "2026-07-02T01:00", None);
        check(
            daily,
            late,
            "2026-07-02T02:00",
            Some((ResetReason::Daily, "2026-07-02T02:00")),
        );
    }

    #[test]
    fn a_session_in_which_nobody_has_spoken_is_never_stale() {
        let both = rules(Some(4), BERLIN, Some(1));
        check(
            both,
            seen("2026-07-01T08:00", None),
            "2026-08-01T08:00",
            None,
        );
        assert_eq!(
            next_reset(both, seen("2026-07-01T08:00", None), at("2026-08-01T08:00")),
            None
        );
    }

    #[test]
    fn a_talk_is_not_cut_in_the_middle() {
        let daily = rules(Some(4), "UTC", None);
        let talk = |spoke| seen("2026-07-01T08:00", Some(spoke));
        check(daily, talk("2026-07-02T03:58"), "2026-07-02T04:01", None);
        check(daily, talk("2026-07-02T04:01"), "2026-07-02T04:30", None);
        check(
            daily,
            talk("2026-07-02T04:01"),
            "2026-07-02T04:31",
            Some((ResetReason::Daily, "2026-07-02T04:00")),
        );
        check(
            daily,
            talk("2026-07-02T03:30"),
            "2026-07-02T04:00",
            Some((ResetReason::Daily, "2026-07-02T04:00")),
        );
    }

    #[test]
    fn silence_is_counted_in_its_own_minutes_alone() {
        let idle = rules(None, "UTC", Some(10));
        let talk = seen("2026-07-01T08:00", Some("2026-07-01T09:00"));
        check(idle, talk, "2026-07-01T09:10", None);
        check(
            idle,
            talk,
            "2026-07-01T09:11",
            Some((ResetReason::Idle, "2026-07-01T09:10")),
        );
    }

    #[test]
    fn with_both_clocks_the_first_one_decides() {
        let both = rules(Some(4), "UTC", Some(120));
        let talk = seen("2026-07-01T08:00", Some("2026-07-02T01:00"));
        check(
            both,
            talk,
            "2026-07-02T09:00",
            Some((ResetReason::Idle, "2026-07-02T03:00")),
        );
        let later = seen("2026-07-01T08:00", Some("2026-07-02T03:00"));
        check(
            both,
            later,
            "2026-07-02T09:00",
            Some((ResetReason::Daily, "2026-07-02T04:00")),
        );
        check(rules(None, "UTC", None), talk, "2036-07-02T09:00", None);
    }

    #[test]
    fn the_hour_is_right_over_clock_changes() {
        // Spring: 02:00 does not exist on 29 March; the first valid minute is 03:00 CEST.
        let two = rules(Some(2), BERLIN, None);
        let spring = seen("2026-03-28T12:00", Some("2026-03-28T13:00"));
        check(two, spring, "2026-03-29T00:59", None);
        check(
            two,
            spring,
            "2026-03-29T01:00",
            Some((ResetReason::Daily, "2026-03-29T01:00")),
        );
        // Autumn: 02:00 comes twice on 25 October; once is enough, the first.
        let autumn = seen("2026-10-24T12:00", Some("2026-10-24T13:00"));
        check(
            two,
            autumn,
            "2026-10-25T00:00",
            Some((ResetReason::Daily, "2026-10-25T00:00")),
        );
        let between = seen("2026-10-25T00:05", Some("2026-10-25T00:06"));
        check(two, between, "2026-10-25T12:00", None);
        // Four o'clock moves by an hour in UTC.
        let four = rules(Some(4), BERLIN, None);
        check(four, spring, "2026-03-29T01:59", None);
        check(
            four,
            spring,
            "2026-03-29T02:00",
            Some((ResetReason::Daily, "2026-03-29T02:00")),
        );
        // Half an hour of change, and a day that was skipped.
        let howe = rules(Some(2), "Australia/Lord_Howe", None);
        let talk = seen("2026-10-02T20:00", Some("2026-10-02T21:00"));
        check(
            howe,
            talk,
            "2026-10-03T15:30",
            Some((ResetReason::Daily, "2026-10-03T15:30")),
        );
        let apia = rules(Some(4), "Pacific/Apia", None);
        let talk = seen("2011-12-29T20:00", Some("2011-12-29T21:00"));
        check(
            apia,
            talk,
            "2011-12-30T10:00",
            Some((ResetReason::Daily, "2011-12-30T10:00")),
        );
    }

    #[test]
    fn what_is_shown_beforehand_is_what_happens() {
        let both = rules(Some(4), BERLIN, Some(600));
        for spoke in [
            "2026-07-01T08:00",
            "2026-07-01T20:00",
            "2026-07-02T01:50",
            "2026-07-02T01:59",
        ] {
            let talk = seen("2026-07-01T08:00", Some(spoke));
            let next = next_reset(both, talk, at("2026-07-01T08:00")).unwrap();
            assert_eq!(stale(both, talk, next.at - 1), None, "{spoke}");
            assert_eq!(
                stale(both, talk, next.at + 1).unwrap().reason,
                next.reason,
                "{spoke}"
            );
        }
    }

    #[test]
    fn records_of_every_age_tell_when_a_session_began_and_who_spoke() {
        let check = |record: serde_json::Value, began: Option<Ms>, expected: (Ms, Option<Ms>)| {
            let view = EntryView(record.as_object().unwrap().clone());
            let seen = Seen::of(&view, began);
            assert_eq!((seen.started, seen.spoke), expected, "{record}");
        };
        check(
            json!({ "updatedAt": 9, "sessionStartedAt": 5, "lastInteractionAt": 7 }),
            None,
            (5, Some(7)),
        );
        check(
            json!({ "updatedAt": 9, "sessionStartedAt": 5 }),
            Some(1),
            (5, None),
        );
        check(json!({ "updatedAt": 9 }), Some(3), (3, Some(9)));
        check(json!({ "updatedAt": 9 }), None, (9, Some(9)));
        // Opened again: what was said before does not count.
        let reopened = json!({ "updatedAt": 9, "sessionStartedAt": 5, "lastInteractionAt": 7, "cove": { "reopenedAt": 8 } });
        check(reopened, None, (8, None));
    }

    #[test]
    fn beats_and_jobs_are_no_people() {
        let entry = |inbox: &[&str], at: Ms| {
            UserEntry {
                text: "x".into(),
                turn: "beat:main:1".into(),
                inbox: inbox.iter().map(|id| (*id).to_owned()).collect(),
                shown: "x".into(),
                channel: "desktop".into(),
                events: Vec::new(),
                pictures: Vec::new(),
            }
            .print(None, at)
        };
        assert_eq!(last_person(&[entry(&["a"], 1), entry(&[], 2)]), Some(1));
        let theirs = r#"{"type":"message","id":"a","timestamp":"1970-01-01T00:00:00.005Z","message":{"role":"user","content":"hi"}}"#;
        assert_eq!(last_person(&[Entry::read(theirs).unwrap()]), Some(5));
        assert_eq!(last_person(&[]), None);
    }
}
