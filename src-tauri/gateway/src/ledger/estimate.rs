//! What beats or runs of a job will cost, before they do.
//!
//! Owns the arithmetic from calls a day, tokens and a price to a day and a month. The low figure
//! is with every hit in the model's cache the time between two calls allows and a short answer,
//! the high one without any and with a long answer.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::price::cost;
use super::sums::SpendingRow;
use crate::model::{Price, Usage};

/// How long a provider keeps a prompt in its cache. Anthropic's five minutes; others keep it about
/// as long or longer.
const CACHE_LIFE: Duration = Duration::from_secs(5 * 60);
/// Days of an ordinary month.
const MONTH: f64 = 30.44;
/// Days of a week.
const WEEK: f64 = 7.0;
/// Nano-dollars of a dollar.
const NANO: f64 = 1e9;

/// US dollars.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct EstimatedCost {
    /// With all hits in the cache and a short answer.
    pub low: f64,
    /// Without any and with a long answer.
    pub high: f64,
}

/// Tokens of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OutputTokens {
    /// A short one.
    pub low: u64,
    /// A long one.
    pub high: u64,
}

/// Tokens of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BeatTokens {
    /// The whole prompt.
    pub input: u64,
    /// The answer.
    pub output: OutputTokens,
}

/// How often a call is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rhythm {
    /// `30m`; `0m` = never.
    pub every: String,
    /// Time between two calls.
    pub gap: Duration,
    /// Calls of an ordinary day.
    pub calls: u32,
    /// Days of an ordinary week that have such calls.
    pub days: u32,
    /// There is a longer gap each day, after which nothing is in the cache any more.
    pub rests: bool,
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EstimateRow {
    /// `30m`; `0m` = off.
    pub every: String,
    /// Calls of an ordinary day.
    pub calls_per_day: u32,
    /// Dollars a day; `null` = the model's price is unknown.
    pub cost_per_day: Option<EstimatedCost>,
}

/// What beats will cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BeatEstimate {
    /// Calls of an ordinary day, one that has any.
    pub calls_per_day: u32,
    /// Days of an ordinary week that have any.
    pub days_per_week: u32,
    /// Tokens of one.
    pub tokens_per_call: BeatTokens,
    /// Dollars of such a day; `null` = the model's price is unknown.
    pub cost_per_day: Option<EstimatedCost>,
    /// Dollars a month of 30.44 days, days of the week without calls taken off.
    pub cost_per_month: Option<EstimatedCost>,
    /// Always `USD`.
    pub currency: String,
    /// Why a beat would be left out as things are: `empty-heartbeat-file`, `no-heartbeat-file`,
    /// `paused`, `paused-autonomous`, `paused-all`.
    pub skipped_now: Option<String>,
    /// The same for other times between two beats.
    pub table: Vec<EstimateRow>,
    /// The estimate beside what was spent; absent for beats as they are not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub actual: Option<BeatActual>,
}

/// What the beats of some days cost, beside the estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BeatActual {
    /// So many days back.
    pub days: u32,
    /// Model calls.
    pub calls: u64,
    /// Dollars, as these calls are estimated with answers as long as they were.
    pub estimated: f64,
    /// Dollars, as they were booked.
    pub actual: f64,
}

/// Sets the booked calls of beats (`row`) beside what the estimate says of as many; `None` where
/// there is nothing to compare.
pub fn compared(
    price: Option<&Price>,
    input: u64,
    gap: Duration,
    row: &SpendingRow,
    days: u32,
) -> Option<BeatActual> {
    let price = price?;
    if row.calls == 0 || row.unpriced > 0 {
        return None;
    }
    let (input, cache_read) = if gap <= CACHE_LIFE {
        (0, input)
    } else {
        (input, 0)
    };
    let call = Usage {
        input,
        output: row.output.div_ceil(row.calls),
        cache_read,
        cache_write: 0,
    };
    let calls = i64::try_from(row.calls).unwrap_or(i64::MAX);
    let estimated = cost(price, &call).saturating_mul(calls);
    let (estimated, actual) = {
        let both = in_dollars((estimated, row.cost));
        (both.low, both.high)
    };
    Some(BeatActual {
        days,
        calls: row.calls,
        estimated,
        actual,
    })
}

/// What runs of a job will cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunEstimate {
    /// `provider/model`.
    pub model: String,
    /// Tokens of one run that calls no tool.
    pub tokens_per_run: BeatTokens,
    /// Dollars of one run; `null` = the model's price is unknown.
    pub cost_per_run: Option<EstimatedCost>,
    /// Dollars of so many runs as a month of 30.44 days has.
    pub cost_per_month: Option<EstimatedCost>,
    /// Always `USD`.
    pub currency: String,
}

/// What runs of a job cost: one call each, as often as `runs_per_month` says. A run finds nothing
/// in the cache: it has a conversation of its own.
pub fn estimate_runs(
    model: String,
    price: Option<&Price>,
    tokens: BeatTokens,
    runs_per_month: f64,
) -> RunEstimate {
    let one = Rhythm {
        every: String::new(),
        gap: Duration::MAX,
        calls: 1,
        days: 7,
        rests: false,
    };
    let run = day_cost(price, tokens, &one).map(in_dollars);
    let month = |dollars: f64| (dollars * runs_per_month * NANO).round() / NANO;
    RunEstimate {
        model,
        tokens_per_run: tokens,
        cost_per_run: run,
        cost_per_month: run.map(|run| EstimatedCost {
            low: month(run.low),
            high: month(run.high),
        }),
        currency: "USD".into(),
    }
}

/// Puts an estimate together: `rhythms` are the table's.
pub fn estimate(
    price: Option<&Price>,
    tokens: BeatTokens,
    rhythm: &Rhythm,
    rhythms: &[Rhythm],
    skipped_now: Option<String>,
) -> BeatEstimate {
    let day = |rhythm: &Rhythm| day_cost(price, tokens, rhythm);
    let rows = rhythms.iter().map(|rhythm| EstimateRow {
        every: rhythm.every.clone(),
        calls_per_day: rhythm.calls,
        cost_per_day: day(rhythm).map(in_dollars),
    });
    BeatEstimate {
        calls_per_day: rhythm.calls,
        days_per_week: rhythm.days,
        tokens_per_call: tokens,
        cost_per_day: day(rhythm).map(in_dollars),
        cost_per_month: day(rhythm)
            .map(in_dollars)
            .map(|day| month_of(day, rhythm.days)),
        currency: "USD".into(),
        skipped_now,
        table: rows.collect(),
        actual: None,
    }
}

/// A day's cost, low and high, nano-dollars; `None` = the price is unknown.
pub fn day_cost(price: Option<&Price>, tokens: BeatTokens, rhythm: &Rhythm) -> Option<(i64, i64)> {
    if rhythm.calls == 0 {
        return Some((0, 0));
    }
    let price = price?;
    let call = |cached: bool, output: u64| {
        let (input, cache_read) = if cached {
            (0, tokens.input)
        } else {
            (tokens.input, 0)
        };
        let usage = Usage {
            input,
            output,
            cache_read,
            cache_write: 0,
        };
        cost(price, &usage)
    };
    let calls = i64::from(rhythm.calls);
    let hits = match rhythm.gap <= CACHE_LIFE {
        true => calls - i64::from(rhythm.rests),
        false => 0,
    };
    let short = tokens.output.low;
    let low = call(true, short).saturating_mul(hits);
    let low = low.saturating_add(call(false, short).saturating_mul(calls - hits));
    let high = call(false, tokens.output.high).saturating_mul(calls);
    Some((low, high))
}

/// Nano-dollars as dollars.
#[expect(clippy::cast_precision_loss, reason = "an estimate is not that exact")]
pub fn in_dollars((low, high): (i64, i64)) -> EstimatedCost {
    EstimatedCost {
        low: low as f64 / NANO,
        high: high as f64 / NANO,
    }
}

/// A month of 30.44 days with `days` such days in each week, to the nano-dollar.
pub fn month_of(day: EstimatedCost, days: u32) -> EstimatedCost {
    let days = f64::from(days) / WEEK;
    let month = |day: f64| (day * MONTH * days * NANO).round() / NANO;
    EstimatedCost {
        low: month(day.low),
        high: month(day.high),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::model::Rates;

    fn haiku() -> Price {
        Price::flat(Rates::dollars(1.0, 5.0, Some(0.1), Some(1.25)))
    }

    fn tokens() -> BeatTokens {
        BeatTokens {
            input: 20_000,
            output: OutputTokens {
                low: 170,
                high: 1_000,
            },
        }
    }

    fn rhythm(every: &str, minutes: u64, calls: u32, rests: bool) -> Rhythm {
        Rhythm {
            every: every.into(),
            gap: Duration::from_secs(minutes * 60),
            calls,
            days: 7,
            rests,
        }
    }

    fn check(rhythm: &Rhythm, low: f64, high: f64) {
        let found = in_dollars(day_cost(Some(&haiku()), tokens(), rhythm).unwrap());
        let near = |found: f64, expected: f64| (found - expected).abs() < 1e-9;
        assert!(
            near(found.low, low) && near(found.high, high),
            "{rhythm:?}: {found:?}, not {low} and {high}"
        );
    }

    /// Seed 002: 48, 12, 1 and 0 calls a day; about $1.00–1.20, 0.25–0.30, 0.02–0.03 and 0.
    #[test]
    fn the_table_of_the_seed_comes_out() {
        check(&rhythm("30m", 30, 48, false), 1.0008, 1.2);
        check(&rhythm("2h", 120, 12, false), 0.2502, 0.3);
        check(&rhythm("24h", 1_440, 1, false), 0.020_85, 0.025);
        check(&rhythm("0m", 0, 0, false), 0.0, 0.0);
    }

    #[test]
    fn beats_close_enough_together_find_their_prompt_in_the_cache() {
        let hit = 0.002 + 170.0 * 5e-6;
        let miss = 0.02 + 170.0 * 5e-6;
        check(&rhythm("5m", 5, 288, false), 288.0 * hit, 288.0 * 0.025);
        // After the night there is nothing in it.
        check(
            &rhythm("5m", 5, 168, true),
            167.0 * hit + miss,
            168.0 * 0.025,
        );
        check(&rhythm("6m", 6, 240, false), 240.0 * miss, 240.0 * 0.025);
    }

    #[test]
    fn booked_beats_stand_beside_what_was_estimated_of_as_many() {
        let row = |calls: u64, output: u64, cost: i64| SpendingRow {
            calls,
            output,
            cost,
            ..SpendingRow::default()
        };
        let half_hour = Duration::from_secs(1_800);
        let booked = row(40, 40 * 170, 800_000_000);
        let found = compared(Some(&haiku()), 20_000, half_hour, &booked, 7).unwrap();
        assert!((found.estimated - 0.834).abs() < 1e-9, "{found:?}");
        assert!((found.actual - 0.8).abs() < 1e-9, "{found:?}");
        assert_eq!((found.calls, found.days), (40, 7));
        let check = |price: Option<&Price>, row: SpendingRow| {
            assert_eq!(compared(price, 20_000, half_hour, &row, 7), None);
        };
        check(Some(&haiku()), row(0, 0, 0));
        check(None, booked.clone());
        let unpriced = SpendingRow {
            unpriced: 1,
            ..booked
        };
        check(Some(&haiku()), unpriced);
    }

    #[test]
    fn a_job_costs_its_runs() {
        let month = |price: Option<&Price>| {
            estimate_runs("m".into(), price, tokens(), 30.44).cost_per_month
        };
        let found = month(Some(&haiku())).unwrap();
        assert!((found.high - 0.761).abs() < 1e-9 && (found.low - 0.634_674).abs() < 1e-9);
        assert_eq!(month(None), None);
    }

    #[test]
    fn a_model_without_a_price_costs_null_and_not_zero() {
        let half = rhythm("30m", 30, 48, false);
        let off = rhythm("0m", 0, 0, false);
        let unknown = estimate(None, tokens(), &half, std::slice::from_ref(&off), None);
        assert_eq!((unknown.cost_per_day, unknown.cost_per_month), (None, None));
        assert!(unknown.table[0].cost_per_day.is_some(), "off costs nothing");
        let free = estimate(Some(&Price::default()), tokens(), &half, &[], None);
        let nothing = EstimatedCost {
            low: 0.0,
            high: 0.0,
        };
        assert_eq!(free.cost_per_month, Some(nothing));
    }

    #[test]
    fn a_month_has_fewer_days_where_days_of_the_week_are_quiet() {
        let day = EstimatedCost {
            low: 0.7,
            high: 1.4,
        };
        let check = |days: u32, low: f64, high: f64| {
            assert_eq!(month_of(day, days), EstimatedCost { low, high }, "{days}");
        };
        check(7, 21.308, 42.616);
        check(5, 15.22, 30.44);
        check(0, 0.0, 0.0);
    }

    #[test]
    fn the_shape_is_the_documented_one() {
        let half = rhythm("30m", 30, 48, false);
        let skipped = Some("empty-heartbeat-file".to_owned());
        let rows = std::slice::from_ref(&half);
        let found = estimate(Some(&haiku()), tokens(), &half, rows, skipped);
        let found = serde_json::to_value(found).unwrap();
        let day = serde_json::json!({"low": 1.0008, "high": 1.2});
        let month = serde_json::json!({"low": 30.464_352, "high": 36.528});
        let expected = serde_json::json!({
            "callsPerDay": 48, "daysPerWeek": 7,
            "tokensPerCall": {"input": 20000, "output": {"low": 170, "high": 1000}},
            "costPerDay": day, "costPerMonth": month, "currency": "USD",
            "skippedNow": "empty-heartbeat-file",
            "table": [{"every": "30m", "callsPerDay": 48, "costPerDay": day}]
        });
        assert_eq!(found, expected);
    }
}
