//! Waiting for what a window does in its own time.
//!
//! Owns the one loop that looks again. Never passes by time alone: it ends when the thing is so.

use std::time::{Duration, Instant};

use cove_tests::board::PATIENCE;

/// Between two looks: a page gives a driver no signal.
const LOOK: Duration = Duration::from_millis(25);

/// Looks until there is something; fails after the tests' usual patience.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(
            started.elapsed() < PATIENCE,
            "waited {PATIENCE:?} for {what}"
        );
        tokio::time::sleep(LOOK).await;
    }
}
