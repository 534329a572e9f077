//! Transcripts of the first era: no version in the header, no ids, every entry follows the last.
//!
//! Owns the ids such entries get: their place in the file, so that they are the same at every
//! reading. Never rewrites the file; what Cove appends has ids of its own and follows them.

use std::collections::HashSet;
use std::path::Path;

use serde_json::Value;

use super::error::SessionError;
use super::history::path_of;
use super::line::Entry;
use super::reader::{TranscriptLine, TranscriptReader};

/// Whether this header begins a transcript without ids.
pub(super) fn is_flat(header: &Value) -> bool {
    header["version"].is_null()
}

/// The id of the line at a place of the file, the header being 0.
pub(super) fn id_at(place: usize) -> String {
    format!("{place:08x}")
}

/// The active path of a transcript without ids, oldest first, each entry with the offset of its
/// line, and the count of unreadable lines; `None` = its entries have ids. Such files are old and
/// small: they are read whole.
pub(super) fn flat_path(path: &Path) -> Result<Option<FlatPath>, SessionError> {
    let mut reader = TranscriptReader::open(path)?;
    match reader.next().transpose()? {
        Some((_, TranscriptLine::Header(header))) if is_flat(&header) => {}
        _ => return Ok(None),
    }
    let (mut offsets, mut entries, mut unreadable) = (Vec::new(), Vec::new(), 0);
    for line in reader {
        match line? {
            (offset, TranscriptLine::Entry(entry)) => {
                offsets.push(offset);
                entries.push(*entry);
            }
            _ => unreadable += 1,
        }
    }
    let on_path: HashSet<String> = path_of(&entries)
        .into_iter()
        .map(|entry| entry.id.clone())
        .collect();
    let steps = offsets
        .into_iter()
        .zip(entries)
        .filter(|(_, entry)| on_path.contains(&entry.id));
    Ok(Some(FlatPath {
        steps: steps.collect(),
        unreadable,
    }))
}

/// An active path read whole.
pub(super) struct FlatPath {
    /// Offset and entry, oldest first.
    pub steps: Vec<(u64, Entry)>,
    /// Lines that could not be read.
    pub unreadable: usize,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::model::Block;
    use crate::session::{PathWalk, Transcript, UserEntry, conversation, read_transcript};

    const FLAT: &str = r#"{"type":"session","id":"s","timestamp":"2025-12-01T10:00:00.000Z","cwd":"/w"}
{"type":"message","timestamp":"2025-12-01T10:00:01.000Z","message":{"role":"user","content":"one"}}
{"type":"message","timestamp":"2025-12-01T10:00:02.000Z","message":{"role":"assistant","content":[{"type":"text","text":"two"}]}}
{"type":"compaction","timestamp":"2025-12-01T10:00:03.000Z","summary":"they met","firstKeptEntryIndex":2,"tokensBefore":9}
{"type":"message","timestamp":"2025-12-01T10:00:04.000Z","message":{"role":"hookMessage","content":"three"}}
"#;

    fn texts(path: &std::path::Path) -> Vec<String> {
        let text = |turn: crate::model::Turn| match &turn.blocks[0] {
            Block::Text { text } => text.clone(),
            other => format!("{other:?}"),
        };
        let entries = read_transcript(path).unwrap();
        conversation(&entries).into_iter().map(text).collect()
    }

    #[test]
    fn a_flat_transcript_is_read_whole_and_can_be_continued() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.jsonl");
        std::fs::write(&path, FLAT).unwrap();
        let (mut transcript, opened) = Transcript::open(&path).unwrap();
        assert_eq!(opened.unreadable, 0);
        let said = UserEntry {
            text: "four".into(),
            turn: "inbox:1".into(),
            inbox: Vec::new(),
            shown: "four".into(),
            channel: "cli".into(),
            events: Vec::new(),
            pictures: Vec::new(),
        };
        let entry = said.print(transcript.leaf(), 5);
        transcript.append(vec![entry.clone()]).unwrap();
        let said = texts(&path);
        assert!(said[0].contains("they met"));
        assert_eq!(said[1..], ["two", "three", "four"]);
        let bytes = std::fs::read_to_string(&path).unwrap();
        assert_eq!(bytes, format!("{FLAT}{}\n", entry.raw));
    }

    #[test]
    fn a_damaged_line_of_a_flat_transcript_loses_only_itself() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.jsonl");
        let second = "{\"type\":\"message\",\"timestamp\":\"2025-12-01T10:00:02";
        std::fs::write(&path, FLAT.replace(second, "{\"type\":garbage")).unwrap();
        let flat = flat_path(&path).unwrap().unwrap();
        assert_eq!((flat.steps.len(), flat.unreadable), (3, 1));
        assert_eq!(flat.steps[1].1.parent.as_deref(), Some("00000001"));
    }

    #[test]
    fn an_older_page_of_a_flat_transcript_is_found_by_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.jsonl");
        std::fs::write(&path, FLAT).unwrap();
        let ids =
            |walk: PathWalk| -> Vec<String> { walk.map(|step| step.unwrap().entry.id).collect() };
        let all = PathWalk::from_end(&path).unwrap();
        assert_eq!(ids(all), ["00000004", "00000003", "00000002", "00000001"]);
        let third = PathWalk::from_end(&path).unwrap().nth(1).unwrap().unwrap();
        let before = PathWalk::before(&path, third.offset, &third.entry.id).unwrap();
        assert_eq!(ids(before.unwrap()), ["00000002", "00000001"]);
        assert!(
            PathWalk::before(&path, third.offset, "other")
                .unwrap()
                .is_none()
        );
    }
}
