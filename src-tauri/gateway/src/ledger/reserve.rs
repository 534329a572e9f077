//! The allowance in the tables: set aside before a call, settled after it.
//!
//! Owns `allowance_extra` and `unpriced_models`, and that a reservation is written in the
//! transaction that reads the sum. So calls at the same time pass a limit by one call at most: each
//! sees the dearest cost of those before it.

use rusqlite::{Connection, OptionalExtension, params};

use super::allowance::{Admission, Level, Limits, Period, Spent, Who, admit};
use super::book::{CallRow, CallState, write};
use super::period::{start_of_day, start_of_month};
use super::price::cost;
use crate::activity::{Kind, Record, is_recorded, record};
use crate::clock::Ms;
use crate::error::Problem;
use crate::model::{Price, Usage};
use crate::storage::{StorageError, Tx};
use crate::words::dollars;

/// A question about a price is shown so long, ms.
const ASKED: Ms = 30 * 24 * 3_600_000;

/// What holds when a call is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// As the settings say.
    pub limits: Limits,
    /// Now, ms.
    pub now: Ms,
    /// The computer's zone.
    pub zone: String,
}

/// The most a call can cost, nano-dollars: nothing comes from the cache, all is written to it where
/// that is dearer, and the answer is as long as it may be.
pub fn dearest(price: &Price, prompt: u64, most_output: u64) -> i64 {
    let plain = Usage {
        input: prompt,
        output: most_output,
        ..Usage::default()
    };
    let written = Usage {
        input: 0,
        cache_write: prompt,
        ..plain
    };
    cost(price, &plain).max(cost(price, &written))
}

/// What was spent or set aside by what runs by itself.
pub fn spent(connection: &Connection, terms: &Terms) -> Result<Spent, StorageError> {
    let day = start_of_day(terms.now, &terms.zone);
    let month = start_of_month(terms.now, &terms.zone);
    Ok(connection
        .prepare_cached(
            "SELECT coalesce(sum(CASE WHEN at >= ?1 THEN cost END), 0), coalesce(sum(cost), 0)
             FROM ledger WHERE by_itself = 1 AND at >= ?2",
        )?
        .query_row([day, month], |row| {
            Ok(Spent {
                day: row.get(0)?,
                month: row.get(1)?,
            })
        })?)
}

/// What today was given on top, nano-dollars.
pub fn extra_today(connection: &Connection, terms: &Terms) -> Result<i64, StorageError> {
    Ok(connection
        .prepare_cached("SELECT coalesce(sum(amount), 0) FROM allowance_extra WHERE day = ?1")?
        .query_row([start_of_day(terms.now, &terms.zone)], |row| row.get(0))?)
}

/// Sets aside what a call of what runs by itself can cost at most (`row.cost`), or says why the
/// call must not be made. Asked again with the same id it is set aside once.
pub fn reserve(
    tx: &Tx<'_>,
    row: &CallRow,
    terms: &Terms,
) -> Result<Result<(), Problem>, StorageError> {
    let limits = terms.limits.with_extra(extra_today(tx, terms)?);
    let unknown = row.cost.is_none() && !is_accepted(tx, &row.model)?;
    let model = unknown.then_some(row.model.as_str());
    match admit(&limits, spent(tx, terms)?, Who::Itself, model) {
        Admission::Go => {
            let reserved = CallRow {
                state: CallState::Reserved,
                ..row.clone()
            };
            write(tx, &reserved, true)?;
            Ok(Ok(()))
        }
        Admission::Ask(problem) | Admission::Refuse(problem) => Ok(Err(problem)),
    }
}

/// A limit that is nearly or wholly used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Names it; an extension is another limit.
    pub id: String,
    /// Of which period.
    pub period: Period,
    /// Nano-dollars.
    pub limit: i64,
    /// How much of it is used.
    pub level: Level,
}

/// Puts what a call did cost in the place of what was set aside, and notes once where a limit is
/// nearly or wholly used. Answers the limits that were noted now.
pub fn settle(tx: &Tx<'_>, row: &CallRow, terms: &Terms) -> Result<Vec<Mark>, StorageError> {
    write(tx, row, true)?;
    let mut marks = Vec::new();
    let limits = terms.limits.with_extra(extra_today(tx, terms)?);
    for (period, limit, level) in limits.levels(spent(tx, terms)?) {
        let outcome = match level {
            Level::Free => continue,
            Level::Near => "near",
            Level::Used => "used",
        };
        let begun = match period {
            Period::Day => start_of_day(terms.now, &terms.zone),
            Period::Month => start_of_month(terms.now, &terms.zone),
        };
        // An extension is another limit: it has its own notice.
        let id = format!("allowance:{}:{begun}:{limit}:{outcome}", period.as_str());
        if is_recorded(tx, &id)? {
            continue;
        }
        let told = Record::new(id.clone(), terms.now, Kind::Allowance, outcome)
            .with("period", period.as_str())
            .with("limit", dollars(limit));
        record(tx, &told)?;
        marks.push(Mark {
            id,
            period,
            limit,
            level,
        });
    }
    Ok(marks)
}

/// Models without a known price that the person was asked about in the last 30 days and has not
/// let run.
pub fn prices_asked(connection: &Connection, now: Ms) -> Result<Vec<String>, StorageError> {
    let mut select = connection.prepare_cached(
        "SELECT ref FROM activity WHERE kind = 'allowance' AND outcome = 'asked' AND at > ?1
         AND ref NOT IN (SELECT model FROM unpriced_models) ORDER BY at",
    )?;
    let rows = select.query_map([now - ASKED], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Gives back what was set aside for a call that was never made.
pub fn release(tx: &Tx<'_>, id: &str) -> Result<(), StorageError> {
    tx.execute(
        "DELETE FROM ledger WHERE id = ?1 AND state = 'reserved'",
        [id],
    )?;
    Ok(())
}

/// What is still set aside after a kill may have been spent: it stays, as an estimate. Answers how
/// many there were.
pub fn keep_reserved(tx: &Tx<'_>) -> Result<usize, StorageError> {
    Ok(tx.execute(
        "UPDATE ledger SET state = 'estimated' WHERE state = 'reserved'",
        [],
    )?)
}

/// Gives today more, nano-dollars.
pub fn extend(tx: &Tx<'_>, id: &str, amount: i64, terms: &Terms) -> Result<(), StorageError> {
    let day = start_of_day(terms.now, &terms.zone);
    tx.execute(
        "INSERT OR IGNORE INTO allowance_extra(id, at, day, amount) VALUES (?1,?2,?3,?4)",
        params![id, terms.now, day, amount],
    )?;
    Ok(())
}

/// Takes that back; `false` = it was taken back already.
pub fn end_extension(tx: &Tx<'_>, id: &str) -> Result<bool, StorageError> {
    Ok(tx.execute("DELETE FROM allowance_extra WHERE id = ?1", [id])? > 0)
}

/// A model without a known price may run by itself. Answers whether it might not before.
pub fn accept_price(tx: &Tx<'_>, model: &str, now: Ms) -> Result<bool, StorageError> {
    let insert = "INSERT OR IGNORE INTO unpriced_models(model, at) VALUES (?1,?2)";
    Ok(tx.execute(insert, params![model, now])? > 0)
}

/// It may no longer; `false` = it might not.
pub fn ask_price_again(tx: &Tx<'_>, model: &str) -> Result<bool, StorageError> {
    Ok(tx.execute("DELETE FROM unpriced_models WHERE model = ?1", [model])? > 0)
}

/// The id of the question whether a model whose price nobody knows may run by itself.
pub fn price_question(model: &str) -> String {
    format!("allowance:price:{model}")
}

/// Whether that was asked and not answered yet: until then nothing runs with it by itself.
pub fn price_is_asked(connection: &Connection, model: &str) -> Result<bool, StorageError> {
    Ok(is_recorded(connection, &price_question(model))? && !is_accepted(connection, model)?)
}

/// Those of these models that a person has let run by themselves at a price nobody knows.
pub fn accepted_prices(
    connection: &Connection,
    models: &[String],
) -> Result<Vec<String>, StorageError> {
    let mut accepted = Vec::new();
    for model in models {
        if is_accepted(connection, model)? {
            accepted.push(model.clone());
        }
    }
    Ok(accepted)
}

fn is_accepted(connection: &Connection, model: &str) -> Result<bool, StorageError> {
    let found: Option<i64> = connection
        .prepare_cached("SELECT at FROM unpriced_models WHERE model = ?1")?
        .query_row([model], |row| row.get(0))
        .optional()?;
    Ok(found.is_some())
}

#[cfg(test)]
#[path = "reserve_tests.rs"]
mod tests;
