//! What each stored inverse does.
//!
//! Owns the two parts of taking a change back: outside the tables and inside them. Never chooses
//! which change.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::change::aside;
use super::session_life as sessions;
use super::{config, config_file, hold, jobs, state, workspace};
use crate::activity::{Inverse, Kind, Record, Scope, StoredUndo};
use crate::agent::{Operation, Reopen};
use crate::channel::{ChannelKind, Pending};
use crate::clock::Ms;
use crate::cron::{self, Job};
use crate::delivery::{OutboxState, revive};
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::gateway::{Host, open_again};
use crate::heartbeat::drop_event;
use crate::ledger::{ask_price_again, end_extension};
use crate::session::SessionKey;
use crate::storage::{StorageError, Tx};
use crate::workspace::{Author, Change, RelPath, is_state_path, read_state};

/// Whether the part outside the tables stands as it was before the change already.
pub(super) async fn is_back(host: &Host, inverse: &Inverse) -> bool {
    match inverse.clone() {
        Inverse::RevertConfig { edits } => edits.iter().all(|edit| {
            let now = host.config().get(&edit.path);
            now.is_ok_and(|now| now.written.then_some(now.value) == edit.before)
        }),
        Inverse::RestoreConfigFile { copy, .. } => config_file::is_back(host, &copy),
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
        | Inverse::AskCutOff { .. }
        | Inverse::EndExtension { .. }
        | Inverse::AskPriceAgain { .. }
        | Inverse::DropEvent { .. }
        | Inverse::RestoreFix { .. }
        | Inverse::RestoreJob { .. }
        | Inverse::ReopenSession { .. }
        | Inverse::RestoreSession { .. }
        | Inverse::ArchiveSession { .. }
        | Inverse::RewindCompaction { .. }
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
    if is_state_path(&path) {
        // Under another version: what it holds tells.
        let before = match previous {
            Some(previous) => Some(files.version_text(&path, previous).await?),
            None => None,
        };
        let (now, before) = (read_state(Some(&now.text))?, read_state(before.as_deref())?);
        return Ok(now.state == before.state);
    }
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
    before: Map<String, Value>,
    after: Map<String, Value>,
) -> Result<(), Problem> {
    let (sessions, key) = (
        Arc::clone(&host.parts.sessions),
        SessionKey::parse(key, host.config().current().default_agent()),
    );
    aside(move || {
        let entry = sessions.record(&key).unwrap_or_default().0;
        let stands = |fields: &Map<String, Value>| {
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
pub(super) async fn outside_tables(host: &Arc<Host>, inverse: &Inverse) -> Result<(), Problem> {
    match inverse.clone() {
        Inverse::RevertConfig { edits } => config::revert(host, edits).await,
        Inverse::RestoreConfigFile { copy, after } => {
            config_file::put_back(host, &copy, after).await
        }
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
            if is_state_path(&change.path) {
                return state::take_back(&files, &change).await;
            }
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
            open_again(host, &key, wish, "undo".to_owned()).await?;
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
        Inverse::RestoreChoice { key, before, after } => {
            restore_choice(host, &key, before, after).await
        }
        Inverse::RestoreJob { id, before, after } => jobs::restore(host, id, before, after).await,
        Inverse::RestoreHold { .. }
        | Inverse::EndExtension { .. }
        | Inverse::AskPriceAgain { .. }
        | Inverse::DropEvent { .. }
        | Inverse::AskCutOff { .. }
        | Inverse::ReviveDelivery { .. } => Ok(()),
    }
}

/// The part of an inverse that changes tables; `false` = changed since.
pub(super) fn inside_tables(tx: &Tx<'_>, inverse: &Inverse, now: Ms) -> Result<bool, StorageError> {
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
        Inverse::AskCutOff { runs, .. } => cron::ask_cut_off(tx, runs),
        Inverse::EndExtension { id } => end_extension(tx, id),
        Inverse::AskPriceAgain { model } => ask_price_again(tx, model),
        Inverse::DropEvent { id } => drop_event(tx, id),
        Inverse::RestoreJob { id, before, .. } => {
            let job = before.clone().map(Value::Object);
            let job = job.as_ref().and_then(Job::read);
            cron::follow(tx, id, None, job.as_ref(), now).map(|()| true)
        }
        Inverse::RevertConfig { .. }
        | Inverse::RestoreConfigFile { .. }
        | Inverse::RevertFile { .. }
        | Inverse::RemovePerson { .. }
        | Inverse::AddPerson { .. }
        | Inverse::RestoreFix { .. }
        | Inverse::ReopenSession { .. }
        | Inverse::RestoreSession { .. }
        | Inverse::ArchiveSession { .. }
        | Inverse::AskAgain { .. }
        | Inverse::RestoreChoice { .. }
        | Inverse::RewindCompaction { .. } => Ok(true),
    }
}

/// The record of taking back, with the parameters of the record it takes back.
pub(super) fn told(undo: &StoredUndo, now: Ms) -> Record {
    let (kind, about) = match &undo.inverse {
        Inverse::RevertConfig { edits } => {
            (Kind::Config, edits.last().map(|edit| edit.path.clone()))
        }
        Inverse::RestoreConfigFile { .. } => (Kind::Config, Some("cove.json".to_owned())),
        Inverse::RevertFile { path, .. } => (Kind::File, Some(path.clone())),
        Inverse::RestoreHold { scope, .. } => (Kind::Hold, Some(scope.clone())),
        Inverse::RemovePerson { id, .. }
        | Inverse::AddPerson { id, .. }
        | Inverse::AskAgain { id, .. } => (Kind::Pairing, Some(id.clone())),
        Inverse::ReviveDelivery { id, .. } => (Kind::Delivery, Some(id.clone())),
        Inverse::RestoreFix { id } => (Kind::Health, Some(id.clone())),
        // Of a fresh start, or of opening an earlier session again.
        Inverse::ReopenSession { key, .. } if undo.label.code == "undo-reset" => {
            (Kind::Reset, Some(key.clone()))
        }
        Inverse::ReopenSession { key, .. } => (Kind::Session, Some(key.clone())),
        Inverse::RestoreSession { key, .. }
        | Inverse::ArchiveSession { key, .. }
        | Inverse::RestoreChoice { key, .. } => (Kind::Session, Some(key.clone())),
        Inverse::RewindCompaction { key, .. } => (Kind::Compaction, Some(key.clone())),
        Inverse::EndExtension { .. } => (Kind::Allowance, None),
        Inverse::DropEvent { id } => (Kind::Event, Some(id.clone())),
        Inverse::RestoreJob { id, .. } => (Kind::Job, Some(id.clone())),
        Inverse::AskCutOff { job, .. } => (Kind::Job, Some(job.clone())),
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

pub(super) fn subjects(inverse: &Inverse) -> &'static [Subject] {
    match inverse {
        Inverse::RevertConfig { .. } | Inverse::RestoreConfigFile { .. } => config::SUBJECTS,
        Inverse::RevertFile { .. } => &[Subject::Files],
        Inverse::RestoreHold { .. } => &[Subject::Holds],
        Inverse::RemovePerson { .. } | Inverse::AddPerson { .. } | Inverse::AskAgain { .. } => {
            &[Subject::Pairing]
        }
        Inverse::ReviveDelivery { .. } => &[Subject::Deliveries],
        Inverse::RestoreFix { .. } => &[Subject::Sessions, Subject::Files],
        Inverse::ReopenSession { .. }
        | Inverse::RestoreSession { .. }
        | Inverse::ArchiveSession { .. }
        | Inverse::RestoreChoice { .. }
        | Inverse::RewindCompaction { .. } => &[Subject::Sessions],
        Inverse::DropEvent { .. } => &[Subject::Heartbeat],
        Inverse::RestoreJob { .. } | Inverse::AskCutOff { .. } => &[Subject::Jobs],
        // The status and the records are told of every change.
        Inverse::EndExtension { .. } | Inverse::AskPriceAgain { .. } => &[],
    }
}
