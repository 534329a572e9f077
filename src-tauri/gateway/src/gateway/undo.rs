//! Takes a change back.
use std::sync::Arc;
use super::host::Host;
use crate::error::Problem;
/// stub
pub async fn take_back(_host: &Arc<Host>, _id: Option<String>) -> Result<Problem, Problem> { Err(Problem::new("undo-nothing")) }
