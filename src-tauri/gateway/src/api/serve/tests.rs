//! What the handlers promise together.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod activity;
mod beats;
mod broken;
mod config_file;
mod groups;
mod history;
mod job_view;
mod models;
mod money;
mod notes;
mod people;
mod secrets;
mod sentences;

use std::time::Duration;

use serde_json::{Value, json};

use super::table;
use super::testing::{NOW, TestHome};
use crate::api::contract::{Actor, Needs};

const KEY: &str = "models.providers.anthropic.apiKey";
const SECRET: &str = "sk-ant-a-very-private-key-0123456789";

/// Makes a change, sees that it changed something, takes it back, sees all as it was.
async fn check_undo(home: &TestHome, method: &str, params: Value) {
    let before = home.everything().await;
    let answer = home.ask(method, params).await;
    let undo = &answer["undo"];
    let label = undo["label"].as_str().expect(method);
    assert!(
        !label.starts_with("undo-"),
        "{method}: no words for {label}"
    );
    assert_eq!(undo["expiresAt"], NOW + 24 * 3_600_000, "{method}");
    assert_ne!(home.everything().await, before, "{method} changed nothing");
    let id = json!({ "id": undo["id"] });
    home.ask("undo.run", id.clone()).await;
    assert_eq!(
        home.everything().await,
        before,
        "{method} was not taken back"
    );
    assert_eq!(home.refused("undo.run", id).await, "undo-used", "{method}");
}

#[tokio::test]
async fn every_change_can_be_taken_back_once() {
    let home = TestHome::new();
    let model = "agents.defaults.model";
    let changed = [
        (
            "config.set",
            json!({ "path": "agents.defaults.maxConcurrent", "value": 2 }),
        ),
        ("hold.set", json!({ "scope": "all" })),
        (
            "hold.set",
            json!({ "scope": "channel:telegram", "until": NOW + 1 }),
        ),
        ("model.use", json!({ "id": "anthropic/claude-haiku-4-5" })),
        (
            "model.use",
            json!({ "id": "mine/m1", "baseUrl": "http://127.0.0.1:9/v1" }),
        ),
        (
            "workspace.write",
            json!({ "path": "notes.md", "text": "a\n", "base": "" }),
        ),
    ];
    for (method, params) in changed {
        check_undo(&home, method, params).await;
    }
    home.ask(
        "config.set",
        json!({ "path": model, "value": "openai/gpt-4.1" }),
    )
    .await;
    check_undo(&home, "config.unset", json!({ "path": model })).await;
    check_undo(&home, "model.use", json!({ "id": "cove/practice" })).await;
    home.ask("hold.set", json!({ "scope": "all" })).await;
    check_undo(&home, "hold.clear", json!({ "scope": "all" })).await;
    check_undo(
        &home,
        "hold.set",
        json!({ "scope": "all", "until": NOW + 9 }),
    )
    .await;
    for text in ["one\n", "two\n"] {
        let base = home
            .ask("workspace.read", json!({ "path": "notes.md" }))
            .await;
        let write = json!({ "path": "notes.md", "text": text, "base": base["hash"] });
        home.ask("workspace.write", write).await;
    }
    let versions = home
        .ask("workspace.history", json!({ "path": "notes.md" }))
        .await;
    let mut oldest = versions["versions"].as_array().unwrap().iter();
    let oldest = oldest.rfind(|row| row["bytes"] == 4).unwrap();
    let revert = json!({ "path": "notes.md", "version": oldest["version"] });
    check_undo(&home, "workspace.revert", revert).await;
    home.part_in_doubt("turn:1:0").await;
    check_undo(&home, "delivery.dismiss", json!({ "id": "turn:1:0" })).await;
}

#[tokio::test]
async fn an_undo_is_refused_when_late_unknown_or_overtaken() {
    let home = TestHome::new();
    assert_eq!(home.refused("undo.run", json!({})).await, "undo-nothing");
    let unknown = json!({ "id": "undo:x" });
    assert_eq!(home.refused("undo.run", unknown).await, "undo-unknown");
    let set = |n: u32| json!({ "path": "agents.defaults.maxConcurrent", "value": n });
    let first = home.ask("config.set", set(2)).await;
    home.ask("config.set", set(3)).await;
    let first = json!({ "id": first["undo"]["id"] });
    assert_eq!(
        home.refused("undo.run", first).await,
        "config-changed-since"
    );
    let first = home.ask("hold.set", json!({ "scope": "all" })).await;
    home.ask("hold.set", json!({ "scope": "all", "until": NOW + 5 }))
        .await;
    let first = json!({ "id": first["undo"]["id"] });
    assert_eq!(
        home.refused("undo.run", first.clone()).await,
        "undo-changed-since"
    );
    assert!(*home.host.paused.borrow());
    home.clock.advance(Duration::from_secs(24 * 3_600));
    assert_eq!(home.refused("undo.run", first).await, "undo-expired");
    assert_eq!(home.refused("undo.run", json!({})).await, "undo-nothing");
}

#[tokio::test]
async fn a_bare_undo_takes_the_newest_change_back_and_then_the_one_before() {
    let home = TestHome::new();
    let before = home.everything().await;
    let path = "agents.defaults.maxConcurrent";
    home.ask("config.set", json!({ "path": path, "value": 2 }))
        .await;
    home.clock.advance(Duration::from_millis(1));
    home.ask("hold.set", json!({ "scope": "all" })).await;
    home.ask("undo.run", json!({})).await;
    assert!(!*home.host.paused.borrow());
    home.ask("undo.run", json!({})).await;
    assert_eq!(home.everything().await, before);
}

#[tokio::test]
async fn the_same_request_id_gets_the_first_answer_and_does_nothing_twice() {
    let home = TestHome::new();
    let code = home.somebody_asks("5550142", "en");
    let approve = json!({ "channel": "telegram", "code": code });
    let set = json!({ "path": "agents.defaults.maxConcurrent", "value": 2 });
    for (id, method, params) in [
        ("r1", "pairing.approve", approve),
        ("r2", "config.set", set),
        ("r3", "hold.set", json!({ "scope": "all" })),
    ] {
        let mut answers = Vec::new();
        for _ in 0..2 {
            let answer = home
                .call_as(Actor::Cli, method, params.clone(), Some(id))
                .await;
            answers.push(answer.unwrap());
        }
        assert_eq!(answers[0], answers[1], "{method}");
    }
    let records = home.ask("activity.list", json!({})).await;
    assert_eq!(records["activity"].as_array().unwrap().len(), 3);
    let parts = home.ask("delivery.list", json!({})).await;
    assert_eq!(parts["deliveries"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn no_turn_and_no_job_may_widen_its_own_power() {
    let home = TestHome::new();
    let widening = [
        "config.set",
        "config.unset",
        "secret.list",
        "secret.set",
        "secret.remove",
        "secret.unlock",
        "secret.confirm",
        "secret.adopt",
        "pairing.approve",
        "pairing.reject",
        "pairing.remove",
        "hold.set",
        "hold.clear",
        "undo.run",
        "model.use",
        "model.check",
        "model.fallbacks",
        "agent.rename",
        "telegram.check",
        "telegram.groups",
        "telegram.group.set",
        "telegram.group.ignore",
        "delivery.resend",
        "delivery.dismiss",
        "workspace.write",
        "workspace.revert",
        "gateway.stop",
        "chat.send",
    ];
    let open = "sessions.list status.get cron.preview cron.describe cron.parse";
    for actor in [Actor::AgentTurn, Actor::Job] {
        for method in widening {
            let answer = home.call_as(actor, method, json!({}), None).await;
            assert_eq!(answer.unwrap_err().code, "not-for-you", "{method}");
        }
        for (method, needs, audience) in table() {
            let may = audience.contains(&actor);
            assert_eq!(may, open.contains(method), "{method} for {actor:?}");
            assert!(
                !may || matches!(needs, Needs::Nothing | Needs::Reading),
                "{method}"
            );
        }
    }
}

#[tokio::test]
async fn another_model_keeps_the_fallbacks_and_an_unknown_one_changes_nothing() {
    let home = TestHome::new();
    let model = "agents.defaults.model";
    let choice = json!({ "primary": "openai/gpt-4.1", "fallbacks": ["openai/gpt-4.1-mini"] });
    home.ask("config.set", json!({ "path": model, "value": choice }))
        .await;
    home.ask("model.use", json!({ "id": "anthropic/claude-haiku-4-5" }))
        .await;
    let now = home.ask("config.get", json!({ "path": model })).await;
    assert_eq!(now["value"]["primary"], "anthropic/claude-haiku-4-5");
    assert_eq!(now["value"]["fallbacks"], json!(["openai/gpt-4.1-mini"]));
    let rows = home.ask("model.list", json!({})).await;
    let used: Vec<&Value> = rows["models"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["inUse"] == true)
        .collect();
    assert_eq!(used.len(), 1);
    assert_eq!(used[0]["hasKey"], false);
    let before = home.everything().await;
    for id in ["nobody/m1", "words"] {
        assert_eq!(
            home.refused("model.use", json!({ "id": id })).await,
            "model-unknown"
        );
    }
    let bad = json!({ "id": "nobody/m1", "baseUrl": "not an address" });
    assert_eq!(home.refused("model.use", bad).await, "config-not-url");
    assert_eq!(home.everything().await, before);
}

#[tokio::test]
async fn a_part_is_sent_again_only_by_a_running_gateway_and_only_once_in_doubt() {
    let home = TestHome::new();
    home.part_in_doubt("turn:1:0").await;
    let id = json!({ "id": "turn:1:0" });
    assert_eq!(
        home.refused("delivery.resend", id.clone()).await,
        "gateway-needed"
    );
    let caller = super::Caller {
        actor: Actor::Window,
        request_id: None,
    };
    super::delivery::again(&home.host, &caller, "turn:1:0")
        .await
        .unwrap();
    let parts = home.ask("delivery.list", json!({})).await;
    assert_ne!(parts["deliveries"][0]["state"], "unknown");
    assert_eq!(
        home.refused("delivery.dismiss", id).await,
        "delivery-not-waiting"
    );
}

#[tokio::test]
async fn records_come_in_pages_with_words_and_undo() {
    let home = TestHome::new();
    for n in 2..5 {
        let set = json!({ "path": "agents.defaults.maxConcurrent", "value": n });
        home.ask("config.set", set).await;
        home.clock.advance(Duration::from_millis(1));
    }
    let first = home.ask("activity.list", json!({ "limit": 2 })).await;
    assert_eq!(first["more"], true);
    let newest = &first["activity"][0];
    assert_eq!(newest["text"], "agents.defaults.maxConcurrent was set to 4");
    assert!(newest["undo"]["id"].is_string());
    let last = json!({ "limit": 2, "before": first["activity"][1]["id"] });
    let second = home.ask("activity.list", last).await;
    assert_eq!(
        (
            &second["more"],
            second["activity"].as_array().unwrap().len()
        ),
        (&json!(false), 1)
    );
    home.ask("undo.run", json!({})).await;
    let now = home.ask("activity.list", json!({ "kind": "config" })).await;
    assert_eq!(now["activity"][0]["outcome"], "undone");
    let taken = now["activity"].as_array().unwrap().iter();
    let taken = taken.filter(|row| row["undo"].is_null()).count();
    assert_eq!(taken, 2, "the record of the undo and the one it took back");
}

#[tokio::test]
async fn every_change_is_published() {
    let home = TestHome::new();
    let before = home.host.events().seq();
    home.ask("hold.set", json!({ "scope": "autonomous" })).await;
    assert_eq!(
        home.host.events().seq(),
        before + 3,
        "holds, activity, status"
    );
    home.ask("hold.clear", json!({ "scope": "job:none" })).await;
    assert_eq!(home.host.events().seq(), before + 3, "nothing was changed");
    assert_eq!(
        home.refused("hold.set", json!({ "scope": "x" })).await,
        "hold-unknown-scope"
    );
    let past = json!({ "scope": "all", "until": NOW });
    assert_eq!(home.refused("hold.set", past).await, "hold-until-past");
}

#[tokio::test]
async fn undo_says_what_it_took_back_and_why_the_newest_can_not_be() {
    let home = TestHome::new();
    let theme = |value: &str| json!({ "path": "ui.theme", "value": value });
    home.ask("hold.set", json!({ "scope": "autonomous" })).await;
    home.clock.advance(Duration::from_secs(1));
    let changed = home.ask("config.set", theme("dark")).await;
    home.host.config().set("ui.theme", "light".into()).unwrap();
    let stuck = home.call("undo.run", json!({})).await.unwrap_err();
    assert_eq!(stuck.code, "undo-newest");
    assert_eq!(stuck.params["code"], "config-changed-since");
    assert!(stuck.message.contains("ui.theme"), "{}", stuck.message);
    let before = stuck.params["id"].as_str().unwrap();
    assert_ne!(before, changed["undo"]["id"]);
    let undone = home.ask("undo.run", json!({ "id": before })).await;
    let text = undone["text"].as_str().unwrap();
    assert!(text.contains("taken back"), "{text}");
    let nothing_else = home.call("undo.run", json!({})).await.unwrap_err();
    assert_eq!(nothing_else.params["id"], "none");
}

#[tokio::test]
async fn a_change_beside_another_mistake_says_that_it_does_not_hold_yet() {
    let home = TestHome::new();
    let file = home.host.config().report().file;
    let text = "{ agents: { defaults: { timeoutSeconds: 'soon' } }, modles: {}, gadgetry: 1 }";
    std::fs::write(&file, text).unwrap();
    let report = home.ask("config.validate", json!({})).await;
    assert_eq!(report["problems"].as_array().unwrap().len(), 1, "{report}");
    let warned = report["warnings"].as_array().unwrap();
    assert_eq!(warned[0]["code"], "config-unknown-key-near");
    assert_eq!(warned[0]["hint"], "Did you mean “models”?");
    assert_eq!(warned[1]["code"], "config-unknown-key");
    let path = "agents.defaults.maxConcurrent";
    let set = json!({ "path": path, "value": 2 });
    let changed = home.ask("config.set", set).await;
    let why = changed["heldUp"]["message"].as_str().unwrap();
    assert!(why.contains("timeoutSeconds"), "{why}");
    let mended = json!({ "path": "agents.defaults.timeoutSeconds" });
    let changed = home.ask("config.unset", mended).await;
    assert_eq!(changed["heldUp"], Value::Null);
    assert_eq!(home.host.config().current().max_concurrent(), 2);
}

#[tokio::test]
async fn a_home_without_a_gateway_says_that_none_runs() {
    let status = TestHome::new().ask("status.get", json!({})).await;
    assert_eq!(status["gateway"], Value::Null);
    let sentence = status["sentence"].as_str().unwrap();
    assert!(sentence.contains("not running"), "{sentence}");
}
