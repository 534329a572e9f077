//! stub
use std::sync::Arc;
use super::Caller;
use crate::api::contract::Request;
use crate::error::Problem;
use crate::gateway::Host;
pub(super) async fn set(_: &Arc<Host>, _: &Caller, _: crate::api::hold::HoldSet) -> Result<<crate::api::hold::HoldSet as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn clear(_: &Arc<Host>, _: &Caller, _: crate::api::hold::HoldClear) -> Result<<crate::api::hold::HoldClear as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
