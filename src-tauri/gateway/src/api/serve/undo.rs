//! Takes changes back.
//!
//! Owns what each stored inverse does. A change something later depends on is refused, never
//! merged.

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;

use super::change::{aside, publish, unchanged};
use super::{Caller, config, hold, status, workspace};
use crate::activity::{
    Inverse, Kind, Record, Scope, StoredUndo, claim_undo, claimed_undo, newest_undo,
    newest_undo_of, record, undo_of, use_undo,
};
use crate::api::activity::UndoRun;
use crate::api::contract::{Actor, Changed};
use crate::api::status::StatusGet;
use crate::channel::{ChannelKind, Pending};
use crate::clock::Ms;
use crate::delivery::{OutboxState, revive};
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::gateway::{Front, Host};
use crate::session::SessionKey;
use crate::storage::{StorageError, Tx};
use crate::workspace::{Author, Change, RelPath};

/// Takes a change back.
pub async fn run(host: &Arc<Host>, _: &Caller, request: UndoRun) -> Result<Changed, Problem> {
    let undo = find(host, request.id).await?;
    outside_tables(host, &undo.inverse).await?;
    finish(host, &undo).await?;
    // Taking back is not itself taken back: a bare `/undo` goes on to the change before.
    Ok(unchanged())
}

/// Takes the newest change of a conversation or the home back, in the name of a command, and
/// answers which it was. The command claims the change before it touches anything: carried out
/// again after a kill, it goes on with that change and with no other.
///
/// # Errors
/// `undo-nothing`, `undo-changed-since`, or why the change could not be made.
pub(super) async fn for_command(
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
        return Err(problem);
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
        Ok(for_command(host, key, cause).await?.label)
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

async fn find(host: &Host, id: Option<String>) -> Result<StoredUndo, Problem> {
    let now = host.now();
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

/// Whether the part outside the tables stands as it was before the change already.
async fn is_back(host: &Host, inverse: &Inverse) -> bool {
    match inverse.clone() {
        Inverse::RevertConfig { edits } => edits.iter().all(|edit| {
            let now = host.config().get(&edit.path);
            now.is_ok_and(|now| now.written.then_some(now.value) == edit.before)
        }),
        Inverse::RevertFile {
            agent,
            path,
            version,
            previous,
        } => file_is_back(host, agent, &path, version, previous)
            .await
            .unwrap_or(false),
        // These refuse only what is done already.
        Inverse::RemovePerson { .. } | Inverse::AddPerson { .. } | Inverse::AskAgain { .. } => true,
        Inverse::RestoreHold { .. }
        | Inverse::ReviveDelivery { .. }
        | Inverse::RestoreChoice { .. } => false,
    }
}

async fn file_is_back(
    host: &Host,
    agent: String,
    path: &str,
    version: u32,
    previous: Option<u32>,
) -> Result<bool, Problem> {
    let (_, files) = workspace::files(host, Some(agent))?;
    let path = RelPath::parse(path)?;
    let now = files.read(&path).await?;
    let rows = files.history(&path).await?;
    let newer = rows.first().is_some_and(|row| row.n > version);
    let before = rows.iter().find(|row| Some(row.n) == previous);
    Ok(match before {
        Some(before) => newer && now.hash == before.hash,
        None => previous.is_none() && !now.exists,
    })
}

/// Sets what was chosen for a conversation back, unless it was chosen anew since.
async fn restore_choice(
    host: &Host,
    key: &str,
    before: serde_json::Map<String, Value>,
    after: serde_json::Map<String, Value>,
) -> Result<(), Problem> {
    let (sessions, key) = (
        Arc::clone(&host.parts.sessions),
        SessionKey::parse(key, host.config().current().default_agent()),
    );
    aside(move || {
        let entry = sessions.record(&key).unwrap_or_default().0;
        let stands = |fields: &serde_json::Map<String, Value>| {
            let same =
                |(name, value): (&String, &Value)| entry.get(name).unwrap_or(&Value::Null) == value;
            fields.iter().all(same)
        };
        if stands(&before) {
            return Ok(());
        }
        if !stands(&after) {
            return Err(Problem::new("undo-changed-since"));
        }
        Ok(sessions.keep(&key, &before)?)
    })
    .await
}

/// The part of an inverse that changes files.
async fn outside_tables(host: &Host, inverse: &Inverse) -> Result<(), Problem> {
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
        Inverse::RestoreChoice { key, before, after } => {
            restore_choice(host, &key, before, after).await
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
        | Inverse::RestoreChoice { .. } => Ok(true),
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
        Inverse::RestoreChoice { key, .. } => (Kind::Session, Some(key.clone())),
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
        Inverse::RestoreChoice { .. } => &[Subject::Sessions],
    }
}
