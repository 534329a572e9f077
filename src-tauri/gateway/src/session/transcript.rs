//! A transcript file: one header line, then entries, only ever appended.
//!
//! Owns the file of one session id. Holds what a turn needs of it, which is what is kept since the
//! last compaction, and reads no more than that however long the file has grown. A damaged line
//! stays in the file and is left out of the view; nothing that was read is rewritten.

use std::path::{Path, PathBuf};

use super::error::SessionError;
use super::header::Header;
use super::kept::Need;
use super::line::{Entry, EntryBody};
use super::walk::PathWalk;
use crate::clock::Ms;
use crate::storage::{JsonlLog, Repair, create_new};

/// A clock that was set back may have given a later entry an earlier time, ms.
const CLOCK_STEP: Ms = 3_600_000;

/// A transcript open in its lane.
#[derive(Debug)]
pub struct Transcript {
    log: JsonlLog,
    path: PathBuf,
    kept: Vec<Entry>,
    /// Entries that are in memory only; `None` = nothing is held back.
    held: Option<Vec<Entry>>,
}

/// What opening one found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What was mended at its end.
    pub repair: Repair,
    /// Lines that could not be read, in the part that was looked at; they stay in the file.
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
        let header = Header {
            id: session_id.to_owned(),
            at,
            key: Some(key.to_owned()),
            parent: None,
            reset: None,
        };
        // Two may make it at once; what the first has appended by then must stay.
        create_new(path, format!("{}\n", header.print(cwd)).as_bytes())?;
        Ok(())
    }

    /// Opens a transcript and reads back to what is kept since its last compaction.
    pub fn open(path: &Path) -> Result<(Self, Opened), SessionError> {
        let (log, repair) = JsonlLog::open(path)?;
        let (kept, unreadable) = read_kept(path)?;
        Ok((
            Self {
                log,
                path: path.to_owned(),
                kept,
                held: None,
            },
            Opened { repair, unreadable },
        ))
    }

    /// The active path, oldest first, as far back as the next request needs it: from what the last
    /// compaction kept on (the whole path where there is none), and the whole of the last turn.
    pub fn entries(&self) -> &[Entry] {
        &self.kept
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The entry the next one follows.
    pub fn leaf(&self) -> Option<&str> {
        self.kept.last().map(|entry| entry.id.as_str())
    }

    /// Appends entries in one write; durable after [`Transcript::sync`].
    pub fn append(&mut self, entries: Vec<Entry>) -> Result<(), SessionError> {
        let goes_on = self.goes_on(&entries);
        match &mut self.held {
            Some(held) if goes_on => held.extend(entries.iter().cloned()),
            // What is written behind them needs those that were held.
            _ => {
                self.keep_held()?;
                self.write(&entries)?;
            }
        }
        if goes_on {
            self.kept.extend(entries);
        } else {
            // A compaction or another branch: what is needed of the file is another part of it.
            self.kept = read_kept(&self.path)?.0;
        }
        Ok(())
    }

    /// Looks further back for a turn that began at `since` or later (ms): after a kill it may have
    /// been followed by others. Reads nothing where it is among the entries already.
    pub fn reach(&mut self, turn: &str, since: Ms) -> Result<(), SessionError> {
        let of_turn = |entry: &Entry| entry.turn() == Some(turn);
        if self.kept.iter().any(of_turn) {
            return Ok(());
        }
        let (mut path, mut found) = (Vec::new(), false);
        for step in PathWalk::from_end(&self.path)? {
            let entry = step?.entry;
            let passed = found && !of_turn(&entry) && entry.message().is_some();
            if passed || entry.at < since - CLOCK_STEP {
                break;
            }
            found |= of_turn(&entry);
            path.push(entry);
        }
        if found && path.len() > self.kept.len() {
            path.reverse();
            self.kept = path;
        }
        Ok(())
    }

    /// Whether the entries only make the path longer.
    fn goes_on(&self, entries: &[Entry]) -> bool {
        let mut leaf = self.leaf();
        entries.iter().all(|entry| {
            let follows = entry.parent.as_deref() == leaf;
            leaf = Some(&entry.id);
            follows && !matches!(entry.body, EntryBody::Compaction { .. })
        })
    }

    fn write(&mut self, entries: &[Entry]) -> Result<(), SessionError> {
        let lines: Vec<String> = entries.iter().map(|entry| entry.raw.clone()).collect();
        Ok(self.log.append(&lines)?)
    }

    /// From now on entries stay in memory until it is known whether they are worth a line.
    pub fn hold(&mut self) {
        self.held.get_or_insert_default();
    }

    /// Writes what was held, in one write; durable after [`Transcript::sync`].
    pub fn keep_held(&mut self) -> Result<(), SessionError> {
        match self.held.take() {
            Some(held) if !held.is_empty() => self.write(&held),
            _ => Ok(()),
        }
    }

    /// Forgets what was held, as if it had never been said.
    pub fn drop_held(&mut self) {
        let held = self.held.take().unwrap_or_default();
        self.kept
            .truncate(self.kept.len().saturating_sub(held.len()));
    }

    /// Makes what was appended durable.
    pub fn sync(&self) -> Result<(), SessionError> {
        Ok(self.log.sync()?)
    }
}

/// What [`Transcript::entries`] holds, read without opening the transcript for writing.
pub fn kept_entries(path: &Path) -> Result<Vec<Entry>, SessionError> {
    Ok(read_kept(path)?.0)
}

/// The entries of a turn that ended earlier, found from the end without opening the transcript for
/// writing. Stops looking at what is older than `since`, ms.
pub fn entries_of_turn(path: &Path, turn: &str, since: Ms) -> Result<Vec<Entry>, SessionError> {
    let mut own = Vec::new();
    for step in PathWalk::from_end(path)? {
        let entry = step?.entry;
        // A compaction may stand in the middle of a turn.
        let passed = !own.is_empty() && entry.message().is_some();
        if entry.turn() == Some(turn) {
            own.push(entry);
        } else if passed || entry.at < since - CLOCK_STEP {
            break;
        }
    }
    own.reverse();
    Ok(own)
}

/// What a turn needs of the file, oldest first, and the count of unreadable lines passed.
fn read_kept(path: &Path) -> Result<(Vec<Entry>, usize), SessionError> {
    let mut walk = PathWalk::from_end(path)?;
    let mut need = Need::default();
    let mut kept = Vec::new();
    for step in walk.by_ref() {
        let entry = step?.entry;
        if !need.wants(&entry) {
            break;
        }
        kept.push(entry);
    }
    if need.searching() {
        kept.truncate(needed_without_kept(&kept));
    }
    kept.reverse();
    Ok((kept, walk.unreadable()))
}

/// How many entries of a whole path, newest first, are needed where what its last compaction kept
/// is not on it.
fn needed_without_kept(path: &[Entry]) -> usize {
    let mut turn = Need::without_kept();
    let of_turn = path.iter().take_while(|entry| turn.wants(entry)).count();
    let compaction = path
        .iter()
        .position(|entry| matches!(entry.body, EntryBody::Compaction { .. }));
    of_turn.max(compaction.map_or(0, |at| at + 1))
}

#[cfg(test)]
mod tests;
