//! Stand-in for the socket's client, so that the shell compiles: the real one replaces it.
//!
//! Owns nothing and answers nothing.

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;

use super::{Client, EventStream};
use crate::api::events::Since;
use crate::api::{Actor, ApiError, Call};

struct Nobody;

impl crate::gateway::Gateway {
    /// An end of the contract for this actor. Here and not in `gateway`, which knows no carrier.
    pub fn client(&self, _actor: Actor) -> Arc<dyn Client> {
        Arc::new(Nobody)
    }
}

/// Connects to the gateway of this home.
pub async fn connect(
    _state_dir: &Path,
    _actor: Actor,
) -> Result<Arc<dyn Client>, ApiError> {
    Err(refused())
}

fn refused() -> ApiError {
    ApiError {
        code: "stand-in".to_owned(),
        message: String::new(),
        hint: None,
        params: crate::error::Params::new(),
    }
}

#[async_trait]
impl Client for Nobody {
    async fn call(&self, _call: Call) -> Result<Value, ApiError> {
        Err(refused())
    }
    async fn subscribe(&self, _since: Option<Since>) -> Result<EventStream, ApiError> {
        Err(refused())
    }
}
