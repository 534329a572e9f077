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
    /// The session that is open can't go without its conversation.
    #[error("the session is the one in use")]
    Current,
    /// The key has another conversation by now.
    #[error("{0} has another conversation")]
    Taken(String),
}

impl Coded for SessionError {
    fn code(&self) -> &'static str {
        match self {
            Self::Storage(error) => error.code(),
            Self::Unknown(_) => "session-unknown",
            Self::Current => "session-current",
            Self::Taken(_) => "session-taken",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Storage(error) => error.params(),
            Self::Unknown(key) | Self::Taken(key) => {
                crate::error::params([("key", key.as_str().into())])
            }
            Self::Current => Params::new(),
        }
    }
}
