//! stub
use std::sync::Arc;
use super::Caller;
use crate::api::contract::Request;
use crate::error::Problem;
use crate::gateway::Host;
pub(super) async fn get(_: &Arc<Host>, _: &Caller, _: crate::api::config::ConfigGet) -> Result<<crate::api::config::ConfigGet as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn set(_: &Arc<Host>, _: &Caller, _: crate::api::config::ConfigSet) -> Result<<crate::api::config::ConfigSet as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn unset(_: &Arc<Host>, _: &Caller, _: crate::api::config::ConfigUnset) -> Result<<crate::api::config::ConfigUnset as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn validate(_: &Arc<Host>, _: &Caller, _: crate::api::config::ConfigValidate) -> Result<<crate::api::config::ConfigValidate as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
