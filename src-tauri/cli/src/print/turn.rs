//! What became of a message.
//!
//! Owns the reply's shape for programs.

use cove_gateway::api::ApiError;
use cove_gateway::api::chat::{TurnOutcome, TurnResult};
use cove_gateway::error::Params;
use cove_gateway::model::Usage;
use serde::Serialize;

use super::Printer;
use crate::failure::{ERROR, Failure};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reply<'a> {
    reply: &'a str,
    session_key: &'a str,
    session_id: &'a str,
    usage: &'a Usage,
    outcome: TurnOutcome,
    problem: Option<&'a ApiError>,
}

/// Prints a reply; the exit code says whether there was one.
pub fn print(result: &TurnResult, printer: &mut Printer<'_>) -> Result<u8, Failure> {
    let answered = matches!(result.outcome, TurnOutcome::Done | TurnOutcome::Quiet);
    let code = if answered { 0 } else { ERROR };
    if printer.json {
        let problem = result.problem.as_ref();
        let problem = problem.map(|problem| super::error::here(problem, printer));
        printer.json(&Reply {
            reply: &result.reply,
            session_key: &result.session_key,
            session_id: &result.session_id,
            usage: &result.usage,
            outcome: result.outcome,
            problem: problem.as_ref(),
        })?;
        return Ok(code);
    }
    // The reply of a failed turn is its problem in words, which is told below.
    if !result.reply.is_empty() && result.outcome != TurnOutcome::Failed {
        printer.line(&result.reply)?;
    }
    match (&result.problem, result.outcome) {
        (Some(problem), _) if !answered => Err(Failure::Told(problem.clone())),
        (None, TurnOutcome::Stopped) => {
            printer.say("cli-stopped", &Params::new())?;
            Ok(code)
        }
        _ => Ok(code),
    }
}
