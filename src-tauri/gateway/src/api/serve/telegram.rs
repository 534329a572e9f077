//! The bot behind a token.

use std::sync::Arc;

use super::Caller;
use crate::api::telegram::{TelegramCheck, TelegramChecked};
use crate::channel::bot_of;
use crate::error::Problem;
use crate::gateway::Host;

/// Asks Telegram whose token this is.
pub async fn check(
    host: &Arc<Host>,
    _: &Caller,
    request: TelegramCheck,
) -> Result<TelegramChecked, Problem> {
    let config = host.config().current();
    let api_root = config.channels.telegram.keys.api_root.0.clone();
    let clock = Arc::clone(&host.parts.clock);
    let name = bot_of(&api_root, request.token.into(), clock).await?;
    Ok(TelegramChecked { name })
}
