//! Stand-in.
use std::sync::Arc;

use super::Caller;
use crate::error::Problem;
use crate::gateway::Host;

pub async fn get(
    _: &Arc<Host>,
    _: &Caller,
    _: crate::api::status::StatusGet,
) -> Result<crate::api::status::Status, Problem> {
    Err(Problem::new("gateway-needed"))
}

/// Stand-in.
pub fn sentence() {}
