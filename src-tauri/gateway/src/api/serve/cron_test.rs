//! `cron.test`: a word to where a job's result will go.
//!
//! Owns nothing: the words and the way are the agent's, here they are put on their way.

use std::sync::Arc;

use super::Caller;
use super::change::{Told, answer};
use crate::activity::Kind;
use crate::agent::{job_test, target_mistake};
use crate::api::contract::Changed;
use crate::api::cron_test::CronTest;
use crate::cron::find_job;
use crate::delivery::enqueue;
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::gateway::Host;

pub(super) async fn test(
    host: &Arc<Host>,
    caller: &Caller,
    request: CronTest,
) -> Result<Changed, Problem> {
    host.live()?;
    let (folder, id) = (host.state.root().join("cron"), request.id.clone());
    let found = tokio::task::spawn_blocking(move || find_job(&folder, &id)).await;
    let found = found.map_err(|_| Problem::new("gateway-gone"))??;
    let job = found
        .ok_or_else(|| Problem::with("job-unknown", params([("id", request.id.clone().into())])))?;
    let config = host.config().current();
    let agent = job.agent_id.as_deref().unwrap_or(config.default_agent());
    let told = Told::new(host, caller, Kind::Job, "tested")
        .about(&job.id)
        .with("name", job.name.clone());
    let cause = told.record.id.clone();
    let made = job_test(&host.parts, agent, &job, &cause);
    let (route, parts) = made.ok_or_else(|| {
        let nowhere = params([("name", job.name.clone().into())]);
        target_mistake(&job).unwrap_or_else(|| Problem::with("job-no-target", nowhere))
    })?;
    let now = host.now();
    let undo = host
        .db()
        .write(move |tx| {
            enqueue(tx, &parts, now)?;
            told.write(tx)
        })
        .await?;
    host.parts.sender.nudge(&route);
    Ok(answer(
        host,
        undo,
        &[Subject::Deliveries],
        Some(&request.id),
    ))
}
