//! What a job said, written into the conversation of its agent.
//!
//! Owns that entry and that it stands there once: it names the part on its way out it stands for.
//! In the desktop chat the entry is the delivery; of what was said elsewhere it is a marked note.

use super::compaction_record::settle_tail;
use super::context_view::remeasure;
use super::open_session::OpenSession;
use super::operation::Work;
use super::reset;
use crate::error::Problem;
use crate::event::Subject;
use crate::session::{Entry, SaidEntry};

/// What is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The part on its way out.
    pub outbox: String,
    /// The job.
    pub job: String,
    /// Its name.
    pub name: String,
    /// What it said.
    pub text: String,
    /// It is said here; else it was said elsewhere.
    pub here: bool,
}

impl Note {
    /// As the model reads it; the words are for the model.
    fn for_model(&self) -> String {
        let who = match self.job.as_str() {
            "" => self.name.clone(),
            _ => format!("Scheduled job \"{}\"", self.name.replace('"', "'")),
        };
        format!(
            "[{who} told your person this. It is not your person speaking.]\n{}",
            self.text
        )
    }

    fn for_people(&self) -> String {
        match self.here {
            true => self.text.clone(),
            false => format!("{}: {}", self.name, self.text),
        }
    }
}

/// Writes it, unless it stands there; answers the entry's id.
///
/// # Errors
/// When the conversation can't be read or written.
pub(super) async fn note(
    work: &Work<'_>,
    session: &mut OpenSession,
    note: &Note,
) -> Result<String, Problem> {
    let written = write(work, session, note).await;
    if written.is_err() {
        *session = OpenSession::default();
    }
    let (id, new) = written?;
    let Work { parts, lane, .. } = *work;
    if new {
        if let Err(problem) = remeasure(parts, &lane.key).await {
            tracing::warn!(code = problem.code, "a conversation could not be measured");
        }
        let key = Some(lane.key.to_string());
        parts.events.changed(Subject::Sessions, key);
    }
    Ok(id)
}

async fn write(
    work: &Work<'_>,
    session: &mut OpenSession,
    note: &Note,
) -> Result<(String, bool), Problem> {
    let Work { parts, lane, .. } = *work;
    if let Err(problem) = reset::before_turn(parts, lane, session, &note.outbox).await {
        tracing::error!(code = problem.code, key = %lane.key, "a session could not be replaced");
    }
    let open = session.get(parts, &lane.key)?;
    if let Err(error) = settle_tail(parts, lane, open).await {
        tracing::error!(%error, key = %lane.key, "the end of a transcript could not be settled");
        return Err(Problem::new("operation-broken"));
    }
    let told = |entry: &&Entry| entry.outbox() == Some(&note.outbox);
    if let Some(entry) = open.transcript.entries().iter().find(told) {
        return Ok((entry.id.clone(), false));
    }
    let said = SaidEntry {
        text: &note.for_model(),
        shown: &note.for_people(),
        outbox: &note.outbox,
        job: &note.job,
        here: note.here,
    };
    let entry = said.print(open.transcript.leaf(), parts.clock.now_ms());
    let id = entry.id.clone();
    open.transcript.append(vec![entry])?;
    open.transcript.sync()?;
    Ok((id, true))
}
