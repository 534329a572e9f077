//! Stand-in.
use std::sync::Arc;

use super::Caller;
use crate::error::Problem;
use crate::gateway::Host;

pub async fn history(
    _: &Arc<Host>,
    _: &Caller,
    _: crate::api::chat::ChatHistory,
) -> Result<crate::api::chat::ChatPage, Problem> {
    Err(Problem::new("gateway-needed"))
}

pub async fn stream(
    _: &Arc<Host>,
    _: &Caller,
    _: crate::api::chat::ChatStream,
) -> Result<crate::api::chat::ChatPiece, Problem> {
    Err(Problem::new("gateway-needed"))
}
