//! `cron.*`: jobs listed, made, changed, switched on and off, taken away.
//!
//! Owns nothing: the change is the capability's, the record and its undo are written behind it.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::change::{publish, shown, unchanged};
use super::{Caller, hold};
use crate::activity::Scope;
use crate::agent::{job_row, job_rows, job_strict};
use crate::api::contract::{Changed, Undo};
use crate::api::cron::{
    CronAdd, CronDisable, CronEdit, CronEnable, CronGet, CronList, CronRemove, CronResume,
    CronWhen, JobChanged, JobList, JobRow,
};
use crate::api::hold::HoldClear;
use crate::cron::{Job, JobEdit, JobEdited, Wanted, bounds_of, count_from, put_back, schedule_of};
use crate::error::Problem;
use crate::event::Subject;
use crate::gateway::Host;

pub(super) async fn list(host: &Arc<Host>, _: &Caller, _: CronList) -> Result<JobList, Problem> {
    let seq = host.events().seq();
    Ok(JobList {
        jobs: job_rows(&host.parts).await?,
        seq,
    })
}

pub(super) async fn get(host: &Arc<Host>, _: &Caller, request: CronGet) -> Result<JobRow, Problem> {
    job_row(&host.parts, &request.id).await
}

pub(super) async fn add(
    host: &Arc<Host>,
    caller: &Caller,
    request: CronAdd,
) -> Result<JobChanged, Problem> {
    let mut record = request.job;
    if let Some(when) = request.when {
        put_bounds(host, &mut record, &when)?;
        let schedule = schedule(host, when)?;
        record.insert("schedule".to_owned(), schedule);
    }
    agent_is_known(host, &record)?;
    if let Some(job) = Job::read(&Value::Object(record.clone())) {
        job_strict(&host.config().current(), &job, None)?;
    }
    // Asked again with the same request id it is the same job.
    let id = match &caller.request_id {
        Some(id) => Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("job:{id}").as_bytes()),
        None => Uuid::new_v4(),
    };
    let id = id.to_string();
    changed(host, caller, JobEdit::Add { id, record }, "added").await
}

pub(super) async fn edit(
    host: &Arc<Host>,
    caller: &Caller,
    request: CronEdit,
) -> Result<JobChanged, Problem> {
    let (id, mut fields) = (request.id, request.job);
    if let Some(when) = request.when {
        put_bounds(host, &mut fields, &when)?;
        let rhythm = [&when.cron, &when.every, &when.at, &when.rrule];
        let schedule = match (rhythm.iter().all(|part| part.is_none()), when.tz.clone()) {
            (false, _) => Some(schedule(host, when)?),
            (true, Some(tz)) => {
                let held = host.parts.jobs.get(&id).await?;
                let mut held = held.record().get("schedule").cloned().unwrap_or_default();
                if let Some(held) = held.as_object_mut() {
                    held.insert("tz".to_owned(), json!(tz));
                }
                Some(held)
            }
            (true, None) => None,
        };
        fields.extend(schedule.map(|schedule| ("schedule".to_owned(), schedule)));
    }
    agent_is_known(host, &fields)?;
    let held = host.parts.jobs.get(&id).await?;
    let wanted = match request.whole {
        true => Job::read(&Value::Object(fields.clone())),
        false => Some(held.changed(&fields, host.now())),
    };
    if let Some(wanted) = wanted {
        job_strict(&host.config().current(), &wanted, Some(&held))?;
    }
    let edit = match request.whole {
        true => JobEdit::Replace { id, record: fields },
        false => JobEdit::Change { id, fields },
    };
    changed(host, caller, edit, "changed").await
}

pub(super) async fn enable(
    host: &Arc<Host>,
    caller: &Caller,
    request: CronEnable,
) -> Result<JobChanged, Problem> {
    changed(host, caller, switch(request.id, true), "enabled").await
}

pub(super) async fn disable(
    host: &Arc<Host>,
    caller: &Caller,
    request: CronDisable,
) -> Result<JobChanged, Problem> {
    changed(host, caller, switch(request.id, false), "disabled").await
}

fn switch(id: String, on: bool) -> JobEdit {
    let mut fields = Map::new();
    fields.insert("enabled".to_owned(), on.into());
    JobEdit::Change { id, fields }
}

pub(super) async fn remove(
    host: &Arc<Host>,
    caller: &Caller,
    request: CronRemove,
) -> Result<Changed, Problem> {
    let edit = JobEdit::Remove { id: request.id };
    let (_, undo) = carry_out(host, caller, edit, "removed").await?;
    Ok(Changed { undo })
}

pub(super) async fn resume(
    host: &Arc<Host>,
    caller: &Caller,
    request: CronResume,
) -> Result<Changed, Problem> {
    let job = host.parts.jobs.get(&request.id).await?;
    let scope = Scope::Job(job.id.clone()).to_string();
    let lifted = hold::clear(host, caller, HoldClear { scope }).await?;
    if lifted == unchanged() {
        return Ok(lifted);
    }
    let now = host.now();
    host.db().write(move |tx| count_from(tx, &job, now)).await?;
    publish(host, &[Subject::Jobs], Some(&request.id));
    Ok(lifted)
}

/// The part of an undo that stands in `jobs.json`.
pub(super) async fn restore(
    host: &Host,
    id: String,
    before: Option<Map<String, Value>>,
    after: Option<Map<String, Value>>,
) -> Result<(), Problem> {
    let now = host.now();
    let back = host
        .parts
        .jobs
        .with(move |store| put_back(store, &id, before.as_ref(), after.as_ref(), now));
    match back.await? {
        true => Ok(()),
        false => Err(Problem::new("undo-changed-since")),
    }
}

async fn changed(
    host: &Arc<Host>,
    caller: &Caller,
    edit: JobEdit,
    outcome: &'static str,
) -> Result<JobChanged, Problem> {
    let (edited, undo) = carry_out(host, caller, edit, outcome).await?;
    Ok(JobChanged {
        job: job_row(&host.parts, &edited.id).await?,
        undo,
    })
}

/// Makes a change, writes its record with what takes it back, and tells.
async fn carry_out(
    host: &Arc<Host>,
    caller: &Caller,
    edit: JobEdit,
    outcome: &'static str,
) -> Result<(JobEdited, Option<Undo>), Problem> {
    let id = match &caller.request_id {
        Some(id) => id.clone(),
        None => Uuid::new_v4().simple().to_string(),
    };
    let record = format!("job-{outcome}:{id}");
    let (edited, undo) = host.parts.job_desk().change(edit, record, outcome).await?;
    Ok((edited, undo.map(|undo| shown(host, &undo))))
}

/// Writes the bounds of a job into its fields, ms; an empty one is taken away.
fn put_bounds(
    host: &Host,
    fields: &mut Map<String, Value>,
    when: &CronWhen,
) -> Result<(), Problem> {
    let (now, zone) = (host.now(), host.parts.clock.zone());
    for (name, given) in [("startAt", &when.start_at), ("endAt", &when.end_at)] {
        let Some(text) = given else { continue };
        let wanted = Wanted {
            tz: when.tz.clone(),
            start_at: Some(text.clone()).filter(|text| !text.trim().is_empty()),
            ..Wanted::default()
        };
        let (at, _) = bounds_of(&wanted, now, &zone).map_err(|error| {
            let mut problem = Problem::from(error);
            let field = format!("cove.{name}");
            problem.params.insert("field".to_owned(), field.into());
            problem
        })?;
        put_own(fields, name, json!(at));
    }
    Ok(())
}

/// Writes a field of Cove's own into a job's record.
pub(super) fn put_own(record: &mut Map<String, Value>, name: &str, value: Value) {
    let own = record.entry("cove").or_insert(Value::Null);
    match own {
        Value::Object(own) => {
            own.insert(name.to_owned(), value);
        }
        other => *other = json!({ name: value }),
    }
}

fn schedule(host: &Host, when: CronWhen) -> Result<Value, Problem> {
    let wanted = Wanted {
        cron: when.cron,
        every: when.every,
        at: when.at,
        rrule: when.rrule,
        tz: when.tz,
        ..Wanted::default()
    };
    Ok(schedule_of(&wanted, host.now(), &host.parts.clock.zone())?.print())
}

fn agent_is_known(host: &Host, record: &Map<String, Value>) -> Result<(), Problem> {
    let config = host.config().current();
    match record.get("agentId").and_then(Value::as_str) {
        Some(agent) if !config.agents().iter().any(|known| known == agent) => {
            Err(Problem::new("agent-unknown"))
        }
        _ => Ok(()),
    }
}
