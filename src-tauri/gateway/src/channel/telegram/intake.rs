//! From a read update to the sink: who may write, and what else an update asks for.
//!
//! Owns nothing durable: it answers `Ok` only when the sink has taken the update, so that the
//! poller confirms nothing that is not ours. Never sends to a chat itself, save the answer to a
//! pressed button.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::json;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::client::Client;
use super::identity::Identity;
use super::update::{Content, Read};
use super::wire::AnswerCallback;
use crate::channel::access::{Access, AccessRules, decide};
use crate::channel::group_chat::GroupSeen;
use crate::channel::pairing::{Asked, Asker};
use crate::channel::pairing_store::PairingStore;
use crate::channel::types::{
    ButtonPress, ChannelKind, ChatType, Inbound, InboundSink, Route, SinkError,
};
use crate::error::{Params, Problem, params};
use crate::words::{Language, Words};

const ANSWER_LIMIT: Duration = Duration::from_secs(15);
/// What Telegram takes beside a button.
const ANSWER_CHARS: usize = 200;

/// Groups by their id and topic.
pub type Seen = HashMap<(String, Option<String>), GroupSeen>;

/// What taking an update needs.
pub struct Intake {
    pub account: String,
    pub sink: Arc<dyn InboundSink>,
    pub access: watch::Receiver<AccessRules>,
    pub pairing: Arc<PairingStore>,
    pub words: Words,
    pub client: Arc<Client>,
    /// Who the bot is.
    pub identity: Arc<Identity>,
    /// Groups and topics the sink was told of, as they were.
    pub seen: Mutex<Seen>,
    /// Answers to buttons on their way.
    pub tasks: TaskTracker,
    pub cancel: CancellationToken,
}

impl Intake {
    /// Hands an update to the sink. After an error it is to be handed again.
    pub async fn take(&self, read: &Read) -> Result<(), SinkError> {
        if let Some(group) = &read.group {
            return self.take_from_group(read, group).await;
        }
        let cursor = read.number;
        match &read.content {
            Content::Aside { route, reason } => self.set_aside(read, route, reason.clone()).await,
            Content::Press { press, callback_id } => self.press(read, press, callback_id).await,
            Content::Message(inbound, asker) => match self.access(inbound)? {
                access @ (Access::Owner | Access::Guest) => {
                    let mut inbound = (**inbound).clone();
                    inbound.owner = access == Access::Owner;
                    self.sink.accept(inbound, cursor).await.map(|_| ())
                }
                other => self.not_let_in(read, inbound, asker, other).await,
            },
            Content::Unreadable(inbound, asker) => match self.access(inbound)? {
                Access::Owner | Access::Guest => self.unreadable(read, inbound).await,
                other => self.not_let_in(read, inbound, asker, other).await,
            },
            Content::Edited(inbound) => match self.access(inbound)? {
                access @ (Access::Owner | Access::Guest) => {
                    let mut inbound = (**inbound).clone();
                    inbound.owner = access == Access::Owner;
                    self.sink.edited(inbound, cursor).await
                }
                // Who is not let in is told so for a message, not for a change of it.
                _ => {
                    let reason = not_allowed(&inbound.sender);
                    self.set_aside(read, &inbound.route, reason).await
                }
            },
            Content::Reacted(reacted) => match self.access_of(&reacted.sender)? {
                access @ (Access::Owner | Access::Guest) => {
                    let mut reacted = (**reacted).clone();
                    reacted.owner = access == Access::Owner;
                    self.sink.reacted(reacted, cursor).await
                }
                _ => {
                    let reason = not_allowed(&reacted.sender);
                    self.set_aside(read, &reacted.route, reason).await
                }
            },
        }
    }

    /// Changed in one step each, so a panic elsewhere leaves it sound.
    pub(super) fn groups_seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets aside an update that could not be taken again and again, with the reason; whoever may
    /// write is told that this one did not get through.
    ///
    /// # Errors
    /// The store does not take that either: then it is the store, and the update waits.
    pub async fn give_up(&self, read: &Read, error: &SinkError) -> Result<(), SinkError> {
        let (route, told) = match &read.content {
            // A group reads nothing that nobody asked for.
            Content::Message(inbound, _) | Content::Unreadable(inbound, _)
                if read.group.is_none() =>
            {
                let let_in = self.access(inbound).unwrap_or(Access::Pair);
                let told = matches!(let_in, Access::Owner | Access::Guest);
                (&inbound.route, told.then_some(inbound))
            }
            Content::Message(inbound, _)
            | Content::Unreadable(inbound, _)
            | Content::Edited(inbound) => (&inbound.route, None),
            Content::Reacted(reacted) => (&reacted.route, None),
            Content::Press { press, .. } => (&press.route, None),
            Content::Aside { route, .. } => (route, None),
        };
        let why = params([("reason", json!(error.reason))]);
        let reason = Problem::with("telegram-update-failed", why);
        self.set_aside(read, route, reason).await?;
        if let Some(inbound) = told {
            let language = inbound.language.as_deref();
            let text = self.text(language, "telegram-not-taken", &Params::new());
            self.notice(read, "not-taken", route, text).await?;
        }
        Ok(())
    }

    fn access(&self, inbound: &Inbound) -> Result<Access, SinkError> {
        self.access_of(&inbound.sender)
    }

    fn access_of(&self, sender: &str) -> Result<Access, SinkError> {
        let paired = self.paired()?;
        let rules = self.access.borrow();
        Ok(decide(rules.dm_policy, &rules.allow_from, &paired, sender))
    }

    pub(super) fn paired(&self) -> Result<Vec<String>, SinkError> {
        // Two small files, read each time so that an approval counts at once; cheaper here than
        // a hop to another thread.
        let paired = self.pairing.people(ChannelKind::Telegram, &self.account);
        paired.map_err(|error| SinkError {
            reason: error.to_string(),
        })
    }

    async fn not_let_in(
        &self,
        read: &Read,
        inbound: &Inbound,
        asker: &Asker,
        access: Access,
    ) -> Result<(), SinkError> {
        let code = match access {
            Access::Pair => self.pair(read, inbound, asker).await?,
            Access::Refuse(refusal) => refusal.code(),
            // The callers keep those for themselves.
            Access::Owner | Access::Guest => "telegram-not-allowed",
        };
        let reason = Problem::with(code, params([("sender", json!(inbound.sender))]));
        self.set_aside(read, &inbound.route, reason).await
    }

    /// Notes who asks and tells them their code, once. The notice's id is derived from the
    /// update, so handing it again after a kill sends nothing twice.
    async fn pair(
        &self,
        read: &Read,
        inbound: &Inbound,
        asker: &Asker,
    ) -> Result<&'static str, SinkError> {
        let store = Arc::clone(&self.pairing);
        let who = asker.clone();
        let asked = tokio::task::spawn_blocking(move || store.ask(ChannelKind::Telegram, &who))
            .await
            .map_err(|error| SinkError {
                reason: error.to_string(),
            })?
            .map_err(|error| SinkError {
                reason: error.to_string(),
            })?;
        match asked {
            Asked::Tell { code } => {
                let text = self.text(
                    asker.language.as_deref(),
                    "telegram-pairing",
                    &params([("code", json!(code)), ("sender", json!(inbound.sender))]),
                );
                self.notice(read, "pairing", &inbound.route, text).await?;
                Ok("telegram-pairing-asked")
            }
            Asked::Waiting => Ok("telegram-pairing-waiting"),
            Asked::Full => Ok("telegram-pairing-full"),
        }
    }

    pub(super) async fn unreadable(&self, read: &Read, inbound: &Inbound) -> Result<(), SinkError> {
        if inbound.route.chat_type == ChatType::Direct {
            let language = inbound.language.as_deref();
            let text = self.text(language, "telegram-cannot-read", &Params::new());
            self.notice(read, "cannot-read", &inbound.route, text)
                .await?;
        }
        let reason = Problem::new("telegram-unsupported");
        self.set_aside(read, &inbound.route, reason).await
    }

    async fn press(
        &self,
        read: &Read,
        press: &ButtonPress,
        callback_id: &str,
    ) -> Result<(), SinkError> {
        let access = self.access_of(&press.sender)?;
        let text = match access {
            Access::Owner | Access::Guest => {
                let owner = access == Access::Owner;
                let press = ButtonPress {
                    owner,
                    ..press.clone()
                };
                self.sink.press(press, read.number).await?
            }
            _ => {
                let sender = params([("sender", json!(press.sender))]);
                let reason = Problem::with("telegram-press-refused", sender);
                self.set_aside(read, &press.route, reason).await?;
                String::new()
            }
        };
        self.answer(callback_id.to_owned(), text);
        Ok(())
    }

    /// Answers a press without keeping the next update waiting. Best effort: the press is taken.
    pub(super) fn answer(&self, callback_id: String, text: String) {
        let client = Arc::clone(&self.client);
        let cancelled = self.cancel.clone().cancelled_owned();
        let answer = async move {
            let text: String = text.chars().take(ANSWER_CHARS).collect();
            let answer = AnswerCallback {
                callback_query_id: &callback_id,
                text: &text,
            };
            let answered = client
                .call::<bool>("answerCallbackQuery", &answer, ANSWER_LIMIT)
                .await;
            if let Err(error) = answered {
                tracing::info!(%error, "a pressed button was not answered");
            }
        };
        self.tasks.spawn(async move {
            tokio::select! {
                () = cancelled => {}
                () = answer => {}
            }
        });
    }

    pub(super) async fn set_aside(
        &self,
        read: &Read,
        route: &Route,
        reason: Problem,
    ) -> Result<(), SinkError> {
        self.sink
            .set_aside(route.clone(), read.id.clone(), reason, read.number)
            .await
    }

    async fn notice(
        &self,
        read: &Read,
        what: &str,
        route: &Route,
        text: String,
    ) -> Result<(), SinkError> {
        let id = format!("notice:{what}:{}", read.id);
        self.sink.notice(route.clone(), id, text).await
    }

    fn text(&self, language: Option<&str>, key: &str, params: &Params) -> String {
        let language = Language::from_tag(language.unwrap_or_default());
        self.words.text(language, key, params)
    }
}

fn not_allowed(sender: &str) -> Problem {
    Problem::with("telegram-not-allowed", params([("sender", json!(sender))]))
}
