//! `/undo`: the newest change of this conversation, or of the home, is taken back.
//!
//! Owns nothing: what an inverse does is known to the contract's handlers.

use super::{Asked, Reply};
use crate::error::{Problem, params};

/// Takes the newest change back and says which it was.
pub(super) async fn undo(asked: &Asked) -> Result<Reply, Problem> {
    let front = &asked.host.live()?.front;
    let (key, cause) = (&asked.row.key, asked.cause());
    let label = front.take_back(&asked.host, key, &cause).await?;
    let label = asked.text(&label.code, &label.params);
    let told = params([("label", label.into())]);
    Ok(Reply::say(asked.text("command-undone", &told)))
}
