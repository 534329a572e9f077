//! Transcripts of the first era: no version in the header, no ids, every entry follows the last.
//!
//! Owns the ids such entries get: their place in the file, so that they are the same at every
//! reading. Never rewrites the file; what Cove appends has ids of its own and follows them.

use serde_json::Value;

use super::line::Entry;

/// Whether this header begins a transcript without ids.
pub(super) fn is_flat(header: &Value) -> bool {
    header["version"].is_null()
}

/// Reads the lines behind such a header, chained.
#[derive(Debug, Default)]
pub(super) struct Flat {
    /// Lines passed, the header first.
    place: usize,
    last: Option<String>,
}

impl Flat {
    /// The next line; `None` where it could not be read.
    pub fn read(&mut self, line: &str) -> Option<Entry> {
        self.place += 1;
        let entry = Entry::read_flat(line, id_at(self.place), self.last.clone(), id_at)?;
        self.last = Some(entry.id.clone());
        Some(entry)
    }
}

fn id_at(place: usize) -> String {
    format!("{place:08x}")
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
        };
        let entry = said.print(transcript.leaf(), 5);
        transcript.append(vec![entry.clone()]).unwrap();
        let said = texts(&path);
        assert!(said[0].contains("they met"));
        assert_eq!(said[1..], ["two", "three", "four"]);
        let walked: Vec<Entry> = PathWalk::from_end(&path)
            .unwrap()
            .map(|step| step.unwrap().entry)
            .collect();
        assert_eq!(walked.len(), 5);
        let (fresh, _) = Transcript::open(&path).unwrap();
        assert_eq!(conversation(fresh.entries()).len(), 4);
        assert_eq!(conversation(transcript.entries()).len(), 4);
        let bytes = std::fs::read_to_string(&path).unwrap();
        assert_eq!(bytes, format!("{FLAT}{}\n", entry.raw));
    }

    #[test]
    fn a_damaged_line_of_a_flat_transcript_loses_only_itself() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.jsonl");
        let damaged = FLAT.replace(
            "{\"type\":\"message\",\"timestamp\":\"2025-12-01T10:00:02",
            "{\"type\":garbage",
        );
        std::fs::write(&path, damaged).unwrap();
        let entries = read_transcript(&path).unwrap();
        assert_eq!(entries.len(), 3);
        assert_eq!(entries[1].parent.as_deref(), Some("00000001"));
    }
}
