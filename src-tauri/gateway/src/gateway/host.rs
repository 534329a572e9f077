//! A home's parts, opened once, as the contract's handlers use them.
//!
//! Owns nothing but the bundle. With a running gateway `live` holds its lanes; without one
//! (offline) only what needs no turn can be answered.

use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use ts_rs::TS;

use super::front::Front;
use super::health::Health;
use super::intake::Intake;
use crate::agent::{Lanes, Parts};
use crate::backup::Prepared;
use crate::channel::PairingStore;
use crate::clock::Ms;
use crate::command::Candidate;
use crate::config::ConfigStore;
use crate::error::Problem;
use crate::event::Events;
use crate::model::ModelRef;
use crate::secret::{Env, SecretStore};
use crate::session::{SearchIndex, SessionKey};
use crate::storage::{Db, StateDir};
use crate::words::Language;

/// What the desktop says of the keys that open Cove from anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ShortcutState {
    /// They open Cove.
    Works,
    /// Another program has them.
    Taken,
    /// They are no keys.
    Unknown,
    /// This desktop gives them to no program (Wayland).
    NoWay,
}

/// A home with everything that answers.
pub struct Host {
    /// Where it lies.
    pub state: StateDir,
    /// Tables, settings, conversations, models, files, words.
    pub parts: Arc<Parts>,
    /// Keys and tokens.
    pub secrets: SecretStore,
    /// Where environment variables come from.
    pub env: Env,
    /// The full-text index over the conversations.
    pub search: Arc<SearchIndex>,
    /// Who may write.
    pub pairing: Arc<PairingStore>,
    /// Everything is paused.
    pub paused: watch::Sender<bool>,
    /// When it was opened, ms.
    pub started_at: Ms,
    /// The window's own gateway.
    pub embedded: bool,
    /// Mistakes found at the start that wait for the person (a moved home, a lost database).
    pub findings: Vec<Problem>,
    /// What the last check of the home found.
    pub health: Health,
    /// The keys the desktop was asked for, and what it said.
    pub shortcut: Mutex<Option<(String, ShortcutState)>>,
    /// What only a running gateway has.
    pub live: Option<Live>,
}

/// What only a running gateway has.
pub struct Live {
    /// The lanes.
    pub lanes: Lanes,
    /// Where messages come in.
    pub intake: Arc<Intake>,
    /// Somebody asked the gateway to stop.
    pub stop: CancellationToken,
    /// The home that takes the place of this one once it has stopped.
    pub next: Mutex<Option<Prepared>>,
    /// The contract in front.
    pub front: Arc<dyn Front>,
}

impl Live {
    /// The gateway stops, and this home takes the place of its own.
    pub fn follow_with(&self, home: Prepared) {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = Some(home);
        self.stop.cancel();
    }
}

impl Host {
    /// The tables.
    pub fn db(&self) -> &Db {
        &self.parts.db
    }

    /// The settings.
    pub fn config(&self) -> &ConfigStore {
        &self.parts.config
    }

    /// Facts.
    pub fn events(&self) -> &Events {
        &self.parts.events
    }

    /// Now, ms.
    pub fn now(&self) -> Ms {
        self.parts.clock.now_ms()
    }

    /// The home's language.
    pub fn language(&self) -> Language {
        self.parts.language()
    }

    /// The models a person may mean in a conversation: those the settings name come first; where
    /// `agents.defaults.models` names some, only those and the ones in use are allowed (the field's
    /// allowlist). The known ones may lack a key.
    pub fn models_meant(&self, key: &SessionKey) -> Vec<Candidate> {
        let config = self.config().current();
        let aliases = config.aliases();
        let listed = config.agents.defaults.models.keys();
        let listed: Vec<ModelRef> = listed.filter_map(|id| ModelRef::parse(id)).collect();
        let mut named = config.model_chain(key.agent());
        named.extend(listed.iter().cloned());
        let mut known = Vec::new();
        if listed.is_empty() {
            for provider in config.provider_settings() {
                named.extend(provider.models.iter().map(|own| ModelRef {
                    provider: provider.id.clone(),
                    model: own.id.clone(),
                }));
            }
            known = self.parts.models.list();
        }
        let both = named.into_iter().map(|model| (model, true));
        let both = both.chain(known.into_iter().map(|model| (model, false)));
        let mut found: Vec<Candidate> = Vec::new();
        for (model, preferred) in both {
            if found.iter().any(|held| held.model == model) {
                continue;
            }
            let alias = aliases.iter().find(|(_, named)| **named == model);
            found.push(Candidate {
                alias: alias.map(|(alias, _)| alias.clone()),
                model,
                preferred,
            });
        }
        found
    }

    /// What only a running gateway has, or that one is needed.
    pub fn live(&self) -> Result<&Live, Problem> {
        self.live
            .as_ref()
            .ok_or_else(|| Problem::new("gateway-needed"))
    }
}
