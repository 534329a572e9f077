//! The active path of a transcript, walked from its end towards its beginning.
//!
//! Owns reading only as much of the file as is asked for: each step reads back to the next
//! ancestor and no further. Follows the rules of [`super::history::path_of`], entry for entry.

use std::collections::HashSet;
use std::path::Path;

use super::error::SessionError;
use super::line::Entry;
use super::reader::read_flat;
use crate::clock::Ms;
use crate::storage::{LinesBackward, line_at};

/// One entry of the path.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Where its line begins in the file, bytes. A transcript only grows, so it stays true.
    pub offset: u64,
    /// The entry.
    pub entry: Entry,
}

/// The walk; each step is the entry that the last one followed.
#[derive(Debug)]
pub struct PathWalk {
    entries: Backward,
    next: Next,
    /// Ids at this place or later: a parent among them would lead in a circle.
    seen: HashSet<String>,
    /// Lines passed that were no entries.
    passed: usize,
}

/// Entries, the last of the file first.
#[derive(Debug)]
enum Backward {
    Lines(LinesBackward),
    /// Without ids they can only be read from the start: their place is their id.
    Flat(Vec<(u64, Entry)>),
}

impl Backward {
    /// All entries of the file.
    fn all(path: &Path) -> Result<Self, SessionError> {
        Ok(match read_flat(path)? {
            Some(entries) => Self::Flat(entries),
            None => Self::Lines(LinesBackward::open(path)?),
        })
    }

    /// The entry whose line begins at `offset`, and those before it.
    fn at(path: &Path, offset: u64) -> Result<(Option<Entry>, Self), SessionError> {
        if let Some(mut entries) = read_flat(path)? {
            let before = entries.partition_point(|(at, _)| *at < offset);
            let found = entries.drain(before..).find(|(at, _)| *at == offset);
            return Ok((found.map(|(_, entry)| entry), Self::Flat(entries)));
        }
        let found = line_at(path, offset)?.and_then(|line| Entry::read(&line));
        Ok((found, Self::Lines(LinesBackward::before(path, offset)?)))
    }

    /// Where a line begins and its entry, if it is one.
    fn next(&mut self) -> Result<Option<(u64, Option<Entry>)>, SessionError> {
        match self {
            Self::Flat(entries) => Ok(entries.pop().map(|(offset, entry)| (offset, Some(entry)))),
            Self::Lines(lines) => {
                let line = lines.next().transpose()?;
                Ok(line.map(|line| (line.offset, Entry::read(&line.text))))
            }
        }
    }
}

#[derive(Debug)]
enum Next {
    /// The last entry of the file.
    Leaf,
    /// The entry of this id.
    Ancestor(String),
    /// The beginning was reached.
    Nothing,
}

impl PathWalk {
    /// From the last entry on.
    pub fn from_end(path: &Path) -> Result<Self, SessionError> {
        Ok(Self::over(Backward::all(path)?))
    }

    /// From what the entry `id`, whose line begins at `offset`, follows, and when that entry was
    /// written, ms. `None` = it is not there.
    pub fn before(path: &Path, offset: u64, id: &str) -> Result<Option<(Ms, Self)>, SessionError> {
        let (found, earlier) = Backward::at(path, offset)?;
        let mut walk = Self::over(earlier);
        Ok(found.filter(|entry| entry.id == id).map(|entry| {
            walk.follow(&entry);
            (entry.at, walk)
        }))
    }

    fn over(entries: Backward) -> Self {
        Self {
            entries,
            next: Next::Leaf,
            seen: HashSet::new(),
            passed: 0,
        }
    }

    /// Lines passed so far that could not be read; a header is not one of them.
    pub fn unreadable(&self) -> usize {
        self.passed
    }

    fn follow(&mut self, entry: &Entry) {
        self.seen.insert(entry.id.clone());
        self.next = match &entry.parent {
            Some(parent) if !self.seen.contains(parent) => Next::Ancestor(parent.clone()),
            _ => Next::Nothing,
        };
    }

    fn step(&mut self) -> Result<Option<Step>, SessionError> {
        if matches!(self.next, Next::Nothing) {
            return Ok(None);
        }
        while let Some((offset, entry)) = self.entries.next()? {
            let Some(entry) = entry else {
                self.passed += usize::from(offset > 0);
                continue;
            };
            let wanted = match &self.next {
                Next::Leaf => true,
                Next::Ancestor(id) => entry.id == *id,
                Next::Nothing => false,
            };
            if wanted {
                self.follow(&entry);
                return Ok(Some(Step { offset, entry }));
            }
            self.seen.insert(entry.id);
        }
        self.next = Next::Nothing;
        Ok(None)
    }
}

impl Iterator for PathWalk {
    type Item = Result<Step, SessionError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step().transpose()
    }
}
