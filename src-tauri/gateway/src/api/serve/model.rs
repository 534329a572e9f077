//! stub
use std::sync::Arc;
use super::Caller;
use crate::api::contract::Request;
use crate::error::Problem;
use crate::gateway::Host;
pub(super) async fn list(_: &Arc<Host>, _: &Caller, _: crate::api::model::ModelList) -> Result<<crate::api::model::ModelList as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn local(_: &Arc<Host>, _: &Caller, _: crate::api::model::ModelLocal) -> Result<<crate::api::model::ModelLocal as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn use_model(_: &Arc<Host>, _: &Caller, _: crate::api::model::ModelUse) -> Result<<crate::api::model::ModelUse as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
