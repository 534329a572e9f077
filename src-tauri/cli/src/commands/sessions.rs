//! `cove sessions`: conversations, how full they are, and making one shorter.

use cove_gateway::api::compaction::{ContextCompact, ContextCompactPreview};
use cove_gateway::api::sessions::SessionsList;
use cove_gateway::error::{Params, params};
use cove_gateway::words::short_count;

use super::Home;
use crate::args::{CompactArgs, SessionsArgs, SessionsCommand};
use crate::failure::Failure;
use crate::print::{self, Printer};

/// Lists them.
pub async fn run(
    args: SessionsArgs,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    if let Some(SessionsCommand::Compact(compact)) = args.command {
        return shorten(compact, home, printer).await;
    }
    let wanted = SessionsList {
        active_minutes: args.active,
        all: args.all,
    };
    let sessions = home.ask(wanted).await?.sessions;
    if printer.json {
        return printer.json(&print::named("sessions", &sessions));
    }
    if sessions.is_empty() {
        return printer.say("cli-no-sessions", &Params::new());
    }
    for row in &sessions {
        printer.line(&print::session::line(row))?;
    }
    Ok(())
}

async fn shorten(args: CompactArgs, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    if args.preview {
        let wanted = ContextCompactPreview {
            key: args.key,
            keep: args.keep,
        };
        let forecast = home.ask(wanted).await?;
        if printer.json {
            return printer.json(&forecast);
        }
        let told = params([
            ("summarised", forecast.summarised.into()),
            ("kept", forecast.kept.into()),
            ("before", short_count(forecast.before).into()),
            ("after", short_count(forecast.after).into()),
            ("notes", forecast.saves_notes.to_string().into()),
        ]);
        return printer.say("compact-forecast", &told);
    }
    let wanted = ContextCompact {
        key: args.key,
        instructions: args.instructions,
        keep: args.keep,
    };
    let result = home.change(wanted).await?;
    if printer.json {
        return printer.json(&result);
    }
    printer.line(&result.text)
}
