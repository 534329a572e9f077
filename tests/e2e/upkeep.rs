//! Old conversations: they stay until a person lets them go by themselves, and come back.

use cove_tests::clock::DrivenClock;
use serde_json::{Value, json};

use crate::long_talk::records;
use crate::world::{World, until};

/// 2027: later than every file the tests write.
const NOW: i64 = 1_800_000_000_000;
const DAY: i64 = 24 * 3_600_000;
const CHAT: &str = "agent:main:cli:direct:b";

async fn keys(world: &World) -> Vec<String> {
    let listed = world.json(&["sessions", "--json"]).await;
    let rows = listed["sessions"].as_array().unwrap().iter();
    rows.map(|row| row["key"].as_str().unwrap().to_owned())
        .collect()
}

/// The main conversation and another one, both quiet for eight days.
async fn quiet(mode: &str) -> (World, cove_tests::CoveProcess, DrivenClock) {
    let mut world = World::new().await;
    world.home = std::mem::take(&mut world.home).with_config(json!({"session": {
        "reset": {"mode": "none"}, "maintenance": {"mode": mode, "pruneAfter": "7d"}}}));
    let (gateway, clock) = world.driven(NOW).await;
    world.json(&["send", "one", "--json"]).await;
    world
        .json(&["send", "two", "--session", CHAT, "--json"])
        .await;
    clock.advance(8 * DAY).await;
    (world, gateway, clock)
}

async fn told(world: &World) -> Option<Value> {
    let report = world.json(&["doctor", "--json"]).await;
    let findings = report["findings"].as_array().unwrap().clone();
    findings
        .into_iter()
        .find(|row| row["code"] == "sessions-old")
}

#[tokio::test]
async fn a_conversation_quiet_for_long_is_told_of_and_stays() {
    let (world, _gateway, _clock) = quiet("warn").await;
    let finding = told(&world).await.unwrap();
    assert_eq!(
        (&finding["severity"], &finding["fixable"]),
        (&json!("info"), &json!(false))
    );
    assert_eq!(keys(&world).await.len(), 2);
    assert!(records(&world, "session").await.is_empty());
}

#[tokio::test]
async fn where_they_may_go_it_goes_to_the_trash_and_comes_back() {
    let (world, _gateway, clock) = quiet("enforce").await;
    // Within the day that its undo lives, whenever the look began.
    clock.advance(11 * 60_000).await;
    until("the old one to go", async || {
        (keys(&world).await == ["agent:main:main"]).then_some(())
    })
    .await;
    let record = until("its record", async || {
        records(&world, "session").await.into_iter().next()
    })
    .await;
    assert_eq!(record["outcome"], "pruned");
    assert!(told(&world).await.is_none());
    let undo = record["undo"]["id"].as_str().unwrap();
    world.json(&["undo", undo, "--json"]).await;
    assert_eq!(keys(&world).await.len(), 2);
    assert!(world.transcripts().contains("two"));
    world.no_problems();
}
