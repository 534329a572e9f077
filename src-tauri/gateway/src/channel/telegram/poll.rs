//! The poller: one task an account that asks Telegram for updates.
//!
//! Owns the position and the only getUpdates of its token, so that two never run at once. An
//! update is confirmed only by asking for the next one, after the sink has taken it. Never drops
//! an update without a record and never gives up by itself: it waits, slowly, or for the person.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use serde_json::value::RawValue;
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use super::client::Client;
use super::failure::{CallError, Meaning};
use super::hook;
use super::intake::Intake;
use super::menu::Introduction;
use super::pace::{CONFLICT_POLL, Conflicted, LONG_POLL, Pace, wait_after};
use super::update;
use super::wire::GetUpdates;
use crate::channel::types::{ChannelHealth, ChannelKind, ChannelStatus, SinkError};
use crate::clock::SharedClock;
use crate::error::Problem;

/// How much longer than the poll itself an answer may take before the connection counts as dead.
const MARGIN: Duration = Duration::from_secs(15);
/// An update that could not be taken so often is set aside, if the store takes that: then it is the
/// update and not the store. About half a minute.
pub(super) const MOST_TRIES: u32 = 8;
pub(super) const KINDS: [&str; 5] = [
    "message",
    "edited_message",
    "callback_query",
    "message_reaction",
    "my_chat_member",
];

/// The poller of one account.
pub struct Poller {
    pub client: Arc<Client>,
    pub intake: Intake,
    pub clock: SharedClock,
    pub status: watch::Sender<ChannelStatus>,
    pub cancel: CancellationToken,
    /// Ends any wait, and a poll that hangs.
    pub wake: Arc<Notify>,
    /// What is done once, after the first answer.
    pub introduction: Option<Introduction>,
    pub cursor: Option<i64>,
    pub pace: Pace,
}

/// How long to rest.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rest {
    For(Duration),
    /// Nothing gets better by trying.
    UntilWoken,
}

impl Poller {
    /// Polls until cancelled.
    pub async fn run(mut self) {
        self.find_position().await;
        while !self.cancel.is_cancelled() {
            let polled = tokio::select! {
                biased;
                () = self.cancel.cancelled() => break,
                polled = self.poll() => polled,
                () = self.wake.notified() => {
                    // After sleep or a change of network the connection may only look alive.
                    self.client.reconnect();
                    continue;
                }
            };
            match polled {
                Ok(updates) => {
                    self.heard();
                    self.hand_over(&updates).await;
                }
                Err(error) => {
                    let rest = match error.meaning() {
                        Some(Meaning::Hooked) => self.unhook().await,
                        _ => self.trouble(&error),
                    };
                    self.rest(rest).await;
                }
            }
        }
    }

    /// Telegram posts this bot's messages somewhere and gives none to who asks: a webhook that the
    /// settings no longer name.
    async fn unhook(&mut self) -> Rest {
        tracing::info!("the bot's webhook is taken off, so that its messages can be asked for");
        match hook::delete(&self.client).await {
            Ok(()) => Rest::For(Duration::ZERO),
            Err(error) => self.trouble(&error),
        }
    }

    /// The position is in the store's transaction with the messages; without it nothing may be
    /// asked for.
    async fn find_position(&mut self) {
        let mut failures = 0;
        loop {
            let sink = Arc::clone(&self.intake.sink);
            match sink
                .cursor(ChannelKind::Telegram, &self.intake.account)
                .await
            {
                Ok(cursor) => {
                    self.cursor = cursor;
                    return;
                }
                Err(error) => self.store_failed(&error.reason, &mut failures).await,
            }
            if self.cancel.is_cancelled() {
                return;
            }
        }
    }

    async fn poll(&self) -> Result<Vec<Box<RawValue>>, CallError> {
        let hang = if self.pace.in_conflict() {
            CONFLICT_POLL
        } else if self.status.borrow().health == ChannelHealth::Well {
            LONG_POLL
        } else {
            // Asked without hanging, Telegram answers at once and the status is true at once.
            Duration::ZERO
        };
        let parameters = GetUpdates {
            offset: self.cursor.map(|cursor| cursor.saturating_add(1)),
            timeout: hang.as_secs(),
            allowed_updates: KINDS,
        };
        self.client
            .call("getUpdates", &parameters, hang + MARGIN)
            .await
    }

    /// Gives each update to the sink, in order; one that the sink can't take is given again
    /// before any later one.
    async fn hand_over(&mut self, updates: &[Box<RawValue>]) {
        let before = self.cursor;
        let mut read: Vec<_> = updates
            .iter()
            .map(|raw| update::read(&self.intake.account, raw))
            .collect();
        read.sort_by_key(|update| update.number);
        if read.iter().any(|update| update.group.is_some()) && !self.knows_the_bot().await {
            return;
        }
        for update in &read {
            let mut failures = 0;
            while let Err(error) = self.take(update).await {
                if failures + 1 >= MOST_TRIES && self.intake.give_up(update, &error).await.is_ok() {
                    break;
                }
                self.store_failed(&error.reason, &mut failures).await;
                if self.cancel.is_cancelled() {
                    return;
                }
            }
            if failures > 0 {
                self.set_health(ChannelHealth::Well, None);
            }
            // Telegram begins its numbers anew after a quiet week, so a lower one counts too.
            self.cursor = update.number.or(self.cursor);
            if self.cancel.is_cancelled() {
                return;
            }
        }
        if !updates.is_empty() && self.cursor == before {
            // The same again at once would be a loop without a pause.
            self.rest(Rest::For(Duration::from_secs(1))).await;
        }
    }

    /// Whether a message of a group calls the bot is judged by who the bot is.
    async fn knows_the_bot(&mut self) -> bool {
        while let Err(error) = self.intake.identity.bot().await {
            let rest = self.trouble(&error);
            self.rest(rest).await;
            if self.cancel.is_cancelled() {
                return false;
            }
        }
        true
    }

    /// An update that breaks the intake must not break the poller.
    pub(super) async fn take(&self, update: &update::Read) -> Result<(), SinkError> {
        let taken = AssertUnwindSafe(self.intake.take(update)).catch_unwind();
        taken.await.unwrap_or_else(|_| {
            Err(SinkError {
                reason: "taking it broke off".to_owned(),
            })
        })
    }

    async fn store_failed(&mut self, reason: &str, failures: &mut u32) {
        tracing::warn!(reason, "an update could not be stored; it is tried again");
        self.set_health(ChannelHealth::Trying, Some(Problem::new("telegram-store")));
        let wait = wait_after(*failures, 0.5, rand::random());
        *failures += 1;
        self.rest(Rest::For(wait)).await;
    }

    pub(super) fn heard(&mut self) {
        let over = self.pace.succeeded(self.clock.monotonic_ms());
        let now = self.clock.now_ms();
        self.status.send_modify(|status| {
            status.heard_at = Some(now);
            if over {
                status.health = ChannelHealth::Well;
                status.problem = None;
            }
        });
        if let Some(introduction) = self.introduction.take() {
            let cancel = self.cancel.clone();
            self.intake.tasks.spawn(async move {
                tokio::select! {
                    () = cancel.cancelled() => {}
                    () = introduction.run() => {}
                }
            });
        }
    }

    /// Notes what went wrong and says how long to rest.
    pub(super) fn trouble(&mut self, error: &CallError) -> Rest {
        tracing::debug!(%error, "a poll failed");
        let roll: f64 = rand::random();
        match error {
            CallError::NoToken(_) | CallError::BadRoot => {
                self.set_health(ChannelHealth::NeedsYou, Some(error.problem()));
                return Rest::UntilWoken;
            }
            CallError::Api(failure) => match failure.meaning() {
                Meaning::BadToken => {
                    self.set_health(ChannelHealth::NeedsYou, Some(error.problem()));
                    return Rest::UntilWoken;
                }
                Meaning::Conflict => {
                    let now = self.clock.monotonic_ms();
                    return Rest::For(match self.pace.conflicted(now, roll) {
                        Conflicted::Quick(wait) => wait,
                        Conflicted::Slow(wait) => {
                            self.set_health(ChannelHealth::Trying, Some(error.problem()));
                            wait
                        }
                    });
                }
                Meaning::TooMany => {
                    let wait = failure
                        .retry_after
                        .unwrap_or_else(|| self.pace.failed(roll));
                    self.set_health(ChannelHealth::Trying, Some(error.problem()));
                    return Rest::For(wait);
                }
                _ => {}
            },
            // A dead connection may look alive for minutes; the next poll makes a new one.
            CallError::TimedOut { .. } => self.client.reconnect(),
            _ => {}
        }
        self.set_health(ChannelHealth::Trying, Some(error.problem()));
        Rest::For(self.pace.failed(roll))
    }

    pub(super) async fn rest(&self, rest: Rest) {
        let until = async {
            match rest {
                Rest::For(span) => self.clock.sleep(span).await,
                Rest::UntilWoken => std::future::pending().await,
            }
        };
        if matches!(rest, Rest::UntilWoken) {
            // The token is what is wrong; the next call asks for it again.
            self.client.forget_token();
        }
        tokio::select! {
            () = self.cancel.cancelled() => {}
            () = self.wake.notified() => {}
            () = until => {}
        }
    }

    pub(super) fn set_health(&self, health: ChannelHealth, problem: Option<Problem>) {
        self.status.send_if_modified(|status| {
            let changed = status.health != health || status.problem != problem;
            status.health = health;
            status.problem = problem;
            changed
        });
    }
}
