//! Stand-in.
use std::sync::Arc;

use super::Caller;
use crate::error::Problem;
use crate::gateway::Host;

pub async fn stop(
    _: &Arc<Host>,
    _: &Caller,
    _: crate::api::process::GatewayStop,
) -> Result<crate::api::process::GatewayStopping, Problem> {
    Err(Problem::new("gateway-needed"))
}

pub async fn tail(
    _: &Arc<Host>,
    _: &Caller,
    _: crate::api::process::LogsTail,
) -> Result<crate::api::process::LogLines, Problem> {
    Err(Problem::new("gateway-needed"))
}
