//! Keeps a gateway behind the door: its own, or the one that already runs on this home.
//!
//! Owns starting, attaching, following and stopping. Never answers a request and never decides
//! what an event means for the desktop: [`follow`] and [`crate::desktop`] do.

pub mod door;
pub mod follow;
#[cfg(test)]
pub mod tests;

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use cove_gateway::api::Actor;
use cove_gateway::api::carrier::{Client, socket_client};
use cove_gateway::crash::Restarts;
use cove_gateway::error::{Problem, params};
use cove_gateway::gateway::{Ended, Gateway, Options, StartError};
use cove_gateway::storage::StateDir;

use crate::desktop::Desktop;
use door::{Door, Ends};
use follow::follow;

/// Between two tries to reach a gateway that holds the home but does not answer yet.
const BETWEEN: Duration = Duration::from_millis(300);
/// How often that is tried before the person is told.
const TRIES: u32 = 10;

/// A gateway that was reached.
pub struct Attached {
    /// Its ends.
    pub ends: Ends,
    /// Ours to stop; `None` where it runs elsewhere.
    pub own: Option<Box<dyn Own>>,
}

/// A gateway of our own.
#[async_trait]
pub trait Own: Send + Sync {
    /// Running turns finish or are saved; a backup that is to be restored takes the home's place.
    async fn stop(self: Box<Self>) -> Result<Ended, Problem>;

    /// Returns once a part it can't be without has failed.
    async fn failed(&self);
}

/// Where a gateway comes from. The tests have their own.
#[async_trait]
pub trait Place: Send + Sync {
    /// Starts or reaches one; `again` in place of ours that failed.
    async fn open(&self, again: bool) -> Result<Attached, Problem>;
}

/// Keeps one behind the door until Cove closes.
pub async fn keep(door: &Door, place: &dyn Place, desktop: &dyn Desktop) {
    let mut restarts = Restarts::default();
    let mut again = false;
    loop {
        let opened = tokio::select! {
            opened = place.open(std::mem::take(&mut again)) => opened,
            () = door.closing() => break,
        };
        let problem = match opened {
            Ok(attached) => match stay(door, attached, desktop).await {
                Left::Closing => break,
                // Somebody else's gateway ended: now the home is free for one of our own.
                Left::Other => {
                    door.starting();
                    tokio::time::sleep(BETWEEN).await;
                    continue;
                }
                Left::Failed if restarts.may(Instant::now()) => {
                    again = true;
                    continue;
                }
                Left::Failed => Problem::new("gateway-fails"),
                Left::Replaced => {
                    door.starting();
                    continue;
                }
                // A person stopped it: starting it again is theirs to say.
                Left::Own(problem) => problem,
            },
            Err(problem) => problem,
        };
        door.failed(&problem);
        tokio::select! {
            () = door.asked_again() => restarts.forget(),
            () = door.closing() => break,
        }
    }
    door.is_closed();
}

enum Left {
    Closing,
    Own(Problem),
    Replaced,
    /// Ours, and not because anybody asked.
    Failed,
    Other,
}

/// Why the desktop stops following a gateway.
#[derive(PartialEq, Eq)]
enum Parting {
    Gone,
    Failed,
    Closing,
}

async fn stay(door: &Door, attached: Attached, desktop: &dyn Desktop) -> Left {
    let Attached { ends, own } = attached;
    door.up(ends.clone());
    let failed = async {
        match &own {
            Some(own) => own.failed().await,
            None => std::future::pending().await,
        }
    };
    let parting = tokio::select! {
        () = follow(&*ends.tray, desktop) => Parting::Gone,
        () = failed => Parting::Failed,
        () = door.closing() => Parting::Closing,
    };
    if parting == Parting::Failed {
        // Calls wait for the next one instead of meeting half a gateway.
        door.starting();
    }
    let ended = match own {
        Some(own) => Some(own.stop().await),
        None => None,
    };
    match (parting, ended) {
        (Parting::Closing, _) => Left::Closing,
        (_, None) => Left::Other,
        (_, Some(Err(problem))) => Left::Own(problem),
        (_, Some(Ok(Ended::Replaced))) => Left::Replaced,
        (Parting::Failed, Some(Ok(Ended::Stopped))) => Left::Failed,
        (Parting::Gone, Some(Ok(Ended::Stopped))) => Left::Own(Problem::new("shell-stopped")),
    }
}

/// The real place: a gateway in this process, else the one that holds the home.
pub struct OwnOrOther {
    options: Options,
}

impl OwnOrOther {
    /// On the home the options name.
    pub fn new(options: Options) -> Self {
        Self { options }
    }

    async fn other(&self, pid: u32) -> Result<Attached, Problem> {
        for _ in 0..TRIES {
            let window = self.connect(Actor::Window).await;
            let tray = self.connect(Actor::Tray).await;
            if let (Some(window), Some(tray)) = (window, tray) {
                let ends = Ends { window, tray };
                return Ok(Attached { ends, own: None });
            }
            tokio::time::sleep(BETWEEN).await;
        }
        Err(Problem::with(
            "shell-unreachable",
            params([("pid", pid.to_string().into())]),
        ))
    }

    async fn connect(&self, actor: Actor) -> Option<Arc<dyn Client>> {
        let home = StateDir::locate(self.options.state_dir.clone());
        socket_client::connect(&home, actor)
            .await
            .inspect_err(|error| tracing::info!(%error, "no gateway answers yet"))
            .ok()
    }
}

#[async_trait]
impl Place for OwnOrOther {
    async fn open(&self, again: bool) -> Result<Attached, Problem> {
        let options = Options {
            again,
            ..self.options.clone()
        };
        match Gateway::start(options).await {
            Ok(gateway) => Ok(Attached {
                ends: Ends {
                    window: gateway.client(Actor::Window),
                    tray: gateway.client(Actor::Tray),
                },
                own: Some(Box::new(InProcess(gateway))),
            }),
            Err(StartError::Held { pid }) => self.other(pid).await,
            Err(error) => Err(Problem::from(&error)),
        }
    }
}

struct InProcess(Gateway);

#[async_trait]
impl Own for InProcess {
    async fn stop(self: Box<Self>) -> Result<Ended, Problem> {
        let ended = self.0.end().await;
        ended.map_err(|error| {
            tracing::error!(%error, "the backup could not be put in place of the home");
            Problem::from(&error)
        })
    }

    async fn failed(&self) {
        self.0.failed().await;
    }
}
