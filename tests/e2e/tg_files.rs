//! Telegram: files people send, in the workspace and before the model's eyes.
//!
//! Owns: the download over HTTP, its bounds and failures, albums, pictures, a kill in between.

use cove_tests::Hold;
use cove_tests::model::{Reply, Shape};
use cove_tests::telegram::Fault;
use cove_tests::{FakeModel, FakeTelegram};
use serde_json::{Value, json};

use crate::world::{ANNA, World, home, until};

/// The smallest picture: one black dot.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0,
    1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 0x0a, b'I', b'D', b'A', b'T',
    0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N',
    b'D', 0xae, 0x42, 0x60, 0x82,
];

/// A world whose model speaks this format and sees pictures, or does not.
async fn seeing(shape: Shape, sees: bool) -> World {
    let (model, telegram) = (FakeModel::start().await, FakeTelegram::start().await);
    model.answer_with(|_| Reply::text("read"));
    let home = home()
        .with_fake_model_as(&model, shape)
        .with_telegram(&telegram, &[ANNA]);
    let world = World {
        model,
        telegram,
        home,
    };
    if sees {
        return world;
    }
    let mut config: Value = serde_json::from_str(&world.home.config_text()).unwrap();
    config["models"]["providers"]["fake"]["models"][0]["input"] = json!(["text"]);
    let home = world.home.with_config_text(&config.to_string());
    World { home, ..world }
}

fn asked(world: &World) -> Vec<String> {
    let requests = world.model.requests();
    requests
        .iter()
        .map(|asked| asked.last_user_text())
        .collect()
}

/// Files below the inbox folder of the workspace, by name.
fn kept(world: &World, folder: &str) -> Vec<String> {
    let folder = world.home.workspace(folder);
    let Ok(days) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let files = days
        .flatten()
        .flat_map(|day| std::fs::read_dir(day.path()).unwrap().flatten());
    let mut names: Vec<String> = files
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_document_lies_in_the_workspace_and_the_model_is_told_where() {
    let world = seeing(Shape::Chat, true).await;
    let _gateway = world.listening().await;
    world
        .anna()
        .sends_document("../my list.txt", "milk", "buy these");
    world.told("read").await;
    assert_eq!(kept(&world, "inbox"), ["my list.txt"]);
    let text = asked(&world).remove(0);
    assert!(
        text.starts_with("buy these\n\n[media attached: inbox/"),
        "{text}"
    );
    assert!(
        text.ends_with("/my list.txt (application/octet-stream)]"),
        "{text}"
    );
    world.no_problems();
}

#[tokio::test]
async fn a_photo_is_seen_in_each_format_by_a_model_that_sees() {
    for shape in [Shape::Chat, Shape::Responses, Shape::Anthropic] {
        let world = seeing(shape, true).await;
        let _gateway = world.listening().await;
        world.anna().sends_photo(PNG, "what is this?");
        world.told("read").await;
        let pictures = world.model.requests()[0].pictures();
        assert_eq!(
            pictures,
            [("image/png".to_owned(), PNG.to_vec())],
            "{shape:?}"
        );
        assert_eq!(kept(&world, "inbox"), ["photo.jpg"]);
        let transcript = world.transcripts();
        assert!(
            transcript.contains("\"mimeType\":\"image/png\""),
            "{transcript}"
        );
        world.no_problems();
    }
}

#[tokio::test]
async fn a_model_that_sees_nothing_is_told_of_the_picture_and_where_it_is() {
    let world = seeing(Shape::Chat, false).await;
    let _gateway = world.listening().await;
    world.anna().sends_photo(PNG, "");
    world.told("read").await;
    assert_eq!(world.model.requests()[0].pictures(), []);
    let text = asked(&world).remove(0);
    assert!(text.contains("[You can't see the picture inbox/"), "{text}");
    assert!(!world.transcripts().contains("mimeType"));
    world.no_problems();
}

#[tokio::test]
async fn an_album_is_one_message_with_all_its_pictures() {
    let world = seeing(Shape::Chat, true).await;
    let (_gateway, clock) = world.driven(1_760_000_000_000).await;
    world.telegram.wait_for_poll().await;
    let other = [PNG, b"more"].concat();
    world
        .anna()
        .sends_album(&[(PNG, "our garden"), (&other, "")]);
    world.told_while(&clock, "read").await;
    world.quiet().await;
    assert_eq!(world.model.requests().len(), 1);
    assert_eq!(world.model.requests()[0].pictures().len(), 2);
    assert_eq!(kept(&world, "inbox"), ["photo (2).jpg", "photo.jpg"]);
    let text = asked(&world).remove(0);
    assert!(
        text.starts_with("our garden\n\n[media attached: inbox/2025-10-09/photo.jpg"),
        "{text}"
    );
    world.no_problems();
}

#[tokio::test]
async fn a_file_that_is_too_large_is_told_to_the_person_and_the_model() {
    let world = seeing(Shape::Chat, true).await;
    let _gateway = world.listening().await;
    world
        .anna()
        .sends_document("film.mov", vec![0_u8; 21 * 1024 * 1024], "look");
    world
        .told("I could not get “film.mov”. Telegram gives bots no file over 20 MB.")
        .await;
    world.told("read").await;
    let text = asked(&world).remove(0);
    assert!(text.contains("[media not attached: film.mov"), "{text}");
    assert_eq!(kept(&world, "inbox"), Vec::<String>::new());
    let asked_for = world.telegram.calls();
    assert!(
        asked_for.iter().all(|call| call.method != "getFile"),
        "known to be too large"
    );
    world.no_problems();
}

#[tokio::test]
async fn a_download_that_fails_is_tried_again_and_then_told_without_the_token() {
    let world = seeing(Shape::Chat, true).await;
    let (gateway, clock) = world.driven(1_760_000_000_000).await;
    world.telegram.wait_for_poll().await;
    for _ in 0..3 {
        world
            .telegram
            .fail_next("getFile", Fault::ServerError(502, "<html>".into()));
    }
    world.anna().sends_document("a.txt", "milk", "");
    world
        .told_while(
            &clock,
            "I could not get “a.txt”. Telegram has trouble of its own.",
        )
        .await;
    world.told_while(&clock, "read").await;
    world.anna().sends_document("b.txt", "milk", "");
    until("the second file", async || {
        clock.advance(500).await;
        (kept(&world, "inbox") == ["b.txt"]).then_some(())
    })
    .await;
    let token = world.telegram.token();
    let secret = token.split(':').nth(1).unwrap();
    let log: String = std::fs::read_dir(world.home.state_dir().join("logs"))
        .map(|logs| {
            logs.flatten()
                .map(|file| std::fs::read_to_string(file.path()).unwrap_or_default())
                .collect()
        })
        .unwrap_or_default();
    assert!(!log.contains(secret), "the token stands in a log");
    assert!(!gateway.stderr().contains(secret));
    assert!(!world.transcripts().contains(secret));
    world.no_problems();
}

#[tokio::test]
async fn a_kill_during_the_download_keeps_the_file_once() {
    let world = seeing(Shape::Chat, true).await;
    let mut gateway = world.listening().await;
    let hold = Hold::new();
    world
        .telegram
        .fail_next("getFile", Fault::HoldAfter(hold.clone()));
    let sent = world.anna().sends_document("a.txt", "milk", "buy");
    hold.arrived().await;
    world.telegram.wait_for_confirmed(sent + 1).await;
    gateway.kill9();
    hold.release();
    world.telegram.wait_until_idle().await;
    let _gateway = world.listening().await;
    world.told("read").await;
    world.quiet().await;
    assert_eq!(kept(&world, "inbox"), ["a.txt"], "{:?}", asked(&world));
    assert_eq!(world.model.requests().len(), 1);
    assert_eq!(world.texts(), ["read"]);
    world.no_problems();
}

#[tokio::test]
async fn a_guests_file_lies_where_guests_read() {
    let world = seeing(Shape::Chat, true).await;
    let open = json!({"channels": {"telegram": {"dmPolicy": "open", "allowFrom": ["*"]}}});
    let world = World {
        home: world.home.with_config(open),
        ..world
    };
    let _gateway = world.listening().await;
    world
        .telegram
        .user(77, "Bo")
        .sends_document("plan.txt", "mine", "");
    until("an answer", async || {
        (!world.telegram.sent_to(77).is_empty()).then_some(())
    })
    .await;
    assert_eq!(kept(&world, "inbox"), Vec::<String>::new());
    assert_eq!(kept(&world, "shared/inbox"), ["plan.txt"]);
    world.no_problems();
}
