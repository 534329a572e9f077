//! `telegram.groups` and what a person switches there.
//!
//! Owns the sentences that say what a group or a bot means for who can read what; who is heard is
//! the channel's decision, and the same settings are asked here.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Caller;
use super::change::{Told, answer, sentence, tell, unchanged};
use super::config::{SUBJECTS, write};
use crate::activity::{Inverse, Kind};
use crate::api::contract::Changed;
use crate::api::telegram::{
    GroupState, TelegramBot, TelegramGroup, TelegramGroupIgnore, TelegramGroupSet, TelegramGroups,
    TelegramGroupsPage, TelegramTopic,
};
use crate::channel::{ChannelKind, ChatType, GroupRules, Route, normal_id, route, rules_in};
use crate::config::{self, Config, GroupPolicy, TelegramAccount};
use crate::delivery::{GroupChat, group_chats, leave_group_alone};
use crate::error::{Params, Problem, params};
use crate::event::Subject;
use crate::gateway::{GroupWish, Host, group_change};

/// The bots and their groups.
pub(super) async fn list(
    host: &Arc<Host>,
    _: &Caller,
    _: TelegramGroups,
) -> Result<TelegramGroupsPage, Problem> {
    let seen = host.db().read(group_chats).await?;
    let config = host.config().current();
    let accounts = config.telegram_accounts();
    let accounts = accounts.iter().filter(|bot| bot.written);
    let bots = accounts.clone().map(|bot| bot_row(host, &config, bot));
    let mut groups = Vec::new();
    for bot in accounts {
        let of_bot = |chat: &&GroupChat| chat.account == bot.id;
        let mut shown: BTreeMap<String, Option<&GroupChat>> = seen
            .iter()
            .filter(of_bot)
            .map(|chat| (chat.peer.clone(), Some(chat)))
            .collect();
        // Named in the settings and not seen yet.
        let named = bot.keys.groups.iter().flat_map(BTreeMap::keys);
        for id in named.map(|id| normal_id(id)).filter(|id| id != "*") {
            shown.entry(id).or_default();
        }
        let rows = shown.into_iter();
        groups.extend(rows.map(|(peer, chat)| group_row(host, bot, &peer, chat)));
    }
    groups.sort_by(|a, b| (&a.title, &a.peer).cmp(&(&b.title, &b.peer)));
    Ok(TelegramGroupsPage {
        bots: bots.collect(),
        groups,
    })
}

fn bot_row(host: &Host, config: &Config, bot: &TelegramAccount) -> TelegramBot {
    let channels = host.parts.channels.all();
    let running = channels
        .iter()
        .map(|channel| channel.status())
        .find(|status| status.channel == ChannelKind::Telegram && status.account == bot.id);
    let name = running.and_then(|status| status.name);
    let anywhere = Route {
        channel: ChannelKind::Telegram,
        account: bot.id.clone(),
        peer: String::new(),
        thread: None,
        chat_type: ChatType::Direct,
    };
    let agent = route(config, &anywhere, true).agent;
    let guests = bot.keys.allow_from.iter().any(|id| id.0.trim() == "*");
    let policy = match bot.keys.dm_policy {
        config::DmPolicy::Disabled => "disabled",
        _ if guests => "guests",
        config::DmPolicy::Pairing => "pairing",
        config::DmPolicy::Allowlist | config::DmPolicy::Open => "allowlist",
    };
    let groups = match (bot.keys.group_policy, &bot.keys.groups) {
        (GroupPolicy::Disabled, _) => "disabled",
        (_, Some(groups)) if groups.contains_key("*") => "all",
        (_, Some(_)) => "listed",
        (GroupPolicy::Open, None) => "all",
        (GroupPolicy::Allowlist, None) => "none",
    };
    let say = |key: &str, word: &str| sentence(host, key, &params([("policy", word.into())]));
    TelegramBot {
        account: bot.id.clone(),
        name: name.or_else(|| bot.keys.name.clone()),
        agent_id: agent,
        direct: say("telegram-bot-direct", policy),
        groups: say("telegram-bot-groups", groups),
    }
}

/// A group as the settings have it, `seen` as the channel showed it.
fn group_row(
    host: &Host,
    bot: &TelegramAccount,
    peer: &str,
    seen: Option<&GroupChat>,
) -> TelegramGroup {
    let rules = rules_in(&bot.keys, peer, None);
    let title = seen.map(|seen| seen.title.clone()).unwrap_or_default();
    let named = bot.keys.groups.iter().flatten();
    let of_settings = named
        .filter(|(id, _)| normal_id(id) == peer)
        .flat_map(|(_, group)| group.topics.keys())
        .filter(|topic| *topic != "*");
    let mut topics: BTreeMap<String, String> = of_settings
        .map(|topic| (topic.clone(), String::new()))
        .collect();
    topics.extend(seen.iter().flat_map(|seen| seen.topics.clone()));
    let topics = topics.into_iter().map(|(topic, name)| {
        let rules = rules_in(&bot.keys, peer, Some(&topic));
        TelegramTopic {
            topic,
            name,
            on: state_of(&rules) == GroupState::On,
            require_mention: rules.require_mention,
        }
    });
    TelegramGroup {
        account: bot.id.clone(),
        peer: peer.to_owned(),
        title: match title.is_empty() {
            true => peer.to_owned(),
            false => title,
        },
        state: state_of(&rules),
        standing: seen.map(|seen| seen.standing),
        require_mention: rules.require_mention,
        everybody: everybody(&rules),
        says: says(host, &rules),
        topics: topics.collect(),
    }
}

pub(super) fn state_of(rules: &GroupRules) -> GroupState {
    match rules {
        GroupRules {
            policy: GroupPolicy::Disabled,
            ..
        }
        | GroupRules { enabled: false, .. } => GroupState::Off,
        GroupRules { listed: false, .. } => GroupState::Unlisted,
        _ => GroupState::On,
    }
}

fn everybody(rules: &GroupRules) -> bool {
    let open = rules.policy == GroupPolicy::Open && !rules.own_senders;
    open || rules.senders.iter().any(|id| id == "*")
}

/// Who may talk, when it answers, what is read there.
fn says(host: &Host, rules: &GroupRules) -> Vec<String> {
    let who = match everybody(rules) {
        true => sentence(host, "telegram-group-everybody", &Params::new()),
        false => {
            let told = params([("count", rules.senders.len().into())]);
            sentence(host, "telegram-group-listed", &told)
        }
    };
    let call = params([("call", rules.require_mention.to_string().into())]);
    vec![
        who,
        sentence(host, "telegram-group-answers", &call),
        sentence(host, "telegram-group-reads", &Params::new()),
    ]
}

/// Switches something about a group.
pub(super) async fn set(
    host: &Arc<Host>,
    caller: &Caller,
    request: TelegramGroupSet,
) -> Result<Changed, Problem> {
    let bot = bot_named(host, &request.account)?;
    let open = bot.keys.group_policy == GroupPolicy::Open;
    let store = host.config().clone();
    let written = super::change::aside(move || Ok(store.get("")?.value)).await?;
    let wish = GroupWish {
        enabled: request.enabled,
        require_mention: request.require_mention,
        everybody: request.everybody,
    };
    let chat = (request.peer.as_str(), request.topic.as_deref());
    let (path, value) = group_change(&written, &bot.id, open, chat, wish);
    let (edit, kept) = write(host, path.to_string(), Some(value)).await?;
    if edit.before == edit.after {
        return Ok(unchanged());
    }
    let title = title_of(host, &bot.id, &request.peer).await?;
    let inverse = Inverse::RevertConfig { edits: vec![kept] };
    let told = Told::new(host, caller, Kind::Config, "group")
        .about(&edit.path)
        .with("path", edit.path)
        .with("group", title)
        .undone_by(inverse, "undo-group");
    tell(host, told, SUBJECTS).await
}

/// Asks no more about a group.
pub(super) async fn ignore(
    host: &Arc<Host>,
    caller: &Caller,
    request: TelegramGroupIgnore,
) -> Result<Changed, Problem> {
    let bot = bot_named(host, &request.account)?;
    let peer = normal_id(&request.peer);
    let title = title_of(host, &bot.id, &peer).await?;
    let told = Told::new(host, caller, Kind::Channel, "group-ignored")
        .about(&peer)
        .with("group", title);
    let account = bot.id;
    let stored = host.db().write(move |tx| {
        let known = leave_group_alone(tx, &account, &peer, true)?;
        match known {
            true => told.write(tx).map(|_| known),
            false => Ok(known),
        }
    });
    if !stored.await? {
        let told = params([("group", request.peer.into())]);
        return Err(Problem::with("telegram-no-group", told));
    }
    Ok(answer(host, None, &[Subject::Status], None))
}

fn bot_named(host: &Host, account: &str) -> Result<TelegramAccount, Problem> {
    let wanted = config::normal_id(account);
    let bots = host.config().current().telegram_accounts();
    let found = bots.into_iter().find(|bot| bot.id == wanted);
    found.ok_or_else(|| Problem::with("telegram-no-account", params([("account", wanted.into())])))
}

async fn title_of(host: &Host, account: &str, peer: &str) -> Result<String, Problem> {
    let seen = host.db().read(group_chats).await?;
    let found = seen
        .into_iter()
        .find(|chat| chat.account == account && chat.peer == peer);
    let title = found
        .map(|chat| chat.title)
        .filter(|title| !title.is_empty());
    Ok(title.unwrap_or_else(|| peer.to_owned()))
}
