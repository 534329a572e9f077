//! A value that servers change and tests watch: every change wakes whoever waits for it.
//!
//! Owns: the state of one fake and the waiting for it.
//! Never: polls, or trusts a clock a test may have paused; limits are real seconds.

use std::future::Future;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use tokio::sync::{oneshot, watch};

/// How long a test waits for something that should happen soon, in real time.
/// Generous: it is only ever used up by a failing test.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Shared state with a wake-up for each change. Clones share the value.
pub struct Board<T>(Arc<watch::Sender<T>>);

impl<T> Clone for Board<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Send + Sync + 'static> Board<T> {
    /// A board that starts with this value.
    pub fn new(value: T) -> Self {
        Self(Arc::new(watch::Sender::new(value)))
    }

    /// Changes the value and wakes all who wait.
    pub fn change<R>(&self, edit: impl FnOnce(&mut T) -> R) -> R {
        let mut result = None;
        self.0.send_modify(|value| result = Some(edit(value)));
        result.expect("send_modify runs the edit")
    }

    /// Reads from the value.
    pub fn look<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.0.borrow())
    }

    /// Waits, without a limit, until the value satisfies `met`.
    pub async fn until(&self, met: impl FnMut(&T) -> bool) {
        let mut seen = self.0.subscribe();
        // The sender lives in self, so the channel cannot close while we wait.
        let _ = seen.wait_for(met).await;
    }

    /// Waits for `met` with [`PATIENCE`].
    ///
    /// # Panics
    /// When it was not met in time, with `what` was waited for and what `tell` says arrived.
    pub async fn expect(
        &self,
        what: &str,
        met: impl FnMut(&T) -> bool,
        tell: impl FnOnce(&T) -> String,
    ) {
        if within(PATIENCE, self.until(met)).await.is_none() {
            panic!(
                "waited {PATIENCE:?} for {what}; what there is: {}",
                self.look(tell)
            );
        }
    }
}

/// Runs `work` for at most `limit` of real time, even where a test paused tokio's clock
/// (a paused clock jumps to the next timer, so tokio's own timeout would fire at once).
pub async fn within<F: Future>(limit: Duration, work: F) -> Option<F::Output> {
    let (_done, waiting) = channel::<()>();
    let (alarm, rung) = oneshot::channel::<()>();
    std::thread::spawn(move || {
        if waiting.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
            let _ = alarm.send(());
        }
    });
    tokio::select! {
        biased;
        output = work => Some(output),
        _ = rung => None,
    }
}
