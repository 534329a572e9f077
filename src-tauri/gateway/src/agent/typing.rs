//! “Is writing”, shown while a turn works.
//!
//! Owns the rhythm; ends with the guard it hands out.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::{CancellationToken, DropGuard};

use super::Parts;
use crate::channel::Route;

/// Shows it until the guard is dropped.
pub(super) fn show(parts: &Arc<Parts>, route: &Route) -> DropGuard {
    let cancel = CancellationToken::new();
    if let Some(channel) = parts.channels.get(route.channel, &route.account) {
        let (own, clock, route) = (cancel.clone(), Arc::clone(&parts.clock), route.clone());
        // `session.typingIntervalSeconds`.
        let every = parts.config.current().session.typing_interval_seconds;
        tokio::spawn(async move {
            let shown = async {
                loop {
                    channel.typing(&route).await;
                    clock.sleep(Duration::from_secs(every)).await;
                }
            };
            own.run_until_cancelled(shown).await;
        });
    }
    cancel.drop_guard()
}
