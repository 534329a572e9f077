//! Changes of jobs by a person, the agent or an undo.
//!
//! Owns what a new or changed job must fulfil, each mistake with its field, and what follows in the
//! tables. A job that was written by hand with a mistake stays as it is; nothing here lets one in.

use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::book::unknown;
use super::job::{FieldProblem, Job};
use super::schedule::Schedule;
use super::slots;
use super::store::{JobStore, States};
use super::timetable::Timetable;
use super::trash;
use crate::clock::{Ms, local_minute};
use crate::error::{Problem, params};
use crate::storage::StorageError;

/// The longest name, characters.
const NAME_CHARS: usize = 200;
/// The longest text, characters.
const TEXT_CHARS: usize = 20_000;

/// A change of one job.
#[derive(Debug, Clone, PartialEq)]
pub enum JobEdit {
    /// A new one of this id; there already, nothing happens.
    Add {
        /// Its id.
        id: String,
        /// Its record; what is absent is filled in.
        record: Map<String, Value>,
    },
    /// Other fields: `null` takes one away, objects are merged, a schedule is replaced.
    Change {
        /// Its id.
        id: String,
        /// The fields.
        fields: Map<String, Value>,
    },
    /// Another definition in the place of the whole one.
    Replace {
        /// Its id.
        id: String,
        /// Its record.
        record: Map<String, Value>,
    },
    /// It goes.
    Remove {
        /// Its id.
        id: String,
    },
}

/// What a change did.
#[derive(Debug, Clone, PartialEq)]
pub struct JobEdited {
    /// Its id.
    pub id: String,
    /// Before; `None` = there was none.
    pub before: Option<Job>,
    /// After; `None` = it is gone.
    pub after: Option<Job>,
}

impl JobEdited {
    /// What it is called.
    pub fn name(&self) -> &str {
        let job = self.after.as_ref().or(self.before.as_ref());
        job.map_or(self.id.as_str(), |job| job.name.as_str())
    }

    /// Nothing is different.
    pub fn is_nothing(&self) -> bool {
        let held = |job: &Option<Job>| job.as_ref().map(definition);
        held(&self.before) == held(&self.after)
    }
}

/// What a person said of a job: its record without what changes by itself.
pub fn definition(job: &Job) -> Map<String, Value> {
    let mut record = job.record().clone();
    for field in ["state", "updatedAtMs"] {
        record.shift_remove(field);
    }
    record
}

/// Makes a change. Durable when it returns; what follows in the tables is [`follow`]. `host` is the
/// computer's zone.
///
/// # Errors
/// `job-unknown`, or a mistake with the field it stands in.
pub fn edit(
    store: &mut JobStore,
    edit: JobEdit,
    now: Ms,
    host: &str,
) -> Result<JobEdited, Problem> {
    let held = |id: &str| store.jobs().get(id).cloned().ok_or_else(|| unknown(id));
    let (before, after) = match edit {
        JobEdit::Add { id, record } => match store.jobs().get(&id) {
            Some(job) => (Some(job.clone()), job.clone()),
            None => (None, made(&id, record, now)?),
        },
        JobEdit::Change { id, fields } => {
            let before = held(&id)?;
            let mut fields = fields;
            fields.shift_remove("id");
            let after = before.changed(&fields, now);
            (Some(before), after)
        }
        JobEdit::Replace { id, mut record } => {
            let before = held(&id)?;
            for name in ["createdAtMs", "state"] {
                if let Some(kept) = before.record().get(name) {
                    record.insert(name.to_owned(), kept.clone());
                }
            }
            let mut after = made(&id, record, before.created_at)?;
            after = after.changed(&Map::new(), now);
            (Some(before), after)
        }
        JobEdit::Remove { id } => {
            let before = held(&id)?;
            trash::keep(store.folder(), &before, now)?;
            store.remove(&id, &States::new(), now)?;
            if let Err(error) = trash::take_log(store.folder(), &id) {
                tracing::warn!(%error, "the log of a removed job stays where it is");
            }
            return Ok(JobEdited {
                id,
                before: Some(before),
                after: None,
            });
        }
    };
    let edited = JobEdited {
        id: after.id.clone(),
        before,
        after: Some(after.clone()),
    };
    if !edited.is_nothing() {
        check(&after, edited.before.as_ref(), now, host)?;
        store.put(after, &States::new(), now)?;
    }
    Ok(edited)
}

/// Puts a job back as it was, unless it was changed since. `false` = it was.
///
/// # Errors
/// When the file can't be written.
pub fn put_back(
    store: &mut JobStore,
    id: &str,
    before: Option<&Map<String, Value>>,
    after: Option<&Map<String, Value>>,
    now: Ms,
) -> Result<bool, Problem> {
    let stands = store.jobs().get(id).map(definition);
    let removed = after.is_none() && before.is_some();
    if stands.as_ref() != before {
        if stands.as_ref() != after {
            return Ok(false);
        }
        // From the trash it comes with what it knew of itself.
        let kept = trash::held(store.folder(), id)
            .filter(|job| removed && Some(&definition(job)) == before);
        let read = || before.and_then(|record| Job::read(&Value::Object(record.clone())));
        match kept.or_else(read) {
            Some(job) => {
                store.put(job.changed(&Map::new(), now), &States::new(), now)?;
            }
            None => {
                store.remove(id, &States::new(), now)?;
            }
        }
    }
    if removed {
        trash::bring_back(store.folder(), id)?;
    }
    Ok(true)
}

/// What follows in the tables from a job that is now so: its slots are counted from `now` (ms) on
/// where it was not there, was off or had another schedule before.
///
/// # Errors
/// When the tables can't be written.
pub fn follow(
    connection: &Connection,
    id: &str,
    before: Option<&Job>,
    after: Option<&Job>,
    now: Ms,
) -> Result<(), StorageError> {
    let Some(after) = after.filter(|job| job.enabled) else {
        return slots::forget_job(connection, id);
    };
    let same = before
        .is_some_and(|before| before.enabled && before.schedule_hash() == after.schedule_hash());
    match same {
        true => Ok(()),
        false => count_from(connection, after, now),
    }
}

/// A job's slots, and its failures in a row, are counted from `now` (ms) on.
///
/// # Errors
/// When the tables can't be written.
pub fn count_from(connection: &Connection, job: &Job, now: Ms) -> Result<(), StorageError> {
    let hash = job.schedule_hash();
    let begins = slots::cursor(connection, &job.id, &hash, now)?.max(now);
    slots::begin_cursor(connection, &job.id, &hash, begins, now)
}

/// A record with everything a job has.
fn made(id: &str, record: Map<String, Value>, now: Ms) -> Result<Job, Problem> {
    let mut whole = Map::new();
    whole.insert("id".to_owned(), id.into());
    whole.extend(record);
    whole.insert("id".to_owned(), id.into());
    let given = |whole: &Map<String, Value>, name: &str| whole.contains_key(name);
    if !given(&whole, "enabled") {
        whole.insert("enabled".to_owned(), true.into());
    }
    for name in ["createdAtMs", "updatedAtMs"] {
        if !given(&whole, name) {
            whole.insert(name.to_owned(), now.into());
        }
    }
    let read = |whole: Map<String, Value>| {
        Job::read(&Value::Object(whole)).ok_or_else(|| Problem::new("job-payload-missing"))
    };
    let job = read(whole.clone())?;
    if !given(&whole, "name") {
        whole.insert("name".to_owned(), job.name.clone().into());
    }
    if !given(&whole, "sessionTarget") {
        let target = match job.target {
            super::SessionTarget::Main => "main",
            _ => "isolated",
        };
        whole.insert("sessionTarget".to_owned(), target.into());
    }
    if !given(&whole, "wakeMode") {
        whole.insert("wakeMode".to_owned(), "now".into());
    }
    if !given(&whole, "delivery") {
        let mode = match job.target {
            super::SessionTarget::Main => json!({"mode": "none"}),
            _ => json!({"mode": "announce", "channel": "last"}),
        };
        whole.insert("delivery".to_owned(), mode);
    }
    read(whole)
}

/// The first mistake of a job, with its field.
fn check(job: &Job, before: Option<&Job>, now: Ms, host: &str) -> Result<(), Problem> {
    let written = job.record().get("name").and_then(Value::as_str);
    if written.is_none_or(|name| name.trim().is_empty()) {
        return Err(at("name", Problem::new("job-name-empty")));
    }
    for (field, text, most) in [
        ("name", job.name.as_str(), NAME_CHARS),
        ("payload.message", job.payload.text(), TEXT_CHARS),
    ] {
        if text.chars().count() > most {
            let told = params([("most", most.into())]);
            return Err(at(field, Problem::with("job-long", told)));
        }
    }
    if let Some(FieldProblem { field, problem }) = job.problems.first() {
        return Err(at(field, problem.clone()));
    }
    if let Some((field, problem)) = unready(job, host) {
        return Err(at(field, problem));
    }
    let same = before.is_some_and(|before| {
        before.schedule_hash() == job.schedule_hash() && before.enabled == job.enabled
    });
    if job.enabled && !same {
        lies_ahead(job, now, host)?;
    }
    Ok(())
}

/// The field and the mistake that keep a schedule from being followed: an expression, a zone.
pub fn unready(job: &Job, host: &str) -> Option<(&'static str, Problem)> {
    let schedule = job.schedule.as_ref().ok()?;
    let error = Timetable::new(schedule, job.created_at, host).err()?;
    Some((error.field(), Problem::from(error)))
}

/// The times of a job; `None` where its schedule has a mistake.
pub fn timetable(job: &Job, host: &str) -> Option<Timetable> {
    let schedule = job.schedule.as_ref().ok()?;
    let times = Timetable::new(schedule, job.created_at, host).ok()?;
    Some(
        times
            .staggered(schedule, &job.id)
            .within(job.start_at, job.end_at),
    )
}

fn lies_ahead(job: &Job, now: Ms, host: &str) -> Result<(), Problem> {
    if let (Some(start), Some(end)) = (job.start_at, job.end_at)
        && end < start
    {
        let told = params([
            ("start", local_minute(start, host).into()),
            ("end", local_minute(end, host).into()),
        ]);
        let problem = Problem::with("job-end-before-start", told);
        return Err(at("cove.endAt", problem));
    }
    if let Some(end) = job.end_at.filter(|end| *end < now) {
        let told = params([("time", local_minute(end, host).into())]);
        return Err(at("cove.endAt", Problem::with("job-end-past", told)));
    }
    if timetable(job, host).is_none_or(|times| times.next(now).is_some()) {
        return Ok(());
    }
    let bounded = job.start_at.is_some() || job.end_at.is_some();
    match &job.schedule {
        Ok(Schedule::At { at: time }) if bounded && *time > now => {
            Err(at("schedule.at", Problem::new("job-never-within")))
        }
        Ok(schedule) if bounded && ever_runs(schedule, job, now, host) => {
            Err(at("schedule", Problem::new("job-never-within")))
        }
        Ok(Schedule::At { at: time }) => {
            let told = params([("time", local_minute(*time, host).into())]);
            Err(at("schedule.at", Problem::with("schedule-past", told)))
        }
        _ => Err(at("schedule", Problem::new("schedule-never"))),
    }
}

/// It would run without its bounds.
fn ever_runs(schedule: &Schedule, job: &Job, now: Ms, host: &str) -> bool {
    let times = Timetable::new(schedule, job.created_at, host);
    times.is_ok_and(|times| times.next(now).is_some())
}

fn at(field: &str, mut problem: Problem) -> Problem {
    problem.params.insert("field".to_owned(), field.into());
    problem
}

#[cfg(test)]
#[path = "edit_tests.rs"]
mod tests;
