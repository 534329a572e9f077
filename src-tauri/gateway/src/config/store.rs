//! The owner of `cove.json`: what is in force, and changes of single keys.
//!
//! Owns the file and `cove.json.last-good` beside it. An invalid file leaves what was in force in
//! force. Every change re-reads the file first, is judged before it is written, and is written
//! whole. Calls block for a small file; from asynchronous code run those that write aside.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::watch;

use super::error::ConfigError;
use super::first;
use super::path::ConfigPath;
use super::problem::{ConfigProblem, ProblemKind};
use super::read::{Hash, Loaded, load};
use super::types::Config;
use crate::secret::{Env, SecretStore};
use crate::storage::{StorageError, create_new, replace};
use crate::words::{Language, Words};

/// The file's name in the state directory.
pub(super) const FILE: &str = "cove.json";
const LAST_GOOD: &str = "cove.json.last-good";

/// Which settings hold at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InForce {
    /// The file.
    File,
    /// The last good copy, since the file has mistakes.
    LastGood,
    /// Neither could be read: nothing runs by itself until it is mended.
    Nothing,
}

/// What opening the settings takes.
pub struct Open<'a> {
    /// The state directory; it exists.
    pub state_dir: &'a Path,
    /// Where environment variables come from.
    pub env: Env,
    /// Learns the secrets and references of every version put in force.
    pub secrets: SecretStore,
    /// For the comments of the file written at the first start.
    pub words: &'a Words,
    /// The computer's language, written at the first start.
    pub language: Language,
}

/// The state of the settings, for health and `config.validate`.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The file.
    pub file: PathBuf,
    /// Which settings hold.
    pub in_force: InForce,
    /// Mistakes of the file.
    pub problems: Vec<ConfigProblem>,
    /// Keys Cove does not know; they are kept.
    pub warnings: Vec<ConfigProblem>,
    /// Secrets that stand in the file in plain text, by path.
    pub plain_secrets: Vec<String>,
}

/// One setting.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Its path in normal form.
    pub path: String,
    /// What is in force; a secret shows as its reference, `${NAME}` as it is written.
    pub value: Value,
    /// It stands in the file.
    pub written: bool,
}

/// A change of one key that was made, and what it takes to undo it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// Which key.
    pub path: String,
    /// What stood there; a secret only as its reference.
    pub before: Option<Value>,
    /// What stands there now.
    pub after: Option<Value>,
}

struct State {
    in_force: InForce,
    problems: Vec<ConfigProblem>,
    warnings: Vec<ConfigProblem>,
    shown: Value,
    included: Vec<PathBuf>,
    hash: Hash,
}

struct Inner {
    file: PathBuf,
    last_good: PathBuf,
    env: Env,
    secrets: SecretStore,
    state: Mutex<State>,
    /// Held by one reading or writing of the file at a time.
    turn: Mutex<()>,
    config: watch::Sender<Arc<Config>>,
}

/// The language the settings of a home name, read without opening them.
pub fn language_in(state_dir: &Path, env: &Env) -> Option<Language> {
    let file = state_dir.join(FILE);
    let text = std::fs::read_to_string(&file).ok()?;
    load(&text, &file, env).config.language()
}

/// A handle to the settings of a home.
#[derive(Clone)]
pub struct ConfigStore {
    inner: Arc<Inner>,
}

impl std::fmt::Debug for ConfigStore {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "ConfigStore({})", self.inner.file.display())
    }
}

impl ConfigStore {
    /// Opens the settings; writes the first ones where there is no file. What can't be read is
    /// reported, never an error: Cove opens with the last good copy or with nothing in force.
    pub fn open(open: Open<'_>) -> Result<Self, ConfigError> {
        let file = open.state_dir.join(FILE);
        let first = first::text(open.words, open.language);
        create_new(&file, first.as_bytes())?;
        let state = State {
            in_force: InForce::Nothing,
            problems: Vec::new(),
            warnings: Vec::new(),
            shown: Value::Object(serde_json::Map::new()),
            included: Vec::new(),
            hash: Hash::default(),
        };
        let store = Self {
            inner: Arc::new(Inner {
                last_good: open.state_dir.join(LAST_GOOD),
                file,
                env: open.env,
                secrets: open.secrets,
                state: Mutex::new(state),
                turn: Mutex::new(()),
                config: watch::Sender::new(Arc::new(Config::default())),
            }),
        };
        store.reload();
        if store.state().in_force != InForce::File {
            store.fall_back();
        }
        Ok(store)
    }

    /// The settings in force.
    pub fn current(&self) -> Arc<Config> {
        self.inner.config.borrow().clone()
    }

    /// The settings in force, now and after each change.
    pub fn subscribe(&self) -> watch::Receiver<Arc<Config>> {
        self.inner.config.subscribe()
    }

    /// Which settings hold and what is wrong with the file.
    pub fn report(&self) -> Report {
        let state = self.state();
        Report {
            file: self.inner.file.clone(),
            in_force: state.in_force,
            problems: state.problems.clone(),
            warnings: state.warnings.clone(),
            plain_secrets: self.inner.secrets.in_plain_text(),
        }
    }

    /// Reads the file again if it changed; true if it did. Mistakes are noted, and what was in
    /// force stays in force.
    pub fn reload(&self) -> bool {
        let _turn = self.turn();
        let (text, loaded) = match self.read() {
            Ok(read) => read,
            Err(error) => return self.note_unreadable(&error),
        };
        if self.state().hash == loaded.hash {
            return false;
        }
        self.take_in(&text, loaded);
        true
    }

    /// Folders whose changes may change the settings.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        let state = self.state();
        let files = state.included.iter().chain([&self.inner.file]);
        let linked = self.inner.file.canonicalize();
        let mut folders: Vec<PathBuf> = files
            .chain(linked.as_ref().ok())
            .filter_map(|file| file.parent().map(Path::to_owned))
            .filter(|folder| folder.is_dir())
            .collect();
        folders.sort();
        folders.dedup();
        folders
    }

    fn read(&self) -> Result<(String, Loaded), ConfigError> {
        let file = &self.inner.file;
        let bytes = std::fs::read(file).map_err(StorageError::io(file))?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let loaded = load(&text, file, &self.inner.env);
        Ok((text, loaded))
    }

    /// Puts a reading in force, or notes its mistakes.
    fn take_in(&self, text: &str, loaded: Loaded) {
        let good = loaded.problems.is_empty();
        if good {
            self.keep_last_good(text, &loaded);
            self.inner.secrets.know_config(loaded.secrets);
        }
        {
            let mut state = self.state();
            state.hash = loaded.hash;
            state.included = loaded.included;
            state.problems = loaded.problems;
            state.warnings = loaded.warnings;
            if good {
                state.in_force = InForce::File;
                state.shown = loaded.shown;
            } else if state.in_force == InForce::File {
                state.in_force = InForce::LastGood;
            }
        }
        if good {
            self.inner.config.send_replace(Arc::new(loaded.config));
        }
    }

    /// At a start with a file that has mistakes.
    fn fall_back(&self) {
        let path = &self.inner.last_good;
        let Ok(text) = std::fs::read_to_string(path) else {
            return;
        };
        let loaded = load(&text, path, &self.inner.env);
        if !loaded.problems.is_empty() {
            return;
        }
        self.inner.secrets.know_config(loaded.secrets);
        {
            let mut state = self.state();
            state.in_force = InForce::LastGood;
            state.shown = loaded.shown;
        }
        self.inner.config.send_replace(Arc::new(loaded.config));
    }

    /// The copy is the file itself; with includes it is the merged tree, since an included file
    /// may be what breaks next.
    fn keep_last_good(&self, text: &str, loaded: &Loaded) {
        let merged;
        let copy = if loaded.included.is_empty() {
            text
        } else {
            merged = format!("{:#}\n", loaded.merged);
            &merged
        };
        let path = &self.inner.last_good;
        let same = std::fs::read(path).is_ok_and(|held| held == copy.as_bytes());
        if !same && let Err(error) = replace(path, copy.as_bytes()) {
            tracing::warn!(%error, "the last good settings could not be kept");
        }
    }

    /// The file is gone or closed to us; the next one that can be read counts as changed.
    fn note_unreadable(&self, error: &ConfigError) -> bool {
        tracing::warn!(%error, "the settings file can't be read");
        let problem = ConfigProblem::at(
            ConfigPath::default(),
            ProblemKind::Unreadable(FILE.to_owned()),
        );
        let mut state = self.state();
        let known = state.problems == [problem.clone()];
        state.problems = vec![problem];
        state.hash = Hash::default();
        if state.in_force == InForce::File {
            state.in_force = InForce::LastGood;
        }
        !known
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.inner.state)
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        lock(&self.inner.turn)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

mod change;
mod portable;
mod setting;
mod whole;
pub use portable::Portable;
pub use whole::{FileText, Remark, Saved};
#[cfg(test)]
mod tests;
