//! `/compact [instructions]` and `/compact keep N`, in the lane, in order with the messages.
//!
//! Owns nothing: the lane carries it out and the answer is its one line.

use super::{Asked, InLane, Reply};
use crate::agent::{Compact, Operation, OperationAnswer};
use crate::command::Invocation;
use crate::delivery::InboxRow;
use crate::error::Problem;
use crate::gateway::Host;

/// Puts the operation into its lane.
pub(super) fn begin(
    host: &Host,
    row: &InboxRow,
    typed: &Invocation,
    cause: String,
) -> Result<InLane, Problem> {
    let lanes = host.live()?.lanes.clone();
    let operation = Operation::Compact(Compact::typed(&typed.arguments));
    let done = lanes.operate_then(&row.key, operation, cause, None);
    Ok(InLane {
        done: Box::pin(done),
        answered_by_turn: false,
    })
}

/// What came of it.
pub(super) fn told(asked: &Asked, answer: OperationAnswer) -> Result<Reply, Problem> {
    let OperationAnswer::Compacted(done) = answer else {
        return Err(Problem::new("operation-broken"));
    };
    let line = done.line();
    Ok(Reply::say(asked.text(&line.code, &line.params)))
}
