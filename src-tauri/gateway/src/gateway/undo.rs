//! Takes changes back.
//!
//! Owns what each stored inverse does. A change something later depends on is refused, never
//! merged.

use std::sync::Arc;

use super::host::Host;
use crate::activity::{
    ConfigEdit, Inverse, Kind, Record, Scope, StoredUndo, newest_undo, record, restore_hold,
    undo_of, use_undo,
};
use crate::channel::{ChannelKind, Pending};
use crate::clock::Ms;
use crate::config::Edit;
use crate::delivery::{OutboxState, revive};
use crate::error::Problem;
use crate::event::Subject;
use crate::storage::{StorageError, Tx};
use crate::workspace::{Author, Change, RelPath};

/// Takes the change of an undo back, or the newest that can be, and answers what it did.
///
/// # Errors
/// `undo-unknown`, `undo-nothing`, `undo-used`, `undo-expired`, `undo-changed-since`, or why the
/// change could not be made.
pub async fn take_back(host: &Arc<Host>, id: Option<String>) -> Result<Problem, Problem> {
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
    if let Inverse::RestoreHold { scope, before, .. } = &undo.inverse
        && Scope::parse(scope) == Some(Scope::All)
    {
        host.paused.send_replace(before.is_some());
    }
    for subject in subjects(&undo.inverse) {
        host.events().changed(*subject, None);
    }
    Ok(undo.label)
}

async fn find(host: &Host, id: Option<String>) -> Result<StoredUndo, Problem> {
    let (named, now) = (id.is_some(), host.now());
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
async fn outside_tables(host: &Host, inverse: &Inverse) -> Result<(), Problem> {
    match inverse.clone() {
        Inverse::RevertConfig { edits } => revert_edits(host, edits).await,
        Inverse::RevertFile {
            agent,
            path,
            version,
            previous,
        } => {
            let files = host.files(&agent)?;
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
            Some(scope) => restore_hold(tx, &scope, before.as_ref(), after.as_ref(), now),
            None => Ok(false),
        },
        Inverse::ReviveDelivery { id, state, error } => {
            revive(tx, id, OutboxState::parse(state), error.as_ref())
        }
        Inverse::RevertConfig { .. }
        | Inverse::RevertFile { .. }
        | Inverse::RemovePerson { .. }
        | Inverse::AddPerson { .. }
        | Inverse::AskAgain { .. } => Ok(true),
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
    };
    let mut told = Record::new(undo.id.clone(), now, kind, "undone");
    told.reference = about;
    told.params = undo.label.params.clone();
    told
}

fn kind(channel: &str) -> Result<ChannelKind, Problem> {
    ChannelKind::parse(channel).ok_or_else(|| Problem::new("undo-unknown"))
}

/// The lists that changed; records and status always do.
fn subjects(inverse: &Inverse) -> &'static [Subject] {
    use Subject::{Activity, Config, Deliveries, Files, Holds, Models, Pairing, Status};
    match inverse {
        Inverse::RevertConfig { .. } => &[Config, Models, Activity, Status],
        Inverse::RevertFile { .. } => &[Files, Activity, Status],
        Inverse::RestoreHold { .. } => &[Holds, Activity, Status],
        Inverse::RemovePerson { .. } | Inverse::AddPerson { .. } | Inverse::AskAgain { .. } => {
            &[Pairing, Activity, Status]
        }
        Inverse::ReviveDelivery { .. } => &[Deliveries, Activity, Status],
    }
}

/// Takes edits of settings back, the last first; where one can't be, those before it stand again.
pub async fn revert_edits(host: &Host, edits: Vec<ConfigEdit>) -> Result<(), Problem> {
    let store = host.config().clone();
    aside(move || {
        let mut reverted = Vec::new();
        for edit in edits.into_iter().rev() {
            let edit = Edit {
                path: edit.path,
                before: edit.before,
                after: edit.after,
            };
            match store.revert(&edit) {
                Ok(back) => reverted.push(back),
                Err(error) => {
                    for back in reverted.iter().rev() {
                        store.revert(back)?;
                    }
                    return Err(error.into());
                }
            }
        }
        Ok(())
    })
    .await
}

/// Runs blocking work off the async threads.
pub async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await;
    // The work neither panics nor is cancelled unless the process ends.
    done.map_err(|_| Problem::new("gateway-gone"))?
}
