//! Who is heard in a group, and when: a pure decision over the settings and what a message is.
//!
//! Owns [`hear`] and which settings hold for a group or a topic (field-reference §9). Never reads
//! a file, never answers anybody and knows no session; the adapter acts on the decision.

use super::access::normal_id;
use crate::config::{Group, GroupPolicy, TelegramKeys};

/// The settings that hold in one group or topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRules {
    /// The settings let the bot listen in this group.
    pub listed: bool,
    /// Neither the group nor the topic is switched off.
    pub enabled: bool,
    /// Who may speak, by policy.
    pub policy: GroupPolicy,
    /// Who may speak where the policy is a list, or where the group has a list of its own.
    pub senders: Vec<String>,
    /// The list is the group's own: it holds whatever the policy says.
    pub own_senders: bool,
    /// Only what calls the bot is heard.
    pub require_mention: bool,
    /// What the group and the topic add to the prompt.
    pub prompts: Vec<String>,
}

/// What a message in a group is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupMessage<'a> {
    /// Who wrote; for an anonymous admin or a channel the id of that chat.
    pub sender: &'a str,
    /// It calls the bot: by its name in the channel, by one of its names, by answering it.
    pub calls: bool,
    /// It is a command of Cove's and nothing else, and not another bot's.
    pub command: bool,
    /// It is a command for another bot.
    pub for_another: bool,
}

/// When a group is answered, as somebody chose there (`/activation`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activation {
    /// Only when the bot is called.
    Mention,
    /// Always.
    Always,
}

/// What becomes of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The agent answers it.
    Heard,
    /// It waits as history for the next message that calls the bot.
    Kept,
    /// It goes no further.
    Refused(GroupRefusal),
}

/// Why a message goes no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupRefusal {
    /// Groups are switched off.
    GroupsOff,
    /// The settings do not name this group.
    NotListed,
    /// This group or topic is switched off.
    SwitchedOff,
    /// This sender may not speak here.
    Sender,
}

impl GroupRefusal {
    /// The stable code of the record.
    pub fn code(self) -> &'static str {
        match self {
            Self::GroupsOff => "telegram-groups-off",
            Self::NotListed => "telegram-group-not-listed",
            Self::SwitchedOff => "telegram-group-off",
            Self::Sender => "telegram-group-sender",
        }
    }
}

/// The settings that hold in a group, or in a topic of it. A group that is named has its own
/// settings and not those of `*`, save whether it must be called; a topic has its group's where it
/// says nothing itself.
pub fn rules_in(keys: &TelegramKeys, chat: &str, topic: Option<&str>) -> GroupRules {
    let chat = normal_id(chat);
    let named = |wanted: &str| {
        let groups = keys.groups.as_ref()?.iter();
        groups
            .filter(|(id, _)| normal_id(id) == wanted)
            .map(|(_, group)| group)
            .next()
    };
    let (own, any) = (named(&chat), named("*"));
    let group = own.or(any);
    let of_topic = topic.and_then(|topic| {
        let topics = &group?.topics;
        topics.get(topic).or_else(|| topics.get("*"))
    });
    let narrow = || of_topic.into_iter().chain(group);
    let own_senders = narrow().find_map(|place| place.allow_from.clone());
    let senders = own_senders.clone().unwrap_or_else(|| {
        let listed = keys.group_allow_from.as_ref();
        listed.unwrap_or(&keys.allow_from).clone()
    });
    GroupRules {
        listed: match &keys.groups {
            Some(_) => group.is_some(),
            None => keys.group_policy == GroupPolicy::Open,
        },
        enabled: narrow().all(|place| place.enabled != Some(false)),
        policy: narrow()
            .find_map(|place| place.group_policy)
            .unwrap_or(keys.group_policy),
        senders: senders.iter().map(|id| normal_id(&id.0)).collect(),
        own_senders: own_senders.is_some(),
        require_mention: narrow()
            .chain(any)
            .find_map(|place| place.require_mention)
            .unwrap_or(true),
        prompts: group
            .into_iter()
            .chain(of_topic)
            .filter_map(Group::prompt)
            .collect(),
    }
}

/// Decides about one message.
pub fn hear(rules: &GroupRules, message: &GroupMessage<'_>, chosen: Option<Activation>) -> Verdict {
    if let Some(refusal) = refused(rules, message.sender) {
        return Verdict::Refused(refusal);
    }
    let must_call = match chosen {
        Some(Activation::Always) => false,
        Some(Activation::Mention) => true,
        None => rules.require_mention,
    };
    let heard = message.calls || message.command || !must_call && !message.for_another;
    match heard {
        true => Verdict::Heard,
        false => Verdict::Kept,
    }
}

/// Why somebody may not speak in a group at all; `None` = they may.
pub fn refused(rules: &GroupRules, sender: &str) -> Option<GroupRefusal> {
    if rules.policy == GroupPolicy::Disabled {
        return Some(GroupRefusal::GroupsOff);
    }
    if !rules.listed {
        return Some(GroupRefusal::NotListed);
    }
    if !rules.enabled {
        return Some(GroupRefusal::SwitchedOff);
    }
    let anybody = rules.policy == GroupPolicy::Open && !rules.own_senders;
    let sender = normal_id(sender);
    let named = rules
        .senders
        .iter()
        .any(|id| id == "*" || !sender.is_empty() && *id == sender);
    (!anybody && !named).then_some(GroupRefusal::Sender)
}

#[cfg(test)]
#[path = "groups_tests.rs"]
mod tests;
