//! When sessions began and when they will be replaced, to be shown and to be watched.
//!
//! Owns nothing: the settings, the record and the pure clocks of `session` say it.

use super::Parts;
use crate::clock::Ms;
use crate::config::Config;
use crate::session::{
    EntryView, NextReset, ResetRules, SEEN_FIELDS, Seen, SessionKey, Zones, next_reset,
    reset_policy, reset_rules,
};

/// The life of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResetTimes {
    /// When it began or was opened again, ms.
    pub last: Ms,
    /// When it will be replaced if nobody speaks until then.
    pub next: Option<NextReset>,
}

/// The life of the session a key has.
pub fn reset_times(parts: &Parts, key: &SessionKey, record: &EntryView) -> ResetTimes {
    let (config, zone) = (parts.config.current(), parts.clock.zone());
    let seen = Seen::of(record, None);
    ResetTimes {
        last: seen.started,
        next: next_reset(
            rules_of(&config, &zone, key, record),
            seen,
            parts.clock.now_ms(),
        ),
    }
}

/// Every session that will be replaced by the clock, with the moment.
pub fn coming_resets(parts: &Parts) -> Vec<(SessionKey, NextReset)> {
    let (config, zone, now) = (
        parts.config.current(),
        parts.clock.zone(),
        parts.clock.now_ms(),
    );
    parts.sessions.scan(SEEN_FIELDS, |key, record| {
        let next = next_reset(
            rules_of(&config, &zone, key, record),
            Seen::of(record, None),
            now,
        )?;
        Some((key.clone(), next))
    })
}

/// The clocks of a key; `zone` is the computer's.
pub(super) fn rules_of(
    config: &Config,
    zone: &str,
    key: &SessionKey,
    record: &EntryView,
) -> ResetRules {
    let zones = Zones {
        user: config.user_timezone(),
        host: zone,
    };
    reset_rules(reset_policy(&config.session, key, record), key, zones)
}
