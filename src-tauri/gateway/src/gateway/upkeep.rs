//! Lets old sessions go where `session.maintenance` says so, and says what would go where not.
//!
//! Owns that. Which ones are old is `session`'s to say, when is the housekeeping's; each goes to the trash in its lane,
//! with a record and its undo.

use std::sync::Arc;

use super::host::Host;
use crate::activity::{Inverse, Kind, Record, add_undo, record};
use crate::agent::{Operation, Remove};
use crate::clock::Ms;
use crate::config::{Config, MaintenanceMode, Span};
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::health::{Finding, Severity};
use crate::session::{Held, Keeping, Old, Room, old_ones};

/// Lets go what may go.
pub(super) async fn tidy(host: &Arc<Host>) {
    if host.config().current().session.maintenance.mode == MaintenanceMode::Enforce {
        let_go(host).await;
    }
}

/// What would go if it were allowed to. Reads records alone, no transcript.
pub(super) fn would_go(host: &Host) -> Option<Finding> {
    let config = host.config().current();
    if config.session.maintenance.mode == MaintenanceMode::Enforce {
        return None;
    }
    let held: Vec<Held> = host
        .parts
        .sessions
        .all()
        .into_iter()
        .map(|(key, record)| Held {
            key,
            used: record.updated_at(),
            sessions: Vec::new(),
        })
        .collect();
    let count = old_ones(&held, keeping(&config), host.now()).len();
    let found = Finding::new("sessions-old", Severity::Info, "session.maintenance.mode");
    (count > 0).then(|| found.with("count", count))
}

fn keeping(config: &Config) -> Keeping {
    let settings = &config.session.maintenance;
    let ms = |span: Span| Ms::try_from(span.0.as_millis()).unwrap_or(Ms::MAX);
    Keeping {
        quiet: ms(settings.prune_after),
        most: usize::try_from(settings.max_entries).unwrap_or(usize::MAX),
        past: ms(settings
            .reset_archive_retention
            .unwrap_or(settings.prune_after)),
        room: settings.max_disk_bytes.map(|most| Room {
            most,
            // Four fifths, as the field says.
            down_to: settings.high_water_bytes.unwrap_or(most / 5 * 4).min(most),
        }),
    }
}

async fn let_go(host: &Arc<Host>) {
    let (sessions, config) = (Arc::clone(&host.parts.sessions), host.config().current());
    let agents = config.agents();
    let look = move || {
        let mut held = Vec::new();
        for agent in agents {
            match sessions.past_of(&agent) {
                Ok(past) => held.extend(past),
                Err(error) => tracing::warn!(%error, agent, "its sessions could not be looked at"),
            }
        }
        held
    };
    let Ok(past) = tokio::task::spawn_blocking(look).await else {
        return;
    };
    let held: Vec<Held> = past
        .into_iter()
        .filter_map(|(key, sessions)| {
            let used = host.parts.sessions.record(&key)?.updated_at();
            Some(Held {
                key,
                used,
                sessions,
            })
        })
        .collect();
    for old in old_ones(&held, keeping(&config), host.now()) {
        let key = old.key.clone();
        if let Err(problem) = put_away(host, old).await {
            tracing::warn!(code = problem.code, %key, "an old session could not go");
        }
    }
}

async fn put_away(host: &Arc<Host>, old: Old) -> Result<(), Problem> {
    let now = host.now();
    let what = format!("{}:{:?}:{now}", old.key, old.session_id);
    let name = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, what.as_bytes());
    let name = name.simple().to_string();
    let wish = Remove {
        session_id: old.session_id,
        name: name.clone(),
    };
    let lanes = &host.live()?.lanes;
    lanes
        .operate(&old.key, Operation::Remove(wish), "clock".to_owned())
        .await?;
    let id = format!("session-pruned:{name}");
    let told = Record::new(id.clone(), now, Kind::Session, "pruned")
        .about(old.key.as_str())
        .with("count", 1);
    let inverse = Inverse::RestoreSession {
        key: old.key.to_string(),
        name,
    };
    let key = old.key.to_string();
    let label = Problem::with(
        "undo-session-removed",
        params([("key", key.clone().into())]),
    );
    let write = move |tx: &crate::storage::Tx<'_>| {
        record(tx, &told)?;
        add_undo(tx, &id, now, &inverse, label).map(drop)
    };
    host.db().write(write).await?;
    host.events().changed(Subject::Sessions, Some(key));
    host.events().changed(Subject::Activity, None);
    Ok(())
}
