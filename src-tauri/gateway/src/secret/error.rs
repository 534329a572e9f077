//! Why a secret can't be had or kept.

use super::keychain::KeychainFault;
use super::origin::Origin;
use super::whereabouts::Keep;
use crate::error::{Coded, Params, params};
use crate::storage::StorageError;

/// A secret that could not be read or stored. Never holds one.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// There is no keychain on this computer; another place has to be chosen.
    #[error("no keychain")]
    NoKeychain,
    /// The keychain is locked or waits for the person.
    #[error("the keychain is locked")]
    KeychainLocked,
    /// The keychain answered with something else.
    #[error("the keychain failed: {0}")]
    KeychainFailed(String),
    /// The passphrase file is locked.
    #[error("the passphrase file is locked")]
    PassphraseLocked,
    /// The passphrase does not open the file.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// A passphrase is needed to make the file.
    #[error("a passphrase is needed")]
    PassphraseNeeded,
    /// There is no passphrase file to open.
    #[error("no passphrase file")]
    NoPassphraseFile,
    /// The passphrase file is damaged.
    #[error("the passphrase file is damaged")]
    FileDamaged,
    /// The passphrase file could not be read or written.
    #[error("the passphrase file: {0}")]
    Storage(#[from] StorageError),
    /// The work on the passphrase file failed.
    #[error("the passphrase file could not be used: {0}")]
    File(std::io::Error),
    /// It was entered for another server.
    #[error("{path} is for {bound}, not {asked}")]
    OtherOrigin {
        /// Which.
        path: String,
        /// The server it is for.
        bound: Origin,
        /// The server that would get it.
        asked: Origin,
    },
    /// Cove only reads from there.
    #[error("cannot write to {0:?}")]
    ReadOnly(Keep),
    /// Nothing of this path is known.
    #[error("no such secret: {0}")]
    NoSuch(String),
    /// An empty secret.
    #[error("empty secret")]
    Empty,
}

impl Coded for SecretError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoKeychain => "secret-no-keychain",
            Self::KeychainLocked => "secret-keychain-locked",
            Self::KeychainFailed(_) => "secret-keychain-failed",
            Self::PassphraseLocked => "secret-passphrase-locked",
            Self::WrongPassphrase => "secret-wrong-passphrase",
            Self::PassphraseNeeded => "secret-passphrase-needed",
            Self::NoPassphraseFile => "secret-no-passphrase-file",
            Self::FileDamaged => "secret-file-damaged",
            Self::Storage(error) => error.code(),
            Self::File(_) => "secret-file",
            Self::OtherOrigin { .. } => "secret-other-origin",
            Self::ReadOnly(_) => "secret-read-only",
            Self::NoSuch(_) => "secret-no-such",
            Self::Empty => "secret-empty",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::KeychainFailed(reason) => params([("reason", reason.as_str().into())]),
            Self::Storage(error) => error.params(),
            Self::File(error) => params([("reason", error.to_string().into())]),
            Self::OtherOrigin { path, bound, asked } => params([
                ("path", path.as_str().into()),
                ("bound", bound.as_str().into()),
                ("asked", asked.as_str().into()),
            ]),
            Self::ReadOnly(keep) => params([("keep", keep.as_str().into())]),
            Self::NoSuch(path) => params([("path", path.as_str().into())]),
            _ => Params::new(),
        }
    }
}

impl From<KeychainFault> for SecretError {
    fn from(fault: KeychainFault) -> Self {
        match fault {
            KeychainFault::Absent => Self::NoKeychain,
            KeychainFault::Locked => Self::KeychainLocked,
            KeychainFault::Failed(reason) => Self::KeychainFailed(reason),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::words::{Language, Words};

    #[test]
    fn every_code_has_its_sentence() {
        let sources = include_str!("error.rs");
        let quoted = regex::Regex::new("\"(secret-[a-z-]+)\"").unwrap();
        let codes: Vec<&str> = quoted
            .captures_iter(sources)
            .filter_map(|found| found.get(1).map(|code| code.as_str()))
            .collect();
        assert!(codes.len() > 5);
        for code in codes {
            let key = format!("error-{code}");
            let sentence =
                Words::load().text(Language::Chinese, &key, &crate::error::Params::new());
            assert_ne!(sentence, key);
        }
    }
}
