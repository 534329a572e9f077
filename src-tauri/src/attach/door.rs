//! The door to the gateway: a cell that is filled when one is up.
//!
//! Owns which gateway calls go to at this moment. A call before that waits for it; after a failed
//! start it gets the reason. Never starts a gateway itself.

use std::sync::Arc;

use cove_gateway::api::ApiError;
use cove_gateway::api::carrier::Client;
use cove_gateway::error::Problem;
use cove_gateway::words::{Language, Words};
use tokio::sync::{Notify, watch};

/// Both ends the shell uses; the actor of each is set where it was made.
#[derive(Clone)]
pub struct Ends {
    /// For the page.
    pub window: Arc<dyn Client>,
    /// For the tray's menu and what the shell itself asks.
    pub tray: Arc<dyn Client>,
}

/// What stands behind the door.
#[derive(Clone)]
enum Behind {
    Starting,
    Up(Ends),
    Failed(ApiError),
    Closing,
    Closed,
}

/// Shared by the commands, the tray and the keeper.
pub struct Door {
    behind: watch::Sender<Behind>,
    again: Notify,
    words: Words,
    language: Language,
}

impl Door {
    /// Nothing behind it yet. The language is for what is told before a home says its own.
    pub fn new(words: Words, language: Language) -> Self {
        Self {
            behind: watch::Sender::new(Behind::Starting),
            again: Notify::new(),
            words,
            language,
        }
    }

    /// The gateway, as soon as there is one; the reason where it did not start.
    pub async fn ends(&self) -> Result<Ends, ApiError> {
        let mut behind = self.behind.subscribe();
        let settled = behind
            .wait_for(|behind| !matches!(behind, Behind::Starting))
            .await
            .map(|behind| behind.clone());
        match settled {
            Ok(Behind::Up(ends)) => Ok(ends),
            Ok(Behind::Failed(error)) => Err(error),
            _ => Err(self.render(&Problem::new("shell-closing"))),
        }
    }

    /// The next gateway that is up, however many starts fail before; `None` when Cove closes.
    pub async fn next_up(&self) -> Option<Ends> {
        let mut behind = self.behind.subscribe();
        let settled = behind
            .wait_for(|behind| matches!(behind, Behind::Up(_) | Behind::Closing | Behind::Closed))
            .await
            .map(|behind| behind.clone());
        match settled {
            Ok(Behind::Up(ends)) => Some(ends),
            _ => None,
        }
    }

    /// The person tries again: a start that failed is tried once more. Calls wait for it.
    pub fn try_again(&self) {
        let failed = self.behind.send_if_modified(|behind| {
            let failed = matches!(behind, Behind::Failed(_));
            if failed {
                *behind = Behind::Starting;
            }
            failed
        });
        if failed {
            self.again.notify_one();
        }
    }

    /// Cove closes: calls are refused from here on.
    pub fn close(&self) {
        self.behind.send_if_modified(|behind| {
            let open = !matches!(behind, Behind::Closing | Behind::Closed);
            if open {
                *behind = Behind::Closing;
            }
            open
        });
    }

    /// Returns when the gateway behind the door has stopped.
    pub async fn closed(&self) {
        self.reached(|behind| matches!(behind, Behind::Closed))
            .await;
    }

    /// For the keeper: returns when Cove closes.
    pub(crate) async fn closing(&self) {
        self.reached(|behind| matches!(behind, Behind::Closing | Behind::Closed))
            .await;
    }

    /// For the keeper: returns when the person tries again.
    pub(crate) async fn asked_again(&self) {
        self.again.notified().await;
    }

    /// For the keeper: calls wait.
    pub(crate) fn starting(&self) {
        self.set(Behind::Starting);
    }

    /// For the keeper: calls go there.
    pub(crate) fn up(&self, ends: Ends) {
        self.set(Behind::Up(ends));
    }

    /// For the keeper: calls get the reason.
    pub(crate) fn failed(&self, problem: &Problem) {
        self.set(Behind::Failed(self.render(problem)));
    }

    /// For the keeper: the gateway has stopped.
    pub(crate) fn is_closed(&self) {
        self.behind.send_replace(Behind::Closed);
    }

    /// Once closing, nothing opens the door again.
    fn set(&self, next: Behind) {
        self.behind.send_if_modified(|behind| {
            let open = !matches!(behind, Behind::Closing | Behind::Closed);
            if open {
                *behind = next;
            }
            open
        });
    }

    async fn reached(&self, there: impl Fn(&Behind) -> bool) {
        let mut behind = self.behind.subscribe();
        // The sender lives in `self`, so this ends only when it is so.
        let _ = behind.wait_for(there).await;
    }

    fn render(&self, problem: &Problem) -> ApiError {
        ApiError::render(problem, &self.words, self.language)
    }
}
