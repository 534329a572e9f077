//! Models: one trait, adapters behind it, the catalog of windows and prices, and the practice
//! agent that stands in where no model is connected.
//!
//! Owns how a request is put to a provider and how its answer and its failures are told. Knows
//! no session, no transcript file and no person.

mod catalog;
mod check;
mod classify;
mod fallback;
mod http;
mod keys;
mod local;
mod models;
mod practice;
mod price;
mod provider;
mod providers;
mod remote;
mod retry;
#[cfg(test)]
pub(crate) mod test_server;
mod transcribe;
mod wire;

pub use catalog::{CostSettings, DEFAULT_CONTEXT, ModelInfo, OwnModel, ProviderSettings, resolve};
pub use check::{Candidate, Checked};
pub use keys::{KeyError, KeySource};
pub use local::{FoundServer, LocalProbe, default_probes, find as find_local};
pub use models::{ModelSettings, Models};
pub use practice::{is_practice, model as practice_model};
pub use price::{LONG_PROMPT, Price, Rates};
pub use provider::{
    Block, ErrorClass, ModelError, ModelEvent, ModelRef, ModelRequest, ModelStream, Provider, Role,
    StopReason, ToolCall, ToolSpec, Turn, Usage,
};
pub use providers::{ApiKind, KNOWN, KnownProvider, known, label};
pub use remote::{key_path, origin};
pub use transcribe::{Heard, Speech};
