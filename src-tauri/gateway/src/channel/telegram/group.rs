//! What an update of a group says beyond its words: who speaks, whom it calls, what became of the
//! group itself.
//!
//! Owns reading that part of the raw JSON, on its own, so that a kind of content nobody knows does
//! not hide it. Never decides who is heard and keeps nothing.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::identity::Bot;
use crate::channel::group_chat::Standing;
use crate::config::Pattern;

/// The account of Telegram's that speaks for anonymous admins.
const ANONYMOUS_ADMIN: i64 = 1_087_968_824;
/// The account of Telegram's that speaks for channels in groups.
const CHANNEL_BOT: i64 = 136_817_688;
/// The topic that every forum has; what is said there carries no number.
pub const GENERAL: &str = "1";

/// An update of a group.
#[derive(Debug, Clone, PartialEq)]
pub enum FromGroup {
    /// Somebody wrote.
    Said(Box<GroupFacts>),
    /// Somebody pressed a button.
    Pressed {
        /// In a forum, outside of its other topics.
        general: bool,
    },
    /// It lives on under another id.
    Moved {
        /// The id it had.
        from: String,
        /// The id it has now.
        to: String,
    },
    /// Where the bot stands in it changed.
    Stands {
        /// Its id.
        chat: String,
        /// Its name.
        title: String,
        /// It has topics.
        forum: bool,
        /// Where.
        standing: Standing,
    },
}

/// What a message is, besides its words.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GroupFacts {
    /// It was said in a forum, outside of its other topics.
    pub general: bool,
    /// Who speaks: a person, or the chat that somebody speaks as.
    pub sender: String,
    /// Their name; absent = as the message shows it.
    pub shown_as: Option<String>,
    /// Somebody speaks as the group or as a channel, so nobody knows who it is.
    pub anonymous: bool,
    /// A program wrote it.
    pub by_bot: Option<i64>,
    /// A post of the channel that the group belongs to.
    pub post: bool,
    /// The group's name.
    pub title: String,
    /// It has topics.
    pub forum: bool,
    /// The name of the topic it was said in, where the message tells it.
    pub topic_name: Option<String>,
    /// The words that are looked at for names.
    text: String,
    marks: Vec<Mark>,
    /// Whom it answers.
    answers: Option<i64>,
}

/// A stretch of the text with a meaning.
#[derive(Debug, Clone, PartialEq)]
enum Mark {
    /// `@name`, without the sign.
    Name(String),
    /// A person without a public name.
    Person(i64),
    /// `/command@name`; the name where there is one, and whether the message begins with it.
    Command { bot: Option<String>, first: bool },
}

impl GroupFacts {
    /// Whether it calls the bot.
    pub fn calls(&self, bot: &Bot, patterns: &[Pattern]) -> bool {
        let marked = self.marks.iter().any(|mark| match mark {
            Mark::Name(name) => bot.is_called(name),
            Mark::Person(id) => *id == bot.id,
            Mark::Command { bot: named, .. } => {
                named.as_deref().is_some_and(|name| bot.is_called(name))
            }
        });
        let named = || patterns.iter().any(|pattern| pattern.found_in(&self.text));
        marked || self.answers == Some(bot.id) || named()
    }

    /// Whether it is a command for another bot.
    pub fn is_for_another(&self, bot: &Bot) -> bool {
        self.marks.iter().any(|mark| {
            matches!(mark, Mark::Command { bot: Some(name), first: true } if !bot.is_called(name))
        })
    }

    /// The words without the bot's name in front, where that is how it was called.
    pub fn said_to<'t>(&self, bot: &Bot, text: &'t str) -> Option<&'t str> {
        let rest = text.trim_start().strip_prefix('@')?;
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        let (name, said) = rest.split_at(end);
        bot.is_called(name)
            .then(|| said.trim_start_matches([',', ':']).trim())
    }
}

/// Reads an update; `None` = it is none of a group.
pub fn read(raw: &RawValue) -> Option<FromGroup> {
    let update: Update = serde_json::from_str(raw.get()).ok()?;
    if let Some(message) = update.message {
        return message.chat.is_group().then(|| message.read());
    }
    if let Some(change) = update.my_chat_member {
        return change.chat.is_group().then(|| FromGroup::Stands {
            chat: change.chat.id.to_string(),
            title: change.chat.title.unwrap_or_default(),
            forum: change.chat.is_forum,
            standing: change.new_chat_member.standing(),
        });
    }
    let message = update.callback_query?.message?;
    message.chat.is_group().then_some(FromGroup::Pressed {
        general: message.chat.is_forum && !message.is_topic_message,
    })
}

#[derive(Deserialize)]
struct Update {
    message: Option<Message>,
    callback_query: Option<Query>,
    my_chat_member: Option<Change>,
}

#[derive(Deserialize)]
struct Change {
    chat: Chat,
    new_chat_member: Member,
}

#[derive(Deserialize)]
struct Member {
    #[serde(default)]
    status: String,
    /// Of a restricted member.
    is_member: Option<bool>,
    /// Of a restricted member.
    can_send_messages: Option<bool>,
}

impl Member {
    fn standing(&self) -> Standing {
        match (self.status.as_str(), self.is_member, self.can_send_messages) {
            ("left" | "kicked", ..) | ("restricted", Some(false), _) => Standing::Removed,
            ("restricted", _, Some(false)) => Standing::Muted,
            _ => Standing::Member,
        }
    }
}

#[derive(Deserialize)]
struct Query {
    message: Option<Message>,
}

#[derive(Deserialize)]
struct Chat {
    id: i64,
    #[serde(rename = "type", default)]
    kind: String,
    title: Option<String>,
    #[serde(default)]
    is_forum: bool,
}

impl Chat {
    fn is_group(&self) -> bool {
        matches!(self.kind.as_str(), "group" | "supergroup")
    }
}

#[derive(Deserialize)]
struct User {
    id: i64,
    #[serde(default)]
    is_bot: bool,
}

#[derive(Deserialize)]
struct Message {
    chat: Chat,
    from: Option<User>,
    sender_chat: Option<Chat>,
    author_signature: Option<String>,
    #[serde(default)]
    is_automatic_forward: bool,
    #[serde(default)]
    is_topic_message: bool,
    text: Option<String>,
    caption: Option<String>,
    #[serde(default)]
    entities: Vec<Entity>,
    #[serde(default)]
    caption_entities: Vec<Entity>,
    reply_to_message: Option<Box<Answered>>,
    migrate_to_chat_id: Option<i64>,
    migrate_from_chat_id: Option<i64>,
    forum_topic_created: Option<Topic>,
    forum_topic_edited: Option<Topic>,
}

#[derive(Deserialize)]
struct Topic {
    name: Option<String>,
}

/// The message that one answers.
#[derive(Deserialize)]
struct Answered {
    from: Option<User>,
    /// Said without answering anybody, Telegram shows a message in a topic as an answer to the
    /// notice that the topic was made.
    forum_topic_created: Option<Topic>,
}

#[derive(Deserialize)]
struct Entity {
    #[serde(rename = "type", default)]
    kind: String,
    /// UTF-16 units.
    #[serde(default)]
    offset: usize,
    /// UTF-16 units.
    #[serde(default)]
    length: usize,
    user: Option<User>,
}

impl Message {
    fn read(self) -> FromGroup {
        let here = self.chat.id.to_string();
        match (self.migrate_to_chat_id, self.migrate_from_chat_id) {
            (Some(to), _) => FromGroup::Moved {
                from: here,
                to: to.to_string(),
            },
            (None, Some(from)) => FromGroup::Moved {
                from: from.to_string(),
                to: here,
            },
            (None, None) => FromGroup::Said(Box::new(self.facts())),
        }
    }

    fn facts(self) -> GroupFacts {
        let from = self.from.as_ref().map(|user| user.id);
        let spoken_as = self.sender_chat.as_ref();
        let anonymous = spoken_as.is_some() || matches!(from, Some(ANONYMOUS_ADMIN | CHANNEL_BOT));
        let by_bot = self.from.as_ref().filter(|user| user.is_bot && !anonymous);
        let (text, entities) = match self.text {
            Some(text) => (text, self.entities),
            None => (self.caption.unwrap_or_default(), self.caption_entities),
        };
        let answered = self.reply_to_message.as_ref();
        let topic = self.forum_topic_edited.or(self.forum_topic_created);
        let of_answered = answered.and_then(|answered| answered.forum_topic_created.as_ref());
        GroupFacts {
            general: self.chat.is_forum && !self.is_topic_message,
            sender: match (spoken_as, from) {
                (Some(chat), _) => chat.id.to_string(),
                // An admin who speaks as the group.
                (None, Some(ANONYMOUS_ADMIN)) => self.chat.id.to_string(),
                (None, from) => from.map_or_else(String::new, |id| id.to_string()),
            },
            title: self.chat.title.clone().unwrap_or_default(),
            shown_as: spoken_as.and_then(|chat| {
                let title = chat.title.clone().or_else(|| self.chat.title.clone())?;
                Some(match &self.author_signature {
                    Some(signed) => format!("{title}, {signed}"),
                    None => title,
                })
            }),
            anonymous,
            by_bot: by_bot.map(|user| user.id),
            post: self.is_automatic_forward,
            topic_name: topic
                .as_ref()
                .or(of_answered)
                .and_then(|topic| topic.name.clone()),
            forum: self.chat.is_forum,
            marks: entities
                .iter()
                .filter_map(|entity| entity.mark(&text))
                .collect(),
            text,
            answers: answered
                .filter(|answered| answered.forum_topic_created.is_none())
                .and_then(|answered| answered.from.as_ref())
                .map(|user| user.id),
        }
    }
}

impl Entity {
    fn mark(&self, text: &str) -> Option<Mark> {
        match self.kind.as_str() {
            "mention" => Some(Mark::Name(
                self.of(text)?.trim_start_matches('@').to_owned(),
            )),
            "text_mention" => Some(Mark::Person(self.user.as_ref()?.id)),
            "bot_command" => Some(Mark::Command {
                bot: self
                    .of(text)?
                    .split_once('@')
                    .map(|(_, name)| name.to_owned()),
                first: self.offset == 0,
            }),
            _ => None,
        }
    }

    /// The stretch itself; `None` where it cuts a character.
    fn of(&self, text: &str) -> Option<String> {
        let units: Vec<u16> = text
            .encode_utf16()
            .skip(self.offset)
            .take(self.length)
            .collect();
        String::from_utf16(&units).ok()
    }
}

#[cfg(test)]
#[path = "group_tests.rs"]
mod tests;
