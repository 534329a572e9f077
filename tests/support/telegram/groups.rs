//! Groups and forums, their move to a supergroup, and the bot's removal from them.
//!
//! Owns: the shape of the updates these cause. Never: speaks for a person.

use serde_json::{Value, json};

use super::faults::ChatFault;
use super::people::User;
use super::state::{Chat, State};
use crate::board::Board;

/// A group the bot is in.
#[derive(Clone)]
pub struct Group {
    board: Board<State>,
    /// The group's id (negative).
    pub id: i64,
}

impl Group {
    pub(crate) fn new(board: Board<State>, id: i64, title: &str) -> Self {
        let kind = if id < -1_000_000_000_000 {
            "supergroup"
        } else {
            "group"
        };
        let object = json!({"id": id, "type": kind, "title": title});
        let chat = Chat {
            object,
            topics: Vec::new(),
            fault: None,
        };
        board.change(|state| state.chats.insert(id, chat));
        Self { board, id }
    }

    /// Makes the group a forum with these topics. General, which every forum has, is not a
    /// thread one can send to.
    pub fn forum(self, topics: &[i64]) -> Self {
        self.board.change(|state| {
            let chat = state
                .chats
                .get_mut(&self.id)
                .expect("the group was registered");
            chat.object["is_forum"] = true.into();
            chat.topics = topics.to_vec();
        });
        self
    }

    /// Becomes a supergroup: the old id is refused from now on, and the bot is told in both chats.
    pub fn migrates_to(&self, new_id: i64) -> Group {
        let title = self.board.change(|state| {
            let chat = state
                .chats
                .get_mut(&self.id)
                .expect("the group was registered");
            chat.fault = Some(ChatFault::MigratedTo(new_id));
            let object = chat.object.clone();
            let message_id = state.message_id(self.id);
            let message = json!({"message_id": message_id, "chat": object, "date": state.now(),
                "migrate_to_chat_id": new_id});
            state.push("message", message);
            object["title"].as_str().unwrap_or_default().to_owned()
        });
        let group = Group::new(self.board.clone(), new_id, &title);
        self.board.change(|state| {
            let message_id = state.message_id(new_id);
            let message = json!({"message_id": message_id, "date": state.now(),
                "chat": state.chats[&new_id].object, "migrate_from_chat_id": self.id});
            state.push("message", message);
        });
        group
    }

    /// Adds the bot, or lets it write again, and tells it so.
    pub fn adds_the_bot(&self, by: &User) -> i64 {
        self.changes_the_bot(by, None, ("left", "member"))
    }

    /// Lets the bot read and not write, and tells it so.
    pub fn mutes_the_bot(&self, by: &User) -> i64 {
        self.changes_the_bot(by, Some(ChatFault::NoRights), ("member", "restricted"))
    }

    fn changes_the_bot(&self, by: &User, fault: Option<ChatFault>, change: (&str, &str)) -> i64 {
        self.board.change(|state| {
            let chat = state
                .chats
                .get_mut(&self.id)
                .expect("the group was registered");
            chat.fault = fault;
            let object = chat.object.clone();
            let mut update = membership(state, &object, &by.object(), change.0, change.1);
            if change.1 == "restricted" {
                update["new_chat_member"]["is_member"] = true.into();
                update["new_chat_member"]["can_send_messages"] = false.into();
            }
            state.push("my_chat_member", update)
        })
    }

    /// Removes the bot: sends are refused from now on, and the bot is told.
    pub fn removes_the_bot(&self, by: &User) -> i64 {
        self.board.change(|state| {
            let chat = state
                .chats
                .get_mut(&self.id)
                .expect("the group was registered");
            chat.fault = Some(ChatFault::Kicked);
            let object = chat.object.clone();
            let change = membership(state, &object, &by.object(), "member", "kicked");
            state.push("my_chat_member", change)
        })
    }
}

/// The Bot API's ChatMemberUpdated about the bot.
pub(crate) fn membership(state: &State, chat: &Value, by: &Value, old: &str, new: &str) -> Value {
    let member =
        |status: &str| json!({"user": state.bot_user(), "status": status, "until_date": 0});
    json!({"chat": chat, "from": by, "date": state.now(), "old_chat_member": member(old),
        "new_chat_member": member(new)})
}
