//! The status for a person.
//!
//! Owns the order of its lines.

use cove_gateway::api::status::{NeedKind, Status};
use cove_gateway::error::params;

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
    for channel in &status.channels {
        printer.line(&channel.text)?;
    }
    for hold in &status.holds {
        printer.line(&hold.text)?;
    }
    for problem in &status.config_problems {
        printer.line(&problem.message)?;
    }
    if let Some(health) = &status.health {
        printer.line(&health.text)?;
    }
    for need in &status.needs {
        let text = params([("text", need.text.as_str().into())]);
        printer.say("cli-status-need", &text)?;
        if let Some(key) = way_on(need.kind) {
            let reference = need.reference.clone().unwrap_or_default();
            printer.say(key, &params([("reference", reference.into())]))?;
        }
    }
    let cost = params([("cost", dollars(status.cost_today).into())]);
    printer.say("cli-status-cost", &cost)
}

/// The sentence that names the command for what needs the person.
fn way_on(kind: NeedKind) -> Option<&'static str> {
    match kind {
        NeedKind::Pairing => Some("cli-need-pairing"),
        NeedKind::Undelivered => Some("cli-need-undelivered"),
        NeedKind::Config => Some("cli-need-config"),
        NeedKind::Secret => Some("cli-need-secret"),
        NeedKind::Channel | NeedKind::Home | NeedKind::Failed => None,
    }
}

/// Nano-dollars in dollars: cents, below one cent three decimals.
fn dollars(nano: i64) -> String {
    let whole = nano / 1_000_000_000;
    let rest = nano % 1_000_000_000;
    if nano == 0 || nano >= 10_000_000 {
        let cents = (rest + 5_000_000) / 10_000_000;
        return format!("${}.{:02}", whole + cents / 100, cents % 100);
    }
    format!("${whole}.{:03}", (rest + 500_000) / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::dollars;

    #[test]
    fn money_has_cents_and_below_one_three_decimals() {
        let check = |nano, expected| assert_eq!(dollars(nano), expected, "{nano}");
        check(0, "$0.00");
        check(2_400_000, "$0.002");
        check(250_000_000, "$0.25");
        check(1_999_000_000, "$2.00");
        check(12_340_000_000, "$12.34");
    }
}
