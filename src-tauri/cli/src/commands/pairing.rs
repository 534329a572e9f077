//! `cove pairing`: who may write to the agent.

use cove_gateway::api::pairing::{PairingApprove, PairingList, PairingReject, PairingRemove};

use super::Home;
use crate::args::PairingCommand;
use crate::failure::Failure;
use crate::print::{self, Printer};

/// Lists, lets in, turns down or removes.
pub async fn run(
    command: PairingCommand,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    match command {
        PairingCommand::List => {
            let pairings = home.ask(PairingList {}).await?;
            if printer.json {
                return printer.json(&pairings);
            }
            print::lists::pairings(&pairings, printer)
        }
        PairingCommand::Approve { channel, code } => {
            let approve = PairingApprove {
                channel,
                code: code.clone(),
            };
            printer.changed(&home.change(approve).await?, "cli-pairing-approved", &code)
        }
        PairingCommand::Reject { channel, code } => {
            let reject = PairingReject {
                channel,
                code: code.clone(),
            };
            printer.changed(&home.change(reject).await?, "cli-pairing-rejected", &code)
        }
        PairingCommand::Remove {
            channel,
            id,
            account,
        } => {
            let remove = PairingRemove {
                channel,
                account,
                id: id.clone(),
            };
            printer.changed(&home.change(remove).await?, "cli-pairing-removed", &id)
        }
    }
}
