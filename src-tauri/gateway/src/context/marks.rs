//! The marks of a window: where memory is flushed, where compaction starts, and the two figures.
//!
//! Owns the one reserve both marks are measured from (field-reference.md §6) and how full a
//! conversation is said to be. Pure.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::estimate::{Size, percent};
use crate::config::Compaction;

/// Where things happen in a window, tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Marks {
    /// The model's window or its cap.
    pub window: u64,
    /// Kept free for the answer and the flush.
    pub reserve: u64,
    /// Where memory is flushed; `null` = off.
    pub flush: Option<u64>,
    /// Where compaction starts: the meter's 100 %.
    pub compaction: u64,
}

impl Marks {
    /// The marks of a window. However large the reserve, half of a small window stays usable.
    pub fn of(window: u64, settings: &Compaction) -> Self {
        let reserve = settings.reserve_tokens.max(settings.reserve_tokens_floor);
        let compaction = window.saturating_sub(reserve).max(window / 2);
        let soft = settings.memory_flush.soft_threshold_tokens;
        let flush = compaction
            .checked_sub(soft)
            .filter(|mark| *mark > 0 && settings.memory_flush.enabled);
        Self {
            window,
            reserve: window - compaction,
            flush,
            compaction,
        }
    }

    /// How full a conversation of this size is.
    pub fn figures(&self, size: Size) -> Figures {
        Figures {
            total_tokens: size.tokens,
            total_tokens_fresh: size.counted,
            context_tokens: self.window,
            percent_used: percent(size.tokens, self.window),
            meter: Meter {
                used: size.tokens,
                start: self.compaction,
                percent: percent(size.tokens, self.compaction).min(100),
            },
        }
    }
}

/// The window a conversation has: the model's own, or the smaller cap `contextTokens`.
pub fn window(of_model: u64, cap: Option<u64>) -> u64 {
    cap.map_or(of_model, |cap| cap.min(of_model))
}

/// Against the mark where compaction starts (design.md §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Meter {
    /// Tokens of the next request.
    pub used: u64,
    /// Where compaction starts, tokens.
    pub start: u64,
    /// 0 to 100.
    pub percent: u32,
}

/// The two figures of design.md §5: window use and meter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// Window use: size of the next request, tokens.
    pub total_tokens: u64,
    /// False where it is an estimate (shown with ≈).
    pub total_tokens_fresh: bool,
    /// The window or its cap, tokens.
    pub context_tokens: u64,
    /// Of the window.
    pub percent_used: u32,
    /// Of the mark where compaction starts.
    pub meter: Meter,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn settings() -> Compaction {
        Config::default().agents.defaults.compaction
    }

    fn check(window: u64, settings: &Compaction, flush: Option<u64>, compaction: u64) {
        let marks = Marks::of(window, settings);
        assert_eq!(
            (marks.flush, marks.compaction),
            (flush, compaction),
            "{window}"
        );
        assert_eq!(marks.reserve + marks.compaction, window);
    }

    #[test]
    fn the_seeds_marks_are_the_seeds_marks() {
        check(200_000, &settings(), Some(176_000), 180_000);
        let mut seed = settings();
        seed.reserve_tokens_floor = 25_000;
        check(100_000, &seed, Some(71_000), 75_000);
    }

    #[test]
    fn a_small_window_keeps_half_and_a_flush_that_has_no_room_is_off() {
        check(16_000, &settings(), Some(4_000), 8_000);
        check(8_000, &settings(), None, 4_000);
        check(0, &settings(), None, 0);
    }

    #[test]
    fn without_a_floor_the_reserve_itself_counts_and_a_flush_can_be_off() {
        let mut plain = settings();
        plain.reserve_tokens_floor = 0;
        plain.memory_flush.enabled = false;
        check(200_000, &plain, None, 183_616);
    }

    #[test]
    fn the_meter_is_full_where_compaction_starts_and_never_fuller() {
        let marks = Marks::of(200_000, &settings());
        let at = |tokens| {
            let figures = marks.figures(Size {
                tokens,
                counted: true,
            });
            (figures.percent_used, figures.meter.percent)
        };
        assert_eq!(at(154_000), (77, 86));
        assert_eq!(at(180_000), (90, 100));
        assert_eq!(at(1_000_000), (500, 100));
        assert_eq!(at(0), (0, 0));
    }

    #[test]
    fn a_cap_makes_a_window_smaller_and_never_larger() {
        assert_eq!(window(200_000, Some(100_000)), 100_000);
        assert_eq!(window(64_000, Some(100_000)), 64_000);
        assert_eq!(window(64_000, None), 64_000);
    }
}
