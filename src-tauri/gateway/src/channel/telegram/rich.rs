//! Text with styles, as Telegram means it: plain words and spans over them.
//!
//! Owns [`Rich`] and how a slice of it is written as Telegram HTML or as plain text. Because a
//! slice is taken from the words and not from the HTML, a cut can never fall into a tag or an
//! entity. Knows no Markdown and no limit.

use std::ops::Range;

/// A style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tag {
    /// A quotation.
    Quote,
    /// Bold.
    Bold,
    /// Italic.
    Italic,
    /// Struck through.
    Strike,
    /// A link to an address.
    Link(String),
    /// Code in a line.
    Code,
    /// A code block, with its language where it has one.
    Pre(Option<String>),
}

impl Tag {
    /// Its opening tag.
    pub fn open(&self) -> String {
        match self {
            Self::Quote => "<blockquote>".into(),
            Self::Bold => "<b>".into(),
            Self::Italic => "<i>".into(),
            Self::Strike => "<s>".into(),
            Self::Link(url) => format!("<a href=\"{}\">", escape(url).replace('"', "&quot;")),
            Self::Code => "<code>".into(),
            Self::Pre(None) => "<pre>".into(),
            Self::Pre(Some(language)) => {
                format!("<pre><code class=\"language-{language}\">")
            }
        }
    }

    /// Its closing tag.
    pub fn close(&self) -> &'static str {
        match self {
            Self::Quote => "</blockquote>",
            Self::Bold => "</b>",
            Self::Italic => "</i>",
            Self::Strike => "</s>",
            Self::Link(_) => "</a>",
            Self::Code => "</code>",
            Self::Pre(None) => "</pre>",
            Self::Pre(Some(_)) => "</code></pre>",
        }
    }
}

/// A style over a range of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Where.
    pub range: Range<usize>,
    /// What.
    pub tag: Tag,
}

/// Words and their styles. Spans are sorted by start, outer before inner, and nest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rich {
    /// What the person reads.
    pub text: String,
    /// The styles.
    pub spans: Vec<Span>,
}

impl Rich {
    /// The spans that reach into `range`, cut to it.
    fn within(&self, range: &Range<usize>) -> impl Iterator<Item = (Range<usize>, &Tag)> {
        let range = range.clone();
        self.spans.iter().filter_map(move |span| {
            let start = span.range.start.max(range.start);
            let end = span.range.end.min(range.end);
            (start < end).then_some((start..end, &span.tag))
        })
    }

    /// A slice as Telegram HTML; tags that reach beyond it are closed and opened again.
    pub fn html(&self, range: Range<usize>) -> String {
        let mut html = String::with_capacity(range.len() + 64);
        let mut at = range.start;
        let mut open: Vec<(usize, &Tag)> = Vec::new();
        for (span, tag) in self.within(&range) {
            self.close_until(span.start, &mut at, &mut open, &mut html);
            html.push_str(&escape(&self.text[at..span.start]));
            at = span.start;
            html.push_str(&tag.open());
            open.push((span.end, tag));
        }
        self.close_until(range.end, &mut at, &mut open, &mut html);
        html.push_str(&escape(&self.text[at..range.end]));
        html
    }

    fn close_until(
        &self,
        until: usize,
        at: &mut usize,
        open: &mut Vec<(usize, &Tag)>,
        html: &mut String,
    ) {
        while let Some((end, tag)) = open.pop_if(|(end, _)| *end <= until) {
            html.push_str(&escape(&self.text[*at..end]));
            html.push_str(tag.close());
            *at = end;
        }
    }

    /// A slice as plain text, with the address behind each link.
    pub fn plain(&self, range: Range<usize>) -> String {
        let mut plain = String::with_capacity(range.len());
        let mut at = range.start;
        for (span, tag) in self.within(&range) {
            if let Tag::Link(url) = tag {
                plain.push_str(&self.text[at..span.end]);
                plain.push_str(&format!(" ({url})"));
                at = span.end;
            }
        }
        plain.push_str(&self.text[at..range.end]);
        plain
    }
}

/// Escapes what Telegram would take for markup.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Length as Telegram counts it.
pub fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The same once escaped, without writing it out.
pub fn escaped_len(text: &str) -> usize {
    let length = |letter: char| match letter {
        '&' => "&amp;".len(),
        '<' | '>' => "&lt;".len(),
        other => other.len_utf16(),
    };
    text.chars().map(length).sum()
}
