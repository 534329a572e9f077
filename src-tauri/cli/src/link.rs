//! The way to a home: a running gateway by its socket, else the home itself.
//!
//! Owns that choice. Never answers a request.

use std::path::Path;
use std::sync::Arc;

use cove_gateway::api::Actor;
use cove_gateway::api::carrier::socket_client::{ConnectError, connect};
use cove_gateway::api::carrier::{Client, offline};
use cove_gateway::error::Problem;
use cove_gateway::words::Language;

use crate::failure::Failure;

/// Connects to the running gateway, or opens the home without one.
pub async fn connect_or_offline(
    state_dir: &Path,
    language: Language,
) -> Result<Arc<dyn Client>, Failure> {
    match connect(state_dir, Actor::Cli).await {
        Ok(client) => Ok(client),
        Err(ConnectError::NoGateway) => Ok(offline::open(state_dir)?),
        Err(ConnectError::Refused(error)) => Err(Failure::Told(error)),
        Err(error) => Err(Failure::problem(&Problem::from(&error), language)),
    }
}
