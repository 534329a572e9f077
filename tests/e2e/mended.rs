//! What `cove doctor` mends only when it is asked for: a stray conversation, one grown too large.

use serde_json::{Value, json};

use crate::long_talk::{for_notes, patient};
use crate::world::World;

async fn found(world: &World, code: &str) -> Option<Value> {
    let report = world.json(&["doctor", "--json"]).await;
    let findings = report["findings"].as_array().unwrap();
    findings.iter().find(|row| row["code"] == code).cloned()
}

async fn keys(world: &World) -> Vec<String> {
    let listed = world.json(&["sessions", "--json"]).await;
    let rows = listed["sessions"].as_array().unwrap().clone();
    let named = rows.iter().map(|row| row["key"].as_str().unwrap());
    named.map(str::to_owned).collect()
}

#[tokio::test]
async fn a_conversation_no_message_reaches_goes_to_the_archive_when_asked_and_comes_back() {
    let mut world = World::new().await;
    world.home = std::mem::take(&mut world.home).with_config(json!({
        "agents": {"list": [{"id": "main", "default": true}, {"id": "work"}]},
        "session": {"dmScope": "per-channel-peer"},
    }));
    let _gateway = world.listening().await;
    world.anna().says("one");
    world.told("ok: one").await;
    let key = keys(&world).await.remove(0);
    let binding = r#"[{"agentId":"work","match":{"channel":"telegram"}}]"#;
    world
        .json(&["config", "set", "bindings", binding, "--json"])
        .await;
    let stray = found(&world, "session-stray").await.unwrap();
    assert_eq!(stray["subject"], key);
    assert_eq!(
        (&stray["fixable"], &stray["onRequest"]),
        (&json!(false), &json!(true))
    );
    let all = world.json(&["doctor", "--fix", "--json"]).await;
    assert_eq!(all["fixed"], json!([]), "only when asked for");
    let fixed = world
        .json(&["doctor", "--fix", "session-stray", "--json"])
        .await;
    assert_eq!(found(&world, "session-stray").await, None);
    assert!(!keys(&world).await.contains(&key));
    let undo = fixed["fixed"][0]["undo"]["id"].as_str().unwrap();
    world.json(&["undo", undo, "--json"]).await;
    assert!(keys(&world).await.contains(&key));
    assert!(found(&world, "session-stray").await.is_some());
    world.no_problems();
}

/// A conversation of 600 kB.
fn large() -> String {
    let mut lines = vec![json!({"type": "session", "version": 3, "id": "s-large",
            "timestamp": "2026-11-20T08:00:00.000Z", "cwd": "/", "cove": {"key": "agent:main:main"}})];
    let mut parent = Value::Null;
    for n in 0..50 {
        let id = format!("e{n:07}");
        let text = format!("part {n} {}", "lorem ipsum dolor sit amet. ".repeat(430));
        let message = match n % 2 {
            0 => json!({"role": "user", "content": [{"type": "text", "text": text}]}),
            _ => json!({"role": "assistant", "content": [{"type": "text", "text": text}],
                "provider": "fake", "model": "small", "stopReason": "stop"}),
        };
        lines.push(json!({"type": "message", "id": id, "parentId": parent,
            "timestamp": format!("2026-11-20T09:{n:02}:00.000Z"), "message": message}));
        parent = id.into();
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[tokio::test]
async fn a_conversation_grown_too_large_is_saved_and_begun_anew_when_asked() {
    let mut world = World::new().await;
    let list =
        json!({"agent:main:main": {"sessionId": "s-large", "updatedAt": 1_763_629_740_000_i64}});
    world.home = std::mem::take(&mut world.home)
        .with_config(json!({"session": {"reset": {"mode": "none"}}}))
        .with_state_file("agents/main/sessions/sessions.json", list.to_string())
        .with_state_file("agents/main/sessions/s-large.jsonl", large());
    patient(&world);
    let _gateway = world.start().await;
    let finding = found(&world, "session-large").await.unwrap();
    assert_eq!(finding["onRequest"], true, "{finding}");
    let before = world.home.read("agents/main/sessions/s-large.jsonl");
    let id = finding["id"].as_str().unwrap();
    let fixed = world.json(&["doctor", "--fix", id, "--json"]).await;
    assert_eq!(fixed["failed"], json!([]), "{fixed}");
    assert_eq!(found(&world, "session-large").await, None);
    let saved = world.model.requests();
    assert_eq!(saved.iter().filter(|request| for_notes(request)).count(), 2);
    let notes = std::fs::read_dir(world.home.state_dir().join("workspace/memory")).unwrap();
    let notes = notes
        .flatten()
        .map(|file| std::fs::read_to_string(file.path()).unwrap());
    assert!(
        notes
            .collect::<String>()
            .contains("The garden is 12 m long")
    );
    let old = world.home.read("agents/main/sessions/s-large.jsonl");
    assert!(old.starts_with(&before), "nothing of it is lost");
    let undo = fixed["fixed"][0]["undo"]["id"].as_str().unwrap();
    world.json(&["undo", undo, "--json"]).await;
    let listed = world.json(&["sessions", "--json"]).await;
    assert_eq!(listed["sessions"][0]["sessionId"], "s-large");
    world.no_problems();
}
