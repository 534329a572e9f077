//! A conversation in one line, as the field prints it; its messages; what was found in it.
//!
//! Owns the form `agent:main:main  154k/200k (77%)  resets tonight at 04:00`.

use cove_gateway::api::chat::{ChatMessage, Speaker};
use cove_gateway::api::sessions::SessionRow;
use cove_gateway::api::transcripts::SearchHit;
use cove_gateway::words::short_count;

use super::Printer;
use crate::failure::Failure;

/// A message: when and who, then the text and why there is none.
pub fn message(message: &ChatMessage, printer: &mut Printer<'_>) -> Result<(), Failure> {
    if printer.json {
        return printer.json(message);
    }
    let who = match message.speaker {
        Speaker::Person => "cli-author-person",
        Speaker::Agent => "cli-author-agent",
        Speaker::Note => "cli-author-cove",
    };
    let (at, who) = (printer.time(message.at), printer.word(who));
    printer.line(&format!("{at}  {who}"))?;
    for tool in &message.tools {
        printer.line(&format!("· {}", tool.text))?;
    }
    if !message.text.is_empty() {
        printer.line(&message.text)?;
    }
    if let Some(problem) = &message.problem {
        printer.line(&problem.message)?;
    }
    printer.line("")
}

/// What was found: when, where, and the words around it.
pub fn hit(hit: &SearchHit, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let place = hit.session_key.as_ref().unwrap_or(&hit.session_id);
    let at = printer.time(hit.at);
    printer.line(&format!("{at}  {place}"))?;
    printer.line(&format!("  {}{}{}", hit.before, hit.found, hit.after))
}

/// The line; `≈` where the size is an estimate.
pub fn line(row: &SessionRow) -> String {
    let about = if row.total_tokens_fresh { "" } else { "≈" };
    let next = match &row.next_reset {
        Some(next) => format!("  {next}"),
        None => String::new(),
    };
    format!(
        "{}  {about}{}/{} ({}%){next}",
        row.key,
        short_count(row.total_tokens),
        short_count(row.context_tokens),
        row.percent_used
    )
}
