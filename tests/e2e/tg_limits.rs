//! Telegram's limits kept by design, and a crowd that writes at once.
//!
//! Owns the count: nothing lost, nothing twice, in order, and never a “too many”.

use std::collections::BTreeMap;

use cove_tests::telegram::User;
use serde_json::json;

use crate::world::{World, until};

const CHATS: i64 = 50;
const EACH: usize = 10;

async fn crowd() -> (World, Vec<User>) {
    let people: Vec<i64> = (1..=CHATS).map(|n| 7_000 + n).collect();
    let mut world = World::allowing(&people).await;
    let home = std::mem::take(&mut world.home);
    world.home = home.with_config(json!({
        "session": {"dmScope": "per-channel-peer"},
        "agents": {"defaults": {"maxConcurrent": 16}},
    }));
    world.telegram.enforce_limits(true);
    let people = people
        .iter()
        .map(|id| world.telegram.user(*id, "Somebody").language("en"));
    let people = people.collect();
    (world, people)
}

/// Everything was confirmed, answered and sent.
async fn at_rest(world: &World) {
    until("every update to be confirmed", async || {
        (world.telegram.pending_updates() == 0).then_some(())
    })
    .await;
    world.quiet().await;
    until("everything to be sent", async || {
        let rows = world.json(&["deliveries", "--json"]).await;
        let open = rows["deliveries"].as_array()?.len();
        (open == 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn five_hundred_messages_of_fifty_chats_at_once_are_each_in_one_answer_in_order() {
    let (world, people) = crowd().await;
    let _gateway = world.listening().await;
    for n in 0..EACH {
        for (who, person) in people.iter().enumerate() {
            person.says(&format!("c{who:02}m{n}."));
        }
    }
    at_rest(&world).await;
    // What the model was asked is what was answered: each answer repeats it.
    let mut answered: BTreeMap<i64, String> = BTreeMap::new();
    for sent in world.telegram.sent() {
        answered
            .entry(sent.chat_id)
            .or_default()
            .push_str(&sent.plain);
    }
    assert_eq!(answered.len(), people.len(), "every chat is answered");
    for (who, text) in answered.values().enumerate() {
        let places: Vec<usize> = (0..EACH)
            .map(|n| {
                let word = format!("c{who:02}m{n}.");
                let found: Vec<usize> = text.match_indices(&word).map(|(at, _)| at).collect();
                assert_eq!(found.len(), 1, "{word} in {text:?}");
                found[0]
            })
            .collect();
        assert!(places.is_sorted(), "{text:?}");
    }
    let too_many = world.telegram.calls().into_iter();
    assert_eq!(too_many.filter(|call| call.status == Some(429)).count(), 0);
    world.no_problems();
}

#[tokio::test]
async fn a_long_answer_goes_out_as_fast_as_telegram_likes_and_no_faster() {
    let (world, people) = crowd().await;
    let _gateway = world.listening().await;
    let paragraph = format!("{}\n\n", "word ".repeat(700));
    let long = paragraph.repeat(8);
    world
        .model
        .answer_with(move |_| cove_tests::Reply::text(long.clone()));
    people[0].says("Tell me everything.");
    let sent = world.telegram.wait_for_sent(8).await;
    let took = sent[7].at - sent[0].at;
    assert!(
        took.as_millis() >= 2_900,
        "five at once, then one a second: {took:?}"
    );
    at_rest(&world).await;
    let calls = world.telegram.calls();
    assert!(calls.iter().all(|call| call.status != Some(429)));
}

#[tokio::test]
async fn too_many_for_one_chat_leaves_the_others_alone() {
    let (world, people) = crowd().await;
    let _gateway = world.listening().await;
    world
        .telegram
        .fail_next("sendMessage", cove_tests::telegram::Fault::RetryAfter(3));
    people[0].says("first");
    until("the refusal", async || {
        (world.telegram.faults_left() == 0).then_some(())
    })
    .await;
    people[1].says("second");
    let sent = world.telegram.wait_for_sent(2).await;
    assert_eq!(sent[0].plain, "ok: second", "the other chat did not wait");
    assert_eq!(sent[1].plain, "ok: first");
    let calls = world.telegram.calls();
    let refused = calls.iter().find(|call| call.status == Some(429)).unwrap();
    let waited = sent[1].at - refused.at;
    assert!((2_900..4_500).contains(&waited.as_millis()), "{waited:?}");
    world.no_problems();
}
