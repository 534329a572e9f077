//! `cron.*`: runs asked for, stopped and looked back at, and how jobs are as a whole.
//!
//! Owns nothing: the scheduler runs, the agent gathers what is shown.

use std::sync::Arc;

use super::Caller;
use super::change::{Told, answer, publish, unchanged};
use crate::activity::{Inverse, Kind, Scope, current_holds};
use crate::agent::{explain_job, job_history, job_rows};
use crate::api::contract::Changed;
use crate::api::cron::{
    CronDismiss, CronExplain, CronRun, CronRuns, CronStatus, CronStop, JobBegun, JobExplained,
    JobHistory, JobReason, JobUnderWay, JobsNow, NextJob,
};
use crate::cron::{ByHand, settle_cut_off};
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::gateway::Host;
use crate::ledger::{Admission, Who, admit, extra_today, spent};
use crate::storage::Tx;

/// Rows of a page where nothing is said, and at most.
const PAGE: u32 = 50;
const MOST: u32 = 500;

pub(super) async fn run(
    host: &Arc<Host>,
    caller: &Caller,
    request: CronRun,
) -> Result<JobBegun, Problem> {
    let asked = match &caller.request_id {
        Some(id) => id.clone(),
        None => uuid::Uuid::new_v4().to_string(),
    };
    let run_id = format!("{}!{asked}", request.id);
    let wish = ByHand {
        job: request.id.clone(),
        run: run_id.clone(),
        force: request.force,
    };
    host.parts.jobs.run(wish).await?;
    publish(host, &[Subject::Jobs], Some(&request.id));
    Ok(JobBegun { run_id })
}

pub(super) async fn stop(
    host: &Arc<Host>,
    _: &Caller,
    request: CronStop,
) -> Result<Changed, Problem> {
    if let Err(problem) = host.parts.jobs.stop(&request.id).await {
        // A job that is gone may still run; one that never was can't.
        let job = host.parts.jobs.get(&request.id).await?;
        return Err(match problem.code.as_str() {
            "job-not-running" => {
                Problem::with("job-not-running", params([("name", job.name.into())]))
            }
            _ => problem,
        });
    }
    publish(host, &[Subject::Jobs], Some(&request.id));
    Ok(unchanged())
}

/// Nobody is asked any more about runs of this job that were cut off.
pub(super) async fn dismiss(
    host: &Arc<Host>,
    caller: &Caller,
    request: CronDismiss,
) -> Result<Changed, Problem> {
    let job = host.parts.jobs.get(&request.id).await?;
    let told = Told::new(host, caller, Kind::Job, "dismissed");
    let told = told.about(&job.id).with("name", job.name);
    let id = job.id;
    let write = move |tx: &Tx<'_>| {
        let runs = settle_cut_off(tx, &id)?;
        if runs.is_empty() {
            return Ok(None);
        }
        let inverse = Inverse::AskCutOff { job: id, runs };
        told.undone_by(inverse, "undo-job-dismissed").write(tx)
    };
    match host.db().write(write).await? {
        None => Ok(unchanged()),
        undo => Ok(answer(host, undo, &[Subject::Jobs], Some(&request.id))),
    }
}

pub(super) async fn runs(
    host: &Arc<Host>,
    _: &Caller,
    request: CronRuns,
) -> Result<JobHistory, Problem> {
    let limit = request.limit.unwrap_or(PAGE).clamp(1, MOST);
    let page = job_history(&host.parts, &request.id, request.before, limit).await?;
    if page.rows.is_empty() {
        // Nothing happened yet, or there is no such job.
        host.parts.jobs.get(&request.id).await?;
    }
    Ok(page)
}

pub(super) async fn status(
    host: &Arc<Host>,
    _: &Caller,
    _: CronStatus,
) -> Result<JobsNow, Problem> {
    let rows = job_rows(&host.parts).await?;
    let (now, look) = (host.now(), host.parts.jobs.look().await);
    let terms = host.parts.terms();
    let read = host.db().read(move |connection| {
        let limits = terms.limits.with_extra(extra_today(connection, &terms)?);
        let admission = admit(&limits, spent(connection, &terms)?, Who::Itself, None);
        Ok((current_holds(connection, now)?, admission != Admission::Go))
    });
    let (holds, spent) = read.await?;
    let all = [Scope::All, Scope::Autonomous].map(|scope| scope.to_string());
    let hold = holds.into_iter().find(|hold| all.contains(&hold.scope));
    let next = rows.iter().filter(|row| row.hold.is_none());
    let next = next
        .filter_map(|row| Some((row.next_at?, row)))
        .min_by_key(|(at, _)| *at);
    let count = |some: usize| u32::try_from(some).unwrap_or(u32::MAX);
    Ok(JobsNow {
        running: look.is_some(),
        on: host.config().current().cron.enabled,
        hold: hold.map(|hold| JobReason {
            text: host.parts.words.problem(host.language(), &hold.reason),
            code: hold.reason.code,
        }),
        spent,
        settling_until: look.and_then(|look| look.settling_until),
        jobs: count(rows.len()),
        enabled: count(rows.iter().filter(|row| row.enabled).count()),
        next: next.map(|(at, row)| NextJob {
            id: row.id.clone(),
            name: row.name.clone(),
            at,
        }),
        under_way: rows
            .iter()
            .filter_map(|row| {
                Some(JobUnderWay {
                    id: row.id.clone(),
                    name: row.name.clone(),
                    run_id: row.running.clone()?,
                })
            })
            .collect(),
    })
}

pub(super) async fn explain(
    host: &Arc<Host>,
    _: &Caller,
    request: CronExplain,
) -> Result<JobExplained, Problem> {
    let job = host.parts.jobs.get(&request.id).await?;
    explain_job(&host.parts, &job).await
}
