//! What hangs on an answer in Telegram: the message it answers, previews of links, “seen”.
//!
//! Owns what each setting of it changes in the calls.

use cove_tests::Reply;
use serde_json::{Value, json};

use crate::world::{ANNA, World, until};

async fn with(patch: Value) -> World {
    let mut world = World::new().await;
    let home = std::mem::take(&mut world.home);
    world.home = home.with_config(patch);
    world
}

/// Asks for an answer of two parts and says which message each answers.
async fn hangs_on(mode: Option<&str>) -> (Vec<Option<i64>>, Option<i64>) {
    let telegram = match mode {
        Some(mode) => json!({"replyToMode": mode, "streaming": "off"}),
        None => json!({"streaming": "off"}),
    };
    let world = with(json!({"channels": {"telegram": telegram}})).await;
    let _gateway = world.listening().await;
    let long = "word ".repeat(1_200);
    world.model.answer_with(move |_| Reply::text(long.clone()));
    world.anna().says("Tell me.");
    let sent = world.telegram.wait_for_sent(2).await;
    let asked = world.telegram.last_message_from_people(ANNA, None);
    world.no_problems();
    (sent.iter().map(|sent| sent.reply_to).collect(), asked)
}

#[tokio::test]
async fn the_settings_say_which_parts_hang_on_the_message_they_answer() {
    let (parts, asked) = hangs_on(Some("all")).await;
    assert_eq!(parts, [asked, asked]);
    let (parts, asked) = hangs_on(Some("first")).await;
    assert_eq!(parts, [asked, None]);
    for mode in [Some("off"), None] {
        assert_eq!(hangs_on(mode).await.0, [None, None], "{mode:?}");
    }
}

#[tokio::test]
async fn links_show_where_they_lead_unless_that_is_switched_off() {
    for (shows, expected) in [(true, Value::Null), (false, json!({"is_disabled": true}))] {
        let world = with(json!({"channels": {"telegram": {"linkPreview": shows}}})).await;
        let _gateway = world.listening().await;
        world.anna().says("https://a.b");
        let sent = world.telegram.wait_for_calls("sendMessage", 1).await;
        assert_eq!(sent[0].params["link_preview_options"], expected);
        world.no_problems();
    }
}

#[tokio::test]
async fn a_message_is_marked_as_seen_where_the_settings_want_it() {
    let world =
        with(json!({"messages": {"ackReactionScope": "direct", "ackReaction": "👌"}})).await;
    let _gateway = world.listening().await;
    world.anna().says("hi");
    let seen = until("the reaction", async || world.telegram.reactions().pop()).await;
    assert_eq!(seen.emoji, ["👌"]);
    let asked = world.telegram.last_message_from_people(ANNA, None);
    assert_eq!(Some(seen.message_id), asked);
    world.told("ok: hi").await;
    world.no_problems();
    let silent = World::new().await;
    let _gateway = silent.listening().await;
    silent.anna().says("hi");
    silent.told("ok: hi").await;
    assert!(
        silent.telegram.reactions().is_empty(),
        "a direct message is no mention"
    );
}
