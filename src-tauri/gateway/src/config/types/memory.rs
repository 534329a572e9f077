//! `compaction` (field-reference §6).
//!
//! Owns the keys and their defaults; the arithmetic on them is the context's.

use serde::Serialize;

use crate::config::field::{Rest, Section};
use crate::config::kinds::choice;

choice! {
    /// How a summary is made.
    CompactionMode {
        /// In checked pieces.
        Safeguard = "safeguard",
        /// In one.
        Default = "default",
    }
}

/// Writing down what is worth keeping before a compaction.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MemoryFlush {
    /// Default true.
    pub enabled: bool,
    /// So many tokens before the mark (4,000).
    pub soft_threshold_tokens: u64,
    /// Replaces Cove's own words.
    pub prompt: Option<String>,
    /// Replaces Cove's own words.
    pub system_prompt: Option<String>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl MemoryFlush {
    fn read(mut section: Section<'_>) -> Self {
        Self {
            enabled: section.or("enabled", true),
            soft_threshold_tokens: section
                .whole("softThresholdTokens", 0, 10_000_000)
                .unwrap_or(4_000),
            prompt: section.maybe("prompt"),
            system_prompt: section.maybe("systemPrompt"),
            rest: section.rest(),
        }
    }
}

/// Summing up.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Compaction {
    /// By itself at the mark (true).
    pub enabled: bool,
    /// Default safeguard.
    pub mode: CompactionMode,
    /// Tokens kept free for the answer (16,384).
    pub reserve_tokens: u64,
    /// The least of them; 0 = no floor (20,000).
    pub reserve_tokens_floor: u64,
    /// Newest tokens kept as they are (20,000).
    pub keep_recent_tokens: u64,
    /// Most of the window history may take (0.5).
    pub max_history_share: f64,
    /// Its own model.
    pub model: Option<String>,
    /// Longest try, seconds (180).
    pub timeout_seconds: u64,
    /// Tell the person (false).
    pub notify_user: bool,
    /// Before it.
    pub memory_flush: MemoryFlush,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Compaction {
    pub(crate) fn read(mut section: Section<'_>) -> Self {
        let mut tokens =
            |key: &str, default: u64| section.whole(key, 0, 100_000_000).unwrap_or(default);
        let reserve_tokens = tokens("reserveTokens", 16_384);
        let reserve_tokens_floor = tokens("reserveTokensFloor", 20_000);
        let keep_recent_tokens = tokens("keepRecentTokens", 20_000);
        Self {
            enabled: section.or("enabled", true),
            mode: section.or("mode", CompactionMode::Safeguard),
            reserve_tokens,
            reserve_tokens_floor,
            keep_recent_tokens,
            max_history_share: section.or("maxHistoryShare", 0.5),
            model: section.maybe("model"),
            timeout_seconds: section.whole("timeoutSeconds", 1, 86_400).unwrap_or(180),
            notify_user: section.or("notifyUser", false),
            memory_flush: section.section("memoryFlush", MemoryFlush::read),
            rest: section.rest(),
        }
    }
}
