//! The poller under every passing and lasting trouble.

#![allow(clippy::unwrap_used, clippy::expect_used)]
//! The whole account over real sockets: polling, intake, status.

use std::time::Duration;

use serde_json::{Value, json};

use super::testing::{NOW, Reply, Rig, Server, TOKEN, Taken, entry, text};
use super::*;
use crate::clock::Clock as _;
use crate::error::Problem;

const STEP: Duration = Duration::from_millis(500);

#[tokio::test]
async fn the_name_and_the_menu_come_after_the_first_poll() {
    let rig = Rig::start(Server::start().await).await;
    rig.server.heard("setMyCommands", 4).await;
    let menus = rig.server.of("setMyCommands");
    let names = |n: usize| {
        let commands = menus[n].body["commands"].as_array().unwrap();
        let names = commands.iter().map(|command| command["command"].clone());
        names.collect::<Vec<_>>()
    };
    assert_eq!(names(0), ["help", "model"]);
    assert_eq!(menus[1].body["language_code"], "zh");
    assert_ne!(menus[0].body["commands"], menus[1].body["commands"]);
    assert_eq!(menus[2].body["scope"]["type"], "all_group_chats");
    assert_eq!(names(2), ["help"]);
    let status = rig.becomes(Duration::ZERO, ChannelHealth::Well).await;
    assert_eq!(status.name.as_deref(), Some("@cove_bot"));
    assert_eq!(status.heard_at, Some(NOW));
    let channel = rig.handle.channel();
    rig.handle.stop().await;
    assert_eq!(channel.status().health, ChannelHealth::Off);
}

#[tokio::test]
async fn a_menu_that_changes_is_told_again_and_an_empty_one_is_taken_away() {
    let rig = Rig::start(Server::start().await).await;
    rig.server.heard("setMyCommands", 4).await;
    rig.menu.send_replace(Menu {
        entries: vec![entry("stop", true)],
        owners: Vec::new(),
    });
    rig.server.heard("setMyCommands", 8).await;
    let last = rig.server.of("setMyCommands").pop().unwrap();
    assert_eq!(last.body["commands"][0]["command"], "stop");
    rig.menu.send_replace(Menu::default());
    rig.server.heard("deleteMyCommands", 4).await;
    rig.handle.stop().await;
}

#[tokio::test]
async fn an_owner_sees_all_of_it_and_who_is_none_any_more_what_everybody_sees() {
    let rig = Rig::start(Server::start().await).await;
    rig.server.heard("setMyCommands", 4).await;
    let mut own = entry("stop", false);
    own.anyone = false;
    let entries = vec![entry("help", true), own];
    let owners = vec![5];
    rig.menu.send_replace(Menu { entries, owners });
    rig.server.heard("setMyCommands", 10).await;
    let menus = rig.server.of("setMyCommands").split_off(4);
    let of = |n: usize| {
        let commands = menus[n].body["commands"].as_array().unwrap();
        let names = commands.iter().map(|command| command["command"].clone());
        (menus[n].body["scope"].clone(), names.collect::<Vec<_>>())
    };
    assert_eq!(of(0), (Value::Null, vec![json!("help")]));
    assert_eq!(
        of(4),
        (
            json!({"type": "chat", "chat_id": 5}),
            vec![json!("help"), json!("stop")]
        )
    );
    rig.menu.send_modify(|menu| menu.owners.clear());
    let taken = rig.server.heard("deleteMyCommands", 2).await;
    assert_eq!(taken.body["scope"]["chat_id"], 5);
    rig.handle.stop().await;
}

#[tokio::test]
async fn an_update_that_always_fails_is_set_aside_told_and_blocks_nothing() {
    for bad in [super::testing::POISON, super::testing::BREAKS] {
        let server = Server::start().await;
        let updates = json!([text(1, 5, bad), text(2, 5, "after it")]);
        server.then("getUpdates", Reply::Result(updates));
        let rig = Rig::start(server).await;
        let next = rig.time_passes_until(STEP, "getUpdates", 2).await;
        assert_eq!(next.body["offset"], 3, "{bad}");
        let taken = rig.sink.has(3).await;
        let failed = Taken::Aside("telegram-update-failed".into(), Some(1));
        assert_eq!(taken[0], failed, "{bad}");
        assert!(matches!(&taken[1], Taken::Notice(id, _) if id.contains("not-taken")));
        assert!(
            matches!(&taken[2], Taken::Message(inbound, Some(2)) if inbound.text == "after it")
        );
        let took = rig.clock.monotonic_ms();
        assert!((20_000..90_000).contains(&took), "bounded tries: {took}");
        rig.becomes(STEP, ChannelHealth::Well).await;
        rig.handle.stop().await;
    }
}

#[tokio::test]
async fn a_store_that_takes_nothing_sets_nothing_aside() {
    let server = Server::start().await;
    server.then("getUpdates", Reply::Result(json!([text(1, 5, "a")])));
    // Seven tries, then seventeen with the setting aside behind each.
    let rig = Rig::with(server, None, 41, None).await;
    rig.becomes(Duration::ZERO, ChannelHealth::Trying).await;
    let next = rig.time_passes_until(STEP * 4, "getUpdates", 2).await;
    assert_eq!(next.body["offset"], 2);
    let taken = rig.sink.has(1).await;
    assert!(
        matches!(&taken[0], Taken::Message(inbound, _) if inbound.text == "a"),
        "{taken:?}"
    );
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
    let words = "Conflict: terminated by other getUpdates request";
    server.polls(Reply::Error(409, words, json!({})));
    let rig = Rig::start(server).await;
    rig.server.heard("getUpdates", 1).await;
    assert_eq!(
        rig.handle.channel().status().health,
        ChannelHealth::Connecting
    );
    let status = rig.becomes(STEP, ChannelHealth::Trying).await;
    assert_eq!(status.problem.unwrap().code, "telegram-conflict");
    let said_after = rig.clock.monotonic_ms();
    assert!((30_000..60_000).contains(&said_after), "{said_after}");
    // Slowly from here on: never two tries within half a minute.
    let tries = rig.server.of("getUpdates").len();
    rig.clock.advance(Duration::from_secs(29));
    tokio::task::yield_now().await;
    assert_eq!(rig.server.of("getUpdates").len(), tries);
    rig.time_passes_until(STEP * 4, "getUpdates", tries + 1)
        .await;
    // The other program leaves; polls are answered empty.
    rig.server.polls(Reply::Result(json!([])));
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
        // Time moves only where it is what ends the wait.
        let step = match reply {
            Reply::Silence => STEP,
            _ => Duration::ZERO,
        };
        let status = rig.becomes(step, ChannelHealth::Trying).await;
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
    assert!((45_000..60_000).contains(&waited), "{waited}");
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
