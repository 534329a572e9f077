//! Who is heard in a group: the tables.

#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};

use super::*;
use crate::config::Config;

const FAMILY: &str = "-1001";

fn keys(settings: Value) -> TelegramKeys {
    let config = Config::of(json!({"channels": {"telegram": settings}}));
    config.channels.telegram.keys
}

/// Anna (5) says something in a group that calls nobody.
fn plain() -> GroupMessage<'static> {
    GroupMessage {
        sender: "5",
        calls: false,
        command: false,
        for_another: false,
    }
}

fn calling() -> GroupMessage<'static> {
    GroupMessage {
        calls: true,
        ..plain()
    }
}

/// Anna calls the bot in a topic of the group, or outside of topics.
fn check_called(settings: Value, topic: Option<&str>, expected: Verdict) {
    let rules = rules_in(&keys(settings.clone()), FAMILY, topic);
    assert_eq!(
        hear(&rules, &calling(), None),
        expected,
        "{settings} {topic:?}"
    );
}

const HEARD: Verdict = Verdict::Heard;
const OFF: Verdict = Verdict::Refused(GroupRefusal::GroupsOff);
const UNKNOWN: Verdict = Verdict::Refused(GroupRefusal::NotListed);
const SWITCHED_OFF: Verdict = Verdict::Refused(GroupRefusal::SwitchedOff);
const NOT_THEM: Verdict = Verdict::Refused(GroupRefusal::Sender);

#[test]
fn a_group_is_heard_where_the_settings_name_it() {
    check_called(json!({}), None, UNKNOWN);
    check_called(json!({"allowFrom": [5]}), None, UNKNOWN);
    check_called(
        json!({"allowFrom": [5], "groups": {"-1002": {}}}),
        None,
        UNKNOWN,
    );
    check_called(
        json!({"allowFrom": [5], "groups": {"-1001": {}}}),
        None,
        HEARD,
    );
    check_called(
        json!({"allowFrom": [5], "groups": {"telegram:-1001": {}}}),
        None,
        HEARD,
    );
    check_called(json!({"allowFrom": [5], "groups": {"*": {}}}), None, HEARD);
    check_called(json!({"groupPolicy": "open"}), None, HEARD);
    check_called(
        json!({"groupPolicy": "open", "groups": {"-1002": {}}}),
        None,
        UNKNOWN,
    );
    check_called(
        json!({"groupPolicy": "open", "groups": {"-1001": {}}}),
        None,
        HEARD,
    );
    check_called(
        json!({"groupPolicy": "disabled", "groups": {"*": {}}}),
        None,
        OFF,
    );
    check_called(json!({"groupPolicy": "disabled"}), None, OFF);
}

#[test]
fn who_may_speak_is_the_narrowest_list_that_there_is() {
    let listed = |more: Value| {
        let mut settings = json!({"groups": {"-1001": {}}});
        for (name, value) in more.as_object().unwrap() {
            settings[name] = value.clone();
        }
        settings
    };
    check_called(listed(json!({})), None, NOT_THEM);
    check_called(listed(json!({"allowFrom": [5]})), None, HEARD);
    check_called(listed(json!({"allowFrom": ["tg:5"]})), None, HEARD);
    check_called(listed(json!({"allowFrom": ["*"]})), None, HEARD);
    check_called(
        listed(json!({"allowFrom": [5], "groupAllowFrom": [6]})),
        None,
        NOT_THEM,
    );
    check_called(
        listed(json!({"allowFrom": [6], "groupAllowFrom": [5]})),
        None,
        HEARD,
    );
    let own = |group: Value| json!({"allowFrom": [5], "groups": {"-1001": group}});
    check_called(own(json!({"allowFrom": [6]})), None, NOT_THEM);
    check_called(
        own(json!({"allowFrom": [6], "groupPolicy": "open"})),
        None,
        NOT_THEM,
    );
    check_called(own(json!({"groupPolicy": "disabled"})), None, OFF);
    let open = json!({"groups": {"-1001": {"groupPolicy": "open"}}});
    check_called(open, None, HEARD);
    let mut topics = own(json!({"allowFrom": [6], "topics": {"7": {"allowFrom": [5]}}}));
    check_called(topics.clone(), Some("7"), HEARD);
    check_called(topics.clone(), Some("8"), NOT_THEM);
    topics["groups"]["-1001"]["topics"]["*"] = json!({"allowFrom": ["*"]});
    check_called(topics.clone(), Some("8"), HEARD);
    check_called(topics, None, NOT_THEM);
}

#[test]
fn a_group_or_topic_that_is_switched_off_is_not_heard() {
    let group = |group: Value| json!({"groupPolicy": "open", "groups": {"-1001": group}});
    check_called(group(json!({"enabled": false})), None, SWITCHED_OFF);
    check_called(group(json!({"enabled": true})), None, HEARD);
    let topics = group(json!({"topics": {"7": {"enabled": false}}}));
    check_called(topics.clone(), Some("7"), SWITCHED_OFF);
    check_called(topics.clone(), Some("8"), HEARD);
    check_called(topics, None, HEARD);
    let all_off = group(json!({"enabled": false, "topics": {"7": {"enabled": true}}}));
    check_called(all_off, Some("7"), SWITCHED_OFF);
    // Who is named is not what `*` says.
    let but_this = json!({"groupPolicy": "open", "groups": {"*": {"enabled": false}, "-1001": {}}});
    check_called(but_this, None, HEARD);
}

/// The same with a message that may or may not call the bot.
fn check(group: Value, topic: Option<&str>, message: GroupMessage<'_>, expected: Verdict) {
    let settings = json!({"groupPolicy": "open", "groups": {"-1001": group}});
    let rules = rules_in(&keys(settings.clone()), FAMILY, topic);
    assert_eq!(
        hear(&rules, &message, None),
        expected,
        "{settings} {message:?}"
    );
}

#[test]
fn what_calls_nobody_waits_as_history_unless_everything_is_heard() {
    let command = GroupMessage {
        command: true,
        ..plain()
    };
    let anothers = GroupMessage {
        for_another: true,
        ..plain()
    };
    check(json!({}), None, plain(), Verdict::Kept);
    check(json!({}), None, calling(), HEARD);
    check(json!({}), None, command.clone(), HEARD);
    check(json!({}), None, anothers.clone(), Verdict::Kept);
    let all = json!({"requireMention": false});
    check(all.clone(), None, plain(), HEARD);
    check(all, None, anothers, Verdict::Kept);
    let topic = json!({"topics": {"7": {"requireMention": false}}});
    check(topic.clone(), Some("7"), plain(), HEARD);
    check(topic, Some("8"), plain(), Verdict::Kept);
    let but_one = json!({"requireMention": false, "topics": {"7": {"requireMention": true}}});
    check(but_one, Some("7"), plain(), Verdict::Kept);
    // A stranger's command is nothing.
    let strangers = GroupMessage {
        sender: "6",
        ..command
    };
    check(json!({"allowFrom": [5]}), None, strangers, NOT_THEM);
}

#[test]
fn whether_it_must_be_called_comes_from_all_groups_where_this_one_says_nothing() {
    let keys = keys(json!({"groupPolicy": "open",
        "groups": {"*": {"requireMention": false}, "-1001": {}, "-1002": {"requireMention": true}}}));
    let heard = |chat: &str| hear(&rules_in(&keys, chat, None), &plain(), None);
    assert_eq!(
        [heard("-1001"), heard("-1002"), heard("-1003")],
        [HEARD, Verdict::Kept, HEARD]
    );
}

#[test]
fn what_was_chosen_in_the_group_wins_over_the_settings() {
    let keys = keys(json!({"groupPolicy": "open"}));
    let rules = rules_in(&keys, FAMILY, None);
    let open = GroupRules {
        require_mention: false,
        ..rules.clone()
    };
    let chosen = |rules, chosen| hear(rules, &plain(), chosen);
    assert_eq!(chosen(&rules, Some(Activation::Always)), HEARD);
    assert_eq!(chosen(&open, Some(Activation::Mention)), Verdict::Kept);
    assert_eq!(hear(&open, &calling(), Some(Activation::Mention)), HEARD);
}

#[test]
fn a_sender_without_an_id_is_nobody() {
    let keys = keys(json!({"allowFrom": ["tg:", ""], "groups": {"*": {}}}));
    let nobody = GroupMessage {
        sender: "",
        ..calling()
    };
    assert_eq!(
        hear(&rules_in(&keys, FAMILY, None), &nobody, None),
        NOT_THEM
    );
}

#[test]
fn the_groups_words_for_the_agent_stand_before_the_topics() {
    let keys = keys(json!({"groups": {"-1001": {"systemPrompt": " Be brief. ",
        "topics": {"7": {"systemPrompt": "Only recipes."}, "8": {"systemPrompt": " "}}}}}));
    let prompts = |topic| rules_in(&keys, FAMILY, topic).prompts;
    assert_eq!(prompts(Some("7")), ["Be brief.", "Only recipes."]);
    assert_eq!(prompts(Some("8")), ["Be brief."]);
    assert_eq!(prompts(None), ["Be brief."]);
    assert!(rules_in(&keys, "-1002", Some("7")).prompts.is_empty());
}
