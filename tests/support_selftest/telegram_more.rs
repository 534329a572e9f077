//! Keyboards, edits, topics, commands and files: what Telegram takes and refuses.

use cove_tests::FakeTelegram;
use serde_json::{Value, json};

use crate::bot;

const ANNA: i64 = 5550142;

async fn refused(telegram: &FakeTelegram, method: &str, params: Value, expected: &str) {
    let (status, answer) = bot(telegram, method, params).await.unwrap();
    let description = answer["description"].as_str().unwrap_or_default();
    assert!(
        status >= 400 && description.contains(expected),
        "{status} {answer}"
    );
    assert_eq!(answer["ok"], false);
}

#[tokio::test]
async fn buttons_are_checked_pressed_and_answered() {
    let telegram = FakeTelegram::start().await;
    let anna = telegram.user(ANNA, "Anna");
    let keyboard = |button: Value| json!({"inline_keyboard": [[button]]});
    let send = |markup: Value| json!({"chat_id": ANNA, "text": "?", "reply_markup": markup});
    let long = json!({"text": "a", "callback_data": "x".repeat(65)});
    refused(
        &telegram,
        "sendMessage",
        send(keyboard(long)),
        "BUTTON_DATA_INVALID",
    )
    .await;
    let empty = json!({"text": "a", "callback_data": ""});
    refused(
        &telegram,
        "sendMessage",
        send(keyboard(empty)),
        "BUTTON_DATA_INVALID",
    )
    .await;
    let idle = json!({"text": "a"});
    refused(
        &telegram,
        "sendMessage",
        send(keyboard(idle)),
        "Text buttons are unallowed",
    )
    .await;
    let good = keyboard(json!({"text": "Yes", "callback_data": "yes:1"}));
    bot(&telegram, "sendMessage", send(good)).await.unwrap();
    let id = anna.presses(telegram.sent()[0].message_id, "yes:1");
    let (_, answer) = bot(&telegram, "getUpdates", json!({})).await.unwrap();
    assert_eq!(answer["result"][0]["callback_query"]["data"], "yes:1");
    let reply = json!({"callback_query_id": id, "text": "Done"});
    bot(&telegram, "answerCallbackQuery", reply.clone())
        .await
        .unwrap();
    assert_eq!(
        telegram.answered_callbacks()[0].text.as_deref(),
        Some("Done")
    );
    bot(&telegram, "answerCallbackQuery", reply).await.unwrap();
    assert!(telegram.problems()[0].contains("answered twice"));
    let unknown = json!({"callback_query_id": "x"});
    refused(
        &telegram,
        "answerCallbackQuery",
        unknown,
        "query is too old",
    )
    .await;
}

#[tokio::test]
async fn edits_and_deletions_change_what_the_chat_shows() {
    let telegram = FakeTelegram::start().await;
    let anna = telegram.user(ANNA, "Anna");
    anna.says("hi");
    bot(
        &telegram,
        "sendMessage",
        json!({"chat_id": ANNA, "text": "…"}),
    )
    .await
    .unwrap();
    let id = telegram.sent()[0].message_id;
    let edit = json!({"chat_id": ANNA, "message_id": id, "text": "done"});
    assert_eq!(
        bot(&telegram, "editMessageText", edit.clone())
            .await
            .unwrap()
            .0,
        200
    );
    refused(
        &telegram,
        "editMessageText",
        edit,
        "message is not modified",
    )
    .await;
    let bold = json!({"chat_id": ANNA, "message_id": id, "text": "<b>done</b>",
        "parse_mode": "HTML"});
    assert_eq!(
        bot(&telegram, "editMessageText", bold).await.unwrap().0,
        200,
        "now it is bold"
    );
    let missing = json!({"chat_id": ANNA, "message_id": 99, "text": "x"});
    refused(
        &telegram,
        "editMessageText",
        missing,
        "message to edit not found",
    )
    .await;
    let hers = telegram.last_message_from_people(ANNA, None).unwrap();
    let theirs = json!({"chat_id": ANNA, "message_id": hers, "text": "x"});
    refused(
        &telegram,
        "editMessageText",
        theirs,
        "message can't be edited",
    )
    .await;
    assert_eq!(
        telegram.shown(ANNA),
        [(false, "hi".into()), (true, "done".into())]
    );
    bot(
        &telegram,
        "deleteMessage",
        json!({"chat_id": ANNA, "message_id": id}),
    )
    .await
    .unwrap();
    assert_eq!(telegram.shown(ANNA), [(false, "hi".into())]);
    let again = json!({"chat_id": ANNA, "message_id": id});
    refused(
        &telegram,
        "deleteMessage",
        again,
        "message to delete not found",
    )
    .await;
    assert_eq!(telegram.edits().len(), 2);
}

#[tokio::test]
async fn forums_know_their_topics_and_general_is_none() {
    let telegram = FakeTelegram::start().await;
    let group = telegram.group(-1001987650007, "Flat").forum(&[12]);
    let anna = telegram.user(ANNA, "Anna").in_topic(&group, 12);
    anna.says("hi");
    let send = |thread: i64| json!({"chat_id": group.id, "text": "x", "message_thread_id": thread});
    assert_eq!(
        bot(&telegram, "sendMessage", send(12)).await.unwrap().0,
        200
    );
    refused(
        &telegram,
        "sendMessage",
        send(1),
        "message thread not found",
    )
    .await;
    let typing = json!({"chat_id": group.id, "action": "typing", "message_thread_id": 1});
    assert_eq!(
        bot(&telegram, "sendChatAction", typing).await.unwrap().0,
        200
    );
    assert_eq!(telegram.actions()[0].thread, Some(1));
    let new = group.migrates_to(-1001987650099);
    let (status, answer) = bot(
        &telegram,
        "sendMessage",
        json!({"chat_id": group.id, "text": "x"}),
    )
    .await
    .unwrap();
    assert_eq!(
        (status, &answer["parameters"]["migrate_to_chat_id"]),
        (400, &json!(new.id))
    );
}

#[tokio::test]
async fn commands_reactions_and_files_follow_their_rules() {
    let telegram = FakeTelegram::start().await;
    let anna = telegram.user(ANNA, "Anna");
    let list = json!([{"command": "new", "description": "Start over"}]);
    let set = json!({"commands": list, "language_code": "de"});
    assert_eq!(bot(&telegram, "setMyCommands", set).await.unwrap().0, 200);
    assert_eq!(telegram.commands("default", "de"), list);
    assert_eq!(telegram.commands("default", ""), Value::Null);
    let bad = json!({"commands": [{"command": "New-Chat", "description": "x"}]});
    refused(&telegram, "setMyCommands", bad, "BOT_COMMAND_INVALID").await;

    anna.sends_document("notes.txt", "text", "read this");
    let message = telegram.last_message_from_people(ANNA, None).unwrap();
    let react = |emoji: &str| {
        json!({"chat_id": ANNA, "message_id": message,
            "reaction": [{"type": "emoji", "emoji": emoji}]})
    };
    assert_eq!(
        bot(&telegram, "setMessageReaction", react("👀"))
            .await
            .unwrap()
            .0,
        200
    );
    refused(
        &telegram,
        "setMessageReaction",
        react("🧦"),
        "REACTION_INVALID",
    )
    .await;

    let (_, updates) = bot(&telegram, "getUpdates", json!({})).await.unwrap();
    let id = updates["result"][0]["message"]["document"]["file_id"].clone();
    let (_, file) = bot(&telegram, "getFile", json!({"file_id": id}))
        .await
        .unwrap();
    let path = file["result"]["file_path"].as_str().unwrap();
    let url = format!(
        "{}/file/bot{}/{path}",
        telegram.api_root(),
        telegram.token()
    );
    assert_eq!(
        reqwest::get(url).await.unwrap().text().await.unwrap(),
        "text"
    );
    refused(
        &telegram,
        "getFile",
        json!({"file_id": "nope"}),
        "invalid file_id",
    )
    .await;
}
