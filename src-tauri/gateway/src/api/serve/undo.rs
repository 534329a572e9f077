//! Takes changes back.
//!
//! Owns which change is meant. A change something later depends on is refused, never merged.

use std::sync::Arc;

use async_trait::async_trait;

use super::change::{publish, sentence};
use super::inverse::{inside_tables, is_back, outside_tables, subjects, told};
use super::{Caller, hold, status};
use crate::activity::{
    Inverse, StoredUndo, claim_undo, claimed_undo, newest_under, newest_undo, newest_undo_of,
    older_undos, record, undo_of, use_undo,
};
use crate::api::activity::{UndoRun, Undone};
use crate::api::contract::Actor;
use crate::api::status::StatusGet;
use crate::clock::Ms;
use crate::error::{Problem, params};
use crate::gateway::{Front, Host};
use crate::session::SessionKey;

/// Older changes looked through for one that can be taken back.
const MOST_OLDER: u32 = 20;

/// Sentences that say what kind of change was taken back, but not which.
const NAMELESS: [&str; 3] = [
    "activity-allowance-undone",
    "activity-event-undone",
    "activity-job-undone",
];

/// Takes a change back and says which it was.
pub async fn run(host: &Arc<Host>, _: &Caller, request: UndoRun) -> Result<Undone, Problem> {
    let undo = match &request.id {
        Some(id) => {
            let undo = find(host, Some(id)).await?;
            take_back(host, &undo).await?;
            undo
        }
        None => newest(host).await?,
    };
    let said = named(host, &undo).await?;
    Ok(Undone {
        // Taking back is not itself taken back: a bare `/undo` goes on to the change before.
        undo: None,
        text: sentence(host, &said.code, &said.params),
    })
}

/// Takes the newest change back.
///
/// # Errors
/// `undo-nothing`; `undo-newest`: which it is, why it can't be taken back, and the one before it
/// that is about something else.
async fn newest(host: &Arc<Host>) -> Result<StoredUndo, Problem> {
    let undo = find(host, None).await?;
    match take_back(host, &undo).await {
        Ok(()) => Ok(undo),
        Err(why) => Err(stuck(host, &undo, &why).await?),
    }
}

async fn stuck(host: &Host, undo: &StoredUndo, why: &Problem) -> Result<Problem, Problem> {
    let (words, language, now) = (&host.parts.words, host.language(), host.now());
    let before = undo.id.clone();
    let older = host
        .db()
        .read(move |connection| older_undos(connection, &before, now, MOST_OLDER))
        .await?;
    let about = told(undo, now).reference;
    let next = older
        .into_iter()
        .find(|older| told(older, now).reference != about);
    let label = |undo: &StoredUndo| words.text(language, &undo.label.code, &undo.label.params);
    Ok(Problem::with(
        "undo-newest",
        params([
            ("what", label(undo).into()),
            ("why", words.problem(language, why).into()),
            ("code", why.code.as_str().into()),
            (
                "id",
                next.as_ref().map_or("none", |next| next.id.as_str()).into(),
            ),
            ("next", next.as_ref().map(label).unwrap_or_default().into()),
        ]),
    ))
}

/// The same with the words of the change itself, where its kind alone names nothing.
async fn named(host: &Host, undo: &StoredUndo) -> Result<Problem, Problem> {
    let said = said(undo, host.now());
    if !NAMELESS.contains(&said.code.as_str()) {
        return Ok(said);
    }
    let id = undo.activity_id.clone();
    let read = host
        .db()
        .read(move |connection| newest_under(connection, &id));
    let Some(change) = read.await? else {
        return Ok(said);
    };
    let key = format!("activity-{}-{}", change.kind, change.outcome);
    let what = sentence(host, &key, &change.params);
    Ok(Problem::with(
        "undo-took-back",
        params([("what", what.into())]),
    ))
}

/// What was taken back, as a sentence's key and parameters.
fn said(undo: &StoredUndo, now: Ms) -> Problem {
    if let Inverse::RestoreChoice { .. } = undo.inverse {
        return Problem::with(
            &format!("{}-done", undo.label.code),
            undo.label.params.clone(),
        );
    }
    let told = told(undo, now);
    Problem::with(&format!("activity-{}-undone", told.kind), told.params)
}

/// Takes the change of an undo back.
///
/// # Errors
/// `undo-changed-since`, or why the change could not be made.
async fn take_back(host: &Arc<Host>, undo: &StoredUndo) -> Result<(), Problem> {
    outside_tables(host, &undo.inverse).await?;
    finish(host, undo).await
}

/// Takes the newest change of a conversation or the home back, in the name of a command, and
/// answers which it was. The command claims the change before it touches anything: carried out
/// again after a kill, it goes on with that change and with no other.
///
/// # Errors
/// `undo-nothing`; `undo-newest` as [`newest`].
async fn for_command(
    host: &Arc<Host>,
    key: &SessionKey,
    cause: &str,
) -> Result<StoredUndo, Problem> {
    let by = cause.to_owned();
    let claimed = host
        .db()
        .read(move |connection| claimed_undo(connection, &by))
        .await?;
    let again = claimed.is_some();
    let undo = match claimed {
        Some(undo) if undo.used => return Ok(undo),
        Some(undo) => undo,
        None => claim(host, key, cause).await?,
    };
    if let Err(problem) = outside_tables(host, &undo.inverse).await
        && !(again && is_back(host, &undo.inverse).await)
    {
        let id = undo.id.clone();
        let let_go = host.db().write(move |tx| claim_undo(tx, &id, None));
        let_go.await?;
        return Err(stuck(host, &undo, &problem).await?);
    }
    finish(host, &undo).await?;
    Ok(undo)
}

async fn claim(host: &Host, key: &SessionKey, cause: &str) -> Result<StoredUndo, Problem> {
    let (key, by, now) = (key.to_string(), cause.to_owned(), host.now());
    let claimed = host.db().write(move |tx| {
        let found = newest_undo_of(tx, &key, now)?;
        if let Some(undo) = &found {
            claim_undo(tx, &undo.id, Some(&by))?;
        }
        Ok(found)
    });
    claimed.await?.ok_or_else(|| Problem::new("undo-nothing"))
}

/// The part of taking back that stands in the tables, and what is told of it.
async fn finish(host: &Arc<Host>, undo: &StoredUndo) -> Result<(), Problem> {
    let (kept, now) = (undo.clone(), host.now());
    // Killed before this, the change is back and its undo says that it was changed since.
    let done = host
        .db()
        .write(move |tx| {
            if !inside_tables(tx, &kept.inverse, now)? {
                return Ok(false);
            }
            use_undo(tx, &kept.id, now)?;
            record(tx, &told(&kept, now))?;
            Ok(true)
        })
        .await?;
    if !done {
        return Err(Problem::new("undo-changed-since"));
    }
    if let Inverse::RestoreHold { scope, before, .. } = &undo.inverse {
        hold::mirror(host, &hold::scope(scope)?, before.is_some());
    }
    publish(host, subjects(&undo.inverse), None);
    Ok(())
}

/// The port of the wiring, answered.
pub struct Contract;

#[async_trait]
impl Front for Contract {
    async fn take_back(
        &self,
        host: &Arc<Host>,
        key: &SessionKey,
        cause: &str,
    ) -> Result<Problem, Problem> {
        named(host, &for_command(host, key, cause).await?).await
    }

    async fn needs(&self, host: &Arc<Host>) -> Result<Vec<String>, Problem> {
        let caller = Caller {
            actor: Actor::ChannelPerson,
            request_id: None,
        };
        let status = status::get(host, &caller, StatusGet {}).await?;
        Ok(status.needs.into_iter().map(|need| need.text).collect())
    }
}

async fn find(host: &Host, id: Option<&str>) -> Result<StoredUndo, Problem> {
    let (id, now) = (id.map(str::to_owned), host.now());
    let named = id.is_some();
    let found = host
        .db()
        .read(move |connection| match id {
            Some(id) => undo_of(connection, &id),
            None => newest_undo(connection, now),
        })
        .await?;
    match found {
        None if named => Err(Problem::new("undo-unknown")),
        None => Err(Problem::new("undo-nothing")),
        Some(undo) if undo.used => Err(Problem::new("undo-used")),
        Some(undo) if undo.expires_at <= now => Err(Problem::new("undo-expired")),
        Some(undo) => Ok(undo),
    }
}
