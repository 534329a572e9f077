//! The words of `cove cron`.
//!
//! Owns names, flags and examples of its subcommands.

use clap::{Args as Flags, Subcommand};

/// `cove cron …`.
#[derive(Debug, Subcommand)]
pub enum CronCommand {
    /// Show when a schedule would run, in words and as times; makes no job
    #[command(
        after_help = "Examples:\n  cove cron preview --cron \"0 9 * * 1-5\" --tz Europe/Berlin\n  cove cron preview --at \"tomorrow 9:00\"\n  cove cron preview --rrule \"FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;BYHOUR=9;BYMINUTE=0\" --count 10 --json"
    )]
    Preview(PreviewArgs),
    /// Send a word to where a job's result will go; once it has arrived, the job runs
    Test {
        /// Its id
        id: String,
    },
}

/// `cove cron preview`.
#[derive(Debug, Flags)]
pub struct PreviewArgs {
    /// When
    #[command(flatten)]
    pub rhythm: RhythmArgs,
    /// Its zone, such as Europe/Berlin (default: the computer's)
    #[arg(long, value_name = "ZONE")]
    pub tz: Option<String>,
    /// Runs after this time (default: now)
    #[arg(long, value_name = "TIME")]
    pub from: Option<String>,
    /// So many runs (default: 5)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub count: Option<u32>,
}

/// One of the ways to say when.
#[derive(Debug, Flags)]
#[group(required = true, multiple = false)]
pub struct RhythmArgs {
    /// A cron expression: minute hour day month weekday
    #[arg(long, value_name = "EXPR")]
    pub cron: Option<String>,
    /// Again and again after this span, such as 30m or 2h
    #[arg(long, value_name = "SPAN")]
    pub every: Option<String>,
    /// Once: 20m, 18:30, "tomorrow 9:00" or ISO 8601
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// A recurrence rule (RFC 5545)
    #[arg(long, value_name = "RULE")]
    pub rrule: Option<String>,
}
