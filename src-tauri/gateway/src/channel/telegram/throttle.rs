//! The limits of one bot, asked by everybody who sends with it.
//!
//! Owns the lock around [`Limits`] and the clock they are held against. Never sleeps: whoever is
//! told to wait comes again.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::limit::Limits;
use crate::channel::answering::Urgency;
use crate::channel::types::Route;
use crate::clock::{Ms, SharedClock};

/// The limits of one bot.
pub struct Throttle {
    clock: SharedClock,
    // Held for one decision.
    limits: Mutex<Limits>,
}

impl Throttle {
    /// Limits nothing was asked of yet.
    pub fn new(clock: SharedClock) -> Self {
        Self {
            clock,
            limits: Mutex::default(),
        }
    }

    /// How long something would have to wait.
    pub fn wait(&self, route: &Route, urgency: Urgency) -> Duration {
        let now = self.clock.monotonic_ms();
        span(self.lock().wait(route, urgency, now))
    }

    /// Takes a place, or says how long to wait for one.
    pub fn admit(&self, route: &Route, urgency: Urgency) -> Result<(), Duration> {
        let now = self.clock.monotonic_ms();
        let mut limits = self.lock();
        match limits.wait(route, urgency, now) {
            0 => {
                limits.take(route, now);
                Ok(())
            }
            wait => Err(span(wait)),
        }
    }

    /// Something went that did not ask.
    pub fn took(&self, route: &Route) {
        let now = self.clock.monotonic_ms();
        self.lock().take(route, now);
    }

    /// Telegram said “too many”.
    pub fn refused(&self, route: &Route, pause: Duration) {
        let now = self.clock.monotonic_ms();
        let pause = Ms::try_from(pause.as_millis()).unwrap_or(Ms::MAX / 4);
        self.lock().refused(route, pause, now);
    }

    fn lock(&self) -> MutexGuard<'_, Limits> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn span(ms: Ms) -> Duration {
    Duration::from_millis(u64::try_from(ms).unwrap_or(0))
}
