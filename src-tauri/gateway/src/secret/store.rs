//! The one place to ask for a secret, and to put one.
//!
//! Owns the order of places (this run, keychain, passphrase file, environment, settings file),
//! the binding of a secret to its server, and what the redactor learns. Gives a secret only to
//! the code that sends it; no request of the contract returns one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use super::error::SecretError;
use super::keychain::{Keychain, KeychainFault, Record, SystemKeychain, Worker};
use super::known;
use super::origin::Origin;
use super::passphrase::PassphraseFile;
use super::plain::{ConfigSecrets, PlainFrom};
use super::redact::Redactor;
use super::whereabouts::{Keep, KeychainState, SecretRow};

/// Where environment variables come from.
pub type Env = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// The file of [`Keep::Passphrase`] in the state directory.
const FILE: &str = "secrets.age";

/// What a store is made of.
pub struct Setup {
    /// The home's id; accounts of the keychain begin with it.
    pub home_id: String,
    /// Where the environment comes from.
    pub env: Env,
    /// The keychain.
    pub keychain: Arc<dyn Keychain>,
    /// What learns every live secret.
    pub redactor: Redactor,
    /// How long a reading call may take (2 s).
    pub read_limit: Duration,
    /// How long a call may take in which the person is asked to unlock (60 s).
    pub write_limit: Duration,
    /// Work of the passphrase file, 2^n; `None` = about a second.
    pub passphrase_work: Option<u8>,
}

impl Setup {
    /// With the system's keychain and the usual limits.
    pub fn new(home_id: &str, env: Env, redactor: Redactor) -> Self {
        Self {
            home_id: home_id.to_owned(),
            env,
            keychain: Arc::new(SystemKeychain),
            redactor,
            read_limit: Duration::from_secs(2),
            write_limit: Duration::from_secs(60),
            passphrase_work: None,
        }
    }
}

/// What became of a secret that was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Where it is now.
    pub keep: Keep,
    /// A place that still holds an older one, since it could not be opened.
    pub left_behind: Option<Keep>,
}

/// What became of the secrets that stood in the settings file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Adopted {
    /// Their value in the file is now to become a reference.
    pub moved: Vec<String>,
    /// They stay, since nothing says which server they are for.
    pub left: Vec<String>,
}

struct Found {
    record: Record,
    keep: Keep,
}

#[derive(Default)]
struct Memory {
    /// Kept for this run only.
    run: BTreeMap<String, Record>,
    /// Read from or written to the keychain in this run.
    keychain: BTreeMap<String, Record>,
    /// What the settings brought.
    config: ConfigSecrets,
    /// Put in this run, before the settings refer to it.
    put: BTreeSet<String>,
    /// Which server a secret of the environment or the file first went to in this run.
    first: BTreeMap<String, Record>,
}

struct Inner {
    home_id: String,
    env: Env,
    worker: Worker,
    redactor: Redactor,
    read_limit: Duration,
    write_limit: Duration,
    file: PassphraseFile,
    memory: Mutex<Memory>,
    state: Mutex<KeychainState>,
}

/// A handle to the secrets of a home.
#[derive(Clone)]
pub struct SecretStore {
    inner: Arc<Inner>,
}

impl std::fmt::Debug for SecretStore {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SecretStore")
    }
}

impl SecretStore {
    /// A store for the home in `state_dir`. Asks nothing yet.
    pub fn new(state_dir: &Path, setup: Setup) -> Self {
        Self {
            inner: Arc::new(Inner {
                home_id: setup.home_id,
                env: setup.env,
                worker: Worker::new(setup.keychain),
                redactor: setup.redactor,
                read_limit: setup.read_limit,
                write_limit: setup.write_limit,
                file: PassphraseFile::new(state_dir.join(FILE), setup.passphrase_work),
                memory: Mutex::default(),
                state: Mutex::new(KeychainState::Unasked),
            }),
        }
    }

    /// What masks secrets; shared.
    pub fn redactor(&self) -> &Redactor {
        &self.inner.redactor
    }

    /// The redactor knows this secret from now on.
    pub fn register(&self, secret: &SecretString) {
        self.inner.redactor.register(secret);
    }

    /// Takes in what the settings hold. Called by the settings before they are put in force.
    pub fn know_config(&self, config: ConfigSecrets) {
        for plain in config.plain.values() {
            self.register(&plain.secret);
        }
        for secret in &config.also_redact {
            self.register(secret);
        }
        self.memory().config = config;
    }

    /// Whether the keychain can be used, as far as is known.
    pub fn state(&self) -> KeychainState {
        *lock(&self.inner.state)
    }

    /// A passphrase file exists and has not been opened in this run.
    pub fn passphrase_locked(&self) -> bool {
        self.inner.file.is_locked()
    }

    /// Opens the passphrase file for this run.
    pub async fn unlock(&self, passphrase: SecretString) -> Result<(), SecretError> {
        self.register(&passphrase);
        self.aside(move |inner| inner.file.unlock(passphrase)).await
    }

    /// The secret at `path`, to be sent to `origin`. `Ok(None)` = nobody ever gave one. The
    /// keychain and the passphrase file are asked only for what the settings refer to.
    pub async fn get(
        &self,
        path: &str,
        origin: &Origin,
    ) -> Result<Option<SecretString>, SecretError> {
        let Some(found) = self.find(path).await? else {
            return Ok(None);
        };
        self.check_origin(path, &found, origin)?;
        Ok(Some(found.record.secret))
    }

    /// Lets the secret at `path` go to `origin` from now on, and to no other.
    pub async fn confirm(&self, path: &str, origin: Origin) -> Result<(), SecretError> {
        let found = self.find(path).await?;
        let found = found.ok_or_else(|| SecretError::NoSuch(path.to_owned()))?;
        let record = Record {
            origin: Some(origin),
            ..found.record
        };
        match found.keep {
            Keep::Environment | Keep::Config => {
                self.memory().first.insert(path.to_owned(), record);
                Ok(())
            }
            keep => self.write(path, record, keep, None).await,
        }
    }

    /// Puts a secret for one server. Without `keep` it goes to the keychain, and where there is none the caller
    /// has to ask for a choice ([`SecretError::NoKeychain`]). The caller then makes the settings
    /// refer to it (`SecretRef::new(path)`).
    pub async fn set(
        &self,
        path: &str,
        secret: SecretString,
        origin: Origin,
        keep: Option<Keep>,
        passphrase: Option<SecretString>,
    ) -> Result<Stored, SecretError> {
        if secret.expose_secret().trim().is_empty() {
            return Err(SecretError::Empty);
        }
        self.register(&secret);
        let keep = keep.unwrap_or(Keep::Keychain);
        let record = Record {
            secret,
            origin: Some(origin),
        };
        self.write(path, record, keep, passphrase).await?;
        let left_behind = self.clear_others(path, keep).await;
        Ok(Stored { keep, left_behind })
    }

    /// Forgets a secret in every place that is open.
    pub async fn remove(&self, path: &str) -> Result<(), SecretError> {
        let referred = self.is_referred(path);
        let mut gone = self.memory().run.remove(path).is_some();
        if referred {
            match self.drop_from_keychain(path).await {
                Ok(removed) => gone |= removed,
                Err(KeychainFault::Absent) => {}
                Err(fault) => return Err(fault.into()),
            }
            if self.passphrase_locked() && !gone {
                return Err(SecretError::PassphraseLocked);
            }
            gone |= self.drop_from_file(path).await?;
        }
        if gone {
            self.memory().put.remove(path);
            return Ok(());
        }
        match self.outside(path) {
            Some(found) => Err(SecretError::ReadOnly(found.keep)),
            None => Err(SecretError::NoSuch(path.to_owned())),
        }
    }

    /// Every secret that is known or referred to, by path. Asks the keychain.
    pub async fn list(&self) -> Vec<SecretRow> {
        let mut paths: BTreeSet<String> = known::paths()
            .filter(|path| self.read_environment(path).is_some())
            .collect();
        {
            let memory = self.memory();
            paths.extend(memory.run.keys().cloned());
            paths.extend(memory.put.iter().cloned());
            paths.extend(memory.config.references.iter().cloned());
            paths.extend(memory.config.plain.keys().cloned());
        }
        let mut rows = Vec::new();
        for path in paths {
            // A place that is closed shows as “not found there”; its state is told apart.
            let found = self.find(&path).await.ok().flatten();
            rows.push(SecretRow {
                keep: found.as_ref().map(|found| found.keep),
                origin: found.and_then(|found| found.record.origin),
                path,
            });
        }
        rows
    }

    /// Moves secrets that stand in the settings file in plain text to `keep` (default: the
    /// keychain). One whose server nobody names stays where it is.
    pub async fn adopt_from_config(
        &self,
        origin_of: impl Fn(&str) -> Option<Origin>,
        keep: Option<Keep>,
        passphrase: Option<SecretString>,
    ) -> Result<Adopted, SecretError> {
        let plain: Vec<(String, SecretString)> = {
            let memory = self.memory();
            let in_file = memory.config.plain.iter();
            in_file
                .filter(|(_, plain)| plain.from == PlainFrom::File)
                .map(|(path, plain)| (path.clone(), plain.secret.clone()))
                .collect()
        };
        let mut adopted = Adopted::default();
        for (path, secret) in plain {
            let Some(origin) = origin_of(&path) else {
                adopted.left.push(path);
                continue;
            };
            self.set(&path, secret, origin, keep, passphrase.clone())
                .await?;
            adopted.moved.push(path);
        }
        Ok(adopted)
    }

    /// Secrets that stand in the settings file in plain text, for health.
    pub fn in_plain_text(&self) -> Vec<String> {
        self.memory().config.in_file().map(str::to_owned).collect()
    }

    fn is_referred(&self, path: &str) -> bool {
        let memory = self.memory();
        memory.config.references.contains(path) || memory.put.contains(path)
    }

    fn account(&self, path: &str) -> String {
        format!("{}/{path}", self.inner.home_id)
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        lock(&self.inner.memory)
    }
}

fn unbound(secret: SecretString) -> Record {
    Record {
        secret,
        origin: None,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

mod places;
#[cfg(test)]
mod tests;
