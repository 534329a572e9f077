//! Files that are damaged, a home that is held, a network that is gone.
//!
//! Owns the proof that Cove starts, says what is wrong and keeps what it can.

use std::fs;

use cove_tests::process::cove;
use cove_tests::{FakeModel, FakeTelegram, Reply};
use serde_json::{Value, json};

use crate::world::{World, home, messages, refused, transcript_files, until};

/// What the status says it needs the person for.
async fn needs(world: &World) -> Vec<(String, String)> {
    let status = world.json(&["status", "--json"]).await;
    let text = |need: &Value, name: &str| need[name].as_str().unwrap().to_owned();
    let needs = status["needs"].as_array().unwrap().clone();
    needs
        .iter()
        .map(|need| (text(need, "kind"), text(need, "text")))
        .collect()
}

/// One answered exchange, and a clean end.
async fn talked_and_stopped(world: &World) {
    let mut gateway = world.start().await;
    let reply = world
        .json(&["send", "my cat is called Tim", "--json"])
        .await;
    assert_eq!(reply["outcome"], "done");
    assert_eq!(gateway.stop().await.code, Some(0));
}

/// The conversation goes on and the model is told of what was said before.
async fn remembers(world: &World) {
    let reply = world
        .json(&["send", "what is my cat called?", "--json"])
        .await;
    assert_eq!(reply["reply"], "ok: what is my cat called?");
    let prompt = world.model.requests().pop().unwrap().prompt_text();
    assert!(prompt.contains("my cat is called Tim"), "{prompt}");
    assert_eq!(transcript_files(&world.home).len(), 1);
}

#[tokio::test]
async fn a_second_gateway_names_the_first_and_ends_with_4() {
    let world = World::new().await;
    let mut gateway = world.start().await;
    let second = refused(&world.home, &["gateway"], 4).await;
    let told = format!("{}{}", second.stdout, second.stderr);
    assert!(told.contains(&gateway.pid().to_string()), "{told}");
    let second = refused(&world.home, &["gateway", "--json"], 4).await;
    assert!(second.stdout.contains("state-locked"), "{second:?}");
    assert!(gateway.is_running());
}

#[tokio::test]
async fn with_damaged_settings_the_last_good_ones_hold() {
    let world = World::new().await;
    let mut gateway = world.listening().await;
    let good = world.home.config_text();
    let path = world.home.config_path();
    let broken = good.replacen('{', "{ ,,", 1);
    fs::write(&path, &broken).unwrap();
    until("the mistake in the status", async || {
        needs(&world)
            .await
            .iter()
            .any(|(kind, _)| kind == "config")
            .then_some(())
    })
    .await;
    world.anna().says("still there?");
    world.told("ok: still there?").await;
    gateway.stop().await;
    let _gateway = world.listening().await;
    let told = needs(&world).await;
    assert!(
        told.iter().any(|(_, text)| text.contains("line 1")),
        "{told:?}"
    );
    world.anna().says("and after a restart?");
    world.told("ok: and after a restart?").await;
    assert_eq!(
        world.home.config_text(),
        broken,
        "a person's file is left alone"
    );
    fs::write(&path, good).unwrap();
    until("no mistake in the status", async || {
        (!needs(&world).await.iter().any(|(kind, _)| kind == "config")).then_some(())
    })
    .await;
    world.no_problems();
}

#[tokio::test]
async fn settings_that_never_were_good_do_not_keep_cove_from_starting() {
    for text in ["", "{", "not json at all"] {
        let home = home().with_config_text(text);
        let world = World {
            model: FakeModel::start().await,
            telegram: FakeTelegram::start().await,
            home,
        };
        let _gateway = world.start().await;
        let told = needs(&world).await;
        assert!(
            told.iter().any(|(kind, _)| kind == "config"),
            "{text:?}: {told:?}"
        );
        assert_eq!(world.home.config_text(), text);
    }
}

#[tokio::test]
async fn a_torn_last_line_of_a_transcript_is_cut_and_the_conversation_goes_on() {
    let world = World::new().await;
    talked_and_stopped(&world).await;
    let file = transcript_files(&world.home).remove(0);
    let whole = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{whole}{{\"type\":\"message\",\"id\":\"ab")).unwrap();
    let _gateway = world.start().await;
    remembers(&world).await;
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.starts_with(&whole), "what was whole is untouched");
    for line in text.lines() {
        serde_json::from_str::<Value>(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    }
    world.no_problems();
}

/// With these bytes in sessions.json the conversation is whole.
async fn whole_with(bytes: &[u8]) {
    let world = World::new().await;
    talked_and_stopped(&world).await;
    let path = world
        .home
        .state_dir()
        .join("agents/main/sessions/sessions.json");
    fs::write(&path, bytes).unwrap();
    let _gateway = world.start().await;
    remembers(&world).await;
    let told = needs(&world).await;
    assert!(told.iter().any(|(kind, _)| kind == "home"), "{told:?}");
    world.no_problems();
}

#[tokio::test]
async fn an_empty_sessions_json_loses_no_conversation() {
    whole_with(b"").await;
}

#[tokio::test]
async fn garbage_in_sessions_json_loses_no_conversation() {
    whole_with(b"\x00\xff{{{ not json").await;
}

fn damage_database(world: &World) {
    let state = world.home.state_dir();
    for suffix in ["-wal", "-shm"] {
        let _ = fs::remove_file(state.join(format!("cove.db{suffix}")));
    }
    fs::write(
        state.join("cove.db"),
        "no database, however long one looks at it".repeat(200),
    )
    .unwrap();
}

#[tokio::test]
async fn a_damaged_database_is_restored_from_its_copy() {
    let world = World::new().await;
    talked_and_stopped(&world).await;
    damage_database(&world);
    let _gateway = world.start().await;
    let told = needs(&world).await;
    assert!(told.iter().any(|(kind, _)| kind == "home"), "{told:?}");
    remembers(&world).await;
    let activity = world.json(&["activity", "--json"]).await.to_string();
    assert!(activity.contains("database-restored"), "{activity}");
    world.no_problems();
}

#[tokio::test]
async fn a_damaged_database_without_a_copy_begins_anew_and_the_conversation_is_whole() {
    let world = World::new().await;
    talked_and_stopped(&world).await;
    damage_database(&world);
    fs::remove_dir_all(world.home.state_dir().join("backups")).unwrap();
    let _gateway = world.start().await;
    let activity = world.json(&["activity", "--json"]).await.to_string();
    assert!(activity.contains("database-rebuilt"), "{activity}");
    remembers(&world).await;
    world.no_problems();
}

#[tokio::test]
async fn the_database_of_a_newer_cove_is_left_alone_and_named() {
    let world = World::new().await;
    talked_and_stopped(&world).await;
    let path = world.home.state_dir().join("cove.db");
    let newer = rusqlite::Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 9_999).unwrap();
    newer.close().unwrap();
    let before = fs::read(&path).unwrap();
    let output = cove(&["gateway"], &world.home).await;
    assert_eq!(output.code, Some(1), "{output:?}");
    let told = format!("{}{}", output.stdout, output.stderr);
    assert!(
        told.contains("cove.db") && told.contains("newer Cove"),
        "{told}"
    );
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn without_a_network_cove_runs_says_so_and_recovers() {
    let world = World::new().await;
    world.model.go_offline();
    world.telegram.go_offline();
    let _gateway = world.start().await;
    until("the channel to be trying", async || {
        let status = world.json(&["status", "--json"]).await;
        let code = &status["channels"][0]["status"]["problem"]["code"];
        (code == "telegram-unreachable").then_some(())
    })
    .await;
    let failed = cove(&["send", "hello?", "--json"], &world.home).await;
    let answer = failed.json();
    assert!(answer.to_string().contains("model-network"), "{answer}");
    world.model.go_online();
    world.telegram.go_online();
    world.model.push(Reply::text("I am back."));
    let answer = world.json(&["send", "and now?", "--json"]).await;
    assert_eq!(answer["reply"], "I am back.");
    world.anna().says("hi");
    world.told("ok: hi").await;
    let users = messages(&world.transcripts())
        .iter()
        .filter(|line| line["message"]["role"] == "user")
        .count();
    assert_eq!(users, 3, "the words of the failed turn are kept");
    assert_eq!(json!([]), json!(world.telegram.problems()));
}
