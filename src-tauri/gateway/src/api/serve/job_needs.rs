//! What the status says of jobs: the next one, and those that need the person.
//!
//! Owns nothing: the scheduler knows what it plans, the holds why one is paused.

use super::change::sentence;
use super::status::why;
use crate::activity::{Hold, Scope};
use crate::agent::target_mistake;
use crate::api::cron::NextJob;
use crate::api::status::{Need, NeedKind};
use crate::clock::local_minute;
use crate::cron::CutOff;
use crate::delivery::{OutboxRow, RefusedOfJob};
use crate::error::{Params, Problem, params};
use crate::gateway::Host;

/// More of a kind are told as one.
const MOST: usize = 5;

/// What the status says of jobs.
#[derive(Debug, Default)]
pub(super) struct JobsLook {
    pub next: Option<NextJob>,
    pub needs: Vec<Need>,
}

/// Looks; without a running gateway no job runs and there is nothing to say.
pub(super) async fn look(host: &Host, holds: &[Hold]) -> Result<JobsLook, Problem> {
    let Some(look) = host.parts.jobs.look().await else {
        return Ok(JobsLook::default());
    };
    let held = |id: &str| {
        let scopes = [Scope::All, Scope::Autonomous, Scope::Job(id.to_owned())];
        let scopes = scopes.map(|scope| scope.to_string());
        holds.iter().any(|hold| scopes.contains(&hold.scope))
    };
    let mut needs = Vec::new();
    for hold in holds {
        let Some(Scope::Job(id)) = Scope::parse(&hold.scope) else {
            continue;
        };
        // A person who paused it knows.
        if hold.reason.code == "hold-paused" {
            continue;
        }
        let Ok(job) = host.parts.jobs.get(&id).await else {
            continue;
        };
        let why = host.parts.words.problem(host.language(), &hold.reason);
        let told = params([("name", job.name.into()), ("why", why.into())]);
        needs.push(need(host, "need-job-held", &id, &told));
    }
    if look.unreadable {
        needs.push(file_need(host, &Problem::new("jobs-unreadable")));
    }
    if let Some(mended) = &look.mended {
        needs.push(file_need(host, &mended.problem()));
    }
    for (id, name) in look.broken.iter().take(MOST) {
        let told = params([("name", name.as_str().into())]);
        needs.push(need(host, "need-job-broken", id, &told));
    }
    for id in host
        .parts
        .jobs
        .untested()
        .await
        .unwrap_or_default()
        .iter()
        .take(MOST)
    {
        let Ok(job) = host.parts.jobs.get(id).await else {
            continue;
        };
        // Where it can't be sent to, a test message mends nothing.
        let wrong = target_mistake(&job);
        let why = wrong.map(|wrong| host.parts.words.explain(host.language(), &wrong));
        let key = match why {
            Some(_) => "need-job-unsendable",
            None => "need-job-untested",
        };
        let told = params([
            ("name", job.name.into()),
            ("why", why.unwrap_or_default().into()),
        ]);
        needs.push(need(host, key, id, &told));
    }
    let next = look.coming.into_iter().find(|coming| !held(&coming.id));
    Ok(JobsLook {
        next: next.map(|coming| NextJob {
            id: coming.id,
            name: coming.name,
            at: coming.at,
        }),
        needs,
    })
}

fn file_need(host: &Host, problem: &Problem) -> Need {
    Need {
        id: problem.code.clone(),
        kind: NeedKind::Home,
        text: host.parts.words.explain(host.language(), problem),
        reference: None,
    }
}

/// Without the parts of jobs whose delivery nobody counts on (`bestEffort`).
pub(super) async fn counted_on(host: &Host, trouble: Vec<OutboxRow>) -> Vec<OutboxRow> {
    let mut kept = Vec::new();
    for row in trouble {
        let run = row.cause.strip_prefix("run:").unwrap_or_default();
        let slot = run
            .rsplit_once('#')
            .and_then(|(slot, _)| slot.rsplit_once('@'));
        let job = slot.or_else(|| run.split_once('!')).map(|(job, _)| job);
        let best_effort = match job {
            Some(job) => {
                let job = host.parts.jobs.get(job).await;
                job.is_ok_and(|job| job.delivery.best_effort)
            }
            None => false,
        };
        if !best_effort {
            kept.push(row);
        }
    }
    kept
}

/// What the targets of jobs did not take: one need a job.
pub(super) async fn refused(host: &Host, found: Vec<RefusedOfJob>) -> Vec<Need> {
    let mut needs = Vec::new();
    for refused in found {
        // A job that is gone still sent it.
        let name = match host.parts.jobs.get(&refused.job).await {
            // Nobody counts on it.
            Ok(job) if job.delivery.best_effort => continue,
            Ok(job) => job.name,
            Err(_) => refused.newest.part.shown().chars().take(60).collect(),
        };
        let told = params([
            ("name", name.into()),
            ("why", why(host, &refused.newest).into()),
            ("count", refused.count.into()),
        ]);
        needs.push(Need {
            id: format!("delivery:job:{}", refused.job),
            kind: NeedKind::Undelivered,
            text: sentence(host, "need-job-refused", &told),
            reference: Some(refused.newest.id),
        });
    }
    needs
}

/// Runs that were cut off: one need a job. A job that is gone can't run again.
pub(super) async fn cut_off(host: &Host, found: Vec<CutOff>) -> Vec<Need> {
    let mut needs = Vec::new();
    for cut in found {
        let Ok(job) = host.parts.jobs.get(&cut.job).await else {
            continue;
        };
        let why = host.parts.words.problem(host.language(), &cut.why);
        let told = params([
            ("name", job.name.into()),
            ("at", local_minute(cut.started, &host.parts.zone()).into()),
            ("why", why.into()),
            ("count", cut.count.into()),
        ]);
        needs.push(Need {
            id: format!("interrupted:{}", cut.run),
            kind: NeedKind::Interrupted,
            text: sentence(host, "need-job-cut-off", &told),
            reference: Some(cut.job),
        });
    }
    needs
}

fn need(host: &Host, key: &str, id: &str, told: &Params) -> Need {
    Need {
        id: format!("{}:{id}", key.trim_start_matches("need-")),
        kind: NeedKind::Job,
        text: sentence(host, key, told),
        reference: Some(id.to_owned()),
    }
}
