//! What a person may switch about a group, as a change of the settings.
//!
//! Owns where that stands in the file: a group that is named has its own settings and not those of
//! `*`, so what held for it is written out when it gets a name of its own. Pure; writes nothing.

use serde_json::{Map, Value, json};

use crate::channel::normal_id;
use crate::config::{ConfigPath, normal_id as account_id};

/// What is switched; what is absent stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GroupWish {
    /// The agent listens.
    pub enabled: Option<bool>,
    /// Only when it is called.
    pub require_mention: Option<bool>,
    /// Everybody there may talk to it, or only who is listed.
    pub everybody: Option<bool>,
}

/// Where to write and what, for a group of a bot, or a topic of it. `open`: where the settings name
/// no group, the bot listens in all.
pub fn group_change(
    written: &Value,
    account: &str,
    open: bool,
    (peer, topic): (&str, Option<&str>),
    wish: GroupWish,
) -> (ConfigPath, Value) {
    let place = groups_place(written, account);
    let groups = place.find(written).and_then(Value::as_object);
    let named = |wanted: &str| {
        let mut held = groups?.iter();
        held.find(|(id, _)| normal_id(id) == wanted)
    };
    let peer = normal_id(peer);
    let (key, held) = match named(&peer) {
        Some((key, group)) => (key.clone(), group.clone()),
        None => {
            let all = named("*").map(|(_, group)| group.clone());
            // A group nobody named before is allowed as a person means it: whoever is in it.
            let fresh = json!({ "requireMention": true, "groupPolicy": "open" });
            let listens = groups.is_none() && open;
            let first = if listens { json!({}) } else { fresh };
            (peer, all.unwrap_or(first))
        }
    };
    let mut group = match held {
        Value::Object(group) => group,
        _ => Map::new(),
    };
    match topic {
        None => switch(&mut group, wish),
        Some(topic) => {
            let topics = group.entry("topics").or_insert_with(|| json!({}));
            if !topics.is_object() {
                *topics = json!({});
            }
            let one = &mut topics[topic];
            let mut of_topic = one.as_object().cloned().unwrap_or_default();
            switch(&mut of_topic, wish);
            *one = Value::Object(of_topic);
        }
    }
    if groups.is_none() && open {
        // To name one is to list them all: the others are to be heard as before.
        let all = json!({ "*": {}, (key): group });
        return (place, all);
    }
    (place.key(&key), Value::Object(group))
}

fn switch(place: &mut Map<String, Value>, wish: GroupWish) {
    match wish.enabled {
        Some(true) => {
            place.shift_remove("enabled");
        }
        Some(false) => {
            place.insert("enabled".into(), false.into());
        }
        None => {}
    }
    if let Some(call) = wish.require_mention {
        place.insert("requireMention".into(), call.into());
    }
    if let Some(everybody) = wish.everybody {
        let policy = if everybody { "open" } else { "allowlist" };
        place.insert("groupPolicy".into(), policy.into());
        if everybody {
            place.shift_remove("allowFrom");
        }
    }
}

/// The groups a bot goes by: its own, else the channel's, else its own to be.
fn groups_place(written: &Value, account: &str) -> ConfigPath {
    let telegram = ConfigPath::default().key("channels").key("telegram");
    let channels = telegram.key("groups");
    let accounts = telegram.key("accounts");
    let named = accounts.find(written).and_then(Value::as_object);
    let mut ids = named.into_iter().flat_map(Map::keys);
    let Some(id) = ids.find(|id| account_id(id) == account) else {
        return channels;
    };
    let own = accounts.key(id).key("groups");
    let stands = |place: &ConfigPath| place.find(written).is_some_and(Value::is_object);
    match stands(&own) || !stands(&channels) {
        true => own,
        false => channels,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(telegram: Value, account: &str, open: bool, wish: GroupWish, expected: &str) {
        let written = json!({"channels": {"telegram": telegram}});
        let (path, value) = group_change(&written, account, open, ("-1001", None), wish);
        assert_eq!(format!("{path} = {value}"), expected, "{written} {wish:?}");
    }

    const ALLOW: GroupWish = GroupWish {
        enabled: Some(true),
        require_mention: None,
        everybody: None,
    };
    const OFF: GroupWish = GroupWish {
        enabled: Some(false),
        ..ALLOW
    };

    #[test]
    fn a_group_that_is_allowed_is_open_to_who_is_in_it_and_has_to_be_called() {
        check(
            json!({}),
            "default",
            false,
            ALLOW,
            r#"channels.telegram.groups.-1001 = {"requireMention":true,"groupPolicy":"open"}"#,
        );
        check(
            json!({"groups": {"tg:-1001": {"enabled": false, "systemPrompt": "x"}}}),
            "default",
            false,
            ALLOW,
            r#"channels.telegram.groups.tg:-1001 = {"systemPrompt":"x"}"#,
        );
    }

    #[test]
    fn a_group_that_is_named_keeps_what_held_for_it_and_the_others_are_heard_on() {
        check(
            json!({"groups": {"*": {"requireMention": false}}}),
            "default",
            false,
            OFF,
            r#"channels.telegram.groups.-1001 = {"requireMention":false,"enabled":false}"#,
        );
        check(
            json!({}),
            "default",
            true,
            OFF,
            r#"channels.telegram.groups = {"*":{},"-1001":{"enabled":false}}"#,
        );
    }

    #[test]
    fn a_bots_groups_are_its_own_or_the_channels() {
        let path = |telegram: Value, account: &str| {
            let written = json!({"channels": {"telegram": telegram}});
            groups_place(&written, account).to_string()
        };
        let channels = "channels.telegram.groups";
        assert_eq!(path(json!({"accounts": {"Fun": {}}}), "default"), channels);
        let own = "channels.telegram.accounts.Fun.groups";
        assert_eq!(path(json!({"accounts": {"Fun": {}}}), "fun"), own);
        assert_eq!(
            path(json!({"groups": {}, "accounts": {"Fun": {}}}), "fun"),
            channels
        );
        let both = json!({"groups": {}, "accounts": {"Fun": {"groups": {}}}});
        assert_eq!(path(both, "fun"), own);
    }

    #[test]
    fn who_may_talk_when_and_where_is_switched_one_by_one() {
        let group = json!({"allowFrom": [5], "requireMention": true});
        let held = json!({"groups": {"-1001": group}});
        let wish = |everybody, require_mention| GroupWish {
            enabled: None,
            require_mention,
            everybody,
        };
        check(
            held.clone(),
            "default",
            false,
            wish(Some(true), None),
            r#"channels.telegram.groups.-1001 = {"requireMention":true,"groupPolicy":"open"}"#,
        );
        check(
            held.clone(),
            "default",
            false,
            wish(Some(false), Some(false)),
            r#"channels.telegram.groups.-1001 = {"allowFrom":[5],"requireMention":false,"groupPolicy":"allowlist"}"#,
        );
        let written = json!({"channels": {"telegram": held}});
        let topic = ("-1001", Some("7"));
        let (_, value) = group_change(&written, "default", false, topic, OFF);
        assert_eq!(value["topics"], json!({"7": {"enabled": false}}));
        assert_eq!(value["allowFrom"], json!([5]));
    }
}
