//! Conversations nobody reaches, judged by the router that messages take.
//!
//! Owns the translation of a chat between the session's words and the channel's.

use crate::channel::{ChannelKind, ChatType, Route, normal_id, route};
use crate::config::Config;
use crate::session::{EntryView, Place, SessionKey, Stray, stray_sessions};

/// Which of these conversations no message reaches any more under these settings. Pure; who was
/// paired is not asked, so a person let in by `*` and by pairing counts as both.
pub fn strays(config: &Config, entries: &[(SessionKey, EntryView)]) -> Vec<Stray> {
    stray_sessions(config, entries, |place| keys(config, place))
}

fn keys(config: &Config, place: &Place) -> Vec<SessionKey> {
    let Some(channel) = ChannelKind::parse(&place.channel) else {
        return Vec::new();
    };
    let from = Route {
        channel,
        account: place.account.clone(),
        peer: place.peer.clone(),
        thread: place.thread.clone(),
        chat_type: if place.group {
            ChatType::Group
        } else {
            ChatType::Direct
        },
    };
    let bots = config.telegram_accounts();
    let listed = bots.iter().find(|bot| bot.id == place.account);
    let allowed = |id: &str| {
        let list = listed.iter().flat_map(|bot| &bot.keys.allow_from);
        list.map(|listed| normal_id(&listed.0))
            .any(|listed| listed == id)
    };
    let owner = allowed(&normal_id(&place.peer));
    let guest = !place.group && !owner && allowed("*");
    let kinds = [true].into_iter().chain(guest.then_some(false));
    kinds
        .map(|owner| {
            let routed = route(config, &from, owner);
            SessionKey::parse(&routed.key, &routed.agent)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::{Value, json};

    use super::*;
    use crate::config::config_of;

    /// Keys (with what their records say) under settings, and what is said of the stray ones.
    fn check(settings: Value, keys: &[(&str, Value)], expected: &[(&str, &str, Option<&str>)]) {
        let config = config_of(&settings.to_string());
        let entries: Vec<(SessionKey, EntryView)> = keys
            .iter()
            .map(|(key, fields)| {
                let view = EntryView(fields.as_object().cloned().unwrap_or_default());
                (SessionKey::parse(key, "main"), view)
            })
            .collect();
        let found = strays(&config, &entries);
        let found: Vec<(&str, String, Option<&str>)> = found
            .iter()
            .map(|stray| {
                let belongs = stray.belongs.as_ref().map(SessionKey::as_str);
                (stray.key.as_str(), format!("{:?}", stray.kind), belongs)
            })
            .collect();
        let found: Vec<_> = found.iter().map(|(a, b, c)| (*a, b.as_str(), *c)).collect();
        assert_eq!(found, expected, "{settings}");
    }

    const GROUP: &str = "agent:main:telegram:group:-100:topic:12";

    #[test]
    fn what_messages_reach_is_not_stray() {
        let keys = [
            ("main", Value::Null),
            ("work", Value::Null),
            ("main:thread:4", Value::Null),
            (GROUP, Value::Null),
            ("cron:a:run:b", Value::Null),
            ("hook:x", Value::Null),
            ("telegram:slash:5", Value::Null),
        ];
        check(json!({}), &keys, &[]);
    }

    #[test]
    fn a_changed_binding_makes_the_old_conversation_stray_and_names_where_messages_go() {
        let settings = json!({
            "agents": { "list": [{ "id": "main" }, { "id": "fun" }] },
            "bindings": [{ "agentId": "fun", "match": { "channel": "telegram", "peer": { "kind": "group", "id": "-100" } } }],
        });
        let new = "agent:fun:telegram:group:-100:topic:12";
        check(
            settings.clone(),
            &[(GROUP, Value::Null)],
            &[(GROUP, "Stray", Some(new))],
        );
        check(
            settings,
            &[(GROUP, Value::Null), (new, Value::Null)],
            &[(GROUP, "Duplicate", Some(new))],
        );
    }

    #[test]
    fn a_changed_scope_leaves_the_narrower_conversations_behind() {
        let own = "agent:main:telegram:direct:5";
        let main = Some("agent:main:main");
        check(json!({}), &[(own, Value::Null)], &[(own, "Stray", main)]);
        let guests =
            json!({ "channels": { "telegram": { "dmPolicy": "open", "allowFrom": ["*", 7] } } });
        let listed = "agent:main:telegram:direct:7";
        check(
            guests,
            &[
                ("main", Value::Null),
                (own, Value::Null),
                (listed, Value::Null),
            ],
            &[(listed, "Duplicate", main)],
        );
        let linked = json!({ "session": { "dmScope": "per-peer", "identityLinks": { "anna": ["telegram:5"] } } });
        check(
            linked,
            &[
                ("agent:main:direct:anna", Value::Null),
                ("agent:main:direct:5", json!({ "lastChannel": "telegram" })),
            ],
            &[(
                "agent:main:direct:5",
                "Duplicate",
                Some("agent:main:direct:anna"),
            )],
        );
    }

    #[test]
    fn another_name_of_the_main_conversation_strands_the_old_one() {
        let named = json!({ "session": { "mainKey": "home" } });
        check(
            named,
            &[
                ("agent:main:home", Value::Null),
                ("agent:main:main", Value::Null),
            ],
            &[("agent:main:main", "Duplicate", Some("agent:main:home"))],
        );
        let telegram = json!({ "lastChannel": "telegram" });
        check(
            json!({}),
            &[("agent:main:home", telegram)],
            &[("agent:main:home", "Stray", Some("agent:main:main"))],
        );
    }

    #[test]
    fn an_agent_or_a_channel_that_is_gone_and_a_lost_key_are_told() {
        check(
            json!({}),
            &[
                ("agent:gone:main", Value::Null),
                ("agent:gone:cron:a", Value::Null),
                ("whatsapp:group:1@g.us", Value::Null),
                ("main:former:x", Value::Null),
            ],
            &[
                ("agent:gone:main", "Stray", Some("agent:main:main")),
                ("agent:gone:cron:a", "Stray", None),
                ("agent:main:whatsapp:group:1@g.us", "Stray", None),
                (
                    "agent:main:main:former:x",
                    "Former",
                    Some("agent:main:main"),
                ),
            ],
        );
    }
}
