//! Attributes of a start tag: `name="value"`, `name='value'`, `name=token`, or a bare `expandable`.
//!
//! Never: reads an attribute its tag has no use for as anything but syntax.

use super::{Parser, character};

impl Parser<'_> {
    /// Reads one attribute; its value where the tag has a use for it.
    pub(super) fn attribute(&mut self, tag: &str, begin: usize) -> Result<Option<String>, String> {
        let name = self.skip(|next| !next.is_ascii_whitespace() && next != '=' && next != '>');
        if name.is_empty() {
            return Err(format!(
                "Empty attribute name in the tag \"{tag}\" at byte offset {begin}"
            ));
        }
        self.spaces();
        if self.peek() != Some('=') {
            return match (tag, name.as_str()) {
                ("blockquote", "expandable") => Ok(Some("expandable".to_owned())),
                _ => Err(format!(
                    "Expected equal sign in declaration of an attribute of the tag \"{tag}\" at \
                     byte offset {begin}"
                )),
            };
        }
        self.at += 1;
        self.spaces();
        let value = self.attribute_value(tag, begin)?;
        Ok(match (tag, name.as_str()) {
            ("a", "href") | ("tg-emoji", "emoji-id") => Some(value),
            ("code", "class") => value.strip_prefix("language-").map(str::to_owned),
            ("span", "class") => value.strip_prefix("tg-").map(str::to_owned),
            ("blockquote", "expandable") => Some("expandable".to_owned()),
            _ => None,
        })
    }

    fn attribute_value(&mut self, tag: &str, begin: usize) -> Result<String, String> {
        let Some(quote) = self.peek() else {
            return Err(format!(
                "Unclosed start tag \"{tag}\" at byte offset {begin}"
            ));
        };
        if quote != '\'' && quote != '"' {
            let start = self.at;
            let token = self.skip(|next| next.is_ascii_alphanumeric() || matches!(next, '.' | '-'));
            return match self.peek() {
                None => Err(format!("Unclosed start tag at byte offset {begin}")),
                Some(next) if next == '>' || next.is_ascii_whitespace() => Ok(token.to_lowercase()),
                Some(_) => Err(format!(
                    "Unexpected end of name token at byte offset {start}"
                )),
            };
        }
        self.at += 1;
        let mut value = String::new();
        while let Some(next) = self.peek() {
            if next == quote {
                self.at += 1;
                break;
            }
            let decoded = if next == '&' {
                character::decode(&self.text[self.at..])
            } else {
                None
            };
            let (character, length) = decoded.unwrap_or((next, next.len_utf8()));
            value.push(character);
            self.at += length;
        }
        if self.peek().is_none() {
            return Err(format!("Unclosed start tag at byte offset {begin}"));
        }
        Ok(value)
    }
}
