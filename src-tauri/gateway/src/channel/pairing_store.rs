//! The pairing files in `credentials/`.
//!
//! Owns `<channel>-pairing.json` and `<channel>-<account>-allowFrom.json` (and, for the default
//! account, the older `<channel>-allowFrom.json`). Reads them each time, so that an approval
//! written by another program counts at once. Never decides who may write and never sends
//! anything.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde_json::{Value, json};

use super::pairing::{self, Asked, Asker, Pending};
use super::types::ChannelKind;
use crate::clock::SharedClock;
use crate::error::{Coded, Params, params};
use crate::storage::{StorageError, replace, set_aside};

/// Why the people's files could not be used.
#[derive(Debug, thiserror::Error)]
pub enum PairingError {
    /// The file could not be read or written.
    #[error("{file}: {source}")]
    File {
        /// Its name.
        file: String,
        /// Why.
        source: StorageError,
    },
    /// No request waits with this code.
    #[error("no request waits with this code")]
    NoSuchCode,
    /// This person is not in the list.
    #[error("this person is not in the list")]
    NoSuchPerson,
}

impl Coded for PairingError {
    fn code(&self) -> &'static str {
        match self {
            Self::File { .. } => "pairing-file",
            Self::NoSuchCode => "pairing-no-such-code",
            Self::NoSuchPerson => "pairing-no-such-person",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::File { file, .. } => params([("file", json!(file))]),
            Self::NoSuchCode | Self::NoSuchPerson => Params::new(),
        }
    }
}

/// Somebody who was let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approved {
    /// Who.
    pub id: String,
    /// The account they may write to.
    pub account: String,
    /// A name to show.
    pub name: Option<String>,
    /// Language tag, to tell them in.
    pub language: Option<String>,
}

/// The people's files of a home. All calls are short and block; those that write sync the disk.
#[derive(Debug)]
pub struct PairingStore {
    dir: PathBuf,
    clock: SharedClock,
    /// One read-change-write at a time.
    writing: Mutex<()>,
}

impl PairingStore {
    /// The files in `dir` (`credentials/` of the state directory), which may not exist yet.
    pub fn new(dir: PathBuf, clock: SharedClock) -> Self {
        Self {
            dir,
            clock,
            writing: Mutex::new(()),
        }
    }

    /// Notes that somebody unknown wrote.
    pub fn ask(&self, channel: ChannelKind, asker: &Asker) -> Result<Asked, PairingError> {
        let _one = self.one_writer();
        let path = self.requests_path(channel);
        let mut file = self.load_to_change(&path)?;
        let asked = pairing::ask(&mut file, asker, self.clock.now_ms(), pairing::draw_code);
        if asked != Asked::Full {
            save(&path, &file)?;
        }
        Ok(asked)
    }

    /// The requests that wait.
    pub fn pending(&self, channel: ChannelKind) -> Result<Vec<Pending>, PairingError> {
        let file = load(&self.requests_path(channel))?;
        Ok(pairing::pending(&file, self.clock.now_ms()))
    }

    /// The people approved for an account.
    pub fn people(&self, channel: ChannelKind, account: &str) -> Result<Vec<String>, PairingError> {
        let mut people = Vec::new();
        for path in self.people_paths(channel, account) {
            for id in pairing::allowed(&load(&path)?) {
                if !people.contains(&id) {
                    people.push(id);
                }
            }
        }
        Ok(people)
    }

    /// Lets the sender of a code in.
    pub fn approve(&self, channel: ChannelKind, code: &str) -> Result<Approved, PairingError> {
        let _one = self.one_writer();
        let path = self.requests_path(channel);
        let mut requests = self.load_to_change(&path)?;
        let now = self.clock.now_ms();
        let found = pairing::find(&requests, code, now).ok_or(PairingError::NoSuchCode)?;
        let list = self.people_path(channel, &found.account);
        let mut people = self.load_to_change(&list)?;
        // The list first: killed between the two, the request only waits on, approved.
        if pairing::allow(&mut people, &found.id) {
            save(&list, &people)?;
        }
        pairing::drop_request(&mut requests, &found, now);
        save(&path, &requests)?;
        Ok(Approved {
            id: found.id,
            account: found.account,
            name: found.name,
            language: found.language,
        })
    }

    /// Turns a request down.
    pub fn reject(&self, channel: ChannelKind, code: &str) -> Result<Pending, PairingError> {
        let _one = self.one_writer();
        let path = self.requests_path(channel);
        let mut file = self.load_to_change(&path)?;
        let now = self.clock.now_ms();
        let found = pairing::find(&file, code, now).ok_or(PairingError::NoSuchCode)?;
        pairing::drop_request(&mut file, &found, now);
        save(&path, &file)?;
        Ok(found)
    }

    /// Lets a request that was turned down wait again with its code.
    pub fn put_back(&self, channel: ChannelKind, request: &Pending) -> Result<(), PairingError> {
        let _one = self.one_writer();
        let path = self.requests_path(channel);
        let mut file = self.load_to_change(&path)?;
        if !pairing::put_back(&mut file, request, self.clock.now_ms()) {
            return Err(PairingError::NoSuchCode);
        }
        save(&path, &file)
    }

    /// Puts somebody on an account's list; somebody who is there stays there.
    pub fn add(&self, channel: ChannelKind, account: &str, id: &str) -> Result<(), PairingError> {
        let _one = self.one_writer();
        let path = self.people_path(channel, account);
        let mut file = self.load_to_change(&path)?;
        if pairing::allow(&mut file, id) {
            save(&path, &file)?;
        }
        Ok(())
    }

    /// Takes somebody out of an account's list.
    pub fn remove(
        &self,
        channel: ChannelKind,
        account: &str,
        id: &str,
    ) -> Result<(), PairingError> {
        let _one = self.one_writer();
        let mut found = false;
        for path in self.people_paths(channel, account) {
            let mut file = self.load_to_change(&path)?;
            if pairing::disallow(&mut file, id) {
                save(&path, &file)?;
                found = true;
            }
        }
        if found {
            Ok(())
        } else {
            Err(PairingError::NoSuchPerson)
        }
    }

    fn one_writer(&self) -> std::sync::MutexGuard<'_, ()> {
        // The mutex guards no data, so a panic under it leaves nothing half done in memory.
        self.writing
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn requests_path(&self, channel: ChannelKind) -> PathBuf {
        self.dir.join(format!("{}-pairing.json", channel.as_str()))
    }

    fn people_path(&self, channel: ChannelKind, account: &str) -> PathBuf {
        self.dir
            .join(format!("{}-{account}-allowFrom.json", channel.as_str()))
    }

    fn people_paths(&self, channel: ChannelKind, account: &str) -> Vec<PathBuf> {
        let mut paths = vec![self.people_path(channel, account)];
        if account == "default" {
            paths.push(
                self.dir
                    .join(format!("{}-allowFrom.json", channel.as_str())),
            );
        }
        paths
    }

    /// Like [`load`], but a damaged file is copied aside before it is written over.
    fn load_to_change(&self, path: &Path) -> Result<Value, PairingError> {
        let value = load(path)?;
        if value.is_null() && path.exists() {
            set_aside(path, self.clock.now_ms()).map_err(failed(path))?;
        }
        Ok(if value.is_null() {
            json!({ "version": 1 })
        } else {
            value
        })
    }
}

/// The file's value; null if there is none or it is damaged, which lets nobody in.
fn load(path: &Path) -> Result<Value, PairingError> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Value::Null),
        Err(source) => return Err(failed(path)(StorageError::io(path)(source))),
    };
    match serde_json::from_slice::<Value>(&bytes) {
        Ok(value) if value.is_object() => Ok(value),
        _ => {
            tracing::warn!(file = %name(path), "a pairing file is damaged and counts as empty");
            Ok(Value::Null)
        }
    }
}

fn save(path: &Path, file: &Value) -> Result<(), PairingError> {
    let mut bytes = serde_json::to_vec_pretty(file).map_err(|error| failed(path)(error.into()))?;
    bytes.push(b'\n');
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)
        .map_err(StorageError::io(folder))
        .and_then(|()| replace(path, &bytes))
        .map_err(failed(path))
}

fn failed(path: &Path) -> impl FnOnce(StorageError) -> PairingError {
    let file = name(path);
    move |source| PairingError::File { file, source }
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

#[cfg(test)]
#[path = "pairing_store_tests.rs"]
mod tests;
