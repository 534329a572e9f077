//! Who talks to the bot: people that write, press, react and block.
//!
//! Owns: the shape of the updates they cause. Never: waits for an answer.

use axum::body::Bytes;
use serde_json::{Value, json};

use super::faults::ChatFault;
use super::groups::{Group, membership};
use super::keyboard::has_button;
use super::marks::entities;
use super::state::{Chat, Shown, State};
use crate::board::Board;

/// A person. Everything they do becomes an update.
#[derive(Clone)]
pub struct User {
    board: Board<State>,
    /// The person's id, which is also that of their private chat with the bot.
    pub id: i64,
    name: String,
    language: Option<String>,
    username: Option<String>,
    place: Place,
}

/// Where a person speaks: their private chat, a group, or a topic of a forum.
#[derive(Clone, Copy)]
struct Place {
    chat_id: i64,
    thread: Option<i64>,
}

impl User {
    pub(crate) fn new(board: Board<State>, id: i64, name: &str) -> Self {
        let object = json!({"id": id, "type": "private", "first_name": name});
        board.change(|state| {
            let chat = Chat {
                object,
                topics: Vec::new(),
                fault: None,
            };
            state.chats.entry(id).or_insert(chat);
        });
        let place = Place {
            chat_id: id,
            thread: None,
        };
        Self {
            board,
            id,
            name: name.to_owned(),
            language: None,
            username: None,
            place,
        }
    }

    /// The same person with a client in this language (`language_code`).
    pub fn language(mut self, code: &str) -> Self {
        self.language = Some(code.to_owned());
        self
    }

    /// The same person with a public name.
    pub fn username(mut self, username: &str) -> Self {
        self.username = Some(username.to_owned());
        let (id, name) = (self.id, username.to_owned());
        self.board.change(|state| {
            if let Some(chat) = state.chats.get_mut(&id) {
                chat.object["username"] = name.into();
            }
        });
        self
    }

    /// The same person, speaking in a group.
    pub fn in_group(&self, group: &Group) -> Self {
        Self {
            place: Place {
                chat_id: group.id,
                thread: None,
            },
            ..self.clone()
        }
    }

    /// The same person, speaking in a topic of a forum.
    pub fn in_topic(&self, group: &Group, topic: i64) -> Self {
        Self {
            place: Place {
                chat_id: group.id,
                thread: Some(topic),
            },
            ..self.clone()
        }
    }

    /// Writes a text; the update's id. Commands and mentions carry their entities.
    pub fn says(&self, text: &str) -> i64 {
        self.sends(self.text(text))
    }

    /// Answers a message of the bot or of a person.
    pub fn replies_to(&self, message_id: i64, text: &str) -> i64 {
        let mut fields = self.text(text);
        let place = self.place;
        fields["reply_to_message"] = self.board.change(|state| {
            let bot = state.bot_user();
            let chat = state.chats[&place.chat_id].object.clone();
            let original = state.find_shown(place.chat_id, message_id);
            let (text, from_bot) = original
                .map(|shown| (shown.plain.clone(), shown.from_bot))
                .unwrap_or_default();
            let from = if from_bot { bot } else { self.object() };
            json!({"message_id": message_id, "from": from, "chat": chat, "date": 0, "text": text})
        });
        self.sends(fields)
    }

    /// Sends a message with these fields of the Bot API's Message; the update's id.
    pub fn sends(&self, fields: Value) -> i64 {
        self.board.change(|state| {
            let message_id = state.message_id(self.place.chat_id);
            self.push_message(state, "message", message_id, fields)
        })
    }

    /// Changes an earlier text of theirs; the update's id.
    pub fn edits(&self, message_id: i64, text: &str) -> i64 {
        let mut fields = self.text(text);
        self.board.change(|state| {
            fields["edit_date"] = state.now().into();
            state.shown.retain(|shown| {
                shown.chat_id != self.place.chat_id || shown.message_id != message_id
            });
            self.push_message(state, "edited_message", message_id, fields)
        })
    }

    /// Sends a document; the update's id.
    pub fn sends_document(&self, name: &str, bytes: impl Into<Bytes>, caption: &str) -> i64 {
        let bytes = bytes.into();
        let size = bytes.len();
        let id = self.store(name, bytes);
        let document = json!({"file_id": id, "file_unique_id": format!("u-{id}"),
            "file_name": name, "file_size": size});
        self.sends(with_caption(json!({"document": document}), caption))
    }

    /// Sends a photo, in the two sizes Telegram makes; the update's id.
    pub fn sends_photo(&self, bytes: impl Into<Bytes>, caption: &str) -> i64 {
        let bytes = bytes.into();
        let size = bytes.len();
        let id = self.store("photo.jpg", bytes);
        let one = |width: u32| {
            json!({"file_id": id, "file_unique_id": format!("u-{id}-{width}"),
                "width": width, "height": width, "file_size": size})
        };
        self.sends(with_caption(
            json!({"photo": [one(90), one(1280)]}),
            caption,
        ))
    }

    /// Sends a voice note of so many seconds; the update's id.
    pub fn sends_voice(&self, bytes: impl Into<Bytes>, seconds: u32) -> i64 {
        let bytes = bytes.into();
        let size = bytes.len();
        let id = self.store("voice.oga", bytes);
        self.sends(
            json!({"voice": {"file_id": id, "file_unique_id": format!("u-{id}"),
            "duration": seconds, "mime_type": "audio/ogg", "file_size": size}}),
        )
    }

    /// Sends photos together, each with its caption; the last update's id.
    pub fn sends_album(&self, photos: &[(&[u8], &str)]) -> i64 {
        let album = self
            .board
            .look(|state| format!("album-{}", state.files.len()));
        let mut last = 0;
        for (bytes, caption) in photos {
            let id = self.store("photo.jpg", Bytes::copy_from_slice(bytes));
            let photo = json!([{"file_id": id, "file_unique_id": format!("u-{id}"),
                "width": 1280, "height": 960, "file_size": bytes.len()}]);
            let fields = json!({"photo": photo, "media_group_id": album});
            last = self.sends(with_caption(fields, caption));
        }
        last
    }

    /// Presses a button of the bot; the callback query's id.
    ///
    /// # Panics
    /// When that message has no such button: nobody could have pressed it.
    pub fn presses(&self, message_id: i64, data: &str) -> String {
        self.board.change(|state| {
            let bot = state.bot_user();
            let (date, place) = (state.now(), self.place);
            let chat = state.chats[&place.chat_id].object.clone();
            let shown = state
                .find_shown(place.chat_id, message_id)
                .expect("the message is there");
            assert!(
                has_button(&shown.markup, data),
                "no button {data:?} in {}",
                shown.markup
            );
            let message = json!({"message_id": message_id, "from": bot, "chat": chat,
                "date": date, "text": shown.plain, "reply_markup": shown.markup});
            let id = format!("callback-{}", state.callbacks.len());
            let query = json!({"id": id, "from": self.object(), "message": message,
                "chat_instance": "fake", "data": data});
            state.callbacks.push(id.clone());
            state.push("callback_query", query);
            id
        })
    }

    /// Reacts to a message; the update's id (kept back unless the bot asked for the kind).
    pub fn reacts(&self, message_id: i64, emoji: &str) -> i64 {
        self.board.change(|state| {
            let reaction = json!({"chat": state.chats[&self.place.chat_id].object,
                "message_id": message_id, "user": self.object(), "date": state.now(),
                "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": emoji}]});
            state.push("message_reaction", reaction)
        })
    }

    /// Blocks the bot: sends are refused from now on, and the bot is told.
    pub fn blocks(&self) -> i64 {
        self.membership("member", "kicked", Some(ChatFault::Blocked))
    }

    /// Takes the block back.
    pub fn unblocks(&self) -> i64 {
        self.membership("kicked", "member", None)
    }

    fn membership(&self, old: &str, new: &str, fault: Option<ChatFault>) -> i64 {
        self.board.change(|state| {
            let chat = state
                .chats
                .get_mut(&self.id)
                .expect("the user was registered");
            chat.fault = fault;
            let object = chat.object.clone();
            let change = membership(state, &object, &self.object(), old, new);
            state.push("my_chat_member", change)
        })
    }

    fn push_message(&self, state: &mut State, kind: &str, message_id: i64, fields: Value) -> i64 {
        let chat = state.chats[&self.place.chat_id].object.clone();
        let mut message = json!({"message_id": message_id, "from": self.object(), "chat": chat,
            "date": state.now()});
        if let Some(thread) = self.place.thread {
            message["message_thread_id"] = thread.into();
            message["is_topic_message"] = true.into();
        }
        let plain = fields["text"]
            .as_str()
            .or(fields["caption"].as_str())
            .unwrap_or_default();
        state.shown.push(Shown {
            chat_id: self.place.chat_id,
            message_id,
            from_bot: false,
            plain: plain.to_owned(),
            entities: Vec::new(),
            has_text: fields["text"].is_string(),
            markup: Value::Null,
            thread: self.place.thread,
        });
        for (name, value) in fields.as_object().cloned().unwrap_or_default() {
            message[name] = value;
        }
        state.push(kind, message)
    }

    fn text(&self, text: &str) -> Value {
        let mut fields = json!({"text": text});
        let entities = entities(text);
        if !entities.is_empty() {
            fields["entities"] = entities.into();
        }
        fields
    }

    fn store(&self, name: &str, bytes: Bytes) -> String {
        self.board.change(|state| {
            let id = format!("file-{}", state.files.len());
            state.files.insert(id.clone(), (name.to_owned(), bytes));
            id
        })
    }

    pub(crate) fn object(&self) -> Value {
        let mut object = json!({"id": self.id, "is_bot": false, "first_name": self.name});
        if let Some(language) = &self.language {
            object["language_code"] = language.clone().into();
        }
        if let Some(username) = &self.username {
            object["username"] = username.clone().into();
        }
        object
    }
}

fn with_caption(mut fields: Value, caption: &str) -> Value {
    if !caption.is_empty() {
        fields["caption"] = caption.into();
    }
    fields
}
