//! A whole transcript, entry by entry, in the order of the file.
//!
//! Owns reading for what looks at everything (export, search, health) without holding it. For a
//! turn or a page of history see [`super::walk`]. Never writes.

use std::path::Path;

use serde_json::Value;

use super::era::{id_at, is_flat};
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
    /// How many lines were read.
    place: usize,
    /// Entries have no ids: each gets one and follows the last.
    flat: bool,
    last: Option<String>,
}

impl TranscriptReader {
    /// Reads from the start.
    pub fn open(path: &Path) -> Result<Self, SessionError> {
        Ok(Self {
            lines: LinesForward::open(path)?,
            place: 0,
            flat: false,
            last: None,
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
        let place = self.place;
        self.place += 1;
        let entry = match self.flat {
            true => Entry::read_flat(&text, id_at(place), self.last.clone(), id_at),
            false => Entry::read(&text),
        };
        let line = match entry {
            Some(entry) => {
                self.last = self.flat.then(|| entry.id.clone());
                TranscriptLine::Entry(Box::new(entry))
            }
            None => match header(&text).filter(|_| place == 0) {
                Some(header) => {
                    self.flat = is_flat(&header);
                    TranscriptLine::Header(header)
                }
                None => TranscriptLine::Unreadable(text),
            },
        };
        Some(Ok((offset, line)))
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

fn header(text: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(text).ok()?;
    (value["type"] == "session").then_some(value)
}
