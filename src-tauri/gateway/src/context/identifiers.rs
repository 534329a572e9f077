//! What must survive a summary word for word: ids, paths, URLs, dates, open tasks.
//!
//! Owns finding them and putting back what a summary left out. Pure, and bounded: of many the
//! newest survive.

use std::collections::HashSet;

use serde_json::Value;

use crate::model::Block;
use crate::session::{Entry, EntryBody, MessageRole};

/// The most that must survive, and their characters together.
const MOST: usize = 200;
const MOST_CHARS: usize = 6_000;
/// A longer word is data, not a name for something.
const LONGEST: usize = 300;
/// An open task's line.
const LONGEST_TASK: usize = 300;

/// What must survive of these entries and the summary before them, oldest first.
pub fn wanted(previous: Option<&str>, entries: &[&Entry]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in entries.iter().rev() {
        let mut own: Vec<String> = texts(entry).iter().flat_map(|text| named(text)).collect();
        own.reverse();
        found.extend(own);
    }
    found.extend(previous.map(named).unwrap_or_default().into_iter().rev());
    let mut seen = HashSet::new();
    let mut chars = 0;
    let mut kept: Vec<String> = found
        .into_iter()
        .filter(|name| seen.insert(name.clone()))
        .take_while(|name| {
            chars += name.chars().count();
            chars <= MOST_CHARS
        })
        .take(MOST)
        .collect();
    kept.reverse();
    kept
}

/// The summary with what it left out put behind it.
pub fn completed(summary: &str, wanted: &[String]) -> String {
    let mut text = summary.trim().to_owned();
    let (tasks, names): (Vec<&String>, Vec<&String>) = wanted
        .iter()
        .filter(|name| !summary.contains(*name))
        .partition(|name| is_task(name));
    let mut add = |heading: &str, items: Vec<&String>, mark: &str| {
        if items.is_empty() {
            return;
        }
        text.push_str(&format!("\n\n## {heading}\n"));
        for item in items {
            text.push_str(&format!("\n{mark}{item}"));
        }
    };
    add("Open tasks, word for word", tasks, "");
    add("Also mentioned", names, "- ");
    text
}

/// What people and the agent said, and what the agent asked its tools for. Results of tools are
/// full of names nobody spoke of.
fn texts(entry: &Entry) -> Vec<String> {
    match &entry.body {
        EntryBody::Message(message) if message.role != MessageRole::ToolResult => message
            .blocks
            .iter()
            .flat_map(|block| match block {
                Block::Text { text } => vec![text.clone()],
                Block::Call(call) => strings(&call.arguments),
                _ => Vec::new(),
            })
            .collect(),
        EntryBody::CustomMessage { text, .. } => vec![text.clone()],
        EntryBody::BranchSummary { summary } => vec![summary.clone()],
        _ => Vec::new(),
    }
}

fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        Value::Object(fields) => fields.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

/// The names in a text, in order.
pub fn named(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        if is_task(line) && line.chars().count() <= LONGEST_TASK {
            found.push(line.to_owned());
        }
        let words = line.split(|c: char| c.is_whitespace() || !c.is_ascii_graphic());
        found.extend(words.filter_map(name).map(str::to_owned));
    }
    found
}

fn is_task(line: &str) -> bool {
    ["- [ ] ", "* [ ] "]
        .iter()
        .any(|mark| line.starts_with(mark))
}

/// The name a word is, without what surrounds it.
fn name(word: &str) -> Option<&str> {
    const AROUND: &[char] = &[
        '(', ')', '[', ']', '{', '}', '<', '>', '"', '\'', '`', '*', ',', ';', '!', '?',
    ];
    let word = word.trim_matches(AROUND).trim_end_matches(['.', ':']);
    let word = word.trim_matches(AROUND);
    let is_name = word.len() <= LONGEST
        && (is_url(word) || is_date(word) || is_path(word) || is_address(word) || is_id(word));
    is_name.then_some(word)
}

fn is_url(word: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| word.len() > scheme.len() && word.starts_with(scheme))
}

fn is_date(word: &str) -> bool {
    let shape: String = word
        .chars()
        .take(10)
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    shape == "0000-00-00"
}

/// `/etc/hosts`, `~/x`, `memory/2026-01-02.md`; not `and/or`, not `3/4`.
fn is_path(word: &str) -> bool {
    let Some((_, last)) = word.rsplit_once('/') else {
        return false;
    };
    let rooted = ["/", "~/", "./", "../"]
        .iter()
        .any(|start| word.starts_with(start));
    let has_ending = last
        .rsplit_once('.')
        .is_some_and(|(stem, ending)| !stem.is_empty() && !ending.is_empty());
    word.len() > 3 && (rooted || has_ending || word.matches('/').count() > 1)
}

fn is_address(word: &str) -> bool {
    word.split_once('@')
        .is_some_and(|(who, whose)| !who.is_empty() && whose.contains('.'))
}

/// `#1234`, `ABC-123`, `INV2026`, `3f9a2c1`, a uuid, `4711815`.
fn is_id(word: &str) -> bool {
    let bare = word.trim_start_matches('#');
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    if bare.is_empty() || !bare.chars().all(allowed) {
        return false;
    }
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    let letters = bare.chars().filter(char::is_ascii_alphabetic).count();
    if bare.len() < word.len() {
        return digits > 0;
    }
    match letters {
        0 => digits >= 5 && bare.chars().all(|c| c.is_ascii_digit() || c == '-'),
        _ => digits >= 2 && bare.len() >= 6,
    }
}

#[cfg(test)]
#[path = "identifiers_tests.rs"]
mod tests;
