//! `cove sessions`: conversations and how full they are.

use cove_gateway::api::sessions::SessionsList;
use cove_gateway::error::Params;

use super::Home;
use crate::args::SessionsArgs;
use crate::failure::Failure;
use crate::print::{self, Printer};

/// Lists them.
pub async fn run(
    args: SessionsArgs,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
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
