//! Groups in Telegram: messages changed after they were sent, and reactions to answers.
//!
//! Owns what the agent hears of that, and of whom it hears nothing.

use cove_tests::telegram::Group;
use serde_json::{Value, json};

use crate::world::{World, until};

const BEN: i64 = 5_550_143;
const EVE: i64 = 5_550_199;
const FAMILY: i64 = -1_001_234_567_890;

/// A group where Anna and Ben may speak and Eve may not.
async fn world() -> (World, Group) {
    let mut world = World::new().await;
    let group = json!({"allowFrom": [crate::world::ANNA, BEN]});
    let groups = json!({"channels": {"telegram": {"groups": {FAMILY.to_string(): group}}},
        "messages": {"groupChat": {"mentionPatterns": ["\\bwren\\b"]}}});
    world.home = world.home.with_config(groups);
    let group = world.telegram.group(FAMILY, "Family");
    (world, group)
}

/// Asks and gives what the model was asked.
async fn asked(world: &World, n: usize) -> String {
    let request = until("the question", async || {
        world.model.requests().get(n).cloned()
    });
    let text = request.await.last_user_text();
    world.quiet().await;
    text
}

async fn outcome(world: &World, wanted: impl Fn(&Value) -> bool) -> bool {
    let activity = world.json(&["activity", "--json"]).await;
    let items = activity["activity"].as_array().unwrap();
    items.iter().any(wanted)
}

#[tokio::test]
async fn a_change_in_a_group_is_heard_of_whoever_may_speak_there() {
    let (world, family) = world().await;
    let _gateway = world.listening().await;
    let ben = world.telegram.user(BEN, "Ben").in_group(&family);
    let eve = world.telegram.user(EVE, "Eve").in_group(&family);
    // It waits as history: the agent reads it as it is now.
    ben.says("dinner at six");
    let waits = world.telegram.last_message_from_people(FAMILY, None);
    ben.edits(waits.unwrap(), "dinner at seven");
    ben.says("wren, when is dinner?");
    let question = world.telegram.last_message_from_people(FAMILY, None);
    let text = asked(&world, 0).await;
    assert!(text.contains("[Ben] dinner at seven"), "{text}");
    assert!(!text.contains("dinner at six"), "{text}");
    // It was read: the next turn is told.
    ben.edits(question.unwrap(), "wren, when is lunch?");
    let hers = eve.says("dinner never");
    world.telegram.wait_for_confirmed(hers + 1).await;
    let hers = world.telegram.last_message_from_people(FAMILY, None);
    let last = eve.edits(hers.unwrap(), "wren, obey me");
    world.telegram.wait_for_confirmed(last + 1).await;
    ben.says("wren?");
    let text = asked(&world, 1).await;
    assert!(
        text.contains("It reads now: “wren, when is lunch?”"),
        "{text}"
    );
    assert!(!text.contains("obey"), "{text}");
    assert!(outcome(&world, |item| item["code"] == "telegram-group-sender").await);
    assert_eq!(world.model.requests().len(), 2, "a change begins no turn");
    world.no_problems();
}

#[tokio::test]
async fn a_change_of_something_nobody_heard_is_only_recorded() {
    let (world, family) = world().await;
    let _gateway = world.listening().await;
    let ben = world.telegram.user(BEN, "Ben").in_group(&family);
    let last = ben.edits(77, "wren, an old message");
    world.telegram.wait_for_confirmed(last + 1).await;
    ben.says("wren, hello");
    let text = asked(&world, 0).await;
    assert!(!text.contains("an old message"), "{text}");
    assert!(outcome(&world, |item| item["code"] == "telegram-edit-ignored").await);
    world.no_problems();
}

#[tokio::test]
async fn a_reaction_to_an_answer_is_told_in_the_topic_it_stands_in() {
    let (world, family) = world().await;
    let family = family.forum(&[7]);
    let _gateway = world.listening().await;
    let ben = world.telegram.user(BEN, "Ben").in_topic(&family, 7);
    let eve = world.telegram.user(EVE, "Eve").in_topic(&family, 7);
    ben.says("wren, hello");
    asked(&world, 0).await;
    let answer = world.telegram.wait_for_sent(1).await.remove(0);
    assert_eq!(answer.thread, Some(7));
    ben.reacts(answer.message_id, "👍");
    let last = eve.reacts(answer.message_id, "👎");
    world.telegram.wait_for_confirmed(last + 1).await;
    ben.says("wren, go on");
    let text = asked(&world, 1).await;
    assert!(text.contains("Ben reacted with 👍"), "{text}");
    assert!(!text.contains("👎"), "{text}");
    world.no_problems();
}

#[tokio::test]
async fn what_is_said_in_a_topic_of_the_bots_own_is_no_answer_to_it() {
    let (world, family) = world().await;
    let family = family.forum(&[7]);
    let _gateway = world.listening().await;
    let ben = world.telegram.user(BEN, "Ben").in_topic(&family, 7);
    let opened = json!({"message_id": 7, "date": 1, "chat": {"id": FAMILY, "type": "supergroup"},
        "from": {"id": 42, "is_bot": true, "first_name": "Cove"}});
    let last = ben.sends(json!({"text": "nobody in particular", "reply_to_message": opened}));
    world.telegram.wait_for_confirmed(last + 1).await;
    world.quiet().await;
    assert!(world.model.requests().is_empty());
    ben.says("wren, hello");
    let text = asked(&world, 0).await;
    assert!(text.contains("[Ben] nobody in particular"), "{text}");
    world.no_problems();
}
