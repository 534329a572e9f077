//! `/new` and `/reset`: the conversation begins anew, in the lane, in order with the messages.
//!
//! Owns what is read from their words. What is saved, carried over and written is the lane's.

use super::answer::Reply;
use super::{Asked, InLane};
use crate::agent::{self, NewSession, Operation, OperationAnswer, opening_line, saves_by_hand};
use crate::command::{Invocation, leading_model};
use crate::delivery::InboxRow;
use crate::error::Problem;
use crate::gateway::Host;
use crate::session::Asker;

/// Puts the operation into its lane. What follows the model's name is the first message: the row
/// is answered by its turn.
pub(super) fn begin(
    host: &Host,
    row: &InboxRow,
    typed: &Invocation,
    cause: String,
) -> Result<InLane, Problem> {
    let lanes = host.live()?.lanes.clone();
    let (model, text) = leading_model(&typed.arguments, &host.models_meant(&row.key));
    let then = (!text.is_empty()).then(|| {
        let mut first = row.clone();
        first.message.text = text.to_owned();
        first
    });
    let asked = agent::Asked {
        asker: Asker::Command,
        save: !typed.bang && saves_by_hand(&host.parts, &row.key),
        sum_up: false,
        model,
        announce: then.is_some(),
    };
    let answered_by_turn = then.is_some();
    let operation = Operation::NewSession(NewSession::Asked(asked));
    let done = lanes.operate_then(&row.key, operation, cause, then);
    Ok(InLane {
        done: Box::pin(done),
        answered_by_turn,
    })
}

/// The line of a conversation that began anew.
pub(super) fn told(asked: &Asked, answer: OperationAnswer) -> Result<Reply, Problem> {
    match answer {
        OperationAnswer::NewSession(Some(renewed)) => {
            let words = &asked.host.parts.words;
            Ok(Reply::say(opening_line(
                words,
                asked.language,
                &renewed.mark,
            )))
        }
        _ => Err(Problem::new("operation-broken")),
    }
}
