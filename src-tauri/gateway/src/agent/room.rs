//! How much room a conversation has: its model's window, the marks in it and sizes against them.
//!
//! Owns nothing: figures come from the settings, the catalog and what was learned of sizes.

use super::turn::Turn;
use crate::context::{Calibration, Marks, estimate_bytes, request_bytes};
use crate::model::{ModelRequest, Role, Turn as Said, practice_model};
use crate::session::{Entry, turn as as_said};

/// Tokens an answer needs at the least.
const ANSWER: u64 = 4_096;

/// The room of a conversation with its model.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// Where things happen in the window.
    pub marks: Marks,
    /// The largest request that leaves room for an answer, tokens.
    pub fits: u64,
    calibration: Calibration,
}

impl Room {
    /// The room of a turn, with the model it asks first.
    pub fn of(turn: &Turn<'_>) -> Self {
        let model = turn.chain.first().cloned().unwrap_or_else(practice_model);
        let marks = turn.parts.marks(&model);
        Self {
            marks,
            fits: marks.window - ANSWER.min(marks.window / 8),
            calibration: turn.parts.calibrations.get(&model.to_string()),
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

/// A text the model is told in the person's place.
pub(super) fn told(text: String) -> Said {
    Said {
        role: Role::User,
        blocks: vec![crate::model::Block::Text { text }],
    }
}
