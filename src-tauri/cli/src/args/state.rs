//! The words of `cove state`.
//!
//! Owns names, flags and examples of its subcommands.

use clap::{Args as Flags, Subcommand};

/// `cove state …`.
#[derive(Debug, Subcommand)]
pub enum StateCommand {
    /// List the shared states and logs
    List,
    /// Print a shared state
    Get {
        /// Its name
        name: String,
    },
    /// Put a whole new state down
    #[command(
        after_help = "Examples:\n  cove state set reading '{\"next\": 7}' --version 3\n  cove state set news '{\"items\": []}' --format news-v1"
    )]
    Set(SetArgs),
    /// Add a line to a log
    Append {
        /// Its name
        name: String,
        /// The line
        text: String,
    },
    /// Take the lease: nobody else writes until it is over
    Lock(LeaseArgs),
    /// Make the own lease longer
    Renew(LeaseArgs),
    /// Give the own lease back
    Unlock(HolderArgs),
}

/// `cove state set`.
#[derive(Debug, Flags)]
pub struct SetArgs {
    /// Its name
    pub name: String,
    /// JSON; a text stands in quotes: '"tea"'
    pub state: String,
    /// The version it was made from; refused where another stands there
    #[arg(long, value_name = "N")]
    pub version: Option<u32>,
    /// What it holds; declared once
    #[arg(long, value_name = "NAME")]
    pub format: Option<String>,
    /// In whose name (default: person)
    #[arg(long, value_name = "NAME")]
    pub holder: Option<String>,
}

/// `cove state lock`, `renew`.
#[derive(Debug, Flags)]
pub struct LeaseArgs {
    /// Whose.
    #[command(flatten)]
    pub who: HolderArgs,
    /// How long (default: 10)
    #[arg(long, value_name = "N")]
    pub minutes: Option<u32>,
}

/// Whose lease.
#[derive(Debug, Flags)]
pub struct HolderArgs {
    /// The name of the state
    pub name: String,
    /// In whose name (default: person)
    #[arg(long, value_name = "NAME")]
    pub holder: Option<String>,
}
