//! Sizes of requests in tokens (design.md §5).
//!
//! Owns the estimate (bytes / 3.6, corrected per model by what its provider reports) and the mark
//! where compaction starts. Pure.

use crate::model::{Block, ModelRequest};

/// Bytes a token stands for before anything is known of a model.
const BYTES_PER_TOKEN: f64 = 3.6;
/// Tokens kept free for the answer and the flush (field-reference.md §6).
const RESERVE: u64 = 20_000;
/// A correction outside of this is a wrong report, not a tokenizer.
const PLAUSIBLE: std::ops::RangeInclusive<f64> = 0.2..=5.0;

/// The correction of the estimate for one model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// Reported / estimated.
    pub ratio: f64,
    /// Requests it was learned from.
    pub samples: u32,
}

impl Default for Calibration {
    fn default() -> Self {
        Self {
            ratio: 1.0,
            samples: 0,
        }
    }
}

impl Calibration {
    /// Learns from a request of `bytes` that a provider counted as `tokens`; later ones count more
    /// than the first, but none alone decides.
    pub fn learn(self, bytes: u64, tokens: u64) -> Self {
        let estimated = bytes as f64 / BYTES_PER_TOKEN;
        let seen = tokens as f64 / estimated;
        if bytes == 0 || tokens == 0 || !PLAUSIBLE.contains(&seen) {
            return self;
        }
        let weight = if self.samples == 0 { 1.0 } else { 0.3 };
        Self {
            ratio: self.ratio + (seen - self.ratio) * weight,
            samples: self.samples.saturating_add(1),
        }
    }
}

/// Tokens of so many bytes.
pub fn estimate_bytes(bytes: u64, calibration: Calibration) -> u64 {
    (bytes as f64 / BYTES_PER_TOKEN * calibration.ratio).ceil() as u64
}

/// Bytes of a request that count as tokens: text, calls, results and schemas. A picture counts as
/// 4,800 characters.
pub fn request_bytes(request: &ModelRequest) -> u64 {
    const IMAGE: usize = 4_800;
    let blocks = request
        .turns
        .iter()
        .flat_map(|turn| &turn.blocks)
        .map(|block| match block {
            Block::Text { text } | Block::Thinking { text, .. } => text.len(),
            Block::Image { .. } => IMAGE,
            Block::Call(call) => call.name.len() + call.arguments.to_string().len(),
            Block::Result { text, tool, .. } => text.len() + tool.len(),
        });
    let tools = request
        .tools
        .iter()
        .map(|tool| tool.name.len() + tool.description.len() + tool.schema.to_string().len());
    (request.system.len() + blocks.sum::<usize>() + tools.sum::<usize>()) as u64
}

/// Where compaction starts, tokens: the window less what is kept free; half of a small window.
pub fn compaction_start(window: u64) -> u64 {
    window.saturating_sub(RESERVE).max(window / 2)
}

/// `part` of `whole` in percent, rounded; 0 where there is no whole.
pub fn percent(part: u64, whole: u64) -> u32 {
    if whole == 0 {
        return 0;
    }
    u32::try_from((part * 100 + whole / 2) / whole).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_estimate_follows_what_the_provider_counts() {
        let mut calibration = Calibration::default();
        for _ in 0..20 {
            calibration = calibration.learn(36_000, 13_000);
        }
        let estimate = estimate_bytes(36_000, calibration);
        assert!(estimate.abs_diff(13_000) < 200, "{estimate}");
    }

    #[test]
    fn a_nonsensical_count_teaches_nothing() {
        let calibration = Calibration::default().learn(36_000, 3);
        assert_eq!(calibration, Calibration::default());
    }

    #[test]
    fn the_seeds_figures_are_the_seeds_figures() {
        assert_eq!(percent(154_000, 200_000), 77);
        assert_eq!(compaction_start(200_000), 180_000);
        assert_eq!(compaction_start(16_000), 8_000);
        assert_eq!(percent(1, 0), 0);
    }
}
