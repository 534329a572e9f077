//! A subscriber that loses its stream, is slow and lives through restarts knows what the gateway
//! knows.
//!
//! Owns the talk, the losses and the comparison; the model is in [`crate::subscriber`].

use std::sync::Arc;
use std::time::Duration;

use cove_gateway::api::Actor;
use cove_gateway::api::carrier::socket_client::connect;
use cove_gateway::api::carrier::{Ask, Client, EventStream};
use cove_gateway::api::chat::{ChatSend, Speaker};
use cove_gateway::api::events::StreamItem;
use cove_tests::board::{PATIENCE, within};
use cove_tests::{CoveProcess, Home, Reply};
use futures::StreamExt;
use serde_json::json;

use crate::seeded::Seeded;
use crate::subscriber::{Model, lines, page};
use crate::world::{World, until};

const KEY: &str = "agent:main:main";

async fn connected(home: &Home) -> Arc<dyn Client> {
    until("a connection", async || {
        connect(&home.state_dir(), Actor::Window).await.ok()
    })
    .await
}

/// Follows until the turn with this reply has ended; drops the stream and is slow at random.
async fn follow(home: &Home, last: &str) -> Model {
    let (mut model, mut random) = (Model::default(), Seeded::new(7));
    loop {
        let client = connected(home).await;
        if model.since.is_none() && model.load(&*client).await.is_none() {
            continue;
        }
        let Ok(mut stream) = client.subscribe(model.since.clone()).await else {
            continue;
        };
        let mut left = random.below(25);
        while left > 0 {
            left -= 1;
            let Some(item) = next(&mut stream).await else {
                break;
            };
            if random.below(10) == 0 {
                tokio::time::sleep(Duration::from_millis(random.below(30))).await;
            }
            if model.take(item, &*client).await.is_none() {
                break;
            }
            if model
                .lines
                .iter()
                .any(|line| line.1 == Speaker::Agent && line.2.contains(last))
            {
                return model;
            }
        }
    }
}

async fn next(stream: &mut EventStream) -> Option<StreamItem> {
    within(PATIENCE, stream.next())
        .await
        .expect("an event in time")
}

/// Hands a message in, however often the gateway goes away meanwhile.
async fn say(home: &Home, text: &str) {
    until("a message to be stored", async || {
        let client = connected(home).await;
        let message = ChatSend {
            text: text.to_owned(),
            session_key: None,
            agent_id: None,
            attachments: Vec::new(),
        };
        client
            .ask(message, Some(format!("id of {text}")))
            .await
            .ok()
    })
    .await;
}

/// Thirty messages, over a clean stop and a kill.
async fn talk(world: &World) -> CoveProcess {
    let mut gateway = world.start().await;
    for n in 0..30 {
        say(&world.home, &format!("message {n:02}")).await;
        if n % 4 == 0 {
            world.model.wait_for_requests(n / 4).await;
        }
        if n == 11 {
            gateway.stop().await;
            gateway = world.start().await;
        }
        if n == 20 {
            gateway.kill9();
            gateway = world.start().await;
        }
    }
    world.quiet().await;
    say(&world.home, "the last").await;
    gateway
}

#[tokio::test]
async fn a_subscriber_that_drops_delays_and_restarts_knows_what_the_gateway_knows() {
    let world = World::new().await;
    world.model.answer_with(|request| {
        let text = request.last_user_text();
        if text.ends_with('7') && request.tool_results().len() < 2 {
            return Reply::text("Let me look.").and_call("read", json!({"path": "TODO.md"}));
        }
        let words = [
            "ok:".to_owned(),
            format!(" {text}"),
            " I".into(),
            " have".into(),
            " it".into(),
        ];
        words.into_iter().fold(Reply::default(), |reply, word| {
            reply.and(word).wait(Duration::from_millis(3))
        })
    });
    let (model, _gateway) = tokio::join!(follow(&world.home, "ok: the last"), talk(&world));
    let client = connected(&world.home).await;
    let truth = page(&*client).await.unwrap();
    assert_eq!(truth.session_key, KEY);
    assert_eq!(model.lines, lines(&truth));
    assert!(model.waiting.is_empty() && truth.waiting.is_empty());
    assert!(model.running.is_none() && truth.running.is_none());
    assert!(
        model.pages >= 3,
        "a restart makes it ask for everything: {}",
        model.pages
    );
    let said: String = lines(&truth)
        .into_iter()
        .filter(|line| line.1 == Speaker::Person)
        .map(|line| line.2 + "\n")
        .collect();
    for n in 0..30 {
        assert_eq!(
            said.matches(&format!("message {n:02}")).count(),
            1,
            "{said}"
        );
    }
    world.no_problems();
}
