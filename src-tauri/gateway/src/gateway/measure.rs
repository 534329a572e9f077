//! Keeps what records say of sizes true between turns.
//!
//! Owns when to look again: another file in a prompt, other settings, another session id or
//! compaction under a key. A turn measures by itself when it ends. Runs beside the turns.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use tokio::sync::broadcast::error::RecvError;

use super::host::Host;
use crate::agent::{instructions_hash, remeasure};
use crate::clock::Ms;
use crate::event::{Fact, Subject};
use crate::session::{EntryView, KeyKind, SessionKey};

/// Conversations used since then are looked at, ms.
const RECENT: Ms = 3 * 24 * 3_600_000;
/// At most so many of them, the newest; the others are measured when somebody looks at them.
const MOST: usize = 16;

/// Looks again whenever something changed, for ever.
pub(super) async fn keep_measured(host: &Arc<Host>) {
    let mut facts = host.events().subscribe(None).receiver;
    let mut seen = Seen::default();
    seen.prompts_changed(host).await;
    loop {
        let changed = match facts.recv().await {
            Ok(numbered) => match numbered.fact {
                Fact::Changed { what, reference } => Some((what, reference)),
                _ => None,
            },
            // Too much has happened: everything may be different.
            Err(RecvError::Lagged(_)) => Some((Subject::Models, None)),
            Err(RecvError::Closed) => return,
        };
        let Some((what, reference)) = changed else {
            continue;
        };
        let keys = match (what, reference) {
            (Subject::Models, _) => recent(host),
            (Subject::Files, _) if seen.prompts_changed(host).await => recent(host),
            (Subject::Sessions, Some(key)) => seen.replaced(host, &key).into_iter().collect(),
            _ => continue,
        };
        for key in keys {
            measure(host, &key).await;
        }
    }
}

async fn measure(host: &Arc<Host>, key: &SessionKey) {
    let working = host
        .live
        .as_ref()
        .is_some_and(|live| live.lanes.view(key).running.is_some());
    if working {
        return;
    }
    match remeasure(&host.parts, key).await {
        Ok(true) => host
            .events()
            .changed(Subject::Sessions, Some(key.to_string())),
        Ok(false) => {}
        Err(problem) => {
            tracing::warn!(code = problem.code, %key, "a conversation could not be measured");
        }
    }
}

/// The conversations people had lately, the newest first.
fn recent(host: &Host) -> Vec<SessionKey> {
    let since = host.now() - RECENT;
    let mut all: Vec<(SessionKey, EntryView)> = host.parts.sessions.used_since(since);
    all.retain(|(key, _)| !matches!(key.kind(), KeyKind::Cron | KeyKind::Other));
    all.sort_by_key(|(_, record)| std::cmp::Reverse(record.updated_at()));
    all.into_iter().take(MOST).map(|(key, _)| key).collect()
}

/// What was there when it was looked at last.
#[derive(Default)]
struct Seen {
    /// By agent: the prompts' hash.
    prompts: HashMap<String, u64>,
    /// By key: which transcript, which model and how often it was summed up.
    states: HashMap<String, u64>,
}

impl Seen {
    /// Whether a file that enters a prompt is other than it was.
    async fn prompts_changed(&mut self, host: &Host) -> bool {
        let mut changed = false;
        for (agent, home) in host.parts.agents.usable() {
            let hash = instructions_hash(&host.parts, &home).await;
            changed |= self.prompts.insert(agent, hash) != Some(hash);
        }
        changed
    }

    /// The key, where something took the conversation's place without a turn.
    fn replaced(&mut self, host: &Host, key: &str) -> Option<SessionKey> {
        let key = SessionKey::parse(key, "main");
        let record = host.parts.sessions.record(&key)?;
        let mut hasher = DefaultHasher::new();
        for field in [
            "sessionId",
            "compactionCount",
            "providerOverride",
            "modelOverride",
        ] {
            record
                .0
                .get(field)
                .map(ToString::to_string)
                .hash(&mut hasher);
        }
        let state = hasher.finish();
        let before = self.states.insert(key.to_string(), state);
        (before != Some(state)).then_some(key)
    }
}
