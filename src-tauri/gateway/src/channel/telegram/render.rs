//! Markdown as Telegram shows it.
//!
//! Owns the way from a model's Markdown to [`Rich`]. What the model wrote is what the person
//! reads: what Telegram has no markup for is written out, and nothing is dropped. Cutting is done
//! in [`super::chunk`].

use pulldown_cmark::{Alignment, Event, Options, Parser, Tag as Md, TagEnd};

use super::links::{is_linkable, language};
use super::rich::{Rich, Span, Tag};
use super::{definitions, table};

/// Renders Markdown.
pub fn render(markdown: &str) -> Rich {
    let source = definitions::show_unused(markdown);
    let mut builder = Builder::default();
    for (event, range) in Parser::new_ext(&source, options()).into_offset_iter() {
        builder.event(event, &source[range]);
    }
    builder.finish()
}

/// What of Markdown is read besides the common core.
pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

/// A style that is open.
struct Open {
    /// None where the style stands open already or may not stand here.
    tag: Option<Tag>,
    start: usize,
    order: usize,
}

#[derive(Default)]
struct Builder {
    text: String,
    spans: Vec<(usize, Span)>,
    open: Vec<Open>,
    order: usize,
    /// The next number of each list around, none for bullets.
    lists: Vec<Option<u64>>,
    /// Addresses of the links and pictures around.
    targets: Vec<String>,
    /// Right behind a bullet or at the start of a quotation: no new line is needed.
    fresh: bool,
    table: Option<Table>,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    rows: Vec<Vec<String>>,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, source: &str) {
        match event {
            Event::Start(tag) => self.start(tag, source),
            Event::End(end) => self.end(end, source),
            Event::Text(text) => self.push(&text),
            // Not markup of ours: `<placeholders>` are words.
            Event::InlineHtml(text) if is_line_break(&text) => {
                self.push(if self.table.is_some() { " / " } else { "\n" });
            }
            Event::Html(text) | Event::InlineHtml(text) => self.push(&text),
            Event::Code(text) => self.code(&text),
            Event::SoftBreak | Event::HardBreak => {
                let indent = "  ".repeat(self.lists.len());
                self.push(&format!("\n{indent}"));
            }
            Event::Rule => {
                self.block();
                self.push("———");
            }
            Event::TaskListMarker(done) => self.push(if done { "☑ " } else { "☐ " }),
            // Not switched on; written out should a newer parser bring them anyway.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.push(&text);
            }
        }
    }

    fn start(&mut self, tag: Md<'_>, source: &str) {
        match tag {
            Md::Paragraph => self.paragraph(),
            Md::HtmlBlock => self.block(),
            Md::Heading { .. } => {
                self.block();
                self.open(Tag::Bold);
            }
            Md::BlockQuote(_) => {
                self.block();
                self.open(Tag::Quote);
                self.fresh = true;
            }
            Md::CodeBlock(kind) => {
                self.block();
                self.open(Tag::Pre(language(&kind)));
            }
            Md::List(first) => {
                if self.lists.is_empty() {
                    self.block();
                    self.fresh = true;
                }
                self.lists.push(first);
            }
            Md::Item => self.item(),
            Md::Table(alignments) => {
                self.block();
                self.table = Some(Table {
                    alignments,
                    rows: Vec::new(),
                });
            }
            Md::TableHead | Md::TableRow => self.in_table(|table| table.rows.push(Vec::new())),
            Md::TableCell => self.in_table(|table| {
                if let Some(row) = table.rows.last_mut() {
                    row.push(String::new());
                }
            }),
            Md::Emphasis => self.open(Tag::Italic),
            Md::Strong => self.open(Tag::Bold),
            // One tilde means “about” far more often than it means struck through.
            Md::Strikethrough if !source.starts_with("~~") => self.push("~"),
            Md::Strikethrough => self.open(Tag::Strike),
            Md::Link { dest_url, .. } | Md::Image { dest_url, .. } => {
                self.open(Tag::Link(dest_url.to_string()));
                self.targets.push(dest_url.to_string());
            }
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd, source: &str) {
        match end {
            TagEnd::Heading(_) | TagEnd::BlockQuote(_) | TagEnd::Emphasis | TagEnd::Strong => {
                self.close();
            }
            TagEnd::Strikethrough if !source.starts_with("~~") => self.push("~"),
            TagEnd::Strikethrough => self.close(),
            TagEnd::CodeBlock => {
                if self.text.ends_with('\n') {
                    self.text.pop();
                }
                self.close();
            }
            TagEnd::HtmlBlock => {
                let kept = self.text.trim_end_matches('\n').len();
                self.text.truncate(kept);
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::Table => self.end_table(),
            _ => {}
        }
        self.fresh = false;
    }

    /// Starts a block on a line of its own, with a blank line before it outside of lists.
    fn block(&mut self) {
        if self.text.is_empty() || std::mem::take(&mut self.fresh) {
            return;
        }
        let gap = if self.lists.is_empty() { 2 } else { 1 };
        let there = self.text.len() - self.text.trim_end_matches('\n').len();
        for _ in there..gap {
            self.text.push('\n');
        }
    }

    fn paragraph(&mut self) {
        let indented = !self.fresh && !self.lists.is_empty();
        self.block();
        if indented {
            self.text.push_str(&"  ".repeat(self.lists.len()));
        }
    }

    fn item(&mut self) {
        self.block();
        let depth = self.lists.len().saturating_sub(1);
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                let marker = format!("{number}. ");
                *number += 1;
                marker
            }
            _ if depth == 0 => "• ".to_owned(),
            _ => "◦ ".to_owned(),
        };
        let indent = "  ".repeat(depth);
        self.push(&format!("{indent}{marker}"));
        self.fresh = true;
    }

    fn push(&mut self, text: &str) {
        self.fresh = false;
        match self.table.as_mut().and_then(|table| table.rows.last_mut()) {
            Some(row) => match row.last_mut() {
                Some(cell) => cell.push_str(text),
                None => row.push(text.to_owned()),
            },
            None => self.text.push_str(text),
        }
    }

    /// Code in a line. Telegram lets code stand in no other style, so those around it are closed
    /// and opened again; inside a link the link matters more.
    fn code(&mut self, text: &str) {
        if self.table.is_some() || !self.targets.is_empty() {
            return self.push(text);
        }
        let here = self.text.len();
        let styled = |open: &Open| matches!(open.tag, Some(Tag::Bold | Tag::Italic | Tag::Strike));
        for open in self.open.iter().filter(|open| styled(open)) {
            note(&mut self.spans, open, here);
        }
        self.open(Tag::Code);
        self.push(text);
        self.close();
        let behind = self.text.len();
        for open in self.open.iter_mut().filter(|open| styled(open)) {
            open.start = behind;
        }
    }

    fn open(&mut self, tag: Tag) {
        let kind = std::mem::discriminant(&tag);
        let held = |open: &Open| open.tag.as_ref().map(std::mem::discriminant) == Some(kind);
        let unfit = matches!(&tag, Tag::Link(url) if !is_linkable(url));
        let tag = (!unfit && self.table.is_none() && !self.open.iter().any(held)).then_some(tag);
        self.order += 1;
        self.open.push(Open {
            tag,
            start: self.text.len(),
            order: self.order,
        });
    }

    fn close(&mut self) {
        if let Some(open) = self.open.pop() {
            note(&mut self.spans, &open, self.text.len());
        }
    }

    fn end_link(&mut self) {
        let Some(target) = self.targets.pop() else {
            return;
        };
        let Some(mut open) = self.open.pop() else {
            return;
        };
        let cell = self
            .table
            .as_ref()
            .and_then(|table| table.rows.last()?.last());
        let label = match cell {
            Some(cell) => cell.as_str(),
            None => self.text.get(open.start..).unwrap_or_default(),
        };
        // Nobody needs to read an address twice; Telegram links a bare one by itself.
        let bare = label == target || Some(label) == target.strip_prefix("mailto:");
        let shown = cell.is_some_and(|cell| cell.ends_with(&target));
        if label.is_empty() {
            self.push(&target);
        } else if bare || shown {
            open.tag = None;
        } else if open.tag.is_none() && !target.is_empty() {
            self.push(&format!(" ({target})"));
        }
        note(&mut self.spans, &open, self.text.len());
    }

    fn in_table(&mut self, change: impl FnOnce(&mut Table)) {
        if let Some(table) = &mut self.table {
            change(table);
        }
    }

    fn end_table(&mut self) {
        let Some(table) = self.table.take() else {
            return;
        };
        match table::show(&table.rows, &table.alignments) {
            table::Shown::Aligned(lines) => {
                self.open(Tag::Pre(None));
                self.push(&lines);
                self.close();
            }
            table::Shown::Listed(lines) => self.push(&lines),
        }
    }

    fn finish(mut self) -> Rich {
        self.text.truncate(self.text.trim_end().len());
        let length = self.text.len();
        // Outer before inner: by start, then the longer, then the one opened first.
        self.spans.sort_by_key(|(order, span)| {
            (span.range.start, std::cmp::Reverse(span.range.end), *order)
        });
        let spans = self.spans.into_iter().map(|(_, mut span)| {
            span.range.end = span.range.end.min(length);
            span
        });
        Rich {
            spans: spans
                .filter(|span| span.range.start < span.range.end)
                .collect(),
            text: self.text,
        }
    }
}

/// `<br>` in its spellings: the one tag that models write and mean, most of all in tables.
fn is_line_break(tag: &str) -> bool {
    let name = tag
        .trim_start_matches('<')
        .trim_end_matches(['>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

fn note(spans: &mut Vec<(usize, Span)>, open: &Open, end: usize) {
    if let Some(tag) = &open.tag
        && open.start < end
    {
        let span = Span {
            range: open.start..end,
            tag: tag.clone(),
        };
        spans.push((open.order, span));
    }
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
