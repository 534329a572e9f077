//! Where a long text is cut into messages.
//!
//! Owns the choice of the cut: paragraph, line, sentence, word, grapheme, in this order. Never
//! cuts inside a grapheme (one that alone is longer than a message aside) and never looks at
//! Markdown.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::rich::{Rich, Tag, escaped_len, utf16_len};

/// How long a part may be, in UTF-16 units.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// What the person reads.
    pub visible: usize,
    /// The same with its tags and escapes; what Telegram measures is the former, this one keeps
    /// the plain text with its addresses below the limit too.
    pub html: usize,
    /// A blank line is the cut wherever it stands, so that paragraphs stay together.
    pub at_blank_lines: bool,
}

/// Telegram takes 4,096 (<https://core.telegram.org/bots/api#sendmessage>); the rest is room for
/// a word of ours in front.
pub const TELEGRAM: Limits = Limits {
    visible: 4_000,
    html: 4_096,
    at_blank_lines: false,
};

/// The ranges of the parts, in order. Parts of nothing but blanks are left out: Telegram refuses
/// them.
pub fn parts(rich: &Rich, limits: Limits) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    while start < rich.text.len() {
        let end = Window::new(rich, start, limits).end();
        if !rich.text[start..end].trim().is_empty() {
            parts.push(start..end);
        }
        start = end;
    }
    parts
}

/// The kinds of cut, best first.
#[derive(Debug, Clone, Copy)]
enum Cut {
    Paragraph,
    Line,
    Sentence,
    Word,
}

const CUTS: usize = 4;

/// One part being measured.
struct Window<'a> {
    rich: &'a Rich,
    start: usize,
    limits: Limits,
    visible: usize,
    html: usize,
    /// The next span whose tags are not counted yet.
    next_span: usize,
    /// The last cut of each kind: where, and how much stands before it.
    cuts: [Option<(usize, usize)>; CUTS],
}

impl<'a> Window<'a> {
    fn new(rich: &'a Rich, start: usize, limits: Limits) -> Self {
        Self {
            rich,
            start,
            limits,
            visible: 0,
            html: 0,
            next_span: 0,
            cuts: [None; CUTS],
        }
    }

    /// Where the part ends.
    fn end(mut self) -> usize {
        let text = &self.rich.text[self.start..];
        let mut graphemes = text.grapheme_indices(true).peekable();
        while let Some((offset, grapheme)) = graphemes.next() {
            let at = self.start + offset;
            if !self.fits(at, grapheme) {
                return if offset == 0 {
                    at + self.forced(grapheme)
                } else {
                    self.best_cut(at)
                };
            }
            let next = graphemes.peek().map(|(_, next)| *next);
            self.note_cut(at, grapheme, next);
        }
        self.rich.text.len()
    }

    /// Counts a grapheme, and the tags that open with it, if there is room.
    fn fits(&mut self, at: usize, grapheme: &str) -> bool {
        let mut html = self.html + escaped_len(grapheme);
        let mut next_span = self.next_span;
        while let Some(span) = self.rich.spans.get(next_span) {
            if span.range.start > at {
                break;
            }
            if span.range.end > self.start.max(span.range.start) {
                html += utf16_len(&span.tag.open()) + span.tag.close().len();
            }
            next_span += 1;
        }
        let visible = self.visible + utf16_len(grapheme);
        if visible > self.limits.visible || html > self.limits.html {
            return false;
        }
        (self.visible, self.html, self.next_span) = (visible, html, next_span);
        true
    }

    /// A part holds at least one grapheme, or as much of a monstrous one as fits.
    fn forced(&self, grapheme: &str) -> usize {
        let mut room = self.limits.visible.min(self.limits.html / 2);
        let mut end = 0;
        for (offset, letter) in grapheme.char_indices() {
            if letter.len_utf16() > room {
                break;
            }
            room -= letter.len_utf16();
            end = offset + letter.len_utf8();
        }
        end.max(grapheme.chars().next().map_or(1, char::len_utf8))
    }

    fn note_cut(&mut self, at: usize, grapheme: &str, next: Option<&str>) {
        let before = &self.rich.text[self.start..at];
        let cut = if is_newline(grapheme) {
            match next {
                // The cut comes after the last of several.
                Some(next) if is_newline(next) && !self.in_code(at) => None,
                _ if before.ends_with('\n') && !self.in_code(at) => Some(Cut::Paragraph),
                _ => Some(Cut::Line),
            }
        } else if grapheme.chars().all(char::is_whitespace) {
            let ended = before.ends_with(['.', '!', '?', '…', ':', ';']);
            Some(if ended { Cut::Sentence } else { Cut::Word })
        } else if matches!(grapheme, "。" | "！" | "？" | "；") {
            Some(Cut::Sentence)
        } else {
            None
        };
        if let Some(cut) = cut {
            self.cuts[cut as usize] = Some((at + grapheme.len(), self.visible));
        }
    }

    fn in_code(&self, at: usize) -> bool {
        let mut spans = self.rich.spans.iter();
        spans.any(|span| matches!(span.tag, Tag::Pre(_)) && span.range.contains(&at))
    }

    /// The best kind of cut that leaves a part at least a third full; else right here.
    fn best_cut(&self, here: usize) -> usize {
        if let (true, Some((end, _))) = (self.limits.at_blank_lines, self.cuts[0]) {
            return end;
        }
        let enough = self.visible / 3;
        let mut cuts = self.cuts.iter().flatten();
        cuts.find(|(_, filled)| *filled >= enough)
            .map_or(here, |(end, _)| *end)
    }
}

fn is_newline(grapheme: &str) -> bool {
    matches!(grapheme, "\n" | "\r\n")
}

#[cfg(test)]
#[path = "chunk_tests.rs"]
mod tests;
