//! The records, with their sentences.

use std::sync::Arc;

use super::Caller;
use super::change::{sentence, shown};
use crate::activity::{Record, StoredUndo, page, undo_of};
use crate::api::activity::{ActivityList, ActivityPage, ActivityRow};
use crate::error::Problem;
use crate::gateway::Host;

const DEFAULT: u32 = 50;
const MOST: u32 = 500;

/// A page of records.
pub async fn list(
    host: &Arc<Host>,
    _: &Caller,
    request: ActivityList,
) -> Result<ActivityPage, Problem> {
    // Read before the records: what happens in between comes as an event too, and harms nothing.
    let seq = host.events().seq();
    let limit = request.limit.unwrap_or(DEFAULT).clamp(1, MOST);
    let now = host.now();
    let mut records = host
        .db()
        .read(move |connection| {
            let before = request.before.as_deref();
            let records = page(connection, before, request.kind.as_deref(), limit + 1)?;
            let mut rows = Vec::new();
            for record in records {
                let undo = match &record.undo {
                    Some(id) => undo_of(connection, id)?,
                    None => None,
                };
                let undo = undo.filter(|undo| !undo.used && undo.expires_at > now);
                rows.push((record, undo));
            }
            Ok(rows)
        })
        .await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = records.len() > limit;
    records.truncate(limit);
    Ok(ActivityPage {
        activity: records.into_iter().map(|row| render(host, row)).collect(),
        more,
        epoch: host.events().epoch().to_owned(),
        seq,
    })
}

fn render(host: &Host, (record, undo): (Record, Option<StoredUndo>)) -> ActivityRow {
    let key = format!("activity-{}-{}", record.kind, record.outcome);
    let words = &host.parts.words;
    ActivityRow {
        text: sentence(host, &key, &record.params),
        reason: record
            .reason
            .as_ref()
            .map(|reason| words.problem(host.language(), reason)),
        detail: record.reason.as_ref().and_then(|reason| {
            let detail = reason.params.get("detail")?.as_str()?;
            Some(host.parts.redactor.redact(detail).into_owned())
        }),
        code: record.reason.map(|reason| reason.code),
        undo: undo.map(|undo| shown(host, &undo)),
        id: record.id,
        at: record.at,
        kind: record.kind,
        reference: record.reference,
        outcome: record.outcome,
    }
}
