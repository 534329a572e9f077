//! Carriers: the ways a request reaches the gateway.
//!
//! Owns the trait every carrier offers to its user. A carrier sets the actor, moves bytes and
//! holds no logic; another wire must cost one file.

mod backlog;
mod connection;
mod local;
pub mod offline;
pub mod socket_client;
mod socket_place;
pub mod socket_server;
#[cfg(test)]
mod socket_tests;
pub mod wire;

use std::pin::Pin;

use async_trait::async_trait;
use futures::Stream;
use serde_json::Value;

use super::contract::{ApiError, Call, Request};
use super::events::{Since, StreamItem};
use crate::words::Language;

/// Events of a subscription.
pub type EventStream = Pin<Box<dyn Stream<Item = StreamItem> + Send>>;

/// One end of the contract: something that answers calls.
#[async_trait]
pub trait Client: Send + Sync {
    /// Carries one call.
    async fn call(&self, call: Call) -> Result<Value, ApiError>;
    /// The language of the home it answers for, where that is known without a call.
    fn language(&self) -> Option<Language> {
        None
    }
    /// Opens a stream of events.
    async fn subscribe(&self, since: Option<Since>) -> Result<EventStream, ApiError>;
}

/// Typed requests over any [`Client`].
#[async_trait]
pub trait Ask: Client {
    /// Carries a request and reads its answer. `request_id` makes a mutation repeatable.
    async fn ask<R: Request>(
        &self,
        request: R,
        request_id: Option<String>,
    ) -> Result<R::Answer, ApiError> {
        let unreadable = |error: serde_json::Error| ApiError {
            code: "contract-mismatch".to_owned(),
            message: error.to_string(),
            hint: None,
            params: crate::error::Params::new(),
        };
        let params = serde_json::to_value(request).map_err(unreadable)?;
        let call = Call {
            method: R::METHOD.to_owned(),
            params,
            request_id,
        };
        serde_json::from_value(self.call(call).await?).map_err(unreadable)
    }
}

impl<C: Client + ?Sized> Ask for C {}
