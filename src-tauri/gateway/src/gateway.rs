//! The wiring: builds the parts of a home, hands out what each needs, starts and stops them.
//!
//! Owns the order of a start (lock, tables, settings, recovery, channels, ready) and of a stop.
//! Decides nothing by itself and knows no carrier: those are put in front by [`crate::api`].

mod ack;
mod afterthoughts;
mod afterwards;
mod agents;
mod anew;
mod beats;
mod bot_token;
mod channels;
mod chores;
mod commands;
mod cursor;
mod files_out;
mod front;
mod group_settings;
mod groups;
mod health;
mod home;
mod host;
mod housekeeping;
mod index;
mod intake;
mod jobs;
mod last_end;
mod logs;
mod measure;
mod minute;
mod ports;
mod resets;
mod stray;
#[cfg(feature = "test-hooks")]
mod test_crash;
mod today;
mod upkeep;
mod vital;

#[cfg(test)]
mod jobs_tests;
#[cfg(test)]
mod life_tests;
#[cfg(test)]
mod own_turn_tests;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::agent::{Lanes, Recovered, recover, settle_beats};
use crate::backup::BackupError;
use crate::channel::InboundSink;
use crate::clock::SharedClock;
use crate::config::ConfigError;
use crate::crash::Interrupted;
use crate::delivery::InboxRow;
use crate::error::{Coded, Params};
use crate::event::Fact;
use crate::secret::Env;
use crate::session::SessionError;
use crate::storage::{StateDir, StateLock, StorageError};
use last_end::LastEnd;
use vital::Vital;

pub use anew::{begin_anew, open_again};
pub use channels::rules_of;
pub use front::Front;
pub use group_settings::{GroupWish, group_change};
pub use health::{Checked, Health, inspect, look, mend, take_back, view};
pub use home::{home_language, open_home, system_environment};
pub use host::{Host, Live, ShortcutState};
pub use intake::Intake;
pub use last_end::report_panics;
pub use logs::{log_files, newest_lines};
pub use stray::strays;
pub use today::{USUAL, go_on, taken_up, usual};

/// This build's version.
pub const BUILD: &str = env!("CARGO_PKG_VERSION");

/// How long running turns may take to finish when the gateway stops.
pub const GRACE: Duration = Duration::from_secs(10);
/// A command without a gateway holds the lock only for a moment; a start waits for it.
const LOCK_WAIT: Duration = Duration::from_secs(2);

/// How a gateway starts.
#[derive(Clone, Default)]
pub struct Options {
    /// The home; absent = `COVE_STATE_DIR`, else `~/.cove`.
    pub state_dir: Option<PathBuf>,
    /// It lives in the desktop app.
    pub embedded: bool,
    /// Where the time comes from in builds for tests.
    pub clock_socket: Option<PathBuf>,
    /// Where environment variables come from; absent = the process's own.
    pub env: Option<Env>,
    /// The time; absent = the computer's clock.
    pub clock: Option<SharedClock>,
    /// A part of the last one failed, and it is started again in place.
    pub again: bool,
}

/// The gateway could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another process holds the home.
    #[error("another gateway holds this home (process {pid})")]
    Held {
        /// Its process; 0 where it could not be told.
        pid: u32,
    },
    /// The disk or the tables refused.
    #[error(transparent)]
    Storage(StorageError),
    /// The settings could not be opened at all.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The conversations could not be opened at all.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The socket could not be opened.
    #[error("{path}: {source}")]
    Socket {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl From<StorageError> for StartError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Held { pid } => Self::Held {
                pid: pid.unwrap_or(0),
            },
            other => Self::Storage(other),
        }
    }
}

impl Coded for StartError {
    fn code(&self) -> &'static str {
        match self {
            Self::Held { .. } => "state-locked",
            Self::Storage(error) => error.code(),
            Self::Config(error) => error.code(),
            Self::Session(error) => error.code(),
            Self::Socket { .. } => "socket-failed",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Held { pid } => crate::error::params([("pid", (*pid).into())]),
            Self::Storage(error) => error.params(),
            Self::Config(error) => error.params(),
            Self::Session(error) => error.params(),
            Self::Socket { path, .. } => {
                crate::error::params([("path", path.display().to_string().into())])
            }
        }
    }
}

/// A running gateway.
pub struct Gateway {
    host: Arc<Host>,
    tasks: TaskTracker,
    /// Ends the background tasks.
    cancel: CancellationToken,
    /// Somebody asked it to stop.
    asked: CancellationToken,
    /// Where it listens; set by the carrier.
    socket: PathBuf,
    vital: Vital,
    last_end: Mutex<LastEnd>,
    _lock: StateLock,
    _logs: Option<logs::LogGuard>,
}

impl Gateway {
    /// Opens the home under its lock, recovers what the last run left and starts everything but
    /// the carriers, which `front` stands for: a command found open asks it at once.
    pub async fn build(options: Options, front: Arc<dyn Front>) -> Result<Self, StartError> {
        let root = StateDir::locate(options.state_dir.clone());
        let clock = home::clock(&options);
        let state = StateDir::open(root)?;
        let lock = take_lock(&state).await?;
        let mut last_end = LastEnd::look(&state, &clock, options.again);
        let (cancel, asked, tasks) = (
            CancellationToken::new(),
            CancellationToken::new(),
            TaskTracker::new(),
        );
        let env = options.env.clone().unwrap_or_else(system_environment);
        let mut opened = open_home(state, clock, env, cancel.clone(), tasks.clone(), true).await?;
        opened.embedded = options.embedded;
        let logs = logs::start(&opened.state.logs(), &opened.parts.redactor);
        let lanes = Lanes::new(Arc::clone(&opened.parts), opened.paused.subscribe());
        let intake = Arc::new(Intake::new(&opened, lanes.clone()));
        let paused = *opened.paused.borrow();
        let held_back = |row: &InboxRow| paused && !intake.is_command(&row.message.text);
        let recovered = recover(&opened.parts, opened.state.moved(), held_back).await?;
        let interrupted = settle_beats(&opened.parts).await?;
        tracing::info!(
            interrupted,
            build = BUILD,
            open = recovered.rows.len(),
            unknown = recovered.unknown,
            set_aside = recovered.set_aside,
            "started"
        );
        last_end
            .tell(&opened, cut_off(&recovered, interrupted))
            .await?;
        opened.live = Some(Live {
            lanes,
            intake: Arc::clone(&intake),
            stop: asked.clone(),
            next: Mutex::default(),
            front,
        });
        let host = Arc::new(opened);
        intake.attach(&host);
        intake.hand_in_found(recovered.rows);
        ports::open_ways_out(&host, &cancel);
        if !host.state.moved() {
            host.parts.sender.resume().await?;
        }
        let vital = Vital::new(tasks.clone());
        channels::start(&host, intake, &cancel, &vital);
        chores::start(&host, &cancel, &tasks, &vital);
        jobs::start(&host, &cancel, &tasks, &vital);
        #[cfg(feature = "test-hooks")]
        test_crash::start(&host, &cancel, &vital);
        Ok(Self {
            host,
            tasks,
            cancel,
            asked,
            socket: PathBuf::new(),
            vital,
            last_end: Mutex::new(last_end),
            _lock: lock,
            _logs: logs,
        })
    }

    /// The home, for the carriers.
    pub fn host(&self) -> &Arc<Host> {
        &self.host
    }

    /// Ends with the gateway; carriers listen to it.
    pub fn ending(&self) -> CancellationToken {
        self.cancel.clone()
    }

    /// Tasks that a stop waits for; carriers run theirs here.
    pub fn tasks(&self) -> &TaskTracker {
        &self.tasks
    }

    /// Where it listens.
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// Says where it listens.
    pub fn listens_at(&mut self, socket: PathBuf) {
        self.socket = socket;
    }

    /// Returns once somebody asked it to stop by request.
    pub async fn stopped(&self) {
        self.asked.cancelled().await;
    }

    /// Returns once a part it can't be without has failed: it is to be stopped and started again.
    pub async fn failed(&self) {
        self.vital.failed().cancelled().await;
    }

    /// Stops: running turns finish within ten seconds or are continued at the next start.
    pub async fn stop(&self) {
        self.last_end().stopping();
        self.host.events().publish(Fact::Stopping);
        if let Some(live) = &self.host.live {
            live.lanes.close(GRACE).await;
        }
        self.cancel.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        ports::close_ways_out(&self.host);
        if let Err(error) = chores::last(&self.host).await {
            tracing::error!(%error, "the last writes of a stop failed");
        }
        self.host.db().close().await;
        self.last_end().ended();
    }

    fn last_end(&self) -> std::sync::MutexGuard<'_, LastEnd> {
        self.last_end.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the end of the last run cut off.
fn cut_off(recovered: &Recovered, beats: usize) -> Interrupted {
    Interrupted {
        messages: recovered.rows.len(),
        unknown: recovered.unknown,
        beats,
    }
}

/// How a gateway ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It stopped.
    Stopped,
    /// Another home stands in the place of its own now: it is to be started again.
    Replaced,
}

impl Gateway {
    /// Stops and, where a backup is to be restored, puts that in the place of the home.
    ///
    /// # Errors
    /// Where it could not be put there; the home stands as it was and can be started again.
    pub async fn end(self) -> Result<Ended, BackupError> {
        self.stop().await;
        let live = self.host.live.as_ref();
        let next = live.and_then(|live| {
            let mut next = live.next.lock().unwrap_or_else(PoisonError::into_inner);
            next.take()
        });
        // The lock goes with it.
        drop(self);
        let Some(next) = next else {
            return Ok(Ended::Stopped);
        };
        let put = tokio::task::spawn_blocking(move || next.put_in_place()).await;
        match put {
            Ok(put) => put.map(|_| Ended::Replaced),
            Err(error) => Err(StorageError::Io {
                path: PathBuf::new(),
                source: std::io::Error::other(error),
            }
            .into()),
        }
    }
}

/// Takes the lock, waiting for a command that holds it for a moment.
async fn take_lock(state: &StateDir) -> Result<StateLock, StorageError> {
    const STEP: Duration = Duration::from_millis(50);
    let mut left = LOCK_WAIT.as_millis() / STEP.as_millis();
    loop {
        match StateLock::take(state.root()) {
            Err(StorageError::Held { .. }) if left > 0 => {
                left -= 1;
                tokio::time::sleep(STEP).await;
            }
            taken => return taken,
        }
    }
}
