//! What every mutation does after its change: the record with its undo, the facts, the answer.
//!
//! Owns that order. Never makes the change itself.

use serde_json::Value;

use super::Caller;
use crate::activity::{Inverse, Kind, Record, StoredUndo, add_undo, record};
use crate::api::contract::{Changed, Undo};
use crate::error::{Params, Problem};
use crate::event::Subject;
use crate::gateway::Host;
use crate::storage::{StorageError, Tx};

/// A change to be told: its record and what takes it back.
#[derive(Debug, Clone)]
pub(super) struct Told {
    /// What happened.
    pub record: Record,
    /// What takes it back, and that in words.
    pub undo: Option<(Inverse, Problem)>,
}

impl Told {
    /// The record of a caller's request. Asked again with the same request id it is the same.
    pub fn new(host: &Host, caller: &Caller, kind: Kind, outcome: &str) -> Self {
        let id = match &caller.request_id {
            Some(id) => id.clone(),
            None => uuid::Uuid::new_v4().simple().to_string(),
        };
        let id = format!("{}-{outcome}:{id}", kind.as_str());
        Self {
            record: Record::new(id, host.now(), kind, outcome),
            undo: None,
        }
    }

    /// Says what it is about.
    pub fn about(mut self, reference: &str) -> Self {
        self.record = self.record.about(reference);
        self
    }

    /// Adds a parameter of its sentence and of the undo's.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.record = self.record.with(name, value);
        self
    }

    /// It can be taken back; `label` is the key of what that does.
    pub fn undone_by(mut self, inverse: Inverse, label: &str) -> Self {
        let label = Problem::with(label, self.record.params.clone());
        self.undo = Some((inverse, label));
        self
    }

    /// Writes record and undo; joins the transaction of the change where that has one.
    pub fn write(&self, tx: &Tx<'_>) -> Result<Option<StoredUndo>, StorageError> {
        record(tx, &self.record)?;
        let Some((inverse, label)) = &self.undo else {
            return Ok(None);
        };
        let (id, at) = (&self.record.id, self.record.at);
        add_undo(tx, id, at, inverse, label.clone()).map(Some)
    }
}

/// Writes what is told of a change that stands outside the tables, publishes it and answers.
pub(super) async fn tell(
    host: &Host,
    told: Told,
    subjects: &[Subject],
) -> Result<Changed, Problem> {
    let reference = told.record.reference.clone();
    let undo = host.db().write(move |tx| told.write(tx)).await?;
    Ok(answer(host, undo, subjects, reference.as_deref()))
}

/// Publishes a change that is durable and answers.
pub(super) fn answer(
    host: &Host,
    undo: Option<StoredUndo>,
    subjects: &[Subject],
    reference: Option<&str>,
) -> Changed {
    publish(host, subjects, reference);
    Changed {
        undo: undo.map(|undo| shown(host, &undo)),
    }
}

/// Says that these lists, the records and the status are other than they were.
pub(super) fn publish(host: &Host, subjects: &[Subject], reference: Option<&str>) {
    for subject in subjects {
        host.events()
            .changed(*subject, reference.map(str::to_owned));
    }
    host.events().changed(Subject::Activity, None);
    host.events().changed(Subject::Status, None);
}

/// Nothing had to be done.
pub(super) fn unchanged() -> Changed {
    Changed { undo: None }
}

/// An undo as the contract carries it.
pub(super) fn shown(host: &Host, undo: &StoredUndo) -> Undo {
    Undo {
        id: undo.id.clone(),
        label: sentence(host, &undo.label.code, &undo.label.params),
        expires_at: undo.expires_at,
    }
}

/// A sentence in the home's language.
pub(super) fn sentence(host: &Host, key: &str, params: &Params) -> String {
    host.parts.words.text(host.language(), key, params)
}

/// Runs blocking work off the async threads.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await;
    // The work neither panics nor is cancelled unless the process ends.
    done.map_err(|_| Problem::new("gateway-gone"))?
}
