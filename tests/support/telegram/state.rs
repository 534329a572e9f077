//! Everything the fake Telegram knows, and the records the tests read.
//!
//! Owns: chats, messages, updates, records. Never: speaks HTTP.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use axum::body::Bytes;
use serde_json::{Value, json};

use super::faults::{ChatFault, Fault};
use super::html::Entity;
use super::params::Upload;

/// The first update's id; real ones start anywhere.
const FIRST_UPDATE: i64 = 734;

/// A message the bot sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Its id in the chat.
    pub message_id: i64,
    /// The chat it went to.
    pub chat_id: i64,
    /// The forum topic, if any.
    pub thread: Option<i64>,
    /// Text or caption as the bot sent it.
    pub text: String,
    /// Whether it was sent in HTML mode.
    pub html: bool,
    /// Text or caption as a person reads it.
    pub plain: String,
    /// Formatted stretches of `plain`.
    pub entities: Vec<Entity>,
    /// The keyboard under it, or null.
    pub reply_markup: Value,
    /// The message it answers.
    pub reply_to: Option<i64>,
    /// Whether it arrived without a sound.
    pub silent: bool,
    /// A photo or document.
    pub file: Option<Upload>,
    /// When it was recorded.
    pub at: Instant,
}

/// An edit of a message by the bot.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The message edited.
    pub message_id: i64,
    /// Its chat.
    pub chat_id: i64,
    /// The new text as sent; `None` where only the keyboard changed.
    pub text: Option<String>,
    /// The new text as a person reads it.
    pub plain: Option<String>,
    /// The keyboard after the edit, or null.
    pub reply_markup: Value,
    /// When it was recorded.
    pub at: Instant,
}

/// A chat action, such as `typing`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The chat it was shown in.
    pub chat_id: i64,
    /// The forum topic, if any.
    pub thread: Option<i64>,
    /// The action's name.
    pub action: String,
    /// When it was recorded.
    pub at: Instant,
}

/// A getUpdates call.
#[derive(Clone, Debug)]
pub struct Poll {
    /// As sent.
    pub offset: Option<i64>,
    /// Seconds, as sent.
    pub timeout: Option<i64>,
    /// As sent.
    pub limit: Option<i64>,
    /// As sent; `None` keeps the former list.
    pub allowed_updates: Option<Vec<String>>,
    /// When it arrived.
    pub at: Instant,
}

/// Any call, in order of arrival.
#[derive(Clone, Debug)]
pub struct Call {
    /// The method as published.
    pub method: String,
    /// Its parameters, as sent.
    pub params: Value,
    /// When it had been read.
    pub at: Instant,
    /// The status it was answered with; `None` while open or never answered.
    pub status: Option<u16>,
}

/// An answered press of a button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredCallback {
    /// The callback query's id.
    pub id: String,
    /// The toast or alert, if any.
    pub text: Option<String>,
    /// Whether it was an alert.
    pub alert: bool,
}

/// A reaction the bot set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaction {
    /// The chat.
    pub chat_id: i64,
    /// The message.
    pub message_id: i64,
    /// The emoji; empty when the reaction was taken away.
    pub emoji: Vec<String>,
}

pub(crate) struct Chat {
    /// The Bot API's chat object.
    pub(crate) object: Value,
    pub(crate) topics: Vec<i64>,
    pub(crate) fault: Option<ChatFault>,
}

/// A message as the chat shows it now, whoever wrote it.
#[derive(Clone)]
pub(crate) struct Shown {
    pub(crate) chat_id: i64,
    pub(crate) message_id: i64,
    pub(crate) from_bot: bool,
    pub(crate) plain: String,
    pub(crate) entities: Vec<Entity>,
    pub(crate) has_text: bool,
    pub(crate) markup: Value,
    pub(crate) thread: Option<i64>,
}

pub(crate) struct State {
    pub(crate) token: String,
    pub(crate) bot: Value,
    pub(crate) revoked: bool,
    pub(crate) date: Option<i64>,
    next_update: i64,
    next_message: BTreeMap<i64, i64>,
    pub(crate) updates: VecDeque<Value>,
    pub(crate) allowed_updates: Option<Vec<String>>,
    pub(crate) confirmed: i64,
    /// Number of the newest getUpdates call; an older one that is still open ends with 409.
    pub(crate) poll_number: u64,
    pub(crate) open_polls: usize,
    /// Calls that are neither answered nor left.
    pub(crate) under_way: usize,
    /// getUpdates calls still to be answered as if another program polled.
    pub(crate) conflicts: usize,
    pub(crate) webhook: Option<Value>,
    pub(crate) chats: BTreeMap<i64, Chat>,
    pub(crate) shown: Vec<Shown>,
    pub(crate) files: HashMap<String, (String, Bytes)>,
    pub(crate) commands: BTreeMap<String, Value>,
    pub(crate) callbacks: Vec<String>,
    pub(crate) limits: bool,
    pub(crate) faults: Vec<(String, Fault)>,
    pub(crate) calls: Vec<Call>,
    pub(crate) polls: Vec<Poll>,
    pub(crate) sent: Vec<Sent>,
    pub(crate) edits: Vec<Edit>,
    pub(crate) deleted: Vec<(i64, i64)>,
    pub(crate) actions: Vec<Action>,
    pub(crate) answered: Vec<AnsweredCallback>,
    pub(crate) reactions: Vec<Reaction>,
    pub(crate) problems: Vec<String>,
}

impl State {
    pub(crate) fn new(token: &str) -> Self {
        let id: i64 = token
            .split(':')
            .next()
            .and_then(|id| id.parse().ok())
            .unwrap_or(42);
        let bot = json!({
            "id": id, "is_bot": true, "first_name": "Cove", "username": "cove_test_bot",
            "can_join_groups": true, "can_read_all_group_messages": false,
            "supports_inline_queries": false, "can_connect_to_business": false,
            "has_main_web_app": false,
        });
        Self {
            token: token.to_owned(),
            bot,
            revoked: false,
            date: None,
            next_update: FIRST_UPDATE,
            next_message: BTreeMap::new(),
            updates: VecDeque::new(),
            allowed_updates: None,
            confirmed: 0,
            poll_number: 0,
            open_polls: 0,
            under_way: 0,
            conflicts: 0,
            webhook: None,
            chats: BTreeMap::new(),
            shown: Vec::new(),
            files: HashMap::new(),
            commands: BTreeMap::new(),
            callbacks: Vec::new(),
            limits: false,
            faults: Vec::new(),
            calls: Vec::new(),
            polls: Vec::new(),
            sent: Vec::new(),
            edits: Vec::new(),
            deleted: Vec::new(),
            actions: Vec::new(),
            answered: Vec::new(),
            reactions: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// The bot as the sender of a message.
    pub(crate) fn bot_user(&self) -> Value {
        let field = |name: &str| self.bot[name].clone();
        json!({"id": field("id"), "is_bot": true, "first_name": field("first_name"),
            "username": field("username")})
    }

    /// Seconds since 1970 for a message's date.
    pub(crate) fn now(&self) -> i64 {
        self.date.unwrap_or_else(|| {
            let since = SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default();
            i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
        })
    }

    /// The next message id: private chats share the account's numbers, groups have their own.
    pub(crate) fn message_id(&mut self, chat_id: i64) -> i64 {
        let next = self.next_message.entry(chat_id.min(0)).or_insert(1);
        *next += 1;
        *next - 1
    }

    /// Adds an update of this kind unless the bot did not ask for the kind; returns its id.
    pub(crate) fn push(&mut self, kind: &str, content: Value) -> i64 {
        let id = self.next_update;
        if self.wants(kind) {
            self.next_update += 1;
            self.updates
                .push_back(json!({"update_id": id, kind: content}));
        }
        id
    }

    /// Adds a ready update; one without an id gets the next.
    pub(crate) fn push_raw(&mut self, mut update: Value) -> i64 {
        let id = update["update_id"].as_i64().unwrap_or(self.next_update);
        update["update_id"] = id.into();
        self.next_update = self.next_update.max(id + 1);
        self.updates.push_back(update);
        id
    }

    /// By default all kinds but three, as the Bot API says.
    fn wants(&self, kind: &str) -> bool {
        match &self.allowed_updates {
            Some(list) if !list.is_empty() => list.iter().any(|wanted| wanted == kind),
            _ => !matches!(
                kind,
                "chat_member" | "message_reaction" | "message_reaction_count"
            ),
        }
    }

    pub(crate) fn find_shown(&mut self, chat_id: i64, message_id: i64) -> Option<&mut Shown> {
        let here = |shown: &&mut Shown| shown.chat_id == chat_id && shown.message_id == message_id;
        self.shown.iter_mut().find(here)
    }

    pub(crate) fn problem(&mut self, problem: impl Into<String>) {
        self.problems.push(problem.into());
    }
}
