//! Telegram by a webhook: posted messages instead of asked ones.
//!
//! Owns: who may post and how much, that “OK” is said only for what is stored, and the way back to
//! asking. The test posts what the fake holds, as whatever stands before Cove would.

use cove_tests::telegram::Fault;
use reqwest::Client;
use serde_json::{Value, json};

use crate::world::{World, until};

const ADDRESS: &str = "https://cove.example/telegram-webhook";
const SECRET: &str = "only_Telegram-knows";
const HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

/// A world whose bot is posted to, and the port that it listens at.
async fn world(more: Value) -> (World, u16) {
    // Free a moment ago: nobody else asks for a port by its number.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let mut world = World::new().await;
    let mut keys = json!({"webhookUrl": ADDRESS, "webhookSecret": SECRET, "webhookPort": port});
    for (key, value) in more.as_object().unwrap() {
        keys[key] = value.clone();
    }
    world.home = world
        .home
        .with_config(json!({"channels": {"telegram": keys}}));
    (world, port)
}

/// Waits until Telegram was told the address.
async fn told(world: &World) -> Value {
    until("the webhook to be set", async || world.telegram.webhook()).await
}

async fn post(port: u16, path: &str, secret: &str, body: impl Into<reqwest::Body>) -> u16 {
    let url = format!("http://127.0.0.1:{port}{path}");
    let request = Client::new().post(url).header(HEADER, secret).body(body);
    request.send().await.unwrap().status().as_u16()
}

/// Posts what waits, one after the other, each until it was taken.
async fn hand_over(world: &World, port: u16) {
    for update in world.telegram.take_updates() {
        until("the post to be taken", async || {
            let body = update.to_string();
            let status = post(port, "/telegram-webhook", SECRET, body).await;
            (status == 200).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn what_is_posted_is_answered_once_and_telegram_is_told_how() {
    let (world, port) = world(json!({})).await;
    let _gateway = world.start().await;
    let webhook = told(&world).await;
    assert_eq!(webhook["url"], ADDRESS);
    assert_eq!(webhook["secret_token"], SECRET);
    assert_eq!(webhook["max_connections"], 1, "in order");
    world.anna().says("hello");
    let update = world.telegram.take_updates().remove(0).to_string();
    for _ in 0..3 {
        let status = post(port, "/telegram-webhook", SECRET, update.clone()).await;
        assert_eq!(status, 200);
    }
    world.told("ok: hello").await;
    world.anna().says("and again");
    hand_over(&world, port).await;
    world.told("ok: and again").await;
    world.quiet().await;
    assert_eq!(world.texts(), ["ok: hello", "ok: and again"]);
    assert!(world.telegram.polls().is_empty(), "nobody asks");
    let status = world.json(&["status", "--json"]).await;
    let row = &status["channels"][0]["status"];
    assert_eq!(row["health"], "well", "{status}");
    world.no_problems();
}

#[tokio::test]
async fn only_telegram_may_post_and_no_more_than_an_update() {
    let (world, port) = world(json!({})).await;
    let _gateway = world.start().await;
    told(&world).await;
    world.anna().says("hello");
    let update = world.telegram.take_updates().remove(0).to_string();
    let path = "/telegram-webhook";
    for secret in ["", "only_Telegram-know", "only_Telegram-knowS", "x"] {
        assert_eq!(post(port, path, secret, update.clone()).await, 401);
    }
    let bare = Client::new().post(format!("http://127.0.0.1:{port}{path}"));
    assert_eq!(
        bare.body(update.clone()).send().await.unwrap().status(),
        401
    );
    assert_eq!(post(port, "/", SECRET, update.clone()).await, 404);
    let asked = Client::new().get(format!("http://127.0.0.1:{port}{path}"));
    assert_eq!(asked.send().await.unwrap().status(), 405);
    assert_eq!(post(port, path, SECRET, "no JSON").await, 400);
    let large = format!("\"{}\"", "x".repeat(1024 * 1024));
    assert_eq!(post(port, path, SECRET, large).await, 413);
    world.quiet().await;
    assert!(world.model.requests().is_empty());
    assert_eq!(post(port, path, SECRET, update).await, 200);
    world.told("ok: hello").await;
    world.no_problems();
}

#[tokio::test]
async fn what_was_said_to_be_taken_outlives_a_kill() {
    let (world, port) = world(json!({})).await;
    let mut gateway = world.start().await;
    told(&world).await;
    world.anna().says("hello");
    hand_over(&world, port).await;
    gateway.kill9();
    let _gateway = world.start().await;
    world.told("ok: hello").await;
    world.quiet().await;
    assert_eq!(world.texts(), ["ok: hello"]);
    world.no_problems();
}

#[tokio::test]
async fn without_the_address_cove_asks_again_and_with_it_it_is_posted_to() {
    let (world, port) = world(json!({})).await;
    let _gateway = world.start().await;
    told(&world).await;
    let url = "channels.telegram.webhookUrl";
    world.json(&["config", "unset", url, "--json"]).await;
    world.anna().says("asked for");
    world.told("ok: asked for").await;
    assert_eq!(world.telegram.webhook(), None);
    world.json(&["config", "set", url, ADDRESS, "--json"]).await;
    told(&world).await;
    world.anna().says("posted");
    hand_over(&world, port).await;
    world.told("ok: posted").await;
    world.no_problems();
}

#[tokio::test]
async fn what_keeps_it_from_working_is_said() {
    let said = async |world: &World, code: &str| {
        until(code, async || {
            let status = world.json(&["status", "--json"]).await;
            let row = status["channels"][0]["status"].clone();
            (row["problem"]["code"] == code).then_some(row)
        })
        .await
    };
    let (plain, _) = world(json!({"webhookUrl": "http://cove.example"})).await;
    let _gateway = plain.start().await;
    let row = said(&plain, "telegram-webhook-refused").await;
    assert_eq!(row["health"], "needs-you", "{row}");
    let (open, _) = world(json!({"webhookSecret": "no spaces, please"})).await;
    let _gateway = open.start().await;
    said(&open, "telegram-webhook-secret").await;
    assert_eq!(open.telegram.webhook(), None);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let (busy, _) = world(json!({"webhookPort": port})).await;
    let _gateway = busy.start().await;
    said(&busy, "telegram-webhook-port").await;
    let (down, _) = world(json!({})).await;
    let refused = Fault::ServerError(502, "<html>Bad Gateway</html>".into());
    down.telegram.fail_next("setWebhook", refused);
    let _gateway = down.start().await;
    told(&down).await;
    plain.no_problems();
    busy.no_problems();
}
