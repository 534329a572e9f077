//! Messages, keyboards, commands and files: what Telegram takes and refuses.

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
async fn html_is_recorded_as_sent_and_as_read() {
    let telegram = FakeTelegram::start().await;
    telegram.user(ANNA, "Anna");
    let text = "<b>Hi</b> &lt;you&gt;";
    let params = json!({"chat_id": ANNA, "text": text, "parse_mode": "HTML"});
    let (status, answer) = bot(&telegram, "sendMessage", params).await.unwrap();
    assert_eq!(
        (status, &answer["result"]["text"]),
        (200, &json!("Hi <you>"))
    );
    let sent = &telegram.wait_for_sent(1).await[0];
    assert_eq!(
        (sent.text.as_str(), sent.plain.as_str(), sent.html),
        (text, "Hi <you>", true)
    );
    assert_eq!(sent.entities[0].kind, "bold");
    assert_eq!(answer["result"]["message_id"], sent.message_id);
    assert_eq!(telegram.problems(), Vec::<String>::new());
}

#[tokio::test]
async fn texts_that_telegram_refuses_are_refused_and_not_recorded() {
    let telegram = FakeTelegram::start().await;
    telegram.user(ANNA, "Anna");
    let html = |text: &str| json!({"chat_id": ANNA, "text": text, "parse_mode": "HTML"});
    let table = [
        (
            html("<h1>x</h1>"),
            "can't parse entities: Unsupported start tag \"h1\" at byte offset 0",
        ),
        (html("<b>x"), "can't parse entities: Can't find end tag"),
        (html("<b></b>"), "message text is empty"),
        (
            json!({"chat_id": ANNA, "text": " \n"}),
            "message text is empty",
        ),
        (json!({"chat_id": ANNA}), "message text is empty"),
        // 2049 characters of two UTF-16 units each.
        (
            json!({"chat_id": ANNA, "text": "😀".repeat(2049)}),
            "message is too long",
        ),
        (json!({"chat_id": 1, "text": "x"}), "chat not found"),
        (
            json!({"chat_id": ANNA, "text": "x", "message_thread_id": 9}),
            "message thread not found",
        ),
        (
            json!({"chat_id": ANNA, "text": "x", "reply_parameters": {"message_id": 99}}),
            "message to be replied not found",
        ),
    ];
    for (params, expected) in table {
        refused(&telegram, "sendMessage", params, expected).await;
    }
    assert!(telegram.sent().is_empty());
    let longest = json!({"chat_id": ANNA, "text": format!("<b>{}</b>", "😀".repeat(2048)),
        "parse_mode": "HTML"});
    assert_eq!(
        bot(&telegram, "sendMessage", longest).await.unwrap().0,
        200,
        "tags do not count"
    );
}

#[tokio::test]
async fn unknown_methods_parameters_and_tokens_are_noticed() {
    let telegram = FakeTelegram::start().await;
    telegram.user(ANNA, "Anna");
    refused(
        &telegram,
        "sendMesage",
        json!({}),
        "Not Found: method not found",
    )
    .await;
    let params = json!({"chat_id": ANNA, "text": "a & b", "parse_mode": "HTML", "chatid": 1});
    assert_eq!(bot(&telegram, "sendMessage", params).await.unwrap().0, 200);
    let problems = telegram.problems().join("\n");
    for expected in ["sendMesage", "no parameter chatid", "unescaped &"] {
        assert!(problems.contains(expected), "{expected} in {problems}");
    }
    let get = async |path: &str| {
        reqwest::get(format!("{}{path}", telegram.api_root()))
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    assert_eq!(get("/bot42:wrong/getMe").await, 401);
    assert_eq!(get("/bot/getMe").await, 404);
    telegram.revoke_token(true);
    refused(&telegram, "getMe", json!({}), "Unauthorized").await;
}

#[tokio::test]
async fn parameters_may_come_as_query_form_or_multipart() {
    let telegram = FakeTelegram::start().await;
    telegram.user(ANNA, "Anna");
    let url = |rest: &str| format!("{}/bot{}/{rest}", telegram.api_root(), telegram.token());
    let query = reqwest::get(url("SENDMESSAGE?chat_id=5550142&text=a%20b%2Bc+d"))
        .await
        .unwrap();
    assert_eq!(query.status(), 200);
    let client = reqwest::Client::new();
    let form = client
        .post(url("sendMessage"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body("chat_id=5550142&text=form&reply_markup=%7B%22inline_keyboard%22%3A%5B%5D%7D");
    assert_eq!(form.send().await.unwrap().status(), 200);
    let part = |head: &str, body: &str| {
        format!("--B\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
    };
    let body = [
        part("name=\"chat_id\"", "5550142"),
        part("name=\"caption\"", "see"),
        part("name=\"document\"; filename=\"a.txt\"", "hello"),
        "--B--\r\n".to_owned(),
    ];
    let upload = client
        .post(url("sendDocument"))
        .header("content-type", "multipart/form-data; boundary=B")
        .body(body.concat());
    assert_eq!(upload.send().await.unwrap().status(), 200);
    let sent = telegram.sent();
    assert_eq!(
        [&*sent[0].plain, &*sent[1].plain, &*sent[2].plain],
        ["a b+c d", "form", "see"]
    );
    let file = sent[2].file.as_ref().unwrap();
    assert_eq!(
        (file.name.as_str(), &file.bytes[..]),
        ("a.txt", &b"hello"[..])
    );
    assert_eq!(telegram.problems(), Vec::<String>::new());
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
