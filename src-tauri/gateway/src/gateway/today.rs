//! *Go on today*: the allowance is extended, and what a talk asked about is answered.
//!
//! Owns that both are one transaction. How much may be spent is the ledger's.

use super::host::Host;
use crate::agent::ASKS;
use crate::clock::Ms;
use crate::delivery::{InboxRow, reopen_failed};
use crate::event::{Fact, Subject};
use crate::ledger::{Level, Terms, extend, extra_today, spent};
use crate::storage::{StorageError, Tx};

/// What today is given where the settings name no allowance of a day, nano-dollars.
pub const USUAL: i64 = 1_000_000_000;
/// Messages older than this are not answered by it, ms.
const WAITS: Ms = 24 * 3_600_000;

/// A day's allowance once more, nano-dollars.
pub fn usual(terms: &Terms) -> i64 {
    terms.limits.day.filter(|day| *day > 0).unwrap_or(USUAL)
}

/// Gives today more. Answers the messages that can be answered now; see [`taken_up`].
///
/// # Errors
/// When the tables can't be written.
pub fn go_on(
    tx: &Tx<'_>,
    id: &str,
    amount: i64,
    terms: &Terms,
) -> Result<Vec<InboxRow>, StorageError> {
    extend(tx, id, amount, terms)?;
    reopen_failed(tx, ASKS, terms.now - WAITS)
}

/// Whether there is nothing left of today or of the month.
///
/// # Errors
/// When the tables can't be read.
pub fn is_used_up(connection: &rusqlite::Connection, terms: &Terms) -> Result<bool, StorageError> {
    let limits = terms.limits.with_extra(extra_today(connection, terms)?);
    let levels = limits.levels(spent(connection, terms)?);
    Ok(levels.iter().any(|(_, _, level)| *level == Level::Used))
}

/// Hands the messages to their lanes and tells of it, once [`go_on`] is durable.
pub fn taken_up(host: &Host, rows: Vec<InboxRow>) {
    for row in &rows {
        host.events().publish(Fact::Waiting {
            session_key: row.key.to_string(),
            inbox_id: row.message.id.clone(),
            text: row.message.text.clone(),
            instead_of: row.message.instead_of.clone(),
            channel: row.message.route.channel.as_str().to_owned(),
            at: row.received_at,
        });
    }
    if let Some(live) = &host.live {
        live.lanes.wait_in_together(rows);
    }
    // Check-ins that were left out are thought of at once.
    for subject in [Subject::Heartbeat, Subject::Activity, Subject::Status] {
        host.events().changed(subject, None);
    }
}
