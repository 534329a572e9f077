//! A long talk with a patient model in a small window.

use cove_tests::model::ModelRequest;
use cove_tests::{CoveProcess, Reply};
use serde_json::{Value, json};

use crate::world::World;

/// A window of 30,000 tokens: notes are saved at 18,000, it is shortened at 20,000.
pub fn small() -> Value {
    json!({"agents": {"defaults": {"contextTokens": 30_000, "compaction": {
        "reserveTokens": 10_000, "reserveTokensFloor": 0, "keepRecentTokens": 2_000,
        "memoryFlush": {"softThresholdTokens": 2_000}}}}})
}

pub fn for_notes(request: &ModelRequest) -> bool {
    request.last_user_text().contains("[Memory flush")
}

pub fn for_summary(request: &ModelRequest) -> bool {
    request.last_user_text().contains("<conversation part=")
}

pub fn count(world: &World, which: fn(&ModelRequest) -> bool) -> usize {
    world.model.requests().iter().filter(|r| which(r)).count()
}

/// What a patient model says: notes are written once, summaries are short.
pub fn patient(world: &World) {
    world.model.answer_with(|request| {
        let text = request.last_user_text();
        if for_summary(request) {
            return Reply::text("## Goal\nPlant the garden.\n## Open tasks\n- water it");
        }
        if for_notes(request) {
            let file = text
                .split("end of ")
                .nth(1)
                .and_then(|rest| rest.split(' ').next());
            let done = request
                .tool_results()
                .iter()
                .any(|(_, text)| text.contains("Written"));
            return match (done, file) {
                (false, Some(file)) => Reply::call(
                    "write",
                    json!({"path": file, "content": "- The garden is 12 m long\n", "append": true}),
                ),
                _ => Reply::text("NO_REPLY"),
            };
        }
        Reply::text(format!("ok: {}", text.chars().take(20).collect::<String>()))
    });
}

/// About so many tokens of talk nobody needs.
pub fn long(tokens: usize, mark: &str) -> String {
    format!(
        "{mark} {}",
        "lorem ipsum dolor sit amet. ".repeat(tokens / 7)
    )
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
