//! What was spent, summed up by day, cause, model or job.
//!
//! Owns these sums. Writes nothing.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::period::{beginning, day_of};
use crate::clock::Ms;
use crate::storage::StorageError;

/// What is summed up together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum SpendingBy {
    /// A day in the computer's zone.
    #[default]
    Day,
    /// Who caused it.
    Cause,
    /// The model.
    Model,
    /// The job; what no job caused is left out.
    Job,
}

/// Calls summed up.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SpendingRow {
    /// `2026-11-21`, a cause, `provider/model` or a job's id; empty for the sum of all.
    pub key: String,
    /// What a job is called, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name: Option<String>,
    /// Model calls.
    pub calls: u64,
    /// Prompt tokens outside the cache.
    pub input: u64,
    /// Prompt tokens read from the cache.
    pub cache_read: u64,
    /// Prompt tokens written to the cache.
    pub cache_write: u64,
    /// Tokens of the answers.
    pub output: u64,
    /// Nano-dollars, without the calls whose price is unknown.
    pub cost: i64,
    /// Calls in it that nobody counted: their share is an estimate.
    pub estimated: u64,
    /// Calls in it whose price is unknown.
    pub unpriced: u64,
    /// Of a day: what each cause had of it, the dearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<CauseCost>>")]
    pub causes: Vec<CauseCost>,
}

/// What a cause has cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CauseCost {
    /// chat, heartbeat, job, flush, compaction, subagent.
    pub cause: String,
    /// Nano-dollars.
    pub cost: i64,
}

/// Sums from `from` until before `until`, ms; days in their order, all else the dearest first.
/// `agent` = of this agent only. Days without a call have no row.
pub fn spending(
    connection: &Connection,
    by: Option<SpendingBy>,
    agent: Option<&str>,
    (from, until): (Ms, Ms),
    zone: &str,
) -> Result<Vec<SpendingRow>, StorageError> {
    let key = match by {
        None => "''",
        Some(SpendingBy::Cause) => "cause",
        Some(SpendingBy::Model) => "model",
        Some(SpendingBy::Job) => "job_id",
        Some(SpendingBy::Day) => return days(connection, agent, (from, until), zone),
    };
    let mut rows = sums(connection, key, agent, (from, until))?;
    rows.sort_by(|one, other| (other.cost, &one.key).cmp(&(one.cost, &other.key)));
    Ok(rows)
}

fn days(
    connection: &Connection,
    agent: Option<&str>,
    (from, until): (Ms, Ms),
    zone: &str,
) -> Result<Vec<SpendingRow>, StorageError> {
    let mut rows = Vec::new();
    for day in day_of(from, zone).iter_days() {
        let begins = beginning(day, zone).max(from);
        if begins >= until {
            break;
        }
        let ends = day.succ_opt().map_or(until, |next| beginning(next, zone));
        let span = (begins, ends.min(until));
        let Some(sum) = sums(connection, "''", agent, span)?.pop() else {
            continue;
        };
        let mut causes = sums(connection, "cause", agent, span)?;
        causes.sort_by(|one, other| (other.cost, &one.key).cmp(&(one.cost, &other.key)));
        rows.push(SpendingRow {
            key: day.to_string(),
            causes: causes
                .into_iter()
                .map(|SpendingRow { key, cost, .. }| CauseCost { cause: key, cost })
                .collect(),
            ..sum
        });
    }
    Ok(rows)
}

fn sums(
    connection: &Connection,
    key: &str,
    agent: Option<&str>,
    (from, until): (Ms, Ms),
) -> Result<Vec<SpendingRow>, StorageError> {
    // What is only set aside has not been spent.
    let mut select = connection.prepare_cached(&format!(
        "SELECT {key} AS named, sum(calls), sum(input), sum(cache_read), sum(cache_write), sum(output),
                coalesce(sum(cost), 0), sum((state = 'estimated') * calls), sum((cost IS NULL) * calls)
         FROM ledger
         WHERE at >= ?1 AND at < ?2 AND state <> 'reserved' AND (?3 IS NULL OR agent = ?3)
               AND {key} IS NOT NULL
         GROUP BY named HAVING count(*) > 0"
    ))?;
    let rows = select.query_map(params![from, until, agent], |row| {
        let count = |at: usize| -> rusqlite::Result<u64> {
            Ok(u64::try_from(row.get::<_, i64>(at)?).unwrap_or(0))
        };
        Ok(SpendingRow {
            key: row.get(0)?,
            name: None,
            calls: count(1)?,
            input: count(2)?,
            cache_read: count(3)?,
            cache_write: count(4)?,
            output: count(5)?,
            cost: row.get(6)?,
            estimated: count(7)?,
            unpriced: count(8)?,
            causes: Vec::new(),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::ledger::{CallRow, CallState, Cause, put_call};
    use crate::model::Usage;
    use crate::storage::Db;

    /// 2026-11-21T22:30:00Z: half past eleven in Stockholm.
    const LATE: Ms = 1_795_300_200_000;
    const HOUR: Ms = 3_600_000;

    fn call(n: usize, at: Ms, cause: Cause, model: &str, cost: Option<i64>) -> CallRow {
        CallRow {
            id: format!("turn#{n}"),
            at,
            cause,
            agent: if n == 3 { "work" } else { "main" }.into(),
            session_id: "s".into(),
            model: model.into(),
            price: None,
            usage: Usage {
                input: 100,
                output: 10,
                cache_read: 50,
                cache_write: 5,
            },
            cost,
            state: match n {
                1 => CallState::Estimated,
                5 => CallState::Reserved,
                _ => CallState::Settled,
            },
        }
    }

    #[tokio::test]
    async fn what_was_spent_is_summed_up_each_way() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("cove.db")).unwrap();
        let rows = [
            call(0, LATE, Cause::Chat, "a/one", Some(5)),
            call(1, LATE + HOUR, Cause::Chat, "a/one", Some(7)),
            call(2, LATE + HOUR, Cause::Job("mail".into()), "b/two", Some(40)),
            call(3, LATE + HOUR, Cause::Job("news".into()), "b/two", None),
            call(4, LATE + 50 * HOUR, Cause::Heartbeat, "a/one", Some(1)),
            call(5, LATE, Cause::Heartbeat, "a/one", Some(1_000)),
            call(6, LATE - 1, Cause::Chat, "a/one", Some(1_000)),
        ];
        db.write(move |tx| rows.iter().try_for_each(|row| put_call(tx, row)))
            .await
            .unwrap();
        let ask = async |by: Option<SpendingBy>, agent: Option<&'static str>| {
            let until = LATE + 72 * HOUR;
            db.read(move |connection| {
                spending(connection, by, agent, (LATE, until), "Europe/Stockholm")
            })
            .await
            .unwrap()
        };
        let check = async |by: SpendingBy, expected: &[(&str, u64, i64)]| {
            let rows = ask(Some(by), None).await;
            let found: Vec<(&str, u64, i64)> = rows
                .iter()
                .map(|row| (row.key.as_str(), row.calls, row.cost))
                .collect();
            assert_eq!(found, expected, "{by:?}");
        };
        let days = [
            ("2026-11-21", 1, 5),
            ("2026-11-22", 3, 47),
            ("2026-11-24", 1, 1),
        ];
        check(SpendingBy::Day, &days).await;
        let of_day = ask(Some(SpendingBy::Day), None).await.swap_remove(1).causes;
        let told = |cause: &str, cost| CauseCost {
            cause: cause.into(),
            cost,
        };
        assert_eq!(of_day, [told("job", 40), told("chat", 7)]);
        let causes = [("job", 2, 40), ("chat", 2, 12), ("heartbeat", 1, 1)];
        check(SpendingBy::Cause, &causes).await;
        check(SpendingBy::Model, &[("b/two", 2, 40), ("a/one", 3, 13)]).await;
        check(SpendingBy::Job, &[("mail", 1, 40), ("news", 1, 0)]).await;
        let all = ask(None, None).await;
        let expected = SpendingRow {
            key: String::new(),
            name: None,
            calls: 5,
            input: 500,
            cache_read: 250,
            cache_write: 25,
            output: 50,
            cost: 53,
            estimated: 1,
            unpriced: 1,
            causes: Vec::new(),
        };
        assert_eq!(all, [expected]);
        assert_eq!(ask(None, Some("work")).await[0].calls, 1);
        assert_eq!(ask(None, Some("nobody")).await, []);
    }
}
