//! What can go wrong with conversations.

use crate::error::{Coded, Params};
use crate::storage::StorageError;

/// A failure of the session store or a transcript.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The disk refused.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A conversation is not known.
    #[error("no conversation {0}")]
    Unknown(String),
}

impl Coded for SessionError {
    fn code(&self) -> &'static str {
        match self {
            Self::Storage(error) => error.code(),
            Self::Unknown(_) => "session-unknown",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Storage(error) => error.params(),
            Self::Unknown(key) => crate::error::params([("key", key.as_str().into())]),
        }
    }
}
