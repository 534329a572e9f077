//! What the tests read: everything the bot did, and the waiting for it.
//!
//! Owns: the reading half of the handle. Never: changes anything.

use serde_json::Value;

use super::FakeTelegram;
use super::state::{Action, AnsweredCallback, Call, Edit, Poll, Reaction, Sent, State};

impl FakeTelegram {
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
