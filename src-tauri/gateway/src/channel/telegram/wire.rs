//! The few shapes of the Bot API that Cove reads and writes.
//!
//! Owns nothing but names of fields. Reading is tolerant: what is not named here is not looked
//! at, so that a newer Bot API breaks nothing.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::shapes::{Carried, Reacted};

/// The envelope of every answer.
#[derive(Debug, Deserialize)]
pub struct Answer<'a> {
    pub ok: bool,
    #[serde(borrow, default)]
    pub result: Option<&'a RawValue>,
    pub error_code: Option<u16>,
    pub description: Option<String>,
    pub parameters: Option<Parameters>,
}

/// What an error answer may add.
#[derive(Debug, Default, Deserialize)]
pub struct Parameters {
    pub retry_after: Option<u64>,
    pub migrate_to_chat_id: Option<i64>,
}

/// Parameters of getUpdates.
#[derive(Debug, Serialize)]
pub struct GetUpdates {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    /// Seconds.
    pub timeout: u64,
    pub allowed_updates: [&'static str; 5],
}

/// Parameters of sendMessage.
#[derive(Debug, Serialize)]
pub struct SendMessage<'a> {
    pub chat_id: ChatId<'a>,
    pub text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parse_mode: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_thread_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link_preview_options: Option<LinkPreview>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub disable_notification: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_parameters: Option<ReplyParameters>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_markup: Option<Keyboard<'a>>,
}

/// Parameters of sendPhoto and sendDocument, beside the file.
#[derive(Debug, Serialize)]
pub struct SendFile<'a> {
    pub chat_id: ChatId<'a>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub caption: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parse_mode: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_thread_id: Option<i64>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub disable_notification: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_parameters: Option<ReplyParameters>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_markup: Option<Keyboard<'a>>,
}

impl<'a> From<SendMessage<'a>> for SendFile<'a> {
    fn from(message: SendMessage<'a>) -> Self {
        Self {
            chat_id: message.chat_id,
            caption: message.text,
            parse_mode: message.parse_mode,
            message_thread_id: message.message_thread_id,
            disable_notification: message.disable_notification,
            reply_parameters: message.reply_parameters,
            reply_markup: message.reply_markup,
        }
    }
}

/// Parameters of editMessageText.
#[derive(Debug, Serialize)]
pub struct EditMessage<'a> {
    pub chat_id: ChatId<'a>,
    pub message_id: i64,
    pub text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parse_mode: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link_preview_options: Option<LinkPreview>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_markup: Option<Keyboard<'a>>,
}

/// Parameters of deleteMessage.
#[derive(Debug, Serialize)]
pub struct DeleteMessage<'a> {
    pub chat_id: ChatId<'a>,
    pub message_id: i64,
}

/// Parameters of setMessageReaction.
#[derive(Debug, Serialize)]
pub struct SetReaction<'a> {
    pub chat_id: ChatId<'a>,
    pub message_id: i64,
    pub reaction: Vec<Emoji<'a>>,
}

/// A reaction by its emoji.
#[derive(Debug, Serialize)]
pub struct Emoji<'a> {
    pub r#type: &'static str,
    pub emoji: &'a str,
}

/// What is shown of where a link leads.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct LinkPreview {
    pub is_disabled: bool,
}

/// A chat by its number, or by `@name` where a person typed one.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(untagged)]
pub enum ChatId<'a> {
    Number(i64),
    Name(&'a str),
}

impl<'a> ChatId<'a> {
    pub fn of(peer: &'a str) -> Self {
        peer.parse().map_or(Self::Name(peer), Self::Number)
    }
}

#[derive(Debug, Serialize)]
pub struct ReplyParameters {
    pub message_id: i64,
    pub allow_sending_without_reply: bool,
}

#[derive(Debug, Serialize)]
pub struct Keyboard<'a> {
    pub inline_keyboard: Vec<Vec<Button<'a>>>,
}

#[derive(Debug, Serialize)]
pub struct Button<'a> {
    pub text: &'a str,
    pub callback_data: &'a str,
}

#[derive(Debug, Serialize)]
pub struct ChatAction<'a> {
    pub chat_id: ChatId<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_thread_id: Option<i64>,
    pub action: &'static str,
}

#[derive(Debug, Serialize)]
pub struct AnswerCallback<'a> {
    pub callback_query_id: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub text: &'a str,
}

#[derive(Debug, Serialize)]
pub struct SetMyCommands {
    pub commands: Vec<BotCommand>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<CommandScope>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language_code: Option<&'static str>,
}

#[derive(Debug, Serialize)]
pub struct DeleteMyCommands {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<CommandScope>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language_code: Option<&'static str>,
}

/// Whose menu it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CommandScope {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    chat_id: Option<i64>,
}

impl CommandScope {
    /// All groups.
    pub const GROUPS: Self = Self {
        r#type: "all_group_chats",
        chat_id: None,
    };

    /// One chat.
    pub fn chat(id: i64) -> Self {
        Self {
            r#type: "chat",
            chat_id: Some(id),
        }
    }
}

#[derive(Debug, Serialize)]
pub struct BotCommand {
    pub command: String,
    pub description: String,
}

/// A message that was taken.
#[derive(Debug, Deserialize)]
pub struct SentMessage {
    pub message_id: i64,
}

#[derive(Debug, Deserialize)]
pub struct Me {
    #[serde(default)]
    pub id: i64,
    pub username: Option<String>,
}

/// One update.
#[derive(Debug, Deserialize)]
pub struct Update {
    pub message: Option<Message>,
    pub edited_message: Option<Message>,
    pub callback_query: Option<CallbackQuery>,
    pub message_reaction: Option<Reacted>,
    pub my_chat_member: Option<MemberChange>,
    pub channel_post: Option<ChannelPost>,
    pub edited_channel_post: Option<ChannelPost>,
}

/// The one thing every update has.
#[derive(Debug, Deserialize)]
pub struct UpdateId {
    pub update_id: i64,
}

#[derive(Debug, Deserialize)]
pub struct Chat {
    pub id: i64,
    #[serde(rename = "type", default)]
    pub kind: String,
    /// Of a group or a channel.
    pub title: Option<String>,
    /// It has topics.
    #[serde(default)]
    pub is_forum: bool,
}

#[derive(Debug, Clone, Deserialize)]
pub struct User {
    pub id: i64,
    #[serde(default)]
    pub is_bot: bool,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub username: Option<String>,
    pub language_code: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct CallbackQuery {
    pub id: String,
    pub from: User,
    pub message: Option<ButtonMessage>,
    pub data: Option<String>,
}

/// The message a button hangs on; an old one comes without its content.
#[derive(Debug, Deserialize)]
pub struct ButtonMessage {
    pub message_id: i64,
    pub chat: Chat,
    pub message_thread_id: Option<i64>,
    #[serde(default)]
    pub is_topic_message: bool,
}

#[derive(Debug, Deserialize)]
pub struct MemberChange {
    pub chat: Chat,
    pub new_chat_member: Option<Member>,
}

#[derive(Debug, Deserialize)]
pub struct Member {
    #[serde(default)]
    pub status: String,
    /// Of a restricted member.
    pub is_member: Option<bool>,
    /// Of a restricted member.
    pub can_send_messages: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub struct ChannelPost {
    pub chat: Chat,
}

/// A message.
#[derive(Debug, Deserialize)]
pub struct Message {
    pub message_id: i64,
    /// Seconds since 1970.
    #[serde(default)]
    pub date: i64,
    pub chat: Chat,
    pub from: Option<User>,
    pub text: Option<String>,
    pub caption: Option<String>,
    /// The album it belongs to.
    pub media_group_id: Option<String>,
    pub message_thread_id: Option<i64>,
    #[serde(default)]
    pub is_topic_message: bool,
    /// Of a group: the chat that somebody speaks as.
    pub sender_chat: Option<Chat>,
    pub author_signature: Option<String>,
    /// A post of the channel that the group belongs to.
    #[serde(default)]
    pub is_automatic_forward: bool,
    pub migrate_to_chat_id: Option<i64>,
    pub migrate_from_chat_id: Option<i64>,
    pub forum_topic_created: Option<Topic>,
    pub forum_topic_edited: Option<Topic>,
    /// What it carries beside the words.
    #[serde(flatten)]
    pub carried: Carried,
}

/// A topic of a forum; its name stands in what tells of it.
#[derive(Debug, Deserialize)]
pub struct Topic {
    pub name: Option<String>,
}

impl Message {
    /// The message it answers. Said in a topic without answering anybody, Telegram shows it as an
    /// answer to the line that opened the topic, which is none.
    pub fn answers(&self) -> Option<&Self> {
        let earlier = self.carried.reply_to_message.as_deref()?;
        let opens = earlier.forum_topic_created.is_some()
            || self.is_topic_message && self.message_thread_id == Some(earlier.message_id);
        (!opens).then_some(earlier)
    }

    /// Telegram's own line about the group or a topic.
    pub fn tells_of_the_group(&self) -> bool {
        self.migrate_to_chat_id.is_some()
            || self.migrate_from_chat_id.is_some()
            || self.forum_topic_created.is_some()
            || self.forum_topic_edited.is_some()
    }
}
