//! `/compact [instructions]` and `/compact keep N`.
//!
//! Owns nothing: the lane carries it out and the answer is its one line.

use super::{Asked, Reply};
use crate::agent::{Compact, Operation, OperationAnswer};
use crate::error::Problem;

/// Shortens this conversation, behind what waits in its lane.
pub(super) async fn compact(asked: &Asked) -> Result<Reply, Problem> {
    let operation = Operation::Compact(Compact::typed(&asked.typed.arguments));
    let lanes = &asked.host.live()?.lanes;
    let done = lanes
        .operate(&asked.row.key, operation, asked.cause())
        .await?;
    let OperationAnswer::Compacted(done) = done else {
        return Err(Problem::new("operation-broken"));
    };
    let line = done.line();
    Ok(Reply::say(asked.text(&line.code, &line.params)))
}
