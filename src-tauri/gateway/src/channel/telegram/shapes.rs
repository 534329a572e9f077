//! What a message of the Bot API may carry beside its text.
//!
//! Owns nothing but names of fields. Reading is tolerant: what is missing is empty, what is not
//! named here is not looked at.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::wire::{Chat, Message, User};

/// Fields nobody asked for, by name.
pub type Others = BTreeMap<String, IgnoredAny>;

/// A stretch of a text; offsets in UTF-16 units.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Entity {
    #[serde(rename = "type")]
    pub kind: String,
    pub offset: usize,
    pub length: usize,
    pub url: Option<String>,
    pub user: Option<User>,
    pub language: Option<String>,
}

/// A file of any kind; each kind fills in what it has.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct File {
    pub file_id: String,
    pub file_name: Option<String>,
    pub mime_type: Option<String>,
    /// Bytes.
    pub file_size: Option<u64>,
    /// Seconds.
    pub duration: Option<u64>,
    pub width: u64,
    pub height: u64,
    /// Of a sticker.
    pub emoji: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Location {
    pub latitude: f64,
    pub longitude: f64,
    /// Metres.
    pub horizontal_accuracy: Option<f64>,
    /// Seconds; it moves.
    pub live_period: Option<u64>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Venue {
    pub location: Location,
    pub title: String,
    pub address: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Contact {
    pub phone_number: String,
    pub first_name: String,
    pub last_name: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Poll {
    pub question: String,
    pub options: Vec<PollOption>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PollOption {
    pub text: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Dice {
    pub emoji: String,
    pub value: i64,
}

/// The part of a message that is answered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Quote {
    pub text: String,
    /// The person chose it.
    pub is_manual: bool,
}

/// Where a forwarded message comes from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// Seconds since 1970.
    pub date: i64,
    pub sender_user: Option<User>,
    pub sender_user_name: Option<String>,
    pub sender_chat: Option<Chat>,
    pub chat: Option<Chat>,
    pub author_signature: Option<String>,
}

/// A message of another chat that is answered.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ExternalReply {
    pub origin: Origin,
}

/// What a message carries.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Carried {
    pub entities: Vec<Entity>,
    pub caption_entities: Vec<Entity>,
    /// The same picture in several sizes.
    pub photo: Vec<File>,
    pub video: Option<File>,
    pub video_note: Option<File>,
    pub animation: Option<File>,
    pub audio: Option<File>,
    pub voice: Option<File>,
    pub document: Option<File>,
    pub sticker: Option<File>,
    pub location: Option<Location>,
    pub venue: Option<Venue>,
    pub contact: Option<Contact>,
    pub poll: Option<Poll>,
    pub dice: Option<Dice>,
    pub reply_to_message: Option<Box<Message>>,
    pub external_reply: Option<ExternalReply>,
    pub quote: Option<Quote>,
    pub forward_origin: Option<Origin>,
    #[serde(flatten)]
    pub others: Others,
}

/// A changed reaction to a message.
#[derive(Debug, Deserialize)]
pub struct Reacted {
    pub chat: Chat,
    pub message_id: i64,
    /// Seconds since 1970.
    #[serde(default)]
    pub date: i64,
    pub user: Option<User>,
    #[serde(default)]
    pub old_reaction: Vec<Reaction>,
    #[serde(default)]
    pub new_reaction: Vec<Reaction>,
}

/// One reaction; only plain ones have an emoji.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Reaction {
    pub emoji: Option<String>,
    #[serde(rename = "custom_emoji_id")]
    pub custom: Option<String>,
}
