//! The port through which commands ask the contract in front of the wiring.
//!
//! Owns the questions only: what an inverse does and what needs the person is known to the
//! contract's handlers, which stand above.

use std::sync::Arc;

use async_trait::async_trait;

use super::host::Host;
use crate::error::Problem;
use crate::session::SessionKey;

/// What stands in front of the gateway.
#[async_trait]
pub trait Front: Send + Sync {
    /// Takes the newest change of a conversation or the home back, in the name of `cause`, and
    /// answers what that was, as a sentence's key and parameters. Asked again with the same cause
    /// it answers the same and takes nothing else back.
    async fn take_back(
        &self,
        host: &Arc<Host>,
        key: &SessionKey,
        cause: &str,
    ) -> Result<Problem, Problem>;

    /// What needs the person, in sentences.
    async fn needs(&self, host: &Arc<Host>) -> Result<Vec<String>, Problem>;
}
