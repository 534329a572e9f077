//! The words of `cove heartbeat`.
//!
//! Owns names, flags and examples of its subcommands.

use clap::{Args as Flags, Subcommand, ValueEnum};

/// `cove heartbeat …`.
#[derive(Debug, Subcommand)]
pub enum HeartbeatCommand {
    /// Say when check-ins fall: as the settings say, or with --every by these words alone
    #[command(
        after_help = "Examples:\n  cove heartbeat plan\n  cove heartbeat plan --every 30m --start 08:00 --end 22:00 --timezone Europe/Berlin --from 2026-03-28T00:00:00Z --hours 48 --json"
    )]
    Plan(PlanArgs),
    /// Say what check-ins will cost, and what would cost less
    #[command(
        after_help = "Examples:\n  cove heartbeat estimate\n  cove heartbeat estimate --every 30m --model claude-haiku-4-5 --context-tokens 20000 --json"
    )]
    Estimate(EstimateArgs),
    /// Say what became of the last check-in, and when the next is
    #[command(after_help = "Examples:\n  cove heartbeat last\n  cove heartbeat last --json")]
    Last(AgentArgs),
    /// Check in now and say what came of it
    #[command(after_help = "Examples:\n  cove heartbeat now")]
    Now(AgentArgs),
    /// Turn check-ins on, as often as they were before
    #[command(after_help = "Examples:\n  cove heartbeat enable")]
    Enable,
    /// Turn check-ins off
    #[command(after_help = "Examples:\n  cove heartbeat disable")]
    Disable,
    /// Pause check-ins; what was asked for at a time still comes
    #[command(
        after_help = "Examples:\n  cove heartbeat pause 2h\n  cove heartbeat pause tomorrow\n  cove heartbeat pause 2026-12-24T08:00\n  cove heartbeat pause"
    )]
    Pause(PauseBeatsArgs),
    /// End the pause of check-ins
    #[command(after_help = "Examples:\n  cove heartbeat resume")]
    Resume(AgentArgs),
}

/// `cove heartbeat pause`.
#[derive(Debug, Flags)]
pub struct PauseBeatsArgs {
    /// For so long (2h), until tomorrow's check-ins begin (tomorrow), or until a date and time;
    /// without it until you resume them
    #[arg(value_name = "UNTIL")]
    pub until: Option<String>,
    /// The agent (default: the default one)
    #[arg(long, value_name = "ID")]
    pub agent: Option<String>,
}

/// Whose.
#[derive(Debug, Flags)]
pub struct AgentArgs {
    /// The agent (default: the default one)
    #[arg(long, value_name = "ID")]
    pub agent: Option<String>,
}

/// `cove system …`.
#[derive(Debug, Subcommand)]
pub enum SystemCommand {
    /// Leave the agent a note that it reads at once, or at the next check-in or talk
    #[command(
        after_help = "Examples:\n  cove system event --text \"Time for the gym\" --mode now\n  cove system event --text \"The parcel came\" --mode next-heartbeat --json"
    )]
    Event(EventArgs),
}

/// `cove system event`.
#[derive(Debug, Flags)]
pub struct EventArgs {
    /// What the agent is told
    #[arg(long, value_name = "TEXT")]
    pub text: String,
    /// When it reads it
    #[arg(long, value_enum, default_value = "next-heartbeat")]
    pub mode: ModeArg,
    /// The conversation (default: the one check-ins are made in)
    #[arg(long, value_name = "KEY")]
    pub session: Option<String>,
}

/// When a note is read.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ModeArg {
    /// At once
    Now,
    /// At the next check-in or talk
    NextHeartbeat,
}

/// When they fall.
#[derive(Debug, Flags)]
pub struct WhenArgs {
    /// The agent (default: the default one)
    #[arg(long, value_name = "ID")]
    pub agent: Option<String>,
    /// Time between two, such as 30m or 2h; 0m = off
    #[arg(long, value_name = "DURATION")]
    pub every: Option<String>,
    /// Beginning of the active hours, such as 08:00
    #[arg(long, value_name = "HH:MM")]
    pub start: Option<String>,
    /// Their end, such as 22:00; 24:00 = the end of the day
    #[arg(long, value_name = "HH:MM")]
    pub end: Option<String>,
    /// The zone of these hours, such as Europe/Berlin
    #[arg(long, value_name = "ZONE")]
    pub timezone: Option<String>,
}

/// `cove heartbeat plan`.
#[derive(Debug, Flags)]
pub struct PlanArgs {
    /// When they fall.
    #[command(flatten)]
    pub when: WhenArgs,
    /// From this moment on, such as 2026-03-08T08:00:00Z (default: now)
    #[arg(long, value_name = "ISO")]
    pub from: Option<String>,
    /// How far to look (default: 24)
    #[arg(long, value_name = "N")]
    pub hours: Option<u32>,
}

/// `cove heartbeat estimate`.
#[derive(Debug, Flags)]
pub struct EstimateArgs {
    /// When they fall.
    #[command(flatten)]
    pub when: WhenArgs,
    /// provider/model, its alias or its id (default: the one of the check-ins)
    #[arg(long, value_name = "NAME")]
    pub model: Option<String>,
    /// Tokens of the whole prompt (default: as the conversation is now)
    #[arg(long, value_name = "N")]
    pub context_tokens: Option<u64>,
    /// Tokens of the answer (default: 170 to 1000)
    #[arg(long, value_name = "N")]
    pub output_tokens: Option<u64>,
}
