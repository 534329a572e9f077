//! Groups of a bot: asked about, switched, taken back, and what each means in words.

use serde_json::{Value, json};

use super::super::testing::TestHome;
use super::check_undo;

const FAMILY: &str = "-1001";

async fn family(home: &TestHome) -> Value {
    let page = home.ask("telegram.groups", json!({})).await;
    page["groups"][0].clone()
}

async fn asked(home: &TestHome) -> Vec<(String, String)> {
    let status = home.ask("status.get", json!({})).await;
    let needs = status["needs"].as_array().unwrap().iter();
    needs
        .filter(|need| need["kind"] == "group")
        .map(|need| {
            let word = |name: &str| need[name].as_str().unwrap().to_owned();
            (word("text"), word("reference"))
        })
        .collect()
}

fn set(more: Value) -> Value {
    let mut request = json!({"account": "default", "peer": FAMILY});
    for (name, value) in more.as_object().unwrap() {
        request[name] = value.clone();
    }
    request
}

/// A home with a bot that was added to a group.
async fn home() -> TestHome {
    let home = TestHome::new();
    let bot = json!({"path": "channels.telegram.allowFrom", "value": [5]});
    home.ask("config.set", bot).await;
    home.added_to(FAMILY, "Family").await;
    home
}

#[tokio::test]
async fn a_group_is_asked_about_until_it_is_allowed_or_left_alone() {
    let home = home().await;
    let text = "Your bot was added to “Family”. Let it answer there?";
    let question = (text.to_owned(), format!("default:{FAMILY}"));
    assert_eq!(asked(&home).await, vec![question.clone()]);
    assert_eq!(family(&home).await["state"], "unlisted");
    check_undo(&home, "telegram.group.set", set(json!({"enabled": true}))).await;
    assert_eq!(asked(&home).await, [question]);
    home.ask("telegram.group.ignore", set(json!({}))).await;
    assert!(asked(&home).await.is_empty());
    home.ask("telegram.group.set", set(json!({"enabled": true})))
        .await;
    let group = family(&home).await;
    assert_eq!(
        (
            &group["state"],
            &group["everybody"],
            &group["requireMention"]
        ),
        (&json!("on"), &json!(true), &json!(true))
    );
    assert_eq!(
        group["topics"][0],
        json!({"topic": "7", "name": "Soup", "on": true, "requireMention": true})
    );
    assert!(
        group["says"][2]
            .as_str()
            .unwrap()
            .contains("never your memory")
    );
}

#[tokio::test]
async fn what_is_switched_about_a_group_and_its_topics_is_shown_and_can_be_taken_back() {
    let home = home().await;
    home.ask("telegram.group.set", set(json!({"enabled": true})))
        .await;
    for wish in [
        json!({"requireMention": false}),
        json!({"everybody": false}),
        json!({"enabled": false}),
        json!({"topic": "7", "enabled": false}),
    ] {
        check_undo(&home, "telegram.group.set", set(wish)).await;
    }
    home.ask(
        "telegram.group.set",
        set(json!({"topic": "7", "enabled": false})),
    )
    .await;
    home.ask("telegram.group.set", set(json!({"everybody": false})))
        .await;
    let group = family(&home).await;
    assert_eq!(group["topics"][0]["on"], false);
    assert_eq!(group["says"][0], "One person may talk to it there.");
    let wrong = json!({"account": "nobody", "peer": FAMILY});
    assert_eq!(
        home.refused("telegram.group.set", wrong.clone()).await,
        "telegram-no-account"
    );
    let unknown = json!({"account": "default", "peer": "-9"});
    assert_eq!(
        home.refused("telegram.group.ignore", unknown).await,
        "telegram-no-group"
    );
}

#[tokio::test]
async fn a_bot_says_who_reaches_the_agent_by_it() {
    let home = home().await;
    let page = home.ask("telegram.groups", json!({})).await;
    let bot = &page["bots"][0];
    assert_eq!(
        (&bot["account"], &bot["agentId"]),
        (&json!("default"), &json!("main"))
    );
    assert!(
        bot["direct"]
            .as_str()
            .unwrap()
            .contains("code that you approve"),
        "{bot}"
    );
    assert_eq!(bot["groups"], "It listens in no group until you allow one.");
}
