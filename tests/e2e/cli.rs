//! The command line without a gateway and beside one: what works, what it prints, how it ends.
//!
//! Owns the exit codes and the shapes for programs.

use std::fs;

use cove_tests::process::cove;
use cove_tests::{FakeModel, FakeTelegram, Reply};
use serde_json::{Value, json};

use crate::world::{World, home, json as printed, refused};

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[tokio::test]
async fn reading_commands_work_without_a_gateway() {
    let world = World::new().await;
    let table: [(&[&str], &str); 8] = [
        (&["status", "--json"], "needs"),
        (&["sessions", "--json"], "sessions"),
        (&["pairing", "list", "--json"], "requests"),
        (&["activity", "--json"], "activity"),
        (&["deliveries", "--json"], "deliveries"),
        (&["files", "list", "--json"], "files"),
        (&["model", "list", "--json"], "models"),
        (&["secret", "list", "--json"], "secrets"),
    ];
    for (command, key) in table {
        let answer = printed(&world.home, command).await;
        assert!(
            answer.get(key).is_some(),
            "{command:?}: {:?}",
            keys(&answer)
        );
    }
}

#[tokio::test]
async fn changing_commands_work_without_a_gateway_under_the_lock() {
    let world = World::new().await;
    let changed = printed(
        &world.home,
        &[
            "config",
            "set",
            "agents.defaults.heartbeat.every",
            "45m",
            "--json",
        ],
    )
    .await;
    assert!(
        changed["undo"].is_object() || changed["undo"].is_string(),
        "{changed}"
    );
    assert!(world.home.config_text().contains("45m"));
    let got = cove(
        &["config", "get", "agents.defaults.heartbeat.every"],
        &world.home,
    )
    .await;
    assert!(got.stdout.contains("45m"), "{got:?}");
    printed(&world.home, &["undo", "--json"]).await;
    assert!(!world.home.config_text().contains("45m"));
    printed(&world.home, &["pause", "--json"]).await;
    let status = printed(&world.home, &["status", "--json"]).await;
    assert_eq!(status["holds"][0]["scope"], "all");
    printed(&world.home, &["resume", "--json"]).await;
}

#[tokio::test]
async fn sending_needs_a_gateway_and_says_so_with_3() {
    let world = World::new().await;
    let output = refused(&world.home, &["send", "hi"], 3).await;
    assert!(output.stderr.contains("Cove is not running"), "{output:?}");
    let output = refused(&world.home, &["send", "hi", "--json"], 3).await;
    assert_eq!(
        output.json()["error"]["code"],
        "gateway-needed",
        "{output:?}"
    );
    refused(&world.home, &["gateway", "stop"], 3).await;
}

#[tokio::test]
async fn words_that_are_not_understood_end_with_2() {
    let home = home();
    for command in [
        &["sned"][..],
        &["send"],
        &["pause", "--for", "soon"],
        &["send", " "],
    ] {
        refused(&home, command, 2).await;
    }
}

#[tokio::test]
async fn a_value_that_is_not_allowed_is_named_with_its_path_and_what_is() {
    let world = World::new().await;
    let before = world.home.config_text();
    let command = ["config", "set", "agents.defaults.heartbeat.every", "30x"];
    let output = refused(&world.home, &command, 1).await;
    for part in ["agents.defaults.heartbeat.every", "30x", "30m"] {
        assert!(output.stderr.contains(part), "{output:?}");
    }
    assert_eq!(world.home.config_text(), before);
}

#[tokio::test]
async fn sessions_show_one_line_a_conversation() {
    let world = World::new().await;
    let _gateway = world.start().await;
    world.json(&["send", "hi", "--json"]).await;
    let list = world.json(&["sessions", "--json"]).await;
    let row = &list["sessions"][0];
    assert_eq!(row["key"], "agent:main:main", "{row}");
    let shown = cove(&["sessions"], &world.home).await;
    let lines: Vec<&str> = shown
        .stdout
        .lines()
        .filter(|line| line.contains("agent:main:main"))
        .collect();
    assert_eq!(lines.len(), 1, "{shown:?}");
    assert!(
        lines[0].contains('%') || lines[0].contains("64k"),
        "{shown:?}"
    );
}

#[tokio::test]
async fn a_change_of_a_file_is_taken_back() {
    let world = World::new().await;
    let _gateway = world.start().await;
    let before = world.home.read_workspace("TODO.md");
    world.model.push(Reply::call(
        "write",
        json!({"path": "TODO.md", "content": "- tea\n"}),
    ));
    world.json(&["send", "put tea on it", "--json"]).await;
    let history = world.json(&["files", "history", "TODO.md", "--json"]).await;
    let versions = history["versions"].as_array().unwrap();
    assert!(versions.len() >= 2, "{history}");
    assert_eq!(world.home.read_workspace("TODO.md"), "- tea\n");
    let first = versions
        .iter()
        .map(|row| row["version"].as_u64().unwrap())
        .min()
        .unwrap();
    world
        .json(&["files", "revert", "TODO.md", &first.to_string(), "--json"])
        .await;
    assert_eq!(world.home.read_workspace("TODO.md"), before);
    world.json(&["undo", "--json"]).await;
    assert_eq!(world.home.read_workspace("TODO.md"), "- tea\n");
    world.no_problems();
}

#[tokio::test]
async fn the_first_start_writes_the_files_and_leaves_those_that_are_there() {
    let own = "- my own list\r\nwithout a last newline";
    let world = World {
        model: FakeModel::start().await,
        telegram: FakeTelegram::start().await,
        home: home().with_workspace_file("TODO.md", own),
    };
    let mut gateway = world.start().await;
    for name in [
        "AGENTS.md",
        "USER.md",
        "IDENTITY.md",
        "TOOLS.md",
        "HEARTBEAT.md",
        "SOUL.md",
        "MEMORY.md",
    ] {
        assert!(!world.home.read_workspace(name).is_empty(), "{name}");
    }
    assert!(world.home.workspace("memory").is_dir());
    assert_eq!(world.home.read_workspace("TODO.md"), own);
    let config = world.home.config_text();
    // Nothing is set up: the practice agent answers and says that it is one.
    let status = world.json(&["status", "--json"]).await;
    assert_eq!(status["model"]["practice"], true, "{status}");
    let answer = world.json(&["send", "hello", "--json"]).await;
    assert_eq!(answer["outcome"], "done", "{answer}");
    assert!(!answer["reply"].as_str().unwrap().is_empty(), "{answer}");
    gateway.stop().await;
    fs::write(world.home.workspace("SOUL.md"), "mine").unwrap();
    fs::remove_file(world.home.workspace("TOOLS.md")).unwrap();
    let _gateway = world.start().await;
    assert_eq!(world.home.read_workspace("SOUL.md"), "mine");
    assert_eq!(world.home.read_workspace("TODO.md"), own);
    assert!(
        !world.home.workspace("TOOLS.md").exists(),
        "a file taken away stays away"
    );
    assert_eq!(world.home.config_text(), config);
}

#[tokio::test]
async fn stop_by_command_ends_the_gateway_cleanly() {
    let world = World::new().await;
    let mut gateway = world.start().await;
    world.json(&["gateway", "stop", "--json"]).await;
    assert_eq!(gateway.wait().await.code, Some(0));
    refused(&world.home, &["send", "hi"], 3).await;
}
