//! What an update of a group says beyond its words.

#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};

use super::*;

fn bot() -> Bot {
    Bot {
        id: 42,
        username: Some("Wren_Bot".into()),
    }
}

fn read(update: Value) -> Option<FromGroup> {
    of(&serde_json::from_value(update).unwrap())
}

fn facts(more: Value) -> GroupFacts {
    let mut message = json!({"message_id": 9, "date": 1,
        "chat": {"id": -1001, "type": "supergroup", "title": "Family"},
        "from": {"id": 5, "is_bot": false, "first_name": "Anna"}});
    for (name, value) in more.as_object().unwrap() {
        message[name] = value.clone();
    }
    match read(json!({"update_id": 1, "message": message})) {
        Some(FromGroup::Said(facts)) => *facts,
        other => panic!("{other:?}"),
    }
}

fn entity(kind: &str, text: &str, part: &str) -> Value {
    let at = text.find(part).unwrap();
    let units = |text: &str| text.encode_utf16().count();
    json!({"type": kind, "offset": units(&text[..at]), "length": units(part)})
}

/// A text with one stretch marked as `kind`.
fn marked(kind: &str, text: &str, part: &str) -> GroupFacts {
    facts(json!({"text": text, "entities": [entity(kind, text, part)]}))
}

fn check_calls(facts: &GroupFacts, expected: bool) {
    assert_eq!(facts.calls(&bot(), &[]), expected, "{facts:?}");
}

#[test]
fn the_bot_is_called_by_its_name_a_mark_an_answer_or_a_command_of_its_own() {
    check_calls(&marked("mention", "😀 @wren_bot hi", "@wren_bot"), true);
    check_calls(&marked("mention", "hi @anna and others", "@anna"), false);
    // Without the mark it is text.
    check_calls(&facts(json!({"text": "mail@wren_bot"})), false);
    check_calls(
        &marked("bot_command", "/status@WREN_bot", "/status@WREN_bot"),
        true,
    );
    check_calls(&marked("bot_command", "/status", "/status"), false);
    check_calls(
        &marked("bot_command", "/status@other_bot", "/status@other_bot"),
        false,
    );
    let person = |id: i64| {
        json!({"text": "Wren hi", "entities": [
        {"type": "text_mention", "offset": 0, "length": 4, "user": {"id": id}}]})
    };
    check_calls(&facts(person(42)), true);
    check_calls(&facts(person(43)), false);
    let caption = json!({"photo": [], "caption": "@wren_bot",
        "caption_entities": [entity("mention", "@wren_bot", "@wren_bot")]});
    check_calls(&facts(caption), true);
    let answers = |id: i64| json!({"text": "yes", "reply_to_message": {"message_id": 3, "chat": {"id": -1001}, "from": {"id": id, "is_bot": true}}});
    check_calls(&facts(answers(42)), true);
    check_calls(&facts(answers(43)), false);
}

#[test]
fn a_topic_the_bot_made_does_not_make_everything_said_there_an_answer() {
    let made = json!({"text": "hi", "is_topic_message": true, "message_thread_id": 7,
        "reply_to_message": {"message_id": 7, "chat": {"id": -1001}, "from": {"id": 42, "is_bot": true},
            "forum_topic_created": {"name": "Recipes"}}});
    check_calls(&facts(made), false);
    // Also where Telegram leaves out what the line says.
    let bare = |answered: i64| {
        json!({"text": "hi", "is_topic_message": true, "message_thread_id": 7,
            "reply_to_message": {"message_id": answered, "chat": {"id": -1001}, "from": {"id": 42, "is_bot": true}}})
    };
    check_calls(&facts(bare(7)), false);
    check_calls(&facts(bare(8)), true);
}

#[test]
fn the_bot_is_called_by_the_names_of_its_agent() {
    let patterns = [Pattern::parse(r"\bwren\b").unwrap()];
    let check = |text: &str, expected: bool| {
        let found = facts(json!({"text": text})).calls(&bot(), &patterns);
        assert_eq!(found, expected, "{text}");
    };
    check("Wren, what do you think?", true);
    check("a wrench", false);
}

#[test]
fn a_command_for_another_bot_is_told_apart() {
    let check = |text: &str, command: &str, expected: bool| {
        let found = marked("bot_command", text, command).is_for_another(&bot());
        assert_eq!(found, expected, "{text}");
    };
    check("/status@other_bot", "/status@other_bot", true);
    check("/status@wren_bot", "/status@wren_bot", false);
    check("/status", "/status", false);
    check("try /status@other_bot", "/status@other_bot", false);
}

#[test]
fn the_bots_name_in_front_of_a_command_is_taken_away() {
    let check = |text: &str, expected: Option<&str>| {
        assert_eq!(facts(json!({})).said_to(&bot(), text), expected, "{text}");
    };
    check("@wren_bot /status", Some("/status"));
    check(" @Wren_Bot: /status ", Some("/status"));
    check("@anna /status", None);
    check("/status", None);
}

#[test]
fn whoever_speaks_as_the_group_or_as_a_channel_is_that_chat() {
    let admin = facts(json!({"text": "hi", "author_signature": "Boss",
        "from": {"id": ANONYMOUS_ADMIN, "is_bot": true, "first_name": "Group"},
        "sender_chat": {"id": -1001, "type": "supergroup", "title": "Family"}}));
    assert_eq!(
        (
            admin.sender.as_str(),
            admin.shown_as.as_deref(),
            admin.anonymous,
            admin.by_bot
        ),
        ("-1001", Some("Family, Boss"), true, None)
    );
    let channel = facts(json!({"text": "hi",
        "from": {"id": CHANNEL_BOT, "is_bot": true, "first_name": "Channel"},
        "sender_chat": {"id": -1009, "type": "channel", "title": "News"}}));
    assert_eq!(
        (
            channel.sender.as_str(),
            channel.shown_as.as_deref(),
            channel.anonymous,
            channel.post
        ),
        ("-1009", Some("News"), true, false)
    );
    let post = facts(json!({"text": "hi", "is_automatic_forward": true,
        "from": {"id": 777_000, "is_bot": false, "first_name": "Telegram"},
        "sender_chat": {"id": -1009, "type": "channel", "title": "News"}}));
    assert!(post.post && post.anonymous);
    let other = facts(json!({"text": "hi", "from": {"id": 43, "is_bot": true, "first_name": "B"}}));
    assert_eq!((other.by_bot, other.anonymous), (Some(43), false));
}

#[test]
fn the_general_topic_of_a_forum_is_told_apart_from_the_others() {
    let forum = json!({"id": -1001, "type": "supergroup", "title": "Family", "is_forum": true});
    assert!(facts(json!({"text": "hi", "chat": forum})).general);
    let other =
        json!({"text": "hi", "chat": forum, "message_thread_id": 7, "is_topic_message": true});
    assert!(!facts(other).general);
    assert!(!facts(json!({"text": "hi", "message_thread_id": 3})).general);
}

#[test]
fn what_is_no_update_of_a_group_is_none() {
    let check = |update: Value, expected: Option<FromGroup>| {
        assert_eq!(read(update.clone()), expected, "{update}");
    };
    check(
        json!({"update_id": 1, "message": {"message_id": 1, "chat": {"id": 5, "type": "private"}}}),
        None,
    );
    check(json!({"update_id": 1, "poll": {}}), None);
    let press = |chat: Value| {
        json!({"update_id": 1, "callback_query": {"id": "1",
        "from": {"id": 5}, "message": {"message_id": 3, "chat": chat}}})
    };
    let general = |general| Some(FromGroup::Pressed { general });
    check(press(json!({"id": -1, "type": "group"})), general(false));
    check(
        press(json!({"id": -1, "type": "supergroup", "is_forum": true})),
        general(true),
    );
    check(press(json!({"id": 5, "type": "private"})), None);
}
