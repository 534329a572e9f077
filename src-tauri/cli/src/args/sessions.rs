//! The words of `cove sessions`.
//!
//! Owns names, flags and examples of its subcommands.

use std::path::PathBuf;

use clap::{Args as Flags, Subcommand, ValueEnum};

/// `cove sessions`.
#[derive(Debug, Flags)]
pub struct SessionsArgs {
    /// `list` is the default
    #[command(subcommand)]
    pub command: Option<SessionsCommand>,
    /// Only those used in the last minutes
    #[arg(long, value_name = "MINUTES", global = true)]
    pub active: Option<u32>,
    /// Runs of jobs and archived ones too
    #[arg(long, global = true)]
    pub all: bool,
}

/// `cove sessions …`. Where a conversation may be left out, it is the main one.
#[derive(Debug, Subcommand)]
pub enum SessionsCommand {
    /// List conversations
    List,
    /// Print a conversation
    Show {
        /// Session key or session id
        session: Option<String>,
        /// At most so many messages, the newest
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=200))]
        limit: u32,
    },
    /// Print the end of a conversation
    Tail {
        /// Session key or session id
        session: Option<String>,
        /// How many messages
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=200))]
        limit: u32,
        /// Go on with what is said from now on
        #[arg(long, short)]
        follow: bool,
    },
    /// Write a conversation out
    Export {
        /// Session key or session id
        session: Option<String>,
        /// markdown: what was said; jsonl: the lines as they are
        #[arg(long, value_enum, default_value = "markdown")]
        format: FormatArg,
        /// Into this file instead of standard output
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Look for words in all conversations
    Search {
        /// The words; all of them must be there
        #[arg(required = true)]
        words: Vec<String>,
        /// Only in this conversation
        #[arg(long, value_name = "KEY")]
        session: Option<String>,
        /// At most so many
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=200))]
        limit: u32,
    },
    /// Begin a conversation anew, keeping what matters first
    Reset {
        /// The conversation, such as main
        key: String,
        /// Just begin anew
        #[arg(long)]
        plain: bool,
        /// The model that answers in it
        #[arg(long, value_name = "NAME")]
        model: Option<String>,
        /// Its first message
        text: Option<String>,
    },
    /// Make a long conversation shorter: what is older is summarised
    #[command(
        after_help = "Examples:\n  cove sessions compact\n  cove sessions compact agent:main:main --instructions \"keep the recipes\"\n  cove sessions compact --keep 20\n  cove sessions compact --preview --json"
    )]
    Compact(CompactArgs),
    /// List the sessions a conversation had
    History {
        /// The conversation
        #[arg(default_value = "main")]
        key: String,
    },
    /// Open an earlier session of a conversation again
    Reopen {
        /// The conversation
        key: String,
        /// Which, from `cove sessions history`
        session: String,
    },
    /// Move a conversation, or one earlier session of it, to the trash for 30 days
    Delete {
        /// The conversation
        key: String,
        /// Only this earlier session
        #[arg(long, value_name = "ID")]
        session: Option<String>,
    },
    /// Put a conversation away: lists leave it out until the next message
    Archive {
        /// The conversation
        key: String,
        /// Take it out again
        #[arg(long)]
        out: bool,
    },
}

/// `cove sessions compact`.
#[derive(Debug, Flags)]
pub struct CompactArgs {
    /// The conversation (default: the main one)
    pub key: Option<String>,
    /// What the summary should keep
    #[arg(long, value_name = "TEXT", conflicts_with = "keep")]
    pub instructions: Option<String>,
    /// Keep so many messages and leave the rest out without a summary
    #[arg(long, value_name = "N")]
    pub keep: Option<u32>,
    /// Only say what it would do
    #[arg(long)]
    pub preview: bool,
}

/// How a conversation is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// What was said
    Markdown,
    /// The lines as they are
    Jsonl,
}
