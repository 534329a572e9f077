//! Slash commands: what a person typed that is no message for the agent.
//!
//! Owns their names, their rules and reading them (pure). What a command does is done by the
//! wiring, one handler each, in `gateway/commands`.

mod model_name;
mod read;
mod registry;

pub use model_name::{Candidate, Named, leading_model, model_named};
pub use read::{Invocation, Typed, read, read_triggered};
pub use registry::{COMMANDS, Command, Group, Place, Runs, Spec, Takes, Who, named, nearest};
