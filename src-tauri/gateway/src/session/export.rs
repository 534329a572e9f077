//! A conversation written out as Markdown for people (pure).
//!
//! Owns what of a transcript is written: what was said on the active path and which tools were
//! used; never what only the model sees. The exact bytes are the other export: the lines
//! themselves.

use super::history::{own_words, path_of};
use super::line::{Entry, EntryBody, Message, MessageRole};
use crate::clock::{Ms, local_minute};
use crate::error::{Params, params};
use crate::model::Block;
use crate::words::{Language, Words};

/// The words of an export.
#[derive(Debug, Clone)]
pub struct ExportLabels {
    title: String,
    person: String,
    agent: String,
    summary: String,
    zone: String,
}

impl ExportLabels {
    /// The words in a language; times are written in `zone` (an IANA name).
    pub fn new(words: &Words, language: Language, name: &str, zone: &str) -> Self {
        let word = |key: &str| words.text(language, key, &Params::new());
        let told = params([("name", name.into()), ("zone", zone.into())]);
        Self {
            title: words.text(language, "export-title", &told),
            person: word("export-person"),
            agent: word("export-agent"),
            summary: word("export-summary"),
            zone: zone.to_owned(),
        }
    }
}

/// The conversation as Markdown.
pub fn export_markdown(entries: &[Entry], labels: &ExportLabels) -> String {
    let mut text = format!("# {}\n", labels.title);
    let mut last: Option<(&str, Option<&str>)> = None;
    for entry in path_of(entries) {
        let (who, said) = match &entry.body {
            EntryBody::Message(message) => match message.role {
                MessageRole::User => (labels.person.as_str(), own_words(entry)),
                MessageRole::Assistant => (labels.agent.as_str(), answer(message)),
                MessageRole::ToolResult | MessageRole::Custom | MessageRole::Other => continue,
            },
            EntryBody::Compaction { summary, .. } => (labels.summary.as_str(), summary.clone()),
            EntryBody::CustomMessage {
                text,
                display: true,
                ..
            } => match entry.shown() {
                Some(shown) => (labels.agent.as_str(), shown.to_owned()),
                None => (labels.summary.as_str(), text.clone()),
            },
            _ => continue,
        };
        let said = said.trim();
        if said.is_empty() || is_silent(said) {
            continue;
        }
        // The answers of one turn stand under one heading.
        let here = (who, entry.turn());
        if last != Some(here) || entry.turn().is_none() {
            heading(&mut text, who, entry.at, labels);
        }
        last = Some(here);
        text.push('\n');
        text.push_str(said);
        text.push('\n');
    }
    text
}

/// An answer that is only a token for Cove, said to nobody.
pub fn is_silent(text: &str) -> bool {
    matches!(text.trim(), "NO_REPLY" | "HEARTBEAT_OK")
}

fn heading(text: &mut String, who: &str, at: Ms, labels: &ExportLabels) {
    let at = local_minute(at, &labels.zone);
    text.push_str(&format!("\n## {who} · {at}\n"));
}

fn answer(message: &Message) -> String {
    let pieces = message.blocks.iter().filter_map(|block| match block {
        Block::Text { text } => Some(text.trim().to_owned()),
        Block::Call(call) => Some(format!("`{}`", call.name)),
        _ => None,
    });
    pieces
        .filter(|piece| !piece.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}
