//! Models: one trait, adapters behind it, the catalog of windows and prices, and the practice
//! agent that stands in where no model is connected.
//!
//! Owns how a request is put to a provider and how its answer and its failures are told. Knows
//! no session, no transcript file and no person.

mod provider;

pub use provider::{
    Block, ErrorClass, ModelError, ModelEvent, ModelRef, ModelRequest, ModelStream, Provider, Role,
    StopReason, ToolCall, ToolSpec, Turn, Usage,
};
