//! The system's keychain, asked on a thread of its own.
//!
//! Owns the calls to `keyring` and the thread they block. A prompt of the system may hold that
//! thread for as long as the person lets it wait; callers get an answer after a time limit, and
//! neither the runtime nor its end waits for the thread.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use keyring::Error as KeyringError;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::origin::Origin;

/// Calls that may wait for the thread; more means that it hangs in a prompt.
const WAITING: usize = 16;

/// A secret and the server it was entered for.
#[derive(Debug, Clone)]
pub struct Record {
    /// The secret.
    pub secret: SecretString,
    /// `None` = for any server.
    pub origin: Option<Origin>,
}

impl Record {
    /// As it is stored: `{"secret", "origin"}`.
    pub(super) fn to_json(&self) -> Value {
        json!({"secret": self.secret.expose_secret(), "origin": self.origin})
    }

    /// Reads it back. Text that is no such object was put there by hand and is the secret itself.
    fn from_text(text: &str) -> Self {
        let object: Option<Value> = serde_json::from_str(text).ok();
        object
            .as_ref()
            .and_then(Self::from_json)
            .unwrap_or_else(|| Self {
                secret: text.into(),
                origin: None,
            })
    }

    pub(super) fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            secret: value.get("secret")?.as_str()?.into(),
            origin: value.get("origin")?.as_str().and_then(Origin::of),
        })
    }
}

/// Why the keychain gave no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeychainFault {
    /// There is none.
    Absent,
    /// It is locked or waits for the person.
    Locked,
    /// Something else, in the system's words.
    Failed(String),
}

/// A store of secrets by account. Calls may block.
pub trait Keychain: Send + Sync + 'static {
    /// Reads; `None` = not there, or locked where the system can't tell.
    fn get(&self, account: &str) -> Result<Option<Record>, KeychainFault>;
    /// Writes.
    fn set(&self, account: &str, record: &Record) -> Result<(), KeychainFault>;
    /// Removes; `false` = was not there.
    fn remove(&self, account: &str) -> Result<bool, KeychainFault>;
}

/// The system's: macOS Keychain, Windows Credential Manager, Secret Service.
#[derive(Debug)]
pub struct SystemKeychain;

const SERVICE: &str = "cove";

impl Keychain for SystemKeychain {
    fn get(&self, account: &str) -> Result<Option<Record>, KeychainFault> {
        match keyring::Entry::new(SERVICE, account).and_then(|entry| entry.get_password()) {
            Ok(text) => Ok(Some(Record::from_text(&Zeroizing::new(text)))),
            Err(KeyringError::NoEntry) => Ok(None),
            Err(error) => Err(fault(&error)),
        }
    }

    fn set(&self, account: &str, record: &Record) -> Result<(), KeychainFault> {
        let text = Zeroizing::new(record.to_json().to_string());
        keyring::Entry::new(SERVICE, account)
            .and_then(|entry| entry.set_password(&text))
            .map_err(|error| fault(&error))
    }

    fn remove(&self, account: &str) -> Result<bool, KeychainFault> {
        match keyring::Entry::new(SERVICE, account).and_then(|entry| entry.delete_credential()) {
            Ok(()) => Ok(true),
            Err(KeyringError::NoEntry) => Ok(false),
            Err(error) => Err(fault(&error)),
        }
    }
}

/// Errors that carry the stored bytes are named without them.
fn fault(error: &KeyringError) -> KeychainFault {
    match error {
        KeyringError::NoDefaultStore => KeychainFault::Absent,
        KeyringError::NoStorageAccess(_) => KeychainFault::Locked,
        KeyringError::BadEncoding(_) | KeyringError::BadDataFormat(..) => {
            KeychainFault::Failed("unreadable entry".into())
        }
        other => KeychainFault::Failed(other.to_string()),
    }
}

type Job = Box<dyn FnOnce(&dyn Keychain) + Send>;

/// The thread that asks the keychain, started with the first question.
pub(super) struct Worker {
    keychain: Arc<dyn Keychain>,
    jobs: OnceLock<SyncSender<Job>>,
}

impl Worker {
    pub(super) fn new(keychain: Arc<dyn Keychain>) -> Self {
        Self {
            keychain,
            jobs: OnceLock::new(),
        }
    }

    /// Asks, and waits for at most `limit`; a keychain that has not answered by then is taken
    /// for locked, since it waits for the person.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        limit: Duration,
        question: impl FnOnce(&dyn Keychain) -> Result<T, KeychainFault> + Send + 'static,
    ) -> Result<T, KeychainFault> {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |keychain| {
            // Nobody waits any more once the limit has passed.
            let _ = reply.send(question(keychain));
        });
        self.jobs()?
            .try_send(job)
            .map_err(|_| KeychainFault::Locked)?;
        match tokio::time::timeout(limit, answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(KeychainFault::Failed("no answer".into())),
            Err(_) => Err(KeychainFault::Locked),
        }
    }

    fn jobs(&self) -> Result<&SyncSender<Job>, KeychainFault> {
        if let Some(jobs) = self.jobs.get() {
            return Ok(jobs);
        }
        let (sender, jobs) = sync_channel::<Job>(WAITING);
        let keychain = self.keychain.clone();
        std::thread::Builder::new()
            .name("keychain".into())
            .spawn(move || {
                for job in jobs {
                    job(keychain.as_ref());
                }
            })
            .map_err(|error| KeychainFault::Failed(error.to_string()))?;
        // Lost a race: the thread just started ends with its sender.
        Ok(self.jobs.get_or_init(|| sender))
    }
}

/// A keychain in memory for tests, which can be locked, taken away or made to hang.
#[cfg(any(test, feature = "test-hooks"))]
#[derive(Debug, Default)]
pub struct MemoryKeychain {
    held: std::sync::Mutex<std::collections::BTreeMap<String, Record>>,
    fault: std::sync::Mutex<Option<KeychainFault>>,
    asked: std::sync::atomic::AtomicUsize,
}

#[cfg(any(test, feature = "test-hooks"))]
impl MemoryKeychain {
    /// Fails from now on as named, or works again. As a real one, a locked keychain answers a
    /// reading call with “not there”.
    pub fn fail(&self, fault: Option<KeychainFault>) {
        *self.fault.lock().unwrap_or_else(|e| e.into_inner()) = fault;
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.asked.load(std::sync::atomic::Ordering::SeqCst)
    }

    /// The accounts it holds.
    pub fn accounts(&self) -> Vec<String> {
        let held = self.held.lock().unwrap_or_else(|e| e.into_inner());
        held.keys().cloned().collect()
    }

    fn fault(&self) -> Option<KeychainFault> {
        self.asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        self.fault.lock().unwrap_or_else(|e| e.into_inner()).clone()
    }
}

#[cfg(any(test, feature = "test-hooks"))]
impl Keychain for MemoryKeychain {
    fn get(&self, account: &str) -> Result<Option<Record>, KeychainFault> {
        match self.fault() {
            Some(KeychainFault::Locked) => return Ok(None),
            Some(fault) => return Err(fault),
            None => {}
        }
        let held = self.held.lock().unwrap_or_else(|e| e.into_inner());
        Ok(held.get(account).cloned())
    }

    fn set(&self, account: &str, record: &Record) -> Result<(), KeychainFault> {
        if let Some(fault) = self.fault() {
            return Err(fault);
        }
        let mut held = self.held.lock().unwrap_or_else(|e| e.into_inner());
        held.insert(account.to_owned(), record.clone());
        Ok(())
    }

    fn remove(&self, account: &str) -> Result<bool, KeychainFault> {
        match self.fault() {
            Some(KeychainFault::Locked) => return Ok(false),
            Some(fault) => return Err(fault),
            None => {}
        }
        let mut held = self.held.lock().unwrap_or_else(|e| e.into_inner());
        Ok(held.remove(account).is_some())
    }
}
