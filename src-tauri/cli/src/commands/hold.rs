//! `cove pause` and `cove resume`.

use cove_gateway::api::cron::CronGet;
use cove_gateway::api::hold::{HoldClear, HoldSet};
use cove_gateway::api::status::StatusGet;
use cove_gateway::error::{Params, params};

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
    let mut told = named(&scope, home).await;
    match until {
        Some(until) => {
            told.insert("until".to_owned(), printer.time(until).into());
            printer.changed_with(&changed, "cli-paused-until", &told)
        }
        None => printer.changed_with(&changed, "cli-paused", &told),
    }
}

/// What a scope is, in the parameters of a sentence.
async fn named(scope: &str, home: &Home) -> Params {
    let (kind, mut about) = match scope.split_once(':') {
        Some((kind, about)) => (kind, about.to_owned()),
        None => (scope, String::new()),
    };
    if kind == "job"
        && let Ok(job) = home.ask(CronGet { id: about.clone() }).await
    {
        about = job.name;
    }
    params([
        ("kind", kind.into()),
        ("about", about.into()),
        ("name", scope.into()),
    ])
}

/// Ends a pause.
pub async fn resume(scope: String, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let clear = HoldClear {
        scope: scope.clone(),
    };
    let changed = home.change(clear).await?;
    let told = named(&scope, home).await;
    printer.changed_with(&changed, "cli-resumed", &told)
}
