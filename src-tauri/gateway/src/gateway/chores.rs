//! What runs beside the turns: writing projections, watching files, copies and retention.
//!
//! Owns the rhythm of these tasks and what a clean stop writes last. Starts after the recovery.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::home::model_settings;
use super::host::Host;
use super::measure::keep_measured;
use crate::activity::{Scope, clear_hold, expire_undo, held, purge};
use crate::channel::ChannelKind;
use crate::clock::Ms;
use crate::delivery::{cursor, unmark};
use crate::event::Subject;
use crate::storage::{StorageError, copy_now, replace};

const HOUR: Duration = Duration::from_secs(3_600);
/// Records are kept this long, ms.
const KEEP_RECORDS: Ms = 90 * 24 * 3_600_000;

/// Starts them all; each ends with `cancel`.
pub(super) fn start(host: &Arc<Host>, cancel: &CancellationToken, tasks: &TaskTracker) {
    let (sessions, own) = (Arc::clone(&host.parts.sessions), cancel.clone());
    tasks.spawn(async move { sessions.keep_written(own).await });
    let (config, own) = (host.config().clone(), cancel.clone());
    tasks.spawn(async move { crate::config::watch(config, own).await });
    let (settings_host, own) = (Arc::clone(host), cancel.clone());
    tasks.spawn(async move {
        own.run_until_cancelled(follow_settings(&settings_host))
            .await
    });
    let (holds_host, own) = (Arc::clone(host), cancel.clone());
    tasks.spawn(async move { own.run_until_cancelled(end_holds(&holds_host)).await });
    let (measured_host, own) = (Arc::clone(host), cancel.clone());
    tasks.spawn(async move { own.run_until_cancelled(keep_measured(&measured_host)).await });
    let (hourly_host, own) = (Arc::clone(host), cancel.clone());
    tasks.spawn(async move { own.run_until_cancelled(hourly(&hourly_host)).await });
    for home in host.parts.agents.values().flatten() {
        let (files, own, events) = (
            Arc::clone(&home.files),
            cancel.clone(),
            host.events().clone(),
        );
        let noticed =
            Arc::new(move |_: &[crate::workspace::Change]| events.changed(Subject::Files, None));
        tasks.spawn(async move { crate::workspace::watch(files, noticed, own).await });
    }
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
    while settings.changed().await.is_ok() {
        let current = settings.borrow_and_update().clone();
        host.parts.models.configure(model_settings(
            &current,
            current.language().unwrap_or_default(),
        ));
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
                return;
            }
        };
        let left =
            until.map(|until| Duration::from_millis(u64::try_from(until - now).unwrap_or(0)));
        tokio::select! {
            // Another pause, or lifted by the person: look again.
            _ = paused.changed() => continue,
            () = wait(host, left) => {}
        }
        if let Err(error) = host
            .db()
            .write(|tx| clear_hold(tx, &Scope::All).map(drop))
            .await
        {
            tracing::error!(%error, "a hold could not be lifted");
            return;
        }
        host.paused.send_replace(false);
        host.events().changed(Subject::Holds, None);
        host.events().changed(Subject::Status, None);
    }
}

async fn wait(host: &Host, left: Option<Duration>) {
    match left {
        Some(left) => host.parts.clock.sleep(left).await,
        None => std::future::pending().await,
    }
}

async fn hourly(host: &Host) {
    loop {
        host.parts.clock.sleep(HOUR).await;
        let now = host.now();
        if let Err(error) = copy_now(host.db(), &host.state, now).await {
            tracing::error!(%error, "the database could not be copied");
        }
        let tidied = host.db().write(move |tx| {
            purge(tx, now - KEEP_RECORDS)?;
            expire_undo(tx, now)?;
            Ok(())
        });
        if let Err(error) = tidied.await {
            tracing::error!(%error, "old records could not be removed");
        }
        for home in host.parts.agents.values().flatten() {
            if let Err(error) = home.files.prune().await {
                tracing::error!(%error, "old versions could not be removed");
            }
        }
    }
}
