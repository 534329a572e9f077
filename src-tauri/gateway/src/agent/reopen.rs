//! An earlier session of a key is opened again.
//!
//! Owns the check that nothing said since is lost from sight. A session that began because a
//! message found the one before to have had its time holds that message already: it comes along
//! with its answer. The session that is left keeps its transcript and stays among the earlier ones.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::Parts;
use super::open_session::OpenSession;
use super::operation::Work;
use crate::clock::Ms;
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::session::{
    Entry, EntryBody, Rewind, SessionError, SessionKey, Transcript, last_person, path_of,
    read_transcript, reset_of, rewound,
};

/// Which session is to be opened again.
#[derive(Debug, Clone)]
pub struct Reopen {
    /// Its id.
    pub session_id: String,
    /// Only while this one is open and nobody has spoken in it since it began, or was opened
    /// again: taking that back.
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
pub(super) async fn reopen(
    work: &Work<'_>,
    session: &mut OpenSession,
    wish: Reopen,
) -> Result<Reopened, Problem> {
    *session = OpenSession::default();
    let (parts, key) = (Arc::clone(work.parts), work.lane.key.clone());
    // Whole transcripts are read and written.
    tokio::task::spawn_blocking(move || reopen_at_rest(&parts, &key, &wish))
        .await
        .map_err(|_| Problem::new("gateway-gone"))?
}

/// The same where no lane runs: without a gateway, under the lock of the home. Blocks on the disk.
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
        if found.session_id != *expected {
            return Err(Problem::new("undo-changed-since"));
        }
        let said = said_in(&found.path)?;
        let first = match opened_again(parts, key) {
            Some(at) if last_person(&said).is_none_or(|spoke| spoke < at) => Vec::new(),
            Some(_) => return Err(Problem::new("undo-changed-since")),
            None => {
                let told = reset_of(&found.path).and_then(|(_, mark)| mark.cause);
                let of_turn = |entry: &Entry| told.is_some() && entry.turn() == told.as_deref();
                let (first, since): (Vec<_>, Vec<_>) = said.into_iter().partition(of_turn);
                if last_person(&since).is_some() {
                    return Err(Problem::new("undo-changed-since"));
                }
                first
            }
        };
        bring_along(parts, key, wish, &first)?;
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

/// When the session of a key was opened again, ms; `None` = it began and nothing else.
fn opened_again(parts: &Parts, key: &SessionKey) -> Option<Ms> {
    let record = parts.sessions.record(key)?;
    record.0.get("cove")?.get("reopenedAt")?.as_i64()
}

/// What was said in a session.
fn said_in(path: &Path) -> Result<Vec<Entry>, Problem> {
    let entries = read_transcript(path)?;
    let said = path_of(&entries).into_iter().cloned();
    Ok(said.filter(|entry| entry.message().is_some()).collect())
}

/// Appends copies of what was said to the session that is opened again, once.
fn bring_along(
    parts: &Parts,
    key: &SessionKey,
    wish: &Reopen,
    said: &[Entry],
) -> Result<(), Problem> {
    let left = wish.unless_spoken.as_deref().unwrap_or_default();
    let path = parts.sessions.transcript_of(key, &wish.session_id)?;
    let (mut transcript, _) = Transcript::open(&path)?;
    let cause = format!("undo:reset:{left}");
    let there: Vec<&Entry> = transcript.entries().iter().collect();
    if said.is_empty() || rewound(&there, &cause) {
        return Ok(());
    }
    let rewind = Rewind {
        to: transcript.leaf(),
        why: "undo",
        of: left,
        cause: &cause,
    };
    let said: Vec<&Entry> = said.iter().collect();
    let copies = rewind.print(&said, parts.clock.now_ms());
    transcript.append(copies)?;
    Ok(transcript.sync()?)
}

/// What the record says of a session, as far as its transcript tells.
fn told_by_transcript(
    parts: &Parts,
    key: &SessionKey,
    session_id: &str,
) -> Result<Map<String, Value>, Problem> {
    let path = parts.sessions.transcript_of(key, session_id)?;
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
