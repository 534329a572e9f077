//! Keys and tokens: where they are kept, whom they may be sent to, and that nothing shows them.
//!
//! Owns the keychain, the passphrase file, what is kept for this run, and the redactor that
//! knows every live secret. The settings hold references (`$secret:<path>`) only. Never writes a
//! secret in plain text, never gives one to the UI, and reads nothing from the keychain before it
//! is needed.

mod error;
mod keychain;
mod known;
mod origin;
mod passphrase;
mod pasted;
mod plain;
mod redact;
mod reference;
mod store;
mod whereabouts;
mod writer;

pub use error::SecretError;
#[cfg(any(test, feature = "test-hooks"))]
pub use keychain::MemoryKeychain;
pub use keychain::{Keychain, KeychainFault, Record, SystemKeychain};
pub use known::variables;
pub use origin::Origin;
pub use plain::{ConfigSecrets, PlainFrom, PlainSecret};
pub use redact::{MASK, Redactor};
pub use reference::SecretRef;
pub use secrecy::{ExposeSecret, SecretString};
pub use store::{Adopted, Env, SecretStore, Setup, Stored};
pub use whereabouts::{Keep, KeychainState, SecretRow};
pub use writer::RedactingWriter;
