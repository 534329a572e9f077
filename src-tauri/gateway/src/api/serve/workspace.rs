//! stub
use std::sync::Arc;
use super::Caller;
use crate::api::contract::Request;
use crate::error::Problem;
use crate::gateway::Host;
pub(super) async fn list(_: &Arc<Host>, _: &Caller, _: crate::api::workspace::WorkspaceList) -> Result<<crate::api::workspace::WorkspaceList as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn read(_: &Arc<Host>, _: &Caller, _: crate::api::workspace::FileRead) -> Result<<crate::api::workspace::FileRead as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn write(_: &Arc<Host>, _: &Caller, _: crate::api::workspace::FileWrite) -> Result<<crate::api::workspace::FileWrite as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn history(_: &Arc<Host>, _: &Caller, _: crate::api::workspace::FileHistory) -> Result<<crate::api::workspace::FileHistory as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn diff(_: &Arc<Host>, _: &Caller, _: crate::api::workspace::FileDiff) -> Result<<crate::api::workspace::FileDiff as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
pub(super) async fn revert(_: &Arc<Host>, _: &Caller, _: crate::api::workspace::FileRevert) -> Result<<crate::api::workspace::FileRevert as Request>::Answer, Problem> { Err(Problem::new("gateway-needed")) }
