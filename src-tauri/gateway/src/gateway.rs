//! Stand-in for the wiring, so that the shell compiles: the coordinator's own replaces it.
//!
//! Owns nothing and answers nothing.

use std::path::PathBuf;

use crate::error::Coded;

/// How a gateway is started.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where the home lies; absent = `~/.cove`.
    pub state_dir: Option<PathBuf>,
    /// The gateway lives in the desktop app.
    pub embedded: bool,
}

/// Why a gateway did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another one holds the home.
    #[error("held by {pid}")]
    Held {
        /// The other one's process.
        pid: u32,
    },
    /// This is a stand-in.
    #[error("stand-in")]
    StandIn,
}

impl Coded for StartError {
    fn code(&self) -> &'static str {
        "stand-in"
    }
}

/// A running gateway.
#[derive(Debug)]
pub struct Gateway;

impl Gateway {
    /// Starts.
    pub async fn start(_options: Options) -> Result<Self, StartError> {
        Err(StartError::StandIn)
    }

    /// Running turns finish or are saved.
    pub async fn stop(&self) {}
}
