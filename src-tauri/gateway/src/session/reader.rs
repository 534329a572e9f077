//! A whole transcript, entry by entry, in the order of the file.
//!
//! Owns reading for what looks at everything (export, search, health) without holding it. For a
//! turn or a page of history see [`super::walk`]. Never writes.

use std::path::Path;

use serde_json::Value;

use super::era::{Flat, is_flat};
use super::error::SessionError;
use super::line::Entry;
use crate::storage::{Line, LinesForward};

/// What a line of a transcript is.
#[derive(Debug, Clone, PartialEq)]
pub enum TranscriptLine {
    /// The first line, which says whose conversation it is.
    Header(Value),
    /// An entry.
    Entry(Box<Entry>),
    /// Nothing that could be read.
    Unreadable(String),
}

/// Reads a transcript's lines; a file that is not there has none.
#[derive(Debug)]
pub struct TranscriptReader {
    lines: LinesForward,
    first: bool,
    /// The entries have no ids of their own.
    flat: Option<Flat>,
}

impl TranscriptReader {
    /// Reads from the start.
    pub fn open(path: &Path) -> Result<Self, SessionError> {
        Ok(Self {
            lines: LinesForward::open(path)?,
            first: true,
            flat: None,
        })
    }

    fn line(&mut self, text: String) -> TranscriptLine {
        let first = std::mem::replace(&mut self.first, false);
        if first && let Some(header) = header(&text) {
            self.flat = is_flat(&header).then(Flat::default);
            return TranscriptLine::Header(header);
        }
        let entry = match &mut self.flat {
            Some(flat) => flat.read(&text),
            None => Entry::read(&text),
        };
        entry.map_or(TranscriptLine::Unreadable(text), |entry| {
            TranscriptLine::Entry(Box::new(entry))
        })
    }
}

impl Iterator for TranscriptReader {
    /// The offset of the line, bytes, and what it is.
    type Item = Result<(u64, TranscriptLine), SessionError>;

    fn next(&mut self) -> Option<Self::Item> {
        let Line { offset, text } = match self.lines.next()? {
            Ok(line) => line,
            Err(error) => return Some(Err(error.into())),
        };
        Some(Ok((offset, self.line(text))))
    }
}

/// The entries of a transcript, all at once.
pub fn read_transcript(path: &Path) -> Result<Vec<Entry>, SessionError> {
    let lines = TranscriptReader::open(path)?.filter_map(|line| match line {
        Ok((_, TranscriptLine::Entry(entry))) => Some(Ok(*entry)),
        Ok(_) => None,
        Err(error) => Some(Err(error)),
    });
    lines.collect()
}

/// The session id a transcript is of and the key it was written for, where its header says so.
pub(super) fn header_of(path: &Path) -> Option<(String, Option<String>)> {
    let first = LinesForward::open(path).ok()?.next()?.ok()?;
    let header = header(&first.text)?;
    let id = header["id"].as_str().unwrap_or_default().to_owned();
    Some((id, header["cove"]["key"].as_str().map(str::to_owned)))
}

/// The entries of a transcript whose entries have no ids, with their places; `None` = they have.
pub(super) fn read_flat(path: &Path) -> Result<Option<Vec<(u64, Entry)>>, SessionError> {
    let mut reader = TranscriptReader::open(path)?;
    reader.next().transpose()?;
    if reader.flat.is_none() {
        return Ok(None);
    }
    let entries = reader.filter_map(|line| match line {
        Ok((at, TranscriptLine::Entry(entry))) => Some(Ok((at, *entry))),
        Ok(_) => None,
        Err(error) => Some(Err(error)),
    });
    entries.collect::<Result<_, _>>().map(Some)
}

fn header(text: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(text).ok()?;
    (value["type"] == "session").then_some(value)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_line_of_a_real_home_keeps_its_bytes() {
        let home = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../tests/fixtures/openclaw-2026.3/sessions");
        let mut lines = 0;
        for file in std::fs::read_dir(home).unwrap() {
            let path = file.unwrap().path();
            if !path.to_string_lossy().contains(".jsonl") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for line in TranscriptReader::open(&path).unwrap() {
                match line.unwrap() {
                    (at, TranscriptLine::Entry(entry)) => {
                        let at = usize::try_from(at).unwrap();
                        assert!(text[at..].starts_with(&entry.raw), "{}", path.display());
                        lines += 1;
                    }
                    (at, TranscriptLine::Header(_)) => assert_eq!(at, 0),
                    (_, TranscriptLine::Unreadable(line)) => panic!("{line}"),
                }
            }
        }
        assert!(lines > 100, "{lines}");
    }
}
