//! `"$secret:<path>"`: how the settings name a secret without holding it.

use serde::{Serialize, Serializer};

const PREFIX: &str = "$secret:";

/// A reference to a secret by its path, for example `models.providers.anthropic.apiKey`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SecretRef(String);

impl SecretRef {
    /// A reference to the secret at `path`.
    pub fn new(path: &str) -> Self {
        Self(path.to_owned())
    }

    /// Reads `$secret:<path>`; `None` for other text and for an empty path.
    pub fn parse(text: &str) -> Option<Self> {
        let path = text.trim().strip_prefix(PREFIX)?;
        (!path.is_empty()).then(|| Self(path.to_owned()))
    }

    /// What to ask the store for.
    pub fn path(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for SecretRef {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{PREFIX}{}", self.0)
    }
}

impl Serialize for SecretRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
