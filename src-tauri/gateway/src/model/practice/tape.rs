//! What the tools answered so far in this turn, played back in order.
//!
//! The practice agent holds no state between steps: each step plays the turn from its beginning
//! and stops at the first call that has no answer yet.

use std::collections::VecDeque;

use serde_json::Value;

use super::steps::Pause;
use crate::model::provider::{Block, ToolCall, ToolSpec, Turn};

/// What one tool answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Played {
    pub(super) text: String,
    pub(super) is_error: bool,
}

/// The answers since the person spoke.
pub(super) struct Tape<'a> {
    results: VecDeque<Played>,
    tools: &'a [ToolSpec],
    turns: usize,
}

impl<'a> Tape<'a> {
    /// The results in `since`; `turns` (how many the conversation has) makes call ids unique.
    pub(super) fn new(since: &[Turn], tools: &'a [ToolSpec], turns: usize) -> Self {
        let blocks = since.iter().flat_map(|turn| &turn.blocks);
        let results = blocks.filter_map(|block| match block {
            Block::Result { text, is_error, .. } => Some(Played {
                text: text.clone(),
                is_error: *is_error,
            }),
            _ => None,
        });
        Self {
            results: results.collect(),
            tools,
            turns,
        }
    }

    /// Whether `tool` may be called.
    pub(super) fn offers(&self, tool: &str) -> bool {
        self.tools.iter().any(|spec| spec.name == tool)
    }

    /// What `tool` answered, or a pause to call it.
    pub(super) fn call(&mut self, tool: &str, arguments: Value) -> Result<Played, Pause> {
        self.results.pop_front().ok_or_else(|| {
            Pause::Call(ToolCall {
                id: format!("practice{}", self.turns),
                name: tool.to_owned(),
                arguments,
            })
        })
    }
}
