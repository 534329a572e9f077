//! A bound on how long something may take, on the gateway's clock.
//!
//! Owns the timer. What runs is told to stop and comes to its own end, so that what it spent is
//! still counted.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::clock::SharedClock;

/// Stops work after a while, or when whoever began it is stopped.
#[derive(Debug)]
pub(super) struct Deadline {
    /// For the work.
    pub stop: CancellationToken,
    late: CancellationToken,
    timer: JoinHandle<()>,
}

impl Deadline {
    /// Begins now.
    pub fn begin(clock: SharedClock, limit: Duration, cancel: &CancellationToken) -> Self {
        let (stop, late) = (cancel.child_token(), CancellationToken::new());
        let (timed_stop, timed_late) = (stop.clone(), late.clone());
        let timer = tokio::spawn(async move {
            clock.sleep(limit).await;
            timed_late.cancel();
            timed_stop.cancel();
        });
        Self { stop, late, timer }
    }

    /// Whether the time was over.
    pub fn is_late(&self) -> bool {
        self.late.is_cancelled()
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        self.timer.abort();
    }
}
