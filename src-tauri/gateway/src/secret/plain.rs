//! Secrets the settings brought along: written in plain text or by `${NAME}`.
//!
//! Owns their shape on the way from the settings to the store. Debug shows no value.

use std::collections::{BTreeMap, BTreeSet};

use secrecy::SecretString;

/// Where a plain secret came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlainFrom {
    /// Plain text in the file: works, is reported, and is to be moved.
    File,
    /// A variable of this name.
    Environment(String),
}

/// A secret that needs no keychain.
#[derive(Debug, Clone)]
pub struct PlainSecret {
    /// The secret.
    pub secret: SecretString,
    /// Where it came from.
    pub from: PlainFrom,
}

/// All secrets and references of one reading of the settings.
#[derive(Debug, Clone, Default)]
pub struct ConfigSecrets {
    /// By path.
    pub plain: BTreeMap<String, PlainSecret>,
    /// Paths the settings refer to with `$secret:`.
    pub references: BTreeSet<String>,
    /// Values of variables that look like secrets but stand under an ordinary key.
    pub also_redact: Vec<SecretString>,
}

impl ConfigSecrets {
    /// Adds a plain secret.
    pub fn insert(&mut self, path: &str, secret: SecretString, from: PlainFrom) {
        self.plain
            .insert(path.to_owned(), PlainSecret { secret, from });
    }

    /// Paths of secrets that stand in the file in plain text, for health.
    pub fn in_file(&self) -> impl Iterator<Item = &str> {
        self.plain
            .iter()
            .filter(|(_, plain)| plain.from == PlainFrom::File)
            .map(|(path, _)| path.as_str())
    }
}
