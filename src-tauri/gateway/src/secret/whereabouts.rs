//! Where a secret is kept and whether the keychain can be used.

use serde::{Deserialize, Serialize};

use super::origin::Origin;

/// Where a secret is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keep {
    /// The system's keychain.
    Keychain,
    /// A file encrypted under a passphrase.
    Passphrase,
    /// In memory until Cove ends.
    ThisRun,
    /// The environment; read only.
    Environment,
    /// In plain text in the settings file: to be moved.
    Config,
}

impl Keep {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Keychain => "keychain",
            Self::Passphrase => "passphrase",
            Self::ThisRun => "this-run",
            Self::Environment => "environment",
            Self::Config => "config",
        }
    }
}

/// Whether the keychain can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeychainState {
    /// It works.
    Ready,
    /// It is there but locked, or waits for the person.
    Locked,
    /// There is none: a choice has to be made.
    Absent,
    /// Not needed so far, so not asked.
    Unasked,
}

/// A secret's whereabouts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretRow {
    /// `models.providers.anthropic.apiKey`.
    pub path: String,
    /// Where; `None` = referred to, but not found in any place that is open.
    pub keep: Option<Keep>,
    /// The only server that gets it.
    pub origin: Option<Origin>,
}
