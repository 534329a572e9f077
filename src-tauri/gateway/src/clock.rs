//! Time as an argument: wall time, elapsed time and the computer's zone.
//!
//! Owns the only calls to the system's clock. Logic takes a [`Clock`] (or a value read from it)
//! and never asks the system itself, so tests and the rehearsal drive time by hand.

#[cfg(all(unix, feature = "test-hooks"))]
mod remote;

mod passed;
mod zoned;

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use chrono::{DateTime, TimeZone, Utc};

pub use passed::{Look, Passed};
#[cfg(all(unix, feature = "test-hooks"))]
pub use remote::remote;
pub use zoned::{LocalKind, Resolved, instant_of, local_of, passes_of, resolve};

/// An instant for people, to the minute, in a zone (an IANA name): `2026-11-21 14:31`.
pub fn local_minute(at: Ms, zone: &str) -> String {
    let zone: chrono_tz::Tz = zone.parse().unwrap_or(chrono_tz::UTC);
    let local = utc(at).with_timezone(&zone);
    local.format("%Y-%m-%d %H:%M").to_string()
}

/// The same of a planned run: with its seconds where they are asked for, and with the offset where
/// the clocks show that time twice.
pub fn local_run(at: Ms, zone: &str, seconds: bool) -> String {
    let zone: chrono_tz::Tz = zone.parse().unwrap_or(chrono_tz::UTC);
    let twice = passes_of(local_of(at, zone), zone).len() > 1;
    let form = match (seconds, twice) {
        (false, false) => "%Y-%m-%d %H:%M",
        (false, true) => "%Y-%m-%d %H:%M %:z",
        (true, false) => "%Y-%m-%d %H:%M:%S",
        (true, true) => "%Y-%m-%d %H:%M:%S %:z",
    };
    utc(at).with_timezone(&zone).format(form).to_string()
}

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Ms = i64;

/// A shared clock.
pub type SharedClock = Arc<dyn Clock>;

/// Where the time comes from.
#[async_trait]
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// Wall time, ms since 1970 UTC. May step.
    fn now_ms(&self) -> Ms;
    /// Milliseconds that never run backwards, from an arbitrary start.
    fn monotonic_ms(&self) -> Ms;
    /// Milliseconds that never run backwards and go on while the computer sleeps; `None` where that
    /// can't be told.
    fn with_sleep_ms(&self) -> Option<Ms> {
        None
    }
    /// The computer's zone, an IANA name; `UTC` where it can't be told.
    fn zone(&self) -> String;
    /// Returns once this clock has moved on by `span`.
    async fn sleep(&self, span: Duration);
    /// It moves as the computer's does; a driven one stands still until it is told to move.
    fn moves_by_itself(&self) -> bool {
        true
    }
}

/// Wall time as chrono's type.
pub fn utc(at: Ms) -> DateTime<Utc> {
    Utc.timestamp_millis_opt(at).single().unwrap_or_default()
}

/// ISO 8601 with milliseconds and `Z`, as transcripts hold it.
pub fn iso(at: Ms) -> String {
    utc(at).to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

/// The computer's own clock.
#[derive(Debug)]
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// A shared system clock.
    pub fn shared() -> SharedClock {
        Arc::new(Self {
            start: Instant::now(),
        })
    }
}

#[async_trait]
impl Clock for SystemClock {
    fn now_ms(&self) -> Ms {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Ms::try_from(since.as_millis()).unwrap_or(Ms::MAX)
    }

    fn monotonic_ms(&self) -> Ms {
        Ms::try_from(self.start.elapsed().as_millis()).unwrap_or(Ms::MAX)
    }

    #[cfg(target_os = "linux")]
    fn with_sleep_ms(&self) -> Option<Ms> {
        // Seconds since the computer was started, sleep and all.
        let text = std::fs::read_to_string("/proc/uptime").ok()?;
        let (seconds, _) = text.split_once(' ')?;
        let (whole, part) = seconds.split_once('.')?;
        let hundredths: Ms = format!("{part:0<2}").get(..2)?.parse().ok()?;
        Some(whole.parse::<Ms>().ok()? * 1_000 + hundredths * 10)
    }

    fn zone(&self) -> String {
        iana_time_zone::get_timezone().unwrap_or_else(|_| "UTC".to_owned())
    }

    async fn sleep(&self, span: Duration) {
        tokio::time::sleep(span).await;
    }
}

/// A clock that moves only when told to.
#[cfg(any(test, feature = "test-hooks"))]
#[derive(Debug)]
pub struct ManualClock {
    now: tokio::sync::watch::Sender<(Ms, Ms)>,
    // Held to read or write it, never over an await.
    zone: std::sync::Mutex<String>,
    /// It can tell sleep from a clock that was set.
    tells_sleep: std::sync::atomic::AtomicBool,
}

#[cfg(any(test, feature = "test-hooks"))]
impl ManualClock {
    /// Stands at `now` in `zone`.
    pub fn new(now: Ms, zone: &str) -> Arc<Self> {
        let (sender, _) = tokio::sync::watch::channel((now, 0));
        Arc::new(Self {
            now: sender,
            zone: std::sync::Mutex::new(zone.to_owned()),
            tells_sleep: std::sync::atomic::AtomicBool::new(false),
        })
    }

    /// Moves wall and elapsed time on; sleepers that are due wake.
    pub fn advance(&self, span: Duration) {
        let ms = Ms::try_from(span.as_millis()).unwrap_or(Ms::MAX);
        self.now.send_modify(|(wall, elapsed)| {
            *wall += ms;
            *elapsed += ms;
        });
    }

    /// The computer is in another zone now, an IANA name.
    pub fn move_to(&self, zone: &str) {
        *self.place() = zone.to_owned();
    }

    /// From now on it can be told that the computer did not sleep.
    pub fn stays_awake(&self) {
        let tells = &self.tells_sleep;
        tells.store(true, std::sync::atomic::Ordering::Relaxed);
    }

    fn place(&self) -> std::sync::MutexGuard<'_, String> {
        let place = self.zone.lock();
        place.unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Steps wall time alone, as a person or a time server does.
    pub fn step_to(&self, wall: Ms) {
        self.now.send_modify(|now| now.0 = wall);
    }
}

#[cfg(any(test, feature = "test-hooks"))]
#[async_trait]
impl Clock for ManualClock {
    fn now_ms(&self) -> Ms {
        self.now.borrow().0
    }

    fn monotonic_ms(&self) -> Ms {
        self.now.borrow().1
    }

    fn with_sleep_ms(&self) -> Option<Ms> {
        let tells = &self.tells_sleep;
        let tells = tells.load(std::sync::atomic::Ordering::Relaxed);
        tells.then(|| self.monotonic_ms())
    }

    fn zone(&self) -> String {
        self.place().clone()
    }

    fn moves_by_itself(&self) -> bool {
        false
    }

    async fn sleep(&self, span: Duration) {
        let due = self.monotonic_ms() + Ms::try_from(span.as_millis()).unwrap_or(Ms::MAX / 2);
        let mut now = self.now.subscribe();
        // The sender lives as long as `self`, so this ends only when the time has come.
        let _ = now.wait_for(|(_, elapsed)| *elapsed >= due).await;
    }
}
