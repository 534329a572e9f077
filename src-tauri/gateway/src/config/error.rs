//! Why the settings could not be read or changed by a request.

use super::problem::ConfigProblem;
use crate::error::{Coded, Params, params};

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
    #[error("{file}: {source}")]
    Io {
        /// The file.
        file: String,
        /// What the system said.
        source: std::io::Error,
    },
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
            Self::Io { .. } => "config-io",
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
            Self::Io { file, source } => params([
                ("file", file.as_str().into()),
                ("reason", source.to_string().into()),
            ]),
        }
    }
}
