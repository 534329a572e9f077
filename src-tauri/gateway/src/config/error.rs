//! Why the settings could not be read or changed by a request.

use super::problem::ConfigProblem;
use crate::error::{Coded, Params, params};
use crate::storage::StorageError;

/// A refused request about the settings.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file is not JSON5 at the moment, perhaps since it is being edited.
    #[error("the settings file can't be read: {0}")]
    FileBroken(ConfigProblem),
    /// The change would make the settings wrong.
    #[error("the change is not allowed: {0}")]
    Invalid(ConfigProblem),
    /// No path, or one that leads through a value that is no object.
    #[error("not a path: {0}")]
    BadPath(String),
    /// No setting of this name.
    #[error("no such setting: {0}")]
    NoSuch(String),
    /// Secrets are not written into the file by Cove.
    #[error("a secret belongs in the keychain: {0}")]
    SecretHere(String),
    /// Another place of the settings (an included file, the same key again) has the last word.
    #[error("set elsewhere too: {0}")]
    Elsewhere(String),
    /// It was changed since, so it can't be taken back.
    #[error("changed since: {0}")]
    ChangedSince(String),
    /// The file could not be read or written.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Coded for ConfigError {
    fn code(&self) -> &'static str {
        match self {
            Self::FileBroken(_) => "config-file-broken",
            Self::Invalid(problem) => problem.code(),
            Self::BadPath(_) => "config-bad-path",
            Self::NoSuch(_) => "config-no-such",
            Self::SecretHere(_) => "config-secret-here",
            Self::Elsewhere(_) => "config-elsewhere",
            Self::ChangedSince(_) => "config-changed-since",
            Self::Storage(error) => error.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::FileBroken(problem) | Self::Invalid(problem) => problem.params(),
            Self::BadPath(path)
            | Self::NoSuch(path)
            | Self::SecretHere(path)
            | Self::Elsewhere(path)
            | Self::ChangedSince(path) => params([("path", path.as_str().into())]),
            Self::Storage(error) => error.params(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::words::{Language, Words};

    #[test]
    fn every_code_has_its_sentence() {
        let sources = concat!(include_str!("error.rs"), include_str!("problem.rs"));
        let quoted = regex::Regex::new("\"(config-[a-z-]+)\"").unwrap();
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
