//! The settings: `cove.json` in the state directory, JSON5, every key optional.
//!
//! Owns the file, its last good copy, the typed view of it and edits of single keys. Key names
//! and defaults are OpenClaw's wherever it has them. Never holds a secret in the typed view: a
//! secret written into the file is handed to [`crate::secret`] and replaced by a reference. An
//! invalid file never stops Cove; the last good one stays in force.

mod edit;
mod error;
mod extract;
mod field;
mod first;
mod include;
mod kinds;
mod masked;
mod names;
mod outline;
mod path;
mod problem;
mod reach;
mod read;
mod shape;
mod store;
mod types;
mod watch;
mod welcome;

pub use crate::secret::Env;
pub use error::ConfigError;
pub use kinds::{Address, Id, Span, TimeOfDay, Word, Zone};
pub use names::NameRules;
pub use outline::{at as spot_at, spots};
pub use path::{ConfigPath, Step};
pub use problem::{Allowed, ConfigProblem, ProblemKind};
#[cfg(test)]
pub use read::config_of;
pub use read::parse as parse_json5;
pub use shape::{KnownKey, below as keys_below, known as known_key};
pub use store::{
    ConfigStore, Edit, FileText, InForce, Open, Portable, Remark, Report, Saved, Setting,
    language_in,
};
pub use types::*;
pub use watch::watch;
pub use welcome::FirstStep;
