//! Errors: a sentence and what to do next, or the object of docs/cli.md.
//!
//! Owns their one form. Never decides the exit code.

use std::io::Write;

use cove_gateway::api::ApiError;
use serde_json::{Value, json};

use super::Printer;
use crate::failure::Failure;

/// The error as programs read it.
pub fn shape(error: &ApiError) -> Value {
    json!({"error": {"code": error.code, "message": error.message, "hint": error.hint}})
}

/// Prints a failure: JSON to the printer, else sentences to `stderr`.
pub fn print(failure: &Failure, printer: &mut Printer<'_>, stderr: &mut dyn Write) {
    let Failure::Told(error) = failure else {
        return;
    };
    // Where neither can be written there is nobody left to tell.
    if printer.json {
        let _ = printer.json(&shape(error));
        return;
    }
    let _ = writeln!(stderr, "{}", super::harmless(&error.message));
    if let Some(hint) = &error.hint {
        let _ = writeln!(stderr, "{}", super::harmless(hint));
    }
}
