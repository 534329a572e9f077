//! `cove context`: what the next message of a conversation carries along.

use cove_gateway::api::context::ContextLook;
use cove_gateway::context::{Depth, context_text};

use super::Home;
use crate::args::ContextArgs;
use crate::failure::Failure;
use crate::print::Printer;

/// Shows it.
pub async fn run(args: ContextArgs, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let look = ContextLook {
        key: args.key,
        agent_id: None,
    };
    let report = home.ask(look).await?;
    if printer.json {
        return printer.json(&report);
    }
    let depth = if args.detail {
        Depth::Detail
    } else {
        Depth::List
    };
    let text = context_text(&report, printer.catalogue(), printer.language, depth);
    printer.line(&text)
}
