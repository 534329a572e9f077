//! Pieces of one message: fragments typed fast, a long text its channel cut, an album.
//!
//! Owns which of the waiting messages are pieces of one, until when another piece may come, and
//! the text they are together. Pure: the lane does the waiting, the inbox has every piece.

use crate::channel::{ChannelKind, Piece};
use crate::clock::Ms;
use crate::config::InboundMessages;
use crate::delivery::InboxRow;

/// The files of an album come at once; so long after the last one it is whole, ms.
const ALBUM: Ms = 500;
/// A text that was cut goes on at once; so long after a part it is whole, ms.
const CUT: Ms = 1_500;
/// Most pieces of one message; a person who types without a rest is answered all the same.
const MOST_PIECES: usize = 12;
/// Most characters of one message.
const MOST_CHARS: usize = 50_000;

/// How a message goes on from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// A message of its own.
    Apart,
    /// Typed right behind it.
    Typed,
    /// Where it was cut; through a word, maybe.
    Cut { full: bool },
    /// A file of the same album.
    Album,
}

impl Joint {
    fn between(self) -> &'static str {
        match self {
            Self::Apart => "\n\n",
            Self::Cut { full: true } => "",
            Self::Typed | Self::Album | Self::Cut { full: false } => "\n",
        }
    }
}

/// What may be joined, as the settings say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Joining<'a> {
    /// How fast typing is joined, by channel.
    pub typed: &'a InboundMessages,
    /// Nothing that came earlier was waited for yet, ms: what was found at a start may go on.
    pub since: Ms,
}

impl Joining<'_> {
    /// When the messages that would be taken together are whole, ms: another piece comes by then or
    /// never. `None` = they are.
    pub fn whole_at(self, rows: &[&InboxRow]) -> Option<Ms> {
        let mut last: Vec<(&str, Ms)> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let sender = row.message.sender.as_str();
            last.retain(|(who, _)| *who != sender);
            if let Some(wait) = self.waits(&rows[..=at]) {
                last.push((sender, row.received_at.max(self.since) + wait));
            }
        }
        last.into_iter().map(|(_, until)| until).max()
    }

    /// How long the last of these may go on, ms.
    fn waits(self, rows: &[&InboxRow]) -> Option<Ms> {
        let row = rows.last()?;
        let wait = match &row.message.brought.piece {
            Some(Piece::Album(_)) => ALBUM,
            Some(Piece::Cut { .. }) => CUT.max(self.quiet(row).unwrap_or(0)),
            None => self.quiet(row)?,
        };
        let (pieces, chars) = self.chain(rows);
        (pieces < MOST_PIECES && chars < MOST_CHARS).then_some(wait)
    }

    /// How many pieces the last message has so far, and their characters.
    fn chain(self, rows: &[&InboxRow]) -> (usize, usize) {
        let mut found = (0, 0);
        let mut later: Option<&InboxRow> = None;
        let own = rows.last().map_or("", |row| row.message.sender.as_str());
        let mine = rows.iter().rev().filter(|row| row.message.sender == own);
        for row in mine {
            if later.is_some_and(|later| self.joint(row, later) == Joint::Apart) {
                break;
            }
            found.0 += 1;
            found.1 += row.message.text.chars().count();
            later = Some(row);
        }
        found
    }

    /// How long it must be quiet behind a message, ms; `None` = it is not waited for.
    fn quiet(self, row: &InboxRow) -> Option<Ms> {
        let channel = row.message.route.channel;
        // Who presses Send in the window or runs a command has finished typing.
        let typed = !matches!(channel, ChannelKind::Desktop | ChannelKind::Cli);
        let quiet = self.typed.quiet(channel.as_str());
        (typed && quiet > 0)
            .then(|| Ms::try_from(quiet).ok())
            .flatten()
    }

    fn joint(self, one: &InboxRow, next: &InboxRow) -> Joint {
        let (before, after) = (&one.message, &next.message);
        let same = before.route == after.route && before.sender == after.sender;
        if !same || after.instead_of.is_some() {
            return Joint::Apart;
        }
        // A kill may lie between two pieces; when they were written it does not.
        let stored = next.received_at - one.received_at;
        let gap = stored.min((after.sent_at - before.sent_at).abs());
        match (&before.brought.piece, &after.brought.piece) {
            (Some(Piece::Album(one)), Some(Piece::Album(other))) if one == other => Joint::Album,
            (Some(Piece::Cut { full }), piece)
                if gap <= CUT && !matches!(piece, Some(Piece::Album(_))) && next_id(one, next) =>
            {
                Joint::Cut { full: *full }
            }
            (Some(Piece::Album(_)), _) | (_, Some(Piece::Album(_))) => Joint::Apart,
            _ if self.quiet(one).is_some_and(|quiet| gap <= quiet) => Joint::Typed,
            _ => Joint::Apart,
        }
    }

    /// What is said in these messages, as one text; `words` gives those of one.
    pub fn text<'r>(self, rows: &'r [InboxRow], words: impl Fn(&'r InboxRow) -> String) -> String {
        let mut text = String::new();
        for (at, row) in rows.iter().enumerate() {
            let own = words(row);
            if own.is_empty() {
                continue;
            }
            if !text.is_empty() {
                let before = at.checked_sub(1).map(|before| &rows[before]);
                let joint = before.map_or(Joint::Apart, |before| self.joint(before, row));
                text.push_str(joint.between());
            }
            text.push_str(&own);
        }
        text
    }
}

/// The channel numbered them one behind the other.
fn next_id(one: &InboxRow, next: &InboxRow) -> bool {
    let id = |row: &InboxRow| row.message.message_id.as_ref()?.parse::<i64>().ok();
    id(one).is_some_and(|before| id(next) == before.checked_add(1))
}

#[cfg(test)]
#[path = "joining_tests.rs"]
mod tests;
