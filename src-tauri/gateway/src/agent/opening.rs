//! The first entry of a turn: what the model reads of it.
//!
//! Owns what stands before the people's own words: system events that waited, and what was said in
//! a group while nobody called the agent. Writes nothing.

use super::Parts;
use super::beat_turn::told_of;
use super::bring::BroughtIn;
use super::turn::Turn;
use crate::channel::{ChannelKind, rules_in};
use crate::delivery::{Overheard, overheard_before};
use crate::heartbeat::{SystemEvent, waiting_events};
use crate::session::{Entry, SessionKey, Source, UserEntry, beat_entry};
use crate::storage::StorageError;

/// Stands before what was said in a group while nobody called the agent; for the model.
const OVERHEARD_FOR_MODEL: &str = "[Chat messages since your last reply - for context]";
/// Stands before what was said to it; for the model.
const NOW_FOR_MODEL: &str = "[Current message - respond to this]";

/// What the agent is told before what was said to it.
pub(super) struct Before {
    events: Vec<SystemEvent>,
    overheard: Vec<Overheard>,
}

impl Before {
    /// What waits for this conversation, and what was overheard before these messages.
    pub async fn read(
        parts: &Parts,
        key: String,
        messages: Vec<String>,
    ) -> Result<Self, StorageError> {
        let read = parts.db.read(move |connection| {
            Ok(Self {
                events: waiting_events(connection, &key)?,
                overheard: overheard_before(connection, &messages)?,
            })
        });
        read.await
    }
}

/// What was said to the agent, behind what was said in the group while nobody called it; for the
/// model, in the field's words.
fn with_overheard(overheard: &[Overheard], asked: &str) -> String {
    if overheard.is_empty() {
        return asked.to_owned();
    }
    let said = overheard
        .iter()
        .map(|said| format!("[{}] {}", said.sender, said.text));
    let said = said.collect::<Vec<_>>().join("\n");
    format!("{OVERHEARD_FOR_MODEL}\n{said}\n\n{NOW_FOR_MODEL}\n{asked}")
}

impl Turn<'_> {
    /// What the model reads of it, with the events that wait before it.
    pub(super) fn first(&self, parent: Option<&str>, before: &Before, brought: BroughtIn) -> Entry {
        let own = self.by_itself.as_ref();
        let reads = own.is_none_or(|own| own.beat.is_some());
        let waiting = if reads { &before.events[..] } else { &[] };
        let (shown, asked) = match own {
            Some(own) => (own.prompt.clone(), own.prompt.clone()),
            None => self.said(&brought),
        };
        let heard = with_overheard(&before.overheard, &asked);
        let text = match waiting {
            [] => heard,
            _ => format!("{}\n\n{heard}", told_of(waiting, &self.parts.zone())),
        };
        let events: Vec<String> = waiting.iter().map(|event| event.id.clone()).collect();
        let now = self.parts.clock.now_ms();
        if own.is_some_and(|own| own.beat.is_some()) {
            return beat_entry(&text, &self.id, &events, parent, now);
        }
        let entry = UserEntry {
            shown,
            text,
            pictures: brought.pictures,
            turn: self.id.clone(),
            inbox: self.rows.iter().map(|row| row.message.id.clone()).collect(),
            channel: match own {
                Some(own) => own.channel.to_owned(),
                None => self.rows[0].message.route.channel.as_str().to_owned(),
            },
            events,
        };
        entry.print(parent, now)
    }

    /// What the settings add to its prompt.
    pub(super) fn prompts(&self) -> Vec<String> {
        let account = self.rows.first().map(|row| &*row.message.route.account);
        self.parts.prompts_of(&self.lane.key, account)
    }
}

impl Parts {
    /// What the settings of a group and its topic say to the agent. `account`: the bot it is talked
    /// to by; absent = the one that was last.
    pub(super) fn prompts_of(&self, key: &SessionKey, account: Option<&str>) -> Vec<String> {
        let Source::Group { channel, id } = key.source() else {
            return Vec::new();
        };
        if channel != ChannelKind::Telegram.as_str() {
            return Vec::new();
        }
        let record = self.sessions.record(key);
        let last = record
            .as_ref()
            .and_then(|record| record.text("lastAccountId"));
        let account = account.or(last).unwrap_or("default");
        let bots = self.config.current().telegram_accounts();
        let bot = bots.iter().find(|bot| bot.id == account);
        bot.map(|bot| rules_in(&bot.keys, id, key.thread()).prompts)
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_overheard_stands_before_what_was_said_and_is_marked() {
        let said = |sender: &str, text: &str| Overheard {
            sender: sender.into(),
            text: text.into(),
        };
        assert_eq!(with_overheard(&[], "[Anna] hi"), "[Anna] hi");
        assert_eq!(
            with_overheard(
                &[said("Ben", "pizza?"), said("Cleo", "yes")],
                "[Anna] when?"
            ),
            "[Chat messages since your last reply - for context]\n[Ben] pizza?\n[Cleo] yes\n\n\
             [Current message - respond to this]\n[Anna] when?"
        );
    }
}
