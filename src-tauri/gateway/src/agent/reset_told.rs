//! What is told of a reset: one record with its undo, and one line in the chat.
//!
//! Owns that line and when a session is said to be replaced. Everything is made from the mark in
//! the transcript, so that it can be told again after a kill.

use std::sync::Arc;

use super::Parts;
use super::purse::is_unpaid;
use super::reply::{delivered_by_transcript, parts_of};
use crate::activity::{Inverse, Kind, Record, StoredUndo, add_undo, record, undo_of};
use crate::channel::{ChannelKind, ChatType, Route};
use crate::clock::{Ms, utc};
use crate::delivery::{self, PartKind};
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::session::{EntryView, NextReset, ResetMark, SessionKey};
use crate::storage::StorageError;
use crate::words::{Language, Words};

/// The one record of a reset with its undo and, where nobody else says it, the line in the chat.
/// Told twice it is told once.
pub(super) async fn tell(
    parts: &Arc<Parts>,
    key: &SessionKey,
    session_id: &str,
    mark: &ResetMark,
    announce: bool,
) -> Result<Option<StoredUndo>, StorageError> {
    let id = format!("reset:{session_id}");
    let mut told = Record::new(id.clone(), mark.at, Kind::Reset, "done")
        .about(key.as_str())
        .with("reason", mark.reason.as_str())
        .with("kept", mark.kept.unwrap_or(0))
        .with("carried", mark.carried);
    told.reason = mark.unsaved.clone();
    let inverse = Inverse::ReopenSession {
        key: key.to_string(),
        from: session_id.to_owned(),
        to: mark.from.clone(),
        fields: mark.before.clone(),
    };
    let label = Problem::with("undo-reset", params([("key", key.as_str().into())]));
    let held = parts.sessions.record(key).unwrap_or_default();
    let language = language_of(&held).unwrap_or_else(|| parts.language());
    let route = last_route(&held);
    let route = route.filter(|route| announce && !delivered_by_transcript(route));
    let line = opening_line(&parts.words, language, mark);
    let mut out = route.as_ref().map_or_else(Vec::new, |route| {
        parts_of(parts, &id, PartKind::Notice, route, &line, None)
    });
    // Nobody is woken at four in the morning.
    out.iter_mut().for_each(|part| part.part.silent = true);
    let (at, now) = (mark.at, parts.clock.now_ms());
    let undo = parts
        .db
        .write(move |tx| {
            record(tx, &told)?;
            delivery::enqueue(tx, &out, now)?;
            match undo_of(tx, &StoredUndo::id_of(&id))? {
                Some(known) => Ok(known),
                None => add_undo(tx, &id, at, &inverse, label),
            }
        })
        .await?;
    if let Some(route) = route {
        parts.sender.nudge(&route);
    }
    parts.events.changed(Subject::Activity, None);
    Ok((!undo.used && undo.expires_at > now).then_some(undo))
}

/// What a chat is told of a reset, in one line.
pub fn opening_line(words: &Words, language: Language, mark: &ResetMark) -> String {
    let why = mark
        .unsaved
        .as_ref()
        .map(|problem| words.problem(language, problem));
    let state = match (&why, mark.kept) {
        (Some(_), _) if mark.unsaved.as_ref().is_some_and(is_unpaid) => "unpaid",
        (Some(_), _) => "unsaved",
        (None, Some(0)) => "nothing-new",
        (None, Some(_)) => "kept",
        (None, None) => "plain",
    };
    let unsummed = mark.unsummed.as_ref();
    let unsummed = unsummed.map(|problem| words.problem(language, problem));
    let summary = match (mark.summed, &unsummed) {
        (true, _) => "done",
        (false, Some(_)) => "failed",
        (false, None) => "none",
    };
    let told = params([
        ("saved", state.into()),
        ("kept", mark.kept.unwrap_or(0).into()),
        ("carried", mark.carried.into()),
        ("why", why.unwrap_or_default().into()),
        ("summary", summary.into()),
        ("unsummed", unsummed.unwrap_or_default().into()),
    ]);
    let line = words.text(
        language,
        &format!("reset-line-{}", mark.reason.as_str()),
        &told,
    );
    // What is left out leaves a blank behind.
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// When a session will be replaced, in words: “resets tonight at 04:00”.
pub fn next_reset_line(
    words: &Words,
    language: Language,
    zone: &str,
    next: NextReset,
    now: Ms,
) -> String {
    let zone: chrono_tz::Tz = zone.parse().unwrap_or(chrono_tz::UTC);
    let (then, today) = (
        utc(next.at).with_timezone(&zone),
        utc(now).with_timezone(&zone),
    );
    let days = (then.date_naive() - today.date_naive()).num_days();
    let night = chrono::Timelike::hour(&then) < 6;
    let when = match days {
        _ if next.at <= now => "next-message",
        // The small hours belong to the evening before.
        0 | 1 if night && days == i64::from(chrono::Timelike::hour(&today) >= 6) => "tonight",
        0 => "today",
        1 => "tomorrow",
        _ => "later",
    };
    let told = params([
        ("when", when.into()),
        ("time", then.format("%H:%M").to_string().into()),
        ("date", then.format("%Y-%m-%d").to_string().into()),
    ]);
    words.text(language, "reset-next", &told)
}

/// The language of who last wrote in it, where the channel told it.
fn language_of(record: &EntryView) -> Option<Language> {
    let tag = record.0.get("cove")?.get("language")?.as_str()?;
    Some(Language::from_tag(tag))
}

/// Where a conversation last was.
fn last_route(record: &EntryView) -> Option<Route> {
    let channel = ChannelKind::parse(record.text("lastChannel")?)?;
    let to = record.text("lastTo")?;
    let prefix = format!("{}:", channel.as_str());
    let thread = match record.0.get("lastThreadId") {
        Some(serde_json::Value::String(thread)) => Some(thread.clone()),
        Some(serde_json::Value::Number(thread)) => Some(thread.to_string()),
        _ => None,
    };
    Some(Route {
        channel,
        account: record.text("lastAccountId").unwrap_or("default").to_owned(),
        peer: to.strip_prefix(&prefix).unwrap_or(to).to_owned(),
        thread,
        chat_type: match record.text("chatType") {
            Some("group" | "channel") => ChatType::Group,
            _ => ChatType::Direct,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::ResetReason;

    fn at(text: &str) -> Ms {
        chrono::DateTime::parse_from_rfc3339(text).map_or(0, |at| at.timestamp_millis())
    }

    #[test]
    fn the_time_of_a_reset_is_said_as_people_say_it() {
        let check = |now: &str, then: &str, expected: &str| {
            let next = NextReset {
                at: at(then),
                reason: ResetReason::Daily,
            };
            let line = next_reset_line(
                &Words::load(),
                Language::English,
                "Europe/Berlin",
                next,
                at(now),
            );
            assert_eq!(line, expected, "{now} {then}");
        };
        check(
            "2026-07-01T18:00:00Z",
            "2026-07-02T02:00:00Z",
            "resets tonight at 04:00",
        );
        check(
            "2026-07-01T23:30:00Z",
            "2026-07-02T02:00:00Z",
            "resets tonight at 04:00",
        );
        check(
            "2026-07-01T23:30:00Z",
            "2026-07-03T02:00:00Z",
            "resets tomorrow at 04:00",
        );
        check(
            "2026-07-01T08:00:00Z",
            "2026-07-01T09:30:00Z",
            "resets today at 11:30",
        );
        check(
            "2026-07-01T08:00:00Z",
            "2026-07-01T07:30:00Z",
            "resets before your next message",
        );
        check(
            "2026-07-01T08:00:00Z",
            "2026-07-09T07:30:00Z",
            "resets on 2026-07-09 at 09:30",
        );
    }

    fn mark(kept: Option<u32>, unsaved: Option<&str>, carried: usize) -> ResetMark {
        ResetMark {
            reason: ResetReason::New,
            from: "old".into(),
            at: 0,
            boundary: None,
            cause: None,
            kept,
            unsaved: unsaved.map(Problem::new),
            carried,
            summed: false,
            unsummed: None,
            before: serde_json::Map::new(),
        }
    }

    #[test]
    fn the_line_says_what_was_kept_or_why_nothing_was() {
        let check = |mark: ResetMark, expected: &str| {
            let line = opening_line(&Words::load(), Language::English, &mark);
            assert!(line.starts_with(expected), "{line}");
            assert!(line.contains("/undo") && !line.contains("  "), "{line}");
        };
        check(mark(Some(3), None, 0), "Kept 3 notes. Fresh start. ");
        check(mark(Some(1), None, 0), "Kept one note. Fresh start. ");
        check(mark(Some(0), None, 0), "Nothing new to keep. Fresh start. ");
        check(mark(None, None, 0), "Fresh start. ");
        check(
            mark(None, Some("reset-paused"), 20),
            "Fresh start, but nothing was saved: Everything is paused. The last 20 messages came along. ",
        );
        let summed = ResetMark {
            summed: true,
            ..mark(Some(3), None, 20)
        };
        check(
            summed,
            "Kept 3 notes. Fresh start. The last 20 messages came along. A summary of what was said before stands at the beginning. ",
        );
        let unsummed = ResetMark {
            unsummed: Some(Problem::new("reset-paused")),
            ..mark(Some(0), None, 0)
        };
        check(
            unsummed,
            "Nothing new to keep. Fresh start. What was said before could not be summed up: Everything is paused. ",
        );
        let unpaid = ResetMark {
            reason: ResetReason::Daily,
            ..mark(None, Some("allowance-nothing"), 0)
        };
        check(
            unpaid,
            "A new day, a fresh start. Nothing was saved first: The allowance is zero, so nothing runs by itself. ",
        );
        let daily = ResetMark {
            reason: ResetReason::Daily,
            ..mark(Some(0), None, 2)
        };
        check(
            daily,
            "A new day, a fresh start. The last 2 messages came along. ",
        );
    }
}
