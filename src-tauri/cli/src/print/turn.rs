//! What became of a message.
//!
//! Owns the reply's shape for programs.

use cove_gateway::api::ApiError;
use cove_gateway::api::chat::{ChatSent, TurnOutcome, TurnResult};
use cove_gateway::error::Params;
use cove_gateway::model::Usage;
use serde::Serialize;
use serde_json::json;

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

/// What keeps a message waiting, for standard error: a line, or an event for programs.
pub fn waits(sent: &ChatSent, printer: &Printer<'_>) -> Option<String> {
    let error = super::error::here(sent.waits.as_ref()?, printer);
    if printer.json {
        let event = json!({"event": "waiting", "inboxId": sent.inbox_id, "code": error.code,
            "message": error.message, "hint": error.hint});
        return Some(event.to_string());
    }
    let line = match &error.hint {
        Some(hint) => format!("{} {hint}", error.message),
        None => error.message,
    };
    Some(super::harmless(&line))
}

/// The line of usage under a reply, where the conversation has one.
pub fn usage(result: &TurnResult, printer: &mut Printer<'_>) -> Result<(), Failure> {
    match &result.usage_line {
        Some(line) => printer.line(&format!("\n{line}")),
        None => Ok(()),
    }
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
    usage(result, printer)?;
    match (&result.problem, result.outcome) {
        (Some(problem), _) if !answered => Err(Failure::Told(problem.clone())),
        (None, TurnOutcome::Stopped) => {
            printer.say("cli-stopped", &Params::new())?;
            Ok(code)
        }
        _ => Ok(code),
    }
}
