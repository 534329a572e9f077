//! stub
use std::sync::Arc;
use super::Caller;
use crate::api::contract::Request;
use crate::error::Problem;
use crate::gateway::Host;
pub(super) async fn list(_: &Arc<Host>, _: &Caller, _: crate::api::secret::SecretList) -> Result<<crate::api::secret::SecretList as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn set(_: &Arc<Host>, _: &Caller, _: crate::api::secret::SecretSet) -> Result<<crate::api::secret::SecretSet as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn remove(_: &Arc<Host>, _: &Caller, _: crate::api::secret::SecretRemove) -> Result<<crate::api::secret::SecretRemove as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn unlock(_: &Arc<Host>, _: &Caller, _: crate::api::secret::SecretUnlock) -> Result<<crate::api::secret::SecretUnlock as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn confirm(_: &Arc<Host>, _: &Caller, _: crate::api::secret::SecretConfirm) -> Result<<crate::api::secret::SecretConfirm as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn adopt(_: &Arc<Host>, _: &Caller, _: crate::api::secret::SecretAdopt) -> Result<<crate::api::secret::SecretAdopt as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
