//! Looks at the workspace while other programs write in it.
//!
//! Owns the watch on the directory (never on single files: a replace swaps them) and hands what
//! changed to [`Files::notice`], which tells our own writes by their content. Where the system
//! can't watch, it looks again every few seconds.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use notify_debouncer_full::notify::{self, PollWatcher, RecursiveMode};
use notify_debouncer_full::{
    DebounceEventResult, Debouncer, NoCache, RecommendedCache, new_debouncer, new_debouncer_opt,
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::paths::TEMP_PREFIX;
use super::{Change, Files, RelPath};

/// An editor's burst of writes is one look.
const QUIET: Duration = Duration::from_millis(300);
/// Where the system can't watch.
const POLL: Duration = Duration::from_secs(5);
/// Looks that wait; when they are full, everything is looked at instead.
const WAITING: usize = 64;

/// Told of each batch of changes other programs made.
pub type Noticed = Arc<dyn Fn(&[Change]) + Send + Sync>;

/// What the watching thread tells the task.
enum Look {
    At(Vec<RelPath>),
    Everything,
}

enum Held {
    System(#[allow(dead_code, reason = "dropping it ends the watch")] System),
    Poll(#[allow(dead_code, reason = "dropping it ends the watch")] Poll),
}

type System = Debouncer<notify::RecommendedWatcher, RecommendedCache>;
type Poll = Debouncer<PollWatcher, NoCache>;

/// Watches until `cancel`. Looks at everything once first, for what happened while Cove was away.
pub async fn watch(files: Arc<Files>, noticed: Noticed, cancel: CancellationToken) {
    let (sender, mut looks) = mpsc::channel(WAITING);
    let (missed, mut lost_count) = tokio::sync::watch::channel(());
    let root = files.workspace().root().to_owned();
    let held = start(&root, &sender, &missed);
    if held.is_none() {
        tracing::warn!("the workspace can't be watched; changes are seen when a file is used");
    }
    look(&files, &noticed, Look::Everything).await;
    loop {
        let next = tokio::select! {
            () = cancel.cancelled() => break,
            Some(next) = looks.recv() => next,
            Ok(()) = lost_count.changed() => Look::Everything,
        };
        look(&files, &noticed, next).await;
    }
    drop(held);
}

async fn look(files: &Files, noticed: &Noticed, look: Look) {
    let changes = match look {
        Look::At(paths) => files.notice(paths).await,
        Look::Everything => files.notice_all().await,
    };
    match changes {
        Ok(changes) if changes.is_empty() => {}
        Ok(changes) => noticed(&changes),
        Err(error) => tracing::warn!(%error, "changes of other programs could not be kept"),
    }
}

fn start(
    root: &Path,
    sender: &mpsc::Sender<Look>,
    missed: &tokio::sync::watch::Sender<()>,
) -> Option<Held> {
    let handler = || {
        let (root, sender, missed) = (root.to_owned(), sender.clone(), missed.clone());
        move |result| pass_on(&root, result, &sender, &missed)
    };
    let system = new_debouncer(QUIET, None, handler()).and_then(|mut watcher: System| {
        watcher.watch(root, RecursiveMode::Recursive)?;
        Ok(watcher)
    });
    match system {
        Ok(watcher) => return Some(Held::System(watcher)),
        Err(error) => tracing::info!(%error, "the system can't watch the workspace; polling"),
    }
    poll(root, handler(), POLL).map(Held::Poll)
}

fn poll(
    root: &Path,
    handler: impl FnMut(DebounceEventResult) + Send + 'static,
    every: Duration,
) -> Option<Poll> {
    let config = notify::Config::default().with_poll_interval(every);
    let made = new_debouncer_opt::<_, PollWatcher, NoCache>(
        QUIET.min(every),
        None,
        handler,
        NoCache::new(),
        config,
    );
    let mut watcher = made.ok()?;
    watcher.watch(root, RecursiveMode::Recursive).ok()?;
    Some(watcher)
}

/// Runs on the watching thread.
fn pass_on(
    root: &Path,
    result: DebounceEventResult,
    sender: &mpsc::Sender<Look>,
    missed: &tokio::sync::watch::Sender<()>,
) {
    let look = match result {
        Ok(events) if events.iter().any(|event| event.need_rescan()) => Look::Everything,
        Ok(events) => {
            let changed = events.iter().filter(|event| !event.kind.is_access());
            let paths = changed.flat_map(|event| event.paths.iter());
            let mut paths: Vec<RelPath> = paths.filter_map(|path| inside(root, path)).collect();
            paths.sort();
            paths.dedup();
            if paths.is_empty() {
                return;
            }
            Look::At(paths)
        }
        Err(errors) => {
            tracing::debug!(?errors, "the watch lost count");
            Look::Everything
        }
    };
    let everything = matches!(look, Look::Everything);
    if everything || sender.try_send(look).is_err() {
        missed.send_replace(());
    }
}

/// The path of a file that a look would read; hidden folders and our temporary files are not.
fn inside(root: &Path, path: &Path) -> Option<RelPath> {
    let inner: PathBuf = path.strip_prefix(root).ok()?.to_owned();
    let names: Option<Vec<&str>> = inner.iter().map(|name| name.to_str()).collect();
    let names = names?;
    let (name, folders) = names.split_last()?;
    let hidden = folders
        .iter()
        .any(|folder| folder.starts_with('.') || super::walk::PASSED_OVER.contains(folder));
    // A folder is looked at through its files; a path that is gone may have been a file.
    if hidden || name.starts_with(TEMP_PREFIX) || path.is_dir() {
        return None;
    }
    RelPath::parse(&names.join("/")).ok()
}

#[cfg(test)]
#[path = "watch_tests.rs"]
mod tests;
