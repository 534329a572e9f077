//! The book: a row for every model call, from the first day.
//!
//! Owns the table `ledger`. Ids are derived (`<turn>#<call>`), so a row written twice is one.

use rusqlite::{Connection, params};

use crate::clock::Ms;
use crate::model::Usage;
use crate::storage::StorageError;

/// How sure a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallState {
    /// Set aside before the call.
    Reserved,
    /// The provider's own count.
    Settled,
    /// The provider did not say (stopped, cut or killed).
    Estimated,
}

impl CallState {
    fn as_str(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Settled => "settled",
            Self::Estimated => "estimated",
        }
    }
}

/// A model call.
#[derive(Debug, Clone, PartialEq)]
pub struct CallRow {
    /// `<turn>#<call>`.
    pub id: String,
    /// When, ms.
    pub at: Ms,
    /// Who caused it: chat, heartbeat, a job's id, flush, compaction.
    pub cause: String,
    /// The agent.
    pub agent: String,
    /// The session id.
    pub session_id: String,
    /// `provider/model`.
    pub model: String,
    /// The price then, as JSON; `None` = unknown.
    pub price: Option<String>,
    /// Tokens.
    pub usage: Usage,
    /// Nano-dollars; `None` = the price is unknown.
    pub cost: Option<i64>,
    /// How sure.
    pub state: CallState,
}

/// Writes a row; a later, surer one replaces it.
pub fn put_call(connection: &Connection, row: &CallRow) -> Result<(), StorageError> {
    let count = |tokens: u64| i64::try_from(tokens).unwrap_or(i64::MAX);
    connection
        .prepare_cached(
            "INSERT INTO ledger(id, at, cause, agent, session_id, model, price, input, cache_read, cache_write, output, cost, state)
             VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)
             ON CONFLICT(id) DO UPDATE SET input=?8, cache_read=?9, cache_write=?10, output=?11, cost=?12, state=?13
             WHERE ledger.state <> 'settled'",
        )?
        .execute(params![
            row.id,
            row.at,
            row.cause,
            row.agent,
            row.session_id,
            row.model,
            row.price,
            count(row.usage.input),
            count(row.usage.cache_read),
            count(row.usage.cache_write),
            count(row.usage.output),
            row.cost,
            row.state.as_str(),
        ])?;
    Ok(())
}

/// What was spent since, nano-dollars.
pub fn cost_since(connection: &Connection, since: Ms) -> Result<i64, StorageError> {
    Ok(connection
        .prepare_cached("SELECT coalesce(sum(cost), 0) FROM ledger WHERE at >= ?1")?
        .query_row([since], |row| row.get(0))?)
}

/// What a conversation has spent, nano-dollars.
pub fn cost_of_session(connection: &Connection, session_id: &str) -> Result<i64, StorageError> {
    Ok(connection
        .prepare_cached("SELECT coalesce(sum(cost), 0) FROM ledger WHERE session_id = ?1")?
        .query_row([session_id], |row| row.get(0))?)
}

/// When the day of `now` began in a zone (an IANA name), ms. Where midnight does not exist, the
/// day begins at the first moment that does.
pub fn start_of_day(now: Ms, zone: &str) -> Ms {
    use chrono::{Duration, TimeZone};
    let zone: chrono_tz::Tz = zone.parse().unwrap_or(chrono_tz::UTC);
    let midnight = crate::clock::utc(now)
        .with_timezone(&zone)
        .date_naive()
        .and_time(chrono::NaiveTime::MIN);
    (0..=180)
        .find_map(|minutes| {
            zone.from_local_datetime(&(midnight + Duration::minutes(minutes)))
                .earliest()
        })
        .map_or(now, |start| start.timestamp_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_local_midnight_or_right_after_the_gap() {
        // 2026-11-21T09:47:33Z is 10:47 in Stockholm.
        assert_eq!(
            start_of_day(1_795_254_453_000, "Europe/Stockholm"),
            1_795_215_600_000
        );
        // Midnight of 2026-09-06 does not exist in Santiago; the day begins at 01:00 local, 04:00 UTC.
        assert_eq!(
            start_of_day(1_788_696_000_000, "America/Santiago"),
            1_788_667_200_000
        );
    }
}
