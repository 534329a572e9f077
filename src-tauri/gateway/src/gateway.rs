//! Wiring (stand-in with the names the command line uses; being built elsewhere).

mod host;
mod intake;

pub use host::{Host, Live};
pub use intake::Intake;

/// The build.
pub const BUILD: &str = env!("CARGO_PKG_VERSION");

use std::path::{Path, PathBuf};

use crate::error::{Coded, Params, params};

/// How a gateway starts.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The home; absent = `~/.cove`.
    pub state_dir: Option<PathBuf>,
    /// It lives in the desktop app.
    pub embedded: bool,
    /// Where the time comes from in builds for tests.
    pub clock_socket: Option<PathBuf>,
}

/// The gateway could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another process holds the home.
    #[error("another gateway holds this home (process {pid:?})")]
    Held {
        /// Its process, where it could be told.
        pid: Option<u32>,
    },
}

impl Coded for StartError {
    fn code(&self) -> &'static str {
        "state-locked"
    }

    fn params(&self) -> Params {
        let Self::Held { pid } = self;
        params([("pid", pid.unwrap_or_default().into())])
    }
}

/// A running gateway.
#[derive(Debug)]
pub struct Gateway {
    socket: PathBuf,
}

impl Gateway {
    /// Starts one.
    ///
    /// # Errors
    /// Always: this is a stand-in.
    pub async fn start(_options: Options) -> Result<Self, StartError> {
        Err(StartError::Held { pid: None })
    }

    /// Where it listens.
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// Stops it.
    pub async fn stop(&self) {}

    /// Returns once somebody asked it to stop.
    pub async fn stopped(&self) {}
}
