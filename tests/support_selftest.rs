//! The fakes keep their promises: what they accept, refuse, hold, cut and record.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "support_selftest/clients.rs"]
mod clients;
#[path = "support_selftest/faults.rs"]
mod faults;
#[path = "support_selftest/home.rs"]
mod home;
#[path = "support_selftest/model.rs"]
mod model;
#[path = "support_selftest/model_cache.rs"]
mod model_cache;
#[path = "support_selftest/model_rules.rs"]
mod model_rules;
#[path = "support_selftest/polling.rs"]
mod polling;
#[path = "support_selftest/telegram.rs"]
mod telegram;
#[path = "support_selftest/telegram_more.rs"]
mod telegram_more;

use serde_json::{Value, json};

/// Calls a Bot API method with a JSON body; status and answer.
async fn bot(
    telegram: &cove_tests::FakeTelegram,
    method: &str,
    params: Value,
) -> Result<(u16, Value), reqwest::Error> {
    let url = format!("{}/bot{}/{method}", telegram.api_root(), telegram.token());
    let response = reqwest::Client::new()
        .post(url)
        .json(&params)
        .send()
        .await?;
    let status = response.status().as_u16();
    let text = response.text().await?;
    Ok((
        status,
        serde_json::from_str(&text).unwrap_or(Value::String(text)),
    ))
}

/// A chat completions body with one user message.
fn chat(text: &str) -> Value {
    json!({"model": "small", "messages": [{"role": "user", "content": text}]})
}

/// A Messages body with one user message.
fn message(text: &str) -> Value {
    json!({"model": "small", "max_tokens": 100, "messages": [{"role": "user", "content": text}]})
}

/// Asks a model; the response as it comes.
async fn ask(
    model: &cove_tests::FakeModel,
    path: &str,
    body: Value,
) -> Result<reqwest::Response, reqwest::Error> {
    let request = reqwest::Client::new().post(format!("{}{path}", model.root_url()));
    request
        .header("anthropic-version", "2023-06-01")
        .bearer_auth("sk-a")
        .json(&body)
        .send()
        .await
}

/// The JSON of every event in a stream's text.
fn events(stream: &str) -> Vec<Value> {
    let data = stream
        .lines()
        .filter_map(|line| line.strip_prefix("data: "));
    data.filter_map(|data| serde_json::from_str(data).ok())
        .collect()
}
