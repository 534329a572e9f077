//! Models: what stands in for one, what an agent is called, how the welcome goes on.

use serde_json::{Value, json};

use super::super::testing::TestHome;
use super::check_undo;

const MODEL: &str = "agents.defaults.model";
const HAIKU: &str = "anthropic/claude-haiku-4-5";

#[tokio::test]
async fn fallbacks_are_set_beside_the_model_and_can_be_taken_back() {
    let home = TestHome::new();
    let ids = json!({ "ids": ["openai/gpt-4.1-mini"] });
    let refused = home.refused("model.fallbacks", ids.clone()).await;
    assert_eq!(refused, "model-fallback-first");
    home.ask("model.use", json!({ "id": HAIKU })).await;
    check_undo(&home, "model.fallbacks", ids.clone()).await;
    home.ask("model.fallbacks", ids).await;
    let now = home.ask("config.get", json!({ "path": MODEL })).await;
    assert_eq!(
        now["value"],
        json!({ "primary": HAIKU, "fallbacks": ["openai/gpt-4.1-mini"] })
    );
    let listed = home.ask("model.list", json!({})).await;
    assert_eq!(listed["fallbacks"], json!(["openai/gpt-4.1-mini"]));
    let unknown = json!({ "ids": ["nobody/m1"] });
    assert_eq!(
        home.refused("model.fallbacks", unknown).await,
        "model-unknown"
    );
    home.ask("model.fallbacks", json!({ "ids": [] })).await;
    let listed = home.ask("model.list", json!({})).await;
    assert_eq!(listed["fallbacks"], json!([]));
}

#[tokio::test]
async fn a_check_keeps_nothing_and_says_why_a_model_does_not_answer() {
    let home = TestHome::new();
    let before = home.everything().await;
    let check = |base: &str, key: Value| json!({ "id": "own/m1", "baseUrl": base, "key": key });
    let nobody = check("http://127.0.0.1:9/v1", json!("sk-trial"));
    assert_eq!(home.refused("model.check", nobody).await, "model-network");
    let no_key = json!({ "id": HAIKU, "key": " " });
    assert_eq!(
        home.refused("model.check", no_key).await,
        "model-key-missing"
    );
    let bad = check("not an address", Value::Null);
    assert_eq!(home.refused("model.check", bad).await, "model-bad-request");
    assert_eq!(home.everything().await, before);
    home.ask("model.check", json!({ "id": "cove/practice" }))
        .await;
}

#[tokio::test]
async fn an_agent_gets_a_name_and_another_one() {
    let home = TestHome::new();
    let name = async || home.ask("status.get", json!({})).await["agentName"].clone();
    assert_eq!(name().await, "Cove");
    let empty = json!({ "name": "  " });
    assert_eq!(
        home.refused("agent.rename", empty).await,
        "agent-name-empty"
    );
    check_undo(&home, "agent.rename", json!({ "name": "Wren" })).await;
    home.ask("agent.rename", json!({ "name": " Wren " })).await;
    assert_eq!(name().await, "Wren");
    home.ask("agent.rename", json!({ "name": "小安" })).await;
    assert_eq!(name().await, "小安");
    let listed = home
        .ask("config.get", json!({ "path": "agents.list" }))
        .await;
    assert_eq!(listed["value"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_welcome_goes_on_where_it_was_left() {
    let home = TestHome::new();
    let hello = async || {
        let hello = json!({ "contract": "1.0", "build": "test" });
        home.ask("hello", hello).await["firstSteps"].clone()
    };
    assert_eq!(hello().await, "model");
    let at = |step: &str| json!({ "path": "ui.welcome", "value": step });
    home.ask("config.set", at("telegram")).await;
    assert_eq!(hello().await, "telegram");
    home.ask("config.set", at("done")).await;
    assert_eq!(hello().await, Value::Null);
}
