#![allow(clippy::unwrap_used, clippy::expect_used)]
//! The whole account over real sockets: polling, intake, status.

use std::time::Duration;

use serde_json::json;

use super::testing::{NOW, Reply, Rig, Server, TOKEN, Taken, text};
use super::*;
use crate::channel::access::DmPolicy;
use crate::clock::Clock as _;
use crate::error::Problem;

const STEP: Duration = Duration::from_millis(500);

fn texts(taken: &[Taken]) -> Vec<(String, Option<i64>)> {
    let text = |taken: &Taken| match taken {
        Taken::Message(inbound, cursor) => (inbound.text.clone(), *cursor),
        Taken::Press(press, cursor) => (press.data.clone(), *cursor),
        Taken::Aside(code, cursor) => (code.clone(), *cursor),
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
async fn the_name_and_the_menu_come_after_the_first_poll() {
    let rig = Rig::start(Server::start().await).await;
    rig.server.heard("setMyCommands", 2).await;
    let menus = rig.server.of("setMyCommands");
    assert_eq!(menus[0].body["commands"][2]["command"], "stop");
    assert_eq!(menus[1].body["language_code"], "zh");
    let status = rig.becomes(Duration::ZERO, ChannelHealth::Well).await;
    assert_eq!(status.name.as_deref(), Some("@cove_bot"));
    assert_eq!(status.heard_at, Some(NOW));
    let channel = rig.handle.channel();
    rig.handle.stop().await;
    assert_eq!(channel.status().health, ChannelHealth::Off);
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
async fn a_stop_while_the_store_fails_ends_and_confirms_nothing() {
    let server = Server::start().await;
    server.then("getUpdates", Reply::Result(json!([text(1, 5, "a")])));
    let rig = Rig::with(server, None, 1_000_000, None).await;
    rig.becomes(Duration::ZERO, ChannelHealth::Trying).await;
    let server = Arc::clone(&rig.server);
    super::testing::soon("stop", rig.handle.stop()).await;
    assert_eq!(server.of("getUpdates").len(), 1);
}

#[tokio::test]
async fn another_poller_is_waited_for_then_shown_then_recovered_from() {
    let server = Server::start().await;
    let conflict = || {
        let words = "Conflict: terminated by other getUpdates request";
        Reply::Error(409, words, json!({}))
    };
    for _ in 0..80 {
        server.then("getUpdates", conflict());
    }
    let rig = Rig::start(server).await;
    rig.server.heard("getUpdates", 1).await;
    assert_eq!(
        rig.handle.channel().status().health,
        ChannelHealth::Connecting
    );
    let status = rig.becomes(STEP, ChannelHealth::Trying).await;
    assert_eq!(status.problem.unwrap().code, "telegram-conflict");
    assert!(rig.clock.monotonic_ms() >= 30_000);
    assert!(rig.clock.monotonic_ms() < 60_000, "said within a minute");
    let tries = rig.server.of("getUpdates").len();
    assert!(tries < 80, "{tries} tries");
    for _ in tries..80 {
        rig.time_passes_until(
            STEP * 20,
            "getUpdates",
            rig.server.of("getUpdates").len() + 1,
        )
        .await;
    }
    // The poll hangs at the silent server until the watchdog ends it; then it counts as quiet.
    for _ in 0..3 {
        rig.server.then("getUpdates", Reply::Result(json!([])));
    }
    let again = rig.becomes(STEP * 4, ChannelHealth::Well).await;
    assert_eq!(again.problem, None);
    rig.handle.stop().await;
}

#[tokio::test]
async fn a_bad_token_stops_the_polling_until_somebody_wakes_it() {
    let server = Server::start().await;
    server.then("getUpdates", Reply::Error(401, "Unauthorized", json!({})));
    let rig = Rig::start(server).await;
    let status = rig.becomes(Duration::ZERO, ChannelHealth::NeedsYou).await;
    assert_eq!(status.problem.unwrap().code, "telegram-token");
    rig.clock.advance(Duration::from_secs(3_600));
    tokio::task::yield_now().await;
    assert_eq!(rig.server.of("getUpdates").len(), 1);
    rig.handle.wake();
    rig.becomes(Duration::ZERO, ChannelHealth::Well).await;
    assert_eq!(*rig.tokens.0.borrow(), 2, "the token is asked for again");
    rig.handle.stop().await;
}

#[tokio::test]
async fn without_a_token_nothing_is_called_and_the_reason_is_the_token_holders_own() {
    let server = Server::start().await;
    let locked = Problem::new("secret-locked");
    let rig = Rig::with(server, None, 0, Some(locked.clone())).await;
    let status = rig.becomes(Duration::ZERO, ChannelHealth::NeedsYou).await;
    assert_eq!(status.problem, Some(locked));
    assert!(rig.server.calls.borrow().is_empty());
    rig.handle.stop().await;
}

#[tokio::test]
async fn every_passing_trouble_is_shown_and_recovered_from() {
    for (reply, code) in [
        (
            Reply::Error(429, "Too Many Requests", json!({"retry_after": 7})),
            "telegram-too-many",
        ),
        (
            Reply::Error(502, "Bad Gateway", json!({})),
            "telegram-server",
        ),
        (Reply::Page(502), "telegram-server"),
        (Reply::Page(200), "telegram-server"),
        (Reply::Break, "telegram-lost"),
        (Reply::Silence, "telegram-lost"),
    ] {
        let server = Server::start().await;
        server.then("getUpdates", reply.clone());
        let rig = Rig::start(server).await;
        rig.server.heard("getUpdates", 1).await;
        let status = rig.becomes(STEP, ChannelHealth::Trying).await;
        assert_eq!(status.problem.unwrap().code, code, "{reply:?}");
        let since = rig.clock.monotonic_ms();
        rig.becomes(STEP, ChannelHealth::Well).await;
        if code == "telegram-too-many" {
            assert!(
                rig.clock.monotonic_ms() - since >= 6_500,
                "the server's own wait"
            );
        }
        rig.handle.stop().await;
    }
}

#[tokio::test]
async fn a_hanging_connection_is_given_up_after_the_poll_and_a_margin() {
    let rig = Rig::start(Server::start().await).await;
    // The long poll, which the server never answers: a half-open connection looks the same.
    rig.server.heard("getUpdates", 2).await;
    let from = rig.clock.monotonic_ms();
    let status = rig.becomes(STEP, ChannelHealth::Trying).await;
    assert_eq!(status.problem.unwrap().code, "telegram-lost");
    let waited = rig.clock.monotonic_ms() - from;
    assert!((45_000..50_000).contains(&waited), "{waited}");
    rig.becomes(STEP, ChannelHealth::Well).await;
    rig.handle.stop().await;
}

#[tokio::test]
async fn a_network_that_is_down_is_told_from_one_that_breaks() {
    let dead = Arc::new(Server::at("http://127.0.0.1:9"));
    let rig = Rig::start(dead).await;
    let status = rig.becomes(Duration::ZERO, ChannelHealth::Trying).await;
    assert_eq!(status.problem.unwrap().code, "telegram-unreachable");
    assert_eq!(status.heard_at, None);
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
    rig.server
        .then("getUpdates", Reply::Result(json!([text(3, 6, "now?")])));
    rig.handle.wake();
    rig.time_passes_until(STEP, "getUpdates", 3).await;
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
    let voice = json!({"update_id": 1, "message": {"message_id": 2, "date": 1,
        "chat": {"id": 5, "type": "private"}, "from": {"id": 5}, "voice": {"file_id": "x"}}});
    server.then("getUpdates", Reply::Result(json!([voice])));
    let rig = Rig::start(server).await;
    let taken = rig.sink.has(2).await;
    assert!(
        matches!(&taken[0], Taken::Notice(_, text) if text.contains("voice")),
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

#[tokio::test]
async fn no_error_names_the_token_or_the_address() {
    let server = Server::start().await;
    server.then("getMe", Reply::Break);
    let rig = Rig::start(Arc::clone(&server)).await;
    rig.server.heard("getUpdates", 1).await;
    assert!(
        server.calls.borrow()[0].path.contains(TOKEN),
        "the call itself needs it"
    );
    let clock = rig.clock.clone() as SharedClock;
    let tokens = || rig.tokens.clone() as Arc<dyn TokenSource>;
    for (root, reply) in [
        (server.root.as_str(), Some(Reply::Break)),
        (server.root.as_str(), Some(Reply::Page(500))),
        ("http://127.0.0.1:9", None),
        ("ftp://nowhere", None),
    ] {
        if let Some(reply) = reply {
            server.then("getFile", reply);
        }
        let client = Client::new(root, tokens(), Arc::clone(&clock));
        let limit = Duration::from_secs(30);
        let failed = client.call::<bool>("getFile", &json!({}), limit).await;
        let said = format!(
            "{0} {0:?} {1:?} {client:?}",
            failed.as_ref().unwrap_err(),
            { failed.as_ref().unwrap_err().problem() }
        );
        for secret in [TOKEN, "secret-TOKEN", "/bot"] {
            assert!(!said.contains(secret), "{said}");
        }
    }
    rig.handle.stop().await;
}

#[tokio::test]
async fn a_wake_ends_a_hanging_poll_and_a_changed_token_is_asked_for() {
    let rig = Rig::start(Server::start().await).await;
    rig.server.heard("getUpdates", 2).await;
    rig.handle.wake();
    rig.server.heard("getUpdates", 3).await;
    assert_eq!(*rig.tokens.0.borrow(), 1);
    rig.handle.token_changed();
    rig.server.heard("getUpdates", 4).await;
    assert_eq!(*rig.tokens.0.borrow(), 2);
    rig.handle.stop().await;
}

#[tokio::test]
async fn an_answer_of_the_agent_is_cut_and_sent_as_telegram_reads_it() {
    let rig = Rig::start(Server::start().await).await;
    let channel = rig.handle.channel();
    let route = Route {
        channel: ChannelKind::Telegram,
        account: "default".into(),
        peer: "5".into(),
        thread: None,
        chat_type: crate::channel::ChatType::Direct,
    };
    let parts = channel.render(&route, &"**Done** with <name>.\n\n".repeat(400));
    assert!(parts.len() > 1);
    assert!(
        parts
            .iter()
            .all(|part| part.body.encode_utf16().count() <= 4_096)
    );
    assert!(parts[0].plain.starts_with("Done with <name>."));
    let receipt = channel.send(&parts[0]).await.unwrap();
    assert_eq!(receipt.message_id, "900");
    let sent = rig.server.of("sendMessage")[0].body["text"].clone();
    assert!(
        sent.as_str()
            .unwrap()
            .starts_with("<b>Done</b> with &lt;name&gt;.\n\n")
    );
    rig.handle.stop().await;
}

#[test]
fn every_code_of_this_folder_has_its_sentence() {
    let sources = [
        include_str!("../access.rs"),
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
