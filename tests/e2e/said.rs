//! What the command line says of its own accord: what waits, what is kept, what was taken back.

use cove_tests::launch::cove_binary;
use cove_tests::model::Refusal;
use cove_tests::process::cove;
use cove_tests::{CoveProcess, Hold, Reply};
use serde_json::json;

use crate::world::{World, home, until};

fn sends(world: &World, arguments: &[&str]) -> CoveProcess {
    CoveProcess::spawn(&cove_binary(), arguments, &world.home)
}

async fn says(process: &CoveProcess, part: &str) -> String {
    until(part, async || {
        let said = process.stderr();
        said.contains(part).then_some(said)
    })
    .await
}

#[tokio::test]
async fn a_message_sent_while_everything_is_paused_is_told_at_once_how_to_go_on() {
    let world = World::new().await;
    let _gateway = world.start().await;
    world.json(&["pause", "--json"]).await;
    let mut sent = sends(&world, &["send", "hi"]);
    says(&sent, "cove resume").await;
    let mut program = sends(&world, &["send", "hi too", "--json"]);
    let event = says(&program, "\n").await;
    let event: serde_json::Value = serde_json::from_str(event.trim()).unwrap();
    assert_eq!(event["event"], "waiting", "{event}");
    assert!(event["inboxId"].is_string(), "{event}");
    world.json(&["resume", "--json"]).await;
    for process in [&mut sent, &mut program] {
        let output = process.wait().await;
        assert_eq!(output.code, Some(0), "{output:?}");
        assert!(output.stdout.contains("ok: hi"), "{output:?}");
    }
}

#[tokio::test]
async fn a_message_whose_gateway_dies_is_kept_and_said_to_be() {
    let world = World::new().await;
    let mut gateway = world.start().await;
    let hold = Hold::new();
    world.model.push(Reply::text("late").hold_headers(&hold));
    let mut sent = sends(&world, &["send", "hi", "--json"]);
    hold.arrived().await;
    gateway.kill9();
    let output = sent.wait().await;
    assert_eq!(output.code, Some(1), "{output:?}");
    let error = &output.json()["error"];
    assert_eq!(error["code"], "message-kept", "{error}");
    assert!(
        error["message"].as_str().unwrap().contains("(cli:"),
        "{error}"
    );
}

#[tokio::test]
async fn a_home_nobody_runs_is_told_so() {
    let world = World::new().await;
    let output = cove(&["status"], &world.home).await;
    assert!(output.stdout.contains("Cove is not running"), "{output:?}");
    let mut gateway = world.start().await;
    let status = world.json(&["status", "--json"]).await;
    assert_eq!(
        status["gateway"],
        json!({"pid": gateway.pid(), "embedded": false})
    );
    let output = cove(&["status"], &world.home).await;
    assert!(!output.stdout.contains("not running"), "{output:?}");
    gateway.stop().await;
}

#[tokio::test]
async fn what_the_agent_changed_is_in_the_activity_and_taken_back_from_there() {
    let world = World::new().await;
    let _gateway = world.start().await;
    let before = world.home.read_workspace("TODO.md");
    for line in ["tea", "bread"] {
        let call = json!({"path": "TODO.md", "content": line, "append": true});
        world.model.push(Reply::call("write", call));
    }
    world
        .json(&["send", "tea and bread, please", "--json"])
        .await;
    assert_ne!(world.home.read_workspace("TODO.md"), before);
    let told = cove(&["activity"], &world.home).await.stdout;
    assert_eq!(
        told.matches("The agent changed TODO.md").count(),
        1,
        "{told}"
    );
    let undone = cove(&["undo"], &world.home).await.stdout;
    assert!(undone.contains("TODO.md was taken back"), "{undone}");
    assert_eq!(world.home.read_workspace("TODO.md"), before);
}

#[tokio::test]
async fn a_model_that_is_not_there_says_why_in_the_activity_and_not_in_the_chat() {
    let world = World::new().await;
    let _gateway = world.start().await;
    let gone = Refusal::NoSuchModel("gone-model".into());
    world.model.push(Reply::refuse(gone));
    let output = cove(&["send", "hi"], &world.home).await;
    assert!(output.stderr.contains("cove activity"), "{output:?}");
    assert!(!output.stderr.contains("gone-model"), "{output:?}");
    let activity = world.json(&["activity", "--json"]).await;
    let detail = activity["activity"][0]["detail"].as_str().unwrap();
    assert!(detail.contains("gone-model"), "{activity}");
}

#[tokio::test]
async fn a_provider_without_an_address_names_the_setting_that_is_missing() {
    let model = json!({"agents": {"defaults": {"model": "office/llama"}}});
    let home = home().with_config(model);
    let _gateway = CoveProcess::gateway(&home).await;
    let output = cove(&["send", "hi"], &home).await;
    let wanted = "cove config set models.providers.office.baseUrl";
    assert!(output.stderr.contains(wanted), "{output:?}");
}

#[tokio::test]
async fn the_command_line_speaks_the_language_of_its_home() {
    let home = home().with_config(json!({"ui": {"language": "zh-CN"}}));
    let offline = cove(&["status"], &home).await.stdout;
    assert!(
        offline.contains("模型：") && offline.contains("没有运行"),
        "{offline}"
    );
    let _gateway = CoveProcess::gateway(&home).await;
    let status = cove(&["status"], &home).await.stdout;
    assert!(
        status.contains("模型：") && !status.contains("Model:"),
        "{status}"
    );
}
