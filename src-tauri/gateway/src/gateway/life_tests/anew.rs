//! A message is said anew: what followed it leaves the conversation and stays in the transcript.

use super::*;

impl Life {
    /// What stands in the window, as `speaker: text`.
    async fn shown(&self) -> Vec<Value> {
        let page = self.ask("chat.history", json!({})).await.unwrap();
        page["messages"].as_array().unwrap().clone()
    }

    async fn id_of(&self, text: &str) -> Value {
        let mut shown = self.shown().await.into_iter();
        shown.find(|row| row["text"] == text).unwrap()["id"].clone()
    }

    async fn says_anew(&self, params: Value) -> Result<Value, ApiError> {
        let sent = self.ask("chat.retry", params).await?;
        self.ask("chat.wait", json!({ "inboxId": sent["inboxId"] }))
            .await
    }
}

fn people(shown: &[Value]) -> Vec<(&str, bool)> {
    let said = shown.iter().filter(|row| row["speaker"] == "person");
    said.map(|row| (row["text"].as_str().unwrap(), row["again"] == true))
        .collect()
}

#[tokio::test]
async fn other_words_take_the_place_of_a_message_and_of_all_that_followed() {
    let life = Life::new(json!({})).await;
    for (id, text) in [("1", "one"), ("2", "two"), ("3", "three")] {
        life.say(id, text).await;
    }
    let before = life.entries(&life.session());
    let id = life.id_of("two").await;
    let done = life.says_anew(json!({ "messageId": id, "text": "deux" }));
    assert_eq!(done.await.unwrap()["outcome"], "done");
    let shown = life.shown().await;
    assert_eq!(people(&shown), [("one", false), ("deux", true)]);
    assert_eq!(shown.len(), 4, "each with its answer: {shown:?}");
    let after = life.entries(&life.session());
    let kept = before.iter().zip(&after).all(|(a, b)| a.raw == b.raw);
    assert!(kept, "nothing that was written is changed");
}

#[tokio::test]
async fn a_message_is_said_again_as_it_was_also_the_first_one() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    life.say("2", "two").await;
    let id = life.id_of("one").await;
    life.says_anew(json!({ "messageId": id })).await.unwrap();
    assert_eq!(people(&life.shown().await), [("one", true)]);
    // And once more, of the one that was said anew.
    let id = life.id_of("one").await;
    life.says_anew(json!({ "messageId": id })).await.unwrap();
    assert_eq!(people(&life.shown().await), [("one", true)]);
}

#[tokio::test]
async fn what_left_the_conversation_or_never_was_a_persons_can_not_be_said_anew() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    life.say("2", "two").await;
    let (first, second) = (life.id_of("one").await, life.id_of("two").await);
    life.says_anew(json!({ "messageId": first })).await.unwrap();
    let answer = life.shown().await[1]["id"].clone();
    for id in [second, answer, json!("nowhere")] {
        let refused = life.says_anew(json!({ "messageId": id })).await;
        assert_eq!(refused.unwrap_err().code, "message-out-of-reach");
    }
}

#[tokio::test]
async fn words_whose_place_is_gone_when_their_turn_comes_follow_the_others() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    let message = Inbound {
        instead_of: Some("nowhere".into()),
        ..life.message("2", "two")
    };
    life.hand_in(message).await;
    life.ask("chat.wait", json!({ "inboxId": "desktop:2" }))
        .await
        .unwrap();
    assert_eq!(
        people(&life.shown().await),
        [("one", false), ("two", false)]
    );
}
