//! `cove deliveries`, `cove resend`, `cove dismiss`.

use cove_gateway::api::delivery::{DeliveryDismiss, DeliveryList, DeliveryResend};

use super::Home;
use crate::failure::Failure;
use crate::print::{self, Printer};

/// Lists messages that may not have arrived.
pub async fn list(all: bool, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let found = home.ask(DeliveryList { all }).await?;
    if printer.json {
        return printer.json(&found);
    }
    print::lists::deliveries(&found.deliveries, printer)
}

/// Sends one again.
pub async fn resend(id: String, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let resend = DeliveryResend { id: id.clone() };
    printer.changed(&home.change(resend).await?, "cli-resent", &id)
}

/// Leaves one as it is.
pub async fn dismiss(id: String, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let dismiss = DeliveryDismiss { id: id.clone() };
    printer.changed(&home.change(dismiss).await?, "cli-dismissed", &id)
}
