//! Looking for a secret in its places, and putting it into one.
//!
//! Owns the order of the places and the calls to them; the face is the store's.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use super::{Found, Inner, KeychainState, SecretStore, lock, unbound};
use crate::secret::error::SecretError;
use crate::secret::keychain::{Keychain, KeychainFault, Record};
use crate::secret::known;
use crate::secret::origin::Origin;
use crate::secret::plain::PlainFrom;
use crate::secret::whereabouts::Keep;

impl SecretStore {
    pub(super) async fn find(&self, path: &str) -> Result<Option<Found>, SecretError> {
        if let Some(record) = self.memory().run.get(path).cloned() {
            let keep = Keep::ThisRun;
            return Ok(Some(Found { record, keep }));
        }
        let closed = if self.is_referred(path) {
            match self.stored(path).await {
                Ok(Some(found)) => {
                    self.register(&found.record.secret);
                    return Ok(Some(found));
                }
                Ok(None) => None,
                Err(error) => Some(error),
            }
        } else {
            None
        };
        match (self.outside(path), closed) {
            (Some(found), _) => {
                self.register(&found.record.secret);
                Ok(Some(found))
            }
            (None, Some(error)) => Err(error),
            (None, None) => Ok(None),
        }
    }

    /// Looks where Cove itself keeps secrets. An error says which place is closed.
    pub(super) async fn stored(&self, path: &str) -> Result<Option<Found>, SecretError> {
        let asked = self.read_keychain(path).await;
        if let Ok(Some(record)) = asked {
            let keep = Keep::Keychain;
            return Ok(Some(Found { record, keep }));
        }
        if let Some(record) = self.inner.file.get(path) {
            let keep = Keep::Passphrase;
            return Ok(Some(Found { record, keep }));
        }
        if self.passphrase_locked() {
            return Err(SecretError::PassphraseLocked);
        }
        match asked {
            // Locked and missing look alike to a reading call; a writing one tells.
            Ok(_) => match self.probe().await {
                Ok(()) => Ok(None),
                Err(fault) => Err(fault.into()),
            },
            Err(fault) => Err(fault.into()),
        }
    }

    /// The environment and the settings file.
    pub(super) fn outside(&self, path: &str) -> Option<Found> {
        if let Some(plain) = self.memory().config.plain.get(path) {
            let keep = match plain.from {
                PlainFrom::Environment(_) => Keep::Environment,
                PlainFrom::File => match self.read_environment(path) {
                    Some(record) => {
                        let keep = Keep::Environment;
                        return Some(Found { record, keep });
                    }
                    None => Keep::Config,
                },
            };
            let record = unbound(plain.secret.clone());
            return Some(Found { record, keep });
        }
        let record = self.read_environment(path)?;
        let keep = Keep::Environment;
        Some(Found { record, keep })
    }

    pub(super) fn read_environment(&self, path: &str) -> Option<Record> {
        known::variables(path)
            .iter()
            .find_map(|name| (self.inner.env)(name))
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
            .map(|value| unbound(value.into()))
    }

    /// A stored secret goes to the server it was entered for. One that names none (of the
    /// environment, the file or an older Cove) goes to the first server asked for in this run:
    /// whoever wrote it wrote the address too, but an address that changes under a running Cove is
    /// confirmed first.
    pub(super) fn check_origin(
        &self,
        path: &str,
        found: &Found,
        asked: &Origin,
    ) -> Result<(), SecretError> {
        let bound = match &found.record.origin {
            Some(bound) => bound.clone(),
            None => {
                let mut memory = self.memory();
                let same = memory.first.get(path).filter(|first| {
                    first.secret.expose_secret() == found.record.secret.expose_secret()
                });
                match same {
                    Some(Record {
                        origin: Some(first),
                        ..
                    }) => first.clone(),
                    _ => {
                        let first = Record {
                            origin: Some(asked.clone()),
                            ..found.record.clone()
                        };
                        memory.first.insert(path.to_owned(), first);
                        return Ok(());
                    }
                }
            }
        };
        if bound == *asked {
            return Ok(());
        }
        Err(SecretError::OtherOrigin {
            path: path.to_owned(),
            bound,
            asked: asked.clone(),
        })
    }

    pub(super) async fn write(
        &self,
        path: &str,
        record: Record,
        keep: Keep,
        passphrase: Option<SecretString>,
    ) -> Result<(), SecretError> {
        match keep {
            Keep::Environment | Keep::Config => return Err(SecretError::ReadOnly(keep)),
            Keep::ThisRun => {
                self.memory().run.insert(path.to_owned(), record);
            }
            Keep::Keychain => {
                let (account, kept) = (self.account(path), record.clone());
                self.ask(self.inner.write_limit, move |k| k.set(&account, &kept))
                    .await?;
                *lock(&self.inner.state) = KeychainState::Ready;
                self.memory().keychain.insert(path.to_owned(), record);
            }
            Keep::Passphrase => {
                let path = path.to_owned();
                if let Some(passphrase) = &passphrase {
                    self.register(passphrase);
                }
                self.aside(move |inner| inner.file.set(&path, record, passphrase))
                    .await?;
            }
        }
        self.memory().put.insert(path.to_owned());
        Ok(())
    }

    /// Drops older copies that stand in other places, since the order of places would prefer
    /// some of them. Names the place that could not be cleared.
    pub(super) async fn clear_others(&self, path: &str, keep: Keep) -> Option<Keep> {
        if keep != Keep::ThisRun {
            self.memory().run.remove(path);
        }
        let referred = self.memory().config.references.contains(path);
        if keep == Keep::Passphrase && referred {
            return match self.drop_from_keychain(path).await {
                Ok(_) | Err(KeychainFault::Absent) => None,
                Err(_) => Some(Keep::Keychain),
            };
        }
        if keep == Keep::Keychain {
            let cleared = !self.passphrase_locked() && self.drop_from_file(path).await.is_ok();
            return (!cleared).then_some(Keep::Passphrase);
        }
        None
    }

    pub(super) async fn drop_from_keychain(&self, path: &str) -> Result<bool, KeychainFault> {
        self.memory().keychain.remove(path);
        let account = self.account(path);
        self.ask(self.inner.write_limit, move |k| k.remove(&account))
            .await
    }

    pub(super) async fn drop_from_file(&self, path: &str) -> Result<bool, SecretError> {
        let path = path.to_owned();
        self.aside(move |inner| inner.file.remove(&path)).await
    }

    pub(super) async fn read_keychain(&self, path: &str) -> Result<Option<Record>, KeychainFault> {
        if let Some(record) = self.memory().keychain.get(path).cloned() {
            return Ok(Some(record));
        }
        let account = self.account(path);
        let read = self
            .ask(self.inner.read_limit, move |k| k.get(&account))
            .await?;
        if let Some(record) = &read {
            *lock(&self.inner.state) = KeychainState::Ready;
            self.memory()
                .keychain
                .insert(path.to_owned(), record.clone());
        }
        Ok(read)
    }

    /// Writes and removes an entry without a secret: tells a locked keychain from an empty one.
    pub(super) async fn probe(&self) -> Result<(), KeychainFault> {
        let account = self.account("probe");
        let empty = unbound("probe".into());
        self.ask(self.inner.read_limit, move |k| {
            k.set(&account, &empty)?;
            k.remove(&account).map(|_| ())
        })
        .await?;
        *lock(&self.inner.state) = KeychainState::Ready;
        Ok(())
    }

    pub(super) async fn ask<T: Send + 'static>(
        &self,
        limit: Duration,
        question: impl FnOnce(&dyn Keychain) -> Result<T, KeychainFault> + Send + 'static,
    ) -> Result<T, KeychainFault> {
        // Whether there is a keychain is settled once in a process's life.
        if self.state() == KeychainState::Absent {
            return Err(KeychainFault::Absent);
        }
        let answer = self.inner.worker.ask(limit, question).await;
        match &answer {
            Err(KeychainFault::Absent) => *lock(&self.inner.state) = KeychainState::Absent,
            Err(KeychainFault::Locked) => *lock(&self.inner.state) = KeychainState::Locked,
            Ok(_) | Err(KeychainFault::Failed(_)) => {}
        }
        answer
    }

    pub(super) async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, SecretError> + Send + 'static,
    ) -> Result<T, SecretError> {
        let inner = self.inner.clone();
        tokio::task::spawn_blocking(move || work(&inner))
            .await
            .map_err(|error| SecretError::File(std::io::Error::other(error.to_string())))?
    }
}
