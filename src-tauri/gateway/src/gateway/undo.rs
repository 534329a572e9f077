//! The port through which a command takes a change back.
//!
//! Owns the question only: what an inverse does is known to the contract's handlers, which stand
//! above the wiring.

use std::sync::Arc;

use async_trait::async_trait;

use super::host::Host;
use crate::error::Problem;

/// Takes changes back.
#[async_trait]
pub trait TakeBack: Send + Sync {
    /// Takes the newest change back and answers what that was, as a sentence's key and parameters.
    async fn newest(&self, host: &Arc<Host>) -> Result<Problem, Problem>;
}
