//! `contextPruning` (field-reference §6).
//!
//! Owns the keys and their defaults; what is trimmed by them is the context's.

use serde::Serialize;

use crate::config::field::{Rest, Section};
use crate::config::kinds::{Span, choice};

choice! {
    /// When old tool results are trimmed.
    PruningMode {
        /// Never.
        Off = "off",
        /// When the provider's cache has gone cold.
        CacheTtl = "cache-ttl",
    }
}

/// Shortening a result: its head and its tail stay.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SoftTrim {
    /// Only results longer than this, characters (4,000).
    pub max_chars: u64,
    /// So much of the beginning stays, characters (1,500).
    pub head_chars: u64,
    /// So much of the end stays, characters (1,500).
    pub tail_chars: u64,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl SoftTrim {
    fn read(mut section: Section<'_>) -> Self {
        let mut chars =
            |key: &str, default: u64| section.whole(key, 0, 10_000_000).unwrap_or(default);
        Self {
            max_chars: chars("maxChars", 4_000),
            head_chars: chars("headChars", 1_500),
            tail_chars: chars("tailChars", 1_500),
            rest: section.rest(),
        }
    }
}

/// Leaving a result out: a line stands for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HardClear {
    /// Default true.
    pub enabled: bool,
    /// The line, for the model; absent = Cove's own.
    pub placeholder: Option<String>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl HardClear {
    fn read(mut section: Section<'_>) -> Self {
        Self {
            enabled: section.or("enabled", true),
            placeholder: section.maybe("placeholder"),
            rest: section.rest(),
        }
    }
}

/// Which tools' results may be trimmed: names with `*`, any case.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ToolFilter {
    /// Only these; empty = all.
    pub allow: Vec<String>,
    /// Never these; wins.
    pub deny: Vec<String>,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl ToolFilter {
    fn read(mut section: Section<'_>) -> Self {
        Self {
            allow: section.or("allow", Vec::new()),
            deny: section.or("deny", Vec::new()),
            rest: section.rest(),
        }
    }
}

/// Trimming old tool results for one request; the transcript keeps them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ContextPruning {
    /// Absent = off, or on with 1h where Anthropic is used.
    pub mode: Option<PruningMode>,
    /// How long the provider's cache lives (5m).
    pub ttl: Option<Span>,
    /// Results after the last so many answers stay (3).
    pub keep_last_assistants: u64,
    /// Share of the window from which results are shortened (0.3).
    pub soft_trim_ratio: f64,
    /// Share from which they are cleared (0.5).
    pub hard_clear_ratio: f64,
    /// Clear only from so many characters on (50,000).
    pub min_prunable_tool_chars: u64,
    /// Shortening.
    pub soft_trim: SoftTrim,
    /// Leaving out.
    pub hard_clear: HardClear,
    /// Whose results.
    pub tools: ToolFilter,
    /// Keys Cove does not know.
    #[serde(flatten)]
    pub rest: Rest,
}

impl ContextPruning {
    pub(crate) fn read(mut section: Section<'_>) -> Self {
        Self {
            mode: section.maybe("mode"),
            ttl: section.maybe("ttl"),
            keep_last_assistants: section.whole("keepLastAssistants", 0, 1_000).unwrap_or(3),
            soft_trim_ratio: section.or("softTrimRatio", 0.3),
            hard_clear_ratio: section.or("hardClearRatio", 0.5),
            min_prunable_tool_chars: section
                .whole("minPrunableToolChars", 0, 100_000_000)
                .unwrap_or(50_000),
            soft_trim: section.section("softTrim", SoftTrim::read),
            hard_clear: section.section("hardClear", HardClear::read),
            tools: section.section("tools", ToolFilter::read),
            rest: section.rest(),
        }
    }
}
