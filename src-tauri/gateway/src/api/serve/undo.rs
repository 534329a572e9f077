//! stub
use std::sync::Arc;
use super::Caller;
use crate::api::contract::Request;
use crate::error::Problem;
use crate::gateway::Host;
pub(super) async fn run(_: &Arc<Host>, _: &Caller, _: crate::api::activity::UndoRun) -> Result<<crate::api::activity::UndoRun as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
