//! What `cove doctor` mends only when it is asked for: a stray conversation, one grown too large.

use serde_json::{Value, json};

use crate::long_talk::{for_notes, patient};
use crate::world::{World, refused};

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

#[tokio::test]
async fn a_conversation_no_message_reaches_is_moved_to_where_its_messages_go_and_comes_back() {
    let mut world = World::new().await;
    world.home = std::mem::take(&mut world.home).with_config(json!({
        "agents": {"list": [{"id": "main", "default": true}, {"id": "work"}]},
        "session": {"dmScope": "per-channel-peer"},
    }));
    let _gateway = world.listening().await;
    world.anna().says("the garden is 12 m long");
    world.told("ok: the garden is 12 m long").await;
    let key = keys(&world).await.remove(0);
    let binding = r#"[{"agentId":"work","match":{"channel":"telegram"}}]"#;
    world
        .json(&["config", "set", "bindings", binding, "--json"])
        .await;
    let stray = found(&world, "session-stray").await.unwrap();
    let to = stray["movesTo"].as_str().unwrap();
    assert!(to.starts_with("agent:work:"), "{stray}");
    let moved = ["doctor", "--fix", "session-stray", "--move", "--json"];
    let fixed = world.json(&moved).await;
    assert_eq!(fixed["failed"], json!([]), "{fixed}");
    assert_eq!(found(&world, "session-stray").await, None);
    assert_eq!(keys(&world).await, [to]);
    // Taken back and moved again, which changes nothing of what the model is told then.
    let undo = fixed["fixed"][0]["undo"]["id"].as_str().unwrap();
    world.json(&["undo", undo, "--json"]).await;
    assert_eq!(keys(&world).await, [key.as_str()]);
    world.json(&moved).await;
    world.anna().says("how long is it?");
    world.told("ok: how long is it?").await;
    let asked = world.model.requests().pop().unwrap();
    let told = asked.prompt_text();
    assert!(told.contains("the garden is 12 m long"), "{told}");
    assert_eq!(keys(&world).await, [to]);
    let hits = world
        .json(&["sessions", "search", "garden", "--json"])
        .await;
    assert!(hits.to_string().contains(to), "{hits}");
    assert!(!hits.to_string().contains(&key), "{hits}");
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
    let done = fixed["fixed"][0]["done"].as_str().unwrap();
    assert!(done.contains("A summary of what was said before"), "{done}");
    let begun = world.json(&["sessions", "--json"]).await["sessions"][0].clone();
    let path = format!(
        "agents/main/sessions/{}.jsonl",
        begun["sessionId"].as_str().unwrap()
    );
    let begun = world.home.read(&path);
    assert!(begun.contains("Plant the garden"), "its summary: {begun}");
    assert!(begun.contains("part 49"), "its last messages: {begun}");
    let [copy] = &copies(&world)[..] else {
        panic!("one copy of what was left: {:?}", copies(&world));
    };
    assert_eq!(std::fs::read_to_string(copy).unwrap(), before);
    let undo = fixed["fixed"][0]["undo"]["id"].as_str().unwrap();
    world.json(&["undo", undo, "--json"]).await;
    let listed = world.json(&["sessions", "--json"]).await;
    assert_eq!(listed["sessions"][0]["sessionId"], "s-large");
    world.no_problems();
}

#[tokio::test]
async fn a_conversation_begun_anew_is_restored_even_from_its_copy_but_not_over_new_words() {
    let mut world = World::new().await;
    let list =
        json!({"agent:main:main": {"sessionId": "s-large", "updatedAt": 1_763_629_740_000_i64}});
    world.home = std::mem::take(&mut world.home)
        .with_config(json!({"session": {"reset": {"mode": "none"}}}))
        .with_state_file("agents/main/sessions/sessions.json", list.to_string())
        .with_state_file("agents/main/sessions/s-large.jsonl", large());
    patient(&world);
    let _gateway = world.start().await;
    let old = "agents/main/sessions/s-large.jsonl";
    let before = world.home.read(old);
    let fix = begun_anew(&world).await;
    let list = world.json(&["restore", "--list", "--json"]).await;
    assert_eq!(list["fixes"][0]["id"], fix.as_str(), "{list}");
    std::fs::remove_file(world.home.state_dir().join(old)).unwrap();
    let restore = ["restore", "--fix", &fix, "--json"];
    world.json(&restore).await;
    assert_eq!(world.home.read(old), before);
    let listed = world.json(&["sessions", "--json"]).await;
    assert_eq!(listed["sessions"][0]["sessionId"], "s-large");
    let twice = refused(&world.home, &restore, 1).await;
    assert!(twice.stdout.contains("fix-undone"), "{twice:?}");

    let fix = begun_anew(&world).await;
    world.json(&["send", "are you there?", "--json"]).await;
    let late = refused(&world.home, &["restore", "--fix", &fix, "--json"], 1).await;
    assert!(late.stdout.contains("undo-changed-since"), "{late:?}");
    assert_eq!(copies(&world).len(), 2);
    world.no_problems();
}

/// Lets the large conversation begin anew; the id of that fix.
async fn begun_anew(world: &World) -> String {
    let finding = found(world, "session-large").await.unwrap();
    let id = finding["id"].as_str().unwrap();
    let fixed = world.json(&["doctor", "--fix", id, "--json"]).await;
    fixed["fixed"][0]["fixId"].as_str().unwrap().to_owned()
}

/// Copies that fixes kept of the large transcript.
fn copies(world: &World) -> Vec<std::path::PathBuf> {
    let folder = world.home.state_dir().join("agents/main/sessions");
    let files = std::fs::read_dir(folder).unwrap().flatten();
    let mut copies: Vec<_> = files
        .map(|file| file.path())
        .filter(|path| path.display().to_string().contains("s-large.jsonl.bak-"))
        .collect();
    copies.sort();
    copies
}
