//! A home on a temporary directory for the tests of the handlers: no network, no keychain of the
//! system, a clock that moves by hand.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::Desk;
use crate::agent::{AgentHome, AgentHomes, Calibrations, Parts, Pruning};
use crate::agent::{SessionStatus, ToolRunner};
use crate::api::carrier::Client;
use crate::api::contract::{Actor, ApiError, Call};
use crate::channel::{
    Asked, Asker, Channel, ChannelHealth, ChannelKind, ChannelStatus, GroupSeen, Outgoing,
    PairingStore, Receipt, Route, SendFailure, Standing,
};
use crate::clock::{ManualClock, SharedClock};
use crate::config::{ConfigStore, Open};
use crate::delivery::{Channels, Sender, stand_in_group};
use crate::event::Events;
use crate::gateway::Host;
use crate::model::{KeyError, KeySource, ModelSettings, Models};
use crate::secret::{Env, MemoryKeychain, Redactor, SecretStore, SecretString, Setup};
use crate::session::SessionStore;
use crate::storage::{Db, StateDir};
use crate::words::{Language, Words};
use crate::workspace::{Files, Guarded, Workspace};

/// When the tests happen, ms.
pub const NOW: i64 = 1_790_000_000_000;

/// A home and what stands behind it.
pub struct TestHome {
    _dir: tempfile::TempDir,
    pub host: Arc<Host>,
    pub clock: Arc<ManualClock>,
    pub keychain: Arc<MemoryKeychain>,
}

/// A bot that takes nothing: parts stay where the tests can see them.
struct Bot;

#[async_trait]
impl Channel for Bot {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Telegram
    }
    fn account(&self) -> &str {
        "default"
    }
    async fn send(&self, _: &Outgoing) -> Result<Receipt, SendFailure> {
        std::future::pending().await
    }
    async fn typing(&self, _: &Route) {}
    fn render(&self, route: &Route, markdown: &str) -> Vec<Outgoing> {
        vec![Outgoing {
            route: route.clone(),
            body: markdown.to_owned(),
            plain: markdown.to_owned(),
            buttons: Vec::new(),
            silent: false,
            reply_to: None,
            carried: None,
        }]
    }
    fn status(&self) -> ChannelStatus {
        ChannelStatus {
            channel: ChannelKind::Telegram,
            account: "default".into(),
            name: None,
            health: ChannelHealth::Well,
            heard_at: None,
            problem: None,
        }
    }
}

struct Nobody;

#[async_trait]
impl KeySource for Nobody {
    async fn key(&self, _: &str, _: &str) -> Result<Option<SecretString>, KeyError> {
        Ok(None)
    }
}

#[async_trait]
impl SessionStatus for Nobody {
    async fn status(&self, _: &str) -> Option<String> {
        None
    }
}

impl TestHome {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let state = StateDir::open(dir.path().join("state")).unwrap();
        let db = Db::open(&state.db()).unwrap();
        let clock = ManualClock::new(NOW, "Europe/Berlin");
        let shared: SharedClock = clock.clone();
        let keychain: Arc<MemoryKeychain> = Arc::default();
        let (words, redactor) = (Words::load(), Redactor::default());
        let env: Env = Arc::new(|_| None);
        let mut setup = Setup::new(state.home_id(), env.clone(), redactor.clone());
        setup.keychain = keychain.clone();
        setup.passphrase_work = Some(2);
        let secrets = SecretStore::new(state.root(), setup);
        let config = ConfigStore::open(Open {
            state_dir: state.root(),
            env: env.clone(),
            secrets: secrets.clone(),
            words: &words,
            language: Language::English,
        })
        .unwrap();
        let guarded = Guarded {
            state_dir: state.root().to_owned(),
            home_dir: None,
        };
        let workspace = Workspace::open(&state.root().join("workspace"), &guarded).unwrap();
        let files = Files::new("main", Arc::new(workspace), db.clone(), shared.clone());
        let files = Arc::new(files);
        let tools = ToolRunner::new(files.clone(), Arc::new(Nobody)).under(config.clone());
        let tools = Arc::new(tools);
        let agents = AgentHomes::default();
        agents.put("main", Ok(AgentHome { files, tools }));
        let (events, channels) = (Events::default(), Channels::default());
        channels.put(Arc::new(Bot));
        let sender = Sender::new(
            db.clone(),
            channels.clone(),
            shared.clone(),
            events.clone(),
            CancellationToken::new(),
            TaskTracker::new(),
        );
        let models = Models::new(
            ModelSettings::default(),
            Arc::new(Nobody),
            shared.clone(),
            words.clone(),
        );
        let (sessions, _) = SessionStore::open(state.clone(), shared.clone()).unwrap();
        let parts = Parts {
            db,
            clock: shared.clone(),
            events,
            sessions: Arc::new(sessions),
            models: Arc::new(models),
            config,
            agents,
            redactor,
            sender,
            channels,
            words,
            calibrations: Calibrations::default(),
            pruning: Pruning::default(),
            jobs: crate::cron::JobBook::new(state.cron(), shared.clone()),
        };
        let host = Host {
            search: Arc::new(crate::session::SearchIndex::new(state.search())),
            pairing: Arc::new(PairingStore::new(state.credentials(), shared)),
            state,
            parts: Arc::new(parts),
            secrets,
            env,
            paused: watch::Sender::new(false),
            started_at: NOW,
            embedded: false,
            findings: Vec::new(),
            health: Default::default(),
            shortcut: std::sync::Mutex::default(),
            live: None,
        };
        Self {
            _dir: dir,
            host: Arc::new(host),
            clock,
            keychain,
        }
    }

    /// A call of the window.
    pub async fn call(&self, method: &str, params: Value) -> Result<Value, ApiError> {
        self.call_as(Actor::Window, method, params, None).await
    }

    /// A call that is expected to work.
    pub async fn ask(&self, method: &str, params: Value) -> Value {
        let answer = self.call(method, params).await;
        answer.unwrap_or_else(|error| panic!("{method}: {error:?}"))
    }

    /// The code a call is refused with.
    pub async fn refused(&self, method: &str, params: Value) -> String {
        let answer = self.call(method, params).await;
        answer.expect_err("to be refused").code
    }

    pub async fn call_as(
        &self,
        actor: Actor,
        method: &str,
        params: Value,
        request_id: Option<&str>,
    ) -> Result<Value, ApiError> {
        let desk = Desk::new(self.host.clone(), actor);
        let call = Call {
            method: method.to_owned(),
            params,
            request_id: request_id.map(str::to_owned),
        };
        desk.call(call).await
    }

    /// A bot was added to a group.
    pub async fn added_to(&self, peer: &str, title: &str) {
        let seen = GroupSeen {
            channel: ChannelKind::Telegram,
            account: "default".to_owned(),
            peer: peer.to_owned(),
            title: title.to_owned(),
            forum: true,
            topic: Some(("7".to_owned(), Some("Soup".to_owned()))),
        };
        let write = self
            .host
            .db()
            .write(move |tx| stand_in_group(tx, &seen, Standing::Member, NOW).map(|_| ()));
        write.await.unwrap();
    }

    /// Somebody unknown writes to the bot; answers the code.
    pub fn somebody_asks(&self, id: &str, language: &str) -> String {
        let asker = Asker {
            id: id.to_owned(),
            account: "default".to_owned(),
            first_name: Some("Lin".to_owned()),
            language: Some(language.to_owned()),
            ..Asker::default()
        };
        match self.host.pairing.ask(ChannelKind::Telegram, &asker) {
            Ok(Asked::Tell { code }) => code,
            other => panic!("{other:?}"),
        }
    }

    /// A part that may not have arrived.
    pub async fn part_in_doubt(&self, id: &str) {
        let part = json!({ "route": { "channel": "telegram", "account": "default",
            "peer": "5550142", "chatType": "direct" }, "body": "hi", "plain": "hi" });
        let (id, part) = (id.to_owned(), part.to_string());
        let insert = "INSERT INTO outbox(id, cause, seq, created_at, channel, account, peer, kind, part, state, error) \
            VALUES (?1, 'turn:1', 1, 0, 'telegram', 'default', '5550142', 'reply', ?2, 'unknown', \
            '{\"code\":\"delivery-interrupted\"}')";
        let write = move |tx: &crate::storage::Tx<'_>| Ok(tx.execute(insert, [&id, &part])?);
        self.host.db().write(write).await.unwrap();
    }

    /// Everything a person can change, as the contract shows it.
    pub async fn everything(&self) -> Value {
        let holds = crate::activity::current_holds;
        let now = self.host.now();
        let holds = self.host.db().read(move |tx| holds(tx, now)).await.unwrap();
        let holds: Vec<String> = holds
            .into_iter()
            .map(|hold| format!("{} {:?}", hold.scope, hold.until))
            .collect();
        json!({
            "config": self.ask("config.get", json!({})).await,
            "people": self.ask("pairing.list", json!({})).await,
            "parts": self.ask("delivery.list", json!({ "all": true })).await,
            "file": self.ask("workspace.read", json!({ "path": "notes.md" })).await,
            "holds": holds,
            "paused": *self.host.paused.borrow(),
        })
    }
}
