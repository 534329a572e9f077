//! What runs beside the turns: writing projections, watching files, copies and retention.
//!
//! Owns the rhythm of these tasks and what a clean stop writes last. Starts after the recovery.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::beats;
use super::home::{computer_language, model_settings};
use super::host::Host;
use super::measure::keep_measured;
use super::resets;
use crate::activity::{Kind, Record, Scope, clear_hold, expire_undo, held, purge, record};
use crate::agent::purge_tool_calls;
use crate::channel::ChannelKind;
use crate::clock::Ms;
use crate::delivery::{cursor, purge_exchanges, purge_inbox, purge_outbox, unmark};
use crate::event::Subject;
use crate::heartbeat::{purge_beats, purge_events};
use crate::session::{SessionKey, expired_runs};
use crate::storage::{StorageError, copy_now, replace};

const HOUR: Duration = Duration::from_secs(3_600);
/// Where the tables refuse, the end of a pause is tried again after this.
const HOLD_AGAIN: Duration = Duration::from_secs(60);
/// How often old runs are looked for.
const RUN_SWEEP: Duration = Duration::from_secs(300);
/// Records are kept this long, ms.
const KEEP_RECORDS: Ms = 90 * 24 * 3_600_000;

/// Starts them all; each ends with `cancel`.
pub(super) fn start(host: &Arc<Host>, cancel: &CancellationToken, tasks: &TaskTracker) {
    let (sessions, own) = (Arc::clone(&host.parts.sessions), cancel.clone());
    tasks.spawn(async move { sessions.keep_written(own).await });
    let (config, own) = (host.config().clone(), cancel.clone());
    tasks.spawn(async move { crate::config::watch(config, own).await });
    let (index_host, own) = (Arc::clone(host), cancel.clone());
    tasks.spawn(async move {
        own.run_until_cancelled(super::index::follow(&index_host))
            .await
    });
    let (settings_host, own) = (Arc::clone(host), cancel.clone());
    tasks.spawn(async move {
        own.run_until_cancelled(follow_settings(&settings_host))
            .await
    });
    let (holds_host, own) = (Arc::clone(host), cancel.clone());
    tasks.spawn(async move { own.run_until_cancelled(end_holds(&holds_host)).await });
    let (measured_host, own) = (Arc::clone(host), cancel.clone());
    tasks.spawn(async move { own.run_until_cancelled(keep_measured(&measured_host)).await });
    let (looked_at, own) = (Arc::clone(host), cancel.clone());
    tasks.spawn(async move {
        own.run_until_cancelled(super::health::keep_looking(&looked_at))
            .await
    });
    let (fresh_host, own) = (Arc::clone(host), cancel.clone());
    tasks.spawn(async move { own.run_until_cancelled(resets::watch(&fresh_host)).await });
    let (kept_host, own) = (Arc::clone(host), cancel.clone());
    tasks.spawn(async move {
        own.run_until_cancelled(super::upkeep::keep_tidy(&kept_host))
            .await
    });
    let (beating_host, own) = (Arc::clone(host), cancel.clone());
    tasks.spawn(async move { own.run_until_cancelled(beats::watch(&beating_host)).await });
    let (hourly_host, own) = (Arc::clone(host), cancel.clone());
    tasks.spawn(async move { own.run_until_cancelled(hourly(&hourly_host)).await });
    tasks.spawn(super::agents::follow(
        Arc::clone(host),
        cancel.clone(),
        tasks.clone(),
    ));
    let (settled_host, own) = (Arc::clone(host), cancel.clone());
    tasks.spawn(async move {
        own.run_until_cancelled(super::afterwards::follow(&settled_host))
            .await
    });
    let (runs_host, own) = (Arc::clone(host), cancel.clone());
    tasks.spawn(async move { own.run_until_cancelled(drop_old_runs(&runs_host)).await });
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

/// Runs of jobs are dropped after `cron.sessionRetention`; one at work never is.
async fn drop_old_runs(host: &Host) {
    loop {
        host.parts.clock.sleep(RUN_SWEEP).await;
        let sessions = &host.parts.sessions;
        let keep = host.config().current().cron.session_retention.0;
        let keep = keep.map(|span| Ms::try_from(span.0.as_millis()).unwrap_or(Ms::MAX));
        let mut old = expired_runs(&sessions.all(), keep, host.now());
        let idle = |key: &SessionKey| {
            let live = host.live.as_ref();
            live.is_none_or(|live| live.lanes.view(key).running.is_none())
        };
        old.retain(idle);
        if old.is_empty() {
            continue;
        }
        match sessions.drop_runs(&old) {
            Ok(()) => tracing::info!(runs = old.len(), "old runs of jobs were dropped"),
            Err(error) => tracing::error!(%error, "old runs of jobs could not be dropped"),
        }
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
            purge_exchanges(tx, now - KEEP_RECORDS)?;
            purge_inbox(tx, now - KEEP_RECORDS)?;
            purge_outbox(tx, now - KEEP_RECORDS)?;
            expire_undo(tx, now)?;
            purge_beats(tx, now)?;
            purge_events(tx, now)?;
            purge_tool_calls(tx, now)?;
            Ok(())
        });
        if let Err(error) = tidied.await {
            tracing::error!(%error, "old records could not be removed");
        }
        if let Err(error) = host.parts.sessions.empty_trash(now) {
            tracing::error!(%error, "the trash could not be emptied");
        }
        if let Err(error) = crate::cron::empty_trash(&host.state.cron(), now) {
            tracing::error!(%error, "removed jobs could not be let go");
        }
        for (_, home) in host.parts.agents.usable() {
            if let Err(error) = home.files.prune().await {
                tracing::error!(%error, "old versions could not be removed");
            }
        }
    }
}
