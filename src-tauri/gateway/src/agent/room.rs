//! How much room a conversation has: its model's window, the marks in it and sizes against them.
//!
//! Owns nothing: figures come from the settings, the catalog and what was learned of sizes.

use super::Parts;
use super::turn::Turn;
use crate::config::Compaction;
use crate::context::{Calibration, estimate_bytes, request_bytes};
use crate::model::{ModelRef, ModelRequest, Role, Turn as Said, practice_model};
use crate::session::{Entry, turn as as_said};

/// Tokens an answer needs at the least.
const ANSWER: u64 = 4_096;

/// The room of a conversation with its model.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// The window or its cap, tokens.
    pub window: u64,
    /// Compaction starts here, tokens.
    pub start: u64,
    /// Notes are saved here, tokens; 0 = not before a compaction.
    pub flush: u64,
    /// The largest request that leaves room for an answer, tokens.
    pub fits: u64,
    /// Kept free, tokens.
    pub reserve: u64,
    calibration: Calibration,
}

impl Room {
    /// The room of a turn.
    pub fn of(turn: &Turn<'_>) -> Self {
        let model = turn.chain.first().cloned().unwrap_or_else(practice_model);
        Self::with(turn.parts, &model)
    }

    /// The room of a model.
    pub fn with(parts: &Parts, model: &ModelRef) -> Self {
        let config = parts.config.current();
        let defaults = &config.agents.defaults;
        let window = parts.models.info(model).context_tokens;
        let window = defaults
            .context_tokens
            .map_or(window, |cap| window.min(cap));
        let (start, flush, reserve) = marks(window, &defaults.compaction);
        Self {
            window,
            start,
            flush,
            fits: window - ANSWER.min(window / 8),
            reserve,
            calibration: parts.calibrations.get(&model.to_string()),
        }
    }

    /// A request, tokens.
    pub fn size(&self, request: &ModelRequest) -> u64 {
        estimate_bytes(request_bytes(request), self.calibration)
    }

    /// What an entry takes of a request, tokens.
    pub fn entry(&self, entry: &Entry) -> u64 {
        as_said(entry).map_or(0, |said| self.said(vec![said]))
    }

    /// A text, tokens.
    pub fn text(&self, text: &str) -> u64 {
        estimate_bytes(text.len() as u64, self.calibration)
    }

    /// So many tokens in bytes.
    pub fn bytes(&self, tokens: u64) -> usize {
        let one = estimate_bytes(1_000_000, self.calibration).max(1);
        usize::try_from(tokens.saturating_mul(1_000_000) / one).unwrap_or(usize::MAX)
    }

    fn said(&self, turns: Vec<Said>) -> u64 {
        self.size(&ModelRequest {
            model: practice_model(),
            system: String::new(),
            turns,
            tools: Vec::new(),
            max_output_tokens: None,
            thinking: None,
            session: String::new(),
        })
    }
}

/// Where compaction starts, where notes are saved before, and what is kept free, tokens
/// (field-reference.md §6). Half of a small window is never kept free.
fn marks(window: u64, settings: &Compaction) -> (u64, u64, u64) {
    let wanted = settings.reserve_tokens.max(settings.reserve_tokens_floor);
    let start = window.saturating_sub(wanted).max(window / 2);
    let flush = start.saturating_sub(settings.memory_flush.soft_threshold_tokens);
    (start, flush, window - start)
}

/// A text the model is told in the person's place.
pub(super) fn told(text: String) -> Said {
    Said {
        role: Role::User,
        blocks: vec![crate::model::Block::Text { text }],
    }
}
