//! The book: a row for every model call, from the first day.
//!
//! Owns the table `ledger`. Ids are derived (`<turn>#<call>`), so a row written twice is one.

use rusqlite::{Connection, params};

use super::cause::Cause;
use super::price::cost;
use crate::clock::Ms;
use crate::model::{ModelRef, Price, Usage};
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

/// A model call, before anybody knows what it costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// `<turn>#<call>`.
    pub id: String,
    /// When, ms.
    pub at: Ms,
    /// Who caused it.
    pub cause: Cause,
    /// The agent.
    pub agent: String,
    /// The session id.
    pub session_id: String,
}

impl Call {
    /// Its row before it is made, with the most it can cost, nano-dollars; `None` = the price is
    /// unknown.
    pub fn reserved(self, model: &ModelRef, most: Option<i64>) -> CallRow {
        CallRow {
            cost: most,
            ..self.ended(model, None, Usage::default(), CallState::Reserved)
        }
    }

    /// Its row once it has ended, at the price its model has now. Without a token it cost nothing,
    /// whatever the price.
    pub fn ended(
        self,
        model: &ModelRef,
        price: Option<&Price>,
        usage: Usage,
        state: CallState,
    ) -> CallRow {
        CallRow {
            id: self.id,
            at: self.at,
            cause: self.cause,
            agent: self.agent,
            session_id: self.session_id,
            model: model.to_string(),
            price: price.and_then(|price| serde_json::to_string(price).ok()),
            usage,
            cost: price
                .map(|price| cost(price, &usage))
                .or((usage.total() == 0).then_some(0)),
            state,
        }
    }
}

/// A model call in the book.
#[derive(Debug, Clone, PartialEq)]
pub struct CallRow {
    /// `<turn>#<call>`.
    pub id: String,
    /// When, ms.
    pub at: Ms,
    /// Who caused it.
    pub cause: Cause,
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

/// Writes a row; a later, surer one replaces it. Whether it counts against the allowance stays as
/// it was reserved.
pub fn put_call(connection: &Connection, row: &CallRow) -> Result<(), StorageError> {
    write(connection, row, false)
}

/// How many calls of a turn are in the book, those set aside too.
pub fn calls_of_turn(connection: &Connection, turn: &str) -> Result<usize, StorageError> {
    // From `#` to the character behind it: every call of the turn, and no other's.
    let count: i64 = connection
        .prepare_cached("SELECT count(*) FROM ledger WHERE id > ?1 || '#' AND id < ?1 || '$'")?
        .query_row([turn], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// The model that a turn asked last and the tokens of all its calls; `None` where it made none.
pub fn usage_of_turn(
    connection: &Connection,
    turn: &str,
) -> Result<Option<(String, Usage)>, StorageError> {
    // From `#` to the character behind it: every call of the turn, and no other's.
    let mut select = connection.prepare_cached(
        "SELECT model, input, cache_read, cache_write, output FROM ledger
         WHERE id > ?1 || '#' AND id < ?1 || '$' ORDER BY at, id",
    )?;
    let rows = select.query_map([turn], |row| {
        let tokens = |column: usize| {
            let held: i64 = row.get(column)?;
            Ok::<_, rusqlite::Error>(u64::try_from(held).unwrap_or(0))
        };
        let usage = Usage {
            input: tokens(1)?,
            cache_read: tokens(2)?,
            cache_write: tokens(3)?,
            output: tokens(4)?,
        };
        Ok((row.get::<_, String>(0)?, usage))
    })?;
    let mut all: Option<(String, Usage)> = None;
    for row in rows {
        let (model, usage) = row?;
        let mut sum = all.map_or_else(Usage::default, |(_, sum)| sum);
        sum.add(&usage);
        all = Some((model, sum));
    }
    Ok(all)
}

/// Writes a row; `by_itself` holds for a new one only.
pub(super) fn write(
    connection: &Connection,
    row: &CallRow,
    by_itself: bool,
) -> Result<(), StorageError> {
    let count = |tokens: u64| i64::try_from(tokens).unwrap_or(i64::MAX);
    connection
        .prepare_cached(
            "INSERT INTO ledger(id, at, cause, agent, session_id, model, price, input, cache_read, cache_write, output, cost, state, job_id, by_itself)
             VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15)
             ON CONFLICT(id) DO UPDATE SET model=?6, price=?7, input=?8, cache_read=?9, cache_write=?10, output=?11, cost=?12, state=?13
             WHERE ledger.state <> 'settled'",
        )?
        .execute(params![
            row.id,
            row.at,
            row.cause.as_str(),
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
            row.cause.job(),
            by_itself,
        ])?;
    Ok(())
}

/// What was spent since, nano-dollars.
pub fn cost_since(connection: &Connection, since: Ms) -> Result<i64, StorageError> {
    Ok(connection
        .prepare_cached(
            "SELECT coalesce(sum(cost), 0) FROM ledger WHERE at >= ?1 AND state <> 'reserved'",
        )?
        .query_row([since], |row| row.get(0))?)
}

/// What a turn has cost, nano-dollars; `None` = it asked no model, or none whose price is known.
pub fn cost_of_turn(connection: &Connection, turn: &str) -> Result<Option<i64>, StorageError> {
    // The calls of a turn are `<turn>#…`; `$` comes right after `#`.
    Ok(connection
        .prepare_cached(
            "SELECT sum(cost) FROM ledger WHERE id >= ?1 || '#' AND id < ?1 || '$' AND state <> 'reserved'",
        )?
        .query_row([turn], |row| row.get(0))?)
}

/// What a conversation has spent, nano-dollars.
pub fn cost_of_session(connection: &Connection, session_id: &str) -> Result<i64, StorageError> {
    Ok(connection
        .prepare_cached(
            "SELECT coalesce(sum(cost), 0) FROM ledger WHERE session_id = ?1 AND state <> 'reserved'",
        )?
        .query_row([session_id], |row| row.get(0))?)
}
