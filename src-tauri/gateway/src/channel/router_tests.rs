//! Tables of the router: keys, bindings, identities.

#![allow(clippy::unwrap_used)]
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn config(text: &Value) -> Config {
    crate::config::config_of(&text.to_string())
}

/// `telegram direct 5550142`, `telegram/work group -100 topic 12`.
fn chat(words: &str) -> Route {
    let words: Vec<&str> = words.split(' ').collect();
    let (channel, account) = words[0].split_once('/').unwrap_or((words[0], "default"));
    Route {
        channel: ChannelKind::parse(channel).unwrap(),
        account: account.into(),
        peer: words[2].into(),
        thread: words.get(4).map(|thread| (*thread).to_owned()),
        chat_type: match words[1] {
            "group" => ChatType::Group,
            _ => ChatType::Direct,
        },
    }
}

fn check_key(session: Value, words: &str, owner: bool, expected: &str) {
    let config = config(&json!({ "session": session }));
    let routed = route(&config, &chat(words), owner);
    assert_eq!(routed.key, expected, "{words}");
}

#[test]
fn the_owner_has_one_conversation_everywhere() {
    for words in [
        "desktop direct owner",
        "cli direct owner",
        "telegram direct 5",
    ] {
        check_key(json!({}), words, true, "agent:main:main");
    }
    check_key(
        json!({}),
        "telegram direct 5 thread 7",
        true,
        "agent:main:main:thread:7",
    );
    check_key(json!({}), "telegram direct ", true, "agent:main:main");
}

#[test]
fn the_main_conversation_is_called_what_the_settings_call_it() {
    let named = json!({ "mainKey": "Home" });
    check_key(named.clone(), "telegram direct 5", true, "agent:main:home");
    check_key(named, "cli direct owner", true, "agent:main:home");
    let global = json!({ "scope": "global", "mainKey": "home" });
    check_key(
        global.clone(),
        "telegram direct 5",
        true,
        "agent:main:global",
    );
    check_key(
        global,
        "telegram group -100",
        true,
        "agent:main:telegram:group:-100",
    );
}

#[test]
fn direct_messages_are_divided_as_the_scope_says() {
    let scope = |scope: &str| json!({ "dmScope": scope });
    for owner in [true, false] {
        let check =
            |scope, expected| check_key(scope, "telegram/work direct Anna", owner, expected);
        check(scope("per-peer"), "agent:main:direct:anna");
        check(scope("per-channel-peer"), "agent:main:telegram:direct:anna");
        check(
            scope("per-account-channel-peer"),
            "agent:main:telegram:work:direct:anna",
        );
    }
    check_key(
        scope("per-peer"),
        "telegram direct 5 thread 8",
        true,
        "agent:main:direct:5:thread:8",
    );
}

#[test]
fn a_guest_never_shares_the_owners_conversation() {
    check_key(
        json!({}),
        "telegram direct 7",
        false,
        "agent:main:telegram:direct:7",
    );
    check_key(
        json!({ "scope": "global" }),
        "telegram direct 7",
        false,
        "agent:main:telegram:direct:7",
    );
    check_key(
        json!({}),
        "telegram direct ",
        false,
        "agent:main:telegram:direct:unknown",
    );
}

#[test]
fn a_person_with_several_ids_has_one_conversation() {
    let linked = |scope: &str| {
        json!({ "dmScope": scope,
            "identityLinks": { "Zoe": ["TELEGRAM:5", 9], "anna": ["telegram:5", "discord:7"] } })
    };
    check_key(
        linked("per-peer"),
        "telegram direct 5",
        true,
        "agent:main:direct:zoe",
    );
    check_key(
        linked("per-peer"),
        "telegram direct 9",
        true,
        "agent:main:direct:zoe",
    );
    check_key(
        linked("per-peer"),
        "telegram direct 7",
        true,
        "agent:main:direct:7",
    );
    check_key(
        linked("per-channel-peer"),
        "telegram direct 5",
        true,
        "agent:main:telegram:direct:zoe",
    );
    check_key(linked("main"), "telegram direct 5", true, "agent:main:main");
}

#[test]
fn a_group_and_each_of_its_topics_have_their_own() {
    let group = "agent:main:telegram:group:-1001234567890";
    check_key(json!({}), "telegram group -1001234567890", true, group);
    check_key(
        json!({ "dmScope": "per-peer" }),
        "telegram group -1001234567890 topic 42",
        false,
        &format!("{group}:topic:42"),
    );
}

fn check_rule(bindings: &Value, words: &str, agent: &str, rule: &str) {
    let config = config(&json!({
        "agents": { "list": [{ "id": "home", "default": true }, { "id": "work" }, { "id": "fun" }] },
        "bindings": bindings,
        "channels": { "telegram": { "groups": { "-200": { "topics": { "5": { "agentId": "fun" }, "*": { "agentId": "gone" } } } } } },
    }));
    let routed = route(&config, &chat(words), true);
    assert_eq!(
        (routed.agent.as_str(), routed.rule.to_string().as_str()),
        (agent, rule),
        "{words} {bindings}"
    );
    assert!(routed.key.starts_with(&format!("agent:{agent}:")));
}

#[test]
fn the_most_specific_binding_wins_whatever_its_place() {
    let all = json!([
        { "agentId": "work", "match": { "channel": "telegram", "accountId": "*" } },
        { "agentId": "fun", "match": { "channel": "telegram", "accountId": "office" } },
        { "agentId": "home", "match": { "channel": "telegram", "accountId": "*", "peer": { "kind": "group", "id": "*" } } },
        { "agentId": "fun", "match": { "channel": "Telegram", "accountId": "*", "peer": { "kind": "group", "id": -100 } } },
        { "agentId": "work", "match": { "channel": "telegram", "accountId": "*", "peer": { "kind": "group", "id": "-100:topic:12" } } },
    ]);
    check_rule(&all, "telegram direct 5", "work", "bindings[0]");
    check_rule(&all, "telegram/office direct 5", "fun", "bindings[1]");
    check_rule(&all, "telegram/office group -300", "home", "bindings[2]");
    check_rule(&all, "telegram group -100", "fun", "bindings[3]");
    check_rule(&all, "telegram group -100 topic 9", "fun", "bindings[3]");
    check_rule(&all, "telegram group -100 topic 12", "work", "bindings[4]");
    check_rule(&all, "desktop direct owner", "home", "default");
}

#[test]
fn of_equals_the_first_wins_and_without_an_account_the_default_one_is_meant() {
    let two = json!([
        { "agentId": "work", "match": { "channel": "telegram" } },
        { "agentId": "fun", "match": { "channel": "telegram", "accountId": "Default" } },
    ]);
    check_rule(&two, "telegram direct 5", "work", "bindings[0]");
    check_rule(&two, "telegram/office direct 5", "home", "default");
    let kind = json!([
        { "agentId": "work", "match": { "channel": "telegram", "peer": { "kind": "dm", "id": "tg:5" } } },
    ]);
    check_rule(&kind, "telegram direct 5", "work", "bindings[0]");
    check_rule(&kind, "telegram group 5", "home", "default");
}

#[test]
fn what_names_a_server_a_team_or_another_program_matches_nothing() {
    for extra in [json!({ "guildId": "1" }), json!({ "teamId": 1 })] {
        let mut matches = json!({ "channel": "telegram" });
        matches
            .as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        let one = json!([{ "agentId": "work", "match": matches }]);
        check_rule(&one, "telegram direct 5", "home", "default");
    }
    let acp = json!([{ "type": "acp", "agentId": "work", "match": { "channel": "telegram" } }]);
    check_rule(&acp, "telegram direct 5", "home", "default");
}

#[test]
fn a_topic_may_have_an_agent_and_one_that_is_gone_leaves_it_to_the_default() {
    let one = json!([{ "agentId": "work", "match": { "channel": "telegram" } }]);
    check_rule(
        &one,
        "telegram group -200 topic 5",
        "fun",
        "channels.telegram.groups.-200.topics.5.agentId",
    );
    check_rule(
        &one,
        "telegram group -200 topic 6",
        "home",
        "channels.telegram.groups.-200.topics.*.agentId",
    );
    check_rule(&one, "telegram group -200", "work", "bindings[0]");
    let gone = json!([{ "agentId": "gone", "match": { "channel": "telegram" } }]);
    check_rule(&gone, "telegram direct 5", "home", "bindings[0]");
}

proptest! {
    #[test]
    fn every_key_the_router_makes_is_canonical(
        peer in "(dm|direct|-?[0-9]{1,6}|[a-zA-Z@ .]{0,8})", account in "(dm|default|[a-z]{1,5})",
        thread in proptest::option::of("(dm|[0-9]{1,3})"), group in any::<bool>(), owner in any::<bool>(),
        scope in prop_oneof![Just("main"), Just("per-peer"), Just("per-channel-peer"), Just("per-account-channel-peer")],
    ) {
        let config = config(&json!({ "session": { "dmScope": scope } }));
        let from = Route {
            channel: ChannelKind::Telegram,
            account,
            peer,
            thread,
            chat_type: if group { ChatType::Group } else { ChatType::Direct },
        };
        let routed = route(&config, &from, owner);
        let key = crate::session::SessionKey::parse(&routed.key, "main");
        prop_assert_eq!(key.as_str(), routed.key);
    }
}
