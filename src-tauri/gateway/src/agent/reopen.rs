//! An earlier session of a key is opened again.
//!
//! Owns the check that nothing said since is lost from sight, and the record. The session that is
//! left keeps its transcript and stays among the earlier ones.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::Parts;
use super::open_session::OpenSession;
use super::operation::Work;
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::session::{EntryBody, SessionError, SessionKey, last_person, read_transcript};

/// Which session is to be opened again.
#[derive(Debug, Clone)]
pub struct Reopen {
    /// Its id.
    pub session_id: String,
    /// Only while this one is open and nobody has spoken in it: taking a reset back.
    pub unless_spoken: Option<String>,
    /// What the record said of it; absent = what its transcript tells.
    pub fields: Option<Map<String, Value>>,
}

/// The session that was open before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopened {
    /// Its id.
    pub from: String,
}

/// Carries out the operation.
pub(super) fn reopen(
    work: &Work<'_>,
    session: &mut OpenSession,
    wish: &Reopen,
) -> Result<Reopened, Problem> {
    *session = OpenSession::default();
    reopen_at_rest(work.parts, &work.lane.key, wish)
}

/// The same where no lane runs: without a gateway, under the lock of the home.
///
/// # Errors
/// `session-unknown`, `undo-changed-since` where somebody has spoken since, or the disk refused.
pub fn reopen_at_rest(
    parts: &Arc<Parts>,
    key: &SessionKey,
    wish: &Reopen,
) -> Result<Reopened, Problem> {
    let found = parts
        .sessions
        .find(key)
        .ok_or_else(|| SessionError::Unknown(key.to_string()))?;
    if found.session_id == wish.session_id {
        return Ok(Reopened {
            from: wish.session_id.clone(),
        });
    }
    if let Some(expected) = &wish.unless_spoken {
        let spoken = || Ok::<_, Problem>(last_person(&read_transcript(&found.path)?).is_some());
        if found.session_id != *expected || spoken()? {
            return Err(Problem::new("undo-changed-since"));
        }
    }
    let fields = match &wish.fields {
        Some(fields) => fields.clone(),
        None => told_by_transcript(parts, key, &wish.session_id)?,
    };
    parts
        .sessions
        .reopen(key, &wish.session_id, &fields, parts.clock.now_ms())?;
    parts
        .events
        .changed(Subject::Sessions, Some(key.to_string()));
    Ok(Reopened {
        from: found.session_id,
    })
}

/// What the record says of a session, as far as its transcript tells.
fn told_by_transcript(
    parts: &Parts,
    key: &SessionKey,
    session_id: &str,
) -> Result<Map<String, Value>, Problem> {
    let path = parts.sessions.transcript_of(key.agent(), session_id)?;
    let entries = read_transcript(&path)?;
    let compactions = entries
        .iter()
        .filter(|entry| matches!(entry.body, EntryBody::Compaction { .. }))
        .count();
    let mut fields = params([("compactionCount", compactions.into())]);
    if let Some(at) = last_person(&entries) {
        fields.insert("lastInteractionAt".into(), at.into());
    }
    Ok(fields.into_iter().collect())
}
