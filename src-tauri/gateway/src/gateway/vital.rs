//! The tasks a gateway can't be without.
//!
//! Owns noticing that one of them panicked. What follows is its owner's: the gateway is stopped and
//! started again, so that every part begins from what is durable, as after a kill.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Starts them.
#[derive(Debug, Clone, Default)]
pub(super) struct Vital {
    tasks: TaskTracker,
    failed: CancellationToken,
}

impl Vital {
    /// With the tasks a stop waits for.
    pub(super) fn new(tasks: TaskTracker) -> Self {
        Self {
            tasks,
            failed: CancellationToken::new(),
        }
    }

    /// Cancelled as soon as one of them has failed.
    pub(super) fn failed(&self) -> &CancellationToken {
        &self.failed
    }

    /// Runs `work` beside the others; `what` names it in the log.
    pub(super) fn spawn<F>(&self, what: &'static str, work: F)
    where
        F: Future<Output: Send> + Send + 'static,
    {
        let failed = self.failed.clone();
        self.tasks.spawn(async move {
            if AssertUnwindSafe(work).catch_unwind().await.is_err() {
                tracing::error!(what, "a part of the gateway failed");
                failed.cancel();
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_a_panic_is_a_failure() {
        let vital = Vital::default();
        vital.spawn("ends", async {});
        vital.tasks.close();
        vital.tasks.wait().await;
        assert!(!vital.failed().is_cancelled());
        vital.tasks.reopen();
        vital.spawn("fails", async { assert!(std::env::args().count() == 0) });
        vital.failed().cancelled().await;
    }
}
