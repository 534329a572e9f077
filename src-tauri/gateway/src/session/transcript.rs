//! A transcript file: one header line, then entries, only ever appended.
//!
//! Owns the file of one session id. A damaged line is kept beside the file and left out of the
//! view; nothing that was read is rewritten.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::error::SessionError;
use super::line::Entry;
use crate::clock::{Ms, iso};
use crate::storage::{JsonlLog, Repair, StorageError, create_new, read_lines};

/// A transcript open in its lane.
#[derive(Debug)]
pub struct Transcript {
    log: JsonlLog,
    path: PathBuf,
    entries: Vec<Entry>,
}

/// What opening one found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What was mended at its end.
    pub repair: Repair,
    /// Lines in the middle that could not be read; they stay in the file.
    pub unreadable: usize,
}

impl Transcript {
    /// Writes a new transcript whole (header only), durable when it returns.
    pub fn create(
        path: &Path,
        session_id: &str,
        key: &str,
        cwd: &Path,
        at: Ms,
    ) -> Result<(), SessionError> {
        let header = json!({
            "type": "session", "version": 3, "id": session_id, "timestamp": iso(at),
            "cwd": cwd.display().to_string(), "cove": { "key": key },
        });
        // Two may make it at once; what the first has appended by then must stay.
        create_new(path, format!("{header}\n").as_bytes())?;
        Ok(())
    }

    /// Opens a transcript and reads its entries.
    pub fn open(path: &Path) -> Result<(Self, Opened), SessionError> {
        let (log, repair) = JsonlLog::open(path)?;
        let (entries, unreadable) = read_entries(path)?;
        Ok((
            Self {
                log,
                path: path.to_owned(),
                entries,
            },
            Opened { repair, unreadable },
        ))
    }

    /// Every readable entry, in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The entry the next one follows.
    pub fn leaf(&self) -> Option<&str> {
        self.entries.last().map(|entry| entry.id.as_str())
    }

    /// Appends entries in one write; durable after [`Transcript::sync`].
    pub fn append(&mut self, entries: Vec<Entry>) -> Result<(), SessionError> {
        let lines: Vec<String> = entries.iter().map(|entry| entry.raw.clone()).collect();
        self.log.append(&lines)?;
        self.entries.extend(entries);
        Ok(())
    }

    /// Makes what was appended durable.
    pub fn sync(&self) -> Result<(), SessionError> {
        Ok(self.log.sync()?)
    }
}

/// The entries of a transcript, read without opening it for writing.
pub fn read_transcript(path: &Path) -> Result<Vec<Entry>, SessionError> {
    Ok(read_entries(path)?.0)
}

/// Reads the entries of a transcript without opening it for writing, with the count of lines that
/// could not be read.
pub(super) fn read_entries(path: &Path) -> Result<(Vec<Entry>, usize), StorageError> {
    let lines = read_lines(path)?;
    let mut unreadable = 0;
    let mut entries = Vec::with_capacity(lines.len());
    for (n, line) in lines.iter().enumerate() {
        match Entry::read(line) {
            Some(entry) => entries.push(entry),
            None if n == 0 && is_header(line) => {}
            None => unreadable += 1,
        }
    }
    Ok((entries, unreadable))
}

/// The key a transcript was written for, where Cove wrote it.
pub(super) fn header_of(path: &Path) -> Option<(String, Option<String>)> {
    use std::io::BufRead;
    let file = std::fs::File::open(path).ok()?;
    let mut line = String::new();
    std::io::BufReader::new(file).read_line(&mut line).ok()?;
    let header: Value = serde_json::from_str(&line).ok()?;
    (header["type"] == "session").then(|| {
        let id = header["id"].as_str().unwrap_or_default().to_owned();
        (id, header["cove"]["key"].as_str().map(str::to_owned))
    })
}

fn is_header(line: &str) -> bool {
    serde_json::from_str::<Value>(line).is_ok_and(|value| value["type"] == "session")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::session::UserEntry;

    fn said(text: &str) -> UserEntry {
        UserEntry {
            text: text.to_owned(),
            turn: "inbox:1".into(),
            inbox: vec!["1".into()],
            shown: text.to_owned(),
            channel: "desktop".into(),
        }
    }

    #[test]
    fn a_torn_last_line_and_a_damaged_one_in_the_middle_lose_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.jsonl");
        Transcript::create(&path, "s", "agent:main:main", folder.path(), 0).unwrap();
        let (mut transcript, _) = Transcript::open(&path).unwrap();
        let first = said("one").print(None, 1);
        transcript.append(vec![first.clone()]).unwrap();
        drop(transcript);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.extend_from_slice(b"{\"type\":garbage}\n{\"type\":\"mess");
        std::fs::write(&path, bytes).unwrap();

        let (mut transcript, opened) = Transcript::open(&path).unwrap();
        assert!(matches!(opened.repair, Repair::Cut { .. }));
        assert_eq!(opened.unreadable, 1);
        transcript
            .append(vec![said("two").print(transcript.leaf(), 2)])
            .unwrap();
        let (read, _) = read_entries(&path).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(read[0].raw, first.raw);
        assert_eq!(read[1].parent.as_deref(), Some(first.id.as_str()));
    }

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
            let (entries, unreadable) = read_entries(&path).unwrap();
            assert_eq!(unreadable, 0, "{}", path.display());
            let text = std::fs::read_to_string(&path).unwrap();
            for entry in &entries {
                assert!(text.contains(&entry.raw), "{}", path.display());
                lines += 1;
            }
        }
        assert!(lines > 100, "{lines}");
    }
}
