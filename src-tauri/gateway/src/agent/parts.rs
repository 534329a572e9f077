//! What a turn works with: handles on the capabilities below it.
//!
//! Owns nothing but the bundle and the calibrations of the estimate. Each handle belongs to its
//! capability.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, params};

use super::homes::AgentHomes;
use super::job_desk::JobDesk;
use super::pruning::Pruning;
use crate::clock::SharedClock;
use crate::config::ConfigStore;
use crate::context::Calibration;
use crate::cron::JobBook;
use crate::delivery::{Channels, Sender};
use crate::event::Events;
use crate::model::Models;
use crate::secret::Redactor;
use crate::session::{Resolved, SessionError, SessionKey, SessionStore};
use crate::storage::{Db, StorageError};
use crate::words::{Language, Words};

/// Handles on what is below.
#[derive(Clone)]
pub struct Parts {
    /// The tables.
    pub db: Db,
    /// The time.
    pub clock: SharedClock,
    /// Facts.
    pub events: Events,
    /// Conversations.
    pub sessions: Arc<SessionStore>,
    /// Models.
    pub models: Arc<Models>,
    /// Settings.
    pub config: ConfigStore,
    /// Files and tools, by agent; where a workspace can't be used, why.
    pub agents: AgentHomes,
    /// Masks secrets.
    pub redactor: Redactor,
    /// The way out.
    pub sender: Sender,
    /// Channels, to render for.
    pub channels: Channels,
    /// Sentences.
    pub words: Words,
    /// What was learned of sizes.
    pub calibrations: Calibrations,
    /// Which old tool results are cut.
    pub pruning: Pruning,
    /// Jobs.
    pub jobs: JobBook,
}

impl Parts {
    /// Where an agent works; empty where it can't.
    pub(super) fn cwd(&self, agent: &str) -> PathBuf {
        let home = self.agents.get(agent).and_then(Result::ok);
        home.map(|home| home.files.workspace().root().to_owned())
            .unwrap_or_default()
    }

    /// The conversation of a key; a key without one gets it, durably. Blocks on the disk.
    pub fn resolve(&self, key: &SessionKey) -> Result<Resolved, SessionError> {
        self.sessions.resolve(key, &self.cwd(key.agent()))
    }

    /// The jobs with what a change of them touches.
    pub fn job_desk(&self) -> JobDesk {
        JobDesk {
            book: self.jobs.clone(),
            db: self.db.clone(),
            clock: self.clock.clone(),
            events: self.events.clone(),
            sessions: Arc::clone(&self.sessions),
            config: self.config.clone(),
            words: self.words.clone(),
        }
    }

    /// The home's language.
    pub fn language(&self) -> Language {
        self.config.current().language().unwrap_or_default()
    }

    /// The person's zone, an IANA name.
    pub fn zone(&self) -> String {
        self.config
            .current()
            .user_timezone()
            .map_or_else(|| self.clock.zone(), str::to_owned)
    }
}

/// The corrections of the estimate, by model.
#[derive(Debug, Clone, Default)]
pub struct Calibrations {
    // Held to look up and to put, never over an await.
    by_model: Arc<Mutex<HashMap<String, Calibration>>>,
}

impl Calibrations {
    /// Reads what was learned earlier.
    pub fn load(connection: &Connection) -> Result<Self, StorageError> {
        let mut select = connection.prepare("SELECT model, ratio, samples FROM calibration")?;
        let rows = select.query_map([], |row| {
            Ok((
                row.get::<_, String>(0)?,
                Calibration {
                    ratio: row.get(1)?,
                    samples: row.get(2)?,
                },
            ))
        })?;
        let loaded = rows.collect::<Result<HashMap<_, _>, _>>()?;
        Ok(Self {
            by_model: Arc::new(Mutex::new(loaded)),
        })
    }

    /// The correction for a model.
    pub fn get(&self, model: &str) -> Calibration {
        self.lock().get(model).copied().unwrap_or_default()
    }

    /// Learns from a request and answers what is to be stored.
    pub fn learn(&self, model: &str, bytes: u64, tokens: u64) -> Calibration {
        let mut all = self.lock();
        let learned = all
            .get(model)
            .copied()
            .unwrap_or_default()
            .learn(bytes, tokens);
        all.insert(model.to_owned(), learned);
        learned
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Calibration>> {
        self.by_model.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Stores a correction, in the transaction of the call it was learned from.
pub(super) fn store_calibration(
    connection: &Connection,
    model: &str,
    learned: Calibration,
) -> Result<(), StorageError> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO calibration(model, ratio, samples) VALUES (?1,?2,?3)",
        )?
        .execute(params![model, learned.ratio, learned.samples])?;
    Ok(())
}
