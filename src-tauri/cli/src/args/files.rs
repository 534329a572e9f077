//! The words of `cove files`.
//!
//! Owns names, flags and examples of its subcommands.

use clap::Subcommand;

/// `cove files …`.
#[derive(Debug, Subcommand)]
pub enum FilesCommand {
    /// List the agent's files
    List,
    /// Print a file
    Read {
        /// Relative to the workspace
        path: String,
    },
    /// List a file's versions
    History {
        /// Relative to the workspace
        path: String,
    },
    /// List who changed a file and how much, what one turn or one stay wrote together
    Changes {
        /// Relative to the workspace
        path: String,
        /// Most that are listed
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Show what changed between two versions
    Diff {
        /// Relative to the workspace
        path: String,
        /// The older version (0: before there was one)
        from: u32,
        /// The newer one (default: the file as it is)
        to: Option<u32>,
    },
    /// Bring an old version back as a new one
    Revert {
        /// Relative to the workspace
        path: String,
        /// Which version
        version: u32,
    },
}
