//! Whether this desktop shows icons of running apps at all.
//!
//! Owns asking the session's bus and following the answer (Linux). Elsewhere there always is a
//! tray. Never guesses from the desktop's name.

use tokio::sync::watch;

/// Follows it for the life of the app; without a bus the answer stays *no*.
#[cfg(not(target_os = "linux"))]
pub async fn follow(seen: watch::Sender<bool>) {
    seen.send_replace(true);
}

/// Follows it for the life of the app; without a bus the answer stays *no*.
#[cfg(target_os = "linux")]
pub async fn follow(seen: watch::Sender<bool>) {
    if let Err(error) = bus::follow(&seen).await {
        tracing::info!(%error, "the desktop can't be asked for a tray");
    }
}

#[cfg(target_os = "linux")]
mod bus {
    use futures::StreamExt;
    use tokio::sync::watch;
    use zbus::{Connection, MatchRule, MessageStream, Proxy};

    const WATCHER: &str = "org.kde.StatusNotifierWatcher";
    const PATH: &str = "/StatusNotifierWatcher";
    const BUS: &str = "org.freedesktop.DBus";

    /// Asks now, and again whenever the watcher comes, goes or gets a host.
    pub async fn follow(seen: &watch::Sender<bool>) -> zbus::Result<()> {
        let connection = Connection::session().await?;
        let owner = MatchRule::builder()
            .msg_type(zbus::message::Type::Signal)
            .sender(BUS)?
            .member("NameOwnerChanged")?
            .arg(0, WATCHER)?
            .build();
        let hosts = MatchRule::builder()
            .msg_type(zbus::message::Type::Signal)
            .interface(WATCHER)?
            .build();
        let changes = futures::stream::select(
            MessageStream::for_match_rule(owner, &connection, None).await?,
            MessageStream::for_match_rule(hosts, &connection, None).await?,
        );
        tokio::pin!(changes);
        loop {
            seen.send_replace(has_host(&connection).await);
            if changes.next().await.is_none() {
                return Ok(());
            }
        }
    }

    /// No watcher, or one without a host, shows nothing.
    async fn has_host(connection: &Connection) -> bool {
        let Ok(watcher) = Proxy::new(connection, WATCHER, PATH, WATCHER).await else {
            return false;
        };
        watcher
            .get_property("IsStatusNotifierHostRegistered")
            .await
            .unwrap_or(false)
    }
}
