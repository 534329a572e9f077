//! The words of every command.
//!
//! Owns names, flags and examples; `--help` is made from this file. Never does anything.

mod cost;
mod cron;
mod files;
mod heartbeat;
mod home;
mod route;
mod sessions;
mod state;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args as Flags, Parser, Subcommand, ValueEnum};
use cove_gateway::api::secret::Keep;
use cove_gateway::channel::ChannelKind;

pub use cost::{CostArgs, CostCommand};
pub use cron::{AddArgs, CronCommand, EditArgs, FieldArgs, PreviewArgs};
pub use files::FilesCommand;
pub use heartbeat::{
    EstimateArgs, EventArgs, HeartbeatCommand, ModeArg, PauseBeatsArgs, PlanArgs, SystemCommand,
    WhenArgs,
};
pub use home::{DoctorArgs, RestoreArgs};
pub use route::RouteArgs;
pub use sessions::{CompactArgs, FormatArg, SessionsArgs, SessionsCommand};
pub use state::{HolderArgs, LeaseArgs, StateCommand};

const EXAMPLES: &str = "Examples:
  cove gateway                          run Cove in this terminal
  cove send \"What is on my list?\"       ask and print the reply
  echo \"Sum this up\" | cove send -      ask what stands on standard input
  cove sessions --json                  list conversations for a program
  cove pairing approve telegram ABCD2345
  cove pause --for 2h                   nothing runs for two hours";

/// A calm home for a personal AI agent.
#[derive(Debug, Parser)]
#[command(name = "cove", version, after_help = EXAMPLES)]
pub struct Args {
    /// The home to use (default: $COVE_STATE_DIR, else ~/.cove)
    #[arg(long, global = true, value_name = "FOLDER")]
    pub state_dir: Option<PathBuf>,
    /// Print JSON, one shape a command, for programs
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the gateway in this terminal until Ctrl-C
    #[command(after_help = "Examples:\n  cove gateway\n  cove gateway --json\n  cove gateway stop")]
    Gateway(GatewayArgs),
    /// Show how everything is
    #[command(after_help = "Examples:\n  cove status\n  cove status --json")]
    Status,
    /// Send a message and print the reply
    #[command(
        after_help = "Examples:\n  cove send \"remember: the key is under the mat\"\n  cove send - < letter.txt\n  cove send \"hi\" --session agent:main:main --json"
    )]
    Send(SendArgs),
    /// Talk in the terminal: Ctrl-C stops an answer, Ctrl-D leaves
    #[command(after_help = "Examples:\n  cove chat\n  printf 'hi\\n' | cove chat")]
    Chat(ChatArgs),
    /// List conversations, read and search them, begin them anew
    #[command(
        after_help = "Examples:\n  cove sessions --active 60 --json\n  cove sessions show main --limit 20\n  cove sessions tail --follow\n  cove sessions search dentist\n  cove sessions export --output talk.md\n  cove sessions reset main\n  cove sessions history main"
    )]
    Sessions(SessionsArgs),
    /// Show what the next message of a conversation carries along
    #[command(
        after_help = "Examples:\n  cove context\n  cove context --detail\n  cove context agent:main:main --json"
    )]
    Context(ContextArgs),
    /// Check-ins: when, what became of them, what they will cost
    Heartbeat {
        /// What to do
        #[command(subcommand)]
        command: HeartbeatCommand,
    },
    /// Say what would happen by itself from now on, and what it would cost
    #[command(
        after_help = "Examples:\n  cove rehearse --hours 12\n  cove rehearse --hours 168 --json"
    )]
    Rehearse {
        /// How far to look
        #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=744))]
        hours: u32,
    },
    /// What several conversations know together: states, logs, leases
    State {
        /// What to do
        #[command(subcommand)]
        command: StateCommand,
    },
    /// Leave the agent a note
    System {
        /// What to do
        #[command(subcommand)]
        command: SystemCommand,
    },
    /// Show what was spent, and give what runs by itself more for today
    #[command(
        after_help = "Examples:\n  cove cost\n  cove cost --by cause --json\n  cove cost extend 0.50"
    )]
    Cost(CostArgs),
    /// Jobs that run by themselves, and when
    #[command(
        after_help = "Examples:\n  cove cron list\n  cove cron add --name Tea --at 20m --notify \"The tea is ready\" --channel telegram --to 7\n  cove cron preview --every 2h --count 10 --json"
    )]
    Cron {
        /// What to do
        #[command(subcommand)]
        command: CronCommand,
    },
    /// Say which agent and conversation a message would go to; sends nothing
    #[command(
        after_help = "Examples:\n  cove route --channel telegram --chat-type direct --peer 5550142\n  cove route --channel telegram --chat-type group --peer -1001987650007 --topic 12 --json"
    )]
    Route(RouteArgs),
    /// Read and change settings
    #[command(
        after_help = "Examples:\n  cove config get agents.defaults.model\n  cove config set agents.defaults.heartbeat.every 30m\n  cove config validate"
    )]
    Config {
        /// What to do
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Keep keys and tokens
    #[command(
        after_help = "Examples:\n  cove secret set channels.telegram.botToken\n  pass telegram | cove secret set channels.telegram.botToken\n  cove secret list"
    )]
    Secret {
        /// What to do
        #[command(subcommand)]
        command: SecretCommand,
    },
    /// Say who may write to the agent
    #[command(
        after_help = "Examples:\n  cove pairing list\n  cove pairing approve telegram ABCD2345"
    )]
    Pairing {
        /// What to do
        #[command(subcommand)]
        command: PairingCommand,
    },
    /// Show what happened, what did not, and why
    #[command(after_help = "Examples:\n  cove activity --limit 10\n  cove activity --follow")]
    Activity(ActivityArgs),
    /// Show the log
    #[command(after_help = "Examples:\n  cove logs\n  cove logs --follow")]
    Logs(LogsArgs),
    /// Pause everything, or what SCOPE names
    #[command(
        after_help = "Examples:\n  cove pause\n  cove pause --for 2h\n  cove pause channel:telegram:default"
    )]
    Pause(PauseArgs),
    /// End a pause
    #[command(after_help = "Examples:\n  cove resume\n  cove resume channel:telegram:default")]
    Resume {
        /// all, autonomous, channel:<name>:<account>
        #[arg(default_value = "all")]
        scope: String,
    },
    /// List messages that may not have arrived
    #[command(after_help = "Examples:\n  cove deliveries\n  cove deliveries --all --json")]
    Deliveries {
        /// `list` is the default
        #[command(subcommand)]
        command: Option<ListCommand>,
        /// Sent ones too
        #[arg(long, global = true)]
        all: bool,
    },
    /// Send a message again that may not have arrived
    Resend {
        /// From `cove deliveries`
        id: String,
    },
    /// Leave a message that may not have arrived as it is
    Dismiss {
        /// From `cove deliveries`
        id: String,
    },
    /// Take a change back
    #[command(after_help = "Examples:\n  cove undo\n  cove undo u-12")]
    Undo {
        /// From an answer or `cove activity`; the newest change if absent
        id: Option<String>,
    },
    /// Read the agent's files and their history
    #[command(
        after_help = "Examples:\n  cove files list\n  cove files history TODO.md\n  cove files diff TODO.md 3\n  cove files revert TODO.md 3"
    )]
    Files {
        /// What to do
        #[command(subcommand)]
        command: FilesCommand,
    },
    /// Choose the model that answers
    #[command(
        after_help = "Examples:\n  cove model list\n  cove model use anthropic/claude-sonnet-4-5\n  cove model local"
    )]
    Model {
        /// What to do
        #[command(subcommand)]
        command: ModelCommand,
    },
    /// Look whether the home is sound, and mend it with --fix
    #[command(
        after_help = "Examples:\n  cove doctor\n  cove doctor --fix\n  cove doctor --fix transcript-torn"
    )]
    Doctor(DoctorArgs),
    /// Keep a copy of the whole home in one file, also while Cove runs
    #[command(after_help = "Examples:\n  cove backup\n  cove backup ~/cove-november.zip")]
    Backup {
        /// The file to make (default: backups/cove-<time>.zip in the home)
        file: Option<String>,
    },
    /// Bring a backup back as the home, or take a repair back
    #[command(
        after_help = "Examples:\n  cove restore ~/cove-november.zip\n  cove restore --list\n  cove restore --fix 20261121-094733"
    )]
    Restore(RestoreArgs),
    /// Print completions for a shell
    #[command(
        after_help = "Example:\n  cove completions bash > ~/.local/share/bash-completion/completions/cove"
    )]
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

/// `cove gateway`.
#[derive(Debug, Flags)]
pub struct GatewayArgs {
    /// Stop the running one instead
    #[command(subcommand)]
    pub command: Option<GatewayCommand>,
    /// Take the time from this socket (builds for tests)
    #[cfg(feature = "test-hooks")]
    #[arg(long, value_name = "SOCKET")]
    pub clock: Option<PathBuf>,
}

/// `cove gateway …`.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum GatewayCommand {
    /// Stop the running gateway: answers under way end first
    Stop,
}

/// Commands whose only verb is `list`.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum ListCommand {
    /// List them
    List,
}

/// `cove send`.
#[derive(Debug, Flags)]
pub struct SendArgs {
    /// The message; `-` reads standard input
    pub text: String,
    /// The conversation (default: the main one)
    #[arg(long, value_name = "KEY")]
    pub session: Option<String>,
}

/// `cove chat`.
#[derive(Debug, Flags)]
pub struct ChatArgs {
    /// The conversation (default: the main one)
    #[arg(long, value_name = "KEY")]
    pub session: Option<String>,
}

/// `cove config …`.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print a setting, or all that are written
    Get {
        /// Dotted path, such as agents.defaults.model
        path: Option<String>,
    },
    /// Change a setting
    Set {
        /// Dotted path
        path: String,
        /// JSON5, else taken as text
        value: String,
    },
    /// Remove a setting, so that its default holds
    Unset {
        /// Dotted path
        path: String,
    },
    /// Check the settings file
    Validate,
}

/// Where a secret may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KeepArg {
    /// The system's keychain
    Keychain,
    /// A file encrypted under a passphrase
    Passphrase,
    /// In memory until Cove ends
    ThisRun,
}

impl From<KeepArg> for Keep {
    fn from(keep: KeepArg) -> Self {
        match keep {
            KeepArg::Keychain => Self::Keychain,
            KeepArg::Passphrase => Self::Passphrase,
            KeepArg::ThisRun => Self::ThisRun,
        }
    }
}

/// `cove secret …`.
#[derive(Debug, Subcommand)]
pub enum SecretCommand {
    /// Store a secret: asked for without echo, or the first line of standard input
    Set {
        /// Where the settings refer to it, such as channels.telegram.botToken
        path: String,
        /// The server it is for (default: from the settings, or as Cove knows the provider)
        #[arg(long, value_name = "URL")]
        origin: Option<String>,
        /// Where to keep it; with `passphrase` the second line of standard input is the passphrase
        #[arg(long, value_enum)]
        keep: Option<KeepArg>,
    },
    /// List where secrets are kept, never what they are
    List,
    /// Forget a secret
    Remove {
        /// Which
        path: String,
    },
    /// Unlock the passphrase file for this run
    Unlock,
    /// Let a secret go to another server than the one it was entered for
    Confirm {
        /// Which
        path: String,
        /// The new server
        origin: String,
    },
    /// Move secrets from the settings file to the keychain
    Adopt,
}

/// `cove pairing …`.
#[derive(Debug, Subcommand)]
pub enum PairingCommand {
    /// List who asks and who may write
    List,
    /// Let somebody in
    Approve {
        /// Where, such as telegram
        #[arg(value_parser = channel)]
        channel: ChannelKind,
        /// The 8-character code, any case
        code: String,
    },
    /// Turn a request down
    Reject {
        /// Where
        #[arg(value_parser = channel)]
        channel: ChannelKind,
        /// The code
        code: String,
    },
    /// Somebody may no longer write
    Remove {
        /// Where
        #[arg(value_parser = channel)]
        channel: ChannelKind,
        /// The sender's id
        id: String,
        /// The channel's account
        #[arg(long)]
        account: Option<String>,
    },
}

/// `cove activity`.
#[derive(Debug, Flags)]
pub struct ActivityArgs {
    /// Keep printing what happens
    #[arg(long, short)]
    pub follow: bool,
    /// At most this many
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=500))]
    pub limit: Option<u32>,
}

/// `cove context`.
#[derive(Debug, Flags)]
pub struct ContextArgs {
    /// The conversation (default: the main one)
    pub key: Option<String>,
    /// Each tool, the marks and how good the estimate is
    #[arg(long)]
    pub detail: bool,
}

/// `cove logs`.
#[derive(Debug, Flags)]
pub struct LogsArgs {
    /// Keep printing new lines
    #[arg(long, short)]
    pub follow: bool,
    /// At most this many lines
    #[arg(long, value_name = "N")]
    pub lines: Option<u32>,
}

/// `cove pause`.
#[derive(Debug, Flags)]
pub struct PauseArgs {
    /// How long, such as 30m, 2h, 1day (default: until `cove resume`)
    #[arg(long = "for", value_name = "DURATION", value_parser = humantime::parse_duration)]
    pub span: Option<Duration>,
    /// all, autonomous, channel:<name>:<account>
    #[arg(default_value = "all")]
    pub scope: String,
}

/// `cove model …`.
#[derive(Debug, Subcommand)]
pub enum ModelCommand {
    /// List models
    List,
    /// Use a model from now on
    Use {
        /// provider/model, or cove/practice
        id: String,
        /// The address of a server of your own
        #[arg(long, value_name = "URL")]
        base_url: Option<String>,
    },
    /// Look for model servers on this computer
    Local,
}

fn channel(name: &str) -> Result<ChannelKind, String> {
    ChannelKind::parse(name).ok_or_else(|| "telegram, desktop, cli".to_owned())
}
