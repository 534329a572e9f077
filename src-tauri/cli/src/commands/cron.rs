//! `cove cron`: jobs and their schedules.

use cove_gateway::api::cron::{CronPreview, CronPreviewed, CronWarning};
use cove_gateway::api::cron_test::CronTest;
use cove_gateway::clock::{local_minute, utc};
use serde::Serialize;

use super::Home;
use crate::args::{CronCommand, PreviewArgs};
use crate::failure::Failure;
use crate::print::Printer;

/// Runs a command of jobs.
pub async fn run(
    command: CronCommand,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    match command {
        CronCommand::Preview(args) => preview(args, home, printer).await,
        CronCommand::Test { id } => test(id, home, printer).await,
    }
}

async fn test(id: String, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let test = CronTest { id: id.clone() };
    printer.changed(&home.change(test).await?, "cli-cron-test-sent", &id)
}

/// The preview as programs read it.
#[derive(Serialize)]
struct Printed {
    runs: Vec<String>,
    description: String,
    zone: String,
    warnings: Vec<CronWarning>,
}

async fn preview(args: PreviewArgs, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let rhythm = args.rhythm;
    let wanted = CronPreview {
        cron: rhythm.cron,
        every: rhythm.every,
        at: rhythm.at,
        rrule: rhythm.rrule,
        tz: args.tz,
        from: args.from,
        count: args.count,
    };
    let CronPreviewed {
        runs,
        zone,
        description,
        warnings,
    } = home.ask(wanted).await?;
    if printer.json {
        let iso = |at: &i64| utc(*at).to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
        return printer.json(&Printed {
            runs: runs.iter().map(iso).collect(),
            description,
            zone,
            warnings,
        });
    }
    printer.line(&description)?;
    for at in &runs {
        printer.line(&format!("  {}", local_minute(*at, &zone)))?;
    }
    if runs.is_empty() && warnings.is_empty() {
        printer.line(&printer.word("cli-cron-no-runs"))?;
    }
    for warning in warnings {
        printer.line(&warning.text)?;
    }
    Ok(())
}
