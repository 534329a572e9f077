//! After a kill in a beat: what it had said is delivered, all else is interrupted.
//!
//! Owns that choice (walks.md walk 3). Runs once, before the gateway says that it is ready.

use super::Parts;
use super::beat::End;
use super::beat_route::target;
use super::reply::for_person;
use crate::error::Problem;
use crate::heartbeat::{BeatRow, BeatState, running_beats};
use crate::model::Block;
use crate::session::{Entry, MessageRole, SessionKey, entries_of_turn};
use crate::storage::StorageError;

/// Settles the beats that a kill left at work; answers how many there were.
///
/// # Errors
/// The tables can't be read or written.
pub async fn settle_beats(parts: &Parts) -> Result<usize, StorageError> {
    let rows = parts.db.read(running_beats).await?;
    let found = rows.len();
    for row in rows {
        let key = SessionKey::parse(&row.session_key, &row.agent);
        let own = entries(parts, &key, &row);
        let now = parts.clock.now_ms();
        let said = own.last().filter(|last| last.is_final()).and_then(|_| {
            let text = text_of(&own);
            for_person(parts, &text)
        });
        let read = own.first().map(events_of).unwrap_or_default();
        let (row, read, route) = match said {
            // Its lines stand in the transcript: it had come to its end.
            Some(text) => {
                let settings = parts
                    .config
                    .current()
                    .heartbeat_settings(&row.agent)
                    .clone();
                let mut row = row.ended(BeatState::Said, None, now);
                row.text = Some(text);
                let route = target(parts, &settings, &key).await;
                (row, read, route)
            }
            None => {
                let why = Problem::new("beat-interrupted");
                let row = row.ended(BeatState::Interrupted, Some(why), now);
                (row, Vec::new(), None)
            }
        };
        let mut end = End::new(row, Vec::new());
        end.read = read;
        end.settle(parts, route).await?;
    }
    Ok(found)
}

fn entries(parts: &Parts, key: &SessionKey, row: &BeatRow) -> Vec<Entry> {
    let Some(found) = parts
        .sessions
        .find(key)
        .filter(|found| found.path.is_file())
    else {
        return Vec::new();
    };
    match entries_of_turn(&found.path, &row.id, row.started) {
        Ok(own) => own,
        Err(error) => {
            tracing::error!(%error, %key, "a transcript could not be read");
            Vec::new()
        }
    }
}

fn text_of(own: &[Entry]) -> String {
    let said = own
        .iter()
        .filter_map(Entry::message)
        .filter(|message| message.role == MessageRole::Assistant)
        .map(|message| {
            let texts = message.blocks.iter().filter_map(|block| match block {
                Block::Text { text } => Some(text.as_str()),
                _ => None,
            });
            texts.collect::<String>()
        })
        .filter(|text| !text.trim().is_empty());
    said.collect::<Vec<_>>().join("\n\n")
}

/// The events its first entry names.
fn events_of(first: &Entry) -> Vec<String> {
    let ids = first.cove.get("events").and_then(|ids| ids.as_array());
    let ids = ids.into_iter().flatten().filter_map(|id| id.as_str());
    ids.map(str::to_owned).collect()
}
