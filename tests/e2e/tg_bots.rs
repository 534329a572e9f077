//! Several bots in Telegram: each with its own token, poller, people and agent.
//!
//! Owns the proof over real HTTP with one fake server a bot.

use cove_tests::FakeTelegram;
use serde_json::{Value, json};

use crate::world::{ANNA, World, until};

const FUN: &str = "43:FAKE-TOKEN-FOR-TESTS-1111111111111";

/// Anna's bot, and a second one that the settings may name.
async fn two() -> (World, FakeTelegram) {
    let mut world = World::new().await;
    let fun = FakeTelegram::with_token(FUN).await;
    world.home = world.home.with_env("FUN_TOKEN", FUN).with_config(json!({
        "agents": {"list": [{"id": "main", "default": true}, {"id": "fun"}]},
        "bindings": [{"agentId": "fun", "match": {"channel": "telegram", "accountId": "fun"}}],
    }));
    (world, fun)
}

fn account(fun: &FakeTelegram) -> Value {
    json!({"botToken": "${FUN_TOKEN}", "apiRoot": fun.api_root()})
}

/// The rows of `cove status`, account and health.
async fn rows(world: &World) -> Vec<(String, String, String)> {
    let status = world.json(&["status", "--json"]).await;
    let rows = status["channels"].as_array().unwrap().iter();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    rows.map(|row| {
        let status = &row["status"];
        (
            word(&status["account"]),
            word(&status["health"]),
            word(&status["problem"]["code"]),
        )
    })
    .collect()
}

fn row(account: &str, health: &str, code: &str) -> (String, String, String) {
    (account.into(), health.into(), code.into())
}

#[tokio::test]
async fn each_bot_answers_for_its_agent_and_comes_and_goes_while_cove_runs() {
    let (world, fun) = two().await;
    let _gateway = world.listening().await;
    let path = "channels.telegram.accounts.fun";
    let value = account(&fun).to_string();
    world.json(&["config", "set", path, &value, "--json"]).await;
    fun.wait_for_poll().await;
    fun.user(ANNA, "Anna").says("hello fun");
    world.anna().says("hello main");
    let sent = fun
        .wait_for_message("fun", |sent| sent.plain.contains("hello fun"))
        .await;
    assert_eq!(sent.chat_id, ANNA);
    world.told("ok: hello main").await;
    until("both to be well", async || {
        let both = [row("default", "well", ""), row("fun", "well", "")];
        (rows(&world).await == both).then_some(())
    })
    .await;
    let sessions = world.json(&["sessions", "--json"]).await;
    let mut keys: Vec<&str> = sessions["sessions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["key"].as_str().unwrap())
        .collect();
    keys.sort_unstable();
    assert_eq!(keys, ["agent:fun:main", "agent:main:main"]);
    let sent = world.json(&["deliveries", "--all", "--json"]).await;
    let mut accounts: Vec<&str> = sent["deliveries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["route"]["account"].as_str().unwrap())
        .collect();
    accounts.sort_unstable();
    assert_eq!(accounts, ["default", "fun"]);
    world.json(&["config", "unset", path, "--json"]).await;
    fun.wait_for_no_poll().await;
    until("one row", async || {
        (rows(&world).await == [row("default", "well", "")]).then_some(())
    })
    .await;
    assert_eq!(fun.problems(), Vec::<String>::new());
    world.no_problems();
}

#[tokio::test]
async fn one_token_is_polled_with_once() {
    let (mut world, fun) = two().await;
    let twice = json!({"botToken": "${TELEGRAM_BOT_TOKEN}", "apiRoot": world.telegram.api_root()});
    world.home = world
        .home
        .with_config(json!({"channels": {"telegram": {"accounts": {"fun": twice}}}}));
    let _gateway = world.listening().await;
    until("the second to say so", async || {
        let found = rows(&world).await;
        found
            .contains(&row("fun", "needs-you", "telegram-token-twice"))
            .then_some(())
    })
    .await;
    world.anna().says("hi");
    world.told("ok: hi").await;
    let status = world.json(&["status", "--json"]).await.to_string();
    assert!(
        status.contains("fun: This bot is connected already, as the account “default”."),
        "{status}"
    );
    assert_eq!(world.model.requests().len(), 1);
    // With a bot of its own it runs.
    let path = "channels.telegram.accounts.fun";
    let value = account(&fun).to_string();
    world.json(&["config", "set", path, &value, "--json"]).await;
    fun.wait_for_poll().await;
    world.no_problems();
}
