//! `FakeTelegram`: the Bot API over a real socket, as strict as the real one.
//!
//! Owns: chats, updates and the record of all the bot did.
//! Never: forgives; what the real server would take but its documentation forbids is kept in
//! `problems()`, and a test of the product asserts that there is none.

mod faults;
mod html;
mod keyboard;
mod messages;
mod misc;
mod params;
mod people;
mod serve;
mod state;
mod updates;

use axum::body::Bytes;
use serde_json::Value;

pub use faults::{ChatFault, Fault};
pub use html::Entity;
pub use params::Upload;
pub use people::{Group, User};
pub use state::{Action, AnsweredCallback, Call, Edit, Poll, Reaction, Sent};

use crate::board::Board;
use crate::server::Server;
use state::State;

/// The token of a fake bot, unless the test chooses another.
pub const TOKEN: &str = "42:FAKE-TOKEN-FOR-TESTS-0000000000000";

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

    /// Enforces Telegram's rates: a chat 1 a second, a group 20 a minute, all 30 a second.
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

    // Records.

    /// All messages the bot sent, in order.
    pub fn sent(&self) -> Vec<Sent> {
        self.board.look(|state| state.sent.clone())
    }

    /// Messages sent to one chat, in order.
    pub fn sent_to(&self, chat_id: i64) -> Vec<Sent> {
        self.sent()
            .into_iter()
            .filter(|sent| sent.chat_id == chat_id)
            .collect()
    }

    /// What a chat shows now, oldest first: (from the bot?, text), after edits and deletions.
    pub fn shown(&self, chat_id: i64) -> Vec<(bool, String)> {
        self.board.look(|state| {
            let here = state.shown.iter().filter(|shown| shown.chat_id == chat_id);
            here.map(|shown| (shown.from_bot, shown.plain.clone()))
                .collect()
        })
    }

    /// The id of the newest message of a person in this chat and topic.
    pub fn last_message_from_people(&self, chat_id: i64, thread: Option<i64>) -> Option<i64> {
        self.board.look(|state| {
            let here = state.shown.iter().rev().filter(|shown| {
                !shown.from_bot && shown.chat_id == chat_id && shown.thread == thread
            });
            here.map(|shown| shown.message_id).next()
        })
    }

    /// Edits by the bot, in order.
    pub fn edits(&self) -> Vec<Edit> {
        self.board.look(|state| state.edits.clone())
    }

    /// Deletions by the bot, as (chat, message).
    pub fn deleted(&self) -> Vec<(i64, i64)> {
        self.board.look(|state| state.deleted.clone())
    }

    /// Chat actions, such as `typing`, in order.
    pub fn actions(&self) -> Vec<Action> {
        self.board.look(|state| state.actions.clone())
    }

    /// Reactions by the bot, in order.
    pub fn reactions(&self) -> Vec<Reaction> {
        self.board.look(|state| state.reactions.clone())
    }

    /// Answers to presses of buttons, in order.
    pub fn answered_callbacks(&self) -> Vec<AnsweredCallback> {
        self.board.look(|state| state.answered.clone())
    }

    /// The command list of a scope and language, such as `("default", "")`; null if none is set.
    pub fn commands(&self, scope: &str, language: &str) -> Value {
        let key = format!("{scope}|{language}");
        self.board
            .look(|state| state.commands.get(&key).cloned().unwrap_or(Value::Null))
    }

    /// getUpdates calls, in order.
    pub fn polls(&self) -> Vec<Poll> {
        self.board.look(|state| state.polls.clone())
    }

    /// Every call that was read, in order.
    pub fn calls(&self) -> Vec<Call> {
        self.board.look(|state| state.calls.clone())
    }

    /// Updates below this id were confirmed and are gone.
    pub fn confirmed_offset(&self) -> i64 {
        self.board.look(|state| state.confirmed)
    }

    /// Updates the bot has not confirmed yet.
    pub fn pending_updates(&self) -> usize {
        self.board.look(|state| state.updates.len())
    }

    /// Mistakes: unknown methods and parameters, unescaped `&`, callbacks answered twice.
    pub fn problems(&self) -> Vec<String> {
        self.board.look(|state| state.problems.clone())
    }

    // Waiting; each panics after `board::PATIENCE` with what there is.

    /// Waits until at least `count` messages were sent and returns all.
    pub async fn wait_for_sent(&self, count: usize) -> Vec<Sent> {
        let what = format!("{count} messages by the bot");
        self.board
            .expect(&what, |state| state.sent.len() >= count, describe)
            .await;
        self.sent()
    }

    /// Waits until a message satisfies `wanted` and returns the first that does.
    pub async fn wait_for_message(&self, what: &str, wanted: impl Fn(&Sent) -> bool) -> Sent {
        self.board
            .expect(what, |state| state.sent.iter().any(&wanted), describe)
            .await;
        self.sent()
            .into_iter()
            .find(wanted)
            .expect("it was there a moment ago")
    }

    /// Waits until a getUpdates call is open: the bot listens.
    pub async fn wait_for_poll(&self) {
        self.board
            .expect("an open getUpdates", |state| state.open_polls > 0, describe)
            .await;
    }

    /// Waits until no getUpdates call is open.
    pub async fn wait_for_no_poll(&self) {
        self.board
            .expect(
                "no open getUpdates",
                |state| state.open_polls == 0,
                describe,
            )
            .await;
    }

    /// Waits until no call is under way: each was answered, or its caller has left.
    pub async fn wait_until_idle(&self) {
        self.board
            .expect("no call under way", |state| state.under_way == 0, describe)
            .await;
    }

    /// Waits until updates below `offset` are confirmed.
    pub async fn wait_for_confirmed(&self, offset: i64) {
        let what = format!("offset {offset} to be confirmed");
        self.board
            .expect(&what, |state| state.confirmed >= offset, describe)
            .await;
    }

    /// Waits until `count` calls of a method were read.
    pub async fn wait_for_calls(&self, method: &str, count: usize) -> Vec<Call> {
        let of_method = |state: &State| -> Vec<Call> {
            state
                .calls
                .iter()
                .filter(|call| call.method == method)
                .cloned()
                .collect()
        };
        let what = format!("{count} calls of {method}");
        self.board
            .expect(&what, |state| of_method(state).len() >= count, describe)
            .await;
        self.board.look(of_method)
    }
}

fn describe(state: &State) -> String {
    let line = |sent: &Sent| format!("\n  sent to {}: {:?}", sent.chat_id, sent.plain);
    let sent: String = state.sent.iter().map(line).collect();
    let calls: Vec<String> = state
        .calls
        .iter()
        .map(|call| format!("{} {:?}", call.method, call.status))
        .collect();
    format!(
        "{} sent{sent}\n  calls: {}\n  problems: {:?}",
        state.sent.len(),
        calls.join(", "),
        state.problems
    )
}
