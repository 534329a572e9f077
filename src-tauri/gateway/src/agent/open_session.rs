//! A conversation open in its lane: which transcript it has now, read once and kept.
//!
//! Owns the open transcript between turns. A key that got another session id is read anew.

use crate::agent::Parts;
use crate::clock::Ms;
use crate::session::{Entry, SessionError, SessionKey, Transcript};

/// The open transcript of a lane.
#[derive(Debug, Default)]
pub(super) struct OpenSession {
    open: Option<Open>,
}

#[derive(Debug)]
pub(super) struct Open {
    pub session_id: String,
    pub transcript: Transcript,
    /// It was read and nothing was looked at yet.
    pub fresh: bool,
    /// Until then Cove does not try again by itself to shorten it, ms.
    pub rests_until: Ms,
}

impl OpenSession {
    /// Which session is open.
    pub fn id(&self) -> Option<&str> {
        self.open.as_ref().map(|open| open.session_id.as_str())
    }

    /// The transcript of the key, opened if need be.
    pub fn get(&mut self, parts: &Parts, key: &SessionKey) -> Result<&mut Open, SessionError> {
        let cwd = parts.cwd(key.agent());
        let resolved = parts.sessions.resolve(key, &cwd)?;
        let current = self
            .open
            .as_ref()
            .is_some_and(|open| open.session_id == resolved.session_id);
        if !current {
            Transcript::create(
                &resolved.path,
                &resolved.session_id,
                key.as_str(),
                &cwd,
                parts.clock.now_ms(),
            )?;
            let (transcript, opened) = Transcript::open(&resolved.path)?;
            if opened.unreadable > 0 || opened.repair != crate::storage::Repair::None {
                tracing::warn!(
                    ?opened,
                    session = resolved.session_id,
                    "a transcript was mended"
                );
            }
            self.open = Some(Open {
                session_id: resolved.session_id,
                transcript,
                fresh: true,
                rests_until: 0,
            });
        }
        // Just set where it was missing.
        self.open
            .as_mut()
            .ok_or_else(|| SessionError::Unknown(key.to_string()))
    }
}

impl Open {
    /// The entries of a turn, found from the end.
    pub fn entries_of(&self, turn_id: &str) -> &[Entry] {
        let entries = self.transcript.entries();
        let end = entries
            .iter()
            .rposition(|entry| entry.turn() == Some(turn_id))
            .map_or(0, |at| at + 1);
        let start = entries[..end]
            .iter()
            .rposition(|entry| entry.turn() != Some(turn_id))
            .map_or(0, |at| at + 1);
        &entries[start.min(end)..end]
    }
}
