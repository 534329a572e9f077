//! Telegram's HTML mode: what it takes, what it refuses and with which words.
//!
//! Owns: parsing into plain text and entities, offsets in UTF-16 units as the Bot API counts.
//! Source: the Bot API's page on HTML style and the server's published behaviour.
//! Never: repairs; a text that the real server refuses is refused here.

mod attribute;
mod character;
#[cfg(test)]
mod tests;

/// The tags of HTML mode.
const TAGS: &[&str] = &[
    "a",
    "b",
    "strong",
    "i",
    "em",
    "s",
    "strike",
    "del",
    "u",
    "ins",
    "tg-spoiler",
    "tg-emoji",
    "span",
    "pre",
    "code",
    "blockquote",
];

/// A formatted stretch of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// The Bot API's name: `bold`, `text_link`, `pre`, …
    pub kind: &'static str,
    /// Start, in UTF-16 units.
    pub offset: usize,
    /// Length, in UTF-16 units.
    pub length: usize,
    /// The link, the language of a code block or the emoji's id.
    pub argument: Option<String>,
}

/// A text after parsing.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Parsed {
    pub(crate) plain: String,
    pub(crate) entities: Vec<Entity>,
    /// Byte offsets of `&` that start no entity. The server shows them as they are, but they
    /// are a renderer's mistake: its documentation demands `&amp;`.
    pub(crate) loose_ampersands: Vec<usize>,
}

struct Open {
    tag: String,
    argument: Option<String>,
    offset: usize,
    plain_start: usize,
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    plain: String,
    units: usize,
    open: Vec<Open>,
    entities: Vec<Entity>,
    loose: Vec<usize>,
}

/// Length as Telegram counts it.
pub(crate) fn utf16_len(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Parses a text in HTML mode.
///
/// # Errors
/// The words that follow `Bad Request: can't parse entities: `.
pub(crate) fn parse(text: &str) -> Result<Parsed, String> {
    let mut parser = Parser {
        text,
        at: 0,
        plain: String::new(),
        units: 0,
        open: Vec::new(),
        entities: Vec::new(),
        loose: Vec::new(),
    };
    parser.run()?;
    let Parser {
        plain,
        mut entities,
        loose,
        ..
    } = parser;
    entities.sort_by_key(|entity| (entity.offset, usize::MAX - entity.length));
    Ok(Parsed {
        plain,
        entities,
        loose_ampersands: loose,
    })
}

impl Parser<'_> {
    fn run(&mut self) -> Result<(), String> {
        while let Some(next) = self.peek() {
            match next {
                '<' if self.text[self.at + 1..].starts_with('/') => self.end_tag()?,
                '<' => self.start_tag()?,
                '&' => match character::decode(&self.text[self.at..]) {
                    Some((decoded, length)) => {
                        self.at += length;
                        self.emit(decoded);
                    }
                    None => {
                        self.loose.push(self.at);
                        self.take();
                    }
                },
                _ => self.take(),
            }
        }
        match self.open.last() {
            Some(open) => Err(format!(
                "Can't find end tag corresponding to start tag \"{}\"",
                open.tag
            )),
            None => Ok(()),
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn take(&mut self) {
        if let Some(next) = self.peek() {
            self.at += next.len_utf8();
            self.emit(next);
        }
    }

    fn emit(&mut self, character: char) {
        self.plain.push(character);
        self.units += character.len_utf16();
    }

    /// Moves over what `keep` accepts and returns it.
    fn skip(&mut self, keep: impl Fn(char) -> bool) -> String {
        let rest = &self.text[self.at..];
        let end = rest.find(|next| !keep(next)).unwrap_or(rest.len());
        let (start, stop) = (self.at, self.at + end);
        self.at = stop;
        self.text[start..stop].to_owned()
    }

    fn spaces(&mut self) {
        self.skip(|next| next.is_ascii_whitespace());
    }

    fn start_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        self.at += 1;
        let tag = self
            .skip(|next| !next.is_ascii_whitespace() && next != '>')
            .to_lowercase();
        if self.peek().is_none() {
            return Err(format!("Unclosed start tag at byte offset {begin}"));
        }
        if !TAGS.contains(&tag.as_str()) {
            return Err(format!(
                "Unsupported start tag \"{tag}\" at byte offset {begin}"
            ));
        }
        let mut argument = None;
        loop {
            self.spaces();
            match self.peek() {
                Some('>') => break,
                None => return Err(format!("Unclosed start tag at byte offset {begin}")),
                Some(_) => {
                    if let Some(value) = self.attribute(&tag, begin)? {
                        argument = Some(value);
                    }
                }
            }
        }
        self.at += 1;
        if tag == "span" && argument.as_deref() != Some("spoiler") {
            return Err(format!(
                "Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"
            ));
        }
        let (offset, plain_start) = (self.units, self.plain.len());
        self.open.push(Open {
            tag,
            argument,
            offset,
            plain_start,
        });
        Ok(())
    }

    fn end_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        let Some(open) = self.open.pop() else {
            return Err(format!("Unexpected end tag at byte offset {begin}"));
        };
        self.at += 2;
        let tag = self
            .skip(|next| !next.is_ascii_whitespace() && next != '>')
            .to_lowercase();
        self.spaces();
        if self.peek() != Some('>') {
            return Err(format!("Unclosed end tag at byte offset {begin}"));
        }
        self.at += 1;
        if !tag.is_empty() && tag != open.tag {
            return Err(format!(
                "Unmatched end tag at byte offset {begin}, expected \"</{}>\", found \"</{tag}>\"",
                open.tag
            ));
        }
        if self.units > open.offset {
            self.entity(open)?;
        }
        Ok(())
    }

    fn entity(&mut self, open: Open) -> Result<(), String> {
        let (offset, length) = (open.offset, self.units - open.offset);
        let same = |entity: &&mut Entity| entity.offset == offset && entity.length == length;
        let mut argument = open.argument;
        let kind = match open.tag.as_str() {
            "b" | "strong" => "bold",
            "i" | "em" => "italic",
            "s" | "strike" | "del" => "strikethrough",
            "u" | "ins" => "underline",
            "tg-spoiler" | "span" => "spoiler",
            "blockquote" if argument.is_some() => "expandable_blockquote",
            "blockquote" => "blockquote",
            "code" => "code",
            "a" => {
                argument = argument.or_else(|| Some(self.plain[open.plain_start..].to_owned()));
                "text_link"
            }
            "tg-emoji" => {
                if argument
                    .as_deref()
                    .is_none_or(|id| id.parse::<u64>().is_err())
                {
                    return Err("Invalid custom emoji identifier specified".to_owned());
                }
                "custom_emoji"
            }
            _ => {
                // <pre><code class="language-x">: one block with a language, not two entities.
                let with_language =
                    |entity: &&mut Entity| entity.kind == "code" && entity.argument.is_some();
                if let Some(code) = self.entities.last_mut().filter(same).filter(with_language) {
                    code.kind = "pre";
                    return Ok(());
                }
                "pre"
            }
        };
        self.entities.push(Entity {
            kind,
            offset,
            length,
            argument,
        });
        Ok(())
    }
}
