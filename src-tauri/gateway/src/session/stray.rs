//! Conversations that no message reaches any more, since the settings changed.
//!
//! Owns what counts as stray: pure, over the records and what the router would answer. Changes
//! nothing; health shows them and offers to move or archive them.

use super::entry::EntryView;
use super::key::SessionKey;
use super::key_rules::main_key;
use super::key_source::Source;
use crate::config::Config;

/// A chat a key speaks of, for the router.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The channel's name.
    pub channel: String,
    /// Its account.
    pub account: String,
    /// The person or the group.
    pub peer: String,
    /// The topic or thread.
    pub thread: Option<String>,
    /// A group.
    pub group: bool,
}

/// Why nobody reaches a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StrayKind {
    /// No rule makes its key any more.
    Stray,
    /// The same chat has another conversation, which its messages go to.
    Duplicate,
    /// It lost its key to a newer conversation.
    Former,
}

/// A conversation nobody reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// Its key.
    pub key: SessionKey,
    /// Why.
    pub kind: StrayKind,
    /// Where its messages go now; `None` where nothing of this kind comes in.
    pub belongs: Option<SessionKey>,
}

/// Which of these conversations no message reaches. `routed` answers the keys a message of a chat
/// may get, the likeliest first; none where Cove has no such channel.
pub fn stray_sessions(
    config: &Config,
    entries: &[(SessionKey, EntryView)],
    routed: impl Fn(&Place) -> Vec<SessionKey>,
) -> Vec<Stray> {
    let held = |key: &SessionKey| entries.iter().any(|(other, _)| other == key);
    let agents = config.agents();
    let judged = entries.iter().filter_map(|(key, entry)| {
        let keys = match key.source() {
            Source::Own(word) => own(config, key, word, entry)?,
            Source::Direct { .. } | Source::Group { .. } => routed(&place(config, key, entry)),
            // Made by the agent itself, for as long as there is one.
            _ if agents.iter().any(|agent| agent == key.agent()) => return None,
            _ => Vec::new(),
        };
        let belongs = keys.first().cloned();
        let kind = if key.is_former() {
            StrayKind::Former
        } else if keys.contains(key) {
            return None;
        } else if belongs.as_ref().is_some_and(held) {
            StrayKind::Duplicate
        } else {
            StrayKind::Stray
        };
        Some(Stray {
            key: key.clone(),
            kind,
            belongs,
        })
    });
    judged.collect()
}

/// The keys of an owner's own conversation; `None` where nothing can be said: the owner may name
/// one at will.
fn own(
    config: &Config,
    key: &SessionKey,
    word: &str,
    entry: &EntryView,
) -> Option<Vec<SessionKey>> {
    let agent = key.agent();
    if !config.agents().iter().any(|known| known == agent) {
        let main = main_key(config.default_agent(), &config.session);
        return Some(vec![main]);
    }
    let main = main_key(agent, &config.session);
    if key.is_former() {
        return Some(vec![main]);
    }
    let channel = entry.text("lastChannel").unwrap_or("cli");
    let at_home = matches!(channel, "cli" | "desktop" | "webchat");
    let once_main = matches!(word, "main" | "global") || !at_home;
    (once_main && main.rest() != word).then(|| vec![main])
}

/// The chat a key speaks of; what the key leaves open, its record tells.
fn place(config: &Config, key: &SessionKey, entry: &EntryView) -> Place {
    let told = |group: &str, field: &str| {
        let group = entry.0.get(group)?.get(field)?.as_str()?;
        Some(group.to_owned())
    };
    let channel = || {
        let own = entry.text("lastChannel").or_else(|| entry.text("channel"));
        own.map(str::to_owned)
            .or_else(|| told("deliveryContext", "channel"))
            .or_else(|| told("origin", "provider"))
            .unwrap_or_else(|| "telegram".to_owned())
    };
    let account = || {
        let own = entry.text("lastAccountId").map(str::to_owned);
        own.or_else(|| told("deliveryContext", "accountId"))
            .or_else(|| told("origin", "accountId"))
            .unwrap_or_else(|| "default".to_owned())
    };
    let thread = key.thread().map(str::to_owned);
    match key.source() {
        Source::Direct {
            channel: named,
            account: of,
            peer,
        } => {
            let channel = named.map_or_else(channel, str::to_owned);
            Place {
                account: of.map_or_else(account, str::to_owned),
                peer: id_behind(config, &channel, peer),
                channel,
                thread,
                group: false,
            }
        }
        Source::Group { channel, id } => Place {
            channel: channel.to_owned(),
            account: account(),
            peer: id.to_owned(),
            thread,
            group: true,
        },
        _ => Place {
            channel: channel(),
            account: account(),
            peer: String::new(),
            thread,
            group: false,
        },
    }
}

/// The id of a person whom the key calls by the name of `session.identityLinks`.
fn id_behind(config: &Config, channel: &str, peer: &str) -> String {
    let links = &config.session.identity_links.0;
    let ids = links
        .iter()
        .find(|(name, _)| name.trim().to_lowercase() == peer)
        .map(|(_, ids)| ids.as_slice());
    let in_channel = format!("{channel}:");
    let id = ids.unwrap_or_default().iter().find_map(|id| {
        let id = id.0.trim().to_lowercase();
        match id.strip_prefix(&in_channel) {
            Some(own) => Some(own.to_owned()),
            None => (!id.contains(':')).then_some(id),
        }
    });
    id.unwrap_or_else(|| peer.to_owned())
}
