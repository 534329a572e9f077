//! `cove pause` and `cove resume`.

use cove_gateway::api::hold::{HoldClear, HoldSet};
use cove_gateway::api::status::StatusGet;
use cove_gateway::error::params;

use super::Home;
use crate::args::PauseArgs;
use crate::failure::Failure;
use crate::print::Printer;

/// Pauses; a span counts from the home's own clock.
pub async fn pause(args: PauseArgs, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let until = match args.span {
        Some(span) => {
            let ms = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
            Some(home.ask(StatusGet {}).await?.now.saturating_add(ms))
        }
        None => None,
    };
    let scope = args.scope;
    let hold = HoldSet {
        scope: scope.clone(),
        until,
        lasts: None,
    };
    let changed = home.change(hold).await?;
    match until {
        Some(until) => {
            let told = params([
                ("name", scope.into()),
                ("until", printer.time(until).into()),
            ]);
            printer.changed_with(&changed, "cli-paused-until", &told)
        }
        None => printer.changed(&changed, "cli-paused", &scope),
    }
}

/// Ends a pause.
pub async fn resume(scope: String, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let clear = HoldClear {
        scope: scope.clone(),
    };
    printer.changed(&home.change(clear).await?, "cli-resumed", &scope)
}
