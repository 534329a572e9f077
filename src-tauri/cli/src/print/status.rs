//! The status for a person.
//!
//! Owns the order of its lines.

use cove_gateway::api::status::{Need, NeedKind, Status};
use cove_gateway::error::{Params, Problem, params};
use cove_gateway::words::dollars;

use super::Printer;
use crate::failure::Failure;

/// Prints the status.
pub fn print(status: &Status, printer: &mut Printer<'_>) -> Result<(), Failure> {
    if printer.json {
        return printer.json(&Status {
            config_problems: super::error::all_here(&status.config_problems, printer),
            ..status.clone()
        });
    }
    printer.line(&status.sentence)?;
    if status.gateway.is_none()
        && let Some(hint) = printer.hint(&Problem::new("gateway-needed"))
    {
        printer.line(&hint)?;
    }
    let model = params([
        ("label", status.model.label.as_str().into()),
        ("id", status.model.id.as_str().into()),
    ]);
    printer.say("cli-status-model", &model)?;
    if status.working + status.waiting > 0 {
        let counts = params([
            ("working", status.working.into()),
            ("waiting", status.waiting.into()),
        ]);
        printer.say("cli-status-work", &counts)?;
    }
    printer.line(&status.heartbeat.text)?;
    for channel in &status.channels {
        printer.line(&channel.text)?;
    }
    for hold in &status.holds {
        printer.line(&hold.text)?;
    }
    // The first is told again below, with the way on.
    let told = |message: &str| status.needs.iter().any(|need| need.text.contains(message));
    for problem in &status.config_problems {
        if told(&problem.message) {
            continue;
        }
        printer.line(&problem.message)?;
    }
    if let Some(health) = &status.health {
        printer.line(&health.text)?;
    }
    for need in &status.needs {
        let text = params([("text", need.text.as_str().into())]);
        printer.say("cli-status-need", &text)?;
        if need.id == "health" {
            printer.say("cli-need-health", &Params::new())?;
        } else if let Some(key) = way_on(need) {
            let whole = need.reference.clone().unwrap_or_default();
            // Of a group the settings name its id alone.
            let reference = match need.kind {
                NeedKind::Group => whole.rsplit(':').next().unwrap_or_default().to_owned(),
                _ => whole,
            };
            printer.say(key, &params([("reference", reference.into())]))?;
        }
    }
    if let Some(next) = &status.next_job {
        let told = params([
            ("name", next.name.as_str().into()),
            ("at", printer.time(next.at).into()),
        ]);
        printer.say("cli-status-job", &told)?;
    }
    let cost = params([("cost", dollars(status.cost_today).into())]);
    printer.say("cli-status-cost", &cost)
}

/// The sentence that names the command for what needs the person.
fn way_on(need: &Need) -> Option<&'static str> {
    let of_job = || match need.id.split(':').next() {
        Some("job-untested") => "cli-need-job-untested",
        Some("job-held") => "cli-need-job-held",
        Some("job-unsendable") => "cli-need-job-unsendable",
        _ => "cli-need-job",
    };
    match need.kind {
        NeedKind::Pairing => Some("cli-need-pairing"),
        NeedKind::Undelivered => Some("cli-need-undelivered"),
        NeedKind::Config => Some("cli-need-config"),
        NeedKind::Secret => Some("cli-need-secret"),
        NeedKind::Job => Some(of_job()),
        NeedKind::Allowance => Some("cli-need-allowance"),
        NeedKind::Interrupted => Some("cli-need-interrupted"),
        NeedKind::Price => Some("cli-need-price"),
        NeedKind::Group => Some("cli-need-group"),
        NeedKind::Channel | NeedKind::Home | NeedKind::Failed | NeedKind::GroupLost => None,
    }
}
