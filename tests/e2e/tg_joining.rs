//! Telegram: several messages that are one, typed fast or cut by Telegram.
//!
//! Owns: what the model is asked, over HTTP, also over a kill between two pieces.

use cove_tests::Hold;
use cove_tests::model::Reply;
use cove_tests::telegram::Fault;
use serde_json::json;

use crate::world::{World, until};

const NOW: i64 = 1_760_000_000_000;

fn asked(world: &World) -> Vec<String> {
    let requests = world.model.requests();
    requests
        .iter()
        .map(|asked| asked.last_user_text())
        .collect()
}

/// Waits until so many messages wait in a lane.
async fn waiting(world: &World, count: u64) {
    until(&format!("{count} waiting"), async || {
        let status = world.json(&["status", "--json"]).await;
        (status["waiting"] == count).then_some(())
    })
    .await;
}

#[tokio::test]
async fn fragments_typed_fast_are_one_message_and_commands_do_not_wait() {
    let mut world = World::new().await;
    world.home = world
        .home
        .with_config(json!({"messages": {"inbound": {"debounceMs": 2_000}}}));
    let (_gateway, clock) = world.driven(NOW).await;
    world.telegram.wait_for_poll().await;
    world.anna().says("could you");
    waiting(&world, 1).await;
    clock.advance(1_000).await;
    world.anna().says("look at my list");
    waiting(&world, 2).await;
    clock.advance(1_500).await;
    world.anna().says("/whoami");
    world.told("5550142").await;
    assert_eq!(asked(&world), Vec::<String>::new(), "still typing");
    clock.advance(500).await;
    world.told("ok: could you").await;
    world.quiet().await;
    assert_eq!(asked(&world), ["could you\nlook at my list"]);
    world.no_problems();
}

#[tokio::test]
async fn a_long_text_that_telegram_cut_is_one_message_again() {
    let world = World::new().await;
    world.model.answer_with(|_| Reply::text("read"));
    let (_gateway, clock) = world.driven(NOW).await;
    world.telegram.wait_for_poll().await;
    let (one, two) = ("a".repeat(4_096), "b".repeat(4_050));
    for text in [one.as_str(), two.as_str(), "the end"] {
        world.anna().says(text);
    }
    world.told_while(&clock, "read").await;
    world.quiet().await;
    assert_eq!(asked(&world), [format!("{one}{two}\nthe end")]);
    world.no_problems();
}

#[tokio::test]
async fn a_kill_between_two_pieces_loses_and_doubles_nothing() {
    let world = World::new().await;
    world.model.answer_with(|_| Reply::text("read"));
    let (mut gateway, _clock) = world.driven(NOW).await;
    world.telegram.wait_for_poll().await;
    let one = "a".repeat(4_096);
    world.anna().says(&one);
    waiting(&world, 1).await;
    // The second piece is handed out, stored, and not confirmed when the gateway dies.
    let hold = Hold::new();
    let before = Fault::HoldBefore(hold.clone());
    world.telegram.fail_next("getUpdates", before);
    world.anna().says("the end");
    hold.arrived().await;
    gateway.kill9();
    world.telegram.wait_until_idle().await;
    let (_gateway, clock) = world.driven(NOW + 60_000).await;
    world.told_while(&clock, "read").await;
    world.quiet().await;
    assert_eq!(asked(&world), [format!("{one}the end")]);
    assert_eq!(world.texts(), ["read"]);
    world.no_problems();
}
