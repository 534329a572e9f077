//! Rust text taken apart just far enough: code without comments, and its string literals.
//!
//! Owns telling code, comments, strings and attributes apart. Never understands the language
//! beyond that.

/// A string literal.
#[derive(Debug, PartialEq, Eq)]
pub struct Literal {
    /// 1-based.
    pub line: usize,
    /// What stands between the quotes, as written.
    pub text: String,
    /// It is part of `#[…]`.
    pub in_attribute: bool,
    /// The code before it on its line and the line before, comments included.
    pub before: String,
}

/// A file taken apart.
#[derive(Debug, Default)]
pub struct Source {
    /// Without comments, without what strings hold, without the tests at its end.
    pub code: String,
    /// The strings of that code.
    pub literals: Vec<Literal>,
}

/// Takes a file apart.
pub fn read(text: &str) -> Source {
    let text = without_tests(text);
    let bytes = text.as_bytes();
    let mut source = Source::default();
    let mut at = 0;
    let mut attribute = 0_usize;
    while at < bytes.len() {
        let rest = &text[at..];
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            at += rest.find("*/").map_or(rest.len(), |end| end + 2);
        } else if let Some((open, hashes)) = string_opens(rest, &source.code) {
            let length = string_length(&rest[open..], hashes);
            let literal = &rest[open..open + length];
            source.literals.push(Literal {
                line: text[..at].matches('\n').count() + 1,
                text: literal.to_owned(),
                in_attribute: attribute > 0,
                before: two_lines(&text[..at]),
            });
            source.code.push_str("\"\"");
            at += open + length + 1 + hashes.unwrap_or(0);
        } else if let Some(length) = char_literal(rest) {
            source.code.push_str("' '");
            at += length;
        } else {
            attribute = depth(attribute, rest);
            let letter = rest.chars().next().unwrap_or(' ');
            source.code.push(letter);
            at += letter.len_utf8();
        }
    }
    source
}

/// Unit tests may say and use what they like.
fn without_tests(text: &str) -> &str {
    text.find("#[cfg(test)]\nmod tests {")
        .map_or(text, |start| &text[..start])
}

/// Where the text of a string begins, and for a raw one how many `#` close it.
fn string_opens(rest: &str, code: &str) -> Option<(usize, Option<usize>)> {
    if rest.starts_with('"') {
        return Some((1, None));
    }
    let after_name = code
        .chars()
        .next_back()
        .is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    let raw = rest.strip_prefix('r').or_else(|| rest.strip_prefix("br"))?;
    let hashes = raw.len() - raw.trim_start_matches('#').len();
    let opens = !after_name && raw[hashes..].starts_with('"');
    opens.then(|| (rest.len() - raw.len() + hashes + 1, Some(hashes)))
}

fn string_length(text: &str, raw: Option<usize>) -> usize {
    if let Some(hashes) = raw {
        let end = format!("\"{}", "#".repeat(hashes));
        return text.find(&end).unwrap_or(text.len());
    }
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    text.len()
}

/// `'"'` must not open a string; `'a` of a lifetime is no literal.
fn char_literal(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('\'')?;
    if let Some(escape) = inner.strip_prefix('\\') {
        let skipped = escape.chars().next()?.len_utf8();
        return escape[skipped..]
            .find('\'')
            .map(|end| 2 + skipped + end + 1);
    }
    let letter = inner.chars().next()?;
    inner[letter.len_utf8()..]
        .starts_with('\'')
        .then(|| letter.len_utf8() + 2)
}

fn depth(open: usize, rest: &str) -> usize {
    match rest.as_bytes().first() {
        Some(b'#') if open == 0 && (rest.starts_with("#[") || rest.starts_with("#![")) => 1,
        Some(b'[') if open > 0 => open + 1,
        // The `#` itself counted for the first bracket.
        Some(b']') if open > 0 => open.saturating_sub(if open == 2 { 2 } else { 1 }),
        _ => open,
    }
}

fn two_lines(before: &str) -> String {
    let mut lines: Vec<&str> = before.rsplit('\n').take(2).collect();
    lines.reverse();
    lines.join("\n")
}

#[test]
fn comments_and_strings_are_no_code() {
    let source =
        read("use a; // crate::x\n/* crate::y */ let s = \"crate::z \\\" q\"; b('\"', 'c');");
    assert!(!source.code.contains("crate"), "{}", source.code);
    assert!(source.code.contains("b(' ', ' ')"), "{}", source.code);
    assert_eq!(source.literals[0].text, "crate::z \\\" q");
}

#[test]
fn raw_strings_and_lifetimes_are_told_apart() {
    let source = read("fn f<'a>(x: &'a str) { r#\"one \"two\" three\"#; bar\"four\"; }");
    let texts: Vec<_> = source.literals.iter().map(|found| &found.text).collect();
    assert_eq!(texts, ["one \"two\" three", "four"]);
}

#[test]
fn an_attribute_ends_with_its_bracket() {
    let source =
        read("#[error(\"in {x}\", y = [1])]\nlet z = [\"out\"];\n#![doc = \"in\"]\n\"out\"");
    let inside: Vec<_> = source
        .literals
        .iter()
        .map(|found| (found.text.as_str(), found.in_attribute))
        .collect();
    assert_eq!(
        inside,
        [
            ("in {x}", true),
            ("out", false),
            ("in", true),
            ("out", false)
        ]
    );
}

#[test]
fn what_unit_tests_use_is_left_out() {
    let source = read("a\n#[cfg(test)]\nmod tests {\n use crate::model; }");
    assert_eq!(source.code, "a\n");
}
