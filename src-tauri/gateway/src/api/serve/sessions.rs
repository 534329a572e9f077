//! `sessions.list`.
//!
//! Owns nothing: every figure comes from the record of the conversation.

use std::sync::Arc;

use super::Caller;
use super::change::aside;
use crate::agent::{Operation, OperationAnswer, Reopen, Reopened, reopen_at_rest};
use crate::api::sessions::{Meter, SessionRow, Sessions, SessionsList};
use crate::context::{compaction_start, percent};
use crate::error::Problem;
use crate::gateway::Host;
use crate::session::{EntryView, KeyKind, SessionKey};

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
        .all()
        .into_iter()
        .filter(|(key, _)| request.all || key.kind() != KeyKind::Cron)
        .filter(|(_, record)| since.is_none_or(|since| record.updated_at() >= since))
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
    let default = || {
        let model = config
            .model_chain(key.agent())
            .first()
            .cloned()
            .unwrap_or_else(crate::model::practice_model);
        host.parts.models.info(&model).context_tokens
    };
    let window = count("contextTokens")
        .filter(|window| *window > 0)
        .unwrap_or_else(default);
    let used = count("totalTokens").unwrap_or(0);
    let start = compaction_start(window);
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
        total_tokens: used,
        total_tokens_fresh: record.flag("totalTokensFresh").unwrap_or(true),
        context_tokens: window,
        percent_used: percent(used, window),
        meter: Meter {
            used,
            start,
            percent: percent(used, start).min(100),
        },
        compaction_count: count("compactionCount")
            .and_then(|count| u32::try_from(count).ok())
            .unwrap_or(0),
        last_channel: record.text("lastChannel").map(str::to_owned),
    }
}

/// Opens an earlier session again: in its lane, or directly where no gateway runs.
pub(super) async fn open_again(
    host: &Arc<Host>,
    key: &SessionKey,
    wish: Reopen,
    cause: String,
) -> Result<Reopened, Problem> {
    let Some(live) = &host.live else {
        let (parts, key) = (Arc::clone(&host.parts), key.clone());
        return aside(move || reopen_at_rest(&parts, &key, &wish)).await;
    };
    match live
        .lanes
        .operate(key, Operation::Reopen(wish), cause)
        .await?
    {
        OperationAnswer::Reopened(reopened) => Ok(reopened),
        OperationAnswer::NewSession(_) => Err(Problem::new("operation-broken")),
    }
}
