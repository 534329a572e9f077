//! Takes changes back.
//!
//! Owns what each stored inverse does. A change something later depends on is refused, never
//! merged.

use std::sync::Arc;

use async_trait::async_trait;

use super::change::{aside, publish, unchanged};
use super::{Caller, config, hold, workspace};
use crate::activity::{
    Inverse, Kind, Record, Scope, StoredUndo, newest_undo, record, undo_of, use_undo,
};
use crate::api::activity::UndoRun;
use crate::api::contract::Changed;
use crate::channel::{ChannelKind, Pending};
use crate::clock::Ms;
use crate::delivery::{OutboxState, revive};
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::gateway::{Host, TakeBack};
use crate::storage::{StorageError, Tx};
use crate::workspace::{Author, Change, RelPath};

/// Takes a change back.
pub async fn run(host: &Arc<Host>, _: &Caller, request: UndoRun) -> Result<Changed, Problem> {
    take_back(host, request.id.as_deref()).await?;
    // Taking back is not itself taken back: a bare `/undo` goes on to the change before.
    Ok(unchanged())
}

/// Takes the change of an undo back, or the newest that can be, and answers which it was.
///
/// # Errors
/// `undo-unknown`, `undo-nothing`, `undo-used`, `undo-expired`, `undo-changed-since`, or why the
/// change could not be made.
async fn take_back(host: &Arc<Host>, id: Option<&str>) -> Result<StoredUndo, Problem> {
    let undo = find(host, id).await?;
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
        Ok(take_back(host, None).await?.label)
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
        Inverse::RestoreHold { .. } | Inverse::ReviveDelivery { .. } => Ok(()),
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
        Inverse::RevertConfig { .. }
        | Inverse::RevertFile { .. }
        | Inverse::RemovePerson { .. }
        | Inverse::AddPerson { .. }
        | Inverse::AskAgain { .. }
        | Inverse::RestoreFix { .. } => Ok(true),
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
    }
}
