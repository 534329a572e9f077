//! The other way in: Telegram posts updates to an address of the person's.
//!
//! Owns what Telegram is told about that address, and that one update after the other is taken: a
//! post is answered “taken” only after the sink has stored it, in the same transaction as a polled
//! one. Who may post, and how much, is the door's ([`super::door`]).

use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};

use super::client::{Client, TokenSource};
use super::door::{Door, Posted, serve};
use super::failure::{CallError, Meaning};
use super::poll::{KINDS, MOST_TRIES, Poller, Rest};
use super::update;
use crate::channel::types::ChannelHealth;
use crate::clock::Ms;
use crate::error::{Problem, params};

const LIMIT: Duration = Duration::from_secs(30);
/// How often it is looked whether Telegram still posts here.
const LOOK: Duration = Duration::from_secs(300);
/// A port that another program has is tried again after this.
const PORT_AGAIN: Duration = Duration::from_secs(10);
/// Posts that wait for their turn.
const WAITING: usize = 32;

/// Where Telegram posts to, and where that arrives.
pub struct HookParts {
    /// The address Telegram is told (`webhookUrl`).
    pub url: String,
    /// The path it arrives under here (`webhookPath`).
    pub path: String,
    /// The address that is listened at (`webhookHost`).
    pub host: String,
    /// The port that is listened at (`webhookPort`).
    pub port: u16,
    /// What proves that it is Telegram who posts (`webhookSecret`).
    pub secret: Arc<dyn TokenSource>,
}

#[derive(Debug, Serialize)]
struct SetWebhook<'a> {
    url: &'a str,
    secret_token: &'a str,
    /// In order, as they are taken.
    max_connections: u8,
    allowed_updates: [&'static str; 5],
}

#[derive(Debug, Deserialize)]
struct Info {
    #[serde(default)]
    url: String,
    /// Seconds since 1970.
    last_error_date: Option<i64>,
    last_error_message: Option<String>,
}

/// Telegram posts nowhere any more, so that it can be asked.
pub async fn delete(client: &Client) -> Result<(), CallError> {
    let nothing = serde_json::Map::new();
    let deleted = client.call::<bool>("deleteWebhook", &nothing, LIMIT);
    deleted.await.map(|_| ())
}

/// An update that could not be taken, and how often.
#[derive(Default)]
struct Failing {
    id: String,
    times: u32,
}

impl Poller {
    /// Takes what is posted until cancelled.
    pub async fn run_hooked(mut self, hook: HookParts) {
        let Some((secret, listener)) = self.open(&hook).await else {
            return;
        };
        let (posts, mut posted) = mpsc::channel(WAITING);
        let secret = watch::Sender::new(secret);
        let door = Door {
            path: hook.path.clone(),
            secret: secret.subscribe(),
            posts,
            clock: Arc::clone(&self.clock),
        };
        let (tasks, cancel) = (self.intake.tasks.clone(), self.cancel.clone());
        self.intake
            .tasks
            .spawn(serve(listener, door, tasks, cancel));
        let (mut set, mut failing, clock) = (false, Failing::default(), Arc::clone(&self.clock));
        let look = self.register(&hook, &current(&secret), &mut set).await;
        let mut due = self.due(look);
        loop {
            let (now, clock) = (clock.monotonic_ms(), &clock);
            let next = async {
                match due {
                    Some(due) => clock.sleep(span(due - now)).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                () = self.cancel.cancelled() => return,
                Some(post) = posted.recv() => {
                    let taken = self.take_posted(&post, &mut failing).await;
                    // Whoever posted may be gone; Telegram then posts it again.
                    let _ = post.taken.send(taken);
                    continue;
                }
                () = self.wake.notified() => {
                    self.client.reconnect();
                    set &= !renewed(&hook, &secret).await;
                }
                () = next => {}
            }
            let look = self.register(&hook, &current(&secret), &mut set).await;
            due = self.due(look);
        }
    }

    /// When to look again, monotonic ms.
    fn due(&self, look: Rest) -> Option<Ms> {
        match look {
            Rest::For(span) => Some(self.clock.monotonic_ms() + ms(span)),
            Rest::UntilWoken => None,
        }
    }

    /// The secret and the open port; `None` = cancelled before.
    async fn open(&mut self, hook: &HookParts) -> Option<(SecretString, TcpListener)> {
        loop {
            let rest = match hook.secret.token().await {
                Ok(secret) if is_plain(&secret) => {
                    match TcpListener::bind((hook.host.as_str(), hook.port)).await {
                        Ok(listener) => return Some((secret, listener)),
                        Err(error) => {
                            tracing::warn!(%error, port = hook.port, "the webhook's port is not free");
                            let told = params([("port", hook.port.into())]);
                            let problem = Problem::with("telegram-webhook-port", told);
                            self.set_health(ChannelHealth::NeedsYou, Some(problem));
                            Rest::For(PORT_AGAIN)
                        }
                    }
                }
                Ok(_) => {
                    let problem = Problem::new("telegram-webhook-secret");
                    self.set_health(ChannelHealth::NeedsYou, Some(problem));
                    Rest::UntilWoken
                }
                Err(problem) => {
                    self.set_health(ChannelHealth::NeedsYou, Some(problem));
                    Rest::UntilWoken
                }
            };
            self.rest(rest).await;
            if self.cancel.is_cancelled() {
                return None;
            }
        }
    }

    /// Tells Telegram the address, or looks whether it still has it, and says when to look again.
    async fn register(&mut self, hook: &HookParts, secret: &SecretString, set: &mut bool) -> Rest {
        match self.registered(hook, secret, *set).await {
            Ok(None) => {
                *set = true;
                self.heard();
                Rest::For(LOOK)
            }
            Ok(Some(problem)) => {
                *set = true;
                self.set_health(ChannelHealth::Trying, Some(problem));
                Rest::For(LOOK)
            }
            Err(error) => match error.meaning() {
                // Not https, a port it does not post to, an address it can't find.
                Some(Meaning::Refused) => {
                    let said = match &error {
                        CallError::Api(failure) => failure.description.clone(),
                        other => other.to_string(),
                    };
                    let told = params([("said", said.into())]);
                    let problem = Problem::with("telegram-webhook-refused", told);
                    self.set_health(ChannelHealth::NeedsYou, Some(problem));
                    Rest::UntilWoken
                }
                _ => self.trouble(&error),
            },
        }
    }

    /// `Some` = Telegram has the address and can't post there.
    async fn registered(
        &self,
        hook: &HookParts,
        secret: &SecretString,
        set: bool,
    ) -> Result<Option<Problem>, CallError> {
        let nothing = serde_json::Map::new();
        if set {
            let info: Info = self.client.call("getWebhookInfo", &nothing, LIMIT).await?;
            if info.url == hook.url {
                let since = (self.clock.now_ms() - ms(LOOK)) / 1_000;
                let lately = info.last_error_date.is_some_and(|at| at >= since);
                let said = info.last_error_message.unwrap_or_default();
                let told = params([("said", said.into())]);
                return Ok(lately.then(|| Problem::with("telegram-webhook-fails", told)));
            }
        }
        let address = SetWebhook {
            url: &hook.url,
            secret_token: secret.expose_secret(),
            max_connections: 1,
            allowed_updates: KINDS,
        };
        let set = self.client.call::<bool>("setWebhook", &address, LIMIT);
        set.await.map(|_| None)
    }

    /// Whether the update is ours now. One that fails again and again is set aside, as a polled one.
    async fn take_posted(&mut self, post: &Posted, failing: &mut Failing) -> bool {
        let read = update::read(&self.intake.account, &post.raw);
        if read.group.is_some() && self.intake.identity.bot().await.is_err() {
            return false;
        }
        let Err(error) = self.take(&read).await else {
            self.heard();
            return true;
        };
        tracing::warn!(reason = error.reason, "a posted update could not be stored");
        if failing.id != read.id {
            *failing = Failing {
                id: read.id.clone(),
                times: 0,
            };
        }
        failing.times += 1;
        let gave_up =
            failing.times >= MOST_TRIES && self.intake.give_up(&read, &error).await.is_ok();
        if !gave_up {
            self.set_health(ChannelHealth::Trying, Some(Problem::new("telegram-store")));
        }
        gave_up
    }
}

fn current(secret: &watch::Sender<SecretString>) -> SecretString {
    secret.borrow().clone()
}

/// Whether the secret is another one now; the door goes by it at once.
async fn renewed(hook: &HookParts, secret: &watch::Sender<SecretString>) -> bool {
    let Some(now) = hook.secret.token().await.ok().filter(is_plain) else {
        return false;
    };
    secret.send_if_modified(|held| {
        let changed = held.expose_secret() != now.expose_secret();
        *held = now;
        changed
    })
}

/// What Telegram takes as a secret.
fn is_plain(secret: &SecretString) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let secret = secret.expose_secret();
    (1..=256).contains(&secret.len()) && secret.bytes().all(plain)
}

fn ms(span: Duration) -> Ms {
    Ms::try_from(span.as_millis()).unwrap_or(Ms::MAX / 2)
}

fn span(ms: Ms) -> Duration {
    Duration::from_millis(u64::try_from(ms).unwrap_or(0))
}
