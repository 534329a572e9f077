//! How an account answers, as its settings say.
//!
//! Owns the values and what of them the renderer needs. Never reads a setting itself.

use super::chunk::{Limits, TELEGRAM};

/// The settings of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Most characters a person reads in one message, UTF-16 units (`textChunkLimit`).
    pub longest: usize,
    /// Paragraphs stay together (`chunkMode: newline`).
    pub at_blank_lines: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            longest: TELEGRAM.visible,
            at_blank_lines: false,
        }
    }
}

impl Style {
    /// Where a long answer is cut.
    pub fn limits(self) -> Limits {
        Limits {
            visible: self.longest.clamp(1, TELEGRAM.html),
            html: TELEGRAM.html,
            at_blank_lines: self.at_blank_lines,
        }
    }
}
