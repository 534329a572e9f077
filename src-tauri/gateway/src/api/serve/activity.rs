//! stub
use std::sync::Arc;
use super::Caller;
use crate::api::contract::Request;
use crate::error::Problem;
use crate::gateway::Host;
pub(super) async fn list(_: &Arc<Host>, _: &Caller, _: crate::api::activity::ActivityList) -> Result<<crate::api::activity::ActivityList as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
