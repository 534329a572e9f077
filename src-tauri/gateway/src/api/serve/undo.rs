//! Taking changes back.

use std::sync::Arc;

use super::Caller;
use super::change::unchanged;
use crate::api::activity::UndoRun;
use crate::api::contract::Changed;
use crate::error::Problem;
use crate::gateway::{Host, take_back};

/// Takes a change back.
pub async fn run(host: &Arc<Host>, _: &Caller, request: UndoRun) -> Result<Changed, Problem> {
    take_back(host, request.id).await?;
    // Taking back is not itself taken back: a bare `/undo` goes on to the change before.
    Ok(unchanged())
}
