//! Stand-in.
use std::sync::Arc;

use super::Caller;
use crate::error::Problem;
use crate::gateway::Host;

pub async fn send(
    _: &Arc<Host>,
    _: &Caller,
    _: crate::api::chat::ChatSend,
) -> Result<crate::api::chat::ChatSent, Problem> {
    Err(Problem::new("gateway-needed"))
}

pub async fn wait(
    _: &Arc<Host>,
    _: &Caller,
    _: crate::api::chat::ChatWait,
) -> Result<crate::api::chat::TurnResult, Problem> {
    Err(Problem::new("gateway-needed"))
}

pub async fn stop(
    _: &Arc<Host>,
    _: &Caller,
    _: crate::api::chat::ChatStop,
) -> Result<crate::api::chat::ChatStopped, Problem> {
    Err(Problem::new("gateway-needed"))
}
