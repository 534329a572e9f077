//! Keys and tokens. A secret goes in and never comes out again.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{Changed, PEOPLE, request};

/// Lists where secrets are kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SecretList {}

/// Where a secret is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
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

/// A secret's whereabouts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SecretRow {
    /// `models.providers.anthropic.apiKey`, `channels.telegram.botToken`.
    pub path: String,
    /// Where.
    pub keep: Keep,
    /// The only server that gets it: scheme, host and port.
    pub origin: Option<String>,
}

/// Whether the keychain can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum KeychainState {
    /// It works.
    Ready,
    /// It is there but locked.
    Locked,
    /// There is none: a choice has to be made.
    Absent,
    /// Not needed so far, so not asked.
    Unasked,
}

/// Secrets and the keychain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Secrets {
    /// All that are known.
    pub secrets: Vec<SecretRow>,
    /// Its state.
    pub keychain: KeychainState,
    /// A passphrase file exists and is locked.
    pub passphrase_locked: bool,
}

/// Stores a secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SecretSet {
    /// Where the settings refer to it.
    pub path: String,
    /// The secret.
    pub value: String,
    /// The server it is for; absent = from the settings, or as Cove knows the provider. Where
    /// neither says one it is refused (`secret-origin-needed`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub origin: Option<String>,
    /// Where; absent = the keychain, and a choice is asked for where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub keep: Option<Keep>,
    /// For `passphrase`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub passphrase: Option<String>,
}

/// Forgets a secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SecretRemove {
    /// Which.
    pub path: String,
}

/// Unlocks the passphrase file for this run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SecretUnlock {
    /// The passphrase.
    pub passphrase: String,
}

/// Lets a secret go to another server than the one it was entered for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SecretConfirm {
    /// Which.
    pub path: String,
    /// The new server.
    pub origin: String,
}

/// Moves secrets that stand in the settings file to the keychain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SecretAdopt {}

/// What was moved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SecretsAdopted {
    /// Their paths.
    pub paths: Vec<String>,
    /// Paths of those that stay in the file, since nothing says which server they are for.
    pub left: Vec<String>,
}

request!(SecretList, "secret.list", Reading, PEOPLE, Secrets);
request!(SecretSet, "secret.set", Changing, PEOPLE, Changed);
request!(SecretRemove, "secret.remove", Changing, PEOPLE, Changed);
request!(SecretUnlock, "secret.unlock", Gateway, PEOPLE, Changed);
request!(SecretConfirm, "secret.confirm", Changing, PEOPLE, Changed);
request!(
    SecretAdopt,
    "secret.adopt",
    Changing,
    PEOPLE,
    SecretsAdopted
);
