//! The scheduler, started beside the other tasks of a running gateway.
//!
//! Owns handing it what it needs: the port to the lanes and where `jobs.json` lies.

use std::sync::Arc;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::host::Host;
use super::vital::Vital;
use crate::agent::JobRuns;
use crate::cron::{SchedulerParts, schedule};

/// Jobs wait after too many starts, unless a test build is told otherwise: a test kills it often.
fn settles(host: &Host) -> bool {
    !cfg!(feature = "test-hooks") || (host.env)("COVE_TEST_NO_SETTLING").is_none()
}

/// Starts it; it ends with `cancel`.
pub(super) fn start(
    host: &Arc<Host>,
    cancel: &CancellationToken,
    tasks: &TaskTracker,
    vital: &Vital,
) {
    let Some(live) = &host.live else { return };
    let Some(inbox) = host.parts.jobs.attend() else {
        return;
    };
    let runs = JobRuns::new(Arc::clone(&host.parts), live.lanes.clone());
    let parts = SchedulerParts {
        db: host.db().clone(),
        clock: Arc::clone(&host.parts.clock),
        config: host.config().clone(),
        folder: host.state.cron(),
        events: host.events().clone(),
        inbox,
        wake: Arc::new(Notify::new()),
        starter: Arc::new(runs),
        settles: settles(host),
        tasks: tasks.clone(),
        cancel: cancel.clone(),
    };
    vital.spawn("jobs", async move {
        if let Err(error) = schedule(parts).await {
            tracing::error!(%error, "jobs do not run");
        }
    });
}
