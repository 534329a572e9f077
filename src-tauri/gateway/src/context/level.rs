//! When a conversation is long (seed 004): thresholds by its type.
//!
//! Owns the seed's figures and their scaling. A long conversation is said to be dear, never full:
//! how full it is tells the meter. Pure.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::estimate::share;
use crate::session::KeyKind;

/// The window the seed's figures are meant for, tokens; below it they shrink with the window.
const SEED_WINDOW: u64 = 200_000;

/// How long a conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Below both thresholds.
    Fine,
    /// The seed's warning.
    Long,
    /// The seed's critical.
    VeryLong,
}

/// From how many tokens on a conversation is long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Thresholds {
    /// Long.
    pub warning: u64,
    /// Very long.
    pub critical: u64,
}

impl Thresholds {
    /// Those of a type of conversation in a window; `None` where it does not accumulate (runs,
    /// helpers, hooks).
    pub fn of(kind: KeyKind, window: u64) -> Option<Self> {
        let (warning, critical) = match kind {
            KeyKind::Main => (150_000, 200_000),
            KeyKind::Direct => (100_000, 150_000),
            KeyKind::Group => (50_000, 150_000),
            KeyKind::Cron | KeyKind::Other => return None,
        };
        let scaled = |mark: u64| share(mark, window.min(SEED_WINDOW), SEED_WINDOW);
        Some(Self {
            warning: scaled(warning),
            critical: scaled(critical),
        })
    }

    /// How long a conversation of so many tokens is.
    pub fn level(&self, tokens: u64) -> Level {
        match tokens {
            tokens if tokens >= self.critical => Level::VeryLong,
            tokens if tokens >= self.warning => Level::Long,
            _ => Level::Fine,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: KeyKind, window: u64, expected: Option<(u64, u64)>) {
        let found = Thresholds::of(kind, window).map(|marks| (marks.warning, marks.critical));
        assert_eq!(found, expected, "{kind:?} in {window}");
    }

    #[test]
    fn the_seeds_thresholds_hold_by_type_and_shrink_with_a_small_window() {
        check(KeyKind::Group, 200_000, Some((50_000, 150_000)));
        check(KeyKind::Direct, 200_000, Some((100_000, 150_000)));
        check(KeyKind::Main, 200_000, Some((150_000, 200_000)));
        check(KeyKind::Main, 1_000_000, Some((150_000, 200_000)));
        check(KeyKind::Main, 100_000, Some((75_000, 100_000)));
        check(KeyKind::Group, 32_000, Some((8_000, 24_000)));
        check(KeyKind::Cron, 200_000, None);
        check(KeyKind::Other, 200_000, None);
    }

    #[test]
    fn a_level_begins_at_its_threshold() {
        let marks = Thresholds {
            warning: 10,
            critical: 20,
        };
        let levels = [9, 10, 19, 20].map(|tokens| marks.level(tokens));
        assert_eq!(
            levels,
            [Level::Fine, Level::Long, Level::Long, Level::VeryLong]
        );
    }
}
