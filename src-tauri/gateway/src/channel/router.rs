//! Which agent and which conversation a message belongs to: pure, from the settings alone.
//!
//! Owns the order of the bindings and the form of the keys that channels make (the field's,
//! `agent:<id>:…`). Never looks at a session store and never decides who may write.

use super::access;
use super::types::{ChannelKind, ChatType, Route};
use crate::config::{Binding, Config, ConfigPath, DmScope, Match, PeerKind, normal_id};

/// The one account of a channel that has no others.
const DEFAULT_ACCOUNT: &str = "default";

/// Where a message belongs, and which rule says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routed {
    /// The agent.
    pub agent: String,
    /// The session key.
    pub key: String,
    /// What decided about the agent.
    pub rule: Rule,
}

/// What decided about the agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// `bindings[n]`.
    Binding(usize),
    /// The agent of a topic, at this place of the settings.
    Topic(String),
    /// No rule names the chat.
    Default,
}

impl std::fmt::Display for Rule {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Binding(place) => write!(formatter, "bindings[{place}]"),
            Self::Topic(path) => formatter.write_str(path),
            Self::Default => formatter.write_str("default"),
        }
    }
}

/// Where a message belongs. A guest (let in by `*` only) never shares the owner's conversation.
/// The window and the command line name their agent themselves; here they get the default one.
pub fn route(config: &Config, route: &Route, owner: bool) -> Routed {
    let (named, rule) = chosen(config, route);
    // An agent that is gone from the list leaves its chats to the default one.
    let agent = named
        .filter(|named| config.agents().contains(named))
        .unwrap_or_else(|| config.default_agent().to_owned());
    Routed {
        key: key(config, route, owner, &agent),
        agent,
        rule,
    }
}

fn chosen(config: &Config, route: &Route) -> (Option<String>, Rule) {
    if is_local(route.channel) {
        return (None, Rule::Default);
    }
    if let Some((agent, path)) = topic_agent(config, route) {
        return (Some(agent), Rule::Topic(path));
    }
    let ranked = config.bindings.iter().enumerate();
    let best = ranked
        .filter_map(|(place, binding)| Some((rank(binding, route)?, place)))
        .min();
    match best {
        Some((_, place)) => (
            Some(config.bindings[place].agent_id.clone()),
            Rule::Binding(place),
        ),
        None => (None, Rule::Default),
    }
}

fn is_local(channel: ChannelKind) -> bool {
    matches!(channel, ChannelKind::Desktop | ChannelKind::Cli)
}

/// How closely a binding names this chat, 0 = the closest; `None` = not at all.
fn rank(binding: &Binding, route: &Route) -> Option<u8> {
    let Match {
        channel,
        account_id,
        peer,
        guild_id,
        team_id,
        rest: _,
    } = &binding.matches;
    let foreign = binding.kind.as_deref().is_some_and(|kind| kind != "route");
    if foreign || channel != route.channel.as_str() || guild_id.is_some() || team_id.is_some() {
        return None;
    }
    let account = account_id.as_deref().unwrap_or(DEFAULT_ACCOUNT).trim();
    let any_account = account == "*";
    if !any_account && normal_id(account) != normal_id(&route.account) {
        return None;
    }
    let Some(peer) = peer else {
        return Some(if any_account { 4 } else { 3 });
    };
    let kind = match peer.kind {
        PeerKind::Direct => ChatType::Direct,
        PeerKind::Group | PeerKind::Channel => ChatType::Group,
    };
    if kind != route.chat_type {
        return None;
    }
    let (wanted, chat) = (
        access::normal_id(&peer.id.0),
        access::normal_id(&route.peer),
    );
    let topic = route
        .thread
        .as_deref()
        .map(|topic| format!("{chat}:topic:{topic}"));
    match wanted {
        wanted if Some(&wanted) == topic.as_ref() => Some(0),
        wanted if wanted == chat => Some(1),
        wanted if wanted == "*" => Some(2),
        _ => None,
    }
}

/// The agent a topic names in the settings of its group.
fn topic_agent(config: &Config, route: &Route) -> Option<(String, String)> {
    let topic = route
        .thread
        .as_deref()
        .filter(|_| route.chat_type == ChatType::Group)?;
    let bots = config.telegram_accounts();
    let bot = bots.iter().find(|bot| bot.id == route.account)?;
    let groups = bot.keys.groups.as_ref()?;
    let own = config.channels.telegram.keys.groups.as_ref() != Some(groups);
    let named = |chat: &str, number: &str| {
        let agent = groups.get(chat)?.topics.get(number)?.agent_id.as_deref()?;
        let telegram = ConfigPath::default().key("channels").key("telegram");
        let base = match own {
            true => telegram.key("accounts").key(&bot.id),
            false => telegram,
        };
        let path = base.key("groups").key(chat).key("topics").key(number);
        Some((normal_id(agent), path.key("agentId").to_string()))
    };
    let tries = [
        (&*route.peer, topic),
        (&*route.peer, "*"),
        ("*", topic),
        ("*", "*"),
    ];
    tries
        .into_iter()
        .find_map(|(chat, number)| named(chat, number))
}

fn key(config: &Config, route: &Route, owner: bool, agent: &str) -> String {
    let main = format!("agent:{agent}:{}", config.session.main_word());
    if is_local(route.channel) {
        return main;
    }
    let thread = route
        .thread
        .as_deref()
        .map(|thread| thread.trim().to_lowercase());
    let thread = thread.filter(|thread| !thread.is_empty());
    let (base, word) = match route.chat_type {
        ChatType::Direct => (direct(config, route, owner, agent, main), "thread"),
        ChatType::Group => {
            let group = or_unknown(&route.peer);
            let channel = route.channel.as_str();
            (format!("agent:{agent}:{channel}:group:{group}"), "topic")
        }
    };
    match thread {
        Some(thread) => format!("{base}:{word}:{thread}"),
        None => base,
    }
}

fn direct(config: &Config, route: &Route, owner: bool, agent: &str, main: String) -> String {
    let session = &config.session;
    let channel = route.channel.as_str();
    let scope = match session.dm_scope {
        DmScope::Main if owner => return main,
        DmScope::Main => DmScope::PerChannelPeer,
        _ if owner && route.peer.trim().is_empty() => return main,
        scope => scope,
    };
    let linked = match session.dm_scope {
        DmScope::Main => None,
        _ => session
            .identity_links
            .name_of(channel, &access::normal_id(&route.peer)),
    };
    let peer = or_unknown(linked.unwrap_or(&route.peer));
    match scope {
        DmScope::PerPeer => format!("agent:{agent}:direct:{peer}"),
        DmScope::PerAccountChannelPeer => {
            let account = normal_id(&route.account);
            format!("agent:{agent}:{channel}:{account}:direct:{peer}")
        }
        DmScope::PerChannelPeer | DmScope::Main => {
            format!("agent:{agent}:{channel}:direct:{peer}")
        }
    }
}

fn or_unknown(id: &str) -> String {
    let id = id.trim().to_lowercase();
    if id.is_empty() {
        "unknown".to_owned()
    } else {
        id
    }
}

#[cfg(test)]
#[path = "router_tests.rs"]
mod tests;
