//! The words of `cove doctor` and `cove restore`.
//!
//! Owns names and flags.

use clap::Args as Flags;

/// `cove doctor`.
#[derive(Debug, Flags)]
pub struct DoctorArgs {
    /// Mend what only needs repair, or what this code or id names
    #[arg(long, value_name = "WHICH", num_args = 0..=1, default_missing_value = "all")]
    pub fix: Option<String>,
    /// Move a conversation no message reaches to where its messages go, instead of archiving it
    #[arg(long = "move", requires = "fix")]
    pub moves: bool,
}

/// `cove restore`.
#[derive(Debug, Flags)]
#[group(required = true, multiple = false)]
pub struct RestoreArgs {
    /// A file of `cove backup`
    pub file: Option<String>,
    /// List the repairs that were made
    #[arg(long)]
    pub list: bool,
    /// Take this repair back
    #[arg(long, value_name = "ID")]
    pub fix: Option<String>,
}
