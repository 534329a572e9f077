//! A long talk with a patient model in a small window.

use cove_tests::CoveProcess;
use cove_tests::long_talk;
pub use cove_tests::long_talk::{for_notes, for_summary, long, small};
use cove_tests::model::ModelRequest;
use serde_json::Value;

use crate::world::World;

pub fn count(world: &World, which: fn(&ModelRequest) -> bool) -> usize {
    world.model.requests().iter().filter(|r| which(r)).count()
}

/// The world's model is a patient one.
pub fn patient(world: &World) {
    long_talk::patient(&world.model);
}

pub async fn world() -> (World, CoveProcess) {
    let mut world = World::new().await;
    world.home = std::mem::take(&mut world.home).with_config(small());
    patient(&world);
    let gateway = world.listening().await;
    (world, gateway)
}

pub async fn send(world: &World, text: &str) -> Value {
    world.json(&["send", text, "--json"]).await
}

pub async fn records(world: &World, kind: &str) -> Vec<Value> {
    let all = world.json(&["activity", "--limit", "500", "--json"]).await;
    let all = all["activity"].as_array().unwrap().clone();
    all.into_iter().filter(|row| row["kind"] == kind).collect()
}

pub fn compactions(world: &World) -> Vec<Value> {
    world
        .transcripts()
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|line| line["type"] == "compaction")
        .collect()
}

/// Fills the conversation to just below the mark.
pub async fn filled(world: &World) {
    for n in 0..5 {
        send(world, &long(3_000, &format!("part {n}"))).await;
    }
    assert!(compactions(world).is_empty());
}
