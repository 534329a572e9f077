//! getUpdates as the real server does it: one poller, confirmed by offset.

use cove_tests::FakeTelegram;
use serde_json::{Value, json};

use crate::bot;

fn ids(answer: &Value) -> Vec<i64> {
    let updates = answer["result"].as_array().expect("a list of updates");
    updates
        .iter()
        .filter_map(|update| update["update_id"].as_i64())
        .collect()
}

#[tokio::test]
async fn an_offset_confirms_what_is_below_it_and_nothing_else_does() {
    let telegram = FakeTelegram::start().await;
    let anna = telegram.user(5550142, "Anna");
    let first = anna.says("one");
    let second = anna.says("two");
    for _ in 0..2 {
        let (_, answer) = bot(&telegram, "getUpdates", json!({})).await.unwrap();
        assert_eq!(
            ids(&answer),
            [first, second],
            "not confirmed, so handed out again"
        );
    }
    let (_, answer) = bot(&telegram, "getUpdates", json!({"offset": second}))
        .await
        .unwrap();
    assert_eq!(ids(&answer), [second]);
    assert_eq!(telegram.confirmed_offset(), second);
    let (_, answer) = bot(&telegram, "getUpdates", json!({"offset": first}))
        .await
        .unwrap();
    assert_eq!(
        ids(&answer),
        [second],
        "a confirmed update is gone for good"
    );
    let (_, answer) = bot(
        &telegram,
        "getUpdates",
        json!({"offset": "736", "limit": 1}),
    )
    .await
    .unwrap();
    assert_eq!(ids(&answer), Vec::<i64>::new());
}

#[tokio::test]
async fn limit_and_negative_offset_bound_the_batch() {
    let telegram = FakeTelegram::start().await;
    let anna = telegram.user(5550142, "Anna");
    let all: Vec<i64> = (0..5)
        .map(|number| anna.says(&format!("{number}")))
        .collect();
    let (_, answer) = bot(&telegram, "getUpdates", json!({"limit": 2}))
        .await
        .unwrap();
    assert_eq!(ids(&answer), all[..2]);
    let (_, answer) = bot(&telegram, "getUpdates", json!({"offset": -1}))
        .await
        .unwrap();
    assert_eq!(ids(&answer), all[4..]);
    assert_eq!(telegram.pending_updates(), 1);
}

#[tokio::test]
async fn a_long_poll_ends_with_the_first_update() {
    let telegram = FakeTelegram::start().await;
    let anna = telegram.user(5550142, "Anna").language("de");
    let poll = bot(&telegram, "getUpdates", json!({"timeout": 50}));
    let speak = async {
        telegram.wait_for_poll().await;
        anna.says("/start now")
    };
    let (answer, id) = tokio::join!(poll, speak);
    let (_, answer) = answer.unwrap();
    assert_eq!(ids(&answer), [id]);
    let message = &answer["result"][0]["message"];
    assert_eq!(message["from"]["language_code"], "de");
    assert_eq!(
        message["entities"],
        json!([{"type": "bot_command", "offset": 0, "length": 6}])
    );
    assert_eq!(telegram.polls()[0].timeout, Some(50));
}

#[tokio::test]
async fn a_second_poller_ends_the_first_with_409() {
    let telegram = FakeTelegram::start().await;
    let anna = telegram.user(5550142, "Anna");
    let first = bot(&telegram, "getUpdates", json!({"timeout": 50}));
    let second = async {
        telegram.wait_for_poll().await;
        let second = bot(&telegram, "getUpdates", json!({"timeout": 50}));
        let speak = async {
            telegram.wait_for_calls("getUpdates", 2).await;
            anna.says("hi")
        };
        tokio::join!(second, speak).0
    };
    let (first, second) = tokio::join!(first, second);
    let (status, answer) = first.unwrap();
    assert_eq!((status, answer["error_code"].as_i64()), (409, Some(409)));
    let words = "Conflict: terminated by other getUpdates request";
    assert!(
        answer["description"].as_str().unwrap().starts_with(words),
        "{answer}"
    );
    assert_eq!(second.unwrap().0, 200);
}

#[tokio::test]
async fn another_program_polls_for_as_long_as_the_test_says() {
    let telegram = FakeTelegram::start().await;
    telegram.another_poller_for(1);
    assert_eq!(
        bot(&telegram, "getUpdates", json!({})).await.unwrap().0,
        409
    );
    assert_eq!(
        bot(&telegram, "getUpdates", json!({})).await.unwrap().0,
        200
    );
    telegram.another_poller(true);
    for _ in 0..3 {
        assert_eq!(
            bot(&telegram, "getUpdates", json!({})).await.unwrap().0,
            409
        );
    }
    telegram.another_poller(false);
    assert_eq!(
        bot(&telegram, "getUpdates", json!({})).await.unwrap().0,
        200
    );
}

#[tokio::test]
async fn a_webhook_and_polling_exclude_each_other() {
    let telegram = FakeTelegram::start().await;
    let plain = json!({"url": "http://example.org"});
    assert_eq!(bot(&telegram, "setWebhook", plain).await.unwrap().0, 400);
    let hook = json!({"url": "https://example.org/hook", "secret_token": "s"});
    assert_eq!(bot(&telegram, "setWebhook", hook).await.unwrap().0, 200);
    let (status, answer) = bot(&telegram, "getUpdates", json!({})).await.unwrap();
    assert_eq!(status, 409);
    assert!(
        answer["description"]
            .as_str()
            .unwrap()
            .contains("webhook is active")
    );
    let (_, info) = bot(&telegram, "getWebhookInfo", json!({})).await.unwrap();
    assert_eq!(info["result"]["url"], "https://example.org/hook");
    assert_eq!(
        bot(&telegram, "deleteWebhook", json!({})).await.unwrap().0,
        200
    );
    assert_eq!(
        bot(&telegram, "getUpdates", json!({})).await.unwrap().0,
        200
    );
}

#[tokio::test]
async fn kinds_that_were_not_asked_for_are_not_handed_out() {
    let telegram = FakeTelegram::start().await;
    let anna = telegram.user(5550142, "Anna");
    anna.says("hi");
    let message = telegram.last_message_from_people(5550142, None).unwrap();
    anna.reacts(message, "👍");
    assert_eq!(
        telegram.pending_updates(),
        1,
        "reactions come only when asked for"
    );
    let wanted = json!({"allowed_updates": ["message_reaction"], "offset": 735});
    bot(&telegram, "getUpdates", wanted).await.unwrap();
    anna.reacts(message, "👎");
    anna.says("unheard");
    let (_, answer) = bot(&telegram, "getUpdates", json!({})).await.unwrap();
    assert_eq!(answer["result"].as_array().unwrap().len(), 1);
    assert!(
        answer["result"][0]["message_reaction"].is_object(),
        "{answer}"
    );
}

#[tokio::test]
async fn a_poll_whose_client_left_is_no_longer_open() {
    let telegram = FakeTelegram::start().await;
    tokio::select! {
        _ = bot(&telegram, "getUpdates", json!({"timeout": 50})) => panic!("nothing to answer"),
        () = telegram.wait_for_poll() => {}
    }
    telegram.wait_for_no_poll().await;
}
