//! Replaces sessions that have had their time, at the moment they have had it.
//!
//! Owns the watch over that moment and how many are replaced at once. Whether one really is due is
//! judged in its lane. What became due before the start waits for the next turn: a start must not
//! set every old conversation to work at once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures::{StreamExt, stream};

use super::host::Host;
use crate::activity::{Scope, current_holds};
use crate::agent::{NewSession, Operation, coming_resets};
use crate::clock::Ms;
use crate::session::{NextReset, ResetReason, SessionKey};
use crate::storage::StorageError;

/// Looked at again at the latest after this: the wall clock may step.
const LOOK: Ms = 60_000;
/// Sessions replaced at once; each may ask a model what to keep.
const AT_ONCE: usize = 2;

/// Saving has a minute; what takes longer is a turn.
const PATIENCE: Duration = Duration::from_secs(90);

/// Watches until it is dropped.
pub(super) async fn watch(host: &Arc<Host>) {
    // When a session was last found not to be due after all.
    let mut tried: BTreeMap<SessionKey, Ms> = BTreeMap::new();
    loop {
        let coming = coming_resets(&host.parts);
        let now = host.now();
        let due = due(&coming, host.started_at, now);
        tried.retain(|key, at| due.contains(&(key.clone(), *at)));
        let new: Vec<(SessionKey, Ms)> = due
            .into_iter()
            .filter(|(key, at)| tried.get(key) != Some(at))
            .collect();
        match held(host).await {
            Ok(false) => {
                tried.extend(new.iter().cloned());
                stream::iter(new)
                    .for_each_concurrent(AT_ONCE, |(key, _)| replace(host, key))
                    .await;
            }
            Ok(true) => {}
            Err(error) => tracing::error!(%error, "the holds could not be read"),
        }
        // What came due while this round was at work is looked at without waiting.
        let later = coming.iter().map(|(_, next)| ends_at(next));
        let next = later.filter(|at| *at > now).min();
        let left = next.map_or(LOOK, |at| at - host.now()).min(LOOK);
        let left = Duration::from_millis(u64::try_from(left).unwrap_or(0));
        host.parts.clock.sleep(left).await;
    }
}

/// What became due since the start, with the moment it did.
fn due(coming: &[(SessionKey, NextReset)], started: Ms, now: Ms) -> Vec<(SessionKey, Ms)> {
    coming
        .iter()
        .map(|(key, next)| (key, ends_at(next)))
        .filter(|(_, at)| (started..=now).contains(at))
        .map(|(key, at)| (key.clone(), at))
        .collect()
}

/// The first moment at which it is due: exactly so many minutes of silence are still fresh.
fn ends_at(next: &NextReset) -> Ms {
    match next.reason {
        ResetReason::Idle => next.at.saturating_add(1),
        _ => next.at,
    }
}

/// Has a session replaced. Where its lane is at work it is replaced behind that, whenever that is:
/// a long turn holds up no other conversation.
async fn replace(host: &Arc<Host>, key: SessionKey) {
    let Some(live) = &host.live else { return };
    let before = live.lanes.view(&key);
    let at_work = before.running.is_some() || !before.waiting.is_empty();
    let operation = Operation::NewSession(NewSession::Due);
    let done = live.lanes.operate(&key, operation, "clock".to_owned());
    if at_work {
        return;
    }
    tokio::select! {
        done = done => {
            if let Err(problem) = done {
                tracing::warn!(code = problem.code, %key, "a session could not be replaced");
            }
        }
        // A message came in at the same moment.
        () = host.parts.clock.sleep(PATIENCE) => {}
    }
}

/// Whether nothing may run by itself.
async fn held(host: &Host) -> Result<bool, StorageError> {
    let now = host.now();
    let holds = host
        .db()
        .read(move |connection| current_holds(connection, now))
        .await?;
    let scopes = [Scope::All.to_string(), Scope::Autonomous.to_string()];
    Ok(holds.iter().any(|hold| scopes.contains(&hold.scope)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_became_due_before_the_start_waits_for_its_next_turn() {
        let key = SessionKey::main("main");
        let check = |reason, at: Ms, expected: usize| {
            let found = due(&[(key.clone(), NextReset { at, reason })], 100, 200);
            assert_eq!(found.len(), expected, "{reason:?} {at}");
        };
        check(ResetReason::Daily, 99, 0);
        check(ResetReason::Daily, 100, 1);
        check(ResetReason::Daily, 200, 1);
        check(ResetReason::Daily, 201, 0);
        check(ResetReason::Idle, 98, 0);
        check(ResetReason::Idle, 199, 1);
        check(ResetReason::Idle, 200, 0);
    }
}
