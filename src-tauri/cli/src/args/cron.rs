//! The words of `cove cron`.
//!
//! Owns names, flags and examples of its subcommands.

use std::time::Duration;

use clap::{Args as Flags, Subcommand};

/// `cove cron …`.
#[derive(Debug, Subcommand)]
pub enum CronCommand {
    /// List the jobs: when each runs next and what became of it last
    #[command(after_help = "Examples:\n  cove cron list\n  cove cron list --json")]
    List,
    /// Say how jobs are as a whole, and which runs next
    #[command(after_help = "Examples:\n  cove cron status\n  cove cron status --json")]
    Status,
    /// Make a job
    #[command(
        visible_alias = "create",
        after_help = "Examples:\n  cove cron add --name \"Call reminder\" --at 20m --notify \"Time to make that call\" --channel telegram --to 7\n  cove cron add --name \"Morning check\" --cron \"0 8 * * *\" --tz Europe/Stockholm --message \"Morning briefing: calendar, weather\" --announce --channel telegram --to 7\n  cove cron add --name Rent --rrule \"FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;BYHOUR=18;BYMINUTE=0\" --session main --system-event \"Look at the rent\""
    )]
    Add(Box<AddArgs>),
    /// Change a job; what is not named stays
    #[command(
        after_help = "Examples:\n  cove cron edit 5c1b… --cron \"0 9 * * 1-5\"\n  cove cron edit 5c1b… --name \"Early check\" --model anthropic/claude-haiku-4-5"
    )]
    Edit(Box<EditArgs>),
    /// Switch a job on; it counts from now
    Enable(JobId),
    /// Switch a job off
    Disable(JobId),
    /// End the pause of a job; it counts from now
    Resume(JobId),
    /// Take a job away; `cove undo` brings it back
    #[command(visible_aliases = ["rm", "delete"])]
    Remove(JobId),
    /// Run a job now
    #[command(after_help = "Examples:\n  cove cron run 5c1b…\n  cove cron run 5c1b… --force")]
    Run {
        /// Which
        #[command(flatten)]
        job: JobId,
        /// Also where it is switched off, paused or waits for a test message
        #[arg(long)]
        force: bool,
    },
    /// Stop what runs of a job and wait for its end
    Stop(JobId),
    /// Leave the runs of a job that were cut off as they are: nobody is asked about them any more
    Dismiss(JobId),
    /// Show what became of a job's runs, newest first
    #[command(
        after_help = "Examples:\n  cove cron runs 5c1b…\n  cove cron runs --id 5c1b… --limit 5 --json"
    )]
    Runs {
        /// Which
        #[command(flatten)]
        job: JobId,
        /// So many (default: 50)
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=500))]
        limit: Option<u32>,
    },
    /// Show what a run of a job will see, before it runs
    Explain {
        /// Which
        #[command(flatten)]
        job: JobId,
        /// The whole prompt too
        #[arg(long)]
        prompt: bool,
    },
    /// Make a schedule of a sentence; makes no job
    #[command(
        after_help = "Examples:\n  cove cron parse every other friday 6pm stockholm\n  cove cron parse \"weekdays at 9 stand-up notes\" --json"
    )]
    Parse {
        /// The sentence
        #[arg(required = true)]
        text: Vec<String>,
        /// Its zone, such as Europe/Berlin (default: the computer's)
        #[arg(long, value_name = "ZONE")]
        tz: Option<String>,
    },
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

/// A job by its id.
#[derive(Debug, Flags)]
#[group(required = true, multiple = false)]
pub struct JobId {
    /// From `cove cron list`
    #[arg(value_name = "ID")]
    plain: Option<String>,
    /// The same as a flag
    #[arg(long, value_name = "ID")]
    id: Option<String>,
}

impl JobId {
    /// The id; clap sees to it that there is one.
    pub fn into_id(self) -> String {
        self.plain.or(self.id).unwrap_or_default()
    }
}

/// `cove cron add`.
#[derive(Debug, Flags)]
pub struct AddArgs {
    /// When
    #[command(flatten)]
    pub rhythm: RhythmArgs,
    /// What, where, and where to
    #[command(flatten)]
    pub fields: FieldArgs,
    /// Switched off at first
    #[arg(long)]
    pub disabled: bool,
}

/// `cove cron edit`.
#[derive(Debug, Flags)]
pub struct EditArgs {
    /// From `cove cron list`
    pub id: String,
    /// When
    #[command(flatten)]
    pub rhythm: OtherRhythmArgs,
    /// What, where, and where to
    #[command(flatten)]
    pub fields: FieldArgs,
}

/// The fields of a job but when it runs.
#[derive(Debug, Default, Flags)]
pub struct FieldArgs {
    /// What it is called (default: its first words)
    #[arg(long)]
    pub name: Option<String>,
    /// Its zone, such as Europe/Berlin (default: the computer's)
    #[arg(long, value_name = "ZONE")]
    pub tz: Option<String>,
    /// Where it runs: main, isolated or session:KEY
    #[arg(long, value_name = "WHERE")]
    pub session: Option<String>,
    /// What the agent is told in a turn of its own
    #[arg(long, value_name = "TEXT", group = "does")]
    pub message: Option<String>,
    /// An event that the main conversation reads
    #[arg(long, value_name = "TEXT", group = "does")]
    pub system_event: Option<String>,
    /// Fixed words that go out as they are; no model is asked
    #[arg(long, value_name = "TEXT", group = "does")]
    pub notify: Option<String>,
    /// When the main conversation reads its event: now or next-heartbeat
    #[arg(long, value_name = "WHEN")]
    pub wake: Option<String>,
    /// Send what it says as a message
    #[arg(long, visible_alias = "deliver", group = "goes")]
    pub announce: bool,
    /// Send it nowhere
    #[arg(long, group = "goes")]
    pub no_deliver: bool,
    /// Post the finished run to this address
    #[arg(long, value_name = "URL", group = "goes")]
    pub webhook: Option<String>,
    /// The channel: telegram, desktop or last
    #[arg(long, value_name = "NAME")]
    pub channel: Option<String>,
    /// The chat, for example 7 or -100123:topic:4
    #[arg(long, value_name = "CHAT", allow_hyphen_values = true)]
    pub to: Option<String>,
    /// The channel's account
    #[arg(long, value_name = "NAME")]
    pub account: Option<String>,
    /// Not having arrived is no failure of the run
    #[arg(long)]
    pub best_effort_deliver: bool,
    /// provider/model or an alias (default: the agent's)
    #[arg(long, value_name = "NAME")]
    pub model: Option<String>,
    /// How much it may think, such as low or high
    #[arg(long, value_name = "LEVEL")]
    pub thinking: Option<String>,
    /// A run ends after so long, such as 5m; 0s = never
    #[arg(long, visible_alias = "timeout-seconds", value_name = "SPAN", value_parser = span)]
    pub timeout: Option<Duration>,
    /// Goes from the list once it was done
    #[arg(long, group = "after")]
    pub delete_after_run: bool,
    /// Stays in the list
    #[arg(long, group = "after")]
    pub keep_after_run: bool,
    /// What becomes of missed times: always, skip or a span such as 2h
    #[arg(long, value_name = "WHAT")]
    pub missed: Option<String>,
    /// No run before this time ("" = no such bound any more)
    #[arg(long, value_name = "TIME")]
    pub start_at: Option<String>,
    /// No run after this time ("" = no such bound any more)
    #[arg(long, value_name = "TIME")]
    pub end_at: Option<String>,
    /// The agent (default: the default one)
    #[arg(long, value_name = "ID")]
    pub agent: Option<String>,
}

/// Seconds, or a span with its unit.
fn span(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().map(Duration::from_secs);
    let read = seconds.or_else(|| humantime::parse_duration(text).ok());
    read.ok_or_else(|| "write 90, 5m or 1h".to_owned())
}

/// At most one of the ways to say when.
#[derive(Debug, Flags)]
#[group(required = false, multiple = false)]
pub struct OtherRhythmArgs {
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
    /// No run before this time
    #[arg(long, value_name = "TIME")]
    pub start_at: Option<String>,
    /// No run after this time
    #[arg(long, value_name = "TIME")]
    pub end_at: Option<String>,
    /// What the agent would be told: says what that costs a month
    #[arg(long, value_name = "TEXT")]
    pub message: Option<String>,
    /// By which model: provider/model or an alias
    #[arg(long, value_name = "NAME", requires = "message")]
    pub model: Option<String>,
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
