//! `context.compactPreview` and `context.compact`.
//!
//! Owns nothing: the agent plans and shortens, its lane says when.

use std::sync::Arc;

use super::Caller;
use super::change::{sentence, shown};
use super::chat::{held_key, key_of};
use crate::activity::{StoredUndo, undo_of};
use crate::agent::{Compact, Compacted, Operation, OperationAnswer, compact_preview};
use crate::api::compaction::{
    CompactForecast, CompactOutcome, CompactResult, ContextCompact, ContextCompactPreview,
};
use crate::api::contract::ApiError;
use crate::error::Problem;
use crate::gateway::Host;

pub(super) async fn preview(
    host: &Arc<Host>,
    _: &Caller,
    request: ContextCompactPreview,
) -> Result<CompactForecast, Problem> {
    let key = key_of(host, request.key.as_deref(), None);
    let asked = Compact {
        instructions: None,
        keep: request.keep.and_then(|keep| usize::try_from(keep).ok()),
    };
    let preview = compact_preview(&host.parts, &key, asked).await?;
    Ok(CompactForecast {
        summarised: short(preview.summarised),
        kept: short(preview.kept),
        before: preview.before,
        after: preview.after,
        saves_notes: preview.saves_notes,
    })
}

pub(super) async fn compact(
    host: &Arc<Host>,
    caller: &Caller,
    request: ContextCompact,
) -> Result<CompactResult, Problem> {
    let key = held_key(host, request.key.as_deref(), None)?;
    let id = match &caller.request_id {
        Some(id) => id.clone(),
        None => uuid::Uuid::new_v4().simple().to_string(),
    };
    let asked = Compact {
        instructions: request.instructions.filter(|text| !text.trim().is_empty()),
        keep: request.keep.and_then(|keep| usize::try_from(keep).ok()),
    };
    let lanes = &host.live()?.lanes;
    let done = lanes
        .operate(&key, Operation::Compact(asked), format!("request:{id}"))
        .await?;
    let OperationAnswer::Compacted(done) = done else {
        return Err(Problem::new("operation-broken"));
    };
    answer(host, &done).await
}

async fn answer(host: &Arc<Host>, done: &Compacted) -> Result<CompactResult, Problem> {
    let line = done.line();
    let plain = CompactResult {
        outcome: CompactOutcome::Nothing,
        before: 0,
        after: 0,
        summarised: 0,
        kept: 0,
        text: sentence(host, &line.code, &line.params),
        reason: None,
        undo: None,
    };
    Ok(match done {
        Compacted::Nothing { messages } => CompactResult {
            kept: short(*messages),
            ..plain
        },
        Compacted::Failed(why) => CompactResult {
            outcome: CompactOutcome::Failed,
            reason: Some(ApiError::render(why, &host.parts.words, host.language())),
            ..plain
        },
        Compacted::Done(told) => {
            let id = StoredUndo::id_of(&told.record_id());
            let undo = host
                .db()
                .read(move |connection| undo_of(connection, &id))
                .await?;
            CompactResult {
                outcome: CompactOutcome::Done,
                before: told.before,
                after: told.after,
                summarised: short(told.summarised),
                kept: short(told.kept),
                undo: undo
                    .filter(|undo| !undo.used)
                    .map(|undo| shown(host, &undo)),
                ..plain
            }
        }
    })
}

fn short(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
