//! A change of a file that is made once for each call, also where a kill lost its result.
//!
//! Owns the table `tool_calls`: a row is written in the transaction of the version. Where the file
//! is still as it was before, the change never reached it and is made again.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{OptionalExtension, params};

use super::tool::{Answer, Hands, ToolOutput, Trouble, failed};
use super::write::told_by;
use crate::clock::Ms;
use crate::model::ToolCall;
use crate::storage::{StorageError, Tx};
use crate::workspace::{Author, Join, RelPath, hash};

/// So long a call is remembered, ms.
const KEPT: Ms = 30 * 24 * 3_600_000;

/// What a call makes of a file: its new text (`None` = it stays) and what the model is told.
pub(super) type Made = Result<(Option<String>, String), Trouble>;

/// Changes a file in one step.
pub(super) async fn once(
    hands: &Hands<'_>,
    path: RelPath,
    make: impl Fn(Option<&str>) -> Made + Send + Sync + 'static,
) -> Answer {
    if let Some(text) = done_before(hands, &path).await? {
        return Ok(ToolOutput {
            changed: true,
            ..ToolOutput::text(text)
        });
    }
    let told: Arc<Mutex<(String, String)>> = Arc::default();
    let (turn, call) = (hands.turn_id.to_owned(), hands.call_id.to_owned());
    let (record, now, kept) = (
        told_by(hands.files, hands.turn_id),
        hands.files.clock().now_ms(),
        Arc::clone(&told),
    );
    let join: Join = Arc::new(move |tx, change| {
        record(tx, change)?;
        let (base, answer) = kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        tx.execute(
            "INSERT OR REPLACE INTO tool_calls(turn_id, call_id, at, base, answer) VALUES (?1,?2,?3,?4,?5)",
            params![turn, call, now, base, answer],
        )?;
        Ok(())
    });
    let turn_id = Some(hands.turn_id.to_owned());
    let updated =
        hands.files.update(
            &path,
            turn_id,
            Author::Agent,
            Some(join),
            move |text| match make(text) {
                Ok((new, answer)) => {
                    let base = hash(text.unwrap_or_default().as_bytes());
                    *told.lock().unwrap_or_else(PoisonError::into_inner) = (base, answer.clone());
                    (new, Ok(answer))
                }
                Err(trouble) => (None, Err(trouble)),
            },
        );
    let (written, answer) = updated.await.map_err(|error| failed(&error))?;
    let text = answer?;
    hands
        .marks
        .saw(hands.session_key, &written.path, &written.hash);
    Ok(ToolOutput {
        changed: written.change.is_some(),
        change: written.change,
        ..ToolOutput::text(text)
    })
}

/// What the same call answered before a kill, where its change stands in the file.
async fn done_before(hands: &Hands<'_>, path: &RelPath) -> Result<Option<String>, Trouble> {
    let (turn, call) = (hands.turn_id.to_owned(), hands.call_id.to_owned());
    let found = hands.files.db().read(move |connection| {
        let select = "SELECT base, answer FROM tool_calls WHERE turn_id = ?1 AND call_id = ?2";
        let row = connection
            .query_row(select, [turn, call], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        Ok(row)
    });
    let found: Option<(String, String)> = found
        .await
        .map_err(|error| Trouble::new(format!("{error}.")))?;
    let Some((base, answer)) = found else {
        return Ok(None);
    };
    let now = hands
        .files
        .read(path)
        .await
        .map_err(|error| failed(&error))?;
    Ok((now.hash != base).then_some(answer))
}

/// Names a call within its turn, the same after a kill. Some servers number the calls of each answer
/// anew, so what is asked for stands in it too.
pub fn call_key(call: &ToolCall) -> String {
    let asked = format!("{} {}", call.name, call.arguments);
    let short: String = hash(asked.as_bytes()).chars().take(12).collect();
    format!("{}:{short}", call.id)
}

/// Forgets calls of turns long ended.
///
/// # Errors
/// When the table can't be written.
pub fn purge_tool_calls(tx: &Tx<'_>, now: Ms) -> Result<(), StorageError> {
    tx.execute("DELETE FROM tool_calls WHERE at < ?1", [now - KEPT])?;
    Ok(())
}
