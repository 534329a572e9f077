//! How an account answers, as its settings say.
//!
//! Owns the values and what of them the renderer needs. Never reads a setting itself.

use super::chunk::{Limits, TELEGRAM};
use super::wire::LinkPreview;
use crate::channel::answering::{ReplyTo, Streams};
use crate::channel::types::{ChatType, Route};

/// The settings of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Most characters a person reads in one message, UTF-16 units (`textChunkLimit`).
    pub longest: usize,
    /// Paragraphs stay together (`chunkMode: newline`).
    pub at_blank_lines: bool,
    /// Telegram shows what a link leads to (`linkPreview`).
    pub link_preview: bool,
    /// What is shown while an answer is being written (`streaming`).
    pub streams: Streams,
    /// Which parts hang on the message they answer (`replyToMode`); absent = the first one in a
    /// group, where several talk, and none in a direct chat.
    pub reply_to: Option<ReplyTo>,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            longest: TELEGRAM.visible,
            at_blank_lines: false,
            link_preview: true,
            streams: Streams::Off,
            reply_to: None,
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

    /// What is said to Telegram about links.
    pub fn links(self) -> Option<LinkPreview> {
        (!self.link_preview).then_some(LinkPreview { is_disabled: true })
    }

    /// Which parts of an answer to this chat hang on the message they answer.
    pub fn replies(self, route: &Route) -> ReplyTo {
        self.reply_to.unwrap_or(match route.chat_type {
            ChatType::Group => ReplyTo::First,
            ChatType::Direct => ReplyTo::Off,
        })
    }
}
