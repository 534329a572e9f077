//! The words of `cove cost`.
//!
//! Owns names, flags and examples of its subcommands.

use clap::{Args as Flags, Subcommand, ValueEnum};
use cove_gateway::api::ledger::SpendingBy;

/// `cove cost`.
#[derive(Debug, Flags)]
#[command(args_conflicts_with_subcommands = true)]
pub struct CostArgs {
    /// What to change; without it what was spent is listed
    #[command(subcommand)]
    pub command: Option<CostCommand>,
    /// What is summed up together
    #[arg(long, value_name = "WHAT", value_enum, default_value = "day")]
    pub by: ByArg,
    /// How many days back, today included (default: 30)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3660))]
    pub days: Option<u32>,
    /// Of this agent only
    #[arg(long, value_name = "ID")]
    pub agent: Option<String>,
}

/// `cove cost …`.
#[derive(Debug, Subcommand)]
pub enum CostCommand {
    /// Give what runs by itself more for today
    Extend {
        /// Dollars (default: a day's allowance once more)
        #[arg(value_parser = dollars)]
        amount: Option<Nano>,
    },
    /// Let a model run by itself although its price is unknown
    Accept {
        /// provider/model
        model: String,
    },
}

/// Nano-dollars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nano(pub i64);

/// What is summed up together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ByArg {
    /// Each day
    Day,
    /// Talking, check-ins, jobs and so on
    Cause,
    /// Each model
    Model,
    /// Each job
    Job,
}

impl From<ByArg> for SpendingBy {
    fn from(by: ByArg) -> Self {
        match by {
            ByArg::Day => Self::Day,
            ByArg::Cause => Self::Cause,
            ByArg::Model => Self::Model,
            ByArg::Job => Self::Job,
        }
    }
}

/// `1`, `0.50`: dollars with at most nine decimals.
fn dollars(text: &str) -> Result<Nano, String> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = digits(whole) && digits(part) && part.len() <= 9 && whole.len() <= 6;
    let joined = format!("{whole}{part:0<9}");
    let read = joined.parse().ok().filter(|_| fits && !whole.is_empty());
    read.map(Nano).ok_or_else(|| "1, 0.50".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_are_read_to_the_nano_dollar() {
        let check = |text: &str, expected: Option<i64>| {
            assert_eq!(dollars(text).ok().map(|nano| nano.0), expected, "{text}");
        };
        check("1", Some(1_000_000_000));
        check("0.5", Some(500_000_000));
        check("12.000000001", Some(12_000_000_001));
        check("1.", Some(1_000_000_000));
        for wrong in ["", ".5", "-1", "1.0000000001", "1e3", "a lot", "1,5"] {
            check(wrong, None);
        }
    }
}
