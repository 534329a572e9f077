//! What runs beside the turns: writing projections, watching files, the watches over time.
//!
//! Owns that these tasks run and what a clean stop writes last. Starts after the recovery.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::beats;
use super::home::{computer_language, model_settings};
use super::host::Host;
use super::measure::keep_measured;
use super::minute;
use super::resets;
use super::vital::Vital;
use crate::activity::{Kind, Record, Scope, clear_hold, held, record};
use crate::channel::ChannelKind;
use crate::delivery::{cursor, unmark};
use crate::event::Subject;
use crate::storage::{StorageError, copy_now, replace};

/// Where the tables refuse, the end of a pause is tried again after this.
const HOLD_AGAIN: Duration = Duration::from_secs(60);

/// Starts them all; each ends with `cancel`.
pub(super) fn start(
    host: &Arc<Host>,
    cancel: &CancellationToken,
    tasks: &TaskTracker,
    vital: &Vital,
) {
    let (sessions, own) = (Arc::clone(&host.parts.sessions), cancel.clone());
    vital.spawn("sessions", async move { sessions.keep_written(own).await });
    let (config, own) = (host.config().clone(), cancel.clone());
    vital.spawn("settings-file", async move {
        crate::config::watch(config, own).await
    });
    let (index_host, own) = (Arc::clone(host), cancel.clone());
    vital.spawn("search-index", async move {
        own.run_until_cancelled(super::index::follow(&index_host))
            .await
    });
    let (settings_host, own) = (Arc::clone(host), cancel.clone());
    vital.spawn("settings", async move {
        own.run_until_cancelled(follow_settings(&settings_host))
            .await
    });
    let (holds_host, own) = (Arc::clone(host), cancel.clone());
    vital.spawn("holds", async move {
        own.run_until_cancelled(end_holds(&holds_host)).await
    });
    let (measured_host, own) = (Arc::clone(host), cancel.clone());
    vital.spawn("measured", async move {
        own.run_until_cancelled(keep_measured(&measured_host)).await
    });
    let (fresh_host, own) = (Arc::clone(host), cancel.clone());
    vital.spawn("resets", async move {
        own.run_until_cancelled(resets::watch(&fresh_host)).await
    });
    let (kept_host, own) = (Arc::clone(host), cancel.clone());
    vital.spawn("minute", async move { minute::keep(&kept_host, own).await });
    let (beating_host, own) = (Arc::clone(host), cancel.clone());
    vital.spawn("beats", async move {
        own.run_until_cancelled(beats::watch(&beating_host)).await
    });
    vital.spawn(
        "agents",
        super::agents::follow(Arc::clone(host), cancel.clone(), tasks.clone()),
    );
    let (settled_host, own) = (Arc::clone(host), cancel.clone());
    vital.spawn("afterwards", async move {
        own.run_until_cancelled(super::afterwards::follow(&settled_host))
            .await
    });
}

/// What a clean stop writes last.
pub(super) async fn last(host: &Host) -> Result<(), StorageError> {
    if let Err(error) = host.parts.sessions.flush() {
        tracing::error!(%error, "sessions.json could not be written");
    }
    for account in host.config().current().telegram_accounts() {
        let id = account.id.clone();
        let position = host
            .db()
            .read(move |connection| cursor(connection, ChannelKind::Telegram, &id))
            .await?;
        if let Some(position) = position {
            // Losing cove.db must not hand old messages out again (walks.md, Telegram's position).
            let text = serde_json::json!({ "version": 1, "lastUpdateId": position }).to_string();
            replace(
                &host
                    .state
                    .telegram()
                    .join(format!("update-offset-{}.json", account.id)),
                text.as_bytes(),
            )?;
        }
    }
    if host.parts.sender.is_settled() {
        host.db().write(|tx| unmark(tx).map(drop)).await?;
    }
    copy_now(host.db(), &host.state, host.now()).await?;
    host.db()
        .write(|tx| {
            tx.execute(
                "INSERT OR REPLACE INTO meta(name, value) VALUES ('clean', '1')",
                [],
            )?;
            Ok(())
        })
        .await
}

async fn follow_settings(host: &Host) {
    let mut settings = host.config().subscribe();
    let mut language = settings
        .borrow()
        .language()
        .unwrap_or_else(|| computer_language(&host.env));
    while settings.changed().await.is_ok() {
        let current = settings.borrow_and_update().clone();
        // Settings that name none for a moment are no wish for another one.
        language = current.language().unwrap_or(language);
        let told = model_settings(&current, language);
        host.parts.models.configure(told);
        for subject in [Subject::Config, Subject::Models, Subject::Status] {
            host.events().changed(subject, None);
        }
    }
}

/// Lifts the pause when its time is over.
async fn end_holds(host: &Host) {
    let mut paused = host.paused.subscribe();
    while paused.wait_for(|paused: &bool| *paused).await.is_ok() {
        let now = host.now();
        let hold = host
            .db()
            .read(move |connection| held(connection, &Scope::All, now))
            .await;
        let until = match hold {
            Ok(Some(hold)) => hold.until,
            Ok(None) => Some(now),
            Err(error) => {
                tracing::error!(%error, "the holds could not be read");
                host.parts.clock.sleep(HOLD_AGAIN).await;
                continue;
            }
        };
        let left =
            until.map(|until| Duration::from_millis(u64::try_from(until - now).unwrap_or(0)));
        tokio::select! {
            // Another pause, or lifted by the person: look again.
            _ = paused.changed() => continue,
            () = wait(host, left) => {}
        }
        let now = host.now();
        let lifted = host.db().write(move |tx| {
            let Some(hold) = clear_hold(tx, &Scope::All)? else {
                return Ok(());
            };
            let id = format!("hold-over:{}:{}", hold.scope, hold.since);
            let told = Record::new(id, now, Kind::Hold, "over").about(&hold.scope);
            record(tx, &told)
        });
        if let Err(error) = lifted.await {
            tracing::error!(%error, "a hold could not be lifted");
            host.parts.clock.sleep(HOLD_AGAIN).await;
            continue;
        }
        host.paused.send_replace(false);
        for subject in [Subject::Holds, Subject::Activity, Subject::Status] {
            host.events().changed(subject, None);
        }
    }
}

async fn wait(host: &Host, left: Option<Duration>) {
    match left {
        Some(left) => host.parts.clock.sleep(left).await,
        None => std::future::pending().await,
    }
}
