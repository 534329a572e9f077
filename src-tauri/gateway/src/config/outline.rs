//! Where each setting stands in a text, also while somebody is still typing it.
//!
//! Owns a forgiving walk over JSON5 that never fails: what is half written has its place as far as
//! it goes. Judges nothing; reading is [`super::read`]'s.

use std::ops::Range;

use super::path::{ConfigPath, Step};

/// One key with what stands behind it, or one item of a list. Places are bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Its path.
    pub path: ConfigPath,
    /// The key; `None` for an item of a list.
    pub key: Option<Range<usize>>,
    /// The value, its quotes and braces with it; empty behind a key that has none yet.
    pub value: Range<usize>,
}

impl Spot {
    /// Key and value.
    pub fn whole(&self) -> Range<usize> {
        let start = self.key.as_ref().map_or(self.value.start, |key| key.start);
        start..self.value.end
    }
}

enum Frame {
    Object {
        path: ConfigPath,
        key: Option<(String, Range<usize>)>,
        colon: bool,
        spot: Option<usize>,
    },
    List {
        path: ConfigPath,
        next: usize,
        spot: Option<usize>,
    },
}

/// Every setting of `text`, in the order of its values' beginnings.
pub fn spots(text: &str) -> Vec<Spot> {
    let mut walk = Walk {
        spots: Vec::new(),
        frames: Vec::new(),
    };
    let mut rest = 0;
    while let Some((token, at)) = next(text, rest) {
        rest = at.end.max(rest + 1);
        walk.take(token, at, text);
    }
    while !walk.frames.is_empty() {
        walk.bare();
        walk.close(text.trim_end().len());
    }
    walk.spots
}

/// The innermost setting at a place.
pub fn at(spots: &[Spot], place: usize) -> Option<&Spot> {
    let touches = |spot: &&Spot| {
        let whole = spot.whole();
        (whole.start..=whole.end).contains(&place)
    };
    let size = |spot: &&Spot| spot.whole().len();
    spots.iter().filter(touches).min_by_key(size)
}

/// Where a path stands, or else what it would stand in.
pub fn nearest<'s>(spots: &'s [Spot], path: &ConfigPath) -> Option<&'s Spot> {
    let mut path = path.clone();
    loop {
        if let Some(found) = spots.iter().rfind(|spot| same(&spot.path, &path)) {
            return Some(found);
        }
        if path.is_root() {
            return None;
        }
        path = path.parent();
    }
}

/// `a[0]` and `a.0` are one place.
fn same(one: &ConfigPath, other: &ConfigPath) -> bool {
    let (one, other) = (one.steps(), other.steps());
    let equal = |(one, other): (&Step, &Step)| {
        one == other || one.place().is_some() && one.place() == other.place()
    };
    one.len() == other.len() && one.iter().zip(other).all(equal)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Text,
    Word,
    Sign(char),
}

struct Walk {
    spots: Vec<Spot>,
    frames: Vec<Frame>,
}

impl Walk {
    fn take(&mut self, token: Token, at: Range<usize>, text: &str) {
        match token {
            Token::Sign(open @ ('{' | '[')) => self.open(open, &at),
            Token::Sign('}' | ']') => {
                self.bare();
                self.close(at.end);
            }
            Token::Sign(':') => {
                if let Some(Frame::Object { key, colon, .. }) = self.frames.last_mut() {
                    *colon = key.is_some();
                }
            }
            Token::Sign(_) => self.bare(),
            Token::Text | Token::Word => self.word(at, text),
        }
    }

    fn word(&mut self, at: Range<usize>, text: &str) {
        match self.frames.last() {
            Some(Frame::Object { colon: false, .. }) => {
                // A comma is missing behind a key without a value.
                self.bare();
                if let Some(Frame::Object { key, .. }) = self.frames.last_mut() {
                    *key = Some((inner(&text[at.clone()]), at));
                }
            }
            _ => {
                self.value(at);
            }
        }
    }

    /// A value begins; its spot, if it stands anywhere.
    fn value(&mut self, at: Range<usize>) -> Option<usize> {
        let (path, key) = match self.frames.last_mut()? {
            Frame::Object {
                path, key, colon, ..
            } => {
                *colon = false;
                let (name, place) = key.take()?;
                (path.key(&name), Some(place))
            }
            Frame::List { path, next, .. } => {
                *next += 1;
                (path.index(*next - 1), None)
            }
        };
        let value = at;
        self.spots.push(Spot { path, key, value });
        Some(self.spots.len() - 1)
    }

    fn open(&mut self, sign: char, at: &Range<usize>) {
        let spot = self.value(at.clone());
        let path = spot.and_then(|spot| self.spots.get(spot));
        let path = path.map_or_else(ConfigPath::default, |spot| spot.path.clone());
        self.frames.push(match sign {
            '{' => Frame::Object {
                path,
                key: None,
                colon: false,
                spot,
            },
            _ => Frame::List {
                path,
                next: 0,
                spot,
            },
        });
    }

    fn close(&mut self, end: usize) {
        let Some(Frame::Object { spot, .. } | Frame::List { spot, .. }) = self.frames.pop() else {
            return;
        };
        if let Some(spot) = spot.and_then(|spot| self.spots.get_mut(spot)) {
            spot.value.end = end.max(spot.value.end);
        }
    }

    /// A key that ends without a value.
    fn bare(&mut self) {
        if let Some(Frame::Object {
            path, key, colon, ..
        }) = self.frames.last_mut()
        {
            *colon = false;
            if let Some((name, place)) = key.take() {
                self.spots.push(Spot {
                    path: path.key(&name),
                    value: place.end..place.end,
                    key: Some(place),
                });
            }
        }
    }
}

/// The next token from `from` on, comments passed over.
fn next(text: &str, from: usize) -> Option<(Token, Range<usize>)> {
    let mut start = from;
    loop {
        let rest = text.get(start..)?;
        let first = rest.chars().next()?;
        if rest.starts_with("//") {
            start += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            start += rest.find("*/").map_or(rest.len(), |end| end + 2);
        } else if first.is_whitespace() || first == '\u{feff}' {
            start += first.len_utf8();
        } else {
            break;
        }
    }
    let rest = text.get(start..)?;
    let first = rest.chars().next()?;
    let (token, length) = match first {
        '"' | '\'' => (Token::Text, quoted(rest, first)),
        '{' | '}' | '[' | ']' | ':' | ',' => (Token::Sign(first), 1),
        _ => {
            let ends = |c: char| c.is_whitespace() || "{}[]:,\"'/".contains(c);
            let tail = first.len_utf8();
            let end = rest[tail..].find(ends).map_or(rest.len(), |end| end + tail);
            (Token::Word, end)
        }
    };
    Some((token, start..start + length))
}

/// How long a text in quotes is; one that is not closed ends with its line.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' | '\r' => return at,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// A key or a value without its quotes.
pub fn inner(written: &str) -> String {
    let Some(quote) = written.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return written.to_owned();
    };
    let inside = &written[1..];
    let inside = inside.strip_suffix(quote).unwrap_or(inside);
    let mut plain = String::with_capacity(inside.len());
    let mut escaped = false;
    for c in inside.chars() {
        escaped = !escaped && c == '\\';
        if !escaped {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let found: Vec<(String, String)> = spots(text)
            .into_iter()
            .map(|spot| (spot.path.to_string(), text[spot.value].to_owned()))
            .collect();
        let expected: Vec<(String, String)> = expected
            .iter()
            .map(|(path, value)| ((*path).to_owned(), (*value).to_owned()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn every_setting_has_its_place() {
        check(
            "// a: 1\n{ a: { 'b c': [1, { d: \"x,]}\" }], /* e: 2 */ f: true }, }",
            &[
                ("a", "{ 'b c': [1, { d: \"x,]}\" }], /* e: 2 */ f: true }"),
                ("a[\"b c\"]", "[1, { d: \"x,]}\" }]"),
                ("a[\"b c\"][0]", "1"),
                ("a[\"b c\"][1]", "{ d: \"x,]}\" }"),
                ("a[\"b c\"][1].d", "\"x,]}\""),
                ("a.f", "true"),
            ],
        );
    }

    #[test]
    fn what_is_half_written_has_its_place_as_far_as_it_goes() {
        check("{ a: { b: \"x", &[("a", "{ b: \"x"), ("a.b", "\"x")]);
        check("{ a\n  b: 1 }", &[("a", ""), ("b", "1")]);
        check(
            "{ a: \"x\n b: 2, c: }",
            &[("a", "\"x"), ("b", "2"), ("c", "")],
        );
        check("}} ] a: 1 { b: 2", &[("b", "2")]);
        check("", &[]);
        check("é: {", &[]);
    }

    #[test]
    fn the_innermost_setting_is_found_and_a_missing_one_by_what_it_would_stand_in() {
        let text = "{ a: { b: 1 }, c: [ { d: 2 } ] }";
        let spots = spots(text);
        let path = |place: usize| at(&spots, place).map(|spot| spot.path.to_string());
        assert_eq!(path(text.find('b').unwrap()).as_deref(), Some("a.b"));
        assert_eq!(path(text.find('a').unwrap()).as_deref(), Some("a"));
        assert_eq!(path(text.len()), None);
        let near = |path: &str| {
            let path = ConfigPath::parse(path).unwrap();
            nearest(&spots, &path).map(|spot| spot.path.to_string())
        };
        assert_eq!(near("a.x.y").as_deref(), Some("a"));
        assert_eq!(near("c.0.d").as_deref(), Some("c[0].d"));
        assert_eq!(near("z"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_stops_it(text in "[{}\\[\\]:,\"'/*a-c\\\\ \né]{0,40}") {
            for spot in spots(&text) {
                assert!(text.get(spot.whole()).is_some());
            }
        }
    }
}
