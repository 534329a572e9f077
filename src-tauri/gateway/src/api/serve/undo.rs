//! Takes changes back.
//!
//! Owns what each stored inverse does. A change something later depends on is refused, never
//! merged.

use std::sync::Arc;

use async_trait::async_trait;

use super::change::{aside, publish, sentence};
use super::session_life as sessions;
use super::{Caller, config, hold, workspace};
use crate::activity::{
    Inverse, Kind, Record, Scope, StoredUndo, newest_undo, older_undos, record, undo_of, use_undo,
};
use crate::agent::Operation;
use crate::agent::Reopen;
use crate::api::activity::{UndoRun, Undone};
use crate::channel::{ChannelKind, Pending};
use crate::clock::Ms;
use crate::delivery::{OutboxState, revive};
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::gateway::{Host, TakeBack};
use crate::ledger::{ask_price_again, end_extension};
use crate::session::SessionKey;
use crate::storage::{StorageError, Tx};
use crate::workspace::{Author, Change, RelPath};

/// Older changes looked through for one that can be taken back.
const MOST_OLDER: u32 = 20;

/// Takes a change back and says which it was.
pub async fn run(host: &Arc<Host>, _: &Caller, request: UndoRun) -> Result<Undone, Problem> {
    let undo = match &request.id {
        Some(id) => take_back(host, find(host, Some(id)).await?).await?,
        None => newest(host).await?,
    };
    let said = said(&undo, host.now());
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
    match take_back(host, undo.clone()).await {
        Ok(undo) => Ok(undo),
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

/// What was taken back, as a sentence's key and parameters.
fn said(undo: &StoredUndo, now: Ms) -> Problem {
    let told = told(undo, now);
    Problem::with(&format!("activity-{}-undone", told.kind), told.params)
}

/// Takes the change of an undo back.
///
/// # Errors
/// `undo-changed-since`, or why the change could not be made.
async fn take_back(host: &Arc<Host>, undo: StoredUndo) -> Result<StoredUndo, Problem> {
    outside_tables(host, &undo.inverse).await?;
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
    Ok(undo)
}

/// The port of the wiring, answered.
pub struct Undoer;

#[async_trait]
impl TakeBack for Undoer {
    async fn newest(&self, host: &Arc<Host>) -> Result<Problem, Problem> {
        Ok(said(&newest(host).await?, host.now()))
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

/// The part of an inverse that changes files.
async fn outside_tables(host: &Arc<Host>, inverse: &Inverse) -> Result<(), Problem> {
    match inverse.clone() {
        Inverse::RevertConfig { edits } => config::revert(host, edits).await,
        Inverse::RevertFile {
            agent,
            path,
            version,
            previous,
        } => {
            let (_, files) = workspace::files(host, Some(agent))?;
            let change = Change {
                path: RelPath::parse(&path)?,
                version,
                previous,
            };
            files.undo(&change, Author::Person, None).await?;
            Ok(())
        }
        Inverse::RemovePerson {
            channel,
            account,
            id,
        } => {
            let (pairing, channel) = (Arc::clone(&host.pairing), kind(&channel)?);
            aside(move || Ok(pairing.remove(channel, &account, &id)?)).await
        }
        Inverse::AddPerson {
            channel,
            account,
            id,
        } => {
            let (pairing, channel) = (Arc::clone(&host.pairing), kind(&channel)?);
            aside(move || Ok(pairing.add(channel, &account, &id)?)).await
        }
        Inverse::AskAgain {
            channel,
            account,
            id,
            code,
            name,
            language,
            created_at,
        } => {
            let (pairing, channel) = (Arc::clone(&host.pairing), kind(&channel)?);
            let request = Pending {
                id,
                account,
                code,
                created_at,
                name,
                language,
            };
            aside(move || Ok(pairing.put_back(channel, &request)?)).await
        }
        Inverse::RestoreFix { id } => {
            crate::gateway::take_back(host, &id).await?;
            Ok(())
        }
        Inverse::ReopenSession {
            key,
            from,
            to,
            fields,
        } => {
            let wish = Reopen {
                session_id: to,
                unless_spoken: Some(from),
                fields: Some(fields),
            };
            let key = SessionKey::parse(&key, host.config().current().default_agent());
            sessions::open_again(host, &key, wish, "undo".to_owned()).await?;
            Ok(())
        }
        Inverse::RestoreSession { name, .. } => {
            let sessions = Arc::clone(&host.parts.sessions);
            aside(move || Ok(sessions.bring_back(&name).map(drop)?)).await
        }
        Inverse::ArchiveSession { key, at } => sessions::note_archived(host, &key, at),
        Inverse::RewindCompaction {
            key,
            session_id,
            entry,
        } => {
            let key = SessionKey::parse(&key, host.config().current().default_agent());
            // The same undo again finds what it has written.
            let cause = format!("undo:compaction:{entry}");
            let operation = Operation::Uncompact { session_id, entry };
            host.live()?.lanes.operate(&key, operation, cause).await?;
            Ok(())
        }
        Inverse::RestoreHold { .. }
        | Inverse::EndExtension { .. }
        | Inverse::AskPriceAgain { .. }
        | Inverse::ReviveDelivery { .. } => Ok(()),
    }
}

/// The part of an inverse that changes tables; `false` = changed since.
fn inside_tables(tx: &Tx<'_>, inverse: &Inverse, now: Ms) -> Result<bool, StorageError> {
    match inverse {
        Inverse::RestoreHold {
            scope,
            before,
            after,
        } => match Scope::parse(scope) {
            Some(scope) => hold::restore(tx, &scope, before.as_ref(), after.as_ref(), now),
            None => Ok(false),
        },
        Inverse::ReviveDelivery { id, state, error } => {
            revive(tx, id, OutboxState::parse(state), error.as_ref())
        }
        Inverse::EndExtension { id } => end_extension(tx, id),
        Inverse::AskPriceAgain { model } => ask_price_again(tx, model),
        Inverse::RevertConfig { .. }
        | Inverse::RevertFile { .. }
        | Inverse::RemovePerson { .. }
        | Inverse::AddPerson { .. }
        | Inverse::RestoreFix { .. }
        | Inverse::ReopenSession { .. }
        | Inverse::RestoreSession { .. }
        | Inverse::ArchiveSession { .. }
        | Inverse::AskAgain { .. }
        | Inverse::RewindCompaction { .. } => Ok(true),
    }
}

/// The record of taking back, with the parameters of the record it takes back.
fn told(undo: &StoredUndo, now: Ms) -> Record {
    let (kind, about) = match &undo.inverse {
        Inverse::RevertConfig { edits } => {
            (Kind::Config, edits.last().map(|edit| edit.path.clone()))
        }
        Inverse::RevertFile { path, .. } => (Kind::File, Some(path.clone())),
        Inverse::RestoreHold { scope, .. } => (Kind::Hold, Some(scope.clone())),
        Inverse::RemovePerson { id, .. }
        | Inverse::AddPerson { id, .. }
        | Inverse::AskAgain { id, .. } => (Kind::Pairing, Some(id.clone())),
        Inverse::ReviveDelivery { id, .. } => (Kind::Delivery, Some(id.clone())),
        Inverse::RestoreFix { id } => (Kind::Health, Some(id.clone())),
        Inverse::ReopenSession { key, .. } => (Kind::Reset, Some(key.clone())),
        Inverse::RestoreSession { key, .. } | Inverse::ArchiveSession { key, .. } => {
            (Kind::Session, Some(key.clone()))
        }
        Inverse::RewindCompaction { key, .. } => (Kind::Compaction, Some(key.clone())),
        Inverse::EndExtension { .. } => (Kind::Allowance, None),
        Inverse::AskPriceAgain { model } => (Kind::Allowance, Some(model.clone())),
    };
    let mut told = Record::new(undo.id.clone(), now, kind, "undone");
    told.reference = about;
    told.params = undo.label.params.clone();
    told
}

fn kind(channel: &str) -> Result<ChannelKind, Problem> {
    ChannelKind::parse(channel)
        .ok_or_else(|| Problem::with("undo-unknown", params([("channel", channel.into())])))
}

fn subjects(inverse: &Inverse) -> &'static [Subject] {
    match inverse {
        Inverse::RevertConfig { .. } => config::SUBJECTS,
        Inverse::RevertFile { .. } => &[Subject::Files],
        Inverse::RestoreHold { .. } => &[Subject::Holds],
        Inverse::RemovePerson { .. } | Inverse::AddPerson { .. } | Inverse::AskAgain { .. } => {
            &[Subject::Pairing]
        }
        Inverse::ReviveDelivery { .. } => &[Subject::Deliveries],
        Inverse::RestoreFix { .. } => &[Subject::Sessions, Subject::Files],
        Inverse::ReopenSession { .. }
        | Inverse::RestoreSession { .. }
        | Inverse::ArchiveSession { .. } => &[Subject::Sessions],
        Inverse::RewindCompaction { .. } => &[Subject::Sessions],
        // The status and the records are told of every change.
        Inverse::EndExtension { .. } | Inverse::AskPriceAgain { .. } => &[],
    }
}
