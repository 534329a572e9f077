//! Errors: a sentence and what to do next, or the object of docs/cli.md.
//!
//! Owns their one form. Never decides the exit code.

use std::io::Write;

use cove_gateway::api::ApiError;
use cove_gateway::error::Problem;
use serde_json::{Value, json};

use super::Printer;
use crate::failure::Failure;

/// The error as programs read it.
pub fn shape(error: &ApiError, printer: &Printer<'_>) -> Value {
    let hint = hint(error, printer);
    let mut shape = json!({"code": error.code, "message": error.message, "hint": hint});
    // Of a mistake in a record: where it stands.
    if let Some(field) = error.params.get("field") {
        shape["field"] = field.clone();
    }
    json!({"error": shape})
}

/// What to do next, for somebody at the command line. A code this build does not know keeps what
/// the gateway said.
fn hint(error: &ApiError, printer: &Printer<'_>) -> Option<String> {
    let problem = Problem::with(&error.code, error.params.clone());
    printer.hint(&problem).or_else(|| error.hint.clone())
}

/// The same error with the hint of the command line.
pub fn here(error: &ApiError, printer: &Printer<'_>) -> ApiError {
    ApiError {
        hint: hint(error, printer),
        ..error.clone()
    }
}

/// [`here`] for errors inside an answer.
pub fn all_here(errors: &[ApiError], printer: &Printer<'_>) -> Vec<ApiError> {
    errors.iter().map(|error| here(error, printer)).collect()
}

/// What went wrong and what to do next, as lines of the output.
pub fn lines(error: &ApiError, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let hint = hint(error, printer);
    printer.line(&error.message)?;
    hint.map_or(Ok(()), |hint| printer.line(&hint))
}

/// Prints a failure: JSON to the printer, else sentences to `stderr`.
pub fn print(failure: &Failure, printer: &mut Printer<'_>, stderr: &mut dyn Write) {
    let Failure::Told(error) = failure else {
        return;
    };
    // Where neither can be written there is nobody left to tell.
    if printer.json {
        let shape = shape(error, printer);
        let _ = printer.json(&shape);
        return;
    }
    let _ = writeln!(stderr, "{}", super::harmless(&error.message));
    if let Some(hint) = hint(error, printer) {
        let _ = writeln!(stderr, "{}", super::harmless(&hint));
    }
}
