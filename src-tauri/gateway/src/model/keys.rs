//! The port through which a key reaches a request.
//!
//! Owns the question; who answers it decides which origin a key may go to. Keeps no key.

use async_trait::async_trait;
use secrecy::SecretString;

/// Why a key that may exist can't be handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The keychain or the passphrase file is locked.
    #[error("the place that holds the key is locked")]
    Locked,
    /// The key was entered for another origin and the person has not confirmed this one.
    #[error("the key belongs to another origin")]
    OtherOrigin,
    /// The place that holds the key did not answer.
    #[error("the place that holds the key can't be read")]
    Unavailable,
}

/// Hands out keys, each only to the origin it is bound to.
#[async_trait]
pub trait KeySource: Send + Sync {
    /// The key at `path` (`models.providers.<id>.apiKey`) for `origin`
    /// (`https://api.example.com`, with a port where it is not the scheme's); `None` where there
    /// is none.
    async fn key(&self, path: &str, origin: &str) -> Result<Option<SecretString>, KeyError>;
}
