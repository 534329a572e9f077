//! System events that wait to be read: when one needs a turn of its own.
//!
//! Owns that rule. The events themselves lie in their table; they are read by a beat or a talk,
//! whichever comes first.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::decide::{Held, Pause};
use super::plan::Plan;
use crate::clock::Ms;

/// An event is read by the next beat where one is planned within this time, ms.
const SOON: Ms = 24 * 3_600_000;
/// Where none is, it waits so long for others before it gets a turn of its own, ms.
const GRACE: Ms = 60_000;

/// When an event is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum WakeMode {
    /// At once, by a turn of its own.
    Now,
    /// By the next beat or the next talk.
    NextHeartbeat,
}

/// An event that nobody has read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// When it is to be read.
    pub wake: WakeMode,
    /// When it was queued, ms.
    pub since: Ms,
}

/// When this event gets a turn of its own, ms; `None` while a beat is planned soon enough.
pub fn wakes_at(event: &Waiting, plan: Option<&Plan>, held: &Held, now: Ms) -> Option<Ms> {
    match event.wake {
        WakeMode::Now => Some(event.since),
        WakeMode::NextHeartbeat => {
            let soon = planned(plan, held, now).is_some_and(|beat| beat <= event.since + SOON);
            (!soon).then_some(event.since + GRACE)
        }
    }
}

/// The next beat that is not held.
fn planned(plan: Option<&Plan>, held: &Held, now: Ms) -> Option<Ms> {
    let from = [held.autonomous, held.heartbeat]
        .into_iter()
        .try_fold(now, |from, pause| match pause {
            Pause::No => Some(from),
            Pause::Until(until) => Some(from.max(until)),
            Pause::UntilResumed => None,
        })?;
    plan?.next(from)
}
