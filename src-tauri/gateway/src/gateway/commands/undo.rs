//! `/undo`: the newest change is taken back.
//!
//! Owns nothing: what an inverse does is known to the contract's handlers.

use super::{Asked, Reply};
use crate::error::{Problem, params};

/// Takes the newest change back and says which it was.
pub(super) async fn undo(asked: &Asked) -> Result<Reply, Problem> {
    let undo = asked.host.live()?.undo.get().cloned();
    let undo = undo.ok_or_else(|| Problem::new("gateway-needed"))?;
    let label = undo.newest(&asked.host).await?;
    let label = asked.text(&label.code, &label.params);
    let told = params([("label", label.into())]);
    Ok(Reply::say(asked.text("command-undone", &told)))
}
