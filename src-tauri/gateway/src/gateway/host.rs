//! A home's parts, opened once, as the contract's handlers use them.
//!
//! Owns nothing but the bundle. With a running gateway `live` holds its lanes; without one
//! (offline) only what needs no turn can be answered.

use std::sync::{Arc, OnceLock};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::health::Health;
use super::intake::Intake;
use super::undo::TakeBack;
use crate::agent::{Lanes, Parts};
use crate::channel::PairingStore;
use crate::clock::Ms;
use crate::config::ConfigStore;
use crate::error::Problem;
use crate::event::Events;
use crate::secret::{Env, SecretStore};
use crate::storage::{Db, StateDir};
use crate::words::Language;

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
    /// Takes changes back, for `/undo`; set by the contract in front.
    pub undo: OnceLock<Arc<dyn TakeBack>>,
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

    /// What only a running gateway has, or that one is needed.
    pub fn live(&self) -> Result<&Live, Problem> {
        self.live
            .as_ref()
            .ok_or_else(|| Problem::new("gateway-needed"))
    }
}
