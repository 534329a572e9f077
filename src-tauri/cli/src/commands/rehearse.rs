//! `cove rehearse`: what would happen by itself from now on.

use cove_gateway::api::rehearsal::{EstimatedCost, RehearseRun};
use cove_gateway::error::params;

use super::Home;
use crate::failure::Failure;
use crate::print::Printer;
use crate::print::money::{cell, phrase};

/// Asks and prints.
pub async fn run(hours: u32, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let hours = Some(hours);
    let found = home.ask(RehearseRun { hours }).await?;
    if printer.json {
        return printer.json(&found);
    }
    let told = params([
        ("count", found.runs.into()),
        ("zone", found.zone.as_str().into()),
    ]);
    printer.say("cli-rehearse", &told)?;
    let shown = |cost: &EstimatedCost| match cost.high > 0.0 {
        true => cell(cost),
        false => String::new(),
    };
    let rows = found.items.iter().map(|item| {
        let cost = item.cost.as_ref();
        let cost = cost.map_or_else(|| "?".to_owned(), shown);
        [printer.time(item.at), item.text.clone(), cost]
    });
    let rows = rows.collect();
    printer.table(["when", "what", "cost"], rows, "cli-rehearse-nothing")?;
    let told = params([
        ("cost", phrase(&found.cost, printer).into()),
        ("unpriced", found.unpriced.into()),
    ]);
    printer.say("cli-rehearse-cost", &told)
}
