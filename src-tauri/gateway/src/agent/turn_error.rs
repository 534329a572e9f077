//! Why a turn can't begin or go on.
//!
//! Owns that list. What a person is told of it is said where the turn ends.

use crate::session::SessionError;
use crate::workspace::FileError;

/// Why a turn can't begin or go on.
#[derive(Debug, thiserror::Error)]
pub(super) enum TurnError {
    /// The conversation can't be read or written.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The files can't be read.
    #[error(transparent)]
    Files(#[from] FileError),
    /// The tables can't be written.
    #[error(transparent)]
    Storage(#[from] crate::storage::StorageError),
}
