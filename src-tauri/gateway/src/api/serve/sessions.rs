//! `sessions.list`.
//!
//! Owns nothing: every figure comes from the record of the conversation.

use std::sync::Arc;

use super::Caller;
use crate::agent::{figures, kept_by, next_reset_line, reset_times};
use crate::api::sessions::{SessionRow, Sessions, SessionsList};
use crate::error::Problem;
use crate::gateway::Host;
use crate::session::{EntryView, SessionKey};

const MINUTE: i64 = 60_000;

pub(super) async fn list(
    host: &Arc<Host>,
    _: &Caller,
    request: SessionsList,
) -> Result<Sessions, Problem> {
    let (epoch, seq) = (host.events().epoch().to_owned(), host.events().seq());
    let since = request
        .active_minutes
        .map(|minutes| host.now() - i64::from(minutes) * MINUTE);
    let mut sessions: Vec<SessionRow> = host
        .parts
        .sessions
        .used_since(since.unwrap_or(i64::MIN))
        .into_iter()
        .filter(|(key, record)| {
            let hidden = key.is_run() || record.number("archivedAt").is_some();
            request.all || !hidden
        })
        .map(|(key, record)| row(host, &key, &record))
        .collect();
    sessions.sort_by_key(|row| std::cmp::Reverse(row.updated_at));
    Ok(Sessions {
        sessions,
        epoch,
        seq,
    })
}

fn row(host: &Host, key: &SessionKey, record: &EntryView) -> SessionRow {
    let count = |name: &str| {
        record
            .number(name)
            .and_then(|count| u64::try_from(count).ok())
    };
    let config = host.config().current();
    let figures = figures(&config, &host.parts.models, key, record);
    let times = reset_times(&host.parts, key, record);
    let (words, zone) = (&host.parts.words, host.parts.zone());
    SessionRow {
        key: key.to_string(),
        session_id: record.session_id().unwrap_or_default().to_owned(),
        updated_at: record.updated_at(),
        kind: key.kind().as_str().to_owned(),
        label: record
            .text("label")
            .or_else(|| record.text("displayName"))
            .map(str::to_owned),
        model_provider: record.text("modelProvider").map(str::to_owned),
        model: record.text("model").map(str::to_owned),
        total_tokens: figures.total_tokens,
        total_tokens_fresh: figures.total_tokens_fresh,
        context_tokens: figures.context_tokens,
        percent_used: figures.percent_used,
        meter: figures.meter,
        compaction_count: count("compactionCount")
            .and_then(|count| u32::try_from(count).ok())
            .unwrap_or(0),
        last_reset: times.last,
        next_reset_at: times.next.map(|next| next.at),
        next_reset: times
            .next
            .map(|next| next_reset_line(words, host.language(), &zone, next, host.now())),
        next_reset_keeps: times.next.map_or(0, |next| kept_by(&config, key, next)),
        archived_at: record.number("archivedAt"),
        last_channel: record.text("lastChannel").map(str::to_owned),
    }
}
