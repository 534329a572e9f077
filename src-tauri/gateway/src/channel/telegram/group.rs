//! What an update of a group says beyond its words: who speaks, whom it calls, what became of the
//! group itself.
//!
//! Owns what is read of that in an update. Never decides who is heard and keeps nothing.

use super::identity::Bot;
use super::shapes::Entity;
use super::wire::{Chat, Member, Message, Update};
use crate::channel::group_chat::Standing;
use crate::clock::Ms;
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
    /// Somebody wrote, or changed what they had written.
    Said(Box<GroupFacts>),
    /// Somebody reacted to a message.
    Reacted {
        /// When, ms.
        at: Ms,
    },
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

/// What an update says of a group; `None` = it is none of a group.
pub fn of(update: &Update) -> Option<FromGroup> {
    if let Some(message) = update.message.as_ref().filter(|said| is_group(&said.chat)) {
        return Some(said(message));
    }
    let edited = update.edited_message.as_ref();
    if let Some(message) = edited.filter(|said| is_group(&said.chat)) {
        return Some(FromGroup::Said(Box::new(facts(message))));
    }
    let reacted = update.message_reaction.as_ref();
    if let Some(reacted) = reacted.filter(|reacted| is_group(&reacted.chat)) {
        return Some(FromGroup::Reacted {
            at: reacted.date.saturating_mul(1_000),
        });
    }
    let change = update.my_chat_member.as_ref();
    if let Some(change) = change.filter(|change| is_group(&change.chat)) {
        return Some(FromGroup::Stands {
            chat: change.chat.id.to_string(),
            title: change.chat.title.clone().unwrap_or_default(),
            forum: change.chat.is_forum,
            standing: standing(change.new_chat_member.as_ref()?),
        });
    }
    let message = update.callback_query.as_ref()?.message.as_ref()?;
    is_group(&message.chat).then_some(FromGroup::Pressed {
        general: message.chat.is_forum && !message.is_topic_message,
    })
}

fn is_group(chat: &Chat) -> bool {
    matches!(chat.kind.as_str(), "group" | "supergroup")
}

fn standing(member: &Member) -> Standing {
    match (
        member.status.as_str(),
        member.is_member,
        member.can_send_messages,
    ) {
        ("left" | "kicked", ..) | ("restricted", Some(false), _) => Standing::Removed,
        ("restricted", _, Some(false)) => Standing::Muted,
        _ => Standing::Member,
    }
}

fn said(message: &Message) -> FromGroup {
    let here = message.chat.id.to_string();
    match (message.migrate_to_chat_id, message.migrate_from_chat_id) {
        (Some(to), _) => FromGroup::Moved {
            from: here,
            to: to.to_string(),
        },
        (None, Some(from)) => FromGroup::Moved {
            from: from.to_string(),
            to: here,
        },
        (None, None) => FromGroup::Said(Box::new(facts(message))),
    }
}

fn facts(message: &Message) -> GroupFacts {
    let chat = &message.chat;
    let from = message.from.as_ref().map(|user| user.id);
    let spoken_as = message.sender_chat.as_ref();
    let anonymous = spoken_as.is_some() || matches!(from, Some(ANONYMOUS_ADMIN | CHANNEL_BOT));
    let by_bot = message.from.as_ref();
    let by_bot = by_bot.filter(|user| user.is_bot && !anonymous);
    let (text, entities) = match (&message.text, &message.caption) {
        (Some(text), _) => (text.clone(), &message.carried.entities),
        (None, caption) => (
            caption.clone().unwrap_or_default(),
            &message.carried.caption_entities,
        ),
    };
    let root = message.carried.reply_to_message.as_deref();
    let told = [
        message.forum_topic_edited.as_ref(),
        message.forum_topic_created.as_ref(),
    ];
    let opened = root.and_then(|root| root.forum_topic_created.as_ref());
    let topic = told.into_iter().flatten().chain(opened).next();
    GroupFacts {
        general: chat.is_forum && !message.is_topic_message,
        sender: match (spoken_as, from) {
            (Some(chat), _) => chat.id.to_string(),
            // An admin who speaks as the group.
            (None, Some(ANONYMOUS_ADMIN)) => chat.id.to_string(),
            (None, from) => from.map_or_else(String::new, |id| id.to_string()),
        },
        title: chat.title.clone().unwrap_or_default(),
        shown_as: spoken_as.and_then(|speaker| {
            let title = speaker.title.clone().or_else(|| chat.title.clone())?;
            Some(match &message.author_signature {
                Some(signed) => format!("{title}, {signed}"),
                None => title,
            })
        }),
        anonymous,
        by_bot: by_bot.map(|user| user.id),
        post: message.is_automatic_forward,
        topic_name: topic.and_then(|topic| topic.name.clone()),
        forum: chat.is_forum,
        marks: entities
            .iter()
            .filter_map(|entity| mark(entity, &text))
            .collect(),
        text,
        answers: message
            .answers()
            .and_then(|answered| answered.from.as_ref())
            .map(|user| user.id),
    }
}

fn mark(entity: &Entity, text: &str) -> Option<Mark> {
    match entity.kind.as_str() {
        "mention" => Some(Mark::Name(
            stretch(entity, text)?.trim_start_matches('@').to_owned(),
        )),
        "text_mention" => Some(Mark::Person(entity.user.as_ref()?.id)),
        "bot_command" => Some(Mark::Command {
            bot: stretch(entity, text)?
                .split_once('@')
                .map(|(_, name)| name.to_owned()),
            first: entity.offset == 0,
        }),
        _ => None,
    }
}

/// The stretch itself; `None` where it cuts a character.
fn stretch(entity: &Entity, text: &str) -> Option<String> {
    let units: Vec<u16> = text
        .encode_utf16()
        .skip(entity.offset)
        .take(entity.length)
        .collect();
    String::from_utf16(&units).ok()
}

#[cfg(test)]
#[path = "group_tests.rs"]
mod tests;
