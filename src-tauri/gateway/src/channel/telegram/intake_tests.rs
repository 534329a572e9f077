//! Updates on their way to the sink.

#![allow(clippy::unwrap_used, clippy::expect_used)]
//! From Telegram to the sink over real sockets: order, access, pairing, buttons.

use std::time::Duration;

use serde_json::json;

use super::testing::{Reply, Rig, Server, Taken, text};
use super::*;
use crate::channel::access::DmPolicy;

const STEP: Duration = Duration::from_millis(500);

fn texts(taken: &[Taken]) -> Vec<(String, Option<i64>)> {
    let text = |taken: &Taken| match taken {
        Taken::Message(inbound, cursor) => (inbound.text.clone(), *cursor),
        Taken::Press(press, cursor) => (press.data.clone(), *cursor),
        Taken::Kept(inbound, cursor) => (format!("kept {}", inbound.text), *cursor),
        Taken::Aside(code, cursor) => (code.clone(), *cursor),
        Taken::Seen(group) => (format!("seen {}", group.title), None),
        Taken::Stands(standing, cursor) => (standing.as_str().to_owned(), *cursor),
        Taken::Moved(from, to, cursor) => (format!("{from} is {to}"), *cursor),
        Taken::Edited(inbound, cursor) => (inbound.text.clone(), *cursor),
        Taken::Reacted(reacted, cursor) => (reacted.message_id.clone(), *cursor),
        Taken::Notice(id, _) => (id.clone(), None),
    };
    taken.iter().map(text).collect()
}

#[tokio::test]
async fn the_first_call_is_a_poll_and_messages_come_in_order_with_their_position() {
    let server = Server::start().await;
    let updates = json!([text(736, 5, "c"), text(734, 5, "a"), text(735, 6, "who")]);
    server.then("getUpdates", Reply::Result(updates));
    let rig = Rig::with(server, Some(733), 0, None).await;
    let taken = rig.sink.has(4).await;
    assert_eq!(rig.server.calls.borrow()[0].method, "getUpdates");
    assert_eq!(rig.server.of("getUpdates")[0].body["offset"], 734);
    let expected = [
        ("a", Some(734)),
        ("notice:pairing:telegram:default:735", None),
        ("telegram-pairing-asked", Some(735)),
        ("c", Some(736)),
    ];
    assert_eq!(
        texts(&taken),
        expected.map(|(text, at)| (text.to_owned(), at))
    );
    let next = rig.server.heard("getUpdates", 2).await;
    assert_eq!(
        (&next.body["offset"], &next.body["timeout"]),
        (&json!(737), &json!(30))
    );
    let Taken::Message(first, _) = &taken[0] else {
        panic!("no message")
    };
    assert!(first.owner);
    rig.handle.stop().await;
}

#[tokio::test]
async fn an_update_nobody_can_read_is_set_aside_and_blocks_nothing() {
    let server = Server::start().await;
    let odd = json!({"update_id": 2, "message": {"message_id": [], "chat": 7}});
    let new_kind = json!({"update_id": 3, "gift_of_2031": {"a": 1}});
    let updates = json!([text(1, 5, "a"), odd, new_kind, text(4, 5, "b")]);
    server.then("getUpdates", Reply::Result(updates));
    let rig = Rig::start(server).await;
    let expected = [
        ("a", 1),
        ("telegram-unreadable", 2),
        ("telegram-other-update", 3),
        ("b", 4),
    ];
    let taken = rig.sink.has(4).await;
    assert_eq!(
        texts(&taken),
        expected.map(|(text, at)| (text.to_owned(), Some(at)))
    );
    rig.handle.stop().await;
}

#[tokio::test]
async fn what_the_store_cannot_take_is_not_confirmed_and_is_tried_again_in_order() {
    let server = Server::start().await;
    server.then(
        "getUpdates",
        Reply::Result(json!([text(1, 5, "a"), text(2, 5, "b")])),
    );
    let rig = Rig::with(server, None, 3, None).await;
    let status = rig.becomes(Duration::ZERO, ChannelHealth::Trying).await;
    assert_eq!(status.problem.unwrap().code, "telegram-store");
    assert_eq!(rig.server.of("getUpdates").len(), 1);
    let next = rig.time_passes_until(STEP, "getUpdates", 2).await;
    assert_eq!(next.body["offset"], 3);
    let expected = [("a", Some(1)), ("b", Some(2))];
    assert_eq!(
        texts(&rig.sink.has(2).await),
        expected.map(|(text, at)| (text.to_owned(), at))
    );
    rig.becomes(Duration::ZERO, ChannelHealth::Well).await;
    rig.handle.stop().await;
}

#[tokio::test]
async fn a_person_who_pairs_is_told_once_and_heard_after_the_approval() {
    let server = Server::start().await;
    let sticker = json!({"update_id": 2, "message": {"message_id": 2, "date": 1,
        "chat": {"id": 6, "type": "private"}, "from": {"id": 6}, "sticker": {}}});
    server.then(
        "getUpdates",
        Reply::Result(json!([text(1, 6, "hi"), sticker])),
    );
    let rig = Rig::start(server).await;
    let taken = rig.sink.has(3).await;
    let Taken::Notice(id, told) = &taken[0] else {
        panic!("no notice: {taken:?}")
    };
    let code = rig.pairing.pending(ChannelKind::Telegram).unwrap()[0]
        .code
        .clone();
    assert_eq!(id, "notice:pairing:telegram:default:1");
    assert!(
        told.contains(&format!("`cove pairing approve telegram {code}`")),
        "{told}"
    );
    assert_eq!(texts(&taken)[2].0, "telegram-pairing-waiting");

    rig.pairing.approve(ChannelKind::Telegram, &code).unwrap();
    // The poll that hangs is heard first, or the wake could end the one with the answer.
    rig.server.heard("getUpdates", 2).await;
    rig.server
        .then("getUpdates", Reply::Result(json!([text(3, 6, "now?")])));
    rig.handle.wake();
    let taken = rig.sink.has(4).await;
    let Taken::Message(inbound, _) = &taken[3] else {
        panic!("not heard: {taken:?}")
    };
    assert!(inbound.owner);
    rig.handle.stop().await;
}

#[tokio::test]
async fn changed_settings_count_from_the_next_message_on() {
    let server = Server::start().await;
    let rig = Rig::start(server).await;
    rig.server.heard("getUpdates", 2).await;
    rig.access.send_replace(AccessRules {
        dm_policy: DmPolicy::Open,
        allow_from: vec!["*".into()],
        ..AccessRules::default()
    });
    rig.server
        .then("getUpdates", Reply::Result(json!([text(1, 6, "guest")])));
    rig.time_passes_until(STEP, "getUpdates", 4).await;
    let taken = rig.sink.has(1).await;
    assert!(matches!(&taken[0], Taken::Message(inbound, _) if !inbound.owner));
    rig.handle.stop().await;
}

#[tokio::test]
async fn an_owner_hears_what_cannot_be_read_yet() {
    let server = Server::start().await;
    let gift = json!({"update_id": 1, "message": {"message_id": 2, "date": 1,
        "chat": {"id": 5, "type": "private"}, "from": {"id": 5}, "gift_of_2031": {"any": 1}}});
    server.then("getUpdates", Reply::Result(json!([gift])));
    let rig = Rig::start(server).await;
    let taken = rig.sink.has(2).await;
    assert!(
        matches!(&taken[0], Taken::Notice(_, text) if text.contains("kind of message")),
        "{taken:?}"
    );
    assert_eq!(
        taken[1],
        Taken::Aside("telegram-unsupported".into(), Some(1))
    );
    rig.handle.stop().await;
}

#[tokio::test]
async fn a_press_is_answered_with_the_sinks_words_and_a_strangers_is_not_heard() {
    let server = Server::start().await;
    let press = |update: i64, from: i64| {
        json!({"update_id": update, "callback_query": {"id": format!("c{update}"),
            "from": {"id": from}, "data": "undo:1",
            "message": {"message_id": 44, "chat": {"id": 5, "type": "private"}}}})
    };
    server.then(
        "getUpdates",
        Reply::Result(json!([press(1, 5), press(2, 6)])),
    );
    let rig = Rig::start(server).await;
    rig.server.heard("answerCallbackQuery", 2).await;
    let mut answers = rig.server.of("answerCallbackQuery");
    answers.sort_by_key(|call| call.body["callback_query_id"].to_string());
    assert_eq!(answers[0].body["text"], "took undo:1");
    assert_eq!(answers[1].body.get("text"), None);
    let taken = rig.sink.has(2).await;
    assert!(matches!(&taken[0], Taken::Press(press, Some(1)) if press.data == "undo:1"));
    assert_eq!(
        taken[1],
        Taken::Aside("telegram-press-refused".into(), Some(2))
    );
    rig.handle.stop().await;
}

#[test]
fn every_code_of_this_folder_has_its_sentence() {
    let sources = [
        include_str!("../access.rs"),
        include_str!("../groups.rs"),
        include_str!("group_intake.rs"),
        include_str!("../pairing_store.rs"),
        include_str!("client.rs"),
        include_str!("failure.rs"),
        include_str!("intake.rs"),
        include_str!("menu.rs"),
        include_str!("mod.rs"),
        include_str!("poll.rs"),
        include_str!("update.rs"),
    ];
    let words = Words::load();
    let literal = regex::Regex::new("\"((?:telegram|pairing)-[a-z-]+)\"").unwrap();
    let mut found = 0;
    for code in sources
        .iter()
        .flat_map(|source| literal.captures_iter(source))
    {
        let code = &code[1];
        for language in Language::ALL {
            let keys = [code.to_owned(), format!("error-{code}")];
            let told = |key: &String| words.text(language, key, &Params::new()) != *key;
            assert!(
                keys.iter().any(told),
                "{code} has no sentence in {language:?}"
            );
        }
        found += 1;
    }
    assert!(found > 30, "{found} codes found");
}

#[test]
fn a_stranger_reads_the_code_and_how_the_owner_approves_it() {
    let words = Words::load();
    let told = crate::error::params([("code", json!("TA382YGX")), ("sender", json!("6"))]);
    for language in Language::ALL {
        let rich = super::render::render(&words.text(language, "telegram-pairing", &told));
        let html = rich.html(0..rich.text.len());
        assert!(html.contains("<code>TA382YGX</code>"), "{html}");
        assert!(
            html.contains("<code>cove pairing approve telegram TA382YGX</code>"),
            "{html}"
        );
    }
}
