//! Which part of the active path a turn needs (pure).
//!
//! Owns the rule: back to the `firstKeptEntryId` of the last compaction, and the whole of the
//! last turn even where a compaction fell into it, so that a turn cut off by a kill finds what it
//! has written.

use super::line::{Entry, EntryBody};

/// Looks at a path from its end and says how far back it is needed.
#[derive(Debug, Default)]
pub(super) struct Need {
    /// What the last compaction kept, once it was met.
    compaction: Option<Kept>,
    turn: LastTurn,
}

#[derive(Debug, PartialEq)]
enum Kept {
    /// From this entry on.
    From(String),
    /// All of it was seen.
    Seen,
}

#[derive(Debug, Default, PartialEq)]
enum LastTurn {
    /// No message was seen yet.
    #[default]
    Ahead,
    /// Inside this one.
    In(String),
    /// Its beginning was passed.
    Passed,
}

impl Need {
    /// As [`Need::default`], for a path on which what the last compaction kept is not found: then
    /// nothing before the compaction goes to the model.
    pub fn without_kept() -> Self {
        Self {
            compaction: Some(Kept::Seen),
            turn: LastTurn::Ahead,
        }
    }

    /// Whether this entry, the next one back, is needed.
    pub fn wants(&mut self, entry: &Entry) -> bool {
        self.pass(entry);
        if self.compaction == Some(Kept::Seen) {
            // Entries between messages (a compaction, a note) belong to the turn around them.
            return self.turn != LastTurn::Passed;
        }
        match (&self.compaction, &entry.body) {
            (None, EntryBody::Compaction { first_kept, .. }) => {
                self.compaction = Some(match first_kept {
                    Some(id) => Kept::From(id.clone()),
                    None => Kept::Seen,
                });
            }
            (Some(Kept::From(id)), _) if *id == entry.id => self.compaction = Some(Kept::Seen),
            _ => {}
        }
        true
    }

    /// What the last compaction kept was not met.
    pub fn searching(&self) -> bool {
        matches!(self.compaction, Some(Kept::From(_)))
    }

    fn pass(&mut self, entry: &Entry) {
        match (&self.turn, entry.turn()) {
            (LastTurn::Ahead, Some(turn)) => self.turn = LastTurn::In(turn.to_owned()),
            (LastTurn::In(own), Some(turn)) if own != turn => self.turn = LastTurn::Passed,
            (LastTurn::Ahead | LastTurn::In(_), None) if entry.message().is_some() => {
                self.turn = LastTurn::Passed;
            }
            _ => {}
        }
    }
}
