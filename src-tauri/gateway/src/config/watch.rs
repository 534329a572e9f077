//! Reads the settings again when somebody saves them.
//!
//! Owns the watcher and nothing else. It watches folders, since editors and Cove itself replace
//! the file; what Cove wrote itself is known by its bytes and changes nothing.

use std::path::PathBuf;
use std::time::Duration;

use notify_debouncer_full::notify::{self, PollWatcher, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, NoCache, new_debouncer_opt};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::store::ConfigStore;

/// Quiet time after a save before the file is read.
const DEBOUNCE: Duration = Duration::from_millis(300);
/// Where the system gives no events.
const POLL: Duration = Duration::from_secs(2);

enum Watcher {
    System(Debouncer<RecommendedWatcher, NoCache>),
    Poll(Debouncer<PollWatcher, NoCache>),
}

impl Watcher {
    fn start(wake: mpsc::Sender<()>) -> notify::Result<Self> {
        let config = notify::Config::default();
        new_debouncer_opt(DEBOUNCE, None, waker(wake), NoCache::new(), config).map(Self::System)
    }

    fn start_polling(wake: mpsc::Sender<()>) -> notify::Result<Self> {
        let config = notify::Config::default().with_poll_interval(POLL);
        new_debouncer_opt(DEBOUNCE, None, waker(wake), NoCache::new(), config).map(Self::Poll)
    }

    fn watch(&mut self, folder: &PathBuf) -> notify::Result<()> {
        match self {
            Self::System(watcher) => watcher.watch(folder, RecursiveMode::NonRecursive),
            Self::Poll(watcher) => watcher.watch(folder, RecursiveMode::NonRecursive),
        }
    }
}

/// Runs on the watcher's own thread. One wake waiting is enough: it reads the newest file.
fn waker(wake: mpsc::Sender<()>) -> impl FnMut(DebounceEventResult) + Send + 'static {
    move |result| {
        if let Err(errors) = result {
            tracing::debug!(?errors, "watching the settings");
        }
        let _ = wake.try_send(());
    }
}

/// Watches until cancelled. To be started after `ready`.
pub async fn watch(store: ConfigStore, cancel: CancellationToken) {
    let (wake, mut woken) = mpsc::channel(1);
    let mut watched: Vec<PathBuf> = Vec::new();
    let mut watcher = match start(&store, &wake, &mut watched) {
        Ok(watcher) => watcher,
        Err(error) => {
            tracing::warn!(%error, "the settings can't be watched; changes need a restart");
            return;
        }
    };
    // A save between opening and watching.
    reload(&store).await;
    loop {
        tokio::select! {
            () = cancel.cancelled() => return,
            _ = woken.recv() => {
                if reload(&store).await {
                    add(&mut watcher, &store, &mut watched);
                }
            }
        }
    }
}

fn start(
    store: &ConfigStore,
    wake: &mpsc::Sender<()>,
    watched: &mut Vec<PathBuf>,
) -> notify::Result<Watcher> {
    let system = Watcher::start(wake.clone()).and_then(|mut watcher| {
        for folder in store.folders() {
            watcher.watch(&folder)?;
            watched.push(folder);
        }
        Ok(watcher)
    });
    system.or_else(|error| {
        tracing::info!(%error, "no file events here, looking every two seconds");
        let mut watcher = Watcher::start_polling(wake.clone())?;
        watched.clear();
        add(&mut watcher, store, watched);
        Ok(watcher)
    })
}

/// Watches folders of files that are included since.
fn add(watcher: &mut Watcher, store: &ConfigStore, watched: &mut Vec<PathBuf>) {
    for folder in store.folders() {
        if watched.contains(&folder) {
            continue;
        }
        match watcher.watch(&folder) {
            Ok(()) => watched.push(folder),
            Err(error) => tracing::warn!(%error, "an included folder can't be watched"),
        }
    }
}

async fn reload(store: &ConfigStore) -> bool {
    let store = store.clone();
    tokio::task::spawn_blocking(move || store.reload())
        .await
        .unwrap_or(false)
}
