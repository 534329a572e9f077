//! A job: the record of `jobs.json` and a typed view of it.
//!
//! Owns what the fields mean and which mistakes a job can hold. The record keeps every field it
//! was read with; Cove's own stand in its `cove` object. A job with a mistake, or of a kind that is
//! not known here, is kept and told as “can't run here”.

use serde_json::{Map, Value};

use super::error::ScheduleError;
use super::job_parts::{Delivery, DeliveryMode, Missed, Overlap, Payload, SessionTarget, WakeMode};
use super::legacy;
use super::schedule::{Schedule, whole};
use crate::clock::Ms;
use crate::error::{Problem, params};
use crate::storage::sha256;

/// A mistake in a job and the field it stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldProblem {
    /// Dotted, as in the file: `delivery.to`.
    pub field: &'static str,
    /// What is wrong.
    pub problem: Problem,
}

/// Something that runs by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Unique in the file.
    pub id: String,
    /// For people.
    pub name: String,
    /// The agent; absent = the default one.
    pub agent_id: Option<String>,
    /// Switched on by a person.
    pub enabled: bool,
    /// Goes from the list once it was done.
    pub delete_after_run: bool,
    /// ms; 0 = not told.
    pub created_at: Ms,
    /// ms; 0 = not told.
    pub updated_at: Ms,
    /// When it runs; a mistake where that can't be read.
    pub schedule: Result<Schedule, ScheduleError>,
    /// Where it runs.
    pub target: SessionTarget,
    /// When the main session reads its event.
    pub wake: WakeMode,
    /// What it does.
    pub payload: Payload,
    /// Where its result goes.
    pub delivery: Delivery,
    /// What becomes of slots that were missed; absent = by the rhythm.
    pub missed: Option<Missed>,
    /// What becomes of a slot while the job still runs.
    pub overlap: Overlap,
    /// An isolated run gets MEMORY.md.
    pub may_read_memory: bool,
    /// Arrives without a sound.
    pub silent: bool,
    /// What it said elsewhere is noted in the main conversation.
    pub mirror: bool,
    /// How a webhook knows who posts: `bearer`, `hmac` or `none`; absent = `bearer` where there is a
    /// token.
    pub proof: Option<String>,
    /// No slot before, ms.
    pub start_at: Option<Ms>,
    /// No slot behind, ms.
    pub end_at: Option<Ms>,
    /// The agent that made it; absent = a person.
    pub made_by: Option<String>,
    /// A person's own words about it.
    pub note: Option<String>,
    /// Why it can't run as it stands.
    pub problems: Vec<FieldProblem>,
    record: Map<String, Value>,
}

impl Job {
    /// Reads a record, also one of an older program. `None` where it is no object.
    pub fn read(written: &Value) -> Option<Self> {
        let record = legacy::normal(written)?;
        let own = record.get("cove").and_then(Value::as_object);
        let text = |name: &str| {
            let found = record.get(name).and_then(Value::as_str);
            found.filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let own_text = |name: &str| own?.get(name)?.as_str().map(str::to_owned);
        let own_flag = |name: &str| {
            own.and_then(|own| own.get(name)?.as_bool())
                .unwrap_or(false)
        };
        let own_time = |name: &str| own.and_then(|own| whole(own.get(name)?));
        let time = |name: &str| record.get(name).and_then(whole).unwrap_or(0);
        let flag = |name: &str| record.get(name).and_then(Value::as_bool);
        let payload = Payload::read(record.get("payload"));
        let schedule = record
            .get("schedule")
            .map_or(Err(ScheduleError::Missing), Schedule::read);
        let target = SessionTarget::read(text("sessionTarget").as_deref(), &payload);
        let mut job = Self {
            id: text("id").unwrap_or_else(|| legacy::id_of(&record)),
            name: text("name").unwrap_or_else(|| legacy::name_of(&schedule, &payload)),
            agent_id: text("agentId"),
            enabled: flag("enabled").unwrap_or(true),
            delete_after_run: flag("deleteAfterRun").unwrap_or(false),
            created_at: time("createdAtMs"),
            updated_at: time("updatedAtMs"),
            wake: WakeMode::read(text("wakeMode").as_deref()),
            delivery: Delivery::read(record.get("delivery"), &target),
            missed: own.and_then(|own| Missed::read(own.get("missed")?)),
            overlap: Overlap::read(own_text("overlap").as_deref()),
            may_read_memory: own_flag("mayReadMemory"),
            silent: own_flag("silent"),
            mirror: own
                .and_then(|own| own.get("mirror")?.as_bool())
                .unwrap_or(true),
            proof: own_text("proof"),
            start_at: own_time("startAt"),
            end_at: own_time("endAt"),
            made_by: own_text("madeBy"),
            note: own_text("note"),
            schedule,
            target,
            payload,
            problems: Vec::new(),
            record,
        };
        let id = job.id.clone();
        job.record.insert("id".to_owned(), id.into());
        job.problems = job.mistakes();
        Some(job)
    }

    /// The record as it is written.
    pub fn record(&self) -> &Map<String, Value> {
        &self.record
    }

    /// When its file says that it ran last, ms.
    pub fn last_run(&self) -> Option<Ms> {
        self.record.get("state")?.get("lastRunAtMs")?.as_i64()
    }

    /// The job with some of its fields changed; `null` takes one away, objects are merged. ms.
    #[must_use]
    pub fn changed(&self, changes: &Map<String, Value>, now: Ms) -> Self {
        let mut record = self.record.clone();
        merge(&mut record, changes);
        record.insert("updatedAtMs".to_owned(), now.into());
        // An object is always a job.
        Self::read(&Value::Object(record)).unwrap_or_else(|| self.clone())
    }

    /// The same for as long as it runs at the same times.
    pub fn schedule_hash(&self) -> String {
        let schedule = self.record.get("schedule").cloned().unwrap_or_default();
        let bounds = [self.start_at, self.end_at];
        sha256(format!("{schedule}{bounds:?}").as_bytes())
    }

    /// A run of it asks a model.
    pub fn asks_model(&self) -> bool {
        matches!(
            self.payload,
            Payload::AgentTurn { .. } | Payload::SystemEvent { .. }
        )
    }

    /// It runs as it stands, where it is switched on.
    pub fn can_run(&self) -> bool {
        self.problems.is_empty()
    }

    fn mistakes(&self) -> Vec<FieldProblem> {
        let mut found = Vec::new();
        let mut wrong = |field: &'static str, problem: Problem| {
            found.push(FieldProblem { field, problem });
        };
        if let Err(error) = &self.schedule {
            wrong(error.field(), Problem::from(error.clone()));
        }
        if super::run_log::file_name(&self.id).is_none() {
            let told = params([("id", self.id.as_str().into())]);
            wrong("id", Problem::with("job-bad-id", told));
        }
        let named =
            |code: &str, found: &str| Problem::with(code, params([("found", found.into())]));
        match &self.payload {
            Payload::Missing => wrong("payload.kind", Problem::new("job-payload-missing")),
            Payload::Other(kind) => wrong("payload.kind", named("job-payload-unknown", kind)),
            payload if payload.text().trim().is_empty() => {
                wrong(payload.field(), Problem::new("job-empty"));
            }
            _ => {}
        }
        match (&self.target, &self.payload) {
            (SessionTarget::Other(target), _) => {
                wrong("sessionTarget", named("job-target-unknown", target));
            }
            (SessionTarget::Main, Payload::AgentTurn { .. }) => {
                wrong("sessionTarget", Problem::new("job-main-event"));
            }
            (target, Payload::SystemEvent { .. }) if *target != SessionTarget::Main => {
                wrong("sessionTarget", Problem::new("job-event-main"));
            }
            _ => {}
        }
        let to = self.delivery.to.as_deref().unwrap_or_default();
        match &self.delivery.mode {
            DeliveryMode::Other(mode) => {
                wrong("delivery.mode", named("job-delivery-unknown", mode))
            }
            DeliveryMode::Webhook if !(to.starts_with("https://") || to.starts_with("http://")) => {
                wrong("delivery.to", named("job-webhook-address", to));
            }
            _ => {}
        }
        let missed = self.record.get("cove").and_then(|own| own.get("missed"));
        if let (Some(written), None) = (missed, self.missed) {
            let shown = written
                .as_str()
                .map_or_else(|| written.to_string(), str::to_owned);
            wrong("cove.missed", named("job-missed", &shown));
        }
        found
    }
}

/// Puts changes into a record: objects are merged, `null` removes.
fn merge(record: &mut Map<String, Value>, changes: &Map<String, Value>) {
    for (name, change) in changes {
        match (record.get_mut(name), change) {
            (_, Value::Null) => {
                record.shift_remove(name);
            }
            // A schedule of another kind keeps nothing of the one before.
            (Some(Value::Object(held)), Value::Object(change)) if name != "schedule" => {
                merge(held, change);
            }
            (_, change) => {
                record.insert(name.clone(), change.clone());
            }
        }
    }
}

#[cfg(test)]
#[path = "job_tests.rs"]
mod tests;
