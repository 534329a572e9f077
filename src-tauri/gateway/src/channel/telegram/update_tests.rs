//! Updates read one by one.

#![allow(clippy::unwrap_used)]
use serde_json::Value;

use super::*;

fn raw(value: &Value) -> Box<RawValue> {
    RawValue::from_string(value.to_string()).unwrap()
}

fn of(value: Value) -> Read {
    read("default", &raw(&value))
}

fn message(more: Value) -> Value {
    let mut message = json!({
        "message_id": 9, "date": 1_795_000_000,
        "chat": {"id": 5_550_142, "type": "private"},
        "from": {"id": 5_550_142, "is_bot": false, "first_name": "Ann", "language_code": "zh-hans"},
    });
    for (name, value) in more.as_object().unwrap() {
        message[name] = value.clone();
    }
    json!({"update_id": 734, "message": message})
}

fn check_aside(value: Value, code: &str) {
    let read = of(value);
    match read.content {
        Content::Aside { reason, .. } => assert_eq!(reason.code, code),
        other => panic!("expected {code}, got {other:?}"),
    }
}

#[test]
fn a_text_becomes_a_message_with_the_id_of_its_update() {
    let read = of(message(json!({"text": "hi <b> & \u{1F600}"})));
    assert_eq!(
        (read.number, read.id.as_str()),
        (Some(734), "telegram:default:734")
    );
    let Content::Message(inbound, asker) = read.content else {
        panic!("no message");
    };
    assert_eq!(inbound.text, "hi <b> & \u{1F600}");
    assert_eq!(inbound.id, "telegram:default:734");
    assert_eq!(inbound.route.peer, "5550142");
    assert_eq!(inbound.sent_at, 1_795_000_000_000);
    assert_eq!(inbound.message_id.as_deref(), Some("9"));
    assert_eq!(inbound.language.as_deref(), Some("zh-hans"));
    assert!(!inbound.owner);
    assert_eq!(asker.first_name.as_deref(), Some("Ann"));
}

#[test]
fn what_no_cove_knows_is_told_apart_from_telegrams_own_lines() {
    let check = |field: &str, unknown: bool| {
        let read = of(message(json!({field: {"any": [1, {"deep": null}]}})));
        match read.content {
            Content::Unreadable(..) => assert!(unknown, "{field}"),
            Content::Aside { reason, .. } => {
                assert!(!unknown, "{field}");
                assert_eq!(reason.code, "telegram-service");
            }
            other => panic!("{field}: {other:?}"),
        }
    };
    check("something_of_2031", true);
    check("story", true);
    check("pinned_message", false);
    check("new_chat_title", false);
}

#[test]
fn a_changed_message_keeps_its_number_and_has_an_id_of_its_own() {
    let edit = json!({"update_id": 9, "edited_message": {"message_id": 4, "date": 1,
        "edit_date": 2, "chat": {"id": 5, "type": "private"}, "from": {"id": 5}, "text": "new"}});
    let Content::Edited(inbound) = of(edit).content else {
        panic!("no edit");
    };
    assert_eq!(inbound.id, "telegram:default:9");
    assert_eq!(inbound.message_id.as_deref(), Some("4"));
    assert_eq!(inbound.text, "new");
    check_aside(
        json!({"update_id": 1, "edited_message": {"message_id": 4, "date": 1,
            "chat": {"id": 5, "type": "private"}, "from": {"id": 5},
            "location": {"latitude": 1.5, "longitude": 2.5, "live_period": 900}}}),
        "telegram-live-location",
    );
}

#[test]
fn a_reaction_names_its_message_and_what_changed() {
    let emoji = |one: &str| json!([{"type": "emoji", "emoji": one}]);
    let raw = json!({"update_id": 3, "message_reaction": {"chat": {"id": 5, "type": "private"},
        "message_id": 7, "user": {"id": 5, "first_name": "Ann"}, "date": 1,
        "old_reaction": emoji("👎"), "new_reaction": emoji("👍")}});
    let Content::Reacted(reacted) = of(raw).content else {
        panic!("no reaction");
    };
    assert_eq!(reacted.message_id, "7");
    assert_eq!(
        (reacted.before[0].as_str(), reacted.now[0].as_str()),
        ("👎", "👍")
    );
    assert_eq!(reacted.sender_name.as_deref(), Some("Ann"));
}

#[test]
fn what_is_no_message_for_the_agent_is_set_aside_with_its_reason() {
    check_aside(
        json!({"update_id": 1, "channel_post": {"chat": {"id": -5, "type": "channel"}}}),
        "telegram-channel-post",
    );
    check_aside(
        json!({"update_id": 1, "my_chat_member": {"chat": {"id": 5, "type": "private"},
            "new_chat_member": {"status": "kicked"}}}),
        "telegram-person-blocked",
    );
    check_aside(
        json!({"update_id": 1, "my_chat_member": {"chat": {"id": -5, "type": "channel"},
            "new_chat_member": {"status": "kicked"}}}),
        "telegram-membership",
    );
    check_aside(
        json!({"update_id": 1, "gift_of_2031": {}}),
        "telegram-other-update",
    );
    check_aside(
        message(json!({"from": null, "text": "x"})),
        "telegram-no-sender",
    );
}

#[test]
fn an_update_of_another_form_keeps_its_number_and_names_the_place_without_the_value() {
    let read = of(json!({"update_id": 77, "message": {"message_id": "private words"}}));
    assert_eq!(read.number, Some(77));
    let Content::Aside { reason, .. } = read.content else {
        panic!("not set aside");
    };
    assert_eq!(reason.code, "telegram-unreadable");
    assert_eq!(reason.params["at"], "message.message_id");
    assert_eq!(of(json!({"no": "number"})).number, None);
    assert_eq!(of(json!("text")).number, None);
}

#[test]
fn a_press_knows_its_button_and_its_message() {
    let read = of(
        json!({"update_id": 8, "callback_query": {"id": "c1", "from": {"id": 5},
        "data": "undo:1", "message": {"message_id": 44, "chat": {"id": 5, "type": "private"}}}}),
    );
    let Content::Press { press, callback_id } = read.content else {
        panic!("no press");
    };
    assert_eq!(callback_id, "c1");
    assert_eq!(press.id, "telegram:default:cb:c1");
    assert_eq!(
        (press.data.as_str(), press.message_id.as_deref()),
        ("undo:1", Some("44"))
    );
}

#[test]
fn a_thread_counts_only_in_a_chat_with_topics() {
    for (is_topic, expected) in [(true, Some("3")), (false, None)] {
        let value =
            message(json!({"text": "x", "message_thread_id": 3, "is_topic_message": is_topic}));
        let Content::Message(inbound, _) = of(value).content else {
            panic!("no message");
        };
        assert_eq!(inbound.route.thread.as_deref(), expected);
    }
}
