//! What needs the person about groups: one the bot was added to and nobody allowed, one that took
//! the bot out or its word away.
//!
//! Owns which groups are told of; whether one is heard is the channel's decision.

use super::change::sentence;
use super::groups::state_of;
use crate::api::status::{Need, NeedKind};
use crate::api::telegram::GroupState;
use crate::channel::{Standing, rules_in};
use crate::config::{GroupPolicy, TelegramAccount};
use crate::delivery::GroupChat;
use crate::error::params;
use crate::gateway::Host;

/// The needs of these groups.
pub(super) fn needs(host: &Host, chats: &[GroupChat]) -> Vec<Need> {
    let bots = host.config().current().telegram_accounts();
    let told = chats.iter().filter_map(|chat| {
        let bot = bots.iter().find(|bot| bot.id == chat.account)?;
        let (kind, key) = need_of(bot, chat)?;
        let name = match chat.title.is_empty() {
            true => &chat.peer,
            false => &chat.title,
        };
        let told = params([("group", name.as_str().into())]);
        Some(Need {
            id: format!("group:{}:{}", chat.account, chat.peer),
            kind,
            text: sentence(host, key, &told),
            reference: Some(format!("{}:{}", chat.account, chat.peer)),
        })
    });
    told.collect()
}

/// What is told, and the key of its sentence; `None` = nothing.
fn need_of(bot: &TelegramAccount, chat: &GroupChat) -> Option<(NeedKind, &'static str)> {
    let off = !bot.enabled || bot.keys.group_policy == GroupPolicy::Disabled;
    if chat.left_alone || off {
        return None;
    }
    let state = state_of(&rules_in(&bot.keys, &chat.peer, None));
    match (chat.standing, state) {
        (Standing::Member | Standing::Muted, GroupState::Unlisted) => {
            Some((NeedKind::Group, "need-group-added"))
        }
        (Standing::Muted, GroupState::On) => Some((NeedKind::GroupLost, "need-group-muted")),
        (Standing::Removed, GroupState::On) => Some((NeedKind::GroupLost, "need-group-removed")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::config::Config;

    fn check(telegram: Value, standing: Standing, left_alone: bool, expected: Option<&str>) {
        let config = Config::of(json!({"channels": {"telegram": telegram}}));
        let chat = GroupChat {
            channel: "telegram".into(),
            account: "default".into(),
            peer: "-1001".into(),
            title: "Family".into(),
            forum: false,
            topics: Default::default(),
            standing,
            seen_at: 0,
            left_alone,
        };
        let told = need_of(&config.telegram_accounts()[0], &chat);
        let told = told.map(|(_, key)| key);
        assert_eq!(told, expected, "{telegram} {standing:?}");
    }

    #[test]
    fn what_stands_in_the_way_of_a_group_is_told_unless_the_person_wants_it_so() {
        let (added, muted, removed) =
            ("need-group-added", "need-group-muted", "need-group-removed");
        let listed = || json!({"groups": {"-1001": {}}});
        check(json!({}), Standing::Member, false, Some(added));
        check(json!({}), Standing::Member, true, None);
        check(json!({}), Standing::Removed, false, None);
        check(
            json!({"groupPolicy": "open"}),
            Standing::Member,
            false,
            None,
        );
        check(
            json!({"groupPolicy": "disabled"}),
            Standing::Member,
            false,
            None,
        );
        check(json!({"enabled": false}), Standing::Member, false, None);
        check(listed(), Standing::Member, false, None);
        check(listed(), Standing::Muted, false, Some(muted));
        check(listed(), Standing::Removed, false, Some(removed));
        check(listed(), Standing::Removed, true, None);
        let off = json!({"groups": {"-1001": {"enabled": false}}});
        check(off, Standing::Removed, false, None);
    }
}
