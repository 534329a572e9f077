//! What is recorded of a compaction: its one activity record with its undo, its calls, its figures.
//!
//! Owns these writes. A record that a kill took is written when the transcript is read again: the
//! entry in it is the truth.

use serde_json::{Map, Value, json};

use super::Parts;
use super::context_view::remeasure;
use super::lane::Lane;
use super::open_session::Open;
use super::parts::store_calibration;
use super::turn::{Turn, TurnError};
use crate::activity::{Inverse, Kind, Record, add_undo, newest_under, record};
use crate::error::{Params, Problem, params};
use crate::event::Subject;
use crate::ledger::put_call;
use crate::session::{Entry, EntryBody, SessionKey, path_of};
use crate::words::short_count;

/// A compaction that stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Its entry.
    pub entry: String,
    /// The session it is in.
    pub session_id: String,
    /// mark, overflow, person.
    pub why: String,
    /// The next request before and after, tokens.
    pub before: u64,
    /// After it, tokens.
    pub after: u64,
    /// Messages in the summary.
    pub summarised: usize,
    /// Messages that stayed.
    pub kept: usize,
}

impl Told {
    /// What the entry itself tells; `None` = none of Cove's.
    pub fn of(entry: &Entry, session_id: &str) -> Option<Self> {
        let EntryBody::Compaction { .. } = &entry.body else {
            return None;
        };
        let number = |name: &str| entry.cove.get(name).and_then(Value::as_u64);
        let count = |name: &str| number(name).and_then(|count| usize::try_from(count).ok());
        Some(Self {
            entry: entry.id.clone(),
            session_id: session_id.to_owned(),
            why: entry.cove.get("why")?.as_str()?.to_owned(),
            before: number("before")?,
            after: number("after")?,
            summarised: count("summarised")?,
            kept: count("kept")?,
        })
    }

    /// Parameters of its sentences.
    pub fn params(&self) -> Params {
        params([
            ("before", short_count(self.before).into()),
            ("after", short_count(self.after).into()),
            ("summarised", self.summarised.into()),
            ("kept", self.kept.into()),
            ("why", self.why.as_str().into()),
        ])
    }

    /// The id of its record.
    pub fn record_id(&self) -> String {
        format!("compaction:{}", self.entry)
    }

    /// Its record and undo, once.
    fn write(
        &self,
        tx: &crate::storage::Tx<'_>,
        key: &SessionKey,
        at: i64,
    ) -> Result<(), crate::storage::StorageError> {
        let id = self.record_id();
        if newest_under(tx, &id)?.is_some() {
            return Ok(());
        }
        let mut told = Record::new(id.clone(), at, Kind::Compaction, "done").about(key.as_str());
        told.params = self.params();
        record(tx, &told)?;
        let inverse = Inverse::RewindCompaction {
            key: key.to_string(),
            session_id: self.session_id.clone(),
            entry: self.entry.clone(),
        };
        let label = Problem::with("undo-compaction-done", self.params());
        add_undo(tx, &id, at, &inverse, label).map(|_| ())
    }
}

/// Records a compaction that stands, what it cost and the new figures.
pub(super) async fn done(own: &mut Turn<'_>, told: &Told) -> Result<(), TurnError> {
    let (parts, key, now) = (own.parts, own.lane.key.clone(), own.parts.clock.now_ms());
    let (calls, learned) = (
        std::mem::take(&mut own.calls),
        std::mem::take(&mut own.learned),
    );
    let kept = told.clone();
    parts
        .db
        .write(move |tx| {
            for call in &calls {
                put_call(tx, call)?;
            }
            for (model, calibration) in learned {
                store_calibration(tx, &model, calibration)?;
            }
            kept.write(tx, &key, now)
        })
        .await?;
    count(parts, &own.lane.key, 1, told.after);
    measure_anew(parts, &own.lane.key).await;
    publish(parts, &own.lane.key);
    Ok(())
}

/// Records why nothing changed, and what it cost.
pub(super) async fn failed(own: &mut Turn<'_>, id: String, why: &Problem) -> Result<(), TurnError> {
    let parts = own.parts;
    let calls = std::mem::take(&mut own.calls);
    let told = Record::new(id, parts.clock.now_ms(), Kind::Compaction, "failed")
        .about(own.lane.key.as_str())
        .because(why.clone());
    parts
        .db
        .write(move |tx| {
            for call in &calls {
                put_call(tx, call)?;
            }
            record(tx, &told)
        })
        .await?;
    publish(parts, &own.lane.key);
    Ok(())
}

/// Writes the record of a compaction that a kill took between the entry and the record.
pub(super) async fn settle_tail(
    parts: &Parts,
    lane: &Lane,
    open: &mut Open,
) -> Result<(), TurnError> {
    if !std::mem::take(&mut open.fresh) {
        return Ok(());
    }
    let path = path_of(open.transcript.entries());
    let last = path
        .iter()
        .rfind(|entry| matches!(entry.body, EntryBody::Compaction { .. }));
    let Some((told, at)) =
        last.and_then(|entry| Some((Told::of(entry, &open.session_id)?, entry.at)))
    else {
        return Ok(());
    };
    let key = lane.key.clone();
    parts
        .db
        .write(move |tx| told.write(tx, &key, at))
        .await
        .map_err(TurnError::from)
}

/// Counts a compaction (or one taken back) in the conversation's record, with the size it left.
pub(super) fn count(parts: &Parts, key: &SessionKey, by: i64, tokens: u64) {
    let before = parts
        .sessions
        .record(key)
        .and_then(|record| record.number("compactionCount"))
        .unwrap_or(0);
    let mut fields = Map::new();
    for (name, value) in [
        ("compactionCount", json!((before + by).max(0))),
        ("totalTokens", json!(tokens)),
        ("totalTokensFresh", json!(false)),
        ("inputTokens", Value::Null),
        ("outputTokens", Value::Null),
    ] {
        fields.insert(name.to_owned(), value);
    }
    parts.sessions.project(key, &fields);
}

/// The figures people see are those of the next request, at once.
pub(super) async fn measure_anew(parts: &Parts, key: &SessionKey) {
    if let Err(problem) = remeasure(parts, key).await {
        tracing::warn!(code = problem.code, %key, "a conversation could not be measured");
    }
}

pub(super) fn publish(parts: &Parts, key: &SessionKey) {
    parts
        .events
        .changed(Subject::Sessions, Some(key.to_string()));
    parts.events.changed(Subject::Activity, None);
}
