//! `secrets.age`: secrets under a passphrase, where a computer has no keychain.
//!
//! Owns the file (age, scrypt) and what it held when it was opened. The passphrase stays in
//! memory until Cove ends, since each change encrypts the file anew. Calls take about a second of
//! work and block; the store runs them aside.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use age::DecryptError;
use age::scrypt::{Identity, Recipient};
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use serde_json::{Map, Value};

use super::error::SecretError;
use super::keychain::Record;
use crate::storage::{StorageError, replace};

type Records = BTreeMap<String, Record>;

/// The file and, once opened, its contents.
#[derive(Debug)]
pub(super) struct PassphraseFile {
    path: PathBuf,
    /// 2^n work; `None` = about a second on this computer.
    work: Option<u8>,
    passphrase: Mutex<Option<SecretString>>,
    records: RwLock<Option<Records>>,
}

impl PassphraseFile {
    pub(super) fn new(path: PathBuf, work: Option<u8>) -> Self {
        Self {
            path,
            work,
            passphrase: Mutex::new(None),
            records: RwLock::new(None),
        }
    }

    /// The file is there and has not been opened in this run.
    pub(super) fn is_locked(&self) -> bool {
        self.opened(|_| ()).is_none() && self.path.exists()
    }

    /// Opens the file for this run.
    pub(super) fn unlock(&self, passphrase: SecretString) -> Result<(), SecretError> {
        let mut held = self.edit();
        let records = self.decrypt(passphrase.clone())?;
        *held = Some(passphrase);
        self.hold(records);
        Ok(())
    }

    /// A record, if the file is open and has it. Never blocks for long.
    pub(super) fn get(&self, path: &str) -> Option<Record> {
        self.opened(|records| records.get(path).cloned()).flatten()
    }

    /// Writes a record. The first one makes the file and needs a passphrase; a locked file needs
    /// its own.
    pub(super) fn set(
        &self,
        path: &str,
        record: Record,
        passphrase: Option<SecretString>,
    ) -> Result<(), SecretError> {
        let mut held = self.edit();
        let (passphrase, mut records) = match (held.clone(), passphrase) {
            (Some(open), _) => (open, self.opened(Records::clone).unwrap_or_default()),
            (None, Some(given)) if self.path.exists() => (given.clone(), self.decrypt(given)?),
            (None, Some(given)) => (given, Records::new()),
            (None, None) if self.path.exists() => return Err(SecretError::PassphraseLocked),
            (None, None) => return Err(SecretError::PassphraseNeeded),
        };
        records.insert(path.to_owned(), record);
        self.write(&records, passphrase.clone())?;
        *held = Some(passphrase);
        self.hold(records);
        Ok(())
    }

    /// Removes a record; `false` = was not there.
    pub(super) fn remove(&self, path: &str) -> Result<bool, SecretError> {
        let held = self.edit();
        let Some(mut records) = self.opened(Records::clone) else {
            return Ok(false);
        };
        let Some(passphrase) = held.clone() else {
            return Ok(false);
        };
        if records.remove(path).is_none() {
            return Ok(false);
        }
        self.write(&records, passphrase)?;
        self.hold(records);
        Ok(true)
    }

    fn edit(&self) -> MutexGuard<'_, Option<SecretString>> {
        self.passphrase
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn opened<T>(&self, look: impl FnOnce(&Records) -> T) -> Option<T> {
        let records = self.records.read().unwrap_or_else(PoisonError::into_inner);
        records.as_ref().map(look)
    }

    fn hold(&self, records: Records) {
        let mut held = self.records.write().unwrap_or_else(PoisonError::into_inner);
        *held = Some(records);
    }

    fn decrypt(&self, passphrase: SecretString) -> Result<Records, SecretError> {
        let bytes = std::fs::read(&self.path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => SecretError::NoPassphraseFile,
            _ => SecretError::Storage(StorageError::io(&self.path)(error)),
        })?;
        let plain = age::decrypt(&Identity::new(passphrase), &bytes).map_err(|e| match e {
            DecryptError::DecryptionFailed
            | DecryptError::KeyDecryptionFailed
            | DecryptError::NoMatchingKeys => SecretError::WrongPassphrase,
            _ => SecretError::FileDamaged,
        })?;
        let plain = Zeroizing::new(plain);
        let tree: Value = serde_json::from_slice(&plain).map_err(|_| SecretError::FileDamaged)?;
        let secrets = tree.get("secrets").and_then(Value::as_object);
        let read = secrets
            .ok_or(SecretError::FileDamaged)?
            .iter()
            .map(|(path, record)| Some((path.clone(), Record::from_json(record)?)));
        read.collect::<Option<Records>>()
            .ok_or(SecretError::FileDamaged)
    }

    fn write(&self, records: &Records, passphrase: SecretString) -> Result<(), SecretError> {
        let secrets: Map<String, Value> = records
            .iter()
            .map(|(path, record)| (path.clone(), record.to_json()))
            .collect();
        let tree = serde_json::json!({"version": 1, "secrets": secrets});
        let plain = Zeroizing::new(tree.to_string());
        let mut recipient = Recipient::new(passphrase);
        if let Some(work) = self.work {
            recipient.set_work_factor(work);
        }
        let bytes = age::encrypt(&recipient, plain.as_bytes())
            .map_err(|error| SecretError::File(std::io::Error::other(error.to_string())))?;
        Ok(replace(&self.path, &bytes)?)
    }
}
