//! Keeps the full-text index up with what is said, off the way of a message.
//!
//! Owns when the index takes in what: everything at a start, a conversation after each of its
//! turns. What is missed is taken in by the next search.

use std::sync::Arc;

use tokio::sync::broadcast::error::RecvError;

use super::host::Host;
use crate::event::Fact;
use crate::session::{SessionKey, TranscriptFile};

/// Follows the turns until the events end.
pub(super) async fn follow(host: &Arc<Host>) {
    let mut events = host.events().subscribe(None).receiver;
    take_in(host, None).await;
    loop {
        match events.recv().await.map(|numbered| numbered.fact) {
            Ok(Fact::TurnEnded { session_key, .. }) => take_in(host, Some(session_key)).await,
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => take_in(host, None).await,
            Err(RecvError::Closed) => return,
        }
    }
}

/// Takes in one conversation, or all.
async fn take_in(host: &Arc<Host>, key: Option<String>) {
    let (sessions, index) = (Arc::clone(&host.parts.sessions), Arc::clone(&host.search));
    let done = tokio::task::spawn_blocking(move || match key {
        None => index.update(&sessions.transcripts(), true),
        Some(key) => {
            let found = sessions.find(&SessionKey::parse(&key, "main"));
            let file = found.map(|found| TranscriptFile {
                path: found.path,
                session_id: found.session_id,
                key: Some(key),
            });
            index.update(file.as_slice(), false)
        }
    });
    if let Ok(Err(error)) = done.await {
        tracing::warn!(%error, "the search index could not be brought up to date");
    }
}
