//! The active path of a transcript, walked from its end towards its beginning.
//!
//! Owns reading only as much of the file as is asked for: each step reads back to the next
//! ancestor and no further. Follows the rules of [`super::history::path_of`], entry for entry.

use std::collections::HashSet;
use std::path::Path;

use super::era::flat_path;
use super::error::SessionError;
use super::line::Entry;
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
    lines: LinesBackward,
    next: Next,
    /// Ids at this place or later: a parent among them would lead in a circle.
    seen: HashSet<String>,
    /// Lines passed that were no entries.
    passed: usize,
    /// What is left of a path that was read whole, since its entries have no ids; oldest first.
    flat: Option<Vec<(u64, Entry)>>,
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
        let flat = flat_path(path)?;
        Ok(Self {
            lines: LinesBackward::open(path)?,
            next: Next::Leaf,
            seen: HashSet::new(),
            passed: flat.as_ref().map_or(0, |flat| flat.unreadable),
            flat: flat.map(|flat| flat.steps),
        })
    }

    /// From what the entry `id`, whose line begins at `offset`, follows. `None` = it is not there.
    pub fn before(path: &Path, offset: u64, id: &str) -> Result<Option<Self>, SessionError> {
        if let Some(mut flat) = flat_path(path)?.map(|flat| flat.steps) {
            let at = flat
                .iter()
                .position(|(held, entry)| *held == offset && entry.id == id);
            let Some(at) = at else { return Ok(None) };
            flat.truncate(at);
            return Ok(Some(Self {
                lines: LinesBackward::before(path, offset)?,
                next: Next::Nothing,
                seen: HashSet::new(),
                passed: 0,
                flat: Some(flat),
            }));
        }
        let entry = line_at(path, offset)?.and_then(|line| Entry::read(&line));
        let Some(entry) = entry.filter(|entry| entry.id == id) else {
            return Ok(None);
        };
        let mut walk = Self {
            lines: LinesBackward::before(path, offset)?,
            next: Next::Leaf,
            seen: HashSet::new(),
            passed: 0,
            flat: None,
        };
        walk.follow(&entry);
        Ok(Some(walk))
    }

    /// From the last entry whose line stands before `offset`: the end of what was said then.
    pub fn ends_before(path: &Path, offset: u64) -> Result<Self, SessionError> {
        Ok(Self {
            lines: LinesBackward::before(path, offset)?,
            next: Next::Leaf,
            seen: HashSet::new(),
            passed: 0,
            flat: None,
        })
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
        if let Some(flat) = &mut self.flat {
            return Ok(flat.pop().map(|(offset, entry)| Step { offset, entry }));
        }
        if matches!(self.next, Next::Nothing) {
            return Ok(None);
        }
        while let Some(line) = self.lines.next() {
            let line = line?;
            let Some(entry) = Entry::read(&line.text) else {
                self.passed += usize::from(line.offset > 0);
                continue;
            };
            let wanted = match &self.next {
                Next::Leaf => true,
                Next::Ancestor(id) => entry.id == *id,
                Next::Nothing => false,
            };
            if wanted {
                self.follow(&entry);
                return Ok(Some(Step {
                    offset: line.offset,
                    entry,
                }));
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
