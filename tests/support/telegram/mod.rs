//! `FakeTelegram`: the Bot API over a real socket, as strict as the real one.
//!
//! Owns: chats, updates and the record of all the bot did.
//! Never: forgives; what the real server would take but its documentation forbids is kept in
//! `problems()`, and a test of the product asserts that there is none.

mod compose;
mod faults;
mod groups;
mod html;
mod keyboard;
mod marks;
mod messages;
mod misc;
mod params;
mod people;
mod records;
mod serve;
mod state;
mod updates;

use axum::body::Bytes;
use serde_json::Value;

pub use faults::{ChatFault, Fault};
pub use groups::Group;
pub use html::Entity;
pub use params::Upload;
pub use people::User;
pub use state::{Action, AnsweredCallback, Call, Edit, Poll, Reaction, Sent};

use crate::board::Board;
use crate::server::Server;
use state::State;

/// The token of a fake bot, unless the test chooses another.
pub const TOKEN: &str = "42:FAKE-TOKEN-FOR-TESTS-0000000000000";

/// What a person reads of a text in HTML mode.
///
/// # Errors
/// The words Telegram refuses it with; a text that it shows but its documentation forbids (an
/// unescaped `&`) is refused too.
pub fn read_html(text: &str) -> Result<String, String> {
    let parsed = html::parse(text)?;
    match parsed.loose_ampersands.first() {
        Some(at) => Err(format!("an unescaped & at byte {at}")),
        None => Ok(parsed.plain),
    }
}

/// A Bot API server on a loopback port; it ends when it is dropped.
pub struct FakeTelegram {
    server: Server,
    board: Board<State>,
}

impl FakeTelegram {
    /// Starts the server for one bot with [`TOKEN`].
    pub async fn start() -> Self {
        Self::with_token(TOKEN).await
    }

    /// Starts the server for one bot with this token.
    pub async fn with_token(token: &str) -> Self {
        let board = Board::new(State::new(token));
        Self {
            server: Server::start(serve::router(board.clone())),
            board,
        }
    }

    /// The value of `channels.telegram.apiRoot`, without a slash at the end.
    pub fn api_root(&self) -> String {
        self.server.url()
    }

    /// The bot's token.
    pub fn token(&self) -> String {
        self.board.look(|state| state.token.clone())
    }

    /// The bot's name without `@`.
    pub fn bot_username(&self) -> String {
        self.board.look(|state| {
            state.bot["username"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        })
    }

    // The other side: people, groups, updates.

    /// A person who has started the bot, so that it may write to them.
    pub fn user(&self, id: i64, name: &str) -> User {
        User::new(self.board.clone(), id, name)
    }

    /// A group the bot is in; ids below -1000000000000 are supergroups.
    pub fn group(&self, id: i64, title: &str) -> Group {
        Group::new(self.board.clone(), id, title)
    }

    /// Adds an update as it is; without `update_id` it gets the next. Returns the id.
    pub fn push_update(&self, update: Value) -> i64 {
        self.board.change(|state| state.push_raw(update))
    }

    /// Adds several updates as they are, so that one poll gets them in just this order.
    pub fn push_updates(&self, updates: Vec<Value>) {
        self.board.change(|state| {
            for update in updates {
                state.push_raw(update);
            }
        });
    }

    /// What setWebhook was told, where the bot's updates are posted.
    pub fn webhook(&self) -> Option<Value> {
        self.board.look(|state| state.webhook.clone())
    }

    /// Takes the updates that wait, for a test that posts them to the bot as Telegram would.
    pub fn take_updates(&self) -> Vec<Value> {
        self.board.change(|state| state.updates.drain(..).collect())
    }

    /// Stores a file that the bot can fetch by this id.
    pub fn add_file(&self, file_id: &str, name: &str, bytes: impl Into<Bytes>) {
        let file = (name.to_owned(), bytes.into());
        self.board
            .change(|state| state.files.insert(file_id.to_owned(), file));
    }

    /// Gives all later messages this date (seconds since 1970) instead of the computer's.
    pub fn set_date(&self, seconds: i64) {
        self.board.change(|state| state.date = Some(seconds));
    }

    /// Changes fields of what getMe answers, such as `has_topics_enabled`.
    pub fn set_bot_field(&self, name: &str, value: impl Into<Value>) {
        let value = value.into();
        self.board.change(|state| state.bot[name] = value);
    }

    // Faults.

    /// Lets the next call of this method (`"*"`: of any) fail this way. Faults queue up.
    pub fn fail_next(&self, method: &str, fault: Fault) {
        self.board
            .change(|state| state.faults.push((method.to_owned(), fault)));
    }

    /// Faults that no call has met yet.
    pub fn faults_left(&self) -> usize {
        self.board.look(|state| state.faults.len())
    }

    /// Refuses every call about this chat; `None` mends it.
    pub fn set_chat_fault(&self, chat_id: i64, fault: Option<ChatFault>) {
        self.board.change(|state| {
            state
                .chats
                .get_mut(&chat_id)
                .expect("the chat was registered")
                .fault = fault;
        });
    }

    /// Answers the next `times` getUpdates with 409 as if another program polled this bot.
    pub fn another_poller_for(&self, times: usize) {
        self.board.change(|state| state.conflicts = times);
    }

    /// Answers every getUpdates with 409 until switched off.
    pub fn another_poller(&self, polls: bool) {
        self.another_poller_for(if polls { usize::MAX } else { 0 });
    }

    /// Makes the token invalid (401), as after a revocation in BotFather.
    pub fn revoke_token(&self, revoked: bool) {
        self.board.change(|state| state.revoked = revoked);
    }

    /// Enforces Telegram's rates for messages and edits: a chat 1 a second with short bursts, a group
    /// 20 a minute, all 30 a second.
    pub fn enforce_limits(&self, on: bool) {
        self.board.change(|state| state.limits = on);
    }

    /// Closes the port: connections are refused, open ones cut.
    pub fn go_offline(&self) {
        self.server.go_offline();
    }

    /// Opens the same port again; chats, updates and records are as they were.
    pub fn go_online(&self) {
        self.server.go_online();
    }
}
