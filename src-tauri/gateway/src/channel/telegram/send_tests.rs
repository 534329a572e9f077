//! What a send may come to.

#![allow(clippy::unwrap_used, clippy::expect_used)]
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::watch;

use super::super::client::TokenSource;
use super::super::testing::{NOW, Reply, Server, Tokens, Workspace};
use super::*;
use crate::channel::answering::{Previewed, Urgency};
use crate::channel::sent_file::SentFile;
use crate::channel::types::{ChannelKind, ChatType};
use crate::clock::{ManualClock, SharedClock};
use crate::words::{Language, Words};

const GONE: &str = "The topic is gone & here I am.";

fn part(peer: &str, thread: Option<&str>) -> Outgoing {
    Outgoing {
        route: Route {
            channel: ChannelKind::Telegram,
            account: "default".into(),
            peer: peer.into(),
            thread: thread.map(Into::into),
            chat_type: ChatType::Direct,
        },
        body: "<b>hi</b> &amp;".into(),
        plain: "hi &".into(),
        buttons: Vec::new(),
        silent: false,
        reply_to: None,
        carried: None,
    }
}

fn client(server: &Server) -> (Client, Arc<ManualClock>) {
    let clock = ManualClock::new(NOW, "UTC");
    let tokens = Arc::new(Tokens(watch::channel(0).0, None)) as Arc<dyn TokenSource>;
    let shared = Arc::clone(&clock) as SharedClock;
    (Client::new(&server.root, tokens, shared), clock)
}

async fn send(server: &Server, part: &Outgoing) -> Result<Receipt, SendFailure> {
    let (client, clock) = client(server);
    let sender = Sender::new(clock as SharedClock, Arc::new(Workspace));
    sender.send(&client, part, Style::default(), GONE).await
}

async fn failure(reply: Reply) -> SendFailure {
    let server = Server::start().await;
    server.then("sendMessage", reply);
    let failed = send(&server, &part("5", None)).await.unwrap_err();
    assert_eq!(
        server.of("sendMessage").len(),
        1,
        "never sent again by itself"
    );
    failed
}

fn bodies(server: &Server) -> Vec<Value> {
    let calls = server.of("sendMessage");
    calls.into_iter().map(|call| call.body).collect()
}

#[tokio::test]
async fn a_part_goes_out_as_html_and_the_receipt_is_telegrams_number() {
    let server = Server::start().await;
    let mut part = part("5", None);
    part.silent = true;
    part.reply_to = Some("44".into());
    part.buttons = vec![vec![("Undo".into(), "undo:1".into())]];
    assert_eq!(send(&server, &part).await.unwrap().message_id, "900");
    let expected = json!({
        "chat_id": 5, "text": "<b>hi</b> &amp;", "parse_mode": "HTML",
        "disable_notification": true,
        "reply_parameters": {"message_id": 44, "allow_sending_without_reply": true},
        "reply_markup": {"inline_keyboard": [[{"text": "Undo", "callback_data": "undo:1"}]]},
    });
    assert_eq!(bodies(&server), [expected]);
}

#[tokio::test]
async fn refused_markup_goes_again_as_plain_text() {
    let server = Server::start().await;
    let refusal = "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 0";
    server.then("sendMessage", Reply::Error(400, refusal, json!({})));
    send(&server, &part("5", None)).await.unwrap();
    assert_eq!(bodies(&server)[1], json!({"chat_id": 5, "text": "hi &"}));
}

#[tokio::test]
async fn a_topic_that_is_gone_is_answered_in_the_chat_with_a_word() {
    let server = Server::start().await;
    let gone = "Bad Request: message thread not found";
    server.then("sendMessage", Reply::Error(400, gone, json!({})));
    let refusal = "Bad Request: can't parse entities: whatever";
    server.then("sendMessage", Reply::Error(400, refusal, json!({})));
    send(&server, &part("-100", Some("42"))).await.unwrap();
    let sent = bodies(&server);
    assert_eq!(sent[0]["message_thread_id"], 42);
    assert_eq!(sent[1].get("message_thread_id"), None);
    assert_eq!(
        sent[1]["text"],
        "The topic is gone &amp; here I am.\n\n<b>hi</b> &amp;"
    );
    assert_eq!(sent[2]["text"], format!("{GONE}\n\nhi &"));
    assert_eq!(sent.len(), 3);
}

#[tokio::test]
async fn the_general_topic_is_sent_to_without_its_number_and_typed_in_with_it() {
    let server = Server::start().await;
    let part = part("-100", Some("1"));
    send(&server, &part).await.unwrap();
    let (client, _clock) = client(&server);
    typing(&client, &part.route).await;
    assert_eq!(bodies(&server)[0].get("message_thread_id"), None);
    let typed = &server.of("sendChatAction")[0].body;
    assert_eq!(
        (&typed["message_thread_id"], &typed["action"]),
        (&json!(1), &json!("typing"))
    );
}

#[tokio::test]
async fn what_surely_was_not_taken_may_go_again() {
    for (reply, code) in [
        (
            Reply::Error(500, "Internal Server Error", json!({})),
            "telegram-server",
        ),
        (
            Reply::Error(504, "Gateway Timeout", json!({})),
            "telegram-server",
        ),
        (Reply::Page(502), "telegram-server"),
        (Reply::Page(403), "telegram-server"),
        (
            Reply::Error(401, "Unauthorized", json!({})),
            "telegram-token",
        ),
    ] {
        match failure(reply.clone()).await {
            SendFailure::Again { after, reason } => {
                assert_eq!(reason.code, code, "{reply:?}");
                assert!(!after.is_zero());
            }
            other => panic!("{reply:?}: {other:?}"),
        }
    }
    let nobody = Server::at("http://127.0.0.1:9");
    let failed = send(&nobody, &part("5", None)).await.unwrap_err();
    assert!(
        matches!(&failed, SendFailure::Again { reason, .. } if reason.code == "telegram-unreachable"),
        "{failed:?}"
    );
}

#[tokio::test]
async fn too_many_is_waited_for_exactly_as_long_as_telegram_says() {
    let server = Server::start().await;
    let words = "Too Many Requests: retry after 3";
    let more = json!({"retry_after": 3});
    server.then("sendMessage", Reply::Error(429, words, more));
    let (client, clock) = client(&server);
    let sender = Sender::new(Arc::clone(&clock) as SharedClock, Arc::new(Workspace));
    let (here, other) = (part("5", None), part("6", None));
    let sent = sender.send(&client, &here, Style::default(), GONE).await;
    match sent {
        Err(SendFailure::Later { after, reason }) => {
            assert_eq!(after, Duration::from_secs(3));
            assert_eq!(reason.code, "telegram-too-many");
        }
        other => panic!("{other:?}"),
    }
    let wait = |part: &Outgoing| sender.throttle.wait(&part.route, Urgency::Answer);
    assert_eq!(wait(&here), Duration::from_secs(3));
    assert_eq!(wait(&other), Duration::ZERO, "another chat goes on");
    clock.advance(Duration::from_secs(3));
    assert_eq!(wait(&here), Duration::ZERO);
}

#[tokio::test]
async fn links_are_shown_unless_the_settings_say_otherwise() {
    let server = Server::start().await;
    let (client, clock) = client(&server);
    let sender = Sender::new(clock as SharedClock, Arc::new(Workspace));
    for link_preview in [true, false] {
        let style = Style {
            link_preview,
            ..Style::default()
        };
        let part = part("5", None);
        sender.send(&client, &part, style, GONE).await.unwrap();
    }
    let sent = bodies(&server);
    assert_eq!(sent[0].get("link_preview_options"), None);
    assert_eq!(
        sent[1]["link_preview_options"],
        json!({"is_disabled": true})
    );
}

fn draft(id: &str, words: bool) -> Outgoing {
    let mut part = part("5", None);
    part.carried = Some(Carried::Draft(id.into()));
    if !words {
        (part.body, part.plain) = (String::new(), String::new());
    }
    part
}

#[tokio::test]
async fn what_shows_the_beginning_of_an_answer_becomes_the_answer() {
    let server = Server::start().await;
    let receipt = send(&server, &draft("77", true)).await.unwrap();
    assert_eq!(receipt.message_id, "77");
    let edit = &server.of("editMessageText")[0].body;
    assert_eq!(
        *edit,
        json!({"chat_id": 5, "message_id": 77, "text": "<b>hi</b> &amp;", "parse_mode": "HTML"})
    );
    let same = "Bad Request: message is not modified: specified new message content";
    server.then("editMessageText", Reply::Error(400, same, json!({})));
    assert!(send(&server, &draft("77", true)).await.is_ok());
    assert!(server.of("sendMessage").is_empty());
    assert!(server.of("deleteMessage").is_empty());
}

#[tokio::test]
async fn a_beginning_that_cannot_be_changed_is_taken_away_and_the_answer_goes_as_a_new_message() {
    let server = Server::start().await;
    let gone = "Bad Request: message to edit not found";
    server.then("editMessageText", Reply::Error(400, gone, json!({})));
    let failed = send(&server, &draft("77", true)).await.unwrap_err();
    assert_eq!(failed, SendFailure::DraftGone);
    assert_eq!(server.of("deleteMessage")[0].body["message_id"], 77);
}

#[tokio::test]
async fn an_edit_that_may_have_arrived_goes_again_and_one_too_many_waits() {
    let server = Server::start().await;
    server.then("editMessageText", Reply::Break);
    let failed = send(&server, &draft("77", true)).await.unwrap_err();
    assert!(matches!(failed, SendFailure::Again { .. }), "{failed:?}");
    let more = json!({"retry_after": 9});
    server.then(
        "editMessageText",
        Reply::Error(429, "Too Many Requests", more),
    );
    let failed = send(&server, &draft("77", true)).await.unwrap_err();
    assert!(
        matches!(failed, SendFailure::Later { after, .. } if after.as_secs() == 9),
        "{failed:?}"
    );
}

#[tokio::test]
async fn a_beginning_that_no_answer_follows_is_taken_away() {
    let server = Server::start().await;
    send(&server, &draft("77", false)).await.unwrap();
    assert_eq!(server.of("deleteMessage")[0].body["message_id"], 77);
    let gone = "Bad Request: message to delete not found";
    server.then("deleteMessage", Reply::Error(400, gone, json!({})));
    send(&server, &draft("77", false)).await.unwrap();
    assert!(server.of("editMessageText").is_empty());
}

#[tokio::test]
async fn a_preview_gives_way_to_answers_and_says_under_which_number_it_stands() {
    let server = Server::start().await;
    let (client, clock) = client(&server);
    let sender = Sender::new(Arc::clone(&clock) as SharedClock, Arc::new(Workspace));
    let (part, style) = (part("5", None), Style::default());
    let first = sender.preview(&client, &part, None, style).await;
    assert_eq!(first, Previewed::Shown("900".into()));
    for _ in 0..3 {
        // All chats together leave room for answers too.
        clock.advance(Duration::from_millis(100));
        let again = sender.preview(&client, &part, Some("900"), style).await;
        assert_eq!(again, Previewed::Shown("900".into()));
    }
    let last = sender.preview(&client, &part, Some("900"), style).await;
    assert_eq!(last, Previewed::NotNow, "one place is left for the answer");
    assert_eq!(
        sender.throttle.wait(&part.route, Urgency::Answer),
        Duration::ZERO
    );
    clock.advance(Duration::from_secs(1));
    server.then("sendMessage", Reply::Break);
    let lost = sender.preview(&client, &part, None, style).await;
    assert_eq!(lost, Previewed::Gone, "it may stand there unknown");
}

#[tokio::test]
async fn what_may_have_been_taken_is_unknown() {
    for reply in [
        Reply::Break,
        Reply::Page(504),
        Reply::Page(200),
        Reply::Result(json!({})),
    ] {
        let failed = failure(reply.clone()).await;
        assert!(
            matches!(failed, SendFailure::Unknown(_)),
            "{reply:?}: {failed:?}"
        );
    }
}

#[tokio::test]
async fn no_answer_in_time_is_unknown() {
    let server = Server::start().await;
    server.then("sendMessage", Reply::Silence);
    let (client, clock) = client(&server);
    let part = part("5", None);
    let sender = Sender::new(Arc::clone(&clock) as SharedClock, Arc::new(Workspace));
    let sent = sender.send(&client, &part, Style::default(), GONE);
    let (failed, ()) = tokio::join!(sent, async {
        server.heard("sendMessage", 1).await;
        clock.advance(SEND_LIMIT);
    });
    assert!(matches!(failed, Err(SendFailure::Unknown(_))), "{failed:?}");
}

#[tokio::test]
async fn what_will_never_arrive_says_why() {
    for (code, words, more, expected) in [
        (
            403,
            "Forbidden: bot was blocked by the user",
            json!({}),
            "telegram-blocked",
        ),
        (
            400,
            "Bad Request: chat not found",
            json!({}),
            "telegram-no-chat",
        ),
        (
            400,
            "Bad Request: message is too long",
            json!({}),
            "telegram-too-long",
        ),
        (
            400,
            "Bad Request: message text is empty",
            json!({}),
            "telegram-refused",
        ),
    ] {
        let failed = failure(Reply::Error(code, words, more)).await;
        assert!(
            matches!(&failed, SendFailure::Refused(reason) if reason.code == expected),
            "{failed:?}"
        );
    }
    let moved = json!({"migrate_to_chat_id": -1_001_234});
    let words = "Bad Request: group chat was upgraded to a supergroup chat";
    match failure(Reply::Error(400, words, moved)).await {
        SendFailure::Refused(reason) => {
            assert_eq!(reason.code, "telegram-group-moved");
            assert_eq!(reason.params["chat"], "-1001234");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn waits_grow_while_telegram_is_in_trouble_and_are_short_again_after_a_success() {
    let server = Server::start().await;
    let (client, clock) = client(&server);
    let (sender, part) = (
        Sender::new(clock as SharedClock, Arc::new(Workspace)),
        part("5", None),
    );
    let mut waits = Vec::new();
    for _ in 0..4 {
        server.then("sendMessage", Reply::Error(502, "Bad Gateway", json!({})));
        match sender.send(&client, &part, Style::default(), GONE).await {
            Err(SendFailure::Again { after, .. }) => waits.push(after),
            other => panic!("{other:?}"),
        }
    }
    assert!(waits[3] > waits[0] * 3, "{waits:?}");
    let sent = sender.send(&client, &part, Style::default(), GONE);
    sent.await.unwrap();
    assert_eq!(sender.failures.load(Ordering::Relaxed), 0);
}

#[test]
fn the_word_about_a_topic_fits_beside_a_full_part() {
    for language in Language::ALL {
        let word = Words::load().text(
            language,
            "telegram-topic-gone",
            &crate::error::Params::new(),
        );
        assert!(utf16_len(&escape(&word)) <= 90, "{word}");
    }
}

fn file(path: &str) -> Outgoing {
    let file = SentFile {
        agent: "main".into(),
        path: path.into(),
    };
    Outgoing {
        carried: Some(Carried::File(file)),
        ..part("5", None)
    }
}

#[tokio::test]
async fn a_file_is_sent_once_and_one_that_is_gone_is_refused() {
    let server = Server::start().await;
    let taken = json!({"message_id": 901, "date": 1, "chat": {"id": 5}});
    server.then("sendDocument", Reply::Result(taken));
    let receipt = send(&server, &file("plan.txt")).await.unwrap();
    assert_eq!(receipt.message_id, "901");
    match send(&server, &file("gone.txt")).await {
        Err(SendFailure::Refused(why)) => assert_eq!(why.code, "file-missing"),
        other => panic!("{other:?}"),
    }
    server.then("sendDocument", Reply::Break);
    let broken = send(&server, &file("plan.txt")).await;
    assert!(matches!(broken, Err(SendFailure::Unknown(_))), "{broken:?}");
    assert_eq!(server.of("sendDocument").len(), 2, "never again by itself");
}
