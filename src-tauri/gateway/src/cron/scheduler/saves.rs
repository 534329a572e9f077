//! Sees that somebody saves `jobs.json`, so that an edit by hand counts at once.
//!
//! Owns the watch on its folder, since editors replace files. It only rings: whether anything is
//! different is seen by the file itself, and what Cove wrote is known by how it left it.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use notify_debouncer_full::notify::{self, PollWatcher, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, NoCache, new_debouncer_opt};
use tokio::sync::Notify;

use crate::cron::store::FILE;

/// An editor's burst of writes is one look.
const QUIET: Duration = Duration::from_millis(200);
/// Where the system gives no events.
const POLL: Duration = Duration::from_secs(2);

/// Watches for as long as it is held.
pub(super) enum Saves {
    /// By the system's events.
    System(#[allow(dead_code, reason = "dropping it ends the watch")] System),
    /// By looking.
    Poll(#[allow(dead_code, reason = "dropping it ends the watch")] Poll),
}

type System = Debouncer<RecommendedWatcher, NoCache>;
type Poll = Debouncer<PollWatcher, NoCache>;

/// Rings when the file in `folder` may be another one; `None` = it can't be watched, and edits are
/// found by the scheduler's own looks. Blocks on the disk.
pub(super) fn watch(folder: &Path, wake: &Arc<Notify>) -> Option<Saves> {
    if let Err(error) = std::fs::create_dir_all(folder) {
        tracing::warn!(%error, "the folder of the jobs can't be made");
        return None;
    }
    let system = || -> notify::Result<Saves> {
        let config = notify::Config::default();
        let mut made: System = new_debouncer_opt(QUIET, None, ring(wake), NoCache::new(), config)?;
        made.watch(folder, RecursiveMode::NonRecursive)?;
        Ok(Saves::System(made))
    };
    let polled = || -> notify::Result<Saves> {
        let config = notify::Config::default().with_poll_interval(POLL);
        let mut made: Poll = new_debouncer_opt(QUIET, None, ring(wake), NoCache::new(), config)?;
        made.watch(folder, RecursiveMode::NonRecursive)?;
        Ok(Saves::Poll(made))
    };
    match system().or_else(|_| polled()) {
        Ok(made) => Some(made),
        Err(error) => {
            tracing::warn!(%error, "the jobs can't be watched; edits by hand count within a minute");
            None
        }
    }
}

/// Runs on the watching thread.
fn ring(wake: &Arc<Notify>) -> impl FnMut(DebounceEventResult) + Send + 'static {
    let wake = Arc::clone(wake);
    move |result| {
        let rings = match result {
            Ok(events) => events.iter().any(|event| {
                let of_file = |path: &std::path::PathBuf| path.ends_with(FILE);
                event.need_rescan() || !event.kind.is_access() && event.paths.iter().any(of_file)
            }),
            Err(errors) => {
                tracing::debug!(?errors, "watching the jobs");
                true
            }
        };
        if rings {
            wake.notify_one();
        }
    }
}
