//! The records, with their sentences; beside them, where asked for, the check-ins that have none.
//!
//! Owns which outcomes mean that something did not happen. Writes nothing.

use std::sync::Arc;

use rusqlite::Connection;

use super::Caller;
use super::change::shown;
use crate::activity::{Kind, Record, StoredUndo, newest, page_from, place_of, undo_of};
use crate::api::activity::{ActivityList, ActivityPage, ActivityPart, ActivityRow};
use crate::clock::Ms;
use crate::error::Problem;
use crate::gateway::Host;
use crate::heartbeat::{BeatRow, beat_of, unrecorded_beats};
use crate::ledger::cost_of_turn;
use crate::secret::Redactor;
use crate::storage::StorageError;
use crate::words::{Language, Words};

const DEFAULT: u32 = 50;
const MOST: u32 = 500;
/// Outcomes of what did not happen, or not to its end.
const MISSED: &[&str] = &[
    "crashed",
    "cut-off",
    "expired",
    "failed",
    "interrupted",
    "missed",
    "paused",
    "refused",
    "set-aside",
    "skipped",
    "stopped",
    "unknown",
    "used",
];

/// A page of records.
pub async fn list(
    host: &Arc<Host>,
    _: &Caller,
    request: ActivityList,
) -> Result<ActivityPage, Problem> {
    // Read before the records: what happens in between comes as an event too, and harms nothing.
    let seq = host.events().seq();
    let limit = request.limit.unwrap_or(DEFAULT).clamp(1, MOST) as usize;
    let reader = Reader {
        sought: sought(request.text.as_deref().unwrap_or_default()),
        words: host.parts.words.clone(),
        language: host.language(),
        redactor: host.parts.redactor.clone(),
        now: host.now(),
        request,
    };
    let read = host
        .db()
        .read(move |connection| reader.gather(connection, limit + 1));
    let mut rows = read.await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let rows = rows.into_iter().map(|(row, undo)| ActivityRow {
        undo: undo.map(|undo| shown(host, &undo)),
        ..row
    });
    Ok(ActivityPage {
        activity: rows.collect(),
        more,
        epoch: host.events().epoch().to_owned(),
        seq,
    })
}

/// What a row must say, in small letters.
fn sought(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_lowercase).collect()
}

/// Reads records of one request, and says them.
struct Reader {
    request: ActivityList,
    sought: Vec<String>,
    words: Words,
    language: Language,
    redactor: Redactor,
    now: Ms,
}

impl Reader {
    /// The newest rows the request means, at most so many.
    fn gather(
        &self,
        connection: &Connection,
        most: usize,
    ) -> Result<Vec<(ActivityRow, Option<StoredUndo>)>, StorageError> {
        let mut from = match self.request.before.as_deref() {
            Some(id) => place(connection, id)?.unwrap_or_else(newest),
            None => newest(),
        };
        let mut rows = Vec::new();
        loop {
            let records = self.records(connection, &from)?;
            let whole = records.len() < MOST as usize;
            for record in records {
                from = (record.at, record.id.clone());
                if !self.means(&record) {
                    continue;
                }
                let undo = match &record.undo {
                    Some(id) => undo_of(connection, id)?,
                    None => None,
                };
                let undo = undo.filter(|undo| !undo.used && undo.expires_at > self.now);
                let row = self.row(connection, record)?;
                if self.says(&row) {
                    rows.push((row, undo));
                }
                if rows.len() == most {
                    return Ok(rows);
                }
            }
            if whole {
                return Ok(rows);
            }
        }
    }

    /// The next records of both tables.
    fn records(
        &self,
        connection: &Connection,
        from: &(Ms, String),
    ) -> Result<Vec<Record>, StorageError> {
        let kind = self.request.kind.as_deref();
        let mut records = page_from(connection, from, kind, MOST)?;
        let heartbeat = kind.is_none_or(|kind| kind == Kind::Heartbeat.as_str());
        if self.request.beats == Some(true) && heartbeat {
            let beats = unrecorded_beats(connection, from, MOST)?;
            records.extend(beats.into_iter().map(told));
            records.sort_by(|one, other| (other.at, &other.id).cmp(&(one.at, &one.id)));
            records.truncate(MOST as usize);
        }
        Ok(records)
    }

    fn means(&self, record: &Record) -> bool {
        let missed = MISSED.contains(&record.outcome.as_str());
        match self.request.part {
            None => true,
            Some(ActivityPart::Happened) => !missed,
            Some(ActivityPart::Missed) => missed,
            Some(ActivityPart::Messages) => match record.kind.as_str() {
                "turn" | "message" | "delivery" => true,
                "heartbeat" => record.outcome == "said",
                _ => false,
            },
        }
    }

    fn says(&self, row: &ActivityRow) -> bool {
        let parts = [
            Some(&row.text),
            row.reason.as_ref(),
            row.detail.as_ref(),
            row.said.as_ref(),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .flatten()
            .map(|part| part.to_lowercase())
            .collect();
        let said = |word: &String| parts.iter().any(|part| part.contains(word));
        self.sought.iter().all(said)
    }

    fn row(&self, connection: &Connection, record: Record) -> Result<ActivityRow, StorageError> {
        let (cost, said) = match turn_of(&record) {
            Some(turn) => (
                cost_of_turn(connection, &turn)?,
                beat_of(connection, &turn)?.and_then(|beat| beat.text),
            ),
            None => (None, None),
        };
        let key = format!("activity-{}-{}", record.kind, record.outcome);
        let reason = record.reason.as_ref();
        Ok(ActivityRow {
            text: self.words.text(self.language, &key, &record.params),
            reason: reason.map(|reason| self.words.problem(self.language, reason)),
            detail: reason.and_then(|reason| {
                let detail = reason.params.get("detail")?.as_str()?;
                Some(self.redactor.redact(detail).into_owned())
            }),
            code: record.reason.map(|reason| reason.code),
            undo: None,
            said,
            cost,
            id: record.id,
            at: record.at,
            kind: record.kind,
            reference: record.reference,
            outcome: record.outcome,
        })
    }
}

/// Where a row stands in the list.
fn place(connection: &Connection, id: &str) -> Result<Option<(Ms, String)>, StorageError> {
    let found = place_of(connection, id)?;
    let beat = match (&found, beat_turn(id)) {
        (None, Some(turn)) => beat_of(connection, turn)?,
        _ => None,
    };
    Ok(found.or_else(|| beat.map(|beat| (beat.started, beat.record_id()))))
}

/// The record of a beat that has none of its own.
fn told(beat: BeatRow) -> Record {
    let id = beat.record_id();
    let record = Record::new(id, beat.started, Kind::Heartbeat, beat.state.as_str());
    let mut record = record.about(&beat.session_key);
    record.reason = beat.reason;
    record
}

/// The turn whose calls a record is about.
fn turn_of(record: &Record) -> Option<String> {
    match record.kind.as_str() {
        "turn" => record.id.strip_prefix("turn:").map(str::to_owned),
        "heartbeat" => beat_turn(&record.id).map(str::to_owned),
        "job" => record
            .id
            .strip_prefix("job:")
            .map(|run| format!("run:{run}")),
        "flush" | "compaction" => Some(record.id.clone()),
        _ => None,
    }
}

fn beat_turn(id: &str) -> Option<&str> {
    Some(id.strip_prefix("heartbeat:")?.rsplit_once(':')?.0)
}
