//! stub
use std::sync::Arc;
use super::Caller;
use crate::api::contract::Request;
use crate::error::Problem;
use crate::gateway::Host;
pub(super) async fn list(_: &Arc<Host>, _: &Caller, _: crate::api::delivery::DeliveryList) -> Result<<crate::api::delivery::DeliveryList as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn resend(_: &Arc<Host>, _: &Caller, _: crate::api::delivery::DeliveryResend) -> Result<<crate::api::delivery::DeliveryResend as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn dismiss(_: &Arc<Host>, _: &Caller, _: crate::api::delivery::DeliveryDismiss) -> Result<<crate::api::delivery::DeliveryDismiss as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
