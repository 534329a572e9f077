//! A running account for the tests of this folder, with a sink and a token of its own.
//!
//! Owns the rig; the server is [`super::fake_server`].

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::sync::watch;

pub use super::fake_server::{Call, Reply, Server, soon};
use super::*;
use crate::channel::access::DmPolicy;
use crate::channel::brought::Reacted;
use crate::channel::group_chat::{GroupSeen, Standing};
use crate::channel::groups::Activation;
use crate::channel::menu::{MenuEntry, MenuText};
use crate::channel::sent_file::SentFile;
use crate::channel::types::{Accepted, ButtonPress, Inbound, SinkError};
use crate::clock::ManualClock;
use crate::error::Problem;

pub const NOW: i64 = 1_795_000_000_000;
pub const TOKEN: &str = "12345:secret-TOKEN_value";

/// What the sink was given, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Taken {
    Message(Inbound, Option<i64>),
    Press(ButtonPress, Option<i64>),
    Aside(String, Option<i64>),
    Kept(Inbound, Option<i64>),
    Seen(GroupSeen),
    Stands(Standing, Option<i64>),
    Moved(String, String, Option<i64>),
    Edited(Inbound, Option<i64>),
    Reacted(Reacted, Option<i64>),
    Notice(String, String),
}

/// A sink that keeps everything, and fails as often as it is told to.
pub struct Sink {
    pub taken: watch::Sender<Vec<Taken>>,
    pub failures: Mutex<u32>,
    pub stored: Option<i64>,
}

/// What the sink never takes as a message, and what breaks it.
pub const POISON: &str = "poison";
pub const BREAKS: &str = "breaks";

impl Sink {
    fn take(&self, what: Taken) -> Result<(), SinkError> {
        let mut failures = self.failures.lock().unwrap();
        if *failures > 0 {
            *failures -= 1;
            return Err(SinkError {
                reason: "disk full".into(),
            });
        }
        self.taken.send_modify(|taken| taken.push(what));
        Ok(())
    }

    /// Waits until so many things are taken, and gives them.
    pub async fn has(&self, count: usize) -> Vec<Taken> {
        let mut taken = self.taken.subscribe();
        let taken = soon("sink", taken.wait_for(|taken| taken.len() >= count)).await;
        taken.unwrap().clone()
    }
}

#[async_trait]
impl InboundSink for Sink {
    async fn accept(&self, message: Inbound, cursor: Option<i64>) -> Result<Accepted, SinkError> {
        match message.text.as_str() {
            BREAKS => panic!("as it was told to"),
            POISON => {
                return Err(SinkError {
                    reason: "never this one".into(),
                });
            }
            _ => {}
        }
        self.take(Taken::Message(message, cursor))
            .map(|()| Accepted::New)
    }

    async fn press(&self, press: ButtonPress, cursor: Option<i64>) -> Result<String, SinkError> {
        let answer = format!("took {}", press.data);
        self.take(Taken::Press(press, cursor)).map(|()| answer)
    }

    async fn set_aside(
        &self,
        _route: Route,
        _id: String,
        reason: Problem,
        cursor: Option<i64>,
    ) -> Result<(), SinkError> {
        self.take(Taken::Aside(reason.code, cursor))
    }

    async fn edited(&self, message: Inbound, cursor: Option<i64>) -> Result<(), SinkError> {
        self.take(Taken::Edited(message, cursor))
    }

    async fn reacted(&self, reacted: Reacted, cursor: Option<i64>) -> Result<(), SinkError> {
        self.take(Taken::Reacted(reacted, cursor))
    }

    async fn cursor(&self, _: ChannelKind, _: &str) -> Result<Option<i64>, SinkError> {
        Ok(self.stored)
    }

    fn is_command(&self, text: &str) -> bool {
        text.starts_with("/status")
    }

    fn activation(&self, _: &Route) -> Option<Activation> {
        None
    }

    async fn overhear(
        &self,
        message: Inbound,
        _limit: u64,
        cursor: Option<i64>,
    ) -> Result<(), SinkError> {
        self.take(Taken::Kept(message, cursor))
    }

    async fn group_seen(&self, group: GroupSeen) -> Result<(), SinkError> {
        self.take(Taken::Seen(group))
    }

    async fn group_standing(
        &self,
        _group: GroupSeen,
        standing: Standing,
        _id: String,
        cursor: Option<i64>,
    ) -> Result<(), SinkError> {
        self.take(Taken::Stands(standing, cursor))
    }

    async fn group_moved(
        &self,
        _account: &str,
        from: &str,
        to: &str,
        cursor: Option<i64>,
    ) -> Result<(), SinkError> {
        self.take(Taken::Moved(from.to_owned(), to.to_owned(), cursor))
    }

    async fn notice(&self, _route: Route, id: String, text: String) -> Result<(), SinkError> {
        self.take(Taken::Notice(id, text))
    }
}

/// Gives the token of the test and counts how often it was asked.
pub struct Tokens(pub watch::Sender<u32>, pub Option<Problem>);

#[async_trait]
impl TokenSource for Tokens {
    async fn token(&self) -> Result<SecretString, Problem> {
        self.0.send_modify(|asked| *asked += 1);
        match &self.1 {
            Some(problem) => Err(problem.clone()),
            None => Ok(SecretString::from(TOKEN)),
        }
    }
}

/// A workspace with one file: `plan.txt`.
pub struct Workspace;

#[async_trait]
impl FileSource for Workspace {
    async fn bytes(&self, file: &SentFile, _most: u64) -> Result<Vec<u8>, Problem> {
        match file.path.as_str() {
            "plan.txt" => Ok(b"beans".to_vec()),
            _ => Err(Problem::new("file-missing")),
        }
    }
}

/// A running account with everything around it.
pub struct Rig {
    pub server: Arc<Server>,
    pub sink: Arc<Sink>,
    pub tokens: Arc<Tokens>,
    pub clock: Arc<ManualClock>,
    pub handle: TelegramHandle,
    pub access: watch::Sender<AccessRules>,
    pub menu: watch::Sender<Menu>,
    pub pairing: Arc<PairingStore>,
    /// Gone with the rig.
    _dir: tempfile::TempDir,
}

impl Rig {
    /// Starts against `server`; the person 5 is on the list.
    pub async fn start(server: Arc<Server>) -> Self {
        Self::with(server, None, 0, None).await
    }

    pub async fn with(
        server: Arc<Server>,
        stored: Option<i64>,
        failures: u32,
        no_token: Option<Problem>,
    ) -> Self {
        let clock = ManualClock::new(NOW, "UTC");
        let dir = tempfile::tempdir().unwrap();
        let sink = Arc::new(Sink {
            taken: watch::channel(Vec::new()).0,
            failures: Mutex::new(failures),
            stored,
        });
        let tokens = Arc::new(Tokens(watch::channel(0).0, no_token));
        let (access, rules) = watch::channel(AccessRules {
            dm_policy: DmPolicy::Pairing,
            allow_from: vec!["5".into()],
            ..AccessRules::default()
        });
        let pairing = pairing_store(dir.path(), &clock);
        let menu = watch::Sender::new(Menu {
            entries: vec![entry("help", true), entry("model", false)],
            owners: Vec::new(),
        });
        let handle = Telegram::start(TelegramParts {
            account: "default".into(),
            api_root: server.root.clone(),
            language: Language::English,
            tokens: Arc::clone(&tokens) as Arc<dyn TokenSource>,
            hook: None,
            sink: Arc::clone(&sink) as Arc<dyn InboundSink>,
            access: rules,
            files: Arc::new(Workspace),
            pairing: Arc::clone(&pairing),
            menu: menu.subscribe(),
            style: watch::channel(Style::default()).1,
            words: Words::load(),
            clock: Arc::clone(&clock) as SharedClock,
        });
        Self {
            server,
            sink,
            tokens,
            clock,
            handle,
            access,
            menu,
            pairing,
            _dir: dir,
        }
    }

    /// Waits for a state, letting time pass meanwhile if `step` is not zero.
    pub async fn becomes(&self, step: Duration, health: ChannelHealth) -> ChannelStatus {
        let mut status = self.handle.channel().watch_status();
        let reached = async {
            loop {
                let now = status.borrow_and_update().clone();
                if now.health == health {
                    return now;
                }
                self.clock.advance(step);
                // Real time only lets the sockets work; what is waited for is the state.
                let _ = tokio::time::timeout(Duration::from_millis(5), status.changed()).await;
            }
        };
        soon("health", reached).await
    }

    /// Lets time pass in steps until the `count`th call of a method has come.
    pub async fn time_passes_until(&self, step: Duration, method: &str, count: usize) -> Call {
        let heard = async {
            while self.server.of(method).len() < count {
                self.clock.advance(step);
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        soon(method, heard).await;
        self.server.of(method)[count - 1].clone()
    }
}

fn pairing_store(dir: &Path, clock: &Arc<ManualClock>) -> Arc<PairingStore> {
    Arc::new(PairingStore::new(
        dir.to_owned(),
        Arc::clone(clock) as SharedClock,
    ))
}

/// A text of the person `from`.
pub fn text(update_id: i64, from: i64, text: &str) -> Value {
    json!({"update_id": update_id, "message": {"message_id": update_id, "date": NOW / 1000,
        "chat": {"id": from, "type": "private"}, "text": text,
        "from": {"id": from, "first_name": "Ann", "language_code": "en"}}})
}

/// A word of the menu whose sentence is that of the command.
pub fn entry(name: &str, groups: bool) -> MenuEntry {
    MenuEntry {
        name: name.to_owned(),
        about: MenuText::Key(format!("command-{name}")),
        anyone: true,
        groups,
        direct: true,
    }
}
