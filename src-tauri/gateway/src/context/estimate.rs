//! Sizes of requests in tokens (design.md §5).
//!
//! Owns the estimate: the provider's count of the last request, and bytes / 3.6, corrected per
//! model by what its provider reports, for what was added since. Pure.

use crate::model::{Block, ModelRequest, ToolSpec};

/// Bytes a token stands for before anything is known of a model.
const BYTES_PER_TOKEN: f64 = 3.6;
/// A correction outside of this is a wrong report, not a tokenizer.
const PLAUSIBLE: std::ops::RangeInclusive<f64> = 0.2..=5.0;
/// A picture counts as so many characters (field-reference.md §6).
const IMAGE: usize = 4_800;

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

/// A request the provider counted, together with the answer to it: what the next request repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Tokens.
    pub tokens: u64,
    /// Bytes that count as tokens.
    pub bytes: u64,
}

/// The size of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Tokens.
    pub tokens: u64,
    /// The provider counted nearly all of it; else it is shown with ≈.
    pub counted: bool,
}

/// The size of a request of `bytes`: what was counted, and an estimate of what was added. Where
/// something was taken away (a compaction, a shorter file), the rest weighs what it weighed.
pub fn size_of(bytes: u64, last: Option<Counted>, calibration: Calibration) -> Size {
    let Some(last) = last.filter(|last| last.bytes > 0) else {
        return Size {
            tokens: estimate_bytes(bytes, calibration),
            counted: false,
        };
    };
    let tokens = match bytes.checked_sub(last.bytes) {
        Some(added) => last.tokens + estimate_bytes(added, calibration),
        None => share(last.tokens, bytes, last.bytes),
    };
    Size {
        tokens,
        counted: bytes.abs_diff(last.bytes) <= last.bytes / 10,
    }
}

/// Tokens of so many bytes.
pub fn estimate_bytes(bytes: u64, calibration: Calibration) -> u64 {
    (bytes as f64 / BYTES_PER_TOKEN * calibration.ratio).ceil() as u64
}

/// Bytes of a request that count as tokens: text, calls, results and schemas.
pub fn request_bytes(request: &ModelRequest) -> u64 {
    let blocks = request.turns.iter().flat_map(|turn| &turn.blocks);
    let tools = request.tools.iter().map(tool_bytes);
    request.system.len() as u64 + blocks.map(block_bytes).sum::<u64>() + tools.sum::<u64>()
}

/// Bytes of a block that count as tokens. Thoughts without a signature are not sent again.
pub fn block_bytes(block: &Block) -> u64 {
    let bytes = match block {
        Block::Text { text } => text.len(),
        Block::Thinking { signature, text } => signature.as_ref().map_or(0, |_| text.len()),
        Block::Image { .. } => IMAGE,
        Block::Call(call) => call.name.len() + call.arguments.to_string().len(),
        Block::Result { text, tool, .. } => text.len() + tool.len(),
    };
    bytes as u64
}

/// Bytes of a tool's description that count as tokens.
pub fn tool_bytes(tool: &ToolSpec) -> u64 {
    (tool.name.len() + tool.description.len() + tool.schema.to_string().len()) as u64
}

/// `part` of `whole` in percent, rounded; 0 where there is no whole.
pub fn percent(part: u64, whole: u64) -> u32 {
    if whole == 0 {
        return 0;
    }
    u32::try_from((part * 100 + whole / 2) / whole).unwrap_or(u32::MAX)
}

/// `amount * part / whole`, without overflow.
pub(super) fn share(amount: u64, part: u64, whole: u64) -> u64 {
    let exact = u128::from(amount) * u128::from(part) / u128::from(whole.max(1));
    u64::try_from(exact).unwrap_or(u64::MAX)
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

    fn check(bytes: u64, last: Option<(u64, u64)>, tokens: u64, counted: bool) {
        let last = last.map(|(tokens, bytes)| Counted { tokens, bytes });
        assert_eq!(
            size_of(bytes, last, Calibration::default()),
            Size { tokens, counted },
            "{bytes} after {last:?}"
        );
    }

    #[test]
    fn a_size_is_the_count_of_the_last_request_and_an_estimate_of_what_was_added() {
        check(36_000, None, 10_000, false);
        check(36_000, Some((9_000, 36_000)), 9_000, true);
        check(39_600, Some((9_000, 36_000)), 10_000, true);
        check(43_200, Some((9_000, 36_000)), 11_000, false);
        check(36_000, Some((5, 0)), 10_000, false);
    }

    #[test]
    fn what_is_left_after_a_compaction_weighs_what_it_weighed() {
        check(9_000, Some((12_000, 36_000)), 3_000, false);
        check(0, Some((12_000, 36_000)), 0, false);
        check(35_000, Some((36_000, 36_000)), 35_000, true);
    }

    #[test]
    fn percent_is_rounded_and_of_nothing_is_nothing() {
        assert_eq!(percent(154_000, 200_000), 77);
        assert_eq!(percent(1, 0), 0);
    }
}
