//! Telegram by long polling, or by a webhook where a person set one.
//!
//! Owns one account of a bot: the poller, the sender and the status. Keeps nothing durable; what
//! comes in is handed to [`InboundSink`], what goes out is the outbox's. Never polls twice with
//! one token and never confirms what is not stored.

mod chunk;
mod client;
mod content;
mod definitions;
mod door;
mod draft;
mod entities;
mod failure;
mod fetch;
mod group;
mod group_intake;
mod hook;
mod identity;
mod intake;
mod limit;
mod links;
mod lookup;
mod menu;
mod multipart;
mod pace;
mod poll;
mod render;
mod rich;
mod send;
mod shapes;
mod style;
mod table;
mod throttle;
mod update;
mod upload;
mod wire;

#[cfg(test)]
mod fake_server;
#[cfg(test)]
mod testing;

use std::sync::{Arc, Weak};
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::access::AccessRules;
use super::answering::{Previewed, ReplyTo, Streams, Urgency};
use super::brought::BroughtFile;
use super::menu::Menu;
use super::pairing_store::PairingStore;
use super::sent_file::FileSource;
use super::types::{
    Channel, ChannelHealth, ChannelKind, ChannelStatus, FetchFailure, InboundSink, Outgoing,
    Receipt, Route, SendFailure,
};
use crate::clock::SharedClock;
use crate::error::Params;
use crate::words::{Language, Words};

pub use client::TokenSource;
pub use hook::HookParts;
pub use lookup::bot_of;
pub use style::Style;

use client::Client;
use identity::Identity;
use intake::Intake;
use menu::Introduction;
use pace::Pace;
use poll::Poller;
use send::Sender;

/// What an account needs.
pub struct TelegramParts {
    /// The account's id, `default` if there is only one.
    pub account: String,
    /// `channels.telegram.apiRoot`; Telegram's own unless told otherwise.
    pub api_root: String,
    /// The language of what Cove adds to an answer by itself.
    pub language: Language,
    /// The token.
    pub tokens: Arc<dyn TokenSource>,
    /// Where Telegram posts messages to; absent = it is asked for them.
    pub hook: Option<HookParts>,
    /// Where messages go.
    pub sink: Arc<dyn InboundSink>,
    /// Who may write; changes count from the next message on.
    pub access: watch::Receiver<AccessRules>,
    /// The files that go out.
    pub files: Arc<dyn FileSource>,
    /// The paired people and those who ask.
    pub pairing: Arc<PairingStore>,
    /// The menu of commands; a change is told to Telegram.
    pub menu: watch::Receiver<Menu>,
    /// How it answers; changes count from the next answer on.
    pub style: watch::Receiver<Style>,
    /// The sentences.
    pub words: Words,
    /// The time.
    pub clock: SharedClock,
}

/// An account of Telegram as a [`Channel`].
pub struct Telegram {
    account: String,
    language: Language,
    words: Words,
    client: Arc<Client>,
    identity: Arc<Identity>,
    /// Holds the channels itself.
    sink: Weak<dyn InboundSink>,
    sender: Sender,
    style: watch::Receiver<Style>,
    status: watch::Sender<ChannelStatus>,
}

/// A running account.
pub struct TelegramHandle {
    channel: Arc<Telegram>,
    cancel: CancellationToken,
    wake: Arc<Notify>,
    poller: JoinHandle<()>,
    tasks: TaskTracker,
}

impl Telegram {
    /// Starts polling at once and returns. Must be called inside a tokio runtime.
    pub fn start(parts: TelegramParts) -> TelegramHandle {
        let TelegramParts { clock, words, .. } = &parts;
        let client = Client::new(
            &parts.api_root,
            Arc::clone(&parts.tokens),
            Arc::clone(clock),
        );
        let client = Arc::new(client);
        let identity = Arc::new(Identity::new(Arc::clone(&client)));
        let (status, _) = watch::channel(ChannelStatus {
            channel: ChannelKind::Telegram,
            account: parts.account.clone(),
            name: None,
            health: ChannelHealth::Connecting,
            heard_at: None,
            problem: None,
        });
        let (cancel, wake) = (CancellationToken::new(), Arc::new(Notify::new()));
        let tasks = TaskTracker::new();
        let introduction = Introduction {
            client: Arc::clone(&client),
            identity: Arc::clone(&identity),
            words: words.clone(),
            clock: Arc::clone(clock),
            status: status.clone(),
            menu: parts.menu.clone(),
        };
        let channel = Arc::new(Telegram {
            account: parts.account.clone(),
            language: parts.language,
            words: words.clone(),
            client: Arc::clone(&client),
            identity: Arc::clone(&identity),
            sink: Arc::downgrade(&parts.sink),
            sender: Sender::new(Arc::clone(clock), Arc::clone(&parts.files)),
            style: parts.style.clone(),
            status: status.clone(),
        });
        let poller = Poller {
            clock: Arc::clone(clock),
            status,
            cancel: cancel.clone(),
            wake: Arc::clone(&wake),
            introduction: Some(introduction),
            cursor: None,
            pace: Pace::default(),
            intake: Intake {
                account: parts.account,
                sink: parts.sink,
                access: parts.access,
                pairing: parts.pairing,
                words: parts.words,
                client: Arc::clone(&client),
                seen: std::sync::Mutex::default(),
                identity,
                tasks: tasks.clone(),
                cancel: cancel.clone(),
            },
            client,
        };
        TelegramHandle {
            channel,
            cancel,
            wake,
            poller: match parts.hook {
                Some(hook) => tokio::spawn(poller.run_hooked(hook)),
                None => tokio::spawn(poller.run()),
            },
            tasks,
        }
    }

    /// The status and its changes.
    pub fn watch_status(&self) -> watch::Receiver<ChannelStatus> {
        self.status.subscribe()
    }
}

impl TelegramHandle {
    /// The account as a channel, for the sender.
    pub fn channel(&self) -> Arc<Telegram> {
        Arc::clone(&self.channel)
    }

    /// Tries at once, over a new connection: the network is back, the computer woke up, a
    /// missing token was set, the person pressed *Try now*.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// The token was changed: the next call asks for it, and the poll of the old one ends.
    pub fn token_changed(&self) {
        self.channel.client.forget_token();
        self.channel.identity.forget();
        self.wake();
    }

    /// Stops polling. An update that is being stored is stored; one that is not comes again at
    /// the next start. Returns when nothing of the account runs any more, sends aside.
    pub async fn stop(self) {
        self.cancel.cancel();
        if let Err(error) = self.poller.await {
            tracing::error!(%error, "the poller ended by itself");
        }
        self.tasks.close();
        self.tasks.wait().await;
        self.channel.status.send_modify(|status| {
            status.health = ChannelHealth::Off;
            status.problem = None;
        });
    }
}

/// Where the group lives now that refused a part because it moved.
fn moved_to(sent: &Result<Receipt, SendFailure>) -> Option<String> {
    match sent {
        Err(SendFailure::Refused(why)) if why.code == "telegram-group-moved" => {
            why.params.get("chat")?.as_str().map(str::to_owned)
        }
        _ => None,
    }
}

#[async_trait]
impl Channel for Telegram {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Telegram
    }

    fn account(&self) -> &str {
        &self.account
    }

    async fn send(&self, part: &Outgoing) -> Result<Receipt, SendFailure> {
        let gone = self
            .words
            .text(self.language, "telegram-topic-gone", &Params::new());
        let style = *self.style.borrow();
        let sent = self.sender.send(&self.client, part, style, &gone).await;
        let Some(to) = moved_to(&sent) else {
            return sent;
        };
        // Surely not taken under the old id.
        let mut again = part.clone();
        again.route.peer.clone_from(&to);
        let sent = self.sender.send(&self.client, &again, style, &gone).await;
        if let Some(sink) = self.sink.upgrade() {
            let told = sink.group_moved(&self.account, &part.route.peer, &to, None);
            if let Err(error) = told.await {
                // Telegram's own word about it comes as an update, and again with the next part.
                tracing::warn!(%error, "what names a group that moved does not follow yet");
            }
        }
        sent
    }

    async fn fetch(&self, file: &BroughtFile, most: u64) -> Result<Vec<u8>, FetchFailure> {
        fetch::fetch(&self.client, file, most).await
    }

    async fn typing(&self, route: &Route) {
        if self.admit(route, Urgency::Extra).is_ok() {
            send::typing(&self.client, route).await;
        }
    }

    fn wait(&self, route: &Route, urgency: Urgency) -> Duration {
        self.sender.throttle.wait(route, urgency)
    }

    fn admit(&self, route: &Route, urgency: Urgency) -> Result<(), Duration> {
        self.sender.throttle.admit(route, urgency)
    }

    fn streams(&self, _route: &Route) -> Streams {
        self.style.borrow().streams
    }

    fn replies(&self, route: &Route) -> ReplyTo {
        self.style.borrow().replies(route)
    }

    async fn preview(&self, part: &Outgoing, shown: Option<&str>) -> Previewed {
        let style = *self.style.borrow();
        self.sender.preview(&self.client, part, shown, style).await
    }

    async fn react(&self, route: &Route, message_id: &str, emoji: &str) {
        if self.admit(route, Urgency::Extra).is_ok() {
            send::react(&self.client, route, message_id, emoji).await;
        }
    }

    fn render(&self, route: &Route, markdown: &str) -> Vec<Outgoing> {
        let rich = render::render(markdown);
        let parts = chunk::parts(&rich, self.style.borrow().limits());
        parts
            .into_iter()
            .map(|range| Outgoing {
                route: route.clone(),
                body: rich.html(range.clone()),
                plain: rich.plain(range),
                buttons: Vec::new(),
                silent: false,
                reply_to: None,
                carried: None,
            })
            .collect()
    }

    fn status(&self) -> ChannelStatus {
        self.status.borrow().clone()
    }
}

/// A text as it leaves for Telegram: what is read of it, and each part as HTML and as plain text.
/// For the property tests, which hold it against what Telegram takes.
#[cfg(feature = "test-hooks")]
pub fn rendered(markdown: &str, style: Style) -> (String, Vec<(String, String)>) {
    let rich = render::render(markdown);
    let parts = chunk::parts(&rich, style.limits()).into_iter();
    let parts = parts.map(|range| (rich.html(range.clone()), rich.plain(range)));
    (rich.text.clone(), parts.collect())
}

#[cfg(test)]
mod intake_tests;
#[cfg(test)]
mod tests;
