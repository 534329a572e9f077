//! What would happen by itself from now on.

use std::sync::Arc;

use super::Caller;
use super::change::{aside, sentence};
use crate::agent::{JobRuns, Lanes, RehearsedKind, rehearse};
use crate::api::rehearsal::{EstimatedCost, RehearseRun, Rehearsed, RehearsedItem};
use crate::cron::{Job, Jobs, ReadJobs};
use crate::error::{Problem, params};
use crate::gateway::Host;
use crate::ledger::in_dollars;
use crate::storage::StorageError;

/// Hours where nothing is said, and at most: a month of 31 days.
const HOURS: u32 = 24;
const MOST_HOURS: u32 = 31 * 24;
const HOUR_MS: i64 = 3_600_000;

/// Runs through the next hours.
pub async fn run(host: &Arc<Host>, _: &Caller, request: RehearseRun) -> Result<Rehearsed, Problem> {
    let hours = request.hours.unwrap_or(HOURS);
    if !(1..=MOST_HOURS).contains(&hours) {
        let told = params([("hours", hours.into()), ("most", MOST_HOURS.into())]);
        return Err(Problem::with("rehearse-too-far", told));
    }
    let path = host.state.root().join("cron/jobs.json");
    let jobs = aside(move || read(&path)).await?;
    let lanes = match &host.live {
        Some(live) => live.lanes.clone(),
        None => Lanes::new(Arc::clone(&host.parts), host.paused.subscribe()),
    };
    let runs = Arc::new(JobRuns::new(Arc::clone(&host.parts), lanes));
    let from = host.now();
    let until = from + i64::from(hours) * HOUR_MS;
    let (found, cut) = rehearse(&host.parts, &jobs, runs, until).await?;
    let (mut sum, mut unpriced, mut count) = ((0, 0), 0, 0);
    let mut items = Vec::new();
    for item in found {
        let works = matches!(
            item.kind,
            RehearsedKind::Job | RehearsedKind::Beat | RehearsedKind::Event
        );
        if item.runs && works {
            count += 1;
            match item.cost {
                Some((low, high)) => sum = (sum.0 + low, sum.1 + high),
                None => unpriced += 1,
            }
        }
        let mut text = sentence(host, &item.told.code, &item.told.params);
        if let Some(why) = &item.why {
            let why = host.parts.words.problem(host.language(), why);
            let told = params([("what", text.into()), ("why", why.into())]);
            text = sentence(host, "rehearsed-left", &told);
        }
        items.push(RehearsedItem {
            at: item.at,
            kind: item.kind,
            reference: item.reference,
            runs: item.runs,
            text,
            cost: item.cost.map(in_dollars),
        });
    }
    let EstimatedCost { low, high } = in_dollars(sum);
    Ok(Rehearsed {
        from,
        until,
        zone: host.parts.zone(),
        items,
        cut,
        runs: count,
        cost: EstimatedCost { low, high },
        unpriced,
        currency: "USD".into(),
    })
}

/// The jobs as they stand in the file; it is mended by whoever owns it, not here.
fn read(path: &std::path::Path) -> Result<Vec<Job>, Problem> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StorageError::io(path)(error).into()),
    };
    Ok(match Jobs::read(&bytes) {
        ReadJobs::Whole { jobs, .. } => jobs.owned(),
        ReadJobs::Newer(_) | ReadJobs::Damaged => Vec::new(),
    })
}
