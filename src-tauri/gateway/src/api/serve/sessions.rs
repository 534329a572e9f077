//! Stand-in.
use std::sync::Arc;

use super::Caller;
use crate::error::Problem;
use crate::gateway::Host;

pub async fn list(
    _: &Arc<Host>,
    _: &Caller,
    _: crate::api::sessions::SessionsList,
) -> Result<crate::api::sessions::Sessions, Problem> {
    Err(Problem::new("gateway-needed"))
}
