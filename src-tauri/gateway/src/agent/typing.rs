//! “Is writing”, shown while a turn works.
//!
//! Owns the rhythm; ends with the guard it hands out.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::{CancellationToken, DropGuard};

use super::Parts;
use crate::channel::Route;

/// Telegram shows it for five seconds.
const EVERY: Duration = Duration::from_millis(4_500);

/// Shows it until the guard is dropped.
pub(super) fn show(parts: &Arc<Parts>, route: &Route) -> DropGuard {
    let cancel = CancellationToken::new();
    if let Some(channel) = parts.channels.get(route.channel, &route.account) {
        let (own, clock, route) = (cancel.clone(), Arc::clone(&parts.clock), route.clone());
        tokio::spawn(async move {
            let shown = async {
                loop {
                    channel.typing(&route).await;
                    clock.sleep(EVERY).await;
                }
            };
            own.run_until_cancelled(shown).await;
        });
    }
    cancel.drop_guard()
}
