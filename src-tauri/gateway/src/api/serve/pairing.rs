//! stub
use std::sync::Arc;
use super::Caller;
use crate::api::contract::Request;
use crate::error::Problem;
use crate::gateway::Host;
pub(super) async fn list(_: &Arc<Host>, _: &Caller, _: crate::api::pairing::PairingList) -> Result<<crate::api::pairing::PairingList as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn approve(_: &Arc<Host>, _: &Caller, _: crate::api::pairing::PairingApprove) -> Result<<crate::api::pairing::PairingApprove as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn reject(_: &Arc<Host>, _: &Caller, _: crate::api::pairing::PairingReject) -> Result<<crate::api::pairing::PairingReject as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn remove(_: &Arc<Host>, _: &Caller, _: crate::api::pairing::PairingRemove) -> Result<<crate::api::pairing::PairingRemove as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
