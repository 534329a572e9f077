//! What a conversation costs while nobody speaks in it: notes saved at night, a summary inside a
//! check-in. The allowance pays for them, and where it does not they wait.

use serde_json::{Value, json};

use crate::long_talk::*;
use crate::world::{World, transcript_files, until};

/// 2025-10-09T08:53:20Z; the next half hour is 400 seconds away.
const MORNING: i64 = 1_760_000_000_000;
const TO_NINE: i64 = 400_000;
/// 2025-10-09 20:00 UTC.
const EVENING: i64 = 1_760_040_000_000;
const HOUR: i64 = 3_600_000;
const BEAT: &str = "[Heartbeat. This is Cove";

/// A small window, and so many dollars a day.
async fn with(day: f64) -> World {
    let mut config = small();
    config["allowance"] = json!({"day": day});
    let mut world = World::new().await;
    world.home = std::mem::take(&mut world.home).with_config(config);
    patient(&world);
    world
}

/// What these causes have cost in all.
async fn cost(world: &World, causes: &[&str]) -> i64 {
    let told = world.json(&["cost", "--by", "cause", "--json"]).await;
    let rows = told["rows"].as_array().unwrap().iter();
    let rows = rows.filter(|row| causes.iter().any(|cause| row["key"] == *cause));
    rows.map(|row| row["cost"].as_i64().unwrap()).sum()
}

async fn from_allowance(world: &World) -> i64 {
    let told = world.json(&["cost", "--json"]).await;
    told["allowance"]["day"]["spent"].as_i64().unwrap()
}

#[tokio::test]
async fn what_the_night_saves_is_paid_from_the_allowance() {
    let world = with(1.0).await;
    let (_gateway, clock) = world.driven(EVENING).await;
    send(&world, "my cat is called Tim").await;
    world.quiet().await;
    clock.advance(8 * HOUR).await;
    until("the fresh start", async || {
        (!records(&world, "reset").await.is_empty()).then_some(())
    })
    .await;
    assert_eq!(records(&world, "flush").await[0]["outcome"], "done");
    let saved = cost(&world, &["flush"]).await;
    assert!(saved > 0);
    assert_eq!(from_allowance(&world).await, saved);
}

#[tokio::test]
async fn without_an_allowance_the_night_replaces_the_session_and_saves_nothing() {
    let world = with(0.0).await;
    let (_gateway, clock) = world.driven(EVENING).await;
    world.anna().says("my cat is called Tim");
    world.told_while(&clock, "ok: my cat is called").await;
    world.quiet().await;
    clock.advance(8 * HOUR).await;
    world
        .told_while(&clock, "Nothing was saved first: The allowance is zero")
        .await;
    assert_eq!(count(&world, for_notes), 0);
    let flush: Value = records(&world, "flush").await.remove(0);
    assert_eq!(
        (&flush["outcome"], &flush["code"]),
        (&json!("skipped"), &json!("allowance-nothing"))
    );
    assert_eq!(records(&world, "reset").await[0]["outcome"], "done");
    assert_eq!(
        transcript_files(&world.home).len(),
        2,
        "the old one is there"
    );
    assert!(world.transcripts().contains("my cat is called Tim"));
    // Asked for by a person it is the person's.
    world.anna().says("my dog is called Rex");
    world.told_while(&clock, "ok: my dog is called").await;
    world.anna().says("/new");
    world.told_while(&clock, "Kept one note.").await;
    assert_eq!(from_allowance(&world).await, 0);
}

#[tokio::test]
async fn a_summary_inside_a_check_in_waits_for_the_allowance_and_is_paid_from_it() {
    let mut world = with(0.0001).await;
    let list = long(6_000, "- is the rent paid?");
    world.home = std::mem::take(&mut world.home).with_workspace_file("HEARTBEAT.md", &list);
    let (_gateway, clock) = world.driven(MORNING).await;
    filled(&world).await;
    let beats = |world: &World| count(world, |asked| asked.last_user_text().contains(BEAT));
    assert_eq!(
        from_allowance(&world).await,
        0,
        "a talk counts against nothing"
    );
    clock.advance(TO_NINE).await;
    let last = until("the first check-in", async || {
        let last = world.json(&["heartbeat", "last", "--json"]).await["last"].take();
        (last["outcome"] == "skipped").then_some(last)
    })
    .await;
    assert_eq!(last["reason"]["code"], "allowance-used", "{last}");
    // The first call of all was let through; it left a note, and nothing else was asked.
    let asked = (count(&world, for_notes), count(&world, for_summary));
    assert_eq!((asked, beats(&world)), ((1, 0), 0));
    assert_eq!(compactions(&world), Vec::<Value>::new());
    let told = records(&world, "compaction").await;
    assert_eq!(
        (&told[0]["outcome"], &told[0]["code"]),
        (&json!("failed"), &json!("allowance-used")),
        "{told:?}"
    );

    world.json(&["cost", "extend", "1", "--json"]).await;
    clock.advance(HOUR / 2).await;
    until("the second check-in", async || {
        (beats(&world) > 0).then_some(())
    })
    .await;
    world.quiet().await;
    assert_eq!(compactions(&world).len(), 1);
    assert_eq!(count(&world, for_notes), 1, "those notes are saved");
    let by_itself = cost(&world, &["heartbeat", "flush", "compaction"]).await;
    assert_eq!(from_allowance(&world).await, by_itself);
    assert!(cost(&world, &["compaction"]).await > 0);
}
