//! Old calls, summed up by the day.
//!
//! Owns what of them stays: every sum that can be asked for is the same before and after, by day,
//! cause, model, job, agent and conversation. Single calls are not told apart any more; those of a
//! job's runs lose their conversation, which is dropped long before.

use rusqlite::{OptionalExtension, params};

use super::period::{beginning, day_of};
use crate::clock::Ms;
use crate::storage::{StorageError, Tx};

/// So many days at once: others want to write too.
const MOST_DAYS: usize = 31;
const HOUR: Ms = 3_600_000;

/// Sums up the calls of whole days before `before` (ms) in `zone` (an IANA name). Answers how many
/// rows that were one call each are gone.
///
/// # Errors
/// When the table can't be read or written.
pub fn roll_up(tx: &Tx<'_>, before: Ms, zone: &str) -> Result<usize, StorageError> {
    let end = beginning(day_of(before, zone), zone);
    let mut gone = 0;
    for _ in 0..MOST_DAYS {
        let oldest: Option<Ms> = tx
            .prepare_cached(
                "SELECT min(at) FROM ledger
                 WHERE at < ?1 AND state <> 'reserved' AND id NOT LIKE 'rollup:%'",
            )?
            .query_row([end], |row| row.get(0))
            .optional()?
            .flatten();
        let Some(oldest) = oldest else { break };
        let day = day_of(oldest, zone);
        let Some(next) = day.succ_opt() else { break };
        let (from, until) = (beginning(day, zone), beginning(next, zone));
        // Noon, so that it is the same day where the computer's zone is another one later.
        let noon = from + 12 * HOUR;
        tx.prepare_cached(
            "INSERT INTO ledger(id, at, cause, agent, session_id, model, price, input, cache_read,
                                cache_write, output, cost, state, job_id, by_itself, calls)
             SELECT 'rollup:' || ?3 || ':' || json_array(cause, agent, talk, model, state, job_id,
                                                         by_itself, cost IS NULL),
                    ?4, cause, agent, talk, model, NULL, sum(input), sum(cache_read),
                    sum(cache_write), sum(output), sum(cost), state, job_id, by_itself, sum(calls)
             FROM (SELECT *, CASE WHEN job_id IS NULL THEN session_id ELSE '' END AS talk FROM ledger
                   WHERE at >= ?1 AND at < ?2 AND state <> 'reserved' AND id NOT LIKE 'rollup:%')
             WHERE true
             GROUP BY cause, agent, talk, model, state, job_id, by_itself, cost IS NULL
             ON CONFLICT(id) DO UPDATE SET
               input = input + excluded.input, cache_read = cache_read + excluded.cache_read,
               cache_write = cache_write + excluded.cache_write, output = output + excluded.output,
               cost = cost + excluded.cost, calls = calls + excluded.calls",
        )?
        .execute(params![from, until, day.to_string(), noon])?;
        gone += tx
            .prepare_cached(
                "DELETE FROM ledger
                 WHERE at >= ?1 AND at < ?2 AND state <> 'reserved' AND id NOT LIKE 'rollup:%'",
            )?
            .execute([from, until])?;
    }
    Ok(gone)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::ledger::{
        CallRow, CallState, Cause, SpendingBy, SpendingRow, cost_of_session, put_call, spending,
    };
    use crate::model::Usage;
    use crate::storage::Db;

    const ZONE: &str = "Europe/Stockholm";
    const DAY: Ms = 24 * HOUR;
    /// 2026-11-21T22:30:00Z: half past eleven in Stockholm.
    const LATE: Ms = 1_795_300_200_000;

    fn call(n: i64) -> CallRow {
        let cause = match n % 3 {
            0 => Cause::Chat,
            1 => Cause::Job(if n % 2 == 0 { "mail" } else { "news" }.into()),
            _ => Cause::Heartbeat,
        };
        CallRow {
            id: format!("turn#{n}"),
            at: LATE + n * HOUR,
            cause,
            agent: if n % 5 == 0 { "work" } else { "main" }.into(),
            session_id: format!("s{}", n % 4),
            model: format!("a/{}", n % 2),
            price: None,
            usage: Usage {
                input: 100,
                output: 10,
                cache_read: 50,
                cache_write: 5,
            },
            cost: (n % 7 != 0).then_some(n),
            state: match n % 11 {
                10 => CallState::Estimated,
                _ => CallState::Settled,
            },
        }
    }

    async fn sums(db: &Db) -> (Vec<Vec<SpendingRow>>, Vec<i64>) {
        let by = [
            None,
            Some(SpendingBy::Day),
            Some(SpendingBy::Cause),
            Some(SpendingBy::Model),
            Some(SpendingBy::Job),
        ];
        let span = (LATE - DAY, LATE + 30 * DAY);
        db.read(move |tables| {
            let mut all = Vec::new();
            for agent in [None, Some("work")] {
                for by in by {
                    all.push(spending(tables, by, agent, span, ZONE)?);
                }
            }
            let talks = ["s0", "s1", "s2", "s3"].map(|id| cost_of_session(tables, id));
            let talks: Result<Vec<i64>, StorageError> = talks.into_iter().collect();
            Ok((all, talks?))
        })
        .await
        .unwrap()
    }

    #[tokio::test]
    async fn every_sum_is_the_same_afterwards_and_the_newest_calls_stay() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("cove.db")).unwrap();
        // Of conversations only what is no job's: those lose it.
        let rows: Vec<CallRow> = (0..200)
            .map(|n| match call(n) {
                row if n % 3 == 1 => CallRow {
                    session_id: format!("run{n}"),
                    ..row
                },
                row => row,
            })
            .collect();
        db.write(move |tx| rows.iter().try_for_each(|row| put_call(tx, row)))
            .await
            .unwrap();
        let before = sums(&db).await;
        let roll = || db.write(|tx| roll_up(tx, LATE + 5 * DAY + 7 * HOUR, ZONE));
        let gone = roll().await.unwrap();
        // Until midnight before the sixth day: half an hour and five days.
        assert_eq!(gone, 1 + 5 * 24);
        assert_eq!(sums(&db).await, before);
        assert_eq!(roll().await.unwrap(), 0);
        // One that comes late joins its day.
        let late = CallRow {
            id: "late#1".into(),
            ..call(3)
        };
        let again = late.clone();
        db.write(move |tx| put_call(tx, &late)).await.unwrap();
        let with = sums(&db).await;
        assert_eq!(roll().await.unwrap(), 1);
        assert_eq!(sums(&db).await, with);
        assert_eq!(with.0[0][0].cost, before.0[0][0].cost + again.cost.unwrap());
        let left = "SELECT count(*) FROM ledger WHERE id LIKE 'turn#%'";
        let left =
            db.read(move |tables| Ok(tables.query_row(left, [], |row| row.get::<_, i64>(0))?));
        assert_eq!(left.await.unwrap(), 200 - i64::try_from(gone).unwrap());
    }
}
