//! What a person asks of a conversation and what they read then, with the whole gateway.

use super::*;

#[tokio::test]
async fn what_was_not_saved_is_tried_and_carried_over_again() {
    let life = Life::new(json!({})).await;
    life.say("1", "my cat is called Ada").await;
    for (n, wish) in ["2", "4"].into_iter().zip(1..) {
        let line = life.say(n, "/new").await;
        assert!(line.contains("nothing was saved"), "{line}");
        let entries = life.entries(&life.session());
        assert!(carried(&entries).unwrap().contains("called Ada"), "{n}");
        assert_eq!(
            life.records("flush").await.len(),
            wish,
            "each with its reason"
        );
        life.say(&format!("{n}-back"), "/undo").await;
    }
}

#[tokio::test]
async fn keeping_the_last_messages_is_done_however_little_it_frees() {
    let life = Life::new(json!({})).await;
    for n in 0..3 {
        life.say(&n.to_string(), "hello").await;
    }
    let line = life.say("keep", "/compact keep 2").await;
    assert!(line.starts_with("Shortened: "), "{line}");
    let line = life.say("again", "/compact keep 2").await;
    assert!(line.starts_with("Nothing is older"), "{line}");
}

#[tokio::test]
async fn a_long_conversation_begins_anew_when_the_check_is_asked_for_it() {
    let life = Life::new(json!({})).await;
    for n in 0..4 {
        life.say(&n.to_string(), &"a long story ".repeat(15_000))
            .await;
    }
    let old = life.session();
    let found = life.ask("health.check", json!({})).await.unwrap();
    assert!(found.to_string().contains("session-large"), "{found}");
    let id = "session-large:agent:main:main";
    let fixed = life.ask("health.fix", json!({ "id": id })).await.unwrap();
    let fixed = &fixed["fixed"][0];
    assert_eq!(fixed["code"], "session-large", "{fixed}");
    let done = fixed["done"].as_str().unwrap();
    assert!(done.contains("Fresh start"), "{done}");
    assert_ne!(life.session(), old);
    let undo = json!({ "id": fixed["undo"]["id"] });
    life.ask("undo.run", undo).await.unwrap();
    assert_eq!(life.session(), old);
}

#[tokio::test]
async fn a_name_that_nothing_has_is_said_instead_of_doing_nothing() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    let refused = async |method: &str, params: Value| {
        let answer = life.ask(method, params).await;
        answer.expect_err(method).code
    };
    let nope = json!({ "key": "nope" });
    assert_eq!(
        refused("sessions.reset", nope.clone()).await,
        "session-unknown"
    );
    assert_eq!(refused("context.compact", nope).await, "session-unknown");
    for wish in [json!({ "code": "nope" }), json!({ "id": "nope:x" })] {
        assert_eq!(refused("health.fix", wish).await, "finding-unknown");
    }
    let stranger = json!({ "text": "hi", "sessionKey": "agent:other:main" });
    assert_eq!(refused("chat.send", stranger).await, "agent-unknown");
    let sound = json!({ "code": "lock-stale" });
    assert_eq!(
        life.ask("health.fix", sound).await.unwrap()["fixed"],
        json!([])
    );
    assert_eq!(life.host().parts.sessions.all().len(), 1, "none was begun");
    life.ask("sessions.reset", json!({})).await.unwrap();
}

#[tokio::test]
async fn a_fresh_start_is_told_once_in_the_chat() {
    let life = Life::new(json!({})).await;
    for (n, typed) in ["hello", "/new!", "/new! good morning"].iter().enumerate() {
        life.say(&n.to_string(), typed).await;
        let page = life.ask("chat.history", json!({})).await.unwrap();
        let told = page["messages"].to_string().matches("Fresh start").count();
        assert_eq!(told, usize::from(n > 0), "{typed}: {page}");
    }
}

#[tokio::test]
async fn the_status_and_the_list_say_the_same_of_a_conversation() {
    let life = Life::new(json!({})).await;
    life.say("1", &"a story ".repeat(600)).await;
    let listed = life.ask("sessions.list", json!({})).await.unwrap();
    let row = &listed["sessions"][0];
    let used = crate::words::short_count(row["totalTokens"].as_u64().unwrap());
    assert!(used.contains('.'), "{used}");
    let status = life.say("2", "/status").await;
    assert!(status.contains(&format!("≈{used} of 200k")), "{status}");
    assert!(
        status.contains(row["nextReset"].as_str().unwrap()),
        "{status}"
    );
    let sessions = life.say("3", "/sessions").await;
    assert!(sessions.contains(&format!("≈{used}/200k")), "{sessions}");
}
