//! Which old tool results are cut in which conversation (`contextPruning`).
//!
//! Owns what is cut at the moment, in memory only: it is forgotten at a restart, and the transcript
//! never knew of it. How to cut is decided in [`crate::context`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::clock::Ms;
use crate::context::{Cuts, Pruned, Rules, apply, plan};
use crate::model::{ModelRef, Turn};
use crate::session::{Entry, MessageRole};

/// Conversations remembered; which is forgotten then is asked anew and costs one cold cache.
const MOST: usize = 1_024;

/// What is cut, by session id. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Pruning {
    // Held to look up and to put, never over an await.
    cuts: Arc<Mutex<HashMap<String, Cuts>>>,
}

/// What a request is pruned by.
pub(super) struct Occasion<'a> {
    pub session_id: &'a str,
    /// `None` = it is off.
    pub rules: Option<Rules>,
    /// Tokens.
    pub window: u64,
    /// When the provider's cache was touched last, ms.
    pub last_touch: Option<Ms>,
    pub now: Ms,
}

impl Pruning {
    /// Prunes a request that goes out. `None` = it is off.
    pub(super) fn prune(&self, turns: &mut [Turn], occasion: &Occasion<'_>) -> Option<Pruned> {
        let rules = occasion.rules.as_ref()?;
        let cuts = self.cuts_for(turns, rules, occasion);
        let pruned = apply(turns, rules, &cuts);
        let mut all = self.lock();
        if all.len() >= MOST && !all.contains_key(occasion.session_id) {
            all.clear();
        }
        match cuts.is_empty() {
            true => all.remove(occasion.session_id),
            false => all.insert(occasion.session_id.to_owned(), cuts),
        };
        Some(pruned)
    }

    /// The same for a look: nothing is remembered.
    pub(super) fn preview(&self, turns: &mut [Turn], occasion: &Occasion<'_>) -> Option<Pruned> {
        let rules = occasion.rules.as_ref()?;
        let cuts = self.cuts_for(turns, rules, occasion);
        Some(apply(turns, rules, &cuts))
    }

    fn cuts_for(&self, turns: &[Turn], rules: &Rules, occasion: &Occasion<'_>) -> Cuts {
        let held = self.lock().get(occasion.session_id).cloned();
        let held = held.unwrap_or_default();
        match rules.is_due(occasion.last_touch, occasion.now) {
            true => plan(turns, rules, occasion.window, &held),
            false => held,
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Cuts>> {
        self.cuts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// When `model` last read a conversation: its newest answer, ms.
pub(super) fn last_touch(path: &[&Entry], model: &ModelRef) -> Option<Ms> {
    let answered = path.iter().rev().find(|entry| {
        entry.message().is_some_and(|message| {
            let by = message.model.as_ref();
            message.role == MessageRole::Assistant
                && by.is_some_and(|(provider, name)| {
                    *provider == model.provider && *name == model.model
                })
        })
    });
    answered.map(|entry| entry.at)
}
