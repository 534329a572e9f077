//! When beats fall, what they will cost, what was spent and what may be.

use serde_json::{Value, json};

#[path = "rehearsal.rs"]
mod rehearsal;

use super::super::testing::TestHome;
use crate::ledger::{CallRow, CallState, Cause, put_call, reserve};
use crate::model::Usage;

fn row(home: &TestHome, id: &str, cause: Cause, cost: i64) -> CallRow {
    CallRow {
        id: id.into(),
        at: home.host.now(),
        cause,
        agent: "main".into(),
        session_id: "s".into(),
        model: "anthropic/claude-haiku-4-5".into(),
        price: None,
        usage: Usage::default(),
        cost: Some(cost),
        state: CallState::Settled,
    }
}

#[tokio::test]
async fn beats_are_planned_by_the_words_of_the_request_or_by_the_settings() {
    let home = TestHome::new();
    let planned = async |params: Value| {
        let planned = home.ask("heartbeat.plan", params).await;
        planned["beats"].as_array().unwrap().len()
    };
    let day =
        |every: Value| json!({ "every": every, "timezone": "UTC", "from": "2026-03-28T00:00:00Z" });
    assert_eq!(planned(day(json!("30m"))).await, 48);
    assert_eq!(planned(day(json!("0m"))).await, 0);
    // A new home has its beats off.
    assert_eq!(planned(day(Value::Null)).await, 0);
    let hours = json!({ "start": "08:00", "end": "22:00" });
    let settings = json!({ "path": "agents.defaults.heartbeat",
        "value": { "every": "1h", "target": "last", "activeHours": hours } });
    home.ask("config.set", settings).await;
    assert_eq!(planned(day(Value::Null)).await, 14);
    assert_eq!(planned(day(json!("30m"))).await, 48);
    let far = json!({ "every": "30m", "hours": 9_000 });
    assert_eq!(
        home.refused("heartbeat.plan", far).await,
        "heartbeat-too-far"
    );
    let zone = json!({ "every": "30m", "timezone": "Berlin" });
    assert_eq!(
        home.refused("heartbeat.plan", zone).await,
        "heartbeat-not-zone"
    );
}

/// Seed 002's table, by the request itself.
#[tokio::test]
async fn the_estimate_is_that_of_the_seed() {
    let home = TestHome::new();
    let ask = async |every: &str, model: &str| {
        let params = json!({ "every": every, "model": model, "contextTokens": 20_000 });
        home.ask("heartbeat.estimate", params).await
    };
    for (every, calls, low, high) in [
        ("30m", 48, 1.0008, 1.2),
        ("2h", 12, 0.2502, 0.3),
        ("24h", 1, 0.020_85, 0.025),
        ("0m", 0, 0.0, 0.0),
    ] {
        let found = ask(every, "claude-haiku-4-5").await;
        assert_eq!(found["callsPerDay"], calls, "{every}");
        let day = json!({ "low": low, "high": high });
        assert_eq!(found["costPerDay"], day, "{every}");
        let tokens = json!({ "input": 20_000, "output": { "low": 170, "high": 1_000 } });
        assert_eq!(found["tokensPerCall"], tokens);
        assert_eq!(found["currency"], "USD");
        let table = found["table"].as_array().unwrap();
        let named = table.iter().map(|row| row["every"].as_str().unwrap());
        let named: Vec<&str> = named.collect();
        assert_eq!(named, ["15m", "30m", "1h", "2h", "6h", "24h", "0m"]);
    }
    assert_eq!(
        ask("30m", "my-server/llama").await["costPerDay"],
        Value::Null
    );
    let unknown = json!({ "model": "nothing" });
    assert_eq!(
        home.refused("heartbeat.estimate", unknown).await,
        "model-unknown"
    );
}

#[tokio::test]
async fn an_estimate_takes_the_home_as_it_is_and_says_what_would_cost_less() {
    let home = TestHome::new();
    let ask = async || {
        let params = json!({ "every": "30m", "model": "anthropic/claude-sonnet-5" });
        let estimate = home.ask("heartbeat.estimate", params.clone()).await;
        (estimate, home.ask("heartbeat.savings", params).await)
    };
    let (before, _) = ask().await;
    assert_eq!(before["skippedNow"], "no-heartbeat-file");
    let file = home.host.state.root().join("workspace/HEARTBEAT.md");
    std::fs::write(&file, "# Later\n").unwrap();
    assert_eq!(ask().await.0["skippedNow"], "empty-heartbeat-file");
    std::fs::write(&file, "- look at the mail\n".repeat(400)).unwrap();
    let (after, cheaper) = ask().await;
    assert_eq!(after["skippedNow"], Value::Null);
    let tokens = |estimate: &Value| estimate["tokensPerCall"]["input"].as_u64().unwrap();
    assert!(tokens(&before) > 100 && tokens(&after) > tokens(&before) + 1_500);
    let savings = cheaper["savings"].as_array().unwrap();
    let kinds: Vec<&str> = savings
        .iter()
        .map(|saving| saving["kind"].as_str().unwrap())
        .collect();
    for kind in ["quiet-hours", "smaller-model", "shorter-file"] {
        assert!(kinds.contains(&kind), "{kinds:?}");
    }
    let month = after["costPerMonth"]["high"].as_f64().unwrap();
    let saved = |saving: &Value| saving["savedPerMonth"]["high"].as_f64().unwrap();
    assert!(
        savings
            .iter()
            .all(|saving| saved(saving) > 0.0 && saved(saving) < month)
    );
}

#[tokio::test]
async fn what_was_spent_and_what_is_left_of_the_allowance_is_told() {
    let home = TestHome::new();
    let rows = [
        row(&home, "inbox:1#1", Cause::Chat, 300),
        row(&home, "inbox:2#1", Cause::Flush, 20),
    ];
    let beat = row(&home, "beat:1#1", Cause::Heartbeat, 1);
    let terms = home.host.parts.terms();
    let write = home.host.db().write(move |tx| {
        rows.iter().try_for_each(|row| put_call(tx, row))?;
        reserve(tx, &beat, &terms)
    });
    write.await.unwrap().unwrap();
    let spent = home.ask("ledger.cost", json!({ "by": "cause" })).await;
    let keys = spent["rows"].as_array().unwrap().iter();
    let keys: Vec<&Value> = keys.map(|row| &row["key"]).collect();
    assert_eq!(keys, ["chat", "flush"]);
    assert_eq!(spent["total"]["cost"], 320);
    let dollar = 1_000_000_000_i64;
    let left = json!({ "day": { "limit": dollar, "spent": 1 },
        "month": { "limit": 20 * dollar, "spent": 1 }, "extra": 0 });
    assert_eq!(spent["allowance"], left);
    let days = home.ask("ledger.cost", json!({ "days": 1 })).await;
    assert_eq!(days["rows"][0]["calls"], 2);
    let other = home.ask("ledger.cost", json!({ "agentId": "work" })).await;
    assert_eq!(other["total"]["calls"], 0);
}

#[tokio::test]
async fn one_tap_extends_the_allowance_for_today_and_another_takes_it_back() {
    let home = TestHome::new();
    let extra = async || home.ask("ledger.cost", json!({})).await["allowance"]["extra"].clone();
    let extended = home.ask("allowance.extend", json!({})).await;
    assert_eq!(extra().await, 1_000_000_000);
    home.ask("allowance.extend", json!({ "amount": 5 })).await;
    assert_eq!(extra().await, 1_000_000_005);
    let undo = json!({ "id": extended["undo"]["id"] });
    assert!(home.ask("undo.run", undo).await["text"].is_string());
    assert_eq!(extra().await, 5);
    let amount = |amount: i64| json!({ "amount": amount });
    for wrong in [0, -1, i64::MAX / 2] {
        let refused = home.refused("allowance.extend", amount(wrong)).await;
        assert_eq!(refused, "allowance-amount");
    }
    let model = json!({ "model": "openai/m1" });
    let accepted = home.ask("allowance.accept", model.clone()).await;
    assert_eq!(
        home.ask("allowance.accept", model).await["undo"],
        Value::Null
    );
    let undo = json!({ "id": accepted["undo"]["id"] });
    home.ask("undo.run", undo).await;
    let records = home.ask("activity.list", json!({})).await;
    let told = records["activity"].as_array().unwrap();
    assert_eq!(told.len(), 5, "{records}");
    let text = |row: &Value| row["text"].as_str().unwrap().to_owned();
    assert!(
        told.iter().all(|row| !text(row).starts_with("activity-")),
        "{records}"
    );
}
